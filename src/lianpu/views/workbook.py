"""The workbook: every table of the answer as a sheet, numbers as numbers, claims linked to their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from lianpu.errors import LianpuError
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.table import Column, Table
from lianpu.views.tables import all_tables
from lianpu.views.wording import region_name, t

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDEST, NARROWEST = 60, 6
ROWS_MEASURED = 300
ENDS = ("low", "typical", "high")


def write_workbook(dossier: Dossier, path: Path, lang: str) -> None:
    """Writes ``path`` whole or not at all. Raises :class:`LianpuError` where it cannot be written."""
    title = f"lianpu {region_name(dossier.answer.region.name, lang)}"
    write_tables(all_tables(dossier, lang), path, lang, title=title, comments=dossier.made_by)


def write_tables(tables: Sequence[Table], path: Path, lang: str, *, title: str, comments: str) -> None:
    """A sheet for each table; whole or not at all. Raises :class:`LianpuError` where it cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    half = path.with_suffix(".xlsx.tmp")
    book = xlsxwriter.Workbook(half, {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True})
    book.set_properties({"title": title, "comments": comments})
    homes = _homes(tables)
    for table in tables:
        _sheet(book, table, homes, lang)
    try:
        book.close()
        half.replace(path)
    except (FileCreateError, OSError) as error:
        half.unlink(missing_ok=True)
        raise LianpuError(f"cannot be written ({error})", file=path, hint="close it where it is open") from None


def _homes(tables: Sequence[Table]) -> dict[str, str]:
    """Where the claim or library row of an id stands: an internal link."""
    homes = {}
    for table in tables:
        if table.id in ("claims", "sources"):
            for number, row in enumerate(table.rows):
                homes[str(row["id"])] = f"internal:'{_sheet_name(table)}'!A{number + 2}"
    return homes


def _sheet_name(table: Table) -> str:
    """At most 31 characters, without those that a sheet's name may not have."""
    return re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31]


def _sheet(book: Workbook, table: Table, homes: dict[str, str], lang: str) -> None:
    sheet = book.add_worksheet(_sheet_name(table))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F4F2EC"})
    number = book.add_format({"num_format": "#,##0.####"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#2B6C9E", "underline": 1})
    columns = _spread(table.columns, lang)
    for place, (_, title, _) in enumerate(columns):
        sheet.write_string(0, place, title, head)
    for line, row in enumerate(table.rows, 1):
        for place, (column, _, end) in enumerate(columns):
            _cell(sheet, line, place, _value(row.get(column.key), end), homes, (number, wrapped, link))
    _finish(sheet, table, columns)
    if table.note:
        sheet.write_string(len(table.rows) + 2, 0, table.note)


def _spread(columns: Sequence[Column], lang: str) -> list[tuple[Column, str, str]]:
    """A range takes three columns: low, typical, high."""
    out: list[tuple[Column, str, str]] = []
    for column in columns:
        if column.kind == "range":
            out += [(column, f"{column.head} {t(f'column.{end}', lang)}", end) for end in ENDS]
        else:
            out.append((column, column.head, ""))
    return out


def _value(cell: Any, end: str) -> Any:
    return getattr(cell, end) if isinstance(cell, Range) else cell


def _cell(sheet: Worksheet, line: int, place: int, value: Any, homes: dict[str, str], formats: tuple[Any, Any, Any]) -> None:
    number, wrapped, link = formats
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        sheet.write_number(line, place, value, number)
    elif isinstance(value, tuple):
        text = ", ".join(value)
        home = homes.get(value[0]) if value else None
        if home:
            sheet.write_url(line, place, home, link, text)
        elif text:
            sheet.write_string(line, place, text)
    elif value.startswith(("http://", "https://")) and len(value) < 2000 and " " not in value:
        sheet.write_url(line, place, value, link)
    else:
        sheet.write_string(line, place, value, wrapped)


def _finish(sheet: Worksheet, table: Table, columns: list[tuple[Column, str, str]]) -> None:
    sheet.freeze_panes(1, 2 if len(columns) > 4 else 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(columns) - 1)
    for place, (column, title, end) in enumerate(columns):
        texts = [title.split(" [")[0], *(_text(_value(row.get(column.key), end)) for row in table.rows[:ROWS_MEASURED])]
        wide = max(_width(text) for text in texts) + 2
        sheet.set_column(place, place, min(max(wide, NARROWEST), WIDEST))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _width(text: str) -> int:
    """Columns that a text takes: a Chinese character two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
