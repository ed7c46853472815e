"""Linear programmes of the resilience questions, solved by HiGHS through SciPy."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianpu.errors import LianpuError

Vector = NDArray[np.float64]
#: SciPy's code for a problem whose objective falls without end.
UNBOUNDED = 3


@dataclass(frozen=True)
class Solved:
    """``x`` (empty where ``value`` is −inf), and ``prices``: what one more unit of each right side changes the value."""

    value: float
    x: Vector
    prices: Vector


def minimise(cost: Vector, upper: Any, right: Vector, most: Vector | None = None) -> Solved:
    """min cost · x with upper @ x <= right and 0 <= x <= most; ``upper`` is sparse.

    Raises :class:`LianpuError` (code ``solver``) where there is no solution.
    """
    from scipy.optimize import linprog

    if cost.size == 0:
        return Solved(0.0, np.empty(0), np.zeros(right.size))
    solve: Any = linprog  # its stubs know no sparse matrices
    bounds = np.column_stack([np.zeros(cost.size), np.full(cost.size, inf) if most is None else most])
    found = solve(cost, A_ub=upper, b_ub=right, bounds=bounds, method="highs")
    if found.status == UNBOUNDED:
        return Solved(-inf, np.empty(0), np.empty(0))
    if found.status != 0:
        raise LianpuError(f"the solver found no solution: {found.message}", code="solver")
    return Solved(float(found.fun), np.asarray(found.x), np.asarray(found.ineqlin.marginals))
