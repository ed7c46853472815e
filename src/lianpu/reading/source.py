"""A document as loaded: its text in code points, its readable pieces, its tables, and where on which page they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Segment(NamedTuple):
    """A readable piece: ``text`` stands at ``start:end`` of the original (a paragraph break may stand at no width)."""

    start: int
    end: int
    text: str


class Mark(NamedTuple):
    """From ``start`` of the text on, what is said stands at ``where`` (``page 3``, ``Sheet1!B7``; empty: not told)."""

    start: int
    where: str


class Cell(NamedTuple):
    """A cell's text stands at ``start:end`` of the original."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table at ``start:end`` of the original. A merged cell stands in every row and column that it covers."""

    name: str
    start: int
    end: int
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as received. ``text`` is what its loader returns, in code points: of a text file the decoded content, line
    ends as they are, byte-order mark dropped; of a Word, PDF or Excel file its paragraphs and cells.

    ``segments`` are the pieces to be read, with their offsets into ``text``: all of a text file, the article of
    an HTML page, Markdown without its marks. ``marks`` tell page and cell, in rising order; ``grids`` are the tables.
    ``published`` and ``source`` are what a page's head says of itself.
    """

    name: str
    sha256: str
    kind: str
    encoding: str
    text: str
    segments: tuple[Segment, ...]
    published: str | None = None
    source: str | None = None
    marks: tuple[Mark, ...] = ()
    grids: tuple[Grid, ...] = ()

    def where(self, at: int) -> str | None:
        """The page or cell of a place in ``text``, None where the file has no such."""
        found = bisect_right(self.marks, at, key=lambda mark: mark.start)
        return (self.marks[found - 1].where or None) if found else None


@dataclass(slots=True)
class Builder:
    """Puts a text together from paragraphs and tables, and keeps where each came from."""

    parts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    size: int = 0

    def write(self, text: str) -> Cell:
        start = self.size
        self.parts.append(text)
        self.size += len(text)
        return Cell(start, self.size)

    def mark(self, where: str) -> None:
        """What is written from here on stands at ``where``."""
        if self.marks and self.marks[-1].start == self.size:
            self.marks.pop()
        if (self.marks[-1].where if self.marks else "") != where:
            self.marks.append(Mark(self.size, where))

    def paragraph(self, text: str, where: str = "") -> None:
        self.mark(where)
        self.write(text)
        self.write("\n")

    def grid(self, name: str, rows: Sequence[Sequence[str]], same: Iterable[Sequence[tuple[int, int]]] = ()) -> None:
        """A table: a line a row, a tab between cells. ``same`` are the places (row, column) that one merged cell covers,
        the first of them first; its text is written there only."""
        first = {place: group[0] for group in same for place in group}
        start, cells = self.size, dict[tuple[int, int], Cell]()
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if c:
                    self.write("\t")
                if text and first.get((r, c), (r, c)) == (r, c):
                    self.mark(f"{name}!{column_name(c)}{r + 1}")
                    cells[r, c] = self.write(text)
            self.write("\n")
        self.mark("")
        width = max(map(len, rows), default=0)
        held = tuple(tuple(cells.get(first.get((r, c), (r, c))) for c in range(width)) for r in range(len(rows)))
        self.grids.append(Grid(name, start, self.size, held))

    @property
    def text(self) -> str:
        return "".join(self.parts)


def column_name(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
