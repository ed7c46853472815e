"""Recycled aluminium and lithium from the library's lifetimes, for any path of needs."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.stocks.materials import CASES, national_need, recycling, region_returns
from lianpu.errors import LianpuError
from lianpu.library.load import Library, load_library
from lianpu.system.model import Plant, Region, Scenario, Tranche
from lianpu.units import Range


@pytest.fixture(scope="module")
def shelf() -> Library:
    return load_library()


def test_in_the_end_of_a_constant_need_all_that_leaves_is_collected_and_recovered(shelf: Library) -> None:
    """Lithium, typical: collection 25 %, powder 97 %, hydro 90 %."""
    found = recycling(shelf, "lithium", range(2000, 2200), np.ones(200)).supply["typical"]
    assert found.share[-1] == pytest.approx(0.25 * 0.97 * 0.90, rel=1e-6)


def test_early_comes_before_typical_before_late(shelf: Library) -> None:
    need = 100 * 1.05 ** np.arange(60)
    found = recycling(shelf, "aluminium", range(2000, 2060), need)
    firsts = [found.arrivals[case][0].first or 9999 for case in CASES]
    assert firsts == sorted(firsts, reverse=True)
    assert "PA-al-collection-2018" in found.rows


def test_a_need_that_grows_faster_is_covered_later(shelf: Library) -> None:
    slow, fast = (
        recycling(shelf, "lithium", range(2020, 2070), 1.0 * growth ** np.arange(50)).arrivals["typical"][0].first
        for growth in (1.03, 1.10)
    )
    assert slow is not None and (fast is None or slow < fast)


def test_the_nations_path_is_its_data_and_then_grows(shelf: Library) -> None:
    years, need, rows = national_need(shelf, "lithium", 2030, 0.1)
    by_year = dict(zip(years, need, strict=True))
    assert by_year[2024] == 1_170_000 and "NM-battery-cell-production-2024" in rows
    assert by_year[2030] == pytest.approx(by_year[2029] * 1.1)


def test_a_material_that_nobody_knows(shelf: Library) -> None:
    with pytest.raises(LianpuError, match="did you mean 'lithium'"):
        recycling(shelf, "lithum", [2020], [1])


def region(good: str, technology: str, capacity: float) -> Region:
    tranche = Tranche(Range.exact(capacity), "operating", "exact", ("c1",))
    return Region(
        "曲靖市", "云南省", "2024", 2024, None, (Plant(good, good, technology, None, None, (tranche,)),), (), (), (), (), ()
    )


def test_a_region_gets_its_share_of_what_the_nation_recovers(shelf: Library) -> None:
    """50 kt of LFP take 12 kt of carbonate; a nation of 1 GWh a year in its end recovers 0.218 of what a GWh holds."""
    national = recycling(shelf, "lithium", range(2000, 2200), np.full(200, 1e6))
    found = region_returns(national, region("lfp", "lfp_solid_state", 50_000), shelf, Scenario.A, 0.05)
    held = 2.20 / 0.94 * 0.24  # t carbonate per MWh of cells
    assert found.need.typical == pytest.approx(12_000)
    assert found.supply["typical"][-1] == pytest.approx(1e6 * held * 0.25 * 0.97 * 0.90, rel=0.03)  # LiPF6 holds some too
    assert found.wanted(0.12)[-1] == pytest.approx(0.12 * 12_000 / found.supply["typical"][-1])
    assert found.arrivals["typical"][0].lasting is not None and found.claims == ("c1",)


def test_a_region_without_such_plants(shelf: Library) -> None:
    national = recycling(shelf, "lithium", range(2000, 2020), np.ones(20))
    with pytest.raises(LianpuError, match="takes or makes lithium_carbonate"):
        region_returns(national, region("alumina", "alumina_bayer", 1.0), shelf, Scenario.A, 0.05)
    with pytest.raises(LianpuError, match="give the region's share"):
        region_returns(national, region("lfp", "lfp_solid_state", 1.0), shelf, Scenario.A, 5)
