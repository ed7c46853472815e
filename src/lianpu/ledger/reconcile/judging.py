"""Tests of a reconciliation: of all readings together, and of each one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lianpu.ledger.reconcile.problem import Measurement, check, without
from lianpu.ledger.reconcile.solve import Solution, solve
from lianpu.ledger.reconcile.system import System, build

#: Probability with which sound readings are called in doubt.
LEVEL = 0.01
#: Share of a reading's variance under which nothing checks it (rounding).
UNCHECKED = 1e-24


@dataclass(frozen=True, slots=True)
class Judged:
    """``p`` is None without degrees of freedom. ``normalised`` (by id of the reading) is the deviation over its
    standard deviation, without those that nothing checks; its square is the fall of chi² without that reading."""

    chi2: float
    dof: int
    p: float | None
    normalised: dict[str, float]


def judge(system: System, solution: Solution) -> Judged:
    """The tests' figures for a solution."""
    chi2 = total(system, solution)
    dof = solution.rank + len(system.readings) - len(system.measured)
    return Judged(chi2, dof, tail(chi2, dof), _with_ties(system, solution, chi2, _each(system, solution)))


def total(system: System, solution: Solution) -> float:
    """The weighted squares of all deviations, those from exact figures too."""
    constants = (m for m in system.readings if not math.isnan(system.constants[system.place[m.quantity]]))
    return solution.chi2 + sum(_from_constant(system, m) ** 2 for m in constants)


def tail(chi2: float, dof: int) -> float | None:
    """Probability of a chi² as great as this by chance; None without degrees of freedom."""
    from scipy.special import chdtrc

    return float(chdtrc(dof, chi2)) if dof else None


def critical(level: float, tests: int) -> float:
    """The normalised deviation that one of ``tests`` sound readings passes with probability ``level`` (Šidák)."""
    from scipy.special import ndtri

    single = -math.expm1(math.log1p(-level) / max(tests, 1))
    return float(-ndtri(single / 2))


def _each(system: System, solution: Solution) -> dict[str, float]:
    """Deviation over its standard deviation; the variance of the deviation from a best estimate is the difference of
    the two variances."""
    free = {int(i): k for k, i in enumerate(system.measured)}
    pooled = np.asarray(system.root.multiply(system.root).sum(axis=1)).ravel()
    number = Counter(m.quantity for m in system.readings)
    found = {}
    for reading in system.readings:
        i = system.place[reading.quantity]
        if i not in free:
            found[reading.id] = _from_constant(system, reading)
            continue
        k, value = free[i], reading.value * system.factors[i]
        variance = (reading.sd * system.factors[i]) ** 2
        spread = solution.taken[k] + (max(variance - pooled[k], 0.0) if number[reading.quantity] > 1 else 0.0)
        if spread > UNCHECKED * variance:
            found[reading.id] = float(solution.pull[k] + system.mean[k] - value) / math.sqrt(spread)
    return found


def _from_constant(system: System, reading: Measurement) -> float:
    i = system.place[reading.quantity]
    return float(system.constants[i] / system.factors[i] - reading.value) / reading.sd


def _with_ties(system: System, solution: Solution, chi2: float, normalised: dict[str, float]) -> dict[str, float]:
    """For readings whose errors go together, the fall of chi² is found by leaving each out."""
    tied = {name for tie in system.checked.problem.correlations for name in (tie.one, tie.other)}
    for name in sorted(tied & normalised.keys()):
        fall = max(chi2 - total(*leave_out(system, solution, [name])), 0.0)
        normalised[name] = math.copysign(math.sqrt(fall), normalised[name])
    return normalised


def leave_out(system: System, solution: Solution, names: Sequence[str]) -> tuple[System, Solution]:
    """The same problem without some readings, solved from where it stood with them."""
    rest = build(check(without(system.checked.problem, names)))
    return rest, solve(rest, near=solution.x)


def greatest(normalised: dict[str, float]) -> float:
    return float(np.max(np.abs(list(normalised.values())), initial=0.0))
