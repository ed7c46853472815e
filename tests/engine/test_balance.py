"""The balance: worked examples, and that it closes on any chain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from engine.chains import good, library, plant, random_regions, region, technology
from lianpu.engine.balance import balance
from lianpu.engine.figures import evidence, trace
from lianpu.engine.matrices import compile_region
from lianpu.engine.power import power_need
from lianpu.library.load import Library
from lianpu.system.model import Region, Scenario
from lianpu.units import Range

A, B, C = Scenario


def smelter_town() -> tuple[Region, Library]:
    """680 kt of metal at 0.46–0.52 t of anode; 100 kt of anode stand, 900 kt advance."""
    goods = [good("anode"), good("metal"), good("electricity", "kWh")]
    metal = technology("metal", {"anode": Range(0.46, 0.48, 0.52), "electricity": Range(13000, 13450, 13900)})
    shelf = library(goods, [metal])
    return region(plant("metal", shelf, operating=680e3), plant("anode", shelf, built=100e3, advancing=900e3)), shelf


def test_need_supply_gap_and_ratio() -> None:
    town, shelf = smelter_town()
    result = balance(town, compile_region(town, shelf), shelf)
    now, later = result.of("anode", A), result.of("anode", B)
    assert tuple(now.need) == pytest.approx((680e3 * 0.46, 680e3 * 0.48, 680e3 * 0.52))
    assert tuple(now.gap) == pytest.approx((100e3 - 353.6e3, 100e3 - 326.4e3, 100e3 - 312.8e3))
    assert now.short and later.over
    assert later.ratio is not None and later.ratio.typical == pytest.approx(1000 / 326.4)


def test_a_figure_leads_to_its_claims_and_rows() -> None:
    town, shelf = smelter_town()
    figures = balance(town, compile_region(town, shelf), shelf).figures
    claims, rows = evidence(figures["gap/anode/B"], figures)
    assert set(claims) == {"metal-operating", "anode-built", "anode-advancing"}
    assert rows == ("make-metal-input-anode",)
    assert [f.id for f in trace(figures["gap/anode/B"], figures)] == ["gap/anode/B", "supply/anode/B", "need/anode/B"]


def test_built_and_building_counts_from_b_on() -> None:
    shelf = library([good("x")], [])
    town = region(plant("x", shelf, operating=1.0, built_and_building=2.0, under_construction=4.0, negotiating=8.0))
    result = balance(town, compile_region(town, shelf), shelf)
    assert [result.of("x", s).supply.typical for s in Scenario] == [1.0, 1 + 2 + 4, 1 + 2 + 4 + 8]


def test_power_of_a_chain_in_terawatt_hours_and_months() -> None:
    town, shelf = smelter_town()
    power = power_need(compile_region(town, shelf), shelf, A, 2021)
    assert power.total.typical == pytest.approx(680e3 * 13450 * 1e-9)  # 9.146 TWh
    assert sum(month.typical for month in power.by_month) == pytest.approx(power.total.typical * 1e3)
    assert power.by_month[1].typical == pytest.approx(power.total.typical * 1e3 * 28 / 365)


@settings(max_examples=60, deadline=None)
@given(random_regions())
def test_every_balance_closes(case: tuple[Region, Library]) -> None:
    town, shelf = case
    result = balance(town, compile_region(town, shelf), shelf)
    assert result.residual <= 1e-9
    for row in result.rows.values():
        left, right = row.supply.typical + row.bought, row.need.typical + row.sold
        assert left == pytest.approx(right, rel=1e-9)
        assert row.bought * row.sold == 0
        assert row.gap.low <= row.gap.typical <= row.gap.high


@settings(max_examples=60, deadline=None)
@given(random_regions())
def test_scenarios_only_add(case: tuple[Region, Library]) -> None:
    town, shelf = case
    result = balance(town, compile_region(town, shelf), shelf)
    for good_id in {g for g, _ in result.rows}:
        for kind in ("need", "supply"):
            values = [getattr(result.of(good_id, s), kind).typical for s in Scenario]
            assert values == sorted(values)


@settings(max_examples=40, deadline=None)
@given(random_regions())
def test_power_of_the_chains_is_the_need_for_electricity(case: tuple[Region, Library]) -> None:
    town, shelf = case
    matrices = compile_region(town, shelf)
    need = balance(town, matrices, shelf).of("electricity", C).need
    power = power_need(matrices, shelf, C, 2021)
    assert tuple(x * 1e9 for x in power.total) == pytest.approx(tuple(need), rel=1e-9)
