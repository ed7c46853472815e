"""Recycled aluminium and lithium from the library's lifetimes, for any path of needs."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.stocks.materials import CASES, national_need, recycling
from lianpu.errors import LianpuError
from lianpu.library.load import Library, load_library


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
