"""From characters with their boxes to lines, and from lines to paragraphs. Lengths are points (1/72 inch), y upwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from lianpu.reading.pdf_tables import Ruled

EDGE = 0.1  # part of a page's height at either end where running heads, feet and page numbers stand
_NUMBER = re.compile(
    r"\W*(?:第?\s*\d{1,4}\s*页?(?:\s*[/,，·|]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxlc]{1,7})\W*",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_ENDS = "。！？!?；;：:"


class Char(NamedTuple):
    """A character in its box; ``made`` if PDFium put it there for a gap."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    made: bool


class Line(NamedTuple):
    """A line of print: ``size`` is the height of its characters, ``edge`` tells that it stands in a margin."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    edge: bool


class Block(NamedTuple):
    """A line or a table of a page."""

    page: int
    line: Line | None
    table: Ruled | None


class PiecePart(NamedTuple):
    page: int
    text: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph, by the pages that it runs over."""

    pieces: list[PiecePart] = field(default_factory=list)

    def add(self, page: int, text: str) -> None:
        if self.pieces and self.pieces[-1].page == page:
            text = self.pieces.pop().text + text
        self.pieces.append(PiecePart(page, text))


def lines_of(chars: list[Char], height: float) -> list[Line]:
    """The lines in the order of the text."""
    found: list[Line] = []
    held: list[Char] = []
    for char in chars:
        if char.text in "\r\n" or (held and _elsewhere(held, char)):
            found += _line(held, height)
            held = []
        if char.text not in "\r\n":
            held.append(char)
    return found + _line(held, height)


def _elsewhere(held: list[Char], char: Char) -> bool:
    """A character wholly above or below the last one: the line has ended although no line end was made."""
    last = next((one for one in reversed(held) if not one.made and one.top > one.bottom), None)
    solid = not char.made and char.top > char.bottom and char.text not in "、，。,.;；：:"
    return last is not None and solid and (char.bottom > last.top or char.top < last.bottom) and char.left < held[0].right


def _line(held: list[Char], height: float) -> list[Line]:
    text = tidied(held)
    solid = [char for char in held if not char.made and not char.text.isspace()]
    if not text or not solid:
        return []
    bottom, top = min(c.bottom for c in solid), max(c.top for c in solid)
    size = max(median(max(c.top - c.bottom, c.right - c.left) for c in solid), 1.0)
    edge = top > height * (1 - EDGE) or bottom < height * EDGE
    return [Line(text, min(c.left for c in solid), max(c.right for c in solid), bottom, top, size, edge)]


def tidied(chars: Iterable[Char]) -> str:
    """The text of characters in one line; a space that was made for a gap beside a wide character is none."""
    out: list[str] = []
    held = [char for char in chars if char.text not in "\r\n\u0002"]
    for n, char in enumerate(held):
        if char.text.isspace():
            beside = (out[-1] if out else "") + (held[n + 1].text if n + 1 < len(held) else "")
            if not out or out[-1] == " " or (char.made and _WIDE.search(beside)):
                continue
            out.append(" ")
        else:
            out.append(char.text)
    return "".join(out).strip()


def without_running(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers and without what stands in the margin of half of them or more."""
    often = Counter(key for lines in pages for key in {_key(line) for line in lines if line.edge} - {""})
    least = max(2, (len(pages) + 1) // 2)
    kept = []
    for lines in pages:
        outer = {id(pick(lines, key=lambda line: line.top)) for pick in (min, max)} if lines else set()
        kept.append(
            [
                line for line in lines
                if not (line.edge and (often[_key(line)] >= least or (id(line) in outer and _NUMBER.fullmatch(line.text))))
            ]
        )  # fmt: skip
    return kept


def _key(line: Line) -> str:
    """Running lines are alike but for a page number at one end."""
    return re.sub(r"^[\W\d第页]+|[\W\d第页共]+$", "", re.sub(r"\s", "", line.text))


def paragraphs(blocks: list[Block]) -> Iterator[Paragraph | tuple[int, Ruled]]:
    """Paragraphs of lines that run on, also over the end of a page, and tables between them."""
    left, right = _edges([block.line for block in blocks if block.line])
    paragraph, last = Paragraph(), None
    for block in blocks:
        if block.table is not None:
            if paragraph.pieces:
                yield paragraph
            yield block.page, block.table
            paragraph, last = Paragraph(), None
        elif block.line is not None:
            if last is not None and _goes_on(last, block, left, right):
                paragraph.add(block.page, _joint(last.line.text if last.line else "", block.line.text) + block.line.text)
            else:
                if paragraph.pieces:
                    yield paragraph
                paragraph = Paragraph()
                paragraph.add(block.page, block.line.text)
            last = block
    if paragraph.pieces:
        yield paragraph


def _edges(lines: list[Line]) -> tuple[float, float]:
    """Where the lines of the body begin and end: the place most of them share, the outermost that several reach."""
    if not lines:
        return 0.0, 0.0
    starts = Counter(round(line.left / 3) for line in lines)
    ends = sorted(line.right for line in lines)
    return starts.most_common(1)[0][0] * 3.0, ends[-1 - len(ends) // 20]


def _goes_on(last: Block, block: Block, left: float, right: float) -> bool:
    """The line before is full, this one begins at the margin, and both are of one print."""
    one, other = last.line, block.line
    assert one is not None and other is not None
    if abs(one.size - other.size) > 0.2 * one.size or one.right < right - 3 * one.size:
        return False
    ended = one.text[-1] in _ENDS and one.right < right - 1.5 * one.size
    if ended or other.left > left + 1.2 * other.size:
        return False
    return last.page != block.page or -0.5 * one.size < one.bottom - other.top < 1.8 * one.size


def _joint(before: str, after: str) -> str:
    """What belongs between two lines of a paragraph: nothing in Chinese, a space between words."""
    if _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return ""
    chinese = len(_WIDE.findall(before)) > len(before) / 3
    return "" if chinese or before[-1] == "-" else " "
