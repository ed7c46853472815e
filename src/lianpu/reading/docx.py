"""Word documents (.docx): paragraphs and tables in the order of the document.

Source of the format: ECMA-376 part 1, WordprocessingML. Deleted text of tracked changes is left out, inserted text kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lianpu.errors import LianpuError
from lianpu.reading.source import Builder
from lianpu.reading.zipped import member, opened

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TABLE, _ROW, _CELL, _TEXT = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}t"
_BOX = f"{_W}txbxContent"
_LEFT_OUT = {
    f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_MARKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
LIMIT = 100 * 1024 * 1024  # bytes of the document's XML


def load(raw: bytes, file: object) -> Builder:
    """The text and tables of a Word document."""
    from lxml import etree

    archive = opened(raw, file, what="Word file")
    xml = member(archive, "word/document.xml", file, limit=LIMIT)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        told = f"this Word file is damaged ({error.msg})"
        raise LianpuError(told, file=file, hint="open it in Word and save it again", code="damaged") from None
    built, tables = Builder(), 0
    for block in _blocks(root):
        if block.tag == _TABLE:
            tables += 1
            built.grid(f"table {tables}", *_grid(block))
        else:
            for text in _paragraphs(block):
                built.paragraph(text)
    return built


class Anchor(NamedTuple):
    """The text at ``start:end`` of a document's text is that of ``node`` (``w:t``, or a mark such as ``w:tab``)."""

    start: int
    end: int
    node: Any


def anchors(root: Any, text: str) -> Iterator[Anchor]:
    """Where the elements of a parsed document stand in its ``text`` as :func:`load` builds it, in rising order."""
    at = 0
    for block in _blocks(root):
        for paragraph in _below(block):
            for pieces in _pieces(paragraph):
                whole = "".join(piece for _, piece in pieces)
                told = whole.strip()
                start = text.find(told, at)
                if not told or start < 0 or text[at:start].strip():
                    continue  # the text of a merged cell's later rows is not read
                at = start + len(told)
                place = start - (len(whole) - len(whole.lstrip()))
                for node, piece in pieces:
                    yield Anchor(place, place + len(piece), node)
                    place += len(piece)


def _blocks(node: Any) -> Iterator[Any]:
    """The paragraphs and outermost tables below a node, in order."""
    for child in node:
        if child.tag in (_P, _TABLE):
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _paragraphs(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, then that of the boxes that hang on it; without what is empty."""
    for pieces in _pieces(paragraph):
        text = "".join(text for _, text in pieces).strip()
        if text:
            yield text


def _pieces(paragraph: Any) -> Iterator[list[tuple[Any, str]]]:
    """The elements with text of a paragraph, then those of each paragraph in the boxes that hang on it."""
    boxes: list[Any] = []
    yield list(_runs(paragraph, boxes))
    for box in boxes:
        for block in _blocks(box):
            for inner in _below(block):
                yield from _pieces(inner)


def _below(block: Any) -> list[Any]:
    return [block] if block.tag == _P else list(block.iter(_P))


def _runs(node: Any, boxes: list[Any]) -> Iterator[tuple[Any, str]]:
    for child in node:
        if child.tag == _TEXT:
            yield child, child.text or ""
        elif child.tag in _MARKS:
            yield child, _MARKS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _LEFT_OUT:
            yield from _runs(child, boxes)


def _joined(block: Any) -> str:
    """All text below a node, a line a paragraph."""
    return "\n".join(text for paragraph in _below(block) for text in _paragraphs(paragraph))


def _grid(table: Any) -> tuple[list[list[str]], list[list[tuple[int, int]]]]:
    """The rows of a table and its merged cells (gridSpan, vMerge)."""
    rows: list[list[str]] = []
    same: list[list[tuple[int, int]]] = []
    open_groups: dict[int, list[tuple[int, int]]] = {}
    for r, row in enumerate(_children(table, _ROW)):
        texts = [""] * _number(row, "trPr", "gridBefore", 0)
        for cell in _children(row, _CELL):
            width, merge = _number(cell, "tcPr", "gridSpan", 1), _property(cell, "tcPr", "vMerge")
            c = len(texts)
            places = [(r, c + i) for i in range(min(width, 200))]
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") != "restart"
            if goes_on and c in open_groups:
                open_groups[c] += places
            else:
                group = list(places)
                open_groups[c] = group
                same.append(group)
            texts += ["" if goes_on else _joined(cell).strip(), *[""] * (len(places) - 1)]
        rows.append(texts)
    return rows, [group for group in same if len(group) > 1]


def _children(node: Any, tag: str) -> Iterator[Any]:
    """Rows of a table, cells of a row; content controls are looked through."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _children(child, tag)


def _property(node: Any, group: str, name: str) -> Any:
    return node.find(f"{_W}{group}/{_W}{name}")


def _number(node: Any, group: str, name: str, default: int) -> int:
    found = _property(node, group, name)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if value.isdigit() else default
