"""Solving ``(I - T) x = f`` and, once for all products, ``y (I - T) = g``, with a bound on the error.

A certificate first: with |T| the amounts of T, a vector ``v > 0`` with ``v (I - |T|) >= c w`` for weights ``w > 0``
proves that every loop has a gain below 1 (Hawkins-Simon; Berman & Plemmons 1994, ch. 6, condition I28), and that an
answer with residual r is wrong by at most ``v|r| / c`` in the norm weighted by w, however it was found. The series
f + Tf + T²f + … gives both when loops are weak. In small systems, and where loops are strong, they are condensed:
strong components of up to 2,000 products are solved by sparse LU, and the series runs on what lies between them, which
is acyclic and so ends; larger components by GMRES. Without credits a system without certificate is an error. With
credits (negative entries) gains may cancel; it is then solved directly if a condition estimate allows, and the result
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.linalg import matrix_balance
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, gmres, onenormest, splu

from lianpu.engine.footprint import errors
from lianpu.engine.footprint.technosphere import Indices, Technosphere, Vector
from lianpu.errors import LianpuError

Method = Literal["series", "loops by LU", "GMRES", "direct"]

TOLERANCE = 1e-12
#: Largest strong component that is factorised: LU of a random one of 2,000 takes about a second.
LARGEST_LU = 2_000
#: Up to this size loops are condensed at once: the answer is then exact to rounding, and takes a millisecond.
SMALL = 500
#: Terms of the series before loops are condensed, and the most that a solution by it takes.
TERMS = 200
MOST_TERMS = 20_000
#: Worst acceptable condition number of a system that has no certificate: six digits are left.
WORST_CONDITION = 1e10


@dataclass(frozen=True)
class Certificate:
    """``weights @ |error| <= (cover / least) @ |residual|``; ``proven`` where loops are shown to be weak, else an
    estimate of the inverse's norm stands behind it."""

    cover: Vector
    least: float
    proven: bool

    def bound(self, residual: Vector) -> float:
        return float(self.cover @ np.abs(residual)) / self.least


@dataclass(frozen=True)
class Solution:
    """``output`` by product (gross, n) and ``activity`` by process. ``bound``: the error of outputs, summed over
    products, as a share of their sum. ``negative``: processes that would run backwards."""

    output: Vector
    activity: Vector
    residual: float
    bound: float
    proven: bool
    method: Method
    steps: int
    negative: tuple[int, ...]


@dataclass(frozen=True)
class Intensities:
    """``values`` (n or k x n): cradle-to-gate value per unit of each product, for each row of direct values.
    ``residual``: largest departure from value = direct + what is taken x its value, relative to the largest value."""

    values: Vector
    residual: float
    method: Method
    steps: int


class Solver:
    """One system, prepared once: certificate, and loops factorised where the series alone is too slow."""

    def __init__(self, system: Technosphere) -> None:
        self.system = system
        self._loops: _Loops | None = None
        self.method: Method = "series"
        found = _series_certificate(system) if system.size > SMALL else None
        if found is None:
            self._loops = _Loops(system)
            self.method = "GMRES" if self._loops.large else "loops by LU"
            found = self._loops.certificate()
        self.certificate = found

    def outputs(self, demand: ArrayLike) -> Solution:
        """Gross outputs for a final demand of each product (n, in the units of the matrix's rows).

        Raises :class:`LianpuError` for a demand of the wrong length.
        """
        t = self.system
        f = np.asarray(demand, dtype=float)
        if f.shape != (t.size,):
            raise LianpuError(f"a demand of shape {f.shape} for {t.size} products", hint="give one number per product")
        f = f * t.turned
        x, steps = self._run(t.by_rows, f, False)
        residual = f - x + t.by_rows @ x
        total = float(np.abs(x).sum())
        bound = self.certificate.bound(residual) / total if total else 0.0
        activity = t.activity(x)
        negative = tuple(np.flatnonzero(activity < -TOLERANCE * max(float(np.abs(activity).max()), 1e-300)).tolist())
        scale = float(np.abs(f).max()) or 1.0
        return Solution(
            x * t.turned, activity, float(np.abs(residual).max()) / scale, bound, self.certificate.proven,
            self.method, steps, negative,
        )  # fmt: skip

    def intensities(self, direct: ArrayLike) -> Intensities:
        """Cradle-to-gate values per unit of every product, by one adjoint solve per row of ``direct``: value per unit
        of activity of each process, ``(n,)`` or ``(k, n)``."""
        t = self.system
        g = t.per_output(direct)
        columns = np.ascontiguousarray(g.T)
        y, steps = self._run(t.transposed, columns, True)
        residual = columns - y + t.transposed @ y
        scale = float(np.abs(y).max()) if y.size else 0.0
        worst = float(np.abs(residual).max()) / scale if scale else 0.0
        return Intensities((y.T * t.turned), worst, self.method, steps)

    def _run(self, matrix: Any, f: Vector, adjoint: bool) -> tuple[Vector, int]:
        if self._loops is not None:
            return self._loops.solve(f, adjoint)
        c = self.certificate
        if adjoint:  # w (I - |T|)^-1 <= v / c, so a term below q w leaves at most q v / c
            largest = float(c.cover.max()) / c.least
            return _series(matrix, f, lambda term: largest * np.abs(term).max(axis=0))
        return _series(matrix, f, c.bound)


def _series(matrix: Any, f: Vector, remainder: Callable[[Vector], float | Vector]) -> tuple[Vector, int]:
    """f + Mf + M²f + … until what may still come, ``remainder(term)``, is below tolerance of what is there."""
    x, term, steps = f.copy(), f, 0
    while steps < MOST_TERMS:
        term = matrix @ term
        x += term
        steps += 1
        if steps % 4 == 0 and np.all(remainder(term) <= TOLERANCE * np.abs(x).max(axis=0)):
            break
    return x, steps


def _series_certificate(system: Technosphere) -> Certificate | None:
    """v = w + w|T| + … until w|T|^k <= w/2 everywhere: then v(I - |T|) = w - w|T|^k >= w/2. None if that takes long."""
    amounts = abs(system.transposed) if system.has_credits else system.transposed
    term = np.ones(system.size)
    v = np.zeros(system.size)
    for _ in range(TERMS):
        v += term
        term = amounts @ term
        worst = float(term.max(initial=0.0))
        if worst <= 0.5:
            return Certificate(v, 1.0 - worst, True)
    return None


class _Loops:
    """Strong components condensed: LU within those of up to LARGEST_LU products, the series or GMRES outside."""

    def __init__(self, system: Technosphere) -> None:
        self.system = system
        count, self.component = connected_components(system.taken, directed=True, connection="strong")
        sizes = np.bincount(self.component, minlength=count)[self.component]
        self.large = bool((sizes > LARGEST_LU).any())
        self.largest = int(sizes.max())
        self.inside = np.flatnonzero((sizes > 1) & (sizes <= LARGEST_LU))
        self._factor(system)

    def _factor(self, system: Technosphere) -> None:
        t = system.taken.tocoo()
        held = np.zeros(system.size, dtype=bool)
        held[self.inside] = True
        within = (self.component[t.row] == self.component[t.col]) & held[t.row]
        between = ~within
        self.between = sparse.coo_array((t.data[between], (t.row[between], t.col[between])), shape=t.shape).tocsr()
        self.between_transposed = self.between.T.tocsr()
        where = np.cumsum(held) - 1
        n = len(self.inside)
        values = sparse.coo_array((t.data[within], (where[t.row[within]], where[t.col[within]])), shape=(n, n))
        try:
            self.lu: Any = splu((sparse.eye_array(n) - values).tocsc()) if n else None
        except RuntimeError:
            raise errors.singular(self._name(self._worst_loop())) from None

    def solve(self, f: Vector, adjoint: bool) -> tuple[Vector, int]:
        """The series over the acyclic part, each term passed through the loops; ends after as many terms as there are
        links between components. With a large component, GMRES with this as preconditioner."""
        if self.large:
            return self._krylov(f, adjoint)
        matrix = self.between_transposed if adjoint else self.between
        x = self._through(f, adjoint)
        term, steps = x, 0
        while np.any(term) and steps <= self.system.size:
            term = self._through(matrix @ term, adjoint)
            x = x + term
            steps += 1
            if np.abs(term).max(initial=0.0) <= 1e-18 * np.abs(x).max(initial=0.0):
                break
        return x, steps

    def certificate(self) -> Certificate:
        w = np.ones(self.system.size)
        v, _ = self.solve(w, True)
        if self.system.has_credits:
            return self._estimated()
        kept = v - self.system.transposed @ v
        if not (np.isfinite(v).all() and (v > 0).all() and (kept >= 0.5).all()):
            raise errors.not_productive(self._name(self._worst_loop()))
        return Certificate(v, float(kept.min()), True)

    def _estimated(self) -> Certificate:
        """With credits no certificate is to be had: loops must be well conditioned in units that suit them, and the
        inverse's 1-norm is estimated (Higham & Tisseur 2000)."""
        if self.large:
            raise errors.not_bounded(self.largest)
        for members in self._loops():
            block = np.eye(len(members)) - self.system.taken[members][:, members].toarray()
            if not _condition(block) <= WORST_CONDITION:
                raise errors.singular(self._name(members))
        n = self.system.size
        forward = LinearOperator(
            (n, n), dtype=np.float64,
            matvec=lambda f: self.solve(np.ravel(f), False)[0], rmatvec=lambda f: self.solve(np.ravel(f), True)[0],
        )  # fmt: skip
        inverse = float(onenormest(forward)) if n > 1 else float(np.abs(forward.matvec(np.ones(1))).max())
        return Certificate(np.full(n, inverse), 1.0, False)

    def _through(self, f: Vector, adjoint: bool) -> Vector:
        if self.lu is None:
            return f
        found = f.copy()
        found[self.inside] = self.lu.solve(np.ascontiguousarray(f[self.inside]), trans="T" if adjoint else "N")
        return found

    def _krylov(self, f: Vector, adjoint: bool) -> tuple[Vector, int]:
        if f.ndim == 2:
            columns = [self._krylov(f[:, k], adjoint) for k in range(f.shape[1])]
            return np.stack([x for x, _ in columns], axis=1), sum(steps for _, steps in columns)
        matrix = self.system.transposed if adjoint else self.system.taken
        n = self.system.size
        steps = 0

        def count(_: object) -> None:
            nonlocal steps
            steps += 1

        operator = LinearOperator((n, n), dtype=np.float64, matvec=lambda x: np.ravel(x) - matrix @ np.ravel(x))
        through = LinearOperator((n, n), dtype=np.float64, matvec=lambda x: self._through(np.ravel(x), adjoint))
        x, failed = gmres(
            operator, f, rtol=TOLERANCE, atol=0.0, restart=100, maxiter=50, M=through, callback=count,
            callback_type="pr_norm",
        )  # fmt: skip
        if failed:
            raise errors.not_converged(self.largest, steps)
        return x, steps

    def _worst_loop(self) -> Indices:
        """The products of the strong component with the greatest gain: its own spectral radius, by power steps."""
        amounts = abs(self.system.taken).tocsr()
        return max(self._loops() or [np.arange(self.system.size)], key=lambda members: _gain(amounts, members))

    def _loops(self) -> list[Indices]:
        """The products of each strong component that has more than one."""
        sizes = np.bincount(self.component)
        return [np.flatnonzero(self.component == c) for c in np.flatnonzero(sizes > 1)]

    def _name(self, loop: Indices) -> str:
        return errors.named(loop.tolist(), self.system.products, "product")


def _condition(block: Vector) -> float:
    """Condition number in the 1-norm after balancing, which no choice of units changes much."""
    balanced = matrix_balance(block, permute=False, separate=False)[0]
    return float(np.linalg.cond(balanced, 1))


def _gain(amounts: Any, members: Indices) -> float:
    inner = amounts[members][:, members]
    x = np.ones(len(members))
    gain = 0.0
    for _ in range(100):
        x = inner @ x + x  # shifted, so that a pure cycle does not go round for ever
        gain = float(np.abs(x).max())
        x = x / gain
    return gain - 1.0
