"""Word files of the drafts beside this module: ``python tests/drafts/build.py FOLDER`` writes one for each ``NAME.md``, the same
bytes every time.

A source is lines. ``#``, ``##``, ``###``: title and headings; ``>``: subtitle; ``1.``: numbered list; ``-``: bullets; ``:``:
caption or note; ``|``: a row of a table, whose cell ``<`` is merged with the one on its left and ``^`` with the one above;
``[bars: 3 5]``: a picture; ``[box: …]``: a text box; anything else: a paragraph. Within a line ``^[…]`` is a footnote, ``{+…+}``
and ``{-…-}`` are tracked changes.
"""

from __future__ import annotations

import io
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*-*.md"))
STYLES = {
    "# ": "Title",
    "## ": "Heading 1",
    "### ": "Heading 2",
    "> ": "Subtitle",
    "1. ": "List Number",
    "- ": "List Bullet",
    ": ": "Caption",
}
INLINE = re.compile(r"\{\+(?P<ins>.*?)\+\}|\{-(?P<del>.*?)-\}|\^\[(?P<note>.*?)\]")
CHANGE = 'w:author="办公室" w:date="2024-01-01T00:00:00Z"'


def plain(source: str) -> str:
    """The text of a source as its reader sees it: changes accepted, notes after their sentence."""
    return INLINE.sub(lambda m: m["ins"] or m["note"] or "", source)


def build(name: str) -> bytes:
    """The Word file of the draft ``name``."""
    document = docx.Document()
    _fonts(document)
    notes: list[str] = []
    lines = (HERE / f"{name}.md").read_text("utf-8").splitlines()
    for kind, block in groupby((line for line in lines), key=lambda line: line[:1] == "|"):
        if kind:
            _table(document, [[cell.strip() for cell in line.strip("|").split("|")] for line in block])
        else:
            for line in filter(None, block):
                _line(document, line, notes)
    if notes:
        _footnotes(document, notes)
    return _same_bytes(document)


def _fonts(document: Document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")


def _line(document: Document, line: str, notes: list[str]) -> None:
    if line.startswith("[bars:"):
        document.add_picture(io.BytesIO(_bars([float(x) for x in line[6:-1].split()])), width=Cm(9))
    elif line.startswith("[box:"):
        document.add_paragraph()._p.append(parse_xml(_box(line[5:-1].strip())))
    else:
        mark = next((mark for mark in STYLES if line.startswith(mark)), "")
        _inline(document.add_paragraph(style=STYLES.get(mark)), line.removeprefix(mark), notes)


def _inline(paragraph: Paragraph, text: str, notes: list[str]) -> None:
    at = 0
    for found in INLINE.finditer(text):
        paragraph.add_run(text[at : found.start()])
        at = found.end()
        if found["note"]:
            notes.append(found["note"])
            paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{len(notes)}"/></w:r>'))
        else:
            tag, word, body = ("ins", "t", found["ins"]) if found["ins"] else ("del", "delText", found["del"])
            run = f"<w:r><w:{word}>{escape(body)}</w:{word}></w:r>"
            paragraph._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="{900 + at}" {CHANGE}>{run}</w:{tag}>'))
    paragraph.add_run(text[at:])


def _table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                other = table.cell(i, j - 1) if text == "<" else table.cell(i - 1, j)
                kept = other.text
                other.merge(table.cell(i, j)).text = kept
            else:
                table.cell(i, j).text = text


def _bars(heights: Iterable[float]) -> bytes:
    """A PNG of grey bars, 240 pixels high."""
    tall = list(heights)
    high = [round(240 * h / max(tall)) for h in tall]
    rows = (b"\0" + b"".join(b"\x50" * 30 + b"\xff" * 15 if h >= y else b"\xff" * 45 for h in high) for y in range(240, 0, -1))
    head = struct.pack(">IIBBBBB", 45 * len(high), 240, 8, 0, 0, 0, 0)

    def chunk(tag: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")


def _box(text: str) -> str:
    text = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    box = f"<v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox>"
    shape = f'<v:rect style="width:400pt;height:60pt">{box}</v:rect>'
    return f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>{shape}</w:pict></w:r>'


def _footnotes(document: Document, notes: list[str]) -> None:
    each = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:footnote>' for i, note in enumerate(notes, 1)
    )
    blob = f"<w:footnotes {nsdecls('w')}>{each}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _same_bytes(document: Document) -> bytes:
    """A zip stamps its files with the time: here always the same."""
    first, again = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for draft in NAMES:
        (out / f"{draft}.docx").write_bytes(build(draft))
