"""The region as sparse matrices: goods x plants for what is taken and made, plants x classes for capacity.

Every analysis uses these; rows and columns are named so that any number can be said in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lianpu.library.load import Library
from lianpu.library.recipes import Flow
from lianpu.system.model import Plant, Region, StatusClass
from lianpu.units import Range

if TYPE_CHECKING:
    from scipy.sparse import csc_array

LOW, TYPICAL, HIGH = range(3)
CLASSES = tuple(StatusClass)


@dataclass(frozen=True)
class Matrices:
    """``inputs[e]`` and ``outputs[e]`` are goods x plants for the end e (low, typical, high), in the good's unit per
    unit of the plant's main good; ``capacity`` is ends x plants x status classes, in main good per year. ``taken``
    and ``given`` are the same flows by plant, with the library rows behind them (losses included)."""

    goods: tuple[str, ...]
    plants: tuple[Plant, ...]
    taken: tuple[tuple[Flow, ...], ...]
    given: tuple[tuple[Flow, ...], ...]
    inputs: tuple[csc_array, ...]
    outputs: tuple[csc_array, ...]
    capacity: NDArray[np.float64]

    def running(self, classes: frozenset[StatusClass]) -> NDArray[np.float64]:
        """Full capacity over these classes: ends x plants."""
        counted = [CLASSES.index(c) for c in sorted(classes)]
        return np.asarray(self.capacity[:, :, counted].sum(axis=2))

    def need(self, classes: frozenset[StatusClass]) -> NDArray[np.float64]:
        """What the plants take at full capacity: ends x goods, per year."""
        return self._times(self.inputs, classes)

    def supply(self, classes: frozenset[StatusClass]) -> NDArray[np.float64]:
        """What the plants make at full capacity, by-products too: ends x goods, per year."""
        return self._times(self.outputs, classes)

    def _times(self, matrices: tuple[csc_array, ...], classes: frozenset[StatusClass]) -> NDArray[np.float64]:
        running = self.running(classes)
        return np.stack([matrix @ running[end] for end, matrix in enumerate(matrices)])


def compile_region(region: Region, library: Library, year: int | None = None) -> Matrices:
    """The matrices of a region with the recipes of ``year`` (default: the region's)."""
    year = region.year if year is None else year
    goods = tuple(library.goods)
    recipes = tuple(library.technologies[p.technology].recipe(year) if p.technology else None for p in region.plants)
    capacity = np.zeros((3, len(region.plants), len(CLASSES)))
    for j, plant in enumerate(region.plants):
        for k, status in enumerate(CLASSES):
            capacity[:, j, k] = tuple(plant.capacity(frozenset({status})))
    taken = tuple(tuple(r.gross(flow) for flow in r.inputs) if r else () for r in recipes)
    given = tuple(r.outputs if r else () for r in recipes)
    main = [(plant.good, j, Range.exact(1.0)) for j, plant in enumerate(region.plants)]
    shape = (len(goods), len(region.plants))
    inputs, outputs = _by_end(_entries(taken), goods, shape), _by_end([*main, *_entries(given)], goods, shape)
    return Matrices(goods, region.plants, taken, given, inputs, outputs, capacity)


def _entries(flows: Iterable[Iterable[Flow]]) -> list[tuple[str, int, Range]]:
    return [(flow.good_id, j, flow.per_output) for j, column in enumerate(flows) for flow in column]


def _by_end(entries: list[tuple[str, int, Range]], goods: tuple[str, ...], shape: tuple[int, int]) -> tuple[csc_array, ...]:
    from scipy.sparse import coo_array

    row = {good: i for i, good in enumerate(goods)}
    i = np.array([row[good] for good, _, _ in entries], dtype=np.int64)
    j = np.array([column for _, column, _ in entries], dtype=np.int64)
    ends = np.array([tuple(value) for _, _, value in entries]).reshape(-1, 3)
    return tuple(coo_array((ends[:, end], (i, j)), shape=shape).tocsc() for end in range(3))
