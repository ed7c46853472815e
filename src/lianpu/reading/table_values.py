"""What stands in the cells of a table: figures with the unit of their column, states, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianpu.reading.active import active, of_lexicon
from lianpu.reading.claims import STATUSES, DateSpan
from lianpu.reading.dates import find_dates
from lianpu.reading.headers import Unit, either, unit_of
from lianpu.reading.quantities import find_quantities
from lianpu.reading.words import rows

_FIGURE = re.compile(
    r"\s*(?P<sign>[-−－+])?\s*(?P<before>约|近|超过|超|不低于|不少于|逾|≥|>|＞|≤|<|＜|about|over|ca\.?|approx\.?)?\s*"
    r"(?P<low>\d[\d,，]*(?:\.\d+)?)(?:\s*[-—–~～至到]{1,2}\s*(?P<high>\d[\d,，]*(?:\.\d+)?))?"
    r"\s*(?P<after>以上|左右|以下|以内|余|多|\+)?\s*(?P<percent>[%％])?\s*(?:[（(][^（）()]*[）)])?\s*"
)
_BOUNDS = {
    **dict.fromkeys(("约", "近", "左右", "about", "ca", "ca.", "approx", "approx."), "about"),
    **dict.fromkeys(("超过", "超", "不低于", "不少于", "逾", "≥", ">", "＞", "over", "以上", "余", "多", "+"), "at_least"),
    **dict.fromkeys(("≤", "<", "＜", "以下", "以内"), "at_most"),
}
_LATIN = re.compile(r"([\d.,]+)([A-Za-z][\w/²³]*)")
_NAMED_AFTER = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:项目|企业|工程)|\s*(?:projects|plants)")
_EMPTY = re.compile(r"[\s\-—–/／\\.…·*]*|无|暂无|不详|n/?a|nil|none", re.IGNORECASE)
_PRINTED_DATE = re.compile(
    r"((?:19|20)\d\d)(?:\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*日?|\s*月)?|年)?(?:\s*(?:底|末|初|前))?"
)
_QUARTER = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:Q([1-4])|([1-4])Q)|Q([1-4])[\s/]*((?:19|20)\d\d)", re.IGNORECASE)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ENGLISH = re.compile(r"(?:\d{1,2}\s+)?([a-z]{3})[a-z]*\.?[\s,-]+((?:19|20)\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: ``value``, or ``low`` and ``high``, in ``unit``; ``group`` is the kind of unit, as in ``units.csv``."""

    value: float | None
    low: float | None
    high: float | None
    unit: str
    group: str
    bound: str


def is_empty(text: str) -> bool:
    return _EMPTY.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Nothing but a number, with its bound or a note in brackets."""
    return _FIGURE.fullmatch(text) is not None


def figure_of(text: str, unit: Unit | None) -> Figure | None:
    """The one figure that a cell holds: a number in the column's unit, or with a unit of its own."""
    match = _FIGURE.fullmatch(text)
    if match is not None:
        if match["percent"]:
            unit = Unit("%", 1.0, "percent")
        return _scaled(match, unit) if unit else None
    said = re.sub(r"[（(][^（）()]*[）)]\s*$", "", text).strip().replace(" ", "")
    if (latin := _LATIN.fullmatch(said)) and (own := unit_of(latin[2])):
        return figure_of(latin[1], own)
    found = find_quantities(said)
    if len(found) == 1 and len(found[0].printed) >= 0.8 * len(said):
        q = found[0]
        return Figure(q.value, q.low, q.high, q.unit, q.group, q.bound)
    return None


def _scaled(match: re.Match[str], unit: Unit) -> Figure | None:
    sign = -1.0 if match["sign"] in ("-", "−", "－") else 1.0
    low = sign * _number(match["low"]) * unit.factor
    if match["high"]:
        high = _number(match["high"]) * unit.factor
        return Figure(None, low, high, unit.symbol, unit.group, "range") if low < high else None
    bound = _BOUNDS.get((match["before"] or "").lower()) or _BOUNDS.get(match["after"] or "", "exact")
    return Figure(round(low, 9), None, None, unit.symbol, unit.group, bound)


def _number(text: str) -> float:
    return float(re.sub("[,，]", "", text))


@of_lexicon
def _states() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {r["word"]: r["status"] for r in rows("table_states.csv")}
    words |= {text: value for text, tag, value in active().words if tag == "status" and value in STATUSES}
    return re.compile(either(words)), words


def state_of(text: str) -> str | None:
    """The status that a cell or a heading tells: of several the first one (续建，计划2025年投产 is being built)."""
    pattern, words = _states()
    match = pattern.search(text.lower())
    return words[match[0]] if match else None


def state_of_title(title: str) -> str | None:
    """The state that the title of a table gives to all of its rows: 在建项目表, projects under construction."""
    pattern, words = _states()
    title = title.lower()
    for match in pattern.finditer(title):
        named = _NAMED_AFTER.match(title, match.end()) or title[: match.start()].rstrip().endswith(("projects", "plants"))
        if named:
            return words[match[0]]
    return None


def date_of(text: str, published: str | None) -> DateSpan | None:
    """The date in a cell: 2023-06, 2023.6.15, 2023年底, 2023Q3, Jun 2023, 2023."""
    text = text.strip()
    if match := _QUARTER.fullmatch(text):
        year, quarter = (match[1], int(match[2] or match[3])) if match[1] else (match[5], int(match[4]))
        return DateSpan(f"{year}-{quarter * 3 - 2:02}", f"{year}-{quarter * 3:02}", text)
    if match := _ENGLISH.fullmatch(text):
        month = _MONTHS.get(match[1].lower())
        return DateSpan(f"{match[2]}-{month:02}", f"{match[2]}-{month:02}", text) if month else None
    found = [one.span for one in find_dates(text, published) if one.span]
    if found and not re.fullmatch(r"[\d\s./-]+", text):
        return found[-1]
    if match := _PRINTED_DATE.fullmatch(text):
        day = "-".join([match[1], *(f"{int(part):02}" for part in (match[2], match[3]) if part)])
        return DateSpan(day, day, text) if not match[2] or 1 <= int(match[2]) <= 12 else None
    return None
