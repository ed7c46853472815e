"""A refused table as it was given, and which of its cells are wrong: to be handed back with remarks.

Of a workbook the values are kept, not its formats and formulas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lianpu.ledger.importing import Refused
from lianpu.ledger.table_files import HEADER_WITHIN, delimiter_of, encoding_of

_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[A-Z]{1,3})(?P<row>\d+)")
_COLUMN = re.compile(r"row (?P<row>\d+), column (?P<column>.+)")
#: The magic numbers of xlsx and xls.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's name (None of a csv) and its rows from the first on, each cell as a value."""

    name: str | None
    rows: Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong cell: row and column from 0 (column None: the whole row), what is wrong and what to do."""

    row: int
    column: int | None
    what: str
    hint: str


def grids(path: Path) -> Iterator[Grid]:
    """The sheets of a csv or workbook that could be read before."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic in _WORKBOOKS:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            yield Grid(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        return
    with path.open(encoding=encoding_of(path), newline="") as text:
        delimiter = delimiter_of(text.read(10_000), (), {})
        text.seek(0)
        yield Grid(None, csv.reader(text, delimiter=delimiter))


def wrong_cells(path: Path, refused: Iterable[Refused]) -> dict[str | None, list[Wrong]]:
    """Where the refused rows are wrong, by sheet."""
    first = {grid.name: list(islice(grid.rows, HEADER_WITHIN)) for grid in grids(path)}
    found: dict[str | None, list[Wrong]] = {name: [] for name in first}
    for row in refused:
        at = _CELL.fullmatch(row.place)
        sheet = row.place.rpartition("!")[0] or None
        column = _number(at["column"]) if at else _of_heading(row.place, first.get(sheet, []))
        found.setdefault(sheet, []).append(Wrong(row.row - 1, column, row.what, row.hint))
    return found


def _number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _of_heading(place: str, rows: Iterable[Sequence[object]]) -> int | None:
    """The column of a csv that bears this heading in one of its first rows."""
    named = _COLUMN.fullmatch(place)
    if named is None:
        return None
    headings = ([str(cell).strip() for cell in row] for row in rows)
    return next((row.index(named["column"]) for row in headings if named["column"] in row), None)
