"""What binds, what it is worth, what is in surplus, and what another plan does differently."""

from __future__ import annotations

import pytest

from engine.plan.small import buy, need, sell, system
from lianpu.engine.plan.plan import plan
from lianpu.system.planning import System


def power_bound(limit: float = 4) -> System:
    """Metal sells at 5 and takes 2 of power at 1, of which 4 are to be had in q1 and 9 in q2; slag is in surplus."""
    return system(
        slices=["q1", "q2"],
        goods=[{"id": "metal"}, {"id": "power", "unit": "GWh"}, "slag"],
        plants=[{"id": "smelter", "residual": 99, "recipe": {"metal": 1, "power": -2, "slag": 0.5}}],
        markets=[sell("metal", 5), buy("power", 1, limit=[[limit, 9]])],
        conventions={"discount_rate": 0.1},
    )


def test_one_more_of_power_is_worth_its_margin() -> None:
    """A unit of power makes half a unit of metal: 2.5 - 1 = 1.5 in the year's money, in either quarter."""
    first = plan(power_bound(), "npv").why()[0]
    assert (first.aspect, first.name, first.unit, first.share) == ("market_limit", "buy power", "GWh", 1.0)
    assert first.worth == pytest.approx(1.5)
    assert first.total == pytest.approx(0.01 * 1.5 * (4 + 9) / 1.1**0.5)


def test_a_good_in_surplus_is_worth_nothing() -> None:
    last = plan(power_bound(), "npv").why()[-1]
    assert (last.aspect, last.name, last.worth) == ("in_surplus", "slag", 0.0)
    assert last.bound == pytest.approx(9 / 2 / 2)


def test_compare_tells_what_changed() -> None:
    """Two more of power in q1 make one more of metal: 5 - 2."""
    changes = {(c.table, c.item): c.change for c in plan(power_bound(), "npv").compare(plan(power_bound(6), "npv"))}
    assert changes["run", "smelter"] == pytest.approx(1)
    assert changes["trade", "buy power"] == pytest.approx(2)
    assert changes["objective", "npv"] == pytest.approx(3 / 1.1**0.5)


def test_demand_costs_what_its_last_unit_costs() -> None:
    steps = [buy("ore", 1, year_limit=3), buy("ore", 4) | {"id": "dear ore"}]
    found = {r.aspect: r.worth for r in plan(system(goods=["ore"], markets=steps, demands=[need("ore", 5)])).why()}
    assert found == {"demand": pytest.approx(4), "year_limit": pytest.approx(3)}
