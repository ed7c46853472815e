"""Figures whose unit stands in a heading: 单位：万元、亩、人 above, 总投资：86000 and 用地：312 below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lianpu.reading.quantities import Quantity, number
from lianpu.reading.words import PrintedUnit, units

_HEADING = re.compile(r"单位[：:]\s*([^\n。；;）)]{1,40})")
_APART = re.compile(r"[、，,/／\s]+")
_NUMBER = r"[：:]?\s*(?P<number>\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?)(?=[\s，,；;。、）)（(]|$)"
#: What a label says that its figure is, by group of unit.
_LABELS = {
    "money": "(?:投资额?|已投|投入|产值|营收|营业收入|销售收入|税收|利税|预算数?)",
    "land": "(?:用地|占地|用地面积|占地面积)",
    "person": "(?:用工|就业|就业人数|从业人员|员工|职工|新增岗位)",
}
_LABELLED = {group: re.compile(label + _NUMBER) for group, label in _LABELS.items()}
_FACTORS = {"万": 1e4, "亿": 1e8, "千": 1e3, "百万": 1e6, "十亿": 1e9}


def units_of_heading(clean: str) -> dict[str, PrintedUnit]:
    """Group → the one unit of it that the text's headings name; none where they name two (单位：万元 … 单位：亿元)."""
    found: dict[str, set[PrintedUnit]] = {}
    for heading in _HEADING.finditer(clean) if "单位" in clean else ():
        for printed in _APART.split(heading[1].strip()):
            if (unit := _unit(printed)) is not None:
                found.setdefault(unit.group, set()).add(unit)
    return {group: told.pop() for group, told in found.items() if len(told) == 1}


def _unit(printed: str) -> PrintedUnit | None:
    """元, 万元, 人民币亿元."""
    printed = printed.removeprefix("人民币")
    scale = next((s for s in sorted(_FACTORS, key=len, reverse=True) if printed.startswith(s) and printed != s), "")
    unit = units().get(printed.removeprefix(scale))
    return PrintedUnit(printed, unit.unit, unit.factor * _FACTORS.get(scale, 1.0), unit.group) if unit else None


def bare_figures(text: str, told: dict[str, PrintedUnit]) -> Iterator[Quantity]:
    """The labelled figures of ``text`` without a unit of their own, in the heading's."""
    for group, unit in told.items():
        for match in _LABELLED[group].finditer(text) if group in _LABELLED else ():
            start, end = match.span("number")
            yield Quantity(
                start, end, start, number(match["number"]) * unit.factor, None, None, unit.unit, group, "exact", match["number"]
            )
