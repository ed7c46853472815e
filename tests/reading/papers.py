"""Makes Word, PDF, Excel and CSV files for the tests, as the programs that people use make them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import xlsxwriter
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

Rows = Sequence[Sequence[object]]
FONT = "STSong-Light"  # a name only: readers bring the glyphs
BREAK = "\f"


def word_file(path: Path, blocks: Sequence[str | Rows], merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """Paragraphs and tables in order; ``merged`` are (row, column, last row, last column) of the last table."""
    made = docx.Document()
    table = None
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block), max(map(len, block)))
        for r, row in enumerate(block):
            for c, value in enumerate(row):
                table.cell(r, c).text = str(value)
    for top, left, bottom, right in merged:
        assert table is not None
        table.cell(top, left).merge(table.cell(bottom, right))
    made.save(str(path))
    return path


def pdf_file(path: Path, blocks: Sequence[str | Rows], *, head: str = "", password: str = "") -> Path:
    """Paragraphs, ruled tables and page breaks, with a running head and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
    small = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")

    def edges(canvas: object, _: object) -> None:
        canvas.setFont(FONT, 9)  # type: ignore[attr-defined]
        canvas.drawString(72, 800, head)  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 30, f"— {canvas.getPageNumber()} —")  # type: ignore[attr-defined]

    flow: list[Flowable] = []
    for block in blocks:
        if block == BREAK:
            flow.append(PageBreak())
        elif isinstance(block, str):
            flow.append(Paragraph(block, body))
        else:
            cells = [[Paragraph(str(value), small) for value in row] for row in block]
            flow.append(Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    SimpleDocTemplate(str(path), encrypt=password or None).build(flow, onFirstPage=edges, onLaterPages=edges)
    return path


def scanned_file(path: Path) -> Path:
    """A PDF of two pages that are pictures."""
    from PIL import Image

    picture = Image.new("RGB", (200, 280), "white")
    picture.save(str(path), "PDF", save_all=True, append_images=[picture])
    return path


def workbook_file(path: Path, sheets: dict[str, Rows], merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """Sheets by name; ``merged`` as for Word files, in every sheet."""
    made = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
        for top, left, bottom, right in merged:
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    made.close()
    return path
