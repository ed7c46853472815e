"""Which blocks of which plants stop in which months: a MILP on HiGHS, one for a group of plants that must save power.

A plant is so many equal blocks (potlines, or sections between crossovers); a plant without blocks can run at any load.
A block that starts again comes back in a straight line over the months of a restart, costs what a restart costs, and
one that still stands at the end will cost it. Lost is the value added of what is not made. With ``s`` stopped and ``r``
restarted blocks: off[m] = s[m] + Σ_k (1 − (k + ½) / R) r[m − k]; s[m − 1] ≥ r[m] ≥ s[m − 1] − s[m].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianpu.errors import LianpuError

Vector = NDArray[np.float64]
#: CNY for a kWh that is asked for and not saved: above what any plant loses by a kWh, so that all is saved that can be.
NOT_SAVED = 1e3
GAP, SECONDS = 1e-4, 20.0


@dataclass(frozen=True, slots=True)
class Unit:
    """A plant: ``kwh`` in each month at full load, ``loss`` CNY lost for one kWh not used, ``blocks`` (0: any load),
    ``restart`` CNY for all of it, ``least`` share that must run."""

    plant: str
    kwh: Vector
    loss: float
    blocks: int
    restart: float
    least: float


@dataclass(frozen=True)
class Stops:
    """``off``: plants x months, share of each plant that does not produce; ``restarts``: CNY by plant; ``not_saved`` kWh
    by month that no plant could give."""

    off: NDArray[np.float64]
    restarts: Vector
    not_saved: Vector


def least_loss(units: Sequence[Unit], need: Vector, months_of_restart: float) -> Stops:
    """The cheapest way to save ``need`` kWh in every month among ``units``.

    Raises :class:`LianpuError` (code ``solver``) where HiGHS finds none.
    """
    n, months = len(units), need.size
    if n == 0 or not need.any():
        return Stops(np.zeros((n, months)), np.zeros(n), need.copy())
    from scipy.optimize import Bounds, milp

    ramp = _ramp(months_of_restart, months)
    sizes = np.array([max(u.blocks, 1) for u in units], dtype=float)
    again = np.array([u.restart for u in units]) / sizes
    allowed = np.repeat([_most(u) for u in units], months)
    most = np.concatenate([allowed, np.repeat(sizes, months), np.full(months, np.inf)])
    whole = np.concatenate([np.repeat([float(u.blocks > 0) for u in units], months), np.zeros((n + 1) * months)])
    solve: Any = milp  # its stubs know no sparse arrays
    found = solve(
        _cost(units, sizes, again, ramp), constraints=_constraints(units, sizes, ramp, need, allowed),
        bounds=Bounds(np.zeros(most.size), most), integrality=whole,
        options={"mip_rel_gap": GAP, "time_limit": SECONDS},
    )  # fmt: skip
    if found.x is None:
        raise LianpuError(f"the solver found no way to stop plants: {found.message}", code="solver")
    s, r = (found.x[i * n * months : (i + 1) * n * months].reshape(n, months) for i in (0, 1))
    off = np.clip((s + r @ ramp.T) / sizes[:, None], 0.0, 1.0)
    saved = np.sum([row * u.kwh for row, u in zip(off, units, strict=True)], axis=0)
    return Stops(off, again * (r.sum(axis=1) + s[:, -1]), np.maximum(0.0, need - saved))


def _cost(units: Sequence[Unit], sizes: Vector, again: Vector, ramp: NDArray[np.float64]) -> Vector:
    """CNY of a block stopped or restarted in each month, and of a kWh not saved: columns s, r, not saved."""
    months = ramp.shape[0]
    last = np.eye(months)[-1]
    lost = [u.loss * u.kwh / size for u, size in zip(units, sizes, strict=True)]
    stopped = [by_month + restart * last for by_month, restart in zip(lost, again, strict=True)]
    restarted = [by_month @ ramp + restart for by_month, restart in zip(lost, again, strict=True)]
    return np.concatenate([*stopped, *restarted, np.full(months, NOT_SAVED)])


def _constraints(units: Sequence[Unit], sizes: Vector, ramp: NDArray[np.float64], need: Vector, allowed: Vector) -> list[Any]:
    """Save what is needed; what no longer stands has restarted; only what stood can restart; what must run is not off."""
    from scipy import sparse
    from scipy.optimize import LinearConstraint

    block: Any = sparse.bmat  # its stubs know no mixed blocks
    n, months = len(units), need.size
    kwh = [u.kwh / size for u, size in zip(units, sizes, strict=True)]
    saved = [
        sparse.hstack([sparse.csr_array(np.diag(k)) for k in kwh]),
        sparse.hstack([sparse.csr_array(k[:, None] * ramp) for k in kwh]),
        np.eye(months),
    ]
    before, every = np.eye(months, k=-1), sparse.eye_array(n * months)
    each: Any = sparse.kron
    moved = each(np.eye(n), np.eye(months) - before)  # s[m] − s[m − 1] + r[m] ≥ 0
    stood = each(np.eye(n), before)
    rows = block([saved, [moved, every, None], [stood, -every, None]], format="csr")
    off = block([[every, each(np.eye(n), ramp), sparse.csr_array((n * months, months))]], format="csr")
    right = np.concatenate([need, np.zeros(2 * n * months)])
    return [LinearConstraint(rows, right, np.inf), LinearConstraint(off, -np.inf, allowed)]


def proportional(units: Sequence[Unit], need: Vector, months_of_restart: float) -> Stops:
    """Every plant saves its share by load."""
    total = sum((u.kwh for u in units), np.zeros(need.size))
    parts = [least_loss([u], need * u.kwh / np.maximum(total, 1e-12), months_of_restart) for u in units]
    return _joined(parts, need)


def in_order(units: Sequence[Unit], need: Vector, months_of_restart: float, order: Sequence[str]) -> Stops:
    """The plants of ``order`` (ids) stop first, each as far as it may, before the next is asked; then the others."""
    ranked = sorted(range(len(units)), key=lambda i: order.index(units[i].plant) if units[i].plant in order else len(order))
    left, parts = need.copy(), {}
    for i in ranked:
        parts[i] = least_loss([units[i]], left, months_of_restart)
        left = parts[i].not_saved
    return _joined([parts[i] for i in range(len(units))], need, left)


def _joined(parts: Sequence[Stops], need: Vector, left: Vector | None = None) -> Stops:
    if not parts:
        return Stops(np.zeros((0, need.size)), np.zeros(0), need.copy())
    not_saved = left if left is not None else np.sum([p.not_saved for p in parts], axis=0)
    return Stops(np.vstack([p.off for p in parts]), np.concatenate([p.restarts for p in parts]), not_saved)


def _most(unit: Unit) -> float:
    size = max(unit.blocks, 1) * (1.0 - unit.least)
    return float(np.floor(size + 1e-9)) if unit.blocks else size


def _ramp(months_of_restart: float, months: int) -> NDArray[np.float64]:
    """ramp[m, j]: share of a block restarted in month j that is still off in month m."""
    k = np.arange(months)[:, None] - np.arange(months)[None, :]
    return np.where(k >= 0, np.clip(1.0 - (k + 0.5) / months_of_restart, 0.0, 1.0), 0.0)
