"""The user's own table back as a workbook, its wrong cells marked, with what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from lianpu.errors import LianpuError
from lianpu.ledger.importing import ImportReport
from lianpu.ledger.marked import Grid, Wrong, grids, wrong_cells

#: The name of a csv's sheet, and the longest that Excel takes.
_CSV, _LONGEST = "table", 31
_NOTE = {"x_scale": 2, "y_scale": 1.2}


def write_marked(reports: Iterable[ImportReport], path: Path) -> int:
    """Writes the tables with refused rows to ``path``, whole or not at all; returns how many cells are marked.

    The last column of a marked row says what is wrong and what to do. Raises :class:`LianpuError` where the folder is
    not there.
    """
    if not path.parent.is_dir():
        raise LianpuError("the folder is not there", file=path.parent, hint="make it first")
    marked = 0
    half = path.with_name(f"{path.name}.tmp")
    with xlsxwriter.Workbook(str(half), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = {"wrong": book.add_format({"bg_color": "#FFC7CE"}), "date": book.add_format({"num_format": "yyyy-mm-dd"})}
        for report in (r for r in reports if r.refused):
            wrong = wrong_cells(Path(report.file), report.refused)
            for grid in grids(Path(report.file)):
                faults: dict[int, list[Wrong]] = {}
                for fault in wrong.get(grid.name, []):
                    faults.setdefault(fault.row, []).append(fault)
                sheet = book.add_worksheet(_free_name(book, grid.name or _CSV))
                _fill(sheet, grid, faults, looks)
                marked += sum(map(len, faults.values()))
    half.replace(path)
    return marked


def _fill(sheet: Any, grid: Grid, faults: dict[int, list[Wrong]], looks: dict[str, Any]) -> None:
    for number, cells in enumerate(grid.rows):
        here = {fault.column: fault for fault in faults.get(number, ())}
        for column, value in enumerate(cells):
            look = looks["wrong"] if column in here or None in here else None
            _write(sheet, number, column, value, look, looks["date"])
        for at, fault in here.items():
            text = f"{fault.what}; {fault.hint}" if fault.hint else fault.what
            sheet.write_comment(number, at or 0, text, _NOTE)
            sheet.write_string(number, len(cells), text, looks["wrong"])


def _write(sheet: Any, row: int, column: int, value: object, look: Any, dated: Any) -> None:
    if isinstance(value, bool) or value is None or value == "":
        sheet.write(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, look or dated)
    else:
        sheet.write_string(row, column, str(value), look)


def _free_name(book: Any, name: str) -> str:
    """The sheet's name, with a number where another table has a sheet of that name."""
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    names = (name[:_LONGEST] if n == 1 else f"{name[: _LONGEST - 4]} {n}" for n in range(1, 1000))
    return next(free for free in names if free.casefold() not in taken)
