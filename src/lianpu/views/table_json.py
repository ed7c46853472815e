"""A table as JSON and as csv: the cells in words for a reader, and as numbers for a program."""

from __future__ import annotations

import csv
import io
from typing import Any

from lianpu.units import Range
from lianpu.views.table import Cell, Table, cell_text

#: A cell that begins so is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_json(table: Table, lang: str) -> dict[str, Any]:
    """``id``, ``title``, ``note``, ``columns[]`` (``key``, ``title``, ``unit``, ``kind``) and ``rows[]``: a cell is text, a
    number, a list of ids, null, or of a range ``low``, ``typical``, ``high`` and ``text``."""
    columns = [{"key": c.key, "title": c.title, "unit": c.unit, "kind": c.kind} for c in table.columns]
    rows = [{key: _cell(value, lang) for key, value in row.items()} for row in table.rows]
    return {"id": table.id, "title": table.title, "note": table.note, "columns": columns, "rows": rows}


def table_csv(table: Table, lang: str) -> str:
    """Rows as csv, a range in three columns; begins with the mark by which Excel knows UTF-8."""
    shown = [c for c in table.columns if c.kind not in ("claims", "rows", "figures")]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head for c in shown for head in ([f"{c.head} {end}" for end in _ENDS] if c.kind == "range" else [c.head])])
    for row in table.rows:
        cells = [_csv_cells(row.get(c.key), c.kind == "range", lang) for c in shown]
        writer.writerow([cell for some in cells for cell in some])
    return "\ufeff" + out.getvalue()


_ENDS = ("low", "typical", "high")


def _csv_cells(cell: Cell, three: bool, lang: str) -> list[str]:
    if isinstance(cell, Range):
        return [repr(cell.low), repr(cell.typical), repr(cell.high)]
    if isinstance(cell, float | int):
        return ["", repr(cell), ""] if three else [repr(cell)]
    text = cell_text(cell, lang)
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    return ["", safe, ""] if three else [safe]


def _cell(cell: Cell, lang: str) -> Any:
    if isinstance(cell, Range):
        return {"low": cell.low, "typical": cell.typical, "high": cell.high, "text": cell_text(cell, lang)}
    return list(cell) if isinstance(cell, tuple) else cell
