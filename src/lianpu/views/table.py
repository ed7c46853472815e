"""A table as data: columns with titles and units, rows of plain cells; shown alike by report, workbook and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lianpu.units import Range
from lianpu.views.numbers import plain
from lianpu.views.wording import t

#: ``range`` and ``number`` are in the column's unit, or in that of the row's cell ``unit``; ``claims``, ``rows`` and
#: ``figures`` are tuples of ids; ``link`` is an address.
Kind = Literal["text", "number", "range", "claims", "rows", "figures", "link"]
Cell = str | float | Range | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` in words without the unit; ``unit`` in words where the whole column has one."""

    key: str
    title: str
    unit: str = ""
    kind: Kind = "text"

    @property
    def head(self) -> str:
        return f"{self.title} [{self.unit}]" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` have a cell for every column's key; keys without a column are for programs (ids, codes)."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    note: str = ""


def column(key: str, lang: str, kind: Kind = "text", unit: str = "", **values: object) -> Column:
    """A column with the title that the words have for its key."""
    return Column(key, t(f"column.{key}", lang, **values), unit, kind)


def cell_text(cell: Cell, lang: str) -> str:
    """A cell in words: ranges as typical (low–high), ids in a row, nothing as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, Range | float | int):
        return plain(cell, lang)
    return cell if isinstance(cell, str) else ", ".join(cell)


def printed(table: Table, lang: str) -> str:
    """The table as lines of text, without the ids of claims and library rows."""
    from rich.cells import cell_len

    shown = [c for c in table.columns if c.kind not in ("claims", "rows")]
    lines = [[c.head for c in shown], *([cell_text(row[c.key], lang) for c in shown] for row in table.rows)]
    widths = [max(cell_len(line[i]) for line in lines) for i in range(len(shown))]
    right = [c.kind in ("number", "range") for c in shown]

    def padded(text: str, i: int) -> str:
        blank = " " * (widths[i] - cell_len(text))
        return blank + text if right[i] else text + blank

    body = ["  ".join(padded(text, i) for i, text in enumerate(line)).rstrip() for line in lines]
    return "\n".join([table.title, *body, *filter(None, [table.note])])
