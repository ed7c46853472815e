"""The article of an HTML page, with the offsets of every piece in the raw source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from lianpu.reading.header import iso_date
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
SHORT = 12  # characters: a shorter block must stand in the article as a whole


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
    """The pieces between two block tags; ``cell`` if another cell of the same table row stands before."""

    cell: bool = False
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
        if _BLOCK.fullmatch(tag):
            self._break(cell=bool(_CELL.fullmatch(tag)))
            if tag == "body":
                self._dropping.clear()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropping:
            del self._dropping[self._dropping.index(tag) :]
        if not self._dropping:
            self.tables.end(tag, self.at())
        if _BLOCK.fullmatch(tag) and not _CELL.fullmatch(tag):
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            start = self.at()
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

    def _break(self, cell: bool = False) -> None:
        if self.blocks[-1].text.strip():
            self.blocks.append(_Block(cell))
        else:
            self.blocks[-1] = _Block(cell)


def article(raw: str) -> Page:
    """The article's blocks, chosen by trafilatura; all blocks where it finds none."""
    parser = _Parser(raw)
    parser.feed(raw)
    parser.close()
    blocks = [block for block in parser.blocks if block.text.strip()]
    chosen, grids = _with_tables(blocks, _judged(raw, blocks) or blocks, parser.tables.found)
    published = next((date for key in _PUBLISHED if (date := iso_date(parser.meta.get(key, "")))), None)
    source = next((name for key in _SOURCE if (name := parser.meta.get(key))), None)
    return Page(tuple(_segments(chosen)), published, source, tuple(marks_of(grids)), grids)


def _with_tables(blocks: list[_Block], chosen: list[_Block], grids: list[Grid]) -> tuple[list[_Block], tuple[Grid, ...]]:
    """The chosen blocks and the tables among them; a table is chosen whole where a third of its cells are."""
    wanted = {id(block) for block in chosen}
    kept = []
    for grid in grids:
        inside = [id(block) for block in blocks if grid.start <= block.first < grid.end]
        if inside and len(wanted.intersection(inside)) * 3 >= len(inside):
            wanted.update(inside)
            kept.append(grid)
    return [block for block in blocks if id(block) in wanted], tuple(kept)


def _judged(raw: str, blocks: list[_Block]) -> list[_Block]:
    from trafilatura import extract

    found = _squeezed(extract(raw, include_comments=False, include_tables=True, favor_recall=True) or "")
    return [block for block in blocks if _stands_in(_squeezed(block.text), found)] if found else []


def _stands_in(block: str, text: str) -> bool:
    return block in text or (len(block) > SHORT and block[:SHORT] in text and block[-SHORT:] in text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|\u200b]", "", text)


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
