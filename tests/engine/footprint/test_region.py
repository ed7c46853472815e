"""Plants of a region: what it makes stands on its grid, what it buys at the factor of what is bought."""

from __future__ import annotations

import pytest

from lianpu.engine.footprint.products import Part
from lianpu.engine.footprint.region import region_footprint
from lianpu.errors import LianpuError
from lianpu.library.load import load_library
from lianpu.system.model import Plant, Region, Scenario, Tranche
from lianpu.units import Range


def region(*goods: str, province: str | None = "云南省", status: str = "operating") -> Region:
    shelf = load_library()
    plants = tuple(
        Plant(good, good, way.id if (way := shelf.technology_for(good)) else None, "甲公司", None,
              (Tranche(Range.exact(100_000.0), status, "exact", (f"c-{good}",)),))
        for good in goods
    )  # fmt: skip
    return Region("曲靖市", province, "2024", 2024, None, plants, (), (), (), (), ())


def test_a_smelter_buys_its_alumina_and_anodes() -> None:
    """Per t: 13,450 kWh at Yunnan's 0.147; 1.92 t alumina at 1.16, 0.48 t anode at 1.18; pots 1.48 + 0.45."""
    found = region_footprint(region("primary_aluminium"), load_library(), Scenario.A)
    plant = found.plants[0]
    parts = plant.per_unit.told[0].parts
    assert (found.grid, found.made) == ("云南省", ("primary_aluminium",))
    assert parts[Part.ELECTRICITY].typical == pytest.approx(13_450 * 0.147)
    small = 1000 * (0.018 * 2.2 + 0.003 * 2.5 + 0.006 * 5) + 0.35  # fluoride, cryolite, lining, water
    assert parts[Part.BOUGHT].typical == pytest.approx(1000 * (1.92 * 1.16 + 0.48 * 1.18) + small)
    assert plant.direct.typical == pytest.approx(100_000 * 1.93)
    assert plant.kwh.typical == pytest.approx(100_000 * 13_450)
    assert plant.claims == ("c-primary_aluminium",)
    assert {"alumina", "prebaked_anode"} <= set(found.bought)


def test_anodes_made_in_the_region_stand_on_its_grid() -> None:
    bought, made = (
        region_footprint(region(*goods), load_library(), Scenario.A).plants
        for goods in (("primary_aluminium",), ("primary_aluminium", "prebaked_anode"))
    )
    smelter = next(p for p in made if p.plant.good == "primary_aluminium")
    assert smelter.per_unit.kwh.typical == pytest.approx(13_450 + 0.48 * 130)
    assert smelter.per_unit.told[0].total.typical != pytest.approx(bought[0].per_unit.told[0].total.typical)


def test_what_is_made_elsewhere_without_a_factor_has_the_nations_grid() -> None:
    """A module plant alone: cells, wafers and rods come from outside, and no factor of theirs is known."""
    found = region_footprint(region("pv_module"), load_library(), Scenario.A)
    told = found.plants[0].per_unit
    assert told.kwh.typical == pytest.approx(15_000)  # of the module plant only, per MWp
    assert "solar_cell" in found.bought
    assert "BG-power-china-lc-2023" in told.rows


def test_scenarios_and_places() -> None:
    with pytest.raises(LianpuError, match="no plant counts in scenario A"):
        region_footprint(region("primary_aluminium", status="planned"), load_library(), Scenario.A)
    assert region_footprint(region("alumina", province="贵州省"), load_library(), Scenario.A).grid == "china"
    left = region_footprint(region("alumina", "quartz"), load_library(), Scenario.A)
    assert left.left_out == ("quartz",)
