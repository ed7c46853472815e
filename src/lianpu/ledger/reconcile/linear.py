"""One linearised step of a reconciliation: unknowns out, redundant balances solved by weighted least squares.

The method is that of Madron, and of Cencic and Rechberger's STAN: balances are first cleared of the unmeasured
quantities (here by rank-revealing QR of each connected part that has any, which also tells what is undetermined); the
balances left tie only measured quantities and are met with the least weighted change,
``x = m - V Dt (D V Dt)^-1 (D m - d)``, of covariance ``V - V Dt (D V Dt)^-1 D V``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from lianpu.ledger.reconcile.system import Index, Vector

Matrix = NDArray[np.floating[Any]]
#: Relative size of a pivot of rows and columns scaled to 1 under which it counts as zero.
RANK = 1e-10
#: Multiplier over which one column of such a matrix rests on another.
TIED = 1e-7
#: Entries of scaled rows under this are rounding, not coefficients.
NOISE = 1e-12
#: Rounds in which what is not met yet is solved again: digits that a first solution loses come back.
REFINED = 3
#: Share of a variance left, under which a difference of squares has lost its digits.
NEARLY_ALL = 1e-6
#: Smallest pivot of a Cholesky factor of unit diagonal that needs no rank-revealing QR.
SOUND = 1e-3


@dataclass(frozen=True)
class Elimination:
    """``left`` times the balances has no unknowns; ``solve`` times what the balances leave is the unknowns' change.

    ``undetermined`` marks unknowns that the balances do not fix. ``part`` numbers the connected part of each unknown,
    ``size`` is its scale there.
    """

    left: sparse.csr_array
    solve: sparse.csr_array
    undetermined: NDArray[np.bool_]
    part: Index
    size: Vector

    def rounded_as(self, amounts: Vector) -> Vector:
        """Unknowns of these amounts are rounded as the greatest of their part, in its scale."""
        greatest = np.zeros(self.part.max(initial=0) + 1)
        np.maximum.at(greatest, self.part, amounts * self.size)
        return np.asarray(greatest[self.part] / self.size)


@dataclass(frozen=True)
class Fit:
    """``pull`` is the change of the measured means that meets ``rank`` independent balances, ``chi2`` what it costs;
    ``condition`` is that of the scaled balances. ``basis`` has orthonormal columns: what the balances take away of the
    errors, made independent."""

    pull: Vector
    rank: int
    chi2: float
    condition: float
    _triangle: Matrix
    _unit: sparse.csr_array

    def basis(self) -> Matrix:
        if self.rank == 0:
            return np.zeros((len(self.pull), 0))
        return np.asarray(linalg.solve_triangular(self._triangle, self._unit.T.toarray(), trans="T").T)


def eliminate(unknowns: sparse.csr_array) -> Elimination:
    """Clears balances (rows) of their unknowns (columns)."""
    rows, columns = unknowns.shape
    undetermined, part, size = np.ones(columns, dtype=bool), np.zeros(columns, dtype=np.int64), np.ones(columns)
    left, solve = _Triplets(), _Triplets()
    free = 0
    for number, (part_rows, part_columns) in enumerate(_parts(unknowns)):
        if len(part_columns) == 0:
            left.add(np.arange(free, free + len(part_rows)), part_rows, np.eye(len(part_rows)))
            free += len(part_rows)
            continue
        part[part_columns] = number
        if len(part_rows) == 0:
            continue
        dense, row_size, column_size = _to_one(unknowns[part_rows][:, part_columns].toarray())
        q, r, order = linalg.qr(dense, pivoting=True)
        size[part_columns] = column_size
        rank = _rank(r)
        rest = np.where(np.abs(q[:, rank:].T) > NOISE, q[:, rank:].T, 0.0)
        left.add(np.arange(free, free + len(rest)), part_rows, rest / row_size)
        free += len(rest)
        if rank:
            first = order[:rank]
            inverse = linalg.solve_triangular(r[:rank, :rank], q[:, :rank].T)
            solve.add(part_columns[first], part_rows, inverse / row_size / column_size[first, None])
            ties = linalg.solve_triangular(r[:rank, :rank], r[:rank, rank:])
            undetermined[part_columns[first]] = (np.abs(ties) > TIED).any(axis=1)
    return Elimination(left.matrix(free, rows), solve.matrix(columns, rows), undetermined, part, size)


def fit(balances: sparse.csr_array, off: Vector, root: sparse.csr_array) -> Fit:
    """The least weighted change of the means that meets ``balances`` (rows without unknowns), which are ``off`` now.

    ``root`` times its transpose is the covariance of the means. Balances that follow from others count once; whether
    those agree is not judged here.
    """
    spread = (balances @ root).T.tocsr()
    size = np.sqrt(np.asarray(spread.multiply(spread).sum(axis=0)).ravel())
    live = np.flatnonzero(size > NOISE**2)
    if len(live) == 0:
        return Fit(np.zeros(root.shape[0]), 0, 0.0, 1.0, np.zeros((0, 0)), root[:, :0])
    unit = spread[:, live] @ sparse.diags_array(1.0 / size[live])
    r, order = _triangle(unit)
    rank = _rank(r)
    kept, r = order[:rank], r[:rank, :rank]
    chosen, pivots = unit[:, kept], np.abs(np.diagonal(r))
    wanted, rows = (off[live] / size[live])[kept], live[kept]
    multipliers, pull = np.zeros(rank), np.zeros(root.shape[0])
    for _ in range(REFINED):
        unmet = (off + balances @ pull)[rows] / size[rows]
        more = linalg.solve_triangular(r, linalg.solve_triangular(r, unmet, trans="T"))
        multipliers, pull = multipliers + more, pull - root @ (chosen @ more)
    return Fit(pull, rank, float(multipliers @ wanted), float(pivots.max() / pivots.min()), r, chosen)


def split_variance(spread: sparse.csr_array, basis: Matrix) -> tuple[Vector, Vector]:
    """Of quantities that spread independent errors (rows): the variance that is left, and that taken by ``basis``.

    Where nearly all is taken the rest is no difference of two squares but the square of a difference.
    """
    taken = ((spread @ basis) ** 2).sum(axis=1)
    whole = np.asarray(spread.multiply(spread).sum(axis=1)).ravel()
    left = whole - taken
    hard = np.flatnonzero(left < NEARLY_ALL * whole)
    for some in np.array_split(hard, 1 + len(hard) // 500):
        rest = spread[some].toarray() - (spread[some] @ basis) @ basis.T
        left[some] = (rest**2).sum(axis=1)
    return np.where(left > NOISE**2 * whole, left, 0.0), taken


def dependencies(balances: sparse.csr_array) -> list[tuple[Index, Vector]]:
    """Smallest sets of balances (rows, scaled to 1) whose coefficients cancel: the rows and the multipliers that do it.

    One for each balance that follows from independent others, whose expression by them is unique.
    """
    _, r, order = linalg.qr(balances.T.toarray(), mode="economic", pivoting=True)
    rank = _rank(r)
    shares = linalg.solve_triangular(r[:rank, :rank], r[:rank, rank:]) if rank else np.zeros((0, len(order)))
    found = []
    for k, row in enumerate(order[rank:]):
        used = np.flatnonzero(np.abs(shares[:, k]) > TIED)
        found.append((np.append(order[used], row), np.append(-shares[used, k], 1.0)))
    return found


def _to_one(dense: Matrix) -> tuple[Matrix, Vector, Vector]:
    """Rows, then columns, scaled to a greatest entry of 1; and the sizes that were taken out."""
    rows = np.abs(dense).max(axis=1)
    rows[rows == 0] = 1.0
    columns = np.abs(dense / rows[:, None]).max(axis=0)
    columns[columns == 0] = 1.0
    return dense / rows[:, None] / columns, rows, columns


def _triangle(unit: sparse.csr_array) -> tuple[Matrix, Index]:
    """``r`` with ``r.T @ r = unit.T @ unit``, in the order told; by QR where a Cholesky factor may be unsound."""
    try:
        lower = np.linalg.cholesky((unit.T @ unit).toarray())
        if np.diagonal(lower).min() > SOUND:
            return lower.T, np.arange(unit.shape[1])
    except np.linalg.LinAlgError:
        pass
    _, r, order = linalg.qr(unit.toarray(), mode="economic", pivoting=True)
    return r, order


def _rank(r: Matrix) -> int:
    pivots = np.abs(np.diagonal(r))
    return int((pivots > RANK * max(1.0, pivots.max(initial=0.0))).sum())


def together(matrix: sparse.csr_array) -> Index:
    """A number for each row, then each column: the same where they hang together."""
    at, size = matrix.tocoo(), sum(matrix.shape)
    graph = sparse.coo_array((np.ones(at.nnz), (at.row, at.col + matrix.shape[0])), shape=(size, size))
    _, labels = sparse.csgraph.connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int64)


def _parts(unknowns: sparse.csr_array) -> list[tuple[Index, Index]]:
    """Balances and unknowns that hang together; balances without unknowns are one part without columns."""
    rows = unknowns.shape[0]
    bare = np.flatnonzero(np.diff(unknowns.indptr) == 0)
    parts: list[tuple[Index, Index]] = [(bare, np.zeros(0, dtype=np.int64))]
    labels = together(unknowns)
    order = np.argsort(labels, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        part_columns = group[group >= rows] - rows
        if len(part_columns):
            parts.append((group[group < rows], part_columns))
    return parts


class _Triplets:
    """A sparse matrix from dense blocks."""

    def __init__(self) -> None:
        self._rows: list[Index] = []
        self._columns: list[Index] = []
        self._values: list[Matrix] = []

    def add(self, rows: Index, columns: Index, block: Matrix) -> None:
        at = np.nonzero(block)
        self._rows.append(rows[at[0]])
        self._columns.append(columns[at[1]])
        self._values.append(block[at])

    def matrix(self, rows: int, columns: int) -> sparse.csr_array:
        if not self._rows:
            return sparse.csr_array((rows, columns))
        where = (np.concatenate(self._rows), np.concatenate(self._columns))
        return sparse.coo_array((np.concatenate(self._values), where), shape=(rows, columns)).tocsr()
