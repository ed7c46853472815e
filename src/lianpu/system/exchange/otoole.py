"""A folder of csv files as otoole writes OSeMOSYS models: sets, and parameters with defaults, as dense arrays.

A file with a header only, or none, means the parameter's default everywhere (``defaults.csv``: PARAMETER,DEFAULT, where
``*`` is the default of all others). https://otoole.readthedocs.io, https://osemosys.readthedocs.io
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Floats, Names, suggest

SETS = ("REGION", "TECHNOLOGY", "FUEL", "EMISSION", "STORAGE", "TIMESLICE", "MODE_OF_OPERATION", "YEAR", "SEASON", "DAYTYPE",
        "DAILYTIMEBRACKET", "UDC")  # fmt: skip


@dataclass(frozen=True)
class Folder:
    """The sets of a model's folder and, on request, its parameters."""

    path: Path
    sets: Mapping[str, Names]
    defaults: Mapping[str, float]

    def rows(self, parameter: str) -> list[dict[str, str]]:
        """The rows of a parameter's file; none where it is missing or has a header only."""
        return _rows(self.path / f"{parameter}.csv")

    def default(self, parameter: str) -> float:
        return self.defaults.get(parameter, self.defaults.get("*", 0.0))

    def array(self, parameter: str, *axes: str) -> Floats:
        """The parameter over its sets. Raises :class:`LianpuError` naming file and row for what is no member or number."""
        out = np.full([len(self.sets[axis]) for axis in axes], self.default(parameter))
        place = {axis: {name: k for k, name in enumerate(self.sets[axis])} for axis in axes}
        rows = self.rows(parameter)
        if rows and (missing := [a for a in (*axes, "VALUE") if a not in rows[0]]):
            raise LianpuError(
                f"no column '{missing[0]}'", file=self.path / f"{parameter}.csv", hint=suggest(missing[0], tuple(rows[0]))
            )
        for number, row in enumerate(rows, 2):
            out[tuple(self._member(parameter, number, axis, row[axis], place[axis]) for axis in axes)] = self._value(
                parameter, number, row["VALUE"]
            )
        return out

    def _member(self, parameter: str, number: int, axis: str, name: str, place: Mapping[str, int]) -> int:
        if name not in place:
            raise LianpuError(
                f"'{name}' is not in {axis}", file=self.path / f"{parameter}.csv", place=f"row {number}",
                hint=suggest(name, tuple(place)),
            )  # fmt: skip
        return place[name]

    def _value(self, parameter: str, number: int, text: str) -> float:
        try:
            value = float(text)
        except (TypeError, ValueError):
            value = float("nan")
        if not isfinite(value):
            raise LianpuError(f"'{text}' is no number", file=self.path / f"{parameter}.csv", place=f"row {number}")
        return value


def open_folder(path: Path) -> Folder:
    """Raises :class:`LianpuError` for a folder that holds no such model."""
    if not (path / "YEAR.csv").is_file():
        raise LianpuError("no OSeMOSYS model: YEAR.csv is missing", file=path, hint="name a folder of otoole's csv files")
    sets = {name: tuple(row.get("VALUE", "") for row in _rows(path / f"{name}.csv")) for name in SETS}
    sets["YEAR"] = tuple(sorted(sets["YEAR"]))
    for needed in ("REGION", "TECHNOLOGY", "FUEL", "TIMESLICE", "MODE_OF_OPERATION", "YEAR"):
        if not sets[needed]:
            raise LianpuError("the set is empty", file=path / f"{needed}.csv")
    return Folder(path, sets, _defaults(path / "defaults.csv"))


def _defaults(path: Path) -> dict[str, float]:
    out = {}
    for number, row in enumerate(_rows(path), 2):
        try:
            out[row["PARAMETER"]] = float(row["DEFAULT"])
        except (KeyError, TypeError, ValueError):
            raise LianpuError("needs PARAMETER,DEFAULT with a number", file=path, place=f"row {number}") from None
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file)]
    except UnicodeDecodeError:
        raise LianpuError("is no UTF-8 text", file=path) from None
