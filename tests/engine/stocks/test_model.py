"""Stocks by hand, stationary stocks, round trips, steps of several years, stocks that fall."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lianpu.engine.stocks.lifetimes import (
    LIFETIMES,
    Fixed,
    FoldedNormal,
    Lifetime,
    LogNormal,
    Normal,
    Weibull,
    weibull_of_median,
)
from lianpu.engine.stocks.model import InflowAt, Initial, inflow_driven, stationary_ages, stock_driven
from lianpu.errors import LianpuError

HALF = {InflowAt.START: -0.5, InflowAt.MIDDLE: 0.0, InflowAt.END: 0.5}
KINDS: list[Lifetime] = [
    Fixed(5), Normal(12, 3), FoldedNormal(12, 3), LogNormal(12, 4), Weibull(3, 15),
]  # fmt: skip


@pytest.mark.parametrize(("at", "stock"), [("end", 41.458736), ("middle", 38.834785), ("start", 35.963455)])
def test_ten_years_of_growing_inflow(at: str, stock: float):
    """Inflow 1..10, normal(5, 1.5): the sum of inflow x sf(age), ages 9..0 + 0, ½ or 1."""
    found = inflow_driven(np.arange(1, 11), Normal(5, 1.5), inflow_at=at)
    ages = np.arange(9, -1, -1) + InflowAt(at).age
    assert found.stock[-1, 0] == pytest.approx(np.arange(1, 11) @ stats.norm.sf(ages, 5, 1.5))
    assert found.stock[-1, 0] == pytest.approx(stock, abs=5e-7)


@pytest.mark.parametrize(
    ("lifetime", "exact"),
    [
        (Normal(12, 3), stats.norm(12, 3)),
        (FoldedNormal(12, 3), stats.foldnorm(4, scale=3)),
        (LogNormal(np.exp(2 + 0.5 * 0.25), np.exp(2.125) * np.sqrt(np.expm1(0.25))), stats.lognorm(0.5, scale=np.exp(2))),
        (Weibull(3, 15), stats.weibull_min(3, scale=15)),
    ],
)
def test_survival_is_the_distribution(lifetime: Lifetime, exact):
    ages = np.linspace(0.1, 40, 50)
    assert lifetime.survival(ages)[:, 0] == pytest.approx(exact.sf(ages), abs=1e-12)


@pytest.mark.parametrize("lifetime", KINDS, ids=lambda k: k.name)
@pytest.mark.parametrize("at", list(InflowAt))
def test_a_stationary_stock_is_inflow_times_mean_life(lifetime: Lifetime, at: InflowAt):
    ages = np.linspace(0, 200, 2_000_001)
    mean = float(np.trapezoid(lifetime.survival(ages)[:, 0], ages))
    found = inflow_driven(np.full(100, 10.0), lifetime, inflow_at=at)
    assert found.stock[-1, 0] == pytest.approx(10 * (mean + HALF[at]), abs=0.1)
    assert found.outflow[-1, 0] == pytest.approx(10, abs=1e-6)


@pytest.mark.parametrize("lifetime", KINDS, ids=lambda k: k.name)
@pytest.mark.parametrize("periods", [20, 150])
def test_a_round_trip_gives_the_inflow_back(lifetime: Lifetime, periods: int):
    inflow = np.random.default_rng(2).random((periods, 3)) + 0.5
    there = inflow_driven(inflow, lifetime, inflow_at="middle")
    back = stock_driven(there.stock, lifetime, inflow_at="middle")
    assert back.inflow == pytest.approx(inflow, rel=1e-8)
    assert back.outflow == pytest.approx(there.outflow, abs=1e-8)


def test_cohorts_add_up_and_have_lifetimes_of_their_own():
    """Two cohorts, the second lives longer."""
    lifetime = Fixed([[2.2], [9.0], [9.0], [9.0]])
    found = inflow_driven([4.0, 3.0, 0.0, 0.0], lifetime, inflow_at="middle")
    assert found.stock[:, 0].tolist() == [4, 7, 3, 3]
    assert found.cohorts(3)[:, 0].tolist() == [0, 3, 0, 0]
    assert found.outflow[:, 0].tolist() == [0, 0, 4, 0]


@given(st.integers(0, 10_000), st.sampled_from(KINDS), st.sampled_from(list(InflowAt)))
@settings(max_examples=60)
def test_any_path_of_stocks_is_made_without_negative_flows(seed: int, lifetime: Lifetime, at: InflowAt):
    stock = np.random.default_rng(seed).random((25, 2)) * 100
    found = stock_driven(stock, lifetime, inflow_at=at)
    assert (found.inflow >= 0).all()
    assert (found.outflow >= -1e-9).all()
    assert np.diff(found.stock, axis=0, prepend=0) == pytest.approx(found.inflow - found.outflow, abs=1e-9)
    assert found.residual < 1e-9


def test_a_falling_stock_retires_all_cohorts_alike():
    """100 and 40 in, nothing dies; the stock must fall from 140 to 70: half of each leaves early."""
    found = stock_driven([100, 140, 70, 70], Fixed(50), inflow_at="end")
    assert found.inflow[:, 0].tolist() == [100, 40, 0, 0]
    assert found.early[:, 0].tolist() == [0, 0, 70, 0]
    assert found.cohorts(2)[:, 0] == pytest.approx([50, 20, 0, 0])
    assert found.outflow[2, 0] == 70


def test_steps_of_five_years_give_the_stock_of_single_years():
    yearly = inflow_driven(np.repeat([3.0, 8, 2, 9], 5), Weibull(3, 12), inflow_at="middle")
    coarse = inflow_driven([15.0, 40, 10, 45], Weibull(3, 12), inflow_at="middle", edges=[0, 5, 10, 15, 20])
    assert coarse.stock[:, 0] == pytest.approx(yearly.stock[4::5, 0])
    mixed = inflow_driven([3.0, 12, 40, 55], Weibull(3, 12), inflow_at="middle", edges=[2000, 2001, 2005, 2010, 2020])
    assert np.diff(mixed.stock, axis=0, prepend=0) == pytest.approx(mixed.inflow - mixed.outflow, abs=1e-12)
    assert mixed.stock[:3, 0] == pytest.approx(yearly.stock[[0, 4, 9], 0])
    again = stock_driven(mixed.stock, Weibull(3, 12), inflow_at="middle", edges=mixed.edges)
    assert again.inflow == pytest.approx(mixed.inflow, rel=1e-8)


def test_an_initial_stock_dies_by_the_age_it_has():
    """100 of age 4 with a fixed life of 6: all there after one year, none after three."""
    found = inflow_driven(np.zeros(3), Fixed(6), inflow_at="end", initial=Initial(np.array([4.0]), np.array([[100.0]])))
    assert found.stock[:, 0].tolist() == [100, 50, 0]
    assert found.outflow[:, 0].tolist() == [0, 50, 50]
    cohorts = stationary_ages(Weibull(3, 12), 500.0, 60, "middle")
    steady = stock_driven(np.full(30, 500.0), Weibull(3, 12), inflow_at="middle", initial=cohorts)
    assert steady.inflow == pytest.approx(np.full((30, 1), 500 / (12 * 0.892979511569)), rel=2e-3)  # gamma(4/3)


def test_medians_of_weibull_lifetimes():
    """NREL PV ICE: T50 40 years with shape 12.6 is scale 41.2."""
    assert float(weibull_of_median(40, 12.6).scale) == pytest.approx(41.2, abs=0.05)
    assert weibull_of_median(31, 8.0).survival([31.0])[0, 0] == pytest.approx(0.5)


@pytest.mark.parametrize("kind", LIFETIMES.values(), ids=lambda k: k.name)
@pytest.mark.parametrize("wrong", [-3.0, 0.0, float("nan"), float("inf")])
def test_lifetimes_below_zero_are_refused(kind: type[Lifetime], wrong: float):
    with pytest.raises(LianpuError, match="give years above zero"):
        kind(*([wrong] * (1 if kind is Fixed else 2)))


def test_what_cannot_be_calculated_is_said():
    with pytest.raises(LianpuError, match="inflow of period 1, element 0 is -2"):
        inflow_driven([1, -2], Normal(5, 1), inflow_at="end")
    with pytest.raises(LianpuError, match="unknown convention 'mid'"):
        inflow_driven([1, 2], Normal(5, 1), inflow_at="mid")
    with pytest.raises(LianpuError, match="3 edges for 3 periods"):
        inflow_driven([1, 2, 3], Normal(5, 1), inflow_at="end", edges=[0, 1, 2])
    with pytest.raises(LianpuError, match="edges of the periods do not rise"):
        inflow_driven([1, 2], Normal(5, 1), inflow_at="end", edges=[0, 2, 1])
    with pytest.raises(LianpuError, match=r"lifetime of shape \(3,\) for 2 periods x 2 elements"):
        inflow_driven(np.ones((2, 2)), Normal([5, 6, 7], 1), inflow_at="end")
    with pytest.raises(LianpuError, match="nothing is left at the end"):
        stock_driven([1, 2], Fixed(0.7), inflow_at="start")
    with pytest.raises(LianpuError, match="age 30, to which its lifetime does not reach"):
        inflow_driven([1.0], Fixed(6), inflow_at="end", initial=Initial(np.array([30.0]), np.array([[1.0]])))
