"""Infeasible plans: the facts in conflict are named, those that are not are left out, and how far each must give."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.small import buy, need, sell, system
from lianpu.engine.plan.conflict import Conflict, conflict
from lianpu.engine.plan.plan import InfeasibleError, plan
from lianpu.system.planning import System

#: Facts that have nothing to do with any conflict.
BESIDE = {"id": "beside", "residual": 5, "recipe": {"salt": 1}}


def told(given: System) -> Conflict:
    with pytest.raises(InfeasibleError) as error:
        plan(given)
    return conflict(error.value.model)


def names(found: Conflict) -> set[tuple[str, str]]:
    return {(fact.aspect, fact.name) for fact in found.facts}


def becomes(found: Conflict, aspect: str) -> list[float]:
    return [round(g.becomes, 6) for fact in found.facts if fact.aspect == aspect for g in fact.gives]


def smelter(**tables: Any) -> System:
    """Metal at 2 of power each; a plant, a good and a demand beside it that are fine."""
    given: dict[str, Any] = {
        "goods": ["metal", "power", "salt"],
        "plants": [{"id": "smelter", "residual": 10, "recipe": {"metal": 1, "power": -2}}, BESIDE],
        "markets": [buy("power", 1)],
        "demands": [need("metal", 8), need("salt", 4)],
    }
    return system(**(given | tables))


def test_power_too_low() -> None:
    """8 of metal take 16 of power, of which 12 are to be had: 16, or metal 6."""
    found = told(smelter(markets=[buy("power", 1, limit=12)]))
    assert names(found) == {("demand", "metal"), ("market_limit", "buy power")}
    assert becomes(found, "market_limit") == [16]
    assert becomes(found, "demand") == [6]
    assert found.proven and not found.whole_numbers


def test_power_too_low_in_one_month() -> None:
    """A limit on a measure, in q1 only: 4 of power where 2 a quarter of metal need 4 and it is 3 there."""
    found = told(
        smelter(
            slices=["q1", "q2", "q3", "q4"],
            demands=[need("metal", 2)],
            measures=[{"id": "power used", "unit": "kWh"}],
            terms=[{"measure": "power used", "of": "buy", "item": "buy power"}],
            limits=[{"id": "hydro", "measure": "power used", "per": "slice", "bound": [[3, 9, 9, 9]]}],
        )
    )
    assert names(found) == {("demand", "metal"), ("limit", "hydro")}
    give = next(f for f in found.facts if f.aspect == "limit").gives
    assert [(g.slice, g.bound, round(g.becomes, 6)) for g in give] == [("q1", 3, 4)]


def test_a_target_above_all_capacity() -> None:
    """14 against 10 that stand: 14, or 10."""
    found = told(smelter(demands=[need("metal", 14)]))
    assert names(found) == {("demand", "metal"), ("standing", "smelter")}
    assert becomes(found, "standing") == [14]
    assert becomes(found, "demand") == [10]


def test_contradictory_shares() -> None:
    """At least 60 % clean and at least 60 % dirty."""
    terms = [
        {"measure": m, "of": "run", "item": p, "amount": (1 if m == p else 0) - 0.6}
        for m in ("clean", "dirty")
        for p in ("clean", "dirty")
    ]
    found = told(
        system(
            goods=["metal"],
            plants=[{"id": p, "residual": 99, "recipe": {"metal": 1}} for p in ("clean", "dirty")],
            demands=[need("metal", 10)],
            measures=[{"id": "clean"}, {"id": "dirty"}],
            terms=terms,
            limits=[{"id": f"share {m}", "measure": m, "sense": ">=", "bound": 0} for m in ("clean", "dirty")],
        )
    )
    assert names(found) == {("demand", "metal"), ("limit", "share clean"), ("limit", "share dirty")}


def test_a_forced_project_that_lacks_feedstock() -> None:
    """It must be built and run at half load at least, 5 of its 10, taking 2 each: 10 of ore where 6 are to be had."""
    found = told(
        system(
            goods=["metal", "ore"],
            plants=[
                {"id": "new", "build": "project", "lump": 10, "must": True, "min_run": 0.5, "recipe": {"metal": 1, "ore": -2}}
            ],
            markets=[buy("ore", 1, year_limit=6), sell("metal", 1)],
        )
    )
    assert names(found) == {("must", "new"), ("min_run", "new"), ("year_limit", "buy ore")}
    assert becomes(found, "year_limit") == [10]


def test_an_empty_slice() -> None:
    """The plant does not run in q1, where 2 are needed."""
    found = told(
        system(
            slices=["q1", "q2"], goods=["metal"],
            plants=[{"id": "p", "residual": 99, "availability": [[0, 1]], "recipe": {"metal": 1}}],
            demands=[need("metal", 2)],
        )
    )  # fmt: skip
    assert names(found) == {("demand", "metal"), ("availability", "p")}


def test_emissions_over_all_years() -> None:
    """2 years of 10 at 2 each emit 40; 30 are allowed in all."""
    found = told(
        system(
            years=[2025, 2026], goods=["metal"], plants=[{"id": "p", "residual": 10, "recipe": {"metal": 1}}],
            demands=[need("metal", 10)], measures=[{"id": "co2"}],
            terms=[{"measure": "co2", "of": "run", "item": "p", "amount": 2}],
            limits=[{"id": "budget", "measure": "co2", "per": "all", "bound": 30}],
        )
    )  # fmt: skip
    assert names(found) == {("demand", "metal"), ("limit", "budget")}
    assert becomes(found, "limit") == [40]


def test_land_against_a_least_capacity() -> None:
    found = told(
        system(
            goods=["metal"],
            plants=[{"id": "p", "build": "continuous", "min_capacity": 6, "recipe": {"metal": 1}}],
            measures=[{"id": "land"}],
            terms=[{"measure": "land", "of": "capacity", "item": "p", "amount": 2}],
            limits=[{"id": "land", "measure": "land", "bound": 10}],
        )
    )
    assert names(found) == {("min_capacity", "p"), ("limit", "land")}
    assert becomes(found, "min_capacity") == [5]
    assert becomes(found, "limit") == [12]


def test_take_or_pay_without_use() -> None:
    """6 of gas must be taken, none may be thrown away, and 4 can be burnt."""
    found = told(
        system(
            goods=[{"id": "gas", "surplus": "none"}, "heat"],
            plants=[{"id": "boiler", "residual": 4, "recipe": {"heat": 1, "gas": -1}}],
            markets=[buy("gas", 1, year_least=6)],
        )
    )
    assert ("year_least", "buy gas") in names(found)
    assert ("standing", "boiler") in names(found)
    assert becomes(found, "year_least") == [4]


def test_whole_lumps_against_a_limit() -> None:
    """7 are needed in lumps of 5, so 10 are built; 8 may stand. Any size would do: whole numbers are the conflict."""
    found = told(
        system(
            goods=["metal"],
            plants=[{"id": "p", "build": "lumps", "lump": 5, "max_capacity": 8, "recipe": {"metal": 1}}],
            demands=[need("metal", 7)],
        )
    )
    assert found.whole_numbers
    assert names(found) >= {("demand", "metal"), ("max_capacity", "p")}
    assert becomes(found, "max_capacity") == [10]
    assert becomes(found, "demand") == [5]


def test_a_ramp_against_a_demand() -> None:
    """A load that grows by a tenth of 40 a quarter cannot go from 1 to 9 (4 to 36 a year)."""
    found = told(
        system(
            slices=["q1", "q2"], weights=[0.25, 0.25], goods=[{"id": "metal", "surplus": "none"}],
            plants=[{"id": "p", "residual": 40, "ramp": 0.1, "recipe": {"metal": 1}}],
            demands=[need("metal", [[1, 9]])],
        )
    )  # fmt: skip
    assert ("ramp", "p") in names(found)
    assert ("demand", "metal") in names(found)
