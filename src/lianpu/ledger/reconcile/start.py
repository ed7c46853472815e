"""Where the Gauss-Newton steps of a nonlinear reconciliation begin."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse

from lianpu.ledger.reconcile.equations import Polynomial
from lianpu.ledger.reconcile.system import Index, System, Vector

#: What is not known of a ratio begins in the middle.
HALF = 0.5


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
        known = np.abs(x[~np.isnan(x)])
        usual = float(np.median(known[known > 0])) if (known > 0).any() else 1.0
        for i in open_places:
            x[i] = guess * (usual if system.checked.problem.quantities[i].unit else HALF)
        _meet_linear(system, x, open_places)
    return x


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
    """The value of the only unknown of a balance, where it stands there once in each term that has it."""
    slope = rest = 0.0
    for monomial, coefficient in zero.terms.items():
        count = monomial.count(name)
        if count > 1:
            return None
        product = coefficient * float(np.prod([x[place[other]] for other in monomial if other != name]))
        if count:
            slope += product
        else:
            rest += product
    value = -rest / slope if slope else np.nan
    return value if np.isfinite(value) else None


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
