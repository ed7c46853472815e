"""The words of imported tables and what they mean in the vocabulary of claims: units, kinds, stages, statuses."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from importlib.resources import files
from unicodedata import normalize

from lianpu.errors import LianpuError
from lianpu.reading.claims import KINDS, STATUSES
from lianpu.units import Dimension, parse_unit

TEXT = "text"
DATE_LINE = "dateline"
#: Units that tell an event, with the status that it brings.
EVENTS = {
    "start": "under_construction",
    "trial": "trial",
    "operation": "operating",
    "planned_operation": "operating",
    "agreement": "signed",
}
TABLE_STATUSES = (*STATUSES, "target", "")
BOUNDS = {">=": "at_least", "<=": "at_most", "about": "about", "": "exact", "potential": "exact", "built+uc": "exact"}

#: Likeness from which an unknown stage is a known one mistyped (difflib's ratio); another industry's is less like.
_MISTYPED = 0.85
_LISTED = 30  # known words in a hint
_LARGE = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_PER = re.compile(r"/(年|yr|a|月|m|日|d)$")
_PER_SYMBOL = {"年": "a", "yr": "a", "a": "a", "月": "m", "m": "m", "日": "d", "d": "d"}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([百千万亿]*(?:吨|千瓦时|千瓦|平方米|辆)|[kMG]Wh?)(?:/([年月日]))?")
_RANGE = re.compile(r"([\d,]+(?:\.\d+)?)\s*[-~—–至]+\s*([\d,]+(?:\.\d+)?)")
_SPACED = re.compile(r"(?<=[㐀-鿿]) +(?=[㐀-鿿])")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the two ends of a range, in a unit of the claims vocabulary."""

    value: float | None
    low: float | None
    high: float | None
    unit: str


def read_quantities(value: str, printed_unit: str) -> list[Quantity]:
    """The quantities of a cell: ``5.3``, ``15-30`` (a range) or ``12/87`` (two). Raises :class:`LianpuError`."""
    unit, factor = read_unit(printed_unit)
    value = normalize("NFKC", value).strip()  # full-width digits and marks
    if found := _RANGE.fullmatch(value):
        low, high = _scaled(found[1], factor), _scaled(found[2], factor)
        if low > high:
            raise LianpuError(f"the range {value} falls", hint="write the smaller end first")
        return [Quantity(None, low, high, unit)]
    return [Quantity(_scaled(part, factor), None, None, unit) for part in value.split("/")]


def read_sizes(words: str) -> list[Quantity]:
    """The sizes that words name, a year where they say no other time: "10GW电池/5GW组件 已开工" → 10 GW/a, 5 GW/a."""
    return [read_quantities(number, f"{unit}/{per or '年'}")[0] for number, unit, per in _SIZE.findall(words)]


@lru_cache(maxsize=256)
def read_unit(printed: str) -> tuple[str, int]:
    """万吨/年 → ("t/a", 10000), 元/吨 → ("CNY/t", 1). Raises :class:`LianpuError` with a suggestion."""
    printed = _SPACED.sub("", normalize("NFKC", printed))
    per = _PER.search(printed)
    name = printed[: per.start()] if per else printed
    if len(parts := name.split("/")) == 2:
        (symbol, factor), (below, each) = _plain_unit(parts[0]), _plain_unit(parts[1])
        if each == 1:
            return f"{symbol}/{below}", factor
    symbol, factor = _plain_unit(name)
    return (f"{symbol}/{_PER_SYMBOL[per[1]]}" if per else symbol), factor


def _plain_unit(name: str) -> tuple[str, int]:
    table = {row["printed"]: row["unit"] for row in _table("units")}
    for base in sorted(table, key=len, reverse=True):
        if name.endswith(base) and name[: -len(base)] in _LARGE:
            return table[base], _LARGE[name[: -len(base)]]
    try:
        return parse_unit(name).symbol, 1
    except LianpuError:
        known = [*table, *EVENTS, TEXT, DATE_LINE, *(f"{large}{base}" for large in _LARGE for base in table)]
        raise unknown("unit", name, known, cutoff=0.5) from None  # 万顿 for 万吨


#: What a kind is measured in, beside pieces of every sort; a kind that is not here may be measured in anything.
_MASS_LIKE = ("mass", "energy", "power", "area", "volume", "length", "piece", "vehicle", "count")
_MEASURES = {
    **dict.fromkeys(("capacity", "production", "consumption", "throughput", "exports", "reserves"), _MASS_LIKE),
    **dict.fromkeys(("output_value", "value_added", "revenue", "tax", "investment", "wages"), ("money",)),
    "land": ("area",), "jobs": ("person", "ratio"), "share": ("ratio",), "growth": ("ratio", "points"),
    "energy": ("energy",), "power": ("power", "ratio"),
}  # fmt: skip


@lru_cache(maxsize=1024)
def check_measure(kind: str, unit: str) -> None:
    """Raises :class:`LianpuError` where a kind cannot be told in a unit: a capacity in yuan, land in tonnes."""
    measured = _measured(unit).removesuffix("/a")
    allowed = _MEASURES.get(kind)
    known = {str(dimension) for dimension in Dimension}
    if allowed and measured in known and measured not in allowed:
        if kind in ("exports", "reserves") and measured == "money":
            return
        raise LianpuError(f"a {kind} in {unit}", hint=f"a {kind} is told in {', '.join(allowed)}; check unit and kind")


@lru_cache(maxsize=1024)
def read_status(printed: str) -> str:
    """A status of the vocabulary, or the one that a word of offices means: 在建 → under_construction.

    Raises :class:`LianpuError` with a suggestion.
    """
    if printed in TABLE_STATUSES:
        return printed
    states = {row["word"]: row["status"] for row in _rows_of("export_words.csv")}
    if printed not in states:
        raise unknown("status", printed, [*TABLE_STATUSES, *states])
    return states[printed]


@lru_cache(maxsize=65536)
def kind_of(table_kind: str, unit: str | None, words: str) -> str:
    """The kind of a row: by its own kind, by what its unit measures, and by telling words of its product cell."""
    kind = _kind_by_quantity(table_kind, _measured(unit))
    return told_by(kind, words, "kind") or kind


@lru_cache(maxsize=65536)
def told_by(kind: str, words: str, field: str) -> str | None:
    """What the words of a product cell say of ``field`` (税收 makes an output value a tax), or None."""
    for row in _table("words"):
        if row["field"] == field and row["kind"] in (kind, "*") and row["word"] in words:
            return row["value"]
    return None


@lru_cache(maxsize=65536)
def goods_of(chain: str, stage: str, words: str) -> tuple[str | None, ...]:
    """The goods of a stage: ``ingot+wafer`` has two; None where a stage is no good of its own, or of another industry.

    Raises :class:`LianpuError` for a stage that only looks like a known one.
    """
    return tuple(dict.fromkeys(_good(chain, part, words) for part in stage.split("+")))


def unknown(what: str, word: str, known: Iterable[str], cutoff: float = 0.6) -> LianpuError:
    """An unknown word, with the nearest known one (of equally near ones the first), or the first few."""
    names = list(dict.fromkeys(filter(None, known)))
    likeness = {name: SequenceMatcher(None, name, word).ratio() for name in names}
    near = max(names, key=lambda name: likeness[name], default="")
    more = " …" if len(names) > _LISTED else ""
    close = bool(near) and likeness[near] >= cutoff
    hint = f"did you mean '{near}'?" if close else f"one of: {', '.join(names[:_LISTED])}{more}"
    return LianpuError(f"unknown {what} '{word}'", hint=hint)


def _kind_by_quantity(table_kind: str, measured: str) -> str:
    rows = [row for row in _table("kinds") if row["table_kind"] == table_kind]
    for row in rows:
        if row["quantity"] in (measured, "*"):
            return row["kind"]
    if table_kind in KINDS:
        return table_kind
    if rows:
        raise LianpuError(f"a row of kind '{table_kind}' cannot be in {measured}", hint="see docs/ledger for the kinds")
    raise unknown("kind", table_kind, [*KINDS, *(row["table_kind"] for row in _table("kinds"))])


def _measured(unit: str | None) -> str:
    """``mass/a`` for t/a; the name itself for what is no unit of ours."""
    if unit is None:
        return TEXT
    try:
        parsed = parse_unit(unit)
    except LianpuError:
        return unit
    return f"{parsed.dimension}/a" if parsed.rate else str(parsed.dimension)


def _good(chain: str, stage: str, words: str) -> str | None:
    rows = [row for row in _table("stages") if (row["chain"], row["stage"]) == (chain, stage)]
    if not rows and stage:
        known = [f"{row['chain']}/{row['stage']}" for row in _table("stages")]
        if get_close_matches(f"{chain}/{stage}", known, n=1, cutoff=_MISTYPED):
            raise unknown("stage", f"{chain}/{stage}", known)
    return next((row["product_id"] or None for row in rows if row["word"] in words), None)


def _scaled(number: str, factor: int) -> float:
    """Decimal arithmetic: 12.5 万 is 125,000 and no dust. Separators of thousands are read; 5,3 is no number here."""
    number = number.strip()
    digits = number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
    try:
        value = Decimal(digits) * factor
    except InvalidOperation:
        raise LianpuError(f"'{number}' is not a number", hint="write digits, a range as 15-30") from None
    if not value.is_finite():
        raise LianpuError(f"'{number}' is not a number", hint="write digits, a range as 15-30")
    return float(value)


@lru_cache(maxsize=8)
def _table(name: str) -> tuple[dict[str, str], ...]:
    return _rows_of(f"import_{name}.csv")


def _rows_of(file: str) -> tuple[dict[str, str], ...]:
    with (files("lianpu.ledger") / "data" / file).open(encoding="utf-8") as table:
        return tuple(csv.DictReader(table))
