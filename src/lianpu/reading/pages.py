"""The article of an HTML page, with the offsets of every piece in the raw source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from lianpu.reading.header import iso_date
from lianpu.reading.page_article import Parts, chosen
from lianpu.reading.page_tables import TableCollector, marks_of
from lianpu.reading.source import Grid, Mark, Segment

_DROPPED = re.compile("script|style|noscript|template|svg|nav|form|select|button|iframe|textarea|canvas|object|head")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|html|li|main"
    "|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_CELL = re.compile("td|th")
_SPACE = re.compile(r"[ \t\r\n\f\u00a0\u200b\u3000]+")
_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "publishtime", "firstpublishedtime", "datepublished",
              "og:published_time", "dc.date", "date")  # fmt: skip
_SOURCE = ("contentsource", "article:source", "source", "mediaid", "og:site_name")
_HEADING = re.compile("h[1-3]")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: the article's segments and tables, and what its head says of date and source."""

    segments: tuple[Segment, ...]
    published: str | None
    source: str | None
    marks: tuple[Mark, ...]
    grids: tuple[Grid, ...]


@dataclass(slots=True)
class _Block:
    """The pieces between two block tags; ``cell`` if another cell of the same table row stands before; ``linked`` is the
    number of characters that lead elsewhere."""

    cell: bool = False
    heading: bool = False
    linked: int = 0
    pieces: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def first(self) -> int:
        """Where in the raw source its text begins."""
        return next(piece.start for piece in self.pieces if piece.text.strip())


class _Parser(HTMLParser):
    """Collects blocks of text with their offsets, and the head's ``meta`` entries."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks = [_Block()]
        self.meta: dict[str, str] = {}
        self.tables = TableCollector()
        self.parts = Parts()
        self.title = ""
        self._in_title = self._in_link = False
        self._row = 0  # the number of the first block of the table row
        self._dropping: list[str] = []
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", raw))]
        self._raw = raw

    def at(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = values.get("name") or values.get("property") or values.get("itemprop") or ""
            self.meta.setdefault(key.lower(), values.get("content", "").strip())
        elif tag == "time" and values.get("datetime"):
            self.meta.setdefault("date", values["datetime"])
        if _DROPPED.fullmatch(tag):
            self._dropping.append(tag)
        if not self._dropping:
            self.tables.start(tag, values, self.at())
        if tag in ("a", "title"):
            self._in_link, self._in_title = tag == "a", tag == "title"
        if _BLOCK.fullmatch(tag):
            beside = bool(_CELL.fullmatch(tag)) and self._number > self._row
            self._break(cell=beside, heading=bool(_HEADING.fullmatch(tag)))
            self._row = self._number if tag in ("tr", "table") else self._row
            if tag == "body":
                self._dropping.clear()
        if not self._dropping:
            self.parts.start(tag, f"{values.get('class', '')} {values.get('id', '')}", self._number)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropping:
            del self._dropping[self._dropping.index(tag) :]
        if not self._dropping:
            self.tables.end(tag, self.at())
        if tag in ("a", "title"):
            self._in_link = self._in_title = False
        if _BLOCK.fullmatch(tag) and not _CELL.fullmatch(tag):
            self._break()
        if not self._dropping:
            self.parts.end(tag, self._number)

    @property
    def _number(self) -> int:
        """Of the next block that will hold text."""
        return len(self.blocks) - (not self.blocks[-1].text.strip())

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if not self._dropping:
            start = self.at()
            self.blocks[-1].linked += len(data.strip()) if self._in_link else 0
            self._add_text(start, data)
            if told := data.strip():
                first = start + data.index(told)
                self.tables.text(first, first + len(told))

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name}")

    def _add_reference(self, written: str) -> None:
        start = self.at()
        end = start + len(written) + (self._raw[start + len(written) : start + len(written) + 1] == ";")
        text = unescape(self._raw[start:end])
        if not self._dropping:
            self.blocks[-1].pieces.append(Segment(start, end, " " if _SPACE.fullmatch(text) else text))
            if not _SPACE.fullmatch(text):
                self.tables.text(start, end)

    def _add_text(self, start: int, data: str) -> None:
        """Runs of white space become one space."""
        pieces, at = self.blocks[-1].pieces, 0
        for match in _SPACE.finditer(data):
            if match.start() > at:
                pieces.append(Segment(start + at, start + match.start(), data[at : match.start()]))
            pieces.append(Segment(start + match.start(), start + match.end(), " "))
            at = match.end()
        if at < len(data):
            pieces.append(Segment(start + at, start + len(data), data[at:]))

    def _break(self, cell: bool = False, heading: bool = False) -> None:
        if self.blocks[-1].text.strip():
            self.blocks.append(_Block(cell, heading))
        else:
            self.blocks[-1] = _Block(cell, heading)


def article(raw: str) -> Page:
    """The article's blocks; all blocks where there is no prose."""
    parser = _Parser(raw)
    parser.feed(raw)
    parser.close()
    blocks = [block for block in parser.blocks if block.text.strip()]
    wanted = [blocks[n] for n in chosen(blocks, parser.parts.close(len(blocks)), parser.title.strip())]
    kept, grids = _with_tables(blocks, wanted or blocks, parser.tables.found)
    published = next((date for key in _PUBLISHED if (date := iso_date(parser.meta.get(key, "")))), None)
    source = next((name for key in _SOURCE if (name := parser.meta.get(key))), None)
    return Page(tuple(_segments(kept)), published, source, tuple(marks_of(grids)), grids)


def _with_tables(blocks: list[_Block], article: list[_Block], grids: list[Grid]) -> tuple[list[_Block], tuple[Grid, ...]]:
    """The chosen blocks and the tables among them; a table is chosen whole where a third of its cells are. One whose cells
    hold several blocks each is for the layout of the page."""
    wanted = {id(block) for block in article}
    kept = []
    for grid in grids:
        inside = [id(block) for block in blocks if grid.start <= block.first < grid.end]
        full = len({cell for row in grid.rows for cell in row if cell})
        if inside and len(inside) <= 2 * full and len(wanted.intersection(inside)) * 3 >= len(inside):
            wanted.update(inside)
            kept.append(grid)
    return [block for block in blocks if id(block) in wanted], tuple(kept)


def _segments(blocks: list[_Block]) -> Iterator[Segment]:
    """A line break between blocks, a tab between the cells of a row; no space at a line's ends or between Chinese."""
    last = 0
    for number, block in enumerate(blocks):
        pieces = _trimmed(block.pieces)
        if number:
            yield Segment(last, last, "\t" if block.cell else "\n")
        for at, piece in enumerate(pieces):
            if piece.text != " " or not _between_chinese(pieces[at - 1].text, pieces[at + 1].text):
                yield piece
        last = pieces[-1].end


def _trimmed(pieces: list[Segment]) -> list[Segment]:
    full = [at for at, piece in enumerate(pieces) if piece.text != " "]
    kept = pieces[full[0] : full[-1] + 1]
    return [piece for at, piece in enumerate(kept) if piece.text != " " or kept[at - 1].text != " "]


def _between_chinese(before: str, after: str) -> bool:
    return before[-1] >= "\u2e80" and after[0] >= "\u2e80"
