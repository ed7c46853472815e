"""Footprints of products: arithmetic by hand, published aggregates that are no inputs, shares and bad choices."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.footprint.allocation import Allocation
from lianpu.engine.footprint.electricity import NATION, Electricity, counterfactual, location, market
from lianpu.engine.footprint.footprints import ProductFootprint, footprint, supply_paths, totals
from lianpu.engine.footprint.products import Choices, Part, product_system
from lianpu.errors import LianpuError
from lianpu.library.load import Library, load_library
from lianpu.units import Range


@pytest.fixture(scope="module")
def shelf() -> Library:
    return load_library()


def of(shelf: Library, good: str, power: Electricity, year: int = 2024, **choices) -> ProductFootprint:
    return footprint(product_system(shelf, year, Choices(**choices)), good, [power], most=100)


@pytest.mark.parametrize(
    ("good", "year", "kg_per_kwh", "ways", "low", "high"),
    [
        ("primary_aluminium", 2024, 0.62, {}, 12_500, 15_000),  # kg/t, China's mean grid
        ("primary_aluminium", 2024, 0.80, {}, 15_000, 17_000),  # a fleet with coal power of its own
        ("pv_module", 2024, None, {}, 350_000, 520_000),  # kg/MWp
        ("pv_module", 2020, None, {"solar_cell": {"cell_perc": 1.0}}, 480_000, 850_000),
        ("battery_cell", 2024, None, {}, 60_000, 85_000),  # kg/MWh
        ("battery_cell", 2024, None, {"battery_cell": {"cell_lfp_storage": 1.0}}, 60_000, 85_000),
    ],
)
def test_published_aggregates(shelf: Library, good, year, kg_per_kwh, ways, low, high) -> None:
    """None of these is an input: sums of recipes and factors fall where others published them."""
    power = counterfactual(kg_per_kwh) if kg_per_kwh else location(shelf, NATION, year)
    found = of(shelf, good, power, year, ways=ways)
    assert low < found.told[0].total.typical < high


def test_aluminium_by_hand(shelf: Library) -> None:
    """Per t: 13,450 kWh; 1.92 t alumina (230 kWh, 7,972 MJ heat); 0.48 t anode; anode CO2 1.48, PFC 0.45 t."""
    found = of(shelf, "primary_aluminium", counterfactual(0.62))
    parts = found.told[0].parts
    assert found.kwh.typical == pytest.approx(13_450 + 1.92 * 230 + 0.48 * 130)
    assert parts[Part.PFC].typical == pytest.approx(450)
    assert parts[Part.PROCESS].typical == pytest.approx(1480 + 0.48 * 370)
    assert parts[Part.FUEL].typical == pytest.approx((1.92 * 7972 + 0.48 * 2400) * (0.11 + 0.009))
    assert parts[Part.ELECTRICITY].typical == pytest.approx(found.kwh.typical * 0.62)
    assert "AL-smelt-power-2021" in found.rows and "BG-bauxite-guinea-2023" in found.rows


def test_parts_and_contributions_add_up(shelf: Library) -> None:
    told = of(shelf, "pv_module", counterfactual(0.6)).told[0]
    assert sum(part.typical for part in told.parts.values()) == pytest.approx(told.total.typical)
    assert sum(c.value for c in told.contributions) + told.remainder == pytest.approx(told.total.typical)
    few = footprint(product_system(shelf, 2024), "pv_module", [counterfactual(0.6)], most=3).told[0]
    assert len(few.contributions) == 3
    assert sum(c.share for c in few.contributions) + few.remainder / few.total.typical == pytest.approx(1)


def test_all_goods_at_once_are_what_each_is_alone(shelf: Library) -> None:
    system, power = product_system(shelf, 2023), location(shelf, NATION, 2023)
    every = totals(system, power)
    for good in ("alumina", "wafer", "lfp", "battery_pack", "electric_vehicle"):
        alone = footprint(system, good, [power]).told[0].total
        assert every[:, system.index(good)] == pytest.approx(list(alone))


def test_bought_metal_stands_at_its_factor(shelf: Library) -> None:
    found = of(shelf, "aluminium_alloy", counterfactual(0), ways={"primary_aluminium": {"bought": 1.0}})
    assert found.told[0].total.typical == pytest.approx(1.008 * 13_800 + 740 * 0.119)


def test_mixes_lie_between_their_ways(shelf: Library) -> None:
    each = [
        of(shelf, "aluminium_alloy", counterfactual(0.6), ways={"aluminium_alloy": ways}).told[0].total.typical
        for ways in ({"alloy_casting": 1.0}, {"alloy_from_recycled": 1.0}, {"alloy_casting": 0.25, "alloy_from_recycled": 0.75})
    ]  # fmt: skip
    assert each[2] == pytest.approx(0.25 * each[0] + 0.75 * each[1])


def test_scrap_carries_a_part_by_name(shelf: Library) -> None:
    """Extrusion: 0.26 t of scrap leave with a tonne; by mass the profile carries 1 / 1.26 of it all."""
    none, mass = (of(shelf, "aluminium_profile", counterfactual(0.6), allocation=Allocation(a)) for a in ("none", "mass"))
    assert mass.told[0].total.typical == pytest.approx(none.told[0].total.typical / 1.26)
    value = of(shelf, "aluminium_profile", counterfactual(0.6), allocation=Allocation.VALUE)
    assert mass.told[0].total.typical < value.told[0].total.typical < none.told[0].total.typical


def test_recycled_metal_in_substitution_is_credited(shelf: Library) -> None:
    """Dismantling leaves 0.098 t copper per t of battery, credited at 4.2 kg/kg."""
    none, credited = (of(shelf, "black_mass", counterfactual(0.6), allocation=Allocation(a)) for a in ("none", "substitution"))
    copper = shelf.technologies["battery_dismantling"].recipe(2024).outputs[0].per_output.typical
    assert credited.told[0].total.typical == pytest.approx(none.told[0].total.typical - copper * 4200)


def test_low_and_high_are_outer_bounds_and_draws_lie_between(shelf: Library) -> None:
    system = product_system(shelf, 2024)
    power = location(shelf, NATION, 2024)
    told = footprint(system, "primary_aluminium", [power], draws=500).told[0]
    assert told.likely is not None
    assert told.total.low < told.likely[0] < told.likely[1] < told.likely[2] < told.total.high
    again = footprint(system, "primary_aluminium", [power], draws=500).told[0]
    assert again.likely == told.likely


def test_location_and_market_side_by_side(shelf: Library) -> None:
    """80 % hydropower under contract, the rest of the nation's residual mix of 2022."""
    here, bought = location(shelf, "云南省", 2023), market(shelf, "云南省", 2023, 0.8)
    assert here.factor.typical == pytest.approx(0.169)
    assert bought.factor.typical == pytest.approx(0.8 * 0.020 + 0.2 * 0.5856)
    found = footprint(product_system(shelf, 2023), "primary_aluminium", [here, bought])
    gap = found.told[0].total.typical - found.told[1].total.typical
    assert gap == pytest.approx(found.kwh.typical * (0.169 - bought.factor.typical))
    assert location(shelf, "云南省", 2022, "generation").factor.typical == pytest.approx(0.1073)


def test_paths_name_the_smelter_in_the_module(shelf: Library) -> None:
    system = product_system(shelf, 2024)
    found = supply_paths(system, "pv_module", counterfactual(0.62), cutoff=0.01)
    chains = [[system.goods[i] for i in path.products] for path in found]
    assert ["pv_module", "aluminium_profile", "aluminium_alloy", "primary_aluminium"] in chains
    assert ["pv_module", "solar_cell", "wafer", "mono_rod", "polysilicon"] in chains


def test_every_bought_good_of_a_recipe_has_a_factor(shelf: Library) -> None:
    system = product_system(shelf, 2024)
    taken = {f.good_id for t in shelf.technologies.values() for y in t.recipes for f in t.recipe(y).inputs}
    assert not taken & set(system.lacking)
    assert len({b.good_id for b in shelf.background}) >= 30


def test_what_cannot_be_told_is_said(shelf: Library) -> None:
    with pytest.raises(LianpuError, match="did you mean 'pv_module'"):
        of(shelf, "pv_modul", counterfactual(0.6))
    with pytest.raises(LianpuError, match="is no way to get solar_cell"):
        of(shelf, "pv_module", counterfactual(0.6), ways={"solar_cell": {"cell_prc": 1.0}})
    with pytest.raises(LianpuError, match="they must be 1"):
        of(shelf, "pv_module", counterfactual(0.6), ways={"solar_cell": {"cell_perc": 0.5}})
    with pytest.raises(LianpuError, match="no electricity factor of 'yunan'"):
        location(shelf, "yunan", 2023)
    with pytest.raises(LianpuError, match="kg per kWh"):
        counterfactual(620)
    with pytest.raises(LianpuError, match="give a fraction"):
        market(shelf, "云南省", 2023, 80)


def test_ends_are_ordered(shelf: Library) -> None:
    every = totals(product_system(shelf, 2024), Electricity("counterfactual", "", Range(0.5, 0.6, 0.7), None, "", ()))
    assert (np.diff(every, axis=0) >= -1e-9).all()
