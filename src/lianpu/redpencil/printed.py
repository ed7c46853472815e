"""The figures of a draft as they are printed, sentence by sentence: what arithmetic within a sentence needs, whatever the
figures are of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lianpu.reading import dates as chinese_dates
from lianpu.reading import english
from lianpu.reading import quantities as chinese
from lianpu.reading.claims import DateSpan, Reading
from lianpu.reading.english import dates as english_dates
from lianpu.reading.english import quantities as english_quantities
from lianpu.reading.english import tokens as english_tokens
from lianpu.reading.quantities import Quantity
from lianpu.reading.scan import sentences as chinese_sentences

_LINE = re.compile(r"[^\n]+")
#: How far a figure may lie from another and still be its rounding: half of its last printed place, and a float's dust.
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``start:end`` of the sentence: ``value`` in ``unit``; ``half`` of its last printed place, in ``unit``."""

    start: int
    end: int
    value: float
    unit: str
    half: float
    exact: bool

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True)
class Sentence:
    """A sentence at ``start`` of the repaired text, with its figures and dates; offsets within it."""

    start: int
    text: str
    is_english: bool
    published: str | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def dates(self) -> list[tuple[int, int, DateSpan]]:
        find = english_dates.find_dates if self.is_english else chinese_dates.find_dates
        return [(d.start, d.end, d.span) for d in find(self.text, self.published, None) if d.span is not None]

    @cached_property
    def figures(self) -> list[Figure]:
        """Those with one value that is told as it is, or with a bound."""
        taken = [(start, end) for start, end, _ in self.dates]
        find = english_quantities.find_quantities if self.is_english else chinese.find_quantities
        found = find(self.text, taken if self.is_english else tuple(taken))  # type: ignore[arg-type]
        return [_figure(q) for q in found if q.value is not None and q.bound != "class"]

    def before(self, place: int, reach: int) -> str:
        return self.text[max(0, place - reach) : place]

    def after(self, place: int, reach: int) -> str:
        return self.text[place : place + reach]

    def amounts(self) -> dict[str, list[Figure]]:
        """The figures that are no percentages, by unit."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            if not figure.is_percent:
                found.setdefault(figure.unit, []).append(figure)
        return found


def sentences_of(reading: Reading) -> Iterator[Sentence]:
    """The sentences of the repaired text, without the rows of tables (lines with tabs)."""
    text = reading.clean_text
    for line in _LINE.finditer(text):
        if "\t" in line[0]:
            continue
        foreign = english.is_english(line[0])
        spans = (
            english_tokens.sentences(text, line.start(), line.end())
            if foreign
            else [(line.start() + a, line.start() + b) for a, b in chinese_sentences(line[0])]
        )
        for start, end in spans:
            yield Sentence(start, text[start:end], foreign, reading.published)


#: A draft's own date stands in its title, or in the line below it.
_HEAD, _LONGEST_HEAD = 5, 160


def dated(text: str) -> str | None:
    """The day or month (ISO) that stands under the title of a draft, or at its end; None where none does."""
    lines = [line for line in text.split("\n") if line.strip() and "\t" not in line]
    for line in (*lines[:_HEAD], *lines[-1:]):
        if len(line) > _LONGEST_HEAD:
            continue
        days = [span.start for span in dates_in(line) if span.start == span.end and len(span.start) > 4]
        if days:
            return days[-1]
    return None


def dates_in(text: str) -> list[DateSpan]:
    """The dates that are printed in full."""
    find = chinese_dates.find_dates if re.search(r"[\u4e00-\u9fff]", text) else english_dates.find_dates
    return [found.span for found in find(text, None, None) if found.span is not None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at ``start:end`` of the repaired text."""

    start: int
    end: int
    text: str


Table = Sequence[Sequence[Cell]]


def tables_of(reading: Reading) -> Iterator[Table]:
    """The tables of a draft: lines with tabs that follow one another."""
    rows: list[list[Cell]] = []
    for line in _LINE.finditer(reading.clean_text):
        gap = rows and line.start() - rows[-1][-1].end > 1
        if "\t" not in line[0] or gap:
            if len(rows) > 1:
                yield rows
            rows = []
        if "\t" in line[0]:
            rows.append(_cells(line.start(), line[0]))
    if len(rows) > 1:
        yield rows


def _cells(start: int, line: str) -> list[Cell]:
    cells = []
    for text in line.split("\t"):
        cells.append(Cell(start, start + len(text), text.strip()))
        start += len(text) + 1
    return cells


def agrees(stated: Figure, value: float, half: float = 0.0) -> bool:
    """True where ``value``, itself known to ``half``, may be printed as ``stated``."""
    room = stated.half * (1.0 if stated.exact else 10.0) + half
    return abs(stated.value - value) <= room * (1 + _DUST) + abs(value) * _DUST


def _figure(quantity: Quantity) -> Figure:
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", quantity.printed)
    value = quantity.value or 0.0
    half = 5.0 if quantity.unit == "%" else 0.0  # 六成, a third: to the nearest tenth
    if digits is not None:
        printed = float(digits[0].replace(",", ""))
        step = 10.0 ** -len(digits[1] or "")
        half = abs(value / printed) * step / 2 if printed else step / 2
    return Figure(quantity.start, quantity.end, value, quantity.unit, half, quantity.bound == "exact")
