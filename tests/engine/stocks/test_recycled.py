"""What comes back, by hand, and when it covers a share of the need."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.stocks.lifetimes import Fixed, Weibull
from lianpu.engine.stocks.recycled import arrival, recycled_supply
from lianpu.errors import LianpuError

YEARS = range(2020, 2026)


def test_a_fixed_life_of_three_years():
    """Half of what entered three years ago is collected, 0.9 of that recovered; 10 % of the need is factory scrap."""
    found = recycled_supply(
        YEARS, [10, 20, 40, 80, 160, 320], [(1.0, Fixed(3))], collection=0.5, recovery=0.9, factory_scrap=0.1,
        inflow_at="middle",
    )  # fmt: skip
    assert found.leaving == pytest.approx([0, 0, 0, 10, 20, 40])
    assert found.old == pytest.approx(np.array([0, 0, 0, 10, 20, 40]) * 0.5 * 0.9)
    assert found.share[3] == pytest.approx((10 * 0.45 + 80 * 0.09) / 80)


def test_when_it_arrives():
    share = [0.0, 0.07, 0.05, 0.08, 0.13, 0.14]
    assert arrival(YEARS, share, 0.06).first == 2021
    assert arrival(YEARS, share, 0.06).lasting == 2023
    assert arrival(YEARS, share, 0.12).lasting == 2024
    assert arrival(YEARS, share, 0.2).first is None


def test_two_uses_share_the_need():
    found = recycled_supply(range(50), np.ones(50), [(0.4, Fixed(5)), (0.6, Weibull(3, 10))], collection=1, recovery=1)
    assert found.share[-1] == pytest.approx(1, abs=1e-9)
    with pytest.raises(LianpuError, match="add up to"):
        recycled_supply(range(2), [1, 1], [(0.4, Fixed(5)), (0.5, Fixed(6))], collection=1, recovery=1)
    with pytest.raises(LianpuError, match="a collection outside 0 to 1"):
        recycled_supply(range(2), [1, 1], [(1.0, Fixed(5))], collection=25, recovery=1)
    with pytest.raises(LianpuError, match="do not follow each other"):
        recycled_supply([2020, 2025], [1, 1], [(1.0, Fixed(5))], collection=1, recovery=1)
