"""A planning table: immutable columns read from rows (dicts) or from whole columns (arrays), checked as they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Self

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Axes, Column, Floats, Names, Place, Places, number, profile, singular, stacked, suggest

Rows = Sequence[Mapping[str, Any]]
Columns = Mapping[str, Any]
_TRUE = {"1": 1, "yes": 1, "true": 1, "是": 1, "0": 0, "no": 0, "false": 0, "否": 0, "": 0}


@dataclass(frozen=True)
class Table:
    """``places`` says where each row came from; columns are arrays that cannot be written."""

    places: Sequence[Place] = field(repr=False)

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    @cache
    def specs(cls) -> dict[str, Column]:
        """The columns of the table, by name, in order."""
        return {f.name: f.metadata["column"] for f in fields(cls) if "column" in f.metadata}

    @classmethod
    def read(cls, name: str, data: Rows | Columns, axes: Axes, places: Sequence[Place] | None = None) -> Self:
        """The table of ``name`` from rows or columns. Raises :class:`LianpuError` naming row and field."""
        if isinstance(data, Mapping):
            size = _height(name, data)
            where = places or Places(None, name, size)
            _refuse_unknown(cls, data, Place(None, name, 1))
            columns = {c: _whole(c, data, spec, axes, where) for c, spec in cls.specs().items()}
        else:
            where = places or Places(None, name, len(data))
            for row, place in zip(data, where, strict=True):
                _refuse_unknown(cls, row, place)
            columns = {c: _cells(c, data, spec, axes, where) for c, spec in cls.specs().items()}
        for value in columns.values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        return cls(places=where, **columns)

    def error(self, row: int, what: str, hint: str | None = None) -> LianpuError:
        """An error that names a row of this table; the caller raises it."""
        names: Names = getattr(self, "id", ())
        return self.places[row].error(what, hint, names[row] if names else "")


def _height(name: str, data: Columns) -> int:
    sizes = {c: len(v) for c, v in data.items() if not isinstance(v, str) and np.ndim(v)}
    if len(set(sizes.values())) > 1:
        raise LianpuError(f"columns of different lengths: {sizes}", place=name)
    return next(iter(sizes.values()), 0)


def _refuse_unknown(cls: type[Table], given: Mapping[str, Any], place: Place) -> None:
    known = cls.specs()
    for name in given:
        if name not in known:
            raise place.error(f"unknown field '{name}'", suggest(str(name), tuple(known)), str(given.get("id", "")))


def _cells(name: str, rows: Rows, spec: Column, axes: Axes, places: Sequence[Place]) -> Any:
    """A column from rows: every cell read with its place."""
    values = []
    read = _READERS.get(spec.kind)
    for row, place in zip(rows, places, strict=True):
        item, value = str(row.get("id", "")), row.get(name)
        if value is None or (isinstance(value, str) and not value):
            if spec.required:
                raise place.error(f"'{name}' is missing", item=item)
            value = spec.default
        if read is None:
            value = axes.index(_target(spec, row), value, place, item, name)
        else:
            value = read(value, name, spec, place, item, axes)
        values.append(value)
    return _packed(values, spec)


def _target(spec: Column, row: Mapping[str, Any]) -> str:
    from lianpu.system.planning.tables import COUNTED

    return COUNTED.get(str(row.get("of")), "*") if spec.to == "*" else spec.to


def _packed(values: list[Any], spec: Column) -> Any:
    if spec.kind == "profile":
        return stacked(values)
    if spec.kind in ("ref", "flag"):
        return np.array(values, dtype=np.int32)
    return np.array(values, dtype=np.float64) if spec.kind == "number" else tuple(values)


def _text(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> str:
    return str(value)


def _key(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> str:
    if not str(value).strip():
        raise place.error(f"'{name}' is empty")
    return str(value)


def _choice(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> str:
    if value not in spec.choices:
        raise place.error(f"'{name}' is '{value}'", suggest(str(value), tuple(c for c in spec.choices if c)), item)
    return str(value)


def _flag(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> int:
    found = _TRUE.get(str(int(value) if isinstance(value, bool | float) else value).lower())
    if found is None:
        raise place.error(f"'{name}' must be yes or no, not '{value}'", item=item)
    return found


def _number(value: object, name: str, spec: Column, place: Place, item: str, axes: Axes) -> float:
    return number(value, name, spec, place, item)


_READERS: dict[str, Callable[..., Any]] = {
    "key": _key, "text": _text, "choice": _choice, "flag": _flag, "number": _number, "profile": profile,
}  # fmt: skip


def _whole(name: str, data: Columns, spec: Column, axes: Axes, places: Sequence[Place]) -> Any:
    """A column handed over whole: arrays are checked at once, names one by one; a single value stands for all rows."""
    size, value = len(places), data.get(name, spec.default)
    if value is None:
        raise LianpuError(f"the column '{name}' is missing", place=places[0].sheet if places else None)
    if spec.kind in ("number", "profile"):
        return _numbers(name, np.asarray(value, dtype=np.float64), spec, axes, places)
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu" and spec.kind in ("ref", "flag"):
        return _indices(name, value, spec, data, axes, places)
    if isinstance(value, str | int) and spec.kind in ("text", "choice", "flag"):  # one for all: read it once
        return _packed([_READERS[spec.kind](value, name, spec, places[0], "", axes)] * size if size else [], spec)
    each = [value] * size if isinstance(value, str | int) else list(value)
    if spec.kind in ("key", "text") and all(each):
        return tuple(map(str, each))
    if spec.kind == "choice" and set(each) <= set(spec.choices):
        return tuple(each)
    of = data.get("of", "")
    rows = [{name: v} | ({"of": of if isinstance(of, str) else of[k]} if spec.to == "*" else {}) for k, v in enumerate(each)]
    return _cells(name, rows, spec, axes, places)


def _indices(name: str, value: Any, spec: Column, data: Columns, axes: Axes, places: Sequence[Place]) -> Any:
    if spec.kind == "flag":
        return value.astype(np.int32)
    of = data.get("of", "")
    tables = [_target(spec, {"of": of})] if isinstance(of, str) else [_target(spec, {"of": o}) for o in dict.fromkeys(of)]
    most = max(len(axes.names[t]) for t in tables)
    bad = np.flatnonzero((value < 0) | (value >= most))
    if bad.size:
        raise places[bad[0]].error(f"'{name}' points at {singular(tables[0])} {value[bad[0]]} of {most}")
    return value.astype(np.int32)


def _numbers(name: str, value: Floats, spec: Column, axes: Axes, places: Sequence[Place]) -> Floats:
    size, wanted = len(places), 1 if spec.kind == "number" else 3
    allowed: list[tuple[int, ...]]
    if value.ndim == 0:
        value = np.full((size,) if wanted == 1 else (size, 1, 1), float(value))
    value = value.reshape(value.shape + (1,) * (wanted - value.ndim))
    allowed = [(size,), (1, len(axes.years)), (1, 1 if spec.yearly else len(axes.slices))][:wanted]
    if value.ndim != wanted or not all(value.shape[k] in allowed[k] for k in range(wanted)):
        raise LianpuError(f"'{name}' has the shape {value.shape}", place=places[0].sheet if places else None)
    wrong = np.isnan(value) | (value < spec.low) | (value > spec.high)
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        number(value[wrong][0], name, spec, places[row], "")
    return np.array(value, copy=True)
