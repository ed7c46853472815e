"""Products x processes as ``I - T``: what one unit of each product takes from the others.

The matrix is the one of matrix-based life-cycle assessment (Heijungs & Suh 2002, ch. 2): a column per process, a row
per product, positive where it makes, negative where it takes. Every product gets the process that makes it (a maximum
matching that prefers positive entries); a row whose process only takes, as the treatment of a waste does, is turned
round, so that treatment is a service that others take. Columns are then divided by what they make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from lianpu.engine.footprint import errors
from lianpu.errors import LianpuError

Vector = NDArray[np.float64]
Indices = NDArray[np.intp]
#: A negative entry is taken as a process's own product only where no positive one is left.
_NEGATIVE = 1e3


@dataclass(frozen=True)
class Technosphere:
    """``taken`` is T, products x products, stored by columns: units of the row's product that the process of the column
    takes per unit it makes (negative for a credit). ``process[i]`` makes product i, ``made[i]`` units of it per unit of
    activity; ``turned[i]`` is -1 for a product that is a waste taken in. Names are for errors."""

    taken: Any = field(repr=False)
    process: Indices
    made: Vector
    turned: Vector
    products: tuple[str, ...] | None = field(default=None, repr=False)
    processes: tuple[str, ...] | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        return len(self.made)

    @cached_property
    def by_rows(self) -> Any:
        """T in row order: a step of the series is then a third faster."""
        return self.taken.tocsr()

    @cached_property
    def transposed(self) -> Any:
        """T' in row order, for adjoint solves: the same arrays, read the other way."""
        return self.taken.T

    @cached_property
    def has_credits(self) -> bool:
        return bool(self.taken.nnz) and float(self.taken.data.min()) < 0

    def activity(self, output: Vector) -> Vector:
        """Activities of the processes (columns of the matrix) for gross outputs of the products."""
        found = np.empty_like(output)
        found[self.process] = (output.T / self.made).T
        return found

    def per_output(self, direct: ArrayLike) -> Vector:
        """Per unit of product, from a value per unit of activity of each process (``(n,)`` or ``(k, n)``)."""
        return np.asarray(direct, dtype=float)[..., self.process] / self.made


def technosphere(matrix: Any, *, products: Sequence[str] | None = None, processes: Sequence[str] | None = None) -> Technosphere:
    """From a square matrix, dense or sparse: rows products, columns processes, made positive and taken negative.

    Raises :class:`LianpuError` with code ``not_square``, ``singular`` (a product that no process is left to make) or
    ``not_a_number``.
    """
    a = sparse.csc_array(matrix, dtype=float)
    rows, columns = a.shape
    if rows != columns:
        raise errors.not_square(rows, columns)
    if not np.isfinite(a.data).all():
        raise LianpuError("the matrix holds a value that is no number", code="not_a_number", hint="look for empty cells")
    process = _makers(a, products, processes)
    a = a if np.array_equal(process, np.arange(rows)) else sparse.csc_array(a[:, process])
    made = a.diagonal()
    turned = np.where(made < 0, -1.0, 1.0)
    column = np.repeat(np.arange(rows), np.diff(a.indptr))
    values = -a.data * turned[a.indices]
    values /= np.abs(made)[column]
    values[a.indices == column] = 0.0
    taken = sparse.csc_array((values, a.indices.copy(), a.indptr.copy()), shape=a.shape)
    taken.eliminate_zeros()
    return Technosphere(taken, process, np.abs(made), turned, _names(products), _names(processes))


def _names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _makers(a: Any, products: Sequence[str] | None, processes: Sequence[str] | None) -> Indices:
    """For each product the process that makes it."""
    if (a.diagonal() > 0).all():
        return np.arange(a.shape[0])
    largest = np.asarray(abs(a).max(axis=0).todense()).ravel()
    column = np.repeat(np.arange(a.shape[1]), np.diff(a.indptr))
    keep = a.data != 0
    row, column, data = a.indices[keep], column[keep], a.data[keep]
    cost = 1.0 + np.where(data > 0, 0.0, _NEGATIVE) + np.log(largest[column] / np.abs(data))
    weights = sparse.csr_matrix((cost, (row, column)), shape=a.shape)
    made_by = maximum_bipartite_matching(weights, perm_type="column")
    if (made_by < 0).any():
        unused = np.setdiff1d(np.arange(a.shape[1]), made_by)
        lacking = errors.named(np.flatnonzero(made_by < 0).tolist(), products, "product")
        raise errors.nobody_makes(lacking, errors.named(unused.tolist(), processes, "process"))
    found = min_weight_full_bipartite_matching(weights)[1]
    return np.asarray(found, dtype=np.intp)
