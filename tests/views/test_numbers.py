"""Numbers in words: what is printed is what was calculated, to its last digit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.units import Range, parse_unit
from lianpu.views.numbers import amount, exact, percent, span, times


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (Range(44e3, 50e3, 54e3), "t/a", "5.0 万吨/年（4.4–5.4）", "50 kt/a (44–54)"),
        (Range(1.292e6, 1.3056e6, 1.326e6), "t/a", "131 万吨/年（129–133）", "1.31 Mt/a (1.29–1.33)"),
        (20_000.0, "MWp/a", "20 GW/年", "20 GW/a"),
        (3_000.0, "MWh_cell/a", "3 GWh/年", "3 GWh/a"),
        (1.6e10, "CNY", "160 亿元", "CNY 16 bn"),
        (2.2, "t/MWh_cell", "2.2 千克/kWh", "2.2 kg/kWh"),
        (0.0, "t/a", "0 吨/年", "0 t/a"),
    ],
)
def test_amounts(value: Range | float, unit: str, zh: str, en: str) -> None:
    assert (amount(value, unit, "zh"), amount(value, unit, "en")) == (zh, en)


def test_shares_multiples_and_spans() -> None:
    assert percent(Range(0.765, 0.85, 0.888), "en") == "85% (76–89)"
    assert times(Range(2.8, 3.06, 3.2), "zh") == "3.1 倍（2.8–3.2）"
    assert span(Range(19e3, 22e3, 26e3), "MWh_cell", "en") == "19–26 GWh"
    assert exact(53_000.0, "t/a", "zh") == "5.3 万吨/年"


@given(st.floats(1e-3, 1e12), st.sampled_from(["t", "kWh", "MWp", "MWh_cell"]), st.sampled_from(["zh", "en"]))
def test_what_is_printed_reads_back_to_three_digits(value: float, unit: str, lang: str) -> None:
    names = {"万吨": 1e4, "亿吨": 1e8, "吨": 1, "千克": 1e-3, "克": 1e-6, "毫克": 1e-9}
    names |= {"亿千瓦时": 1e8, "万千瓦时": 1e4, "千瓦时": 1}
    shown = amount(value, unit, lang)
    number, name = re.fullmatch(r"([\d.,]+) (.+)", shown).groups()  # type: ignore[union-attr]
    base = parse_unit(unit)
    if name not in names:
        symbol = name + {"MWp": "p", "MWh_cell": "_cell"}.get(unit, "")
        factor = parse_unit(symbol).factor / base.factor
    else:
        factor = names[name]
    assert float(number.replace(",", "")) * factor == pytest.approx(value, rel=6e-3)
