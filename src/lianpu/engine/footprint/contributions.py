"""What a footprint is made of: by process, by what the last step took, and along supply-chain paths.

Every list adds up to the total: what is not listed is the remainder, shown as such.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.footprint.solve import Solution, Solver
from lianpu.engine.footprint.technosphere import Technosphere, Vector


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total: the index of a process (or product), its value and its share of the total (None of zero)."""

    index: int
    value: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts in order of size; ``total = sum of parts + remainder``."""

    total: float
    parts: tuple[Part, ...]
    remainder: float


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of products, the demanded one first: the direct value of the last one's process along this chain."""

    products: tuple[int, ...]
    amount: float
    value: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths in order of size. ``remainder`` is all that lies on paths not listed; ``searched`` nodes were opened."""

    total: float
    paths: tuple[Path, ...]
    remainder: float
    searched: int


def by_process(solution: Solution, direct: ArrayLike, most: int | None = None) -> Parts:
    """Direct value of each process at its activity. ``direct`` per unit of activity (n)."""
    return parts(np.asarray(direct, dtype=float) * solution.activity, most)


def by_input(system: Technosphere, direct: ArrayLike, intensities: Vector, product: int) -> tuple[float, Parts]:
    """The product's own direct value per unit, and what each product that its process takes brings."""
    own = float(system.per_output(direct)[product])
    taken = system.transposed[[product]].tocoo()
    brought = np.zeros(system.size)
    brought[taken.coords[1]] = taken.data * (intensities * system.turned)[taken.coords[1]]
    return own, parts(brought, None)


def parts(values: Vector, most: int | None) -> Parts:
    """Parts of a sum in order of size (of amount), the first ``most`` of them (None: all that are not zero)."""
    total = float(values.sum())
    order = np.argsort(-np.abs(values), kind="stable")
    kept = [int(i) for i in order[:most] if values[i] != 0]
    listed = tuple(Part(i, float(values[i]), _share(float(values[i]), total)) for i in kept)
    return Parts(total, listed, total - float(sum(p.value for p in listed)) if most is not None else 0.0)


def paths(
    solver: Solver, direct: ArrayLike, product: int, *, amount: float = 1.0, cutoff: float = 0.01, most: int = 1_000
) -> Paths:
    """Supply-chain paths of ``amount`` of a product (structural path analysis, Crama, Defourny & Gazon 1984;
    Treloar 1997), best first.

    A branch is left when all that can still come along it is below ``cutoff`` of the total: its whole intensity counts,
    not only its first step, so nothing large is missed. ``most``: the longest list.
    """
    system = solver.system
    own = system.per_output(direct)
    whole = solver.intensities(np.stack([np.asarray(direct, float), np.abs(np.asarray(direct, float))])).values
    intensity, size = whole[0] * system.turned, np.abs(whole[1])
    total = float(intensity[product]) * amount
    least = cutoff * max(abs(total), 1e-300)
    found: list[Path] = []
    heap: list[tuple[float, tuple[int, ...], float]] = [(-abs(amount) * float(size[product]), (product,), amount)]
    searched = 0
    while heap and searched < 100 * most:
        _, chain, quantity = heapq.heappop(heap)
        searched += 1
        value = quantity * float(own[chain[-1]])
        if abs(value) >= least:
            found.append(Path(chain, quantity, value, _share(value, total)))
        for i, each in _taken(system, chain[-1]):
            reach = abs(quantity * each) * float(size[i])
            if reach >= least:
                heapq.heappush(heap, (-reach, (*chain, i), quantity * each))
    found.sort(key=lambda path: -abs(path.value))
    listed = tuple(found[:most])
    return Paths(total, listed, total - sum(path.value for path in listed), searched)


def _taken(system: Technosphere, product: int) -> Iterator[tuple[int, float]]:
    t = system.transposed
    span = slice(int(t.indptr[product]), int(t.indptr[product + 1]))
    return zip(t.indices[span].tolist(), t.data[span].tolist(), strict=True)


def _share(value: float, total: float) -> float | None:
    return value / total if total else None
