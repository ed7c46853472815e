"""Dates of every precision: read from a table's words, and turned into first and last days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from unicodedata import normalize

from lianpu.errors import LianpuError
from lianpu.reading.claims import DateSpan

_ISO = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
#: Years that a table of industry may speak of: from the first five-year plan to the farthest plans (carbon neutrality).
FIRST_YEAR, LAST_YEAR = 1949, 2070
_REMARK = re.compile(r"\s*\([^)]*\)")
_HALF_OR_QUARTER = re.compile(r"(\d{4})[- ]?([QH])(\d)", re.IGNORECASE)
_FROM_TO = re.compile(rf"({_ISO})\s*(?:\.\.|至|~)\s*({_ISO})")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
#: Dates as offices and spreadsheets write them, and what each is in ISO.
_WRITTEN = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"), "{0}-{1:0>2}-{2:0>2}"),
    (re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?"), "{0}-{1:0>2}"),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), "{0}-{1}-{2}"),
    (re.compile(r"(\d{4})(\d{2})"), "{0}-{1}"),
    (re.compile(r"(\d{4})年度?"), "{0}"),
    (re.compile(r"(\d{4})年?\s*(\d{1,2})月?\s*[-—–~至到]+\s*(\d{1,2})月份?"), "{0}-{1:0>2}..{0}-{2:0>2}"),
    (re.compile(r"(\d{4})年?第?([1-4一二三四])季度?"), "{0}Q{1}"),
    (re.compile(r"(\d{4})年?前三季度"), "{0}-01..{0}-09"),
    (re.compile(r"(\d{4})年?([上下])半年"), "{0}H{1}"),
)
_NUMERALS = str.maketrans("一二三四上下", "123412")
_SERIAL = re.compile(r"[2-6]\d{4}")
_SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0, with its 29 February 1900
_IN_WORDS = (
    re.compile(r"(?P<y>\d{4})[年 -]?\s*(?P<m>\d{1,2})月?\s*-\s*(?P<m2>\d{1,2})月"),  # 2022 1-9月
    re.compile(r"(?P<y>\d{4})[-年](?P<m>\d{1,2})月?至(?P<y2>\d{4})[-年](?P<m2>\d{1,2})"),  # 2023-11至2024-05
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>\d{4})[-年](?P<m>\d{1,2})(?!\d)"),
)


@lru_cache(maxsize=65536)
def read_period(text: str) -> DateSpan | None:
    """``2021-Q1 (inferred)``, ``2022H1``, ``2020-11..2021-03``, ``2012-2021``, ``2022-09-30``, ``2022年9月``,
    ``2022/9/30``, ``2022年1-9月``, ``2022年上半年``; None where undated.

    Raises :class:`LianpuError` for anything else.
    """
    raw, text = text, _in_iso(_REMARK.sub("", normalize("NFKC", text)).strip())
    if not text or text == "undated":
        return None
    if found := _HALF_OR_QUARTER.fullmatch(text):
        start, end = _part_of_year(found[1], found[2].upper(), int(found[3]))
    elif found := _FROM_TO.fullmatch(text) or _YEARS.fullmatch(text):
        start, end = found[1], found[2]
    else:
        start = end = text
    return _checked(DateSpan(start, end, raw))


def _in_iso(text: str) -> str:
    """``text``, in ISO where it is a date as offices and spreadsheets write it."""
    if _SERIAL.fullmatch(text):
        iso = (_SERIAL_ZERO + timedelta(days=int(text))).isoformat()
        hint = f"give the cell the format of a date, or write {iso}"
        raise LianpuError(f"'{text}' is not a date but a spreadsheet's number of a day", hint=hint)
    for pattern, iso in _WRITTEN:
        if found := pattern.fullmatch(text):
            return iso.format(*(part.translate(_NUMERALS) for part in found.groups()))
    return text


@lru_cache(maxsize=65536)
def within_years(text: str) -> DateSpan | None:
    """:func:`read_period` of a date that a table of industry may tell. Raises :class:`LianpuError` for others."""
    period = read_period(text)
    for iso in (period.start, period.end) if period else ():
        if not FIRST_YEAR <= int(iso[:4]) <= LAST_YEAR:
            raise LianpuError(f"the year {iso[:4]} cannot be", hint="check the date")
    return period


@lru_cache(maxsize=65536)
def published_on(text: str) -> str | None:
    """The day, month or year at the beginning of a source's date ("2024-02-18 (footer)"), or None.

    Raises :class:`LianpuError` for a date that cannot be.
    """
    found = re.match(rf"{_ISO}(?!\d)", _in_iso(_REMARK.sub("", normalize("NFKC", text)).strip()))
    period = within_years(found[0]) if found else None
    return period.start if period else None


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
