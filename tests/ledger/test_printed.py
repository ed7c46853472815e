"""What a printed figure says of its size."""

from __future__ import annotations

from decimal import Decimal
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.ledger.derive import power_fix
from lianpu.ledger.printed import Printed, last_place, printed
from lianpu.reading.claims import Claim


@pytest.mark.parametrize(
    ("value", "quote", "place"),
    [
        (53000.0, "年产5.3万吨磷酸铁锂", 1e3),
        (7.16e9, "产值71.6亿元", 1e7),
        (2.897650e11, "水电 2897.65 亿千瓦时", 1e6),
        (100000.0, "年产10万吨", 1e4),
        (10000.0, "具备10,000吨/年", 1.0),
        (0.9, "九成左右", 0.1),  # no digits: the last place that is not zero
        (34.5, "a plant of some size", 0.1),
    ],
)
def test_one_unit_of_the_last_printed_place(value: float, quote: str, place: float) -> None:
    assert last_place(value, quote) == pytest.approx(place)


def test_bounds_widen_it() -> None:
    def ends(bound: str) -> tuple[float, float]:
        found = printed(Claim("c", "share", value=20.6, unit="%", bound=bound, quote="20.6%"))
        assert found is not None
        return found.low, found.high

    assert ends("exact") == pytest.approx((20.55, 20.65))
    assert ends("about") == pytest.approx((20.6 * 0.95, 20.6 * 1.05))
    assert ends("at_least") == (pytest.approx(20.55), inf)
    assert ends("at_most") == (0, pytest.approx(20.65))


def test_an_order_of_magnitude_is_no_figure() -> None:
    assert printed(Claim("c", "output_value", value=1e11, unit="CNY", bound="class", quote="千亿级")) is None


@given(st.decimals("0.01", "9999", places=2), st.sampled_from(["", "万", "亿"]))
def test_the_value_lies_in_its_own_rounding(number: Decimal, scale: str) -> None:
    value = float(number) * {"": 1.0, "万": 1e4, "亿": 1e8}[scale]
    found = printed(Claim("c", "capacity", value=value, unit="t/a", bound="exact", quote=f"年产{number}{scale}吨"))
    assert found is not None and found.low < value < found.high
    assert found.high - found.low == pytest.approx(0.01 * value / float(number))


@given(st.floats(1, 1e6), st.integers(-4, 4).filter(bool))
def test_a_power_of_ten_is_told(value: float, power: int) -> None:
    said = Printed(value * 10**power, value * 10**power, value * 10**power)
    assert power_fix(said, Printed(value, value, value)) == pytest.approx(value)
