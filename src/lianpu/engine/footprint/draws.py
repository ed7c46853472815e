"""Monte Carlo: many draws of a system's coefficients at once.

Draws stand side by side as one block-diagonal matrix, so a step of all of them is one product. The inverse of the typical
system is the preconditioner: a draw is a small departure from it, and ten steps do what a factorisation of every draw
would. A draw that does not settle is solved by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from lianpu.engine.footprint import errors
from lianpu.engine.footprint.technosphere import Indices, Technosphere, Vector
from lianpu.errors import LianpuError

#: Factors on every coefficient: (generator, draws, how many coefficients) -> draws x coefficients, around 1.
Sampler = Callable[[np.random.Generator, int, Indices], Vector]

BLOCK = 500
STEPS = 60
TOLERANCE = 1e-10


@dataclass(frozen=True)
class Draws:
    """``values``: draws x indicators; ``seed`` gives them again. ``settled``: draws that needed no solution of their own."""

    values: Vector
    seed: int
    settled: int

    def quantiles(self, *shares: float) -> Vector:
        """Quantiles x indicators."""
        return np.asarray(np.quantile(self.values, shares, axis=0))


def lognormal(sigma: ArrayLike) -> Sampler:
    """Factors exp(sigma z) with median 1; one sigma, or one for each coefficient of ``taken.data``."""

    def sample(rng: np.random.Generator, draws: int, which: Indices) -> Vector:
        factors = rng.standard_normal((draws, len(which)))
        factors *= np.asarray(sigma, float)[which] if np.ndim(sigma) else float(np.asarray(sigma))
        return np.asarray(np.exp(factors, out=factors))

    return sample


def triangular(low: ArrayLike, typical: ArrayLike, high: ArrayLike) -> Sampler:
    """Factors of a triangular distribution over typical, for each coefficient of ``taken.data``; 1 where typical is 0."""
    ends = [np.asarray(end, float) for end in (low, typical, high)]

    def sample(rng: np.random.Generator, draws: int, which: Indices) -> Vector:
        a, c, b = (end[which] for end in ends)
        mode = np.where(b > a, (c - a) / np.where(b > a, b - a, 1.0), 0.0)
        u = rng.random((draws, len(which)))
        drawn = np.where(u < mode, a + np.sqrt(u * mode) * (b - a), b - np.sqrt((1 - u) * (1 - mode)) * (b - a))
        return np.asarray(np.where(c != 0, drawn / np.where(c != 0, c, 1.0), 1.0))

    return sample


def monte_carlo(
    system: Technosphere, demand: ArrayLike, direct: ArrayLike, sampler: Sampler, *, draws: int = 1_000, seed: int = 0,
    direct_sampler: Sampler | None = None,
) -> Draws:  # fmt: skip
    """Values of a demand over draws of the coefficients.

    ``direct`` is (n,) or (k, n) per unit of activity; ``sampler`` gives factors on ``system.taken.data``,
    ``direct_sampler`` on the raveled ``direct``. Only products that the demand reaches are drawn.
    Raises :class:`LianpuError` with code ``not_productive`` when a draw's loops make no more than they take.
    """
    if draws < 1:
        raise LianpuError(f"{draws} draws", hint="draw once or more")
    f = np.asarray(demand, float) * system.turned
    g = np.atleast_2d(system.per_output(direct))
    part = _Reached(system, f)
    rng = np.random.default_rng(seed)
    values = np.empty((draws, g.shape[0]))
    settled = 0
    for start in range(0, draws, BLOCK):
        count = min(BLOCK, draws - start)
        x, well = part.outputs(part.base * sampler(rng, count, part.which))
        settled += well
        weights = g[:, part.products] if direct_sampler is None else _drawn(direct_sampler, rng, count, g, system, part)
        values[start : start + count] = np.einsum("sn,skn->sk", x, weights) if weights.ndim == 3 else x @ weights.T
    return Draws(values, seed, settled)


def _drawn(sampler: Sampler, rng: np.random.Generator, count: int, g: Vector, system: Technosphere, part: _Reached) -> Vector:
    """Direct values of the products reached, drawn: count x indicators x products."""
    where = (np.arange(g.shape[0])[:, None] * g.shape[1] + system.process[part.products][None, :]).ravel()
    factors = sampler(rng, count, where).reshape(count, g.shape[0], len(part.products))
    return np.asarray(factors * g[:, part.products])


class _Reached:
    """The products that a demand needs, directly or not, and their block of T."""

    def __init__(self, system: Technosphere, f: Vector) -> None:
        self.system = system
        seeds = np.flatnonzero(f)
        needs = system.transposed
        reached = [breadth_first_order(needs, int(s), directed=True, return_predecessors=False) for s in seeds]
        self.products = np.unique(np.concatenate(reached)) if reached else np.array([0], dtype=np.intp)
        numbered = system.taken.copy()
        numbered.data = np.arange(1, numbered.nnz + 1, dtype=float)
        block = numbered[self.products][:, self.products].tocsr()
        self.which = block.data.astype(np.intp) - 1
        self.base = system.taken.data[self.which]
        self.indptr, self.indices = block.indptr, block.indices
        self.f = f[self.products]
        self.inverse = np.linalg.inv(self._dense(self.base)).T if len(self.products) <= 1_000 else None

    def outputs(self, coefficients: Vector) -> tuple[Vector, int]:
        """Outputs (draws x products) for drawn coefficients (draws x nnz), and how many settled in the common run."""
        count, n = len(coefficients), len(self.products)
        matrix = self._blocks(coefficients)
        x = np.tile(self._through(self.f[None, :]), (count, 1))
        open_ = np.ones(count, dtype=bool)
        for _ in range(STEPS):
            step = self._through(self.f - x + (matrix @ x.ravel()).reshape(count, n))
            x += step
            open_ = np.abs(step).max(axis=1) > TOLERANCE * np.abs(x).max(axis=1)
            if not open_.any():
                break
        open_ |= ~np.isfinite(x).all(axis=1)
        for s in np.flatnonzero(open_):
            x[s] = np.linalg.solve(self._dense(coefficients[s]), self.f)
        if self._backwards(x):
            raise errors.not_productive(errors.named(self.products.tolist(), self.system.products, "product"))
        return x, count - int(open_.sum())

    def _backwards(self, x: Vector) -> bool:
        """Without credits a demand from zero up is met by outputs from zero up, or not at all."""
        plain = (self.base >= 0).all() and (self.f >= 0).all()
        return bool(plain and (x < -1e-9 * np.abs(x).max()).any())

    def _through(self, rows: Vector) -> Vector:
        return rows if self.inverse is None else rows @ self.inverse

    def _blocks(self, coefficients: Vector) -> Any:
        count, n, nnz = len(coefficients), len(self.products), len(self.base)
        indptr = np.append((np.arange(count)[:, None] * nnz + self.indptr[:-1]).ravel(), count * nnz)
        indices = (np.arange(count)[:, None] * n + self.indices).ravel()
        return sparse.csr_array((coefficients.ravel(), indices, indptr), shape=(count * n, count * n))

    def _dense(self, values: Vector) -> Vector:
        n = len(self.products)
        return np.eye(n) - sparse.csr_array((values, self.indices, self.indptr), shape=(n, n)).toarray()
