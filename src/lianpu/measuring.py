"""Indicators of files and of regions: the place where tables of cases and ledgers meet the formulas."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from lianpu.engine.indicators.published import Case, Compared, compare
from lianpu.errors import LianpuError

COLUMNS = ("id", "indicator", "inputs_json", "expected_json", "tolerance_abs")


def check_cases(path: Path) -> tuple[Compared, ...]:
    """Every row of a csv table of cases (``id, indicator, inputs_json, expected_json, tolerance_abs[, source]``) computed.

    Raises :class:`LianpuError` naming file and row for a table that cannot be read. A case that no formula takes (an
    unknown indicator or input, a zero denominator) has its error beside what was expected.
    """
    cases = list(_cases(path))
    if not cases:
        raise LianpuError("this table has no rows", file=path, hint=f"its columns are {', '.join(COLUMNS)}")
    return tuple(map(compare, cases))


def _cases(path: Path) -> Iterator[Case]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=path, hint="name a csv table of cases") from None
    except UnicodeDecodeError:
        raise LianpuError("this table is not UTF-8 text", file=path, hint="save it as UTF-8 csv") from None
    reader = csv.DictReader(lines)
    lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if lacking:
        raise LianpuError(f"column '{lacking[0]}' is missing", file=path, place="row 1", hint=f"it needs {', '.join(COLUMNS)}")
    for row in reader:
        if any(isinstance(v, str) and v.strip() for v in row.values()):
            yield _case(row, path, reader.line_num)


def _case(row: dict[str, Any], path: Path, number: int) -> Case:
    where = f"row {number} ({row['id']})"
    if None in row or None in row.values():
        raise LianpuError("the row has not as many cells as columns", file=path, place=where, hint="quote a cell with commas")
    inputs = _json(row["inputs_json"], "inputs_json", path, where)
    if not isinstance(inputs, dict):
        raise LianpuError("'inputs_json' must be an object of inputs", file=path, place=where, hint='as {"x": 1}')
    expected = _json(row["expected_json"], "expected_json", path, where)
    try:
        tolerance = float(row["tolerance_abs"].strip() or 0)
    except ValueError:
        tolerance = float("nan")
    if not isfinite(tolerance) or tolerance < 0:
        raise LianpuError(f"'tolerance_abs' must be a number from 0, not '{row['tolerance_abs']}'", file=path, place=where)
    indicator = row["indicator"].strip()
    return Case(row["id"].strip(), indicator, inputs, expected, tolerance, (row.get("source") or "").strip())


def _json(text: str, column: str, path: Path, where: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except ValueError as error:
        raise LianpuError(f"'{column}' is no JSON ({error})", file=path, place=where, hint='write it as {"x": 1}') from None


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
