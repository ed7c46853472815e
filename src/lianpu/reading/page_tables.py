"""The tables of an HTML page, cell by cell, with their offsets in the raw source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lianpu.reading.source import Cell, Grid, Mark, column_name

WIDEST = 200  # rows or columns that a merged cell may cover


@dataclass(slots=True)
class _Open:
    """A table while its tags are read; ``taken`` are places that merged cells cover, with the number of their cell."""

    start: int
    outer: bool = False
    cells: list[Cell | None] = field(default_factory=list)
    taken: dict[tuple[int, int], int] = field(default_factory=dict)
    row: int = -1
    column: int = 0
    in_cell: bool = False


class TableCollector:
    """Told of each tag and text in order; ``found`` are the innermost tables of two rows and two columns or more."""

    def __init__(self) -> None:
        self.found: list[Grid] = []
        self._open: list[_Open] = []

    def start(self, tag: str, values: dict[str, str], at: int) -> None:
        if tag == "table":
            if self._open:
                self._open[-1].outer = True
            self._open.append(_Open(at))
        elif self._open and tag == "tr":
            self._new_row(self._open[-1])
        elif self._open and tag in ("td", "th"):
            self._new_cell(self._open[-1], _number(values.get("rowspan")), _number(values.get("colspan")))

    def end(self, tag: str, at: int) -> None:
        if not self._open:
            return
        if tag == "table":
            self._close(self._open.pop(), at)
        elif tag in ("td", "th", "tr"):
            self._open[-1].in_cell = False

    def text(self, start: int, end: int) -> None:
        """Text that is not all white space."""
        if self._open and self._open[-1].in_cell:
            cells = self._open[-1].cells
            known = cells[-1]
            cells[-1] = Cell(known.start if known else start, end)

    def _new_row(self, table: _Open) -> None:
        table.row, table.column, table.in_cell = table.row + 1, 0, False

    def _new_cell(self, table: _Open, rows: int, columns: int) -> None:
        if table.row < 0:
            self._new_row(table)
        while (table.row, table.column) in table.taken:
            table.column += 1
        table.cells.append(None)
        for r in range(table.row, table.row + rows):
            for c in range(table.column, table.column + columns):
                table.taken.setdefault((r, c), len(table.cells) - 1)
        table.column += columns
        table.in_cell = True

    def _close(self, table: _Open, at: int) -> None:
        height = table.row + 1
        width = max((c + 1 for _, c in table.taken), default=0)
        if table.outer or height < 2 or width < 2:
            return
        rows = tuple(
            tuple(table.cells[table.taken[r, c]] if (r, c) in table.taken else None for c in range(width)) for r in range(height)
        )
        self.found.append(Grid(f"table {len(self.found) + 1}", table.start, at, rows))


def marks_of(grids: tuple[Grid, ...]) -> Iterator[Mark]:
    """The address of each cell at its first place, and nothing after each table."""
    for grid in grids:
        seen: set[Cell] = set()
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row):
                if cell and cell not in seen:
                    seen.add(cell)
                    yield Mark(cell.start, f"{grid.name}!{column_name(c)}{r + 1}")
        yield Mark(grid.end, "")


def _number(text: str | None) -> int:
    return min(max(int(text), 1), WIDEST) if text and text.strip().isdecimal() else 1
