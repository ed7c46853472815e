"""PDF files with a text layer: paragraphs joined across lines and pages, ruled tables, page numbers kept.

Characters and their boxes come from PDFium (pypdfium2). Running heads and feet and page numbers are dropped.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.pdf_layout import Block, Char, Line, lines_of, paragraphs, without_running
from lianpu.reading.pdf_tables import Ruled, Stroke, ruled_tables
from lianpu.reading.source import Builder

PAGES = 2000
FEW = 8  # characters a page, fewer than which on average are no text layer
DESCENT = 0.12  # of the size that stands under the baseline: the em box of Chinese fonts (OpenType's ideographic baseline)
_STROKES = 20_000  # of a page: beyond, it is a drawing


def load(raw: bytes, file: object) -> Builder:
    """The text and ruled tables of a PDF file. Raises :class:`LianpuError` for a damaged, encrypted or scanned one."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        _refuse(str(error), file)
    try:
        if not pages or pages > PAGES:
            raise LianpuError(f"this PDF has {pages} pages", file=file, hint="split it", code="too large")
        found = [_page(document, number) for number in range(pages)]
    except pypdfium2.PdfiumError as error:
        _refuse(str(error), file)
    finally:
        document.close()
    _refuse_scanned(found, file)
    return _built(found)


class _Page:
    """The lines outside tables, the tables, the number of characters, and whether it shows a picture."""

    def __init__(self, lines: list[Line], tables: list[Ruled], characters: int, picture: bool) -> None:
        self.lines, self.tables, self.characters, self.picture = lines, tables, characters, picture


def _refuse(told: str, file: object) -> None:
    if "assword" in told or "ecurity" in told:
        raise LianpuError("this PDF is encrypted", file=file, hint="save it without a password", code="encrypted") from None
    raise LianpuError(f"this PDF is damaged ({told})", file=file, hint="fetch it again", code="damaged") from None


def _refuse_scanned(pages: list[_Page], file: object) -> None:
    if sum(page.characters for page in pages) >= FEW * len(pages):
        return
    if any(page.picture for page in pages):
        told = f"this PDF is scanned: its {len(pages)} pages are pictures without text"
        hint = "run a text recognition (OCR) over it and save the result as PDF or .txt"
        raise LianpuError(told, file=file, hint=hint, code="scanned")
    if not any(page.characters for page in pages):
        raise LianpuError("this PDF holds no text", file=file, hint="give a file that holds text", code="empty")


def _page(document: Any, number: int) -> _Page:
    import pypdfium2.raw as pdfium

    page = document[number]
    try:
        text = page.get_textpage()
        chars = list(_chars(text.raw))
        text.close()
        strokes, picture = _drawn(page, pdfium)
        tables = ruled_tables(strokes, chars)
        inside = {id(char) for table in tables for char in table.chars}
        lines = lines_of([char for char in chars if id(char) not in inside], page.get_height())
        return _Page(lines, tables, sum(not char.text.isspace() for char in chars), picture)
    finally:
        page.close()


def _chars(text: Any) -> Iterator[Char]:
    """The characters of a page in the order of its text; PDFium makes spaces and line ends where it sees gaps."""
    import pypdfium2.raw as pdfium

    high = ""
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        found = (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else chr(code)
        high = ""
        made = pdfium.FPDFText_IsGenerated(text, index) == 1
        if code not in (0, 0xFFFE, 0xFFFF):
            yield Char(found, *_box(text, index, pdfium), made)


def _box(text: Any, index: int, pdfium: Any) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character, by what the file itself says: its place, advance and size.

    Where the file embeds no font, boxes of glyphs depend on the fonts of the machine, and are flat where it has none.
    """
    loose, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(text, index, loose)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    if matrix.b or pdfium.FPDFText_IsGenerated(text, index):  # turned, or a gap
        return loose.left, loose.right, loose.bottom, loose.top
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    size = abs(pdfium.FPDFText_GetFontSize(text, index) * matrix.d)
    return loose.left, loose.right, y.value - DESCENT * size, y.value + (1 - DESCENT) * size


def _drawn(page: Any, pdfium: Any) -> tuple[list[Stroke], bool]:
    """The straight strokes of a page along its axes, and whether it shows a picture."""
    strokes: list[Stroke] = []
    picture = False
    for drawn in page.get_objects(max_depth=3):
        if drawn.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            picture = True
        elif drawn.type == pdfium.FPDF_PAGEOBJ_PATH and len(strokes) < _STROKES:
            strokes += _path(drawn, pdfium)
    return strokes, picture


def _path(drawn: Any, pdfium: Any) -> Iterator[Stroke]:
    """Each segment of a path, in the coordinates of the page."""
    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(drawn.raw), _STROKES)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        at = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = at
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield Stroke(last[0], last[1], at[0], at[1])
        if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
            yield Stroke(at[0], at[1], first[0], first[1])
        last = at


def _built(pages: list[_Page]) -> Builder:
    """Paragraphs and tables in the order of the pages; a table stands where its top is."""
    kept = without_running([page.lines for page in pages])
    blocks: list[Block] = []
    for number, (page, lines) in enumerate(zip(pages, kept, strict=True), 1):
        waiting = sorted(page.tables, key=lambda table: -table.top)
        for line in lines:
            while waiting and line.top < waiting[0].middle:
                blocks.append(Block(number, None, waiting.pop(0)))
            blocks.append(Block(number, line, None))
        blocks += [Block(number, None, table) for table in waiting]
    built, tables = Builder(), dict[int, int]()
    for block in paragraphs(blocks):
        if isinstance(block, tuple):
            page_number, table = block
            tables[page_number] = tables.get(page_number, 0) + 1
            built.grid(f"page {page_number} table {tables[page_number]}", table.rows, table.same)
        else:
            for piece in block.pieces:
                built.mark(f"page {piece.page}")
                built.write(piece.text)
            built.write("\n")
    return built
