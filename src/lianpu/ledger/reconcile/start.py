"""Where the Gauss-Newton steps of a nonlinear reconciliation begin."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse

from lianpu.ledger.reconcile.equations import Polynomial
from lianpu.ledger.reconcile.system import Index, System, Vector
from lianpu.ledger.reconcile.units import Dims, scale_of

#: What is not known of a ratio begins in the middle.
HALF = 0.5
#: Imaginary part, of a root's size, that is only rounding.
REAL = 1e-6


def start(system: System, guess: float) -> Vector:
    """Constants and means, and for each unknown what one balance after the other gives it.

    What no balance gives begins at ``guess`` times the usual size of its kind, moved as little as the balances that
    are linear in the unknowns ask.
    """
    x = system.constants.copy()
    x[system.measured] = system.mean
    _follow(system, x)
    open_places: Index = np.flatnonzero(np.isnan(x))
    if len(open_places):
        usual = _usual(system, x)
        for i in open_places:
            x[i] = guess * usual[_kind(system, int(i))]
        _meet_linear(system, x, open_places)
    return x


def _kind(system: System, i: int) -> Dims:
    return scale_of(system.checked.problem.quantities[i].unit).dims


def _usual(system: System, x: Vector) -> dict[Dims, float]:
    """The middle size of known quantities of each kind, of all where a kind has none; a half for ratios."""
    sizes: dict[Dims, list[float]] = defaultdict(list)
    for i, value in enumerate(np.abs(x)):
        sizes[_kind(system, i)] += [value] if value > 0 else []
    everything = [value for values in sizes.values() for value in values] or [1.0]
    return {kind: float(np.median(values or everything)) if kind else HALF for kind, values in sizes.items()}


def _follow(system: System, x: Vector) -> None:
    """Solves each balance that has one unknown left, as long as there is one."""
    zeros, place = system.checked.zeros, system.place
    missing = [{name for name in zero.names if np.isnan(x[place[name]])} for zero in zeros]
    holds: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(missing):
        for name in names:
            holds[name].append(row)
    ready = [row for row, names in enumerate(missing) if len(names) == 1]
    while ready:
        row = ready.pop()
        if len(missing[row]) != 1:
            continue
        (name,) = missing[row]
        value = _solved(zeros[row], name, x, place)
        if value is None:
            continue
        x[place[name]] = value
        for other in holds[name]:
            missing[other].discard(name)
            if len(missing[other]) == 1:
                ready.append(other)


def _solved(zero: Polynomial, name: str, x: Vector, place: dict[str, int]) -> float | None:
    """The value of the only unknown of a balance: its least positive root, else the real one nearest to zero."""
    powers = np.zeros(1 + max(monomial.count(name) for monomial in zero.terms))
    for monomial, coefficient in zero.terms.items():
        others = np.prod([x[place[other]] for other in monomial if other != name])
        powers[monomial.count(name)] += coefficient * float(others)
    if len(powers) == 2:
        roots = [-powers[0] / powers[1]] if powers[1] else []
    elif np.isfinite(powers).all():
        roots = [float(root.real) for root in np.roots(powers[::-1]) if abs(root.imag) <= REAL * abs(root)]
    else:
        roots = []
    found = [float(root) for root in roots if np.isfinite(root)]
    return min(found, key=lambda root: (root <= 0, abs(root)), default=None)


def _meet_linear(system: System, x: Vector, places: Index) -> None:
    names = {system.checked.problem.quantities[int(i)].name for i in places}
    rows = [
        row
        for row, zero in enumerate(system.checked.zeros)
        if all(sum(name in names for name in monomial) <= 1 for monomial in zero.terms)
    ]
    left, _ = system.balances.left(x)
    slopes = system.balances.derivatives(x)[rows][:, places]
    if slopes.nnz:
        x[places] -= sparse.linalg.lsmr(slopes, left[rows], maxiter=10 * max(slopes.shape))[0]
