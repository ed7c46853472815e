"""Blocks of named rows and columns, and the entries between them: what a System is compiled into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from lianpu.system.planning.columns import Floats, Ints
from lianpu.system.planning.system import System

if TYPE_CHECKING:
    from scipy.sparse import csc_array


@dataclass(frozen=True, slots=True)
class Name:
    """What a row or column is about: its kind, the table and row behind it, year and slice (None: all of them)."""

    kind: str
    table: str
    item: int
    year: int | None
    slice: str | None


@dataclass(frozen=True)
class Block:
    """``items`` (rows of ``table``) x years x slices, numbered from ``first``; an axis of length 1 is not told apart."""

    kind: str
    table: str
    items: Ints
    first: int
    shape: tuple[int, int, int]

    @property
    def size(self) -> int:
        return self.shape[0] * self.shape[1] * self.shape[2]

    @property
    def index(self) -> Ints:
        """The numbers of the block's rows or columns, as items x years x slices."""
        return np.arange(self.first, self.first + self.size, dtype=np.int32).reshape(self.shape)

    def name(self, number: int, system: System) -> Name:
        item, year, part = np.unravel_index(number - self.first, self.shape)
        return Name(
            self.kind,
            self.table,
            int(self.items[item]),
            int(system.years[year]) if self.shape[1] > 1 or len(system.years) == 1 else None,
            system.slices[part] if self.shape[2] > 1 else None,
        )


@dataclass
class Builder:
    """Collects blocks and entries while a System is compiled."""

    shape: tuple[int, int]
    columns: list[Block] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)
    _vectors: dict[str, list[Floats]] = field(
        default_factory=lambda: {k: [] for k in ("cost", "lower", "upper", "integer", "low", "high")}
    )
    _entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=lambda: [0, 0])

    def add_columns(
        self, kind: str, table: str, items: ArrayLike, years: int, slices: int, *,
        lower: ArrayLike = 0.0, upper: ArrayLike = np.inf, cost: ArrayLike = 0.0, integer: ArrayLike = 0.0,
    ) -> Ints:  # fmt: skip
        """New columns; bounds and cost broadcast against items x years x slices. Returns their numbers in that shape."""
        block = self._block(self.columns, 0, kind, table, items, years, slices)
        for name, value in (("cost", cost), ("lower", lower), ("upper", upper), ("integer", integer)):
            self._vectors[name].append(_flat(value, block.shape))
        return block.index

    def add_rows(self, kind: str, table: str, items: ArrayLike, years: int, slices: int, low: ArrayLike, high: ArrayLike) -> Ints:
        """New rows; bounds broadcast against items x years x slices. Returns their numbers in that shape."""
        block = self._block(self.rows, 1, kind, table, items, years, slices)
        self._vectors["low"].append(_flat(low, block.shape))
        self._vectors["high"].append(_flat(high, block.shape))
        return block.index

    def put(self, rows: Ints, columns: Ints, values: ArrayLike) -> None:
        """Entries; the three broadcast against each other, zeros are left out."""
        value = np.asarray(values, dtype=np.float64)
        if value.size and not value.all():
            rows, columns, value = np.broadcast_arrays(rows, columns, value)
            there = value != 0
            rows, columns, value = rows[there], columns[there], value[there]
        self._entries.append((rows, columns, value))

    def _block(self, blocks: list[Block], axis: int, kind: str, table: str, items: ArrayLike, years: int, slices: int) -> Block:
        of = np.asarray(items, dtype=np.int32)
        block = Block(kind, table, of, self._numbers[axis], (of.size, years, slices))
        blocks.append(block)
        self._numbers[axis] += block.size
        return block

    def vector(self, name: str) -> Floats:
        return np.concatenate([*self._vectors[name], np.zeros(0)])

    def matrix(self) -> csc_array:
        """All entries as one matrix by columns; those of one place add up."""
        from scipy.sparse import coo_array

        shapes = [np.broadcast_shapes(r.shape, c.shape, v.shape) for r, c, v in self._entries]
        sizes = [int(np.prod(s)) for s in shapes]
        size, at = sum(sizes), 0
        i, j, v = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size)
        for (rows, columns, values), shape, n in zip(self._entries, shapes, sizes, strict=True):
            for out, part in ((i, rows), (j, columns), (v, values)):
                out[at : at + n].reshape(shape)[...] = part
            at += n
        self._entries.clear()
        return coo_array((v, (i, j)), shape=(self._numbers[1], self._numbers[0])).tocsc()


def _flat(value: ArrayLike, shape: tuple[int, int, int]) -> Floats:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), shape).ravel()
