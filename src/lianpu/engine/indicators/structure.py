"""Where an activity stands in a network: its distance from final use, and its nearness to what a place does."""

# ruff: noqa: N803 (the symbols of the papers)

from __future__ import annotations

import numpy as np

from lianpu.engine.indicators.inputs import Flag, Index, Matrix, Numbers, Positive, Table
from lianpu.engine.indicators.registry import variant
from lianpu.errors import LianpuError

_ANTRAS = "Antràs, Chor, Fally & Hillberry 2012, eq. 1 and 3"
_HIDALGO = "Hidalgo, Klinger, Barabási & Hausmann 2007; checked against ecomplexity 0.5.3"


@variant("upstreamness", "output", unit="stages to final use", source=_ANTRAS)
def upstreamness(A: Table, F: Numbers) -> list[float]:
    """Of every sector: (I − Δ)⁻¹ 1 with Δ_ij = a_ij x_j / x_i and x = (I − A)⁻¹ F; 1 is final use only.

    ``A``: n x n input coefficients; ``F``: n final demands. Raises :class:`LianpuError` where A is not productive, or
    a sector makes nothing (its distance is then not defined).
    """
    n = len(F)
    if A.shape != (n, n):
        raise LianpuError(f"A is {A.shape[0]} x {A.shape[1]} and F has {n} values", hint="A is n x n and F has n")
    x = _solve(np.eye(n) - A, np.asarray(F, dtype=float))
    if (x < -1e-9 * np.abs(x).max(initial=1.0)).any():
        raise LianpuError("A is not productive: some sector would need more of itself than it makes", code="not_productive")
    idle = np.flatnonzero(np.abs(x) <= 1e-12 * np.abs(x).max(initial=1.0))
    if idle.size:
        raise LianpuError(f"sector {idle[0]} makes nothing, so it has no distance to use", code="zero_denominator")
    flows = A * x[None, :] / x[:, None]
    return [float(u) for u in _solve(np.eye(n) - flows, np.ones(n))]


@variant("relatedness_density", "proximity", unit="1", source=_HIDALGO)
def relatedness_density(X: Table, row: Index, include_self: Flag = True, threshold: Positive = 1.0) -> list[float]:
    """Of every activity for one place: proximity to the activities that the place has, over proximity to all.

    ``X``: places x activities; a place has an activity where its revealed comparative advantage is at least
    ``threshold``. Proximity is the lesser of the two conditional probabilities; ``include_self`` counts an activity's
    proximity to itself (1).
    """
    places = X.shape[0]
    if not -places <= row < places:
        raise LianpuError(f"row {row} is no place of {places}", hint=f"0 to {places - 1}")
    has = advantage(X) >= threshold
    near = proximity(has)
    if not include_self:
        np.fill_diagonal(near, 0.0)
    total = near.sum(axis=0)
    if (total == 0).any():
        lone = int(np.flatnonzero(total == 0)[0])
        raise LianpuError(f"activity {lone} is near to no activity, so it has no density", code="zero_denominator")
    return [float(d) for d in near @ has[row] / total]


def advantage(X: Matrix) -> Matrix:
    """Revealed comparative advantage (Balassa 1965) of places x activities; raises where a row or column is empty."""
    by_place, by_activity = X.sum(axis=1), X.sum(axis=0)
    for totals, name in ((by_place, "place"), (by_activity, "activity")):
        if (totals == 0).any():
            raise LianpuError(f"{name} {int(np.flatnonzero(totals == 0)[0])} of X is empty", code="zero_denominator")
    shares: Matrix = (X / by_place[:, None]) / (by_activity / X.sum())[None, :]
    return shares


def proximity(has: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Matrix:
    """Activities x activities: places that have both over places that have the commoner one."""
    counted = has.astype(float)
    both = counted.T @ counted
    common = np.maximum.outer(np.diag(both), np.diag(both))
    near: Matrix = np.divide(both, common, out=np.zeros_like(both), where=common > 0)
    return near


def _solve(matrix: Matrix, right: Matrix) -> Matrix:
    try:
        solved: Matrix = np.asarray(np.linalg.solve(matrix, right), dtype=float)
    except np.linalg.LinAlgError:
        raise LianpuError("I − A is singular: a sector takes all that it makes", code="not_productive") from None
    return solved
