"""What a solution proves about itself: residuals of its rows and bounds, and the weak duality gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.solve import Solution
from lianpu.system.planning.columns import Floats

#: A plan whose residual is above this is no answer (relative to what flows through the row).
TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Evidence:
    """``balance`` and ``rows``: greatest violation of a balance and of any row, relative to the sum of what flows through
    it; ``bounds``: of a column's bounds, relative; ``duality_gap``: objective less dual objective, relative (for whole
    numbers: of the linear problem with these fixed); ``mip_gap``: to the best bound."""

    balance: float
    rows: float
    bounds: float
    duality_gap: float
    mip_gap: float


def evidence(model: Model, found: Solution, cost: Floats) -> Evidence:
    """Checks a solution against the model's own arrays."""
    violation = _row_violation(model, found.x)
    balances = [violation[b.first : b.first + b.size] for b in model.rows if b.kind in ("balance", "year_balance", "level")]
    scale = 1 + np.abs(found.x)
    outside = np.maximum(model.lower - found.x, found.x - model.upper) / scale
    primal, dual = float(cost @ found.x), dual_objective(model, found)
    gap = abs(primal - dual) / max(1.0, abs(primal))
    mip = abs(found.objective - found.bound) / max(1e-10, abs(found.objective)) if model.integer.any() else 0.0
    return Evidence(_most(np.concatenate([*balances, np.zeros(1)])), _most(violation), _most(outside), gap, mip)


def dual_objective(model: Model, found: Solution) -> float:
    """Σ y·(the bound its sign holds at) over rows and columns; integers count as fixed at their value."""
    whole = model.integer > 0
    lower = np.where(whole, found.x, model.lower)
    upper = np.where(whole, found.x, model.upper)
    return _held(found.dual, model.low, model.high) + _held(found.reduced, lower, upper)


def _held(dual: Floats, low: Floats, high: Floats) -> float:
    at = np.where(dual > 0, low, high)
    return float(np.sum(np.where(np.isfinite(at), dual * np.where(np.isfinite(at), at, 0.0), 0.0)))


def _row_violation(model: Model, x: Floats) -> Floats:
    value = model.matrix @ x
    through = abs(model.matrix) @ np.abs(x)
    finite = [np.where(np.isfinite(b), np.abs(b), 0.0) for b in (model.low, model.high)]
    short = np.maximum(np.maximum(model.low - value, value - model.high), 0.0)
    return np.asarray(short / np.maximum(1.0, through + np.maximum(*finite)))


def _most(values: Floats) -> float:
    return float(max(values.max(initial=0.0), 0.0))
