"""A planning System from files: a workbook with a sheet per table, or a folder with a csv per table.

Sheets carry the tables' names and fields (docs/plan.md). A field that varies is a row of the sheet ``profiles``: table, id,
field, year and slice (either may be empty: all), value. ``settings`` (key, value) holds name, years, spans, slices, weights
and the conventions; lists are written with spaces or commas.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Place, suggest
from lianpu.system.planning.system import Conventions, System
from lianpu.system.planning.tables import TABLES

_SETTINGS = ("name", "years", "spans", "slices", "weights")
_CONVENTIONS = tuple(Conventions.__dataclass_fields__)
_PROFILE = ("table", "id", "field", "year", "slice", "value")
Sheet = list[tuple[Place, dict[str, Any]]]


def read_system(path: Path) -> System:
    """The System of a workbook or folder. Raises :class:`LianpuError` naming file, sheet and row."""
    sheets = _folder(path) if path.is_dir() else _workbook(path)
    known = (*TABLES, "settings", "profiles")
    for name in sheets:
        if name not in known:
            raise LianpuError(f"unknown table '{name}'", file=path, hint=suggest(name, known))
    settings = _settings(sheets.pop("settings", []), path)
    profiles = sheets.pop("profiles", [])
    rows: dict[str, Any] = {name: [dict(row) for _, row in sheet] for name, sheet in sheets.items()}
    places = {name: [place for place, _ in sheet] for name, sheet in sheets.items()}
    _put_profiles(profiles, rows, settings)
    return System.of(**settings, places=places, **rows)


def _folder(path: Path) -> dict[str, Sheet]:
    out = {}
    for file in sorted(path.glob("*.csv")):
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                cells = list(csv.reader(opened))
        except UnicodeDecodeError:
            raise LianpuError("is no UTF-8 text", file=file) from None
        out[file.stem] = _rows(cells, str(file), file.stem)
    if not out:
        raise LianpuError("holds no csv tables", file=path, hint=f"one for each of {', '.join(TABLES)}")
    return out


def _workbook(path: Path) -> dict[str, Sheet]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
    except FileNotFoundError:
        raise LianpuError("there is no such file", file=path) from None
    except Exception as error:  # calamine has an error for each format
        raise LianpuError(f"cannot be read as a workbook ({error})", file=path) from None
    return {name: _rows(book.get_sheet_by_name(name).to_python(), str(path), name) for name in book.sheet_names}


def _rows(cells: list[list[Any]], file: str, sheet: str) -> Sheet:
    """Rows under a header; empty rows are passed over, a cell beyond the header is refused."""
    if not cells:
        return []
    head = [str(c).strip() for c in cells[0]]
    out = []
    for number, row in enumerate(cells[1:], 2):
        values = [c.strip() if isinstance(c, str) else c for c in row]
        if all(v in ("", None) for v in values):
            continue
        place = Place(file, sheet, number)
        if any(v not in ("", None) for v in values[len(head) :]):
            raise place.error(f"more cells than the {len(head)} columns of the header")
        out.append((place, {h: v for h, v in zip(head, values, strict=False) if h and v not in ("", None)}))
    return out


def _settings(sheet: Sheet, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    conventions: dict[str, Any] = {}
    for place, row in sheet:
        key, value = str(row.get("key", "")), row.get("value", "")
        if key in _CONVENTIONS:
            conventions[key] = _convention(key, value, place)
        elif key in _SETTINGS:
            found[key] = value if key == "name" else _listed(key, value, place)
        else:
            raise place.error(f"unknown setting '{key}'", suggest(key, (*_SETTINGS, *_CONVENTIONS)))
    if "years" not in found:
        raise LianpuError("no years", file=path, place="settings", hint="a row: years, 2025 2030 2035")
    return found | {"conventions": conventions}


def _convention(key: str, value: Any, place: Place) -> Any:
    if key not in ("discount_rate", "base_year"):
        return str(value)
    try:
        return float(value) if key == "discount_rate" else int(float(value))
    except ValueError:
        raise place.error(f"'{key}' must be a number, not '{value}'") from None


def _listed(key: str, value: Any, place: Place) -> list[Any]:
    words = str(value).replace(",", " ").split()
    if key == "slices":
        return words
    try:
        return [int(float(w)) if key == "years" else float(w) for w in words]
    except ValueError:
        raise place.error(f"'{key}' must be numbers, not '{value}'") from None


def _put_profiles(sheet: Sheet, rows: Mapping[str, list[dict[str, Any]]], settings: Mapping[str, Any]) -> None:
    """Values by year and slice into the rows they are of: years given are interpolated, slices not given keep the row's."""
    from lianpu.system.planning.system import MONTHS

    slices = tuple(settings.get("slices", MONTHS))
    found: dict[tuple[str, str, str], list[tuple[Place, dict[str, Any]]]] = {}
    for place, row in sheet:
        for field in row:
            if field not in _PROFILE:
                raise place.error(f"unknown field '{field}'", suggest(field, _PROFILE))
        table = str(row.get("table", ""))
        if table not in TABLES:
            raise place.error(f"unknown table '{table}'", suggest(table, tuple(TABLES)))
        known = [str(r.get("id", "")) for r in rows.get(table, ())]
        if _item(row) not in known:
            raise place.error(f"unknown id '{_item(row)}' in {table}", suggest(_item(row), known))
        found.setdefault((table, _item(row), str(row.get("field", ""))), []).append((place, row))
    for (table, item, field), given in found.items():
        target = next(r for r in rows[table] if str(r.get("id", "")) == item)
        spec = TABLES[table].specs().get(field)
        base = target.get(field, spec.default if spec else None)
        target[field] = _profile(given, field, base, slices)


def _item(row: Mapping[str, Any]) -> str:
    value = row.get("id", "")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _profile(given: Sheet, field: str, base: Any, slices: tuple[str, ...]) -> Any:
    sliced = any("slice" in row for _, row in given)
    years: dict[int | None, Any] = {}
    for place, row in given:
        try:
            value = float(row["value"])
            year = int(float(row["year"])) if "year" in row else None
        except (KeyError, ValueError):
            raise place.error(f"'{field}' needs a number as value, and a year or none") from None
        if not sliced:
            years[year] = value
            continue
        held = years.setdefault(year, np.full(len(slices), float(base) if base not in (None, "") else np.nan))
        name = str(row.get("slice", ""))
        if name and name not in slices:
            raise place.error(f"unknown slice '{name}'", suggest(name, slices))
        held[slice(None) if not name else slices.index(name)] = value
    if None in years:
        every = years.pop(None)
        return years or (every[None] if sliced else every)
    return years
