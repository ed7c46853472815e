"""A user's table of years: a csv with a column ``year`` and a column for each element."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lianpu.errors import LianpuError


@dataclass(frozen=True)
class Yearly:
    """``years`` rise; ``values`` are years x elements. Years need not follow each other: a row speaks of the years since
    the row before it (the first row of one year)."""

    years: tuple[int, ...]
    elements: tuple[str, ...]
    values: NDArray[np.float64]

    @property
    def edges(self) -> NDArray[np.float64]:
        """Where periods begin, and where the last one ends."""
        return np.array([self.years[0], *(year + 1 for year in self.years)], dtype=float)


def read_yearly(file: Path) -> Yearly:
    """Raises :class:`LianpuError` naming file and row for a table that cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LianpuError(f"cannot be read ({error.strerror})", file=file, hint="name a csv table of years") from None
    except UnicodeDecodeError:
        raise LianpuError("this table is not UTF-8 text", file=file, hint="save it as UTF-8 csv") from None
    rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    header = [cell.strip() for cell in rows[0]] if rows else []
    if len(header) < 2 or header[0].lower() not in ("year", "年份", "年"):
        raise LianpuError("the first column is not 'year'", file=file, place="row 1", hint="write year,element,…")
    if len(rows) < 2:
        raise LianpuError("this table has no years", file=file)
    years, values = zip(*(_row(row, header, file, n) for n, row in enumerate(rows[1:], 2)), strict=True)
    for n, (before, year) in enumerate(pairwise(years), 3):
        if year <= before:
            raise LianpuError(f"year {year} after {before}", file=file, place=f"row {n}", hint="give years that rise")
    return Yearly(tuple(years), tuple(header[1:]), np.array(values))


def _row(cells: list[str], header: list[str], file: Path, number: int) -> tuple[int, list[float]]:
    if len(cells) != len(header):
        raise LianpuError(f"{len(cells)} cells under {len(header)} columns", file=file, place=f"row {number}")
    numbers = [_number(cell, name, file, number) for cell, name in zip(cells, header, strict=True)]
    if numbers[0] != int(numbers[0]):
        raise LianpuError(f"'{cells[0]}' is no year", file=file, place=f"row {number}")
    return int(numbers[0]), numbers[1:]


def _number(cell: str, name: str, file: Path, row: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise LianpuError(f"'{name}' must be a number, not '{cell}'", file=file, place=f"row {row}")
    return value
