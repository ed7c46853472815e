"""A checked problem as arrays: constants, readings pooled by quantity, and balances with their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.equations import Polynomial
from lianpu.ledger.reconcile.problem import Checked, Correlation, Measurement

Vector = NDArray[np.float64]
Index = NDArray[np.int64]
#: Two exact figures of one quantity are one figure within this.
SAME_EXACT = 1e-9


class Balances:
    """Polynomials over ``n`` quantities: what they leave, how great their terms are, and their derivatives."""

    def __init__(self, zeros: Sequence[Polynomial], place: dict[str, int]) -> None:
        self.count, self.n = len(zeros), len(place)
        terms = [(row, m, c) for row, zero in enumerate(zeros) for m, c in zero.terms.items()]
        degree = max((len(m) for _, m, _ in terms), default=1) or 1
        self._rows = np.array([row for row, _, _ in terms], dtype=np.int64)
        self._coefficients = np.array([c for _, _, c in terms])
        padded = [[*(place[name] for name in m), *[self.n] * (degree - len(m))] for _, m, _ in terms]
        self._factors: Index = np.array(padded, dtype=np.int64).reshape(len(terms), degree)
        self.is_linear = all(zero.is_linear for zero in zeros)

    def left(self, x: Vector) -> tuple[Vector, Vector]:
        """What each balance leaves at ``x``, and the sum of the sizes of its terms."""
        values = self._coefficients * np.append(x, 1.0)[self._factors].prod(axis=1)
        sums = [np.bincount(self._rows, weights=w, minlength=self.count).astype(float) for w in (values, np.abs(values))]
        return sums[0], sums[1]

    def derivatives(self, x: Vector) -> sparse.csr_array:
        """The Jacobian at ``x``, balances by quantities."""
        at = np.append(x, 1.0)[self._factors]
        columns, rows, values = [], [], []
        for k in range(self._factors.shape[1]):
            others = np.delete(at, k, axis=1).prod(axis=1)
            real = self._factors[:, k] < self.n
            columns.append(self._factors[real, k])
            rows.append(self._rows[real])
            values.append((self._coefficients * others)[real])
        where = (np.concatenate(rows), np.concatenate(columns))
        return sparse.coo_array((np.concatenate(values), where), shape=(self.count, self.n)).tocsr()


@dataclass(frozen=True)
class System:
    """``x`` in base units. ``measured`` and ``unknown`` are the places of free quantities; the others are constants.

    ``mean`` and ``root`` (its product with its transpose is the covariance) are the readings of each measured
    quantity pooled by their weights; ``within`` is the chi² that the pooling costs. ``clashes`` are pairs of exact
    readings of one quantity that differ.
    """

    checked: Checked
    balances: Balances
    constants: Vector
    measured: Index
    unknown: Index
    mean: Vector
    root: sparse.csr_array
    within: float
    readings: tuple[Measurement, ...]
    clashes: tuple[tuple[Measurement, Measurement], ...]

    @cached_property
    def place(self) -> dict[str, int]:
        return {q.name: i for i, q in enumerate(self.checked.problem.quantities)}

    @cached_property
    def factors(self) -> Vector:
        return np.array(self.checked.factors)


def build(checked: Checked) -> System:
    """The arrays of a problem. Raises :class:`LianpuError` for correlations that cannot be together."""
    problem = checked.problem
    place = {q.name: i for i, q in enumerate(problem.quantities)}
    constants = np.full(len(place), np.nan)
    clashes: list[tuple[Measurement, Measurement]] = []
    exact: dict[int, Measurement] = {}
    for reading in (m for m in problem.measurements if m.sd == 0):
        i = place[reading.quantity]
        kept = exact.setdefault(i, reading)
        if abs(kept.value - reading.value) > SAME_EXACT * max(abs(kept.value), abs(reading.value)):
            clashes.append((kept, reading))
        constants[i] = kept.value * checked.factors[i]
    readings = tuple(m for m in problem.measurements if m.sd > 0)
    free = [m for m in readings if place[m.quantity] not in exact]
    measured = np.array(sorted({place[m.quantity] for m in free}), dtype=np.int64)
    unknown = np.array([i for i in range(len(place)) if i not in exact and i not in set(measured.tolist())], dtype=np.int64)
    pool = _Pool(checked, place, measured)
    mean, root, within = pool.pooled(free, problem.correlations)
    return System(
        checked, Balances(checked.zeros, place), constants, measured, unknown, mean, root, within, readings, tuple(clashes)
    )


class _Pool:
    """Readings of the same quantities become one mean and covariance (generalised least squares, block by block)."""

    def __init__(self, checked: Checked, place: dict[str, int], measured: Index) -> None:
        self._position = {int(i): k for k, i in enumerate(measured)}
        self._place, self._factors = place, checked.factors
        self._mean = np.zeros(len(measured))
        self._blocks: list[tuple[Index, NDArray[np.float64]]] = []
        self._within = 0.0

    def pooled(self, readings: Sequence[Measurement], ties: Sequence[Correlation]) -> tuple[Vector, sparse.csr_array, float]:
        rho = {frozenset((t.one, t.other)): t.rho for t in ties}
        for block in _blocks(readings, ties):
            self._pool(block, rho)
        n = len(self._mean)
        rows = np.concatenate([np.repeat(at, len(at)) for at, _ in self._blocks] or [np.zeros(0, dtype=np.int64)])
        columns = np.concatenate([np.tile(at, len(at)) for at, _ in self._blocks] or [np.zeros(0, dtype=np.int64)])
        values = np.concatenate([root.ravel() for _, root in self._blocks] or [np.zeros(0)])
        return self._mean, sparse.coo_array((values, (rows, columns)), shape=(n, n)).tocsr(), self._within

    def _pool(self, block: Sequence[Measurement], rho: dict[frozenset[str], float]) -> None:
        at = [self._place[m.quantity] for m in block]
        values = np.array([m.value * self._factors[i] for m, i in zip(block, at, strict=True)])
        sds = np.array([m.sd * self._factors[i] for m, i in zip(block, at, strict=True)])
        own = sorted({self._position[i] for i in at})
        if len(block) == 1:
            self._mean[own] = values
            self._blocks.append((np.array(own), sds.reshape(1, 1)))
            return
        design = np.array([[float(self._position[i] == k) for k in own] for i in at])
        white = _whitener(block, rho)
        a, b = white @ (design / sds[:, None]), white @ (values / sds)
        q, r = np.linalg.qr(a)
        mean = np.linalg.solve(r, q.T @ b)
        self._within += float(((b - a @ mean) ** 2).sum())
        self._mean[own] = mean
        self._blocks.append((np.array(own), np.linalg.inv(r)))


def _blocks(readings: Sequence[Measurement], ties: Sequence[Correlation]) -> list[list[Measurement]]:
    """Readings that share a quantity or a correlation, together."""
    number = {m.id: k for k, m in enumerate(readings)}
    first: dict[str, int] = {}
    pairs = [(number[m.id], first.setdefault(m.quantity, number[m.id])) for m in readings]
    pairs += [(number[t.one], number[t.other]) for t in ties if t.one in number and t.other in number]
    if not pairs:
        return []
    one, other = np.array(pairs).T
    graph = sparse.coo_array((np.ones(len(one)), (one, other)), shape=(len(readings), len(readings)))
    count, labels = sparse.csgraph.connected_components(graph, directed=False)
    blocks: list[list[Measurement]] = [[] for _ in range(count)]
    for reading, label in zip(readings, labels, strict=True):
        blocks[label].append(reading)
    return blocks


def _whitener(block: Sequence[Measurement], rho: dict[frozenset[str], float]) -> NDArray[np.float64]:
    """What makes the errors of a block, in their standard deviations, independent."""
    ids = [m.id for m in block]
    together: Any = np.array([[1.0 if a == b else rho.get(frozenset((a, b)), 0.0) for b in ids] for a in ids])
    try:
        return np.asarray(np.linalg.inv(np.linalg.cholesky(together)))
    except np.linalg.LinAlgError:
        names = ", ".join(ids[:5])
        raise LianpuError(f"the correlations of {names} cannot hold together", hint="check their signs and sizes") from None
