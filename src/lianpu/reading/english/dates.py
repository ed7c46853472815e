"""Dates as English documents print them, resolved against the day of publication."""

from __future__ import annotations

import re

from lianpu.reading.claims import DateSpan
from lianpu.reading.dates import Found

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr"
    r"|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}
_PARTS = {
    "early": (1, 3),
    "mid": (5, 8),
    "late": (10, 12),
    "beginning": (1, 1),
    "start": (1, 1),
    "middle": (6, 7),
    "end": (12, 12),
}
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
}  # fmt: skip
_RELATIVE = "last year|this year|next year"


def _yearly(key: str) -> str:
    """of 2024, last year: the year after a part of one; groups ``y_key`` and ``r_key``."""
    relative = f"{_RELATIVE}|the year|the following year|the same year"
    return rf"(?:,?\s+(?:(?:of |in )?(?P<y_{key}>{_YEAR})|(?:of )?(?P<r_{key}>{relative})))?"


_PATTERN = re.compile(
    rf"(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)(?![\d-])"
    rf"|(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<dm1>{_MONTH})(?:,?\s+(?P<dy1>{_YEAR}))?"
    rf"|(?P<m1>{_MONTH})\s+(?:to|through|and|-|–)\s+(?P<m2>{_MONTH}){_yearly('span')}"
    rf"|(?P<dm2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<dy2>{_YEAR}))?"
    rf"|(?P<monthpart>(?:(?:early|mid|late)[- ]|(?:the )?(?:end|start|beginning"
    rf"|middle) of )?)(?P<month>{_MONTH})(?:,?\s+(?:of\s+)?(?:(?P<my>{_YEAR})|(?P<mr>{_RELATIVE})))?"
    rf"|(?:(?:the )?(?P<quarter>first|second|third|fourth|final|1st|2nd|3rd|4th) quarter|\bQ(?P<q>[1-4]))(?:\s?/\s?"
    rf"|{_yearly('q')}\b|\b)"
    rf"|(?:(?:the )?(?P<half>first|second|1st|2nd) half|\bH(?P<h>[12]))(?:{_yearly('h')})\b"
    rf"|(?:the )?first (?P<quarters>two|three) quarters{_yearly('k')}"
    rf"|(?:the )?first (?P<months>two|three|four|five|six|seven|eight|nine|ten|eleven) months{_yearly('m')}"
    rf"|(?:(?P<part>early|mid|late|(?:the )?(?:end|start|beginning|middle) of)[- ](?:the )?)(?:(?P<py>{_YEAR})"
    rf"|(?P<pr>last year|this year|next year|the year|the decade|the quarter)(?!-))"
    rf"|(?P<sr>this|last|next|the)\s+(?P<season>spring|summer|autumn|fall|winter)(?:\s+of\s+(?P<sy0>{_YEAR}))?"
    rf"|(?P<season2>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<sy>{_YEAR})"
    rf"|(?P<from>{_YEAR})\s?[-–/]\s?(?P<to>(?:20)?\d\d)(?!\d)"
    rf"|\b(?P<plain>{_YEAR})\b(?![,.]\d|-\d|\s?(?:t|tonnes|tons|MW|GW|people|staff|yuan|workers|employees|jobs|mu"
    rf"|hectares|units)\b)"
    r"|\b(?P<rel>last year|this year|next year|year-end|at present|this month|last month|next month|yesterday)\b(?! earlier)",
)


def find_dates(text: str, published: str | None, anchor: int | None) -> list[Found]:
    """The dates in ``text`` in order. ``anchor`` is the year in hand where the text names no year."""
    out = []
    for match in _PATTERN.finditer(text):
        span, whole = _resolve(match, published, anchor)
        if span is None:
            continue
        said = match.string[match.start() : match.end()]
        start, end = span
        ahead = bool(published) and start > (published or "")[: len(start)]
        out.append(Found(match.start(), match.end(), DateSpan(start, end, said), ahead, whole))
    return out


_TO_COME = re.compile(
    r"\b(?:will|shall|due|to be|(?:is|are|was|were) to|scheduled|planned|slated|expected|pencilled|set|should"
    r"|once|by"
    r"|until|before|next)\b[^.;]{0,50}$"
)


def _ahead(match: re.Match[str]) -> bool:
    """will open in November: the next November, not the last."""
    return bool(_TO_COME.search(match.string, max(0, match.start() - 80), match.start()))


Span = tuple[str, str] | None


def _resolve(match: re.Match[str], published: str | None, anchor: int | None) -> tuple[Span, bool]:
    if match["iso"]:
        return (match["iso"], match["iso"]), False
    for build in (_of_days, _of_months, _of_parts):
        if (found := build(match, published, anchor)) is not None:
            return found, False
    return _of_years(match, published)


def _year(said: str | None, relative: str | None, published: str | None, anchor: int | None) -> int | None:
    if said:
        return int(said)
    now = int(published[:4]) if published else None
    if relative and now is not None:
        return now + {"last year": -1, "next year": 1}.get(relative, 0)
    return anchor if relative and anchor else now


def _nearest(
    month: int, published: str | None, anchor: int | None, said: str | None, relative: str | None = None, ahead: bool = False
) -> int | None:
    """A month without its year is the last one before publication; the year in hand where one is."""
    if said or relative:
        return _year(said, relative, published, anchor)
    if published is None:
        return anchor
    now, this = int(published[:4]), int(published[5:7] or 12)
    if ahead:
        return now if month >= this else now + 1
    return now if month <= this else now - 1


def _month(name: str) -> int:
    return next(i for i, full in enumerate(_MONTHS, 1) if full.startswith(name.lower().rstrip(".")[:3]))


def _of_days(match: re.Match[str], published: str | None, anchor: int | None) -> Span:
    for day, month, year in (("day1", "dm1", "dy1"), ("day2", "dm2", "dy2")):
        if match[day]:
            number = _month(match[month])
            when = _nearest(number, published, anchor, match[year], None, _ahead(match))
            text = f"{when}-{number:02d}-{int(match[day]):02d}"
            return (text, text) if when and 0 < int(match[day]) < 32 else None
    return None


def _of_months(match: re.Match[str], published: str | None, anchor: int | None) -> Span:
    if match["m1"]:
        first, last = _month(match["m1"]), _month(match["m2"])
        year = _nearest(last, published, anchor, match["y_span"], match["r_span"], _ahead(match))
        return (f"{year}-{first:02d}", f"{year}-{last:02d}") if year and first <= last else None
    if match["month"]:
        if match["month"] == "May" and not (
            match["my"]
            or match["mr"]
            or re.search(
                r"(?:in|of|since|by|until|last|this|end|early|late|mid|from|to|through)[- ]$", match.string[: match.start()]
            )
        ):
            return None
        if match["month"] in ("March", "Mar") and match.string[match.end() : match.end() + 1] == "e":
            return None
        number = _month(match["month"])
        year = _nearest(number, published, anchor, match["my"], match["mr"], _ahead(match))
        return (f"{year}-{number:02d}",) * 2 if year else None
    return None


def _of_parts(match: re.Match[str], published: str | None, anchor: int | None) -> Span:
    first, last, year = 0, 0, None
    if match["quarter"] or match["q"]:
        n = _ORDINALS[match["quarter"]] if match["quarter"] else int(match["q"])
        first, last, year = 3 * n - 2, 3 * n, _nearest(3 * n - 2, published, anchor, match["y_q"], match["r_q"], _ahead(match))
    elif match["half"] or match["h"]:
        n = _ORDINALS[match["half"]] if match["half"] else int(match["h"])
        first, last, year = 6 * n - 5, 6 * n, _nearest(6 * n - 5, published, anchor, match["y_h"], match["r_h"], _ahead(match))
    elif match["quarters"]:
        first, last, year = 1, 3 * _COUNTS[match["quarters"]], _year(match["y_k"], match["r_k"], published, anchor)
    elif match["months"]:
        first, last = 1, _COUNTS[match["months"]]
        year = _year(match["y_m"], match["r_m"], published, anchor)
    elif match["part"]:
        first, last = _PARTS[match["part"].removeprefix("the ").split()[0]]
        year = _year(match["py"], match["pr"], published, anchor)
        if match["pr"] in ("the decade", "the quarter"):
            return None
    elif match["season"] or match["season2"]:
        first, last = _SEASONS[match["season"] or match["season2"]]
        said = match["sy0"] or match["sy"]
        year = int(said) if said else (int(published[:4]) + {"next": 1, "last": -1}.get(match["sr"], 0) if published else None)
    return (f"{year}-{first:02d}", f"{year}-{last:02d}") if year and first else None


def _of_years(match: re.Match[str], published: str | None) -> tuple[Span, bool]:
    if match["from"]:
        end = match["to"] if len(match["to"]) == 4 else match["from"][:2] + match["to"]
        return ((match["from"], end), True) if end > match["from"] else ((match["from"], match["from"]), True)
    if match["plain"]:
        return (match["plain"], match["plain"]), True
    said = match["rel"]
    if published is None or said is None or said in ("at present", "yesterday"):
        return None, False
    year, month = int(published[:4]), int(published[5:7] or 1)
    if said.endswith("month"):
        at = 12 * year + month - 1 + {"last": -1, "next": 1}.get(said.split()[0], 0)
        return (f"{at // 12}-{at % 12 + 1:02d}",) * 2, False
    if said == "year-end":
        return (f"{year}-12", f"{year}-12"), False
    when = str(year + {"last year": -1, "next year": 1}.get(said, 0))
    return (when, when), True
