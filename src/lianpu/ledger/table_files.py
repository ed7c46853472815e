"""Tables as files: the rows of a csv or of the sheets of a workbook, each cell with its address.

A workbook's cells merged over several rows are filled down where they hold words; a figure for several rows and a
formula that was never calculated are told as faults of their cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from lianpu.errors import LianpuError
from lianpu.ledger.vocabulary import unknown
from lianpu.reading.sheets import DELIMITERS, printed
from lianpu.reading.source import column_name
from lianpu.reading.zipped import opened

#: A header stands in one of the first rows, under a title and remarks.
HEADER_WITHIN = 20
#: A sheet names so many of the columns, or it is another sheet (notes, a list of sources).
HEADER_SHARE = 0.5
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[^>]*?(?:/>|>.*?</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>', re.DOTALL)
_CHUNK = 1 << 20
_EXCEL_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its ``column`` of the table, what, and what to do."""

    column: str
    what: str
    hint: str


class TableRow(NamedTuple):
    """A row: its number in the sheet (from 1), its cells in the order of the asked columns, and faults of the file."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header found. ``places`` says where each asked column stands; None of one that is missing."""

    name: str | None
    header: int
    places: Mapping[str, int]
    encoding: str
    rows: Iterable[TableRow] = field(repr=False)

    def address(self, row: int, column: str | None = None) -> str:
        """``row 7, column unit`` of a csv, ``Sheet1!D7`` of a workbook."""
        at = self.places.get(column or "")
        if self.name is None:
            return f"row {row}, column {column}" if column else f"row {row}"
        return f"{self.name}!{column_name(at)}{row}" if at is not None else f"{self.name}!{row}:{row}"


def open_sheets(
    path: Path,
    columns: Sequence[str],
    headings: Mapping[str, str],
    needed: Iterable[str],
    hidden: str | None = None,
    figures: Collection[str] = ("value",),
) -> list[Sheet]:
    """The tables of a file. ``headings`` are further names of columns, ``needed`` the columns that must be there;
    ``hidden`` is the name of a hidden sheet to read instead of those that are seen; cells of the columns ``figures``
    stand for one row only, however they are merged.

    Raises :class:`LianpuError` for a file that cannot be read, and for one without a table that has these columns.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            return _workbook(path, path.read_bytes(), columns, headings, set(needed), hidden, figures)
        return [_csv(path, columns, headings, set(needed))]
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None


def headings_of(path: Path, is_key: Callable[[str], bool]) -> list[str]:
    """The headings of a table whose columns are not known yet: the cells of the row with one that ``is_key``, or none."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            encoding = encoding_of(path)
            with path.open(encoding=encoding, newline="") as text:
                delimiter = delimiter_of(text.read(10_000), (), {})
                text.seek(0)
                rows: Iterable[list[str]] = islice(csv.reader(text, delimiter=delimiter), HEADER_WITHIN)
                return _first_row(rows, is_key)
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            book = CalamineWorkbook.from_path(str(path))
            sheets = [islice(book.get_sheet_by_name(name).iter_rows(), HEADER_WITHIN) for name in book.sheet_names]
            texts = ([[printed(cell) for cell in cells] for cells in sheet] for sheet in sheets)
            return next((row for sheet in texts if (row := _first_row(sheet, is_key))), [])
        except (CalamineError, ValueError, OSError):
            return []  # what is wrong is told when it is read
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None


def _first_row(rows: Iterable[list[str]], is_key: Callable[[str], bool]) -> list[str]:
    trimmed = ([cell.strip() for cell in row if cell.strip()] for row in rows)
    return next((row for row in trimmed if len(row) > 1 and any(map(is_key, row))), [])


# -- csv --------------------------------------------------------------------------------------------------------------


def _csv(path: Path, columns: Sequence[str], headings: Mapping[str, str], needed: set[str]) -> Sheet:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = delimiter_of(file.read(10_000), columns, headings)
        file.seek(0)
        start, header = _csv_header(csv.reader(file, delimiter=delimiter), columns, headings)
    if not header:
        raise LianpuError("has no rows", file=path, hint="the first row names the columns, each further row is a claim")
    header = [cell.strip() for cell in header]
    places = _places(path, f"row {start}", header, columns, headings, needed)
    rows = _csv_rows(path, encoding, delimiter, start, len(header), places, columns)
    return Sheet(None, start, places, encoding, rows)


def _csv_header(rows: Iterable[list[str]], columns: Sequence[str], headings: Mapping[str, str]) -> tuple[int, list[str]]:
    """Number and cells of the row that names the columns, under a title and remarks; else of the first that is not empty."""
    first = [(number, row) for number, row in enumerate(islice(rows, HEADER_WITHIN), 1) if any(row)]
    named = (
        (number, row)
        for number, row in first
        if len(_found([cell.strip() for cell in row], columns, headings)) >= HEADER_SHARE * len(columns)
    )
    return next(named, first[0] if first else (0, []))


def _csv_rows(
    path: Path, encoding: str, delimiter: str, start: int, width: int, places: Mapping[str, int], columns: Sequence[str]
) -> Iterator[TableRow]:
    """The rows under the header, as the file is read: a table may be longer than memory."""
    order = [places.get(column, width) for column in columns]  # a missing column is the empty cell put behind the last
    asked = itemgetter(*order, width)
    number = 0
    with path.open(encoding=encoding, newline="") as file:
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), 1):  # tells an open quote
                if number <= start or not any(cells):
                    continue
                if len(cells) != width and any(cells[width:]):
                    what = f"{len(cells)} cells under {width} columns"
                    fault = Fault("", what, "put text with commas between double quotes")
                    yield TableRow(number, ("",) * len(order), (fault,))
                    continue
                if len(cells) > width:
                    del cells[width:]
                cells += [""] * (width + 1 - len(cells))
                yield TableRow(number, tuple(map(str.strip, asked(cells)[:-1])))
        except csv.Error as error:
            fault = Fault("", f"is no csv ({error})", "save it again as CSV UTF-8")
            yield TableRow(number + 1, ("",) * len(order), (fault,))


def encoding_of(path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding) as file:
                while file.read(_CHUNK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise LianpuError("is not text in UTF-8 or GB 18030", file=path, hint="save the sheet as CSV UTF-8")


def delimiter_of(text: str, columns: Sequence[str], headings: Mapping[str, str]) -> str:
    """The mark that parts one of the first lines into most names of columns, or into most cells."""
    lines = [line for line in text.splitlines()[:HEADER_WITHIN] if line.strip()] or [""]
    known = {*columns, *headings}

    def named(mark: str) -> tuple[int, int]:
        cells = (known.intersection(cell.strip(' "') for cell in line.split(mark)) for line in lines)
        return max(map(len, cells)), max(line.count(mark) for line in lines)

    return max(DELIMITERS, key=named)


# -- workbooks --------------------------------------------------------------------------------------------------------


def _workbook(
    path: Path,
    raw: bytes,
    columns: Sequence[str],
    headings: Mapping[str, str],
    needed: set[str],
    hidden: str | None,
    figures: Collection[str],
) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
            and (sheet.visible == SheetVisibleEnum.Visible if hidden is None else sheet.name == hidden)
        ]
        uncalculated = _uncalculated(raw, path)
        found = [s for name in names if (s := _sheet(book, name, uncalculated, columns, headings, figures)) is not None]
    except (CalamineError, ValueError, OSError) as error:
        encrypted = "assword" in str(error) or "EncryptedPackage".encode("utf-16-le") in raw
        what = "this workbook is encrypted" if encrypted else f"this workbook is damaged ({error})"
        hint = "save it without a password" if encrypted else "open it in Excel and save it again"
        raise LianpuError(what, file=path, hint=hint) from None
    if not found:
        told = ", ".join(columns[:4])
        raise LianpuError("no sheet has a row that names the columns", file=path, hint=f"one row must name {told} …")
    for sheet in found:
        missing = [column for column in columns if column in needed and column not in sheet.places]
        if missing:
            raise LianpuError(f"no column '{missing[0]}'", file=path, place=f"{sheet.name}!{sheet.header}:{sheet.header}",
                              hint="add it, or name yours in a mapping file")  # fmt: skip
    return found


def _sheet(
    book: Any,
    name: str,
    uncalculated: Mapping[str, set[str]],
    columns: Sequence[str],
    headings: Mapping[str, str],
    figures: Collection[str],
) -> Sheet | None:
    held = book.get_sheet_by_name(name)
    top, left = held.start or (0, 0)
    rows = enumerate(held.iter_rows(), top + 1)  # calamine begins with the first cell that is not empty
    for number, cells in rows:
        if number > top + HEADER_WITHIN:
            return None
        places = _found([printed(cell) for cell in cells], columns, headings)
        if len(places) >= HEADER_SHARE * len(columns):
            shifted = {column: at + left for column, at in places.items()}
            merged = _merged(held.merged_cell_ranges or ())
            formulas = uncalculated.get(name, set())
            return Sheet(name, number, shifted, "xlsx", _sheet_rows(rows, left, shifted, columns, merged, formulas, figures))
    return None


def _sheet_rows(
    rows: Iterable[tuple[int, Sequence[Any]]],
    left: int,
    places: Mapping[str, int],
    columns: Sequence[str],
    merged: Mapping[tuple[int, int], int],
    formulas: set[str],
    figures: Collection[str],
) -> Iterator[TableRow]:
    above: dict[int, str] = {}
    for number, values in rows:
        cells, faults = [], []
        for column in columns:
            at = places.get(column)
            text = "" if at is None or at - left >= len(values) else printed(values[at - left])
            first = merged.get((number, at)) if at is not None else None
            if first is not None and first != number:
                text = above.get(at or 0, "")
            elif at is not None:
                above[at] = text
            if first is not None and column in figures and text:
                faults.append(Fault(column, "one figure for several rows", "unmerge the cells, and give each row its own"))
            if at is not None and f"{column_name(at)}{number}" in formulas:
                faults.append(Fault(column, "a formula that was never calculated", "open the file in Excel and save it once"))
            elif text in _EXCEL_ERRORS:
                faults.append(Fault(column, f"the error {text}", "mend the formula, or write the value"))
            cells.append(text)
        if faults or any(cells):
            yield TableRow(number, tuple(cells), tuple(faults))


def _merged(ranges: Iterable[Any]) -> dict[tuple[int, int], int]:
    """The cells merged over several rows: by row and column, the first row of each."""
    return {
        (row + 1, column): first[0] + 1
        for first, last in ranges
        if last[0] > first[0]
        for row in range(first[0], last[0] + 1)
        for column in range(first[1], last[1] + 1)
    }


def _uncalculated(raw: bytes, path: Path) -> dict[str, set[str]]:
    """Formulas without a value, by sheet: programs other than Excel may write them so, and they read as empty."""
    from lxml import etree

    if not raw.startswith(b"PK"):
        return {}
    with opened(raw, path, what="workbook") as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        target = {link.get("Id"): str(link.get("Target")).lstrip("/") for link in links}
        sheets = etree.fromstring(archive.read("xl/workbook.xml"), parser).iter("{*}sheet")
        out: dict[str, set[str]] = {}
        for sheet in sheets:
            link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            member = target.get(link, "")
            member = member if member in names else f"xl/{member}"
            if member in names:
                out[str(sheet.get("name"))] = {cell.decode() for cell in _FORMULA.findall(archive.read(member))}
    return out


# -- headers ----------------------------------------------------------------------------------------------------------


def _found(header: Sequence[str], columns: Sequence[str], headings: Mapping[str, str]) -> dict[str, int]:
    """Where each column stands; the first of two of one name."""
    places: dict[str, int] = {}
    for at, name in enumerate(header):
        column = name if name in columns else headings.get(name.strip(), "")
        if column:
            places.setdefault(column, at)
    return places


def _places(
    path: Path, place: str, header: Sequence[str], columns: Sequence[str], headings: Mapping[str, str], needed: set[str]
) -> dict[str, int]:
    places = _found(header, columns, headings)
    for column in columns:
        if column in needed and column not in places:
            hint = unknown("column", column, [name for name in header if name not in places] or [""]).hint
            raise LianpuError(f"no column '{column}'", file=path, place=place, hint=hint)
    return places
