"""The sums of a draft's tables: rows and columns that call themselves a total against what they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianpu.ledger.findings import Finding, Severity
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Cell, Table

_TOTAL = re.compile(r"^\s*(?:合\s*计|总\s*计|共\s*计|总\s*和|[Tt]otal|TOTAL|Sum)")
_PART_TOTAL = re.compile(r"小\s*计|[Ss]ub-?total")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    half: float


def table_sums(table: Table) -> Iterator[Found]:
    """Total rows against the rows above them, and a total column against the columns before it; where the total row is
    wrong, its own total column is not told again."""
    yield from _columns(table)
    if len({len(row) for row in table}) == 1:
        entries = [row for n, row in enumerate(table) if n == 0 or not (_is_total(row) or _is_part_total(row))]
        yield from _columns([list(column) for column in zip(*entries, strict=True)])


def _columns(table: Table) -> Iterator[Found]:
    for at, row in enumerate(table):
        above = [other for other in table[1:at] if not _is_part_total(other)]
        if at < 2 or not _is_total(row) or any(_is_total(other) for other in above):
            continue  # a second total adds other things
        for n, cell in enumerate(row):
            yield from _sum(cell, [other[n] for other in above if n < len(other)])


def _sum(total: Cell, cells: Sequence[Cell]) -> Iterator[Found]:
    """A cell against the sum of the cells, where all are plain numbers (or empty, or a dash)."""
    stated = _number(total.text)
    numbers = [found for cell in cells if (found := _number(cell.text)) is not None]
    blank = [cell for cell in cells if _number(cell.text) is None and cell.text not in ("", "—", "-", "–", "/", "－")]
    if stated is None or len(numbers) < 2 or blank:
        return
    figure = sum(number.value for number in numbers)
    if abs(figure - stated.value) <= _room(stated, numbers) * 1.0001:
        return
    finding = Finding("table_total", Severity.ERROR, (), figure, "", words=(("sum", f"{figure:.10g}"), ("told", total.text)))
    yield Found(finding, finding.severity, (), spans=((total.start, total.end),))


def _room(stated: _Number, numbers: Sequence[_Number]) -> float:
    """Whole numbers (people, plants) add up exactly; of decimals each may be rounded, and shares come to 100 as they can."""
    rounded = [number.half for number in numbers if number.half < 0.5]
    return stated.half + sum(rounded) + (0.5 if stated.value == 100 else 0.0)


def _number(text: str) -> _Number | None:
    """A cell that is a number and nothing else (but its thousands' marks)."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    step = 10.0 ** -len(found[1] or "")
    return _Number(float(found[0].replace(",", "").replace("−", "-")), step / 2)


def _is_total(row: Sequence[Cell]) -> bool:
    return any(_TOTAL.match(cell.text) for cell in row[:2])


def _is_part_total(row: Sequence[Cell]) -> bool:
    return any(_PART_TOTAL.search(cell.text) for cell in row[:2])
