"""Dates of every precision: read from a table's words, and turned into first and last days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from lianpu.errors import LianpuError
from lianpu.reading.claims import DateSpan

_ISO = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_REMARK = re.compile(r"\s*\([^)]*\)")
_HALF_OR_QUARTER = re.compile(r"(\d{4})[- ]?([QH])(\d)", re.IGNORECASE)
_FROM_TO = re.compile(rf"({_ISO})\s*(?:\.\.|至|~)\s*({_ISO})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_IN_WORDS = (
    re.compile(r"(?P<y>\d{4})[年 -]?\s*(?P<m>\d{1,2})月?\s*-\s*(?P<m2>\d{1,2})月"),  # 2022 1-9月
    re.compile(r"(?P<y>\d{4})[-年](?P<m>\d{1,2})月?至(?P<y2>\d{4})[-年](?P<m2>\d{1,2})"),  # 2023-11至2024-05
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})[-年](?P<m>\d{1,2})(?!\d)"),
)


@lru_cache(maxsize=65536)
def read_period(text: str) -> DateSpan | None:
    """``2021-Q1 (inferred)``, ``2022H1``, ``2020-11..2021-03``, ``2012-2021``, ``2022-09-30``; None where undated.

    Raises :class:`LianpuError` for anything else.
    """
    raw, text = text, _REMARK.sub("", text).strip()
    if not text or text == "undated":
        return None
    if found := _HALF_OR_QUARTER.fullmatch(text):
        start, end = _part_of_year(found[1], found[2].upper(), int(found[3]))
    elif found := _FROM_TO.fullmatch(text) or _YEARS.fullmatch(text):
        start, end = found[1], found[2]
    else:
        start = end = text
    return _checked(DateSpan(start, end, raw))


def narrowed(period: DateSpan | None, words: str) -> DateSpan | None:
    """``period``, or the part of it that ``words`` name (2022 and "1-9月 发电量" → 2022-01..2022-09)."""
    for pattern in _IN_WORDS:
        if found := pattern.search(words):
            part = _from_words(found)
            return part if part and (period is None or _contains(period, part)) else period
    return period


def first_day(iso: str) -> date:
    """2022-09 → 1 September 2022."""
    year, month, day = [*map(int, iso.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(iso: str) -> date:
    """2022-09 → 30 September 2022; 2022 → 31 December 2022."""
    year, *rest = map(int, iso.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def is_whole_years(period: DateSpan) -> bool:
    start, end = first_day(period.start), last_day(period.end)
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def overlaps(one: DateSpan, other: DateSpan) -> bool:
    return first_day(one.start) <= last_day(other.end) and first_day(other.start) <= last_day(one.end)


def _contains(outer: DateSpan, inner: DateSpan) -> bool:
    return first_day(outer.start) <= first_day(inner.start) and last_day(inner.end) <= last_day(outer.end)


def _part_of_year(year: str, part: str, number: int) -> tuple[str, str]:
    months = {"Q": 3, "H": 6}[part]
    return f"{year}-{(number - 1) * months + 1:02d}", f"{year}-{number * months:02d}"


def _from_words(found: re.Match[str]) -> DateSpan | None:
    parts = found.groupdict()
    start = f"{parts['y']}-{int(parts['m']):02d}" + (f"-{int(parts['d']):02d}" if parts.get("d") else "")
    end = f"{parts.get('y2') or parts['y']}-{int(parts['m2']):02d}" if parts.get("m2") else start
    try:
        return _checked(DateSpan(start, end, found[0]))
    except LianpuError:
        return None


def _checked(span: DateSpan) -> DateSpan:
    try:
        if re.fullmatch(_ISO, span.start) and re.fullmatch(_ISO, span.end) and first_day(span.start) <= last_day(span.end):
            return span
    except ValueError:
        pass
    raise LianpuError(f"'{span.raw}' is not a date", hint="write 2022-09-30, 2022-09, 2022, 2022-Q1, 2022H1 or a..b")
