"""What the column of a table is, by the words of its header (``lexicon/headers.csv``): role, kind, unit, year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lianpu.reading.active import of_lexicon
from lianpu.reading.claims import DateSpan
from lianpu.reading.quantities import find_quantities
from lianpu.reading.words import alternatives, rows

LONGEST = 30  # characters: a header is no sentence
COVERED = 0.6  # part of a header that known words must make up
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年度?|(?!\d))(?:\s*[-—–~～至到]\s*((?:19|20)\d\d)(?:年|(?!\d)))?"
    r"(?:[（(](e|预计|目标|计划)[）)]|(e)(?![a-z]))?"
)
_PART = re.compile(r"\d{1,2}\s*[-—–~～至到]\s*\d{1,2}月(?:份)?|上半年|下半年|全年|[一二三四]季度|年末|年底|末")
_BRACKET = re.compile(r"[（(\[【]\s*(?:单位\s*[:：]?|in\s+)?([^（）()\[\]【】]*)[）)\]】]", re.IGNORECASE)
_AFTER_MARK = re.compile(r"[:：,，/]\s*([^:：,，]+)$")
_SCALES = {"万": 1e4, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "千": 1e3}
#: A unit that no table has: by its scale, or by the word that it ends with (载重吨, 标箱).
_SCALED = re.compile(
    r"(?:(千万|百万|十万|万|亿)([\u4e00-\u9fff]{1,4}(?:/年)?)|()([\u4e00-\u9fff]{0,3}[吨升米箱件台套锭支片粒辆艘只瓶罐头羽双]))"
)
_UNIT_SAID = re.compile(r"(?:(?:计量)?单位|\bunits?)\s*[:：]\s*([^（）()\n]{1,40})", re.IGNORECASE)


class Unit(NamedTuple):
    """A unit as printed in a header: symbol, how many of the symbol's one is, group of units (empty: not known)."""

    symbol: str
    factor: float
    group: str


@dataclass(frozen=True, slots=True)
class Column:
    """``role`` as in ``headers.csv``, empty for an unknown header; ``named`` is what of it no word explains (电解铝)."""

    role: str = ""
    kind: str = ""
    modality: str = ""
    unit: Unit | None = None
    date: DateSpan | None = None
    named: str = ""
    known: bool = False


class _Word(NamedTuple):
    role: str
    kind: str
    modality: str


@of_lexicon
def _words() -> dict[str, _Word]:
    return {r["word"].lower(): _Word(r["role"], r["kind"], r["modality"]) for r in rows("headers.csv") if r["role"] != "modality"}


@of_lexicon
def _modalities() -> dict[str, str]:
    return {r["word"].lower(): r["modality"] for r in rows("headers.csv") if r["role"] == "modality"}


@of_lexicon
def _pattern() -> re.Pattern[str]:
    """Any word of a header, longest first; Latin words stand alone."""
    return re.compile(either([*_words(), *_modalities()]))


def either(texts: Iterable[str]) -> str:
    """A pattern for any of the texts; a Latin word only where no letter stands beside it."""
    listed = {text: text[0].isascii() and text[0].isalnum() for text in texts}
    latin, other = [text for text in listed if listed[text]], [text for text in listed if not listed[text]]
    return rf"(?<![a-z])(?:{alternatives(latin)})(?![a-z])|{alternatives(other)}"


@of_lexicon
def _units() -> dict[str, Unit]:
    return {r["printed"]: Unit(r["unit"], float(r["factor"]), _group_of(r["unit"])) for r in rows("header_units.csv")}


_GROUPS = {
    "CNY": "money", "USD": "money", "EUR": "money", "ha": "land", "mu": "land", "km2": "land", "person": "person",
    "%": "percent", "month": "duration", "line": "line", "pp": "points",
}  # fmt: skip


def _group_of(symbol: str) -> str:
    return _GROUPS.get(symbol.partition("/")[0], "amount")


def unit_of(text: str) -> Unit | None:
    """``万吨/年`` → t/a × 10,000; ``CNY million`` → CNY × 1,000,000; None for what is no unit."""
    said = re.sub(r"\s+", " ", text.strip().strip("：:（）()").removeprefix("单位").lstrip(":： ")).strip()
    if known := _units().get(said.lower()):
        return known
    compact = said.replace(" ", "")
    found = find_quantities(f"1{compact}") if compact else []
    if len(found) == 1 and found[0].value is not None and found[0].printed == f"1{compact}":
        q = found[0]
        return Unit(q.unit, float(q.value or 0), q.group)
    scaled = _SCALED.fullmatch(compact)
    if scaled is None:
        return None
    scale, rest = _SCALES.get(scaled[1] or "", 1.0), scaled[2] or scaled[4]
    known = unit_of(rest) if scaled[1] else None
    return known._replace(factor=known.factor * scale) if known else Unit(rest, scale, "amount")


def said_units(text: str) -> list[Unit]:
    """The units of ``单位：万吨、亿元``, as stand above a table."""
    found = [unit_of(part) for match in _UNIT_SAID.finditer(text) for part in re.split(r"[、，,;；/\s]+", match[1])]
    return [unit for unit in found if unit]


def column_of(text: str) -> Column:
    """What a header's words say, joined over the rows of the header."""
    said = re.sub(r"\s+", " ", text.strip().lower())
    if not said or len(said) > LONGEST * 2:
        return Column()
    date, ahead, said = _dated(said)
    unit, said = _with_unit(said)
    matches = list(_pattern().finditer(said))
    roles = [match for match in matches if match[0] in _words()]
    if not roles:
        whole = not re.sub(r"[\W_]", "", said)
        return Column(unit=unit, date=date, named=_rest(said, matches), known=whole and bool(date or unit))
    chosen = max(roles, key=lambda match: (len(match[0]), match.start()))
    word = _words()[chosen[0]]
    covered = sum(len(match[0]) for match in matches) / max(len(re.sub(r"[\W_]", "", said)), 1)
    modality = word.modality or next((_modalities()[m[0]] for m in matches if m[0] in _modalities()), "") or ahead
    return Column(word.role, word.kind, modality, unit, date, _rest(said, matches), covered >= COVERED or unit is not None)


def _dated(said: str) -> tuple[DateSpan | None, str, str]:
    """The year of a header, whether it looks ahead, and the header without it."""
    match = _YEAR.search(said)
    if match is None:
        return None, "", said
    start, end = match[1], match[2] or match[1]
    ahead = {"目标": "target", "计划": "planned", "预计": "forecast", "e": "forecast"}.get(match[3] or match[4] or "", "")
    rest = said[: match.start()] + said[match.end() :]
    part = _PART.search(rest)
    if part is None:
        return DateSpan(start, end, match[0]), ahead, rest
    return _part_of_year(start, part[0], match[0]), ahead, rest.replace(part[0], "", 1)


def _part_of_year(year: str, part: str, raw: str) -> DateSpan:
    months = [int(number) for number in re.findall(r"\d+", part)]
    if len(months) == 2 and 1 <= months[0] <= months[1] <= 12:
        return DateSpan(f"{year}-{months[0]:02}", f"{year}-{months[1]:02}", raw + part)
    quarter = "一二三四".find(part[0]) * 3 if "季度" in part else 0
    ends = {"上半年": (1, 6), "下半年": (7, 12)}.get(part) or ((quarter + 1, quarter + 3) if "季度" in part else None)
    if ends is None:
        return DateSpan(f"{year}-12", f"{year}-12", raw + part) if part in ("年末", "年底", "末") else DateSpan(year, year, raw)
    return DateSpan(f"{year}-{ends[0]:02}", f"{year}-{ends[1]:02}", raw + part)


def _with_unit(said: str) -> tuple[Unit | None, str]:
    for pattern in (_BRACKET, _AFTER_MARK):
        for match in pattern.finditer(said):
            if unit := unit_of(match[1]):
                return unit, said[: match.start()] + said[match.end() :]
    for match in _pattern().finditer(said):  # 产能 万吨/年
        rest = said[match.end() :].strip()
        if rest and (unit := unit_of(rest)):
            return unit, said[: match.end()]
    alone = None if said.strip() in _words() else unit_of(said)
    return alone, "" if alone else said


def _rest(said: str, matches: list[re.Match[str]]) -> str:
    for match in reversed(matches):
        said = said[: match.start()] + said[match.end() :]
    return _BRACKET.sub("", said).strip(" 的:：-—/、，,（）()")
