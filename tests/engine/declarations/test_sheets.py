"""Declarations filled from the library's recipes and rules."""

from __future__ import annotations

import pytest

from lianpu.engine.declarations.battery import Stage
from lianpu.engine.declarations.sheets import battery_sheet, cbam_by_year, direct_emissions
from lianpu.engine.footprint.electricity import counterfactual
from lianpu.engine.footprint.footprints import totals
from lianpu.engine.footprint.products import ProductSystem, product_system
from lianpu.errors import LianpuError
from lianpu.library.load import load_library


@pytest.fixture(scope="module")
def system() -> ProductSystem:
    return product_system(load_library(), 2024)


def test_direct_emissions_of_a_smelter(system: ProductSystem):
    """Pot room 1.48 + 0.45 PFC; 0.48 t of anode at 0.37 + 2.4 GJ x 0.11. Alumina and power are not in it."""
    assert direct_emissions(system, "primary_aluminium").direct == pytest.approx(1.48 + 0.45 + 0.48 * (0.37 + 2.4 * 0.11))


def test_a_profile_carries_its_metal_and_nothing_of_its_press(system: ProductSystem):
    alloy = direct_emissions(system, "aluminium_alloy").direct
    metal = direct_emissions(system, "primary_aluminium").direct
    assert alloy == pytest.approx(1.008 * metal + 0.74 * 0.11)
    row = system.index("aluminium_alloy"), system.index("aluminium_profile")
    assert direct_emissions(system, "aluminium_profile").direct == pytest.approx(-system.matrices[1][row] * alloy)


def test_cbam_by_year_default_against_actual(system: ProductSystem):
    years = {y.year: y for y in cbam_by_year(system, "primary_aluminium", 80.0)}
    assert years[2026].default.cost == pytest.approx((3.0 * 1.1 - 1.423 * 0.975) * 80)
    assert years[2027].default.payable == pytest.approx(2.2481, abs=1e-4)
    assert years[2034].default.cost == pytest.approx(3.0 * 1.3 * 80)
    actual = direct_emissions(system, "primary_aluminium").direct
    assert years[2030].actual.cost == pytest.approx((actual - 1.423 * (1 - 0.485)) * 80)
    assert "leaked" in years[2026].statuses and years[2027].provisional and not years[2026].provisional
    assert "RU-cbam-payable-share-2026" in years[2026].rows


def test_other_goods_and_years_are_refused(system: ProductSystem):
    with pytest.raises(LianpuError, match="no rule for 'aluminium_wheel'"):
        cbam_by_year(system, "aluminium_wheel", 80.0)
    with pytest.raises(LianpuError, match="charges nothing in 2025"):
        cbam_by_year(system, "primary_aluminium", 80.0, [2025])


def test_four_stages_of_a_cell(system: ProductSystem):
    power = counterfactual(0.62)
    found = battery_sheet(system, power, "battery_cell")
    whole = totals(system, power)[1, system.index("battery_cell")] / 1e3
    assert found.stages[Stage.RAW_MATERIALS] + found.stages[Stage.PRODUCTION] == pytest.approx(whole)
    assert found.stages[Stage.PRODUCTION] == pytest.approx((22 * 0.62 + 16 * 3.6 * 0.11) / 0.94)
    assert found.stages[Stage.END_OF_LIFE] > 0 and found.missing == (Stage.DISTRIBUTION,)
    with pytest.raises(LianpuError, match="is no battery"):
        battery_sheet(system, power, "lfp")
