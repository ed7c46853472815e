"""Joint products: which part of a process's burden each of its products carries.

By name: ``none`` (the main product carries all, by-products leave free), ``mass`` and ``value`` (in proportion to mass or
to price x amount, ISO 14044, 4.3.4.2), ``substitution`` (the main product carries all and is credited with what its
by-products replace, which some other process must make).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.footprint.technosphere import Indices, Vector
from lianpu.errors import LianpuError


class Allocation(StrEnum):
    NONE = "none"
    MASS = "mass"
    VALUE = "value"
    SUBSTITUTION = "substitution"


@dataclass(frozen=True)
class Allocated:
    """A system with one product per process. ``matrix``: goods x columns, made positive and taken negative; ``direct``:
    indicators x columns; column c is process ``process[c]`` as far as it makes good ``good[c]``, which carries ``share[c]``
    of its burden."""

    matrix: Vector
    direct: Vector
    process: Indices
    good: Indices
    share: Vector


def allocate(
    made: ArrayLike, taken: ArrayLike, direct: ArrayLike, main: ArrayLike, by: Allocation | str, worth: ArrayLike | None = None
) -> Allocated:
    """``made`` and ``taken``: goods x processes, zero or more; ``direct``: indicators x processes; ``main[p]``: the good
    that process p is run for; ``worth``: mass or price of a unit of each good, for ``mass`` and ``value``.

    With ``mass`` and ``value`` a process becomes one column per product, inputs and direct values shared out; with the
    others one column. Raises :class:`LianpuError` for an unknown way, a main product that is not made, and products that
    have no worth.
    """
    way = _way(by)
    v, u, d = (np.asarray(m, float) for m in (made, taken, np.atleast_2d(np.asarray(direct, float))))
    mains = np.asarray(main, dtype=np.intp)
    lacking = np.flatnonzero(v[mains, np.arange(v.shape[1])] <= 0)
    if lacking.size:
        raise LianpuError(f"process {lacking[0]} does not make its main product {mains[lacking[0]]}", code="no_product")
    if way in (Allocation.NONE, Allocation.SUBSTITUTION):
        kept = np.zeros_like(v)
        kept[mains, np.arange(v.shape[1])] = v[mains, np.arange(v.shape[1])]
        columns = np.arange(v.shape[1])
        return Allocated((kept if way is Allocation.NONE else v) - u, d, columns, mains, np.ones(len(mains)))
    share = shares(v, worth, way)
    good, process = np.nonzero(share > 0)
    each = share[good, process]
    columns = np.arange(len(good))
    matrix = -u[:, process] * each
    matrix[good, columns] += v[good, process]
    return Allocated(matrix, d[:, process] * each, process, good, each)


def shares(made: Vector, worth: ArrayLike | None, way: Allocation) -> Vector:
    """Shares of the burden, goods x processes: amount x worth over the process's sum. Columns add up to 1; a process's
    only product carries all.

    Raises :class:`LianpuError` (``no_worth``) where a process's products have no worth in all, or a negative one.
    """
    if worth is None:
        raise LianpuError(f"allocation by {way} needs the {way} of a unit of each good", code="no_worth")
    w = np.asarray(worth, float)
    alone = (made > 0).sum(axis=0) == 1
    weighed = np.where(alone, made, made * np.nan_to_num(w)[:, None])
    total = weighed.sum(axis=0)
    unknown = (total <= 0) | (weighed < 0).any(axis=0) | (~alone & ((made > 0) & np.isnan(w)[:, None]).any(axis=0))
    if unknown.any():
        raise LianpuError(
            f"the products of process {np.flatnonzero(unknown)[0]} cannot be weighed by {way}", code="no_worth",
            hint=f"give the {way} of each of them, or use allocation none",
        )  # fmt: skip
    return np.asarray(weighed / total)


def _way(by: Allocation | str) -> Allocation:
    if by not in tuple(Allocation):
        raise LianpuError(f"unknown allocation '{by}'", hint=f"one of {', '.join(Allocation)}")
    return Allocation(by)
