"""Gauss-Newton on the balances of a reconciliation, and what its last step tells of every quantity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lianpu.ledger.reconcile.linear import NOISE, Elimination, Fit, dependencies, eliminate, fit, split_variance, together
from lianpu.ledger.reconcile.start import start
from lianpu.ledger.reconcile.system import System, Vector

#: Steps that change nothing beyond this share of a quantity end the search.
CLOSE = 1e-10
#: What a balance may leave, as a share of its terms.
MET = 1e-9
MOST_STEPS = 60
#: First guesses of unknowns that no balance gives, and shares of a step, in the order in which they are tried.
GUESSES = (1.0, 0.1, 10.0, 0.01, 100.0)
SHARES = (1.0, 0.3)


@dataclass(frozen=True)
class Solution:
    """Base units. ``x`` holds constants, adjusted and calculated values; ``variance`` theirs, 0 for constants.

    ``pull`` is what the balances change of the mean of each measured quantity (in the order of ``System.measured``),
    ``taken`` what they take from its variance; ``undetermined`` marks unknowns (in the order of ``System.unknown``)
    that nothing fixes. ``broken`` are the balances that the exact figures contradict, in smallest sets.
    """

    x: Vector
    variance: Vector
    pull: Vector
    taken: Vector
    undetermined: NDArray[np.bool_]
    chi2: float
    rank: int
    steps: int
    converged: bool
    condition: float
    left: float
    broken: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _Step:
    """One linearisation at a point: where it leads, and its parts."""

    to: Vector
    cleared: Elimination
    fitted: Fit
    sensitivity: sparse.csr_array


def solve(system: System, near: Vector | None = None) -> Solution:
    """The weighted least squares solution, sought from ``near`` first where that is given (a solution of nearly the same
    problem). Where none is found from any start, the first attempt, not converged."""
    if system.balances.is_linear:
        x = system.constants.copy()
        x[system.measured] = system.mean
        x[system.unknown] = 0.0
        return _finished(system, _step(system, x), 1, converged=True)
    if near is not None and (found := _search(system, near, 1.0)).converged and not found.broken:
        return found
    first: Solution | None = None
    for guess in GUESSES:
        for share in SHARES:
            found = _search(system, start(system, guess), share)
            if found.converged and not found.broken:
                return found
            first = first or found
    assert first is not None  # GUESSES and SHARES are not empty
    return first


def _search(system: System, x: Vector, share: float) -> Solution:
    """Steps of ``share`` of the way until nothing moves; the last one is taken whole."""
    free = np.concatenate([system.measured, system.unknown])
    for count in range(1, int(MOST_STEPS / share) + 1):
        step = _step(system, x)
        moved = step.to[free] - x[free]
        if not np.isfinite(moved).all():
            return _finished(system, _step(system, start(system, 1.0)), count, converged=False)
        if (np.abs(moved) <= CLOSE * _sizes(system, x)[free]).all():
            return _finished(system, step, count, converged=True)
        x = x + share * (step.to - x)
    return _finished(system, _step(system, x), count, converged=False)


def _sizes(system: System, x: Vector) -> Vector:
    """What a change is compared with: the value, or for a measured quantity its standard deviation if that is more."""
    size = np.abs(x)
    spread = np.sqrt(np.asarray(system.root.multiply(system.root).sum(axis=1)).ravel())
    size[system.measured] = np.maximum(size[system.measured], spread)
    return np.asarray(np.maximum(size, CLOSE * size.max(initial=1e-300)))


def _step(system: System, x: Vector) -> _Step:
    left, _ = system.balances.left(x)
    slopes = system.balances.derivatives(x)
    of_measured, of_unknown = slopes[:, system.measured], slopes[:, system.unknown]
    cleared = eliminate(of_unknown)
    tied = _without_noise(cleared.left @ of_measured, abs(cleared.left) @ abs(of_measured))
    back = system.mean - x[system.measured]
    fitted = fit(tied, tied @ back + cleared.left @ left, system.root)
    to = x.copy()
    to[system.measured] = system.mean + fitted.pull
    unmet = left + of_measured @ (back + fitted.pull)
    change = -(cleared.solve @ unmet)
    to[system.unknown] += change - cleared.solve @ (unmet + of_unknown @ change)
    return _Step(to, cleared, fitted, -(cleared.solve @ of_measured))


def _without_noise(found: sparse.csr_array, size: sparse.csr_array) -> sparse.csr_array:
    """Coefficients that are only the rounding of a cancellation are none."""
    real = abs(found) > NOISE * size
    return sparse.csr_array(found.multiply(real))


def _finished(system: System, step: _Step, steps: int, *, converged: bool) -> Solution:
    x, fitted = step.to, step.fitted
    variance, basis = np.zeros(len(x)), fitted.basis()
    variance[system.measured], taken = split_variance(system.root, basis)
    variance[system.unknown], _ = split_variance(step.sensitivity @ system.root, basis)
    left, _ = system.balances.left(x)
    size = system.balances.left(_reached(system, x, step))[1]
    share = np.divide(np.abs(left), size, out=np.zeros_like(left), where=size > 0)
    broken = _broken(system, x, size, share > MET) if (share > MET).any() else ()
    return Solution(
        x=x,
        variance=variance,
        pull=fitted.pull,
        taken=taken,
        undetermined=step.cleared.undetermined,
        chi2=system.within + fitted.chi2,
        rank=fitted.rank,
        steps=steps,
        converged=converged,
        condition=fitted.condition,
        left=float(share.max(initial=0.0)),
        broken=broken,
    )


def _reached(system: System, x: Vector, step: _Step) -> Vector:
    """How great each quantity was in the reckoning: a flow adjusted from 10 to 0 is 0 to the rounding of 10."""
    size = np.abs(x)
    size[system.measured] = np.maximum(_sizes(system, x)[system.measured], np.abs(system.mean))
    moved = abs(step.sensitivity) @ size[system.measured]
    size[system.unknown] = step.cleared.rounded_as(np.maximum(size[system.unknown], moved))
    return size


def _broken(system: System, x: Vector, size: Vector, unmet: NDArray[np.bool_]) -> tuple[tuple[int, ...], ...]:
    """The smallest sets of balances that no values of the free quantities meet together."""
    free = np.concatenate([system.measured, system.unknown])
    if len(free) == 0:
        return tuple((int(i),) for i in np.flatnonzero(unmet))
    left, _ = system.balances.left(x)
    slopes = system.balances.derivatives(x)[:, free]
    suspects = _joined(slopes, unmet)
    scale = np.maximum(abs(slopes[suspects]).max(axis=1).toarray().ravel(), 1e-300)
    rows = sparse.diags_array(1.0 / scale) @ slopes[suspects]
    found = []
    for used, multipliers in dependencies(rows):
        weights = multipliers / scale[used]
        places = suspects[used]
        if abs(weights @ left[places]) > MET * (np.abs(weights) @ size[places]):
            found.append(tuple(int(i) for i in sorted(places)))
    return tuple(found) or (tuple(int(i) for i in np.flatnonzero(unmet)),)


def _joined(slopes: sparse.csr_array, broken: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The balances that hang together with a broken one."""
    own = together(slopes)[: len(broken)]
    return np.flatnonzero(np.isin(own, own[broken]))
