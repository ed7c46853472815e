"""Columns of a planning table: what a field holds, how values become arrays, and what is refused.

A field is declared once, in its table (``tables.py``), with its kind, default and bounds; reading, checking and the
documentation use that declaration. Numbers that vary in time are *profiles*: arrays of items x years x slices in which
the last two axes may have length 1 (the same in all).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lianpu.errors import LianpuError

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]
Booleans = NDArray[np.bool_]
Names = tuple[str, ...]
Kind = Literal["key", "text", "choice", "ref", "number", "profile", "flag"]


@dataclass(frozen=True, slots=True)
class Column:
    """``to`` is the table that a reference points to; ``choices`` the words of a choice; ``low``/``high`` are
    bounds; ``endless`` allows infinity where the default does not say so; ``yearly`` profiles do not vary by slice."""

    kind: Kind
    default: Any = None
    to: str = ""
    choices: Names = ()
    low: float = -np.inf
    high: float = np.inf
    doc: str = ""
    endless: bool = False
    yearly: bool = False

    @property
    def may_be_infinite(self) -> bool:
        return self.endless or (self.default is not None and np.isinf(self.default))

    @property
    def required(self) -> bool:
        return self.default is None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row came from: a file and sheet, or the table that a program handed over; ``number`` as people count."""

    file: str | None
    sheet: str
    number: int

    def error(self, what: str, hint: str | None = None, item: str = "") -> LianpuError:
        where = f"{self.sheet}, row {self.number}" + (f" ({item})" if item else "")
        return LianpuError(what, file=self.file, place=where, hint=hint)


@dataclass(frozen=True)
class Places(Sequence[Place]):
    """Places of rows one under another, made when asked for: a table handed over in columns may be long."""

    file: str | None
    sheet: str
    size: int
    first: int = 1

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, row: Any) -> Any:
        if not -self.size <= row < self.size:
            raise IndexError(row)
        return Place(self.file, self.sheet, self.first + int(row) % max(1, self.size))


@dataclass(frozen=True, slots=True)
class Axes:
    """The names that references and profiles are read against."""

    names: Mapping[str, Names]
    years: tuple[int, ...]
    slices: Names

    def index(self, table: str, name: object, place: Place, item: str, column: str) -> int:
        known = self.names.get(table, ())
        try:
            return known.index(str(name))
        except ValueError:
            raise place.error(f"unknown {singular(table)} '{name}' in '{column}'", suggest(str(name), known), item) from None


def column(kind: Kind, default: Any = None, **rest: Any) -> Any:
    """A dataclass field that is a column of a planning table."""
    return field(metadata={"column": Column(kind, default, **rest)})


def singular(table: str) -> str:
    return {"activities": "activity", "storages": "storage"}.get(table, table.removesuffix("s"))


def suggest(name: str, known: Sequence[str]) -> str:
    """``did you mean 'x'?``, or the names there are."""
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"one of {', '.join(known[:12])}{' …' if len(known) > 12 else ''}" if known else "there are none"


def number(value: object, name: str, spec: Column, place: Place, item: str) -> float:
    """A finite number within the column's bounds (an open upper limit is infinite and allowed as such)."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise place.error(f"'{name}' must be a number, not '{value}'", item=item) from None
    _check(found, name, spec, place, item)
    return found


def _check(found: float, name: str, spec: Column, place: Place, item: str) -> None:
    if np.isnan(found):
        raise place.error(f"'{name}' is not a number (NaN)", "give a value, or leave the field out for its default", item)
    if not spec.low <= found <= spec.high:
        bound = f"at least {spec.low:g}" if found < spec.low else f"at most {spec.high:g}"
        raise place.error(f"'{name}' is {found:g}, must be {bound}", item=item)
    if np.isinf(found) and not spec.may_be_infinite:
        raise place.error(f"'{name}' is infinite", item=item)


def profile(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> Floats:
    """One item's years x slices from a number, a row per year, or ``{year: number or slices}``.

    Between given years the value is interpolated linearly; before the first and after the last it stays.
    """
    if isinstance(value, Mapping):
        found = _by_year(value, name, spec, place, item, axes)
    else:
        try:
            found = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError):
            raise place.error(f"'{name}' must be a number or numbers by year, not '{value}'", item=item) from None
    return _shaped(found, name, spec, place, item, axes)


def _shaped(found: Floats, name: str, spec: Column, place: Place, item: str, axes: Axes) -> Floats:
    years, slices = len(axes.years), len(axes.slices)
    shapes = {0: (1, 1), 1: (len(found) if found.ndim else 1, 1), 2: found.shape}
    if found.ndim > 2 or (shape := shapes[found.ndim])[0] not in (1, years) or shape[1] not in (1, 1 if spec.yearly else slices):
        raise place.error(f"'{name}' has the shape {found.shape}", _wanted(spec, years, slices), item)
    found = found.reshape(shape)
    for extreme in (found.min(), found.max()):
        _check(float(extreme), name, spec, place, item)
    return found


def _wanted(spec: Column, years: int, slices: int) -> str:
    return f"give one number or {years}, by year" if spec.yearly else f"give {years} years, or {years} x {slices} slices"


def _by_year(value: Mapping[Any, Any], name: str, spec: Column, place: Place, item: str, axes: Axes) -> Floats:
    try:
        given = sorted((int(year), np.atleast_1d(np.asarray(v, dtype=np.float64))) for year, v in value.items())
    except (TypeError, ValueError):
        raise place.error(f"'{name}' must map years to numbers", "e.g. {2025: 1.0, 2030: 2.0}", item) from None
    if not given:
        return np.asarray(float(spec.default))
    width = max(v.size for _, v in given)
    known = np.array([np.broadcast_to(v, width) for _, v in given])
    at = [year for year, _ in given]
    return np.stack([np.interp(axes.years, at, known[:, k]) for k in range(width)], axis=1)


def stacked(parts: Sequence[Floats]) -> Floats:
    """Items x years x slices from years x slices of every item, as small as they allow."""
    if not parts:
        return np.zeros((0, 1, 1))
    shape = tuple(max(p.shape[k] for p in parts) for k in (0, 1))
    return np.stack([np.broadcast_to(p, shape) for p in parts])
