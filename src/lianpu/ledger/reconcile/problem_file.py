"""Problem files of analysts: a table (csv), or the same as TOML or JSON (docs/reconcile.md)."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.adjust import Reconciliation, reconcile
from lianpu.ledger.reconcile.problem import Correlation, Equation, Measurement, Problem, Quantity

COLUMNS = ("name", "value", "sd", "unit", "id", "equation", "correlated_with", "rho")
#: Headings in Chinese for the same columns.
HEADINGS = {
    "名称": "name", "数值": "value", "标准差": "sd", "单位": "unit", "编号": "id", "平衡式": "equation", "方程": "equation",
    "相关": "correlated_with", "相关系数": "rho",
}  # fmt: skip
_KEYS = frozenset({"quantities", "measurements", "balances", "correlations"})
_SUFFIXES = (".csv", ".toml", ".json")
_WIDE_SIGNS = str.maketrans("－−％，．", "--%,.")


def reconcile_file(path: Path) -> Reconciliation:
    """The reconciliation of a problem file. Raises :class:`LianpuError` with the file's name."""
    problem = read_problem(path)
    try:
        return reconcile(problem)
    except LianpuError as error:
        raise LianpuError(error.what, file=path, place=error.place, hint=error.hint) from None


def read_problem(path: Path) -> Problem:
    """The problem of a file. Raises :class:`LianpuError` with file, row or key, and what to do."""
    if path.suffix.lower() not in _SUFFIXES:
        raise LianpuError("is no problem file", file=path, hint=f"give one of {', '.join(_SUFFIXES)} (docs/reconcile.md)")
    text = _decoded(path)
    try:
        if path.suffix.lower() == ".csv":
            return _from_table(text)
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
        return _from_tree(data)
    except LianpuError as error:
        raise LianpuError(error.what, file=path, place=error.place, hint=error.hint) from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LianpuError(f"cannot be read: {error}", file=path, hint="mend the file there") from None


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="check the path") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise LianpuError("is not text in UTF-8 or GB 18030", file=path, hint="save the sheet as CSV UTF-8")


# -- tables ---------------------------------------------------------------------------------------------------------


class _Table:
    """Rows of readings and balances, gathered."""

    def __init__(self) -> None:
        self.units: dict[str, str] = {}
        self.readings: list[Measurement] = []
        self.equations: list[Equation] = []
        self.ties: list[Correlation] = []
        self._count: Counter[str] = Counter()

    def balance(self, cells: Mapping[str, str]) -> None:
        if cells["value"] or cells["sd"]:
            raise LianpuError("a balance has no value", place="column value", hint="give a row to each quantity")
        self.equations.append(Equation(cells["name"] or cells["equation"], cells["equation"]))

    def quantity(self, cells: Mapping[str, str]) -> None:
        name, unit = cells["name"], cells["unit"]
        if not name:
            raise LianpuError("no name", place="column name", hint="each row names a quantity or holds a balance")
        if self.units.setdefault(name, unit) != unit and unit:
            what = f"'{name}' is in {self.units[name] or 'no unit'} before"
            raise LianpuError(what, place="column unit", hint="give all readings of a quantity in one unit")
        if not cells["value"]:
            if cells["sd"]:
                raise LianpuError("sd without value", place="column value", hint="give the value, or neither")
            return
        value = _number(cells["value"], "value")
        self._count[name] += 1
        given = cells["id"] or (name if self._count[name] == 1 else f"{name}#{self._count[name]}")
        self.readings.append(Measurement(given, name, value, _spread(cells["sd"], value)))
        if cells["correlated_with"]:
            self.ties.append(Correlation(given, cells["correlated_with"], _number(cells["rho"], "rho")))

    def problem(self) -> Problem:
        quantities = tuple(Quantity(name, unit) for name, unit in self.units.items())
        return Problem(quantities, tuple(self.readings), tuple(self.equations), tuple(self.ties))


def _from_table(text: str) -> Problem:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = [HEADINGS.get(cell.strip(), cell.strip().lower()) for cell in rows[0]] if rows else []
    _check_header(header)
    table = _Table()
    for number, row in enumerate(rows[1:], 2):
        cells = dict.fromkeys(COLUMNS, "") | {k: c.strip() for k, c in zip(header, row, strict=False)}
        if not any(cells.values()) or row[0].lstrip().startswith("#"):
            continue
        try:
            if len(row) > len(header):
                raise LianpuError(f"{len(row)} cells under {len(header)} columns", hint="quote text with commas")
            (table.balance if cells["equation"] else table.quantity)(cells)
        except LianpuError as error:
            place = ", ".join(filter(None, (f"row {number}", error.place)))
            raise LianpuError(error.what, place=place, hint=error.hint) from None
    return table.problem()


def _check_header(header: list[str]) -> None:
    for column in header:
        if column not in COLUMNS and column not in ("note", "备注"):
            raise LianpuError(f"unknown column '{column}'", place="row 1", hint=f"one of {', '.join(COLUMNS)}, note")
    for column in ("name", "value", "sd"):
        if column not in header:
            raise LianpuError(f"no column '{column}'", place="row 1", hint="the first row names the columns: name,value,sd,…")


def _number(text: str, column: str) -> float:
    plain = text.translate(_WIDE_SIGNS).replace(",", "").replace(" ", "")
    try:
        return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        hint = "write a number such as 12.5"
        raise LianpuError(f"'{text}' is no number", place=f"column {column}", hint=hint) from None


def _spread(text: str, value: float) -> float:
    """A standard deviation, in the unit of the value or as a share of it (5%)."""
    if not text:
        hint = "give the standard deviation (a number, or 5% of the value), 0 for an exact figure"
        raise LianpuError("a value without sd", place="column sd", hint=hint)
    sd = _number(text, "sd")
    return sd * abs(value) if text.strip().endswith(("%", "％")) else sd


# -- TOML and JSON --------------------------------------------------------------------------------------------------


def _from_tree(data: Any) -> Problem:
    if not isinstance(data, dict) or not isinstance(data.get("quantities"), dict):
        raise LianpuError("has no quantities", hint="it needs a table 'quantities' and a list 'balances'")
    for key in data.keys() - _KEYS:
        raise LianpuError(f"unknown key '{key}'", hint=f"one of {', '.join(sorted(_KEYS))}")
    table = _Table()
    for name, given in data["quantities"].items():
        _given(table, str(name), given, f"quantities.{name}")
    for number, reading in enumerate(_list(data, "measurements"), 1):
        place = f"measurements, entry {number}"
        _given(table, str(_object(reading, place).get("quantity", "")), reading, place)
    table.equations += [_equation(e, f"balances, entry {n}") for n, e in enumerate(_list(data, "balances"), 1)]
    for number, tie in enumerate(_list(data, "correlations"), 1):
        found = _object(tie, f"correlations, entry {number}")
        ends = [str(found.get(key, "")) for key in ("one", "other")]
        table.ties.append(Correlation(ends[0], ends[1], _number(str(found.get("rho", "")), "rho")))
    return table.problem()


def _given(table: _Table, name: str, given: Any, place: str) -> None:
    """A bare number is exact; a table has value, sd, unit and id, or only a unit where nothing is known."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        given = {"value": given, "sd": 0}
    cells = {key: _cell(value) for key, value in _object(given, place).items() if key not in ("quantity", "note")}
    for key in cells.keys() - {"value", "sd", "unit", "id"}:
        raise LianpuError(f"unknown key '{key}'", place=place, hint="one of value, sd, unit, id, note")
    unit = cells.get("unit", table.units.get(name, ""))
    try:
        table.quantity(dict.fromkeys(COLUMNS, "") | cells | {"name": name, "unit": unit})
    except LianpuError as error:
        raise LianpuError(error.what, place=place, hint=error.hint) from None


def _cell(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _equation(given: Any, place: str) -> Equation:
    if isinstance(given, str):
        return Equation(given, given)
    found = _object(given, place)
    text = str(found.get("equation", ""))
    if not text:
        raise LianpuError("no equation", place=place, hint="write 'F1+F2=F3', or a table with name and equation")
    return Equation(str(found.get("name", text)), text)


def _list(data: Mapping[str, Any], key: str) -> Iterable[Any]:
    found = data.get(key, [])
    if not isinstance(found, list):
        raise LianpuError(f"'{key}' is no list", place=key, hint="write it between [ and ]")
    return found


def _object(given: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise LianpuError(f"'{given}' is no table", place=place, hint="write value, sd and unit by name")
    return given
