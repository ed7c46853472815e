"""Tables in files of their own: workbooks (.xlsx, .xls, .ods …) and .csv."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.source import Builder, Cell, Grid, Mark, Segment, column_name
from lianpu.reading.zipped import opened

CELLS = 10_000_000  # of a sheet, empty ones within its bounds counted
_REFERENCE = re.compile(rb'<c[^>]{0,40}? r="([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20
DELIMITERS = ",\t;|"


def load_workbook(raw: bytes, file: object) -> Builder:
    """The sheets of a workbook, each as a table with the sheet's name; hidden sheets are left out."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if raw.startswith(b"PK"):
        _check_size(raw, file)
    built = Builder()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for sheet in book.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                held = book.get_sheet_by_name(sheet.name)
                _write_sheet(built, sheet.name, held.to_python(skip_empty_area=False), held.merged_cell_ranges or ())
    except (CalamineError, ValueError, OSError) as error:
        _refuse(raw, file, error)
    return built


def _refuse(raw: bytes, file: object, error: Exception) -> None:
    if "assword" in str(error) or "ncrypted" in str(error) or "EncryptedPackage".encode("utf-16-le") in raw:
        raise LianpuError("this workbook is encrypted", file=file, hint="save it without a password", code="encrypted") from None
    told = f"this workbook is damaged ({error})"
    raise LianpuError(told, file=file, hint="open it in Excel and save it again", code="damaged") from None


def _check_size(raw: bytes, file: object) -> None:
    """A sheet is laid out whole: one cell far out would need all memory."""
    archive = opened(raw, file, what="workbook")
    for name in archive.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            rows, columns = _bounds(archive, name, file)
            if rows * columns > CELLS:
                told = f"a sheet reaches to row {rows}, column {columns}"
                raise LianpuError(told, file=file, hint="delete the cells far out, which are mostly empty", code="bomb")


def _bounds(archive: zipfile.ZipFile, name: str, file: object) -> tuple[int, int]:
    rows = columns = 0
    rest = b""
    try:
        stream = archive.open(name)
        while part := stream.read(_CHUNK):
            for letters, digits in _REFERENCE.findall(rest + part):
                rows, columns = max(rows, int(digits)), max(columns, _number(letters))
            rest = part[-80:]
    except Exception as error:  # BadZipFile, zlib.error, a negative place …
        told = f"this workbook is damaged ({error})"
        raise LianpuError(told, file=file, hint="open it in Excel and save it again", code="damaged") from None
    return rows, columns


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _write_sheet(built: Builder, name: str, rows: Sequence[Sequence[Any]], merged: Sequence[Any]) -> None:
    texts = [[printed(value) for value in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    if not texts:
        return
    width = max((c + 1 for row in texts for c, text in enumerate(row) if text), default=0)
    texts = [row[:width] for row in texts]
    same = [
        [(r, c) for r in range(first[0], min(last[0], len(texts) - 1) + 1) for c in range(first[1], min(last[1], width - 1) + 1)]
        for first, last in merged
    ]
    built.mark(name)
    built.paragraph(name, name)  # the name of a sheet may say what its rows are
    built.grid(name, texts, [group for group in same if len(group) > 1])
    built.write("\n")


def printed(value: object) -> str:
    """A cell's value as a person would write it: 20, not 20.0; a date as ISO."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def csv_parts(text: str) -> tuple[tuple[Segment, ...], tuple[Mark, ...], tuple[Grid, ...]]:
    """The cells of a .csv text as it stands: pieces to read, addresses, and the table.

    The delimiter (comma, tab, semicolon or bar) is the one that parts the first lines alike.
    """
    rows = [list(row) for row in _csv_rows(text, _delimiter(text))]
    segments: list[Segment] = []
    marks: list[Mark] = []
    last = 0
    for r, row in enumerate(rows):
        if r:
            segments.append(Segment(last, last, "\n"))
        for c, cell in enumerate(row):
            if c:
                segments.append(Segment(last, cell.start, "\t"))
            segments.append(Segment(cell.start, cell.end, text[cell.start : cell.end]))
            marks.append(Mark(cell.start, f"{column_name(c)}{r + 1}"))
            last = cell.end
    width = max(map(len, rows), default=0)
    held = tuple(tuple(row[c] if c < len(row) and row[c].end > row[c].start else None for c in range(width)) for row in rows)
    return tuple(segments), tuple(marks), (Grid("", 0, len(text), held),)


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]

    def parts(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if line.count(mark)]
        common = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(common) if common else 0, common)

    return max(DELIMITERS, key=parts)


def _csv_rows(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """RFC 4180: a quoted field may hold delimiters, line ends and doubled quotes."""
    field = re.compile(rf'[ ]*(?:"((?:[^"]|"")*)"[^{re.escape(delimiter)}\r\n]*|([^{re.escape(delimiter)}\r\n]*))')
    at, row = 0, list[Cell]()
    while at < len(text):
        match = field.match(text, at)
        assert match is not None  # the second branch matches nothing too
        row.append(_trimmed(text, *match.span(1 if match[1] is not None else 2)))
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            if at == len(text):
                row.append(Cell(at, at))
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _trimmed(text: str, start: int, end: int) -> Cell:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return Cell(start, max(start, end - (len(inner) - len(inner.rstrip()))))
