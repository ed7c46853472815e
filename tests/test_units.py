"""Typed units: what may be added to what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.errors import LianpuError
from lianpu.units import Dimension, Range, Unit, as_product, parse_unit

AMOUNTS = st.floats(min_value=1e-6, max_value=1e9, allow_nan=False)


def rising(low: float, step: float, more: float) -> Range:
    return Range(low, low + step, low + step + more)


RANGES = st.builds(rising, AMOUNTS, AMOUNTS, AMOUNTS)


def test_kilotonnes_a_year_are_tonnes_a_year() -> None:
    assert parse_unit("kt/a").to(parse_unit("t/a"), 53) == 53_000


def test_a_rate_is_not_an_amount() -> None:
    with pytest.raises(LianpuError, match="mass per year"):
        parse_unit("t/a").to(parse_unit("t"), 1)


@pytest.mark.parametrize(("one", "other"), [("Wp", "W"), ("Wh", "Wh_cell"), ("CNY", "t"), ("pp", "%")])
def test_different_things_do_not_convert(one: str, other: str) -> None:
    with pytest.raises(LianpuError, match="cannot turn"):
        parse_unit(one).to(parse_unit(other), 1.0)


def test_an_unknown_unit_is_refused_with_a_suggestion() -> None:
    with pytest.raises(LianpuError, match="did you mean 'GWh'"):
        parse_unit("GWhh")


def test_printed_gigawatts_of_wafers_are_gigawatts_peak() -> None:
    wanted = Unit("MWp/a", Dimension.PV_POWER, 1e6, rate=True)
    assert as_product(20, parse_unit("GW/a"), wanted) == pytest.approx(20_000)
    assert as_product(20, parse_unit("GW"), wanted) == pytest.approx(20_000)  # "per year" left out in print


def test_printed_gigawatt_hours_of_cells_are_product() -> None:
    assert as_product(3, parse_unit("GWh/a"), Unit("MWh_cell/a", Dimension.CELL_ENERGY, 1e6, rate=True)) == pytest.approx(3_000)


def test_gigawatts_of_aluminium_are_refused() -> None:
    with pytest.raises(LianpuError, match="cannot turn GW"):
        as_product(20, parse_unit("GW/a"), Unit("t/a", Dimension.MASS, 1.0, rate=True))


@given(AMOUNTS, st.sampled_from([("kt", "t"), ("GWh", "kWh"), ("mu", "ha"), ("MJ", "kWh"), ("%", "1"), ("t/m", "t/a")]))
def test_conversion_there_and_back(value: float, pair: tuple[str, str]) -> None:
    one, other = map(parse_unit, pair)
    assert other.to(one, one.to(other, value)) == pytest.approx(value, rel=1e-12)


def test_a_range_must_rise() -> None:
    with pytest.raises(LianpuError, match="must rise"):
        Range(2, 1, 3)


def test_a_difference_sets_least_against_most() -> None:
    assert Range(1, 2, 3) - Range(1, 1, 2) == Range(-1, 1, 2)


@given(RANGES, RANGES, st.floats(0, 1), st.floats(0, 1))
def test_any_point_of_the_operands_lies_in_the_result(a: Range, b: Range, s: float, u: float) -> None:
    x, y = a.low + s * (a.high - a.low), b.low + u * (b.high - b.low)
    for result, exact in ((a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y)):
        slack = 1e-9 * max(abs(result.low), abs(result.high), 1e-12)
        assert result.low - slack <= exact <= result.high + slack


def test_division_by_a_range_with_zero_is_refused() -> None:
    with pytest.raises(LianpuError, match="contains zero"):
        Range(1, 1, 1) / Range(0, 1, 2)
