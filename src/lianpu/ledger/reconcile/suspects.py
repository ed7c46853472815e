"""Which readings are in gross error: one after the other, the one whose removal takes most of chi² away."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lianpu.ledger.reconcile.judging import Judged, critical, greatest, judge, leave_out
from lianpu.ledger.reconcile.problem import Problem
from lianpu.ledger.reconcile.solve import Solution
from lianpu.ledger.reconcile.system import System

#: Normalised deviations that differ by less are the same: the balances cannot tell such readings apart.
ALIKE = 1e-6
#: A search that has not ended after so many has lost its ground.
MOST = 25


@dataclass(frozen=True, slots=True)
class Suspect:
    """A reading that the others speak against, or several of which the balances cannot tell which is wrong.

    ``normalised`` is the deviation over its standard deviation with all readings that were left then; ``chi2`` and
    ``p`` are those of the rest without ``readings``. ``instead`` (by reading) is what the rest makes of the quantity,
    with its standard deviation; not given where the rest says nothing. ``others`` would explain the data nearly as
    well. ``rest`` is the problem without this and earlier suspects, solved.
    """

    readings: tuple[str, ...]
    normalised: float
    chi2: float
    dof: int
    p: float | None
    instead: tuple[tuple[str, float, float], ...]
    others: tuple[str, ...]
    rest: tuple[System, Solution]


def search(problem: Problem, system: System, solution: Solution, level: float) -> tuple[Suspect, ...]:
    """Suspects in the order of their finding, until neither the global nor the measurement test is failed."""
    gone: list[str] = []
    found: list[Suspect] = []
    judged = judge(system, solution)
    while _fails(judged, level) and len(found) < MOST:
        worst = greatest(judged.normalised)
        readings = tuple(name for name, z in judged.normalised.items() if abs(z) >= worst * (1 - ALIKE))
        near = critical(level, 1) ** 2
        others = tuple(n for n, z in judged.normalised.items() if n not in readings and z**2 >= worst**2 - near)
        gone += readings
        system, solution = rest = leave_out(system, solution, readings)
        judged = judge(system, solution)
        instead = _instead(problem, rest, readings)
        found.append(Suspect(readings, worst, judged.chi2, judged.dof, judged.p, instead, others, rest))
    return tuple(found)


def _fails(judged: Judged, level: float) -> bool:
    if judged.p is None or not judged.normalised:
        return False
    return judged.p < level or greatest(judged.normalised) > critical(level, len(judged.normalised))


def _instead(problem: Problem, rest: tuple[System, Solution], readings: tuple[str, ...]) -> tuple[tuple[str, float, float], ...]:
    system, solution = rest
    open_places = {int(i) for i in system.unknown[solution.undetermined]}
    quantity = {m.id: m.quantity for m in problem.measurements}
    found = []
    for name in readings:
        i = system.place[quantity[name]]
        if i not in open_places and solution.converged:
            factor = system.factors[i]
            found.append((name, float(solution.x[i] / factor), math.sqrt(solution.variance[i]) / float(factor)))
    return tuple(found)
