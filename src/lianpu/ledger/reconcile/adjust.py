"""Reconciliation of data: the least weighted change of measured quantities that meets every balance.

``reconcile`` follows STAN (Cencic and Rechberger 2008, J. Environ. Eng. Manage. 18(1), 3-7; Cencic 2016, Sustain.
Environ. Res. 26(6), 291-298): weighted least squares over linear and product balances, errors propagated to adjusted
and to calculated quantities, quantities that nothing fixes named and left open. Gross errors are looked for by the
global test and by the measurement test (Mah and Tamhane 1982, AIChE J. 28(5), 828-830) with serial elimination; a
reading under suspicion is not averaged with the others.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lianpu.ledger.reconcile.judging import LEVEL, Judged, judge
from lianpu.ledger.reconcile.problem import Measurement, Problem, check
from lianpu.ledger.reconcile.solve import Solution, solve
from lianpu.ledger.reconcile.suspects import Suspect, search
from lianpu.ledger.reconcile.system import System, build


class Standing(StrEnum):
    """What a quantity rests on."""

    EXACT = "exact"
    ADJUSTED = "adjusted"  # measured, and checked by balances or by a second reading
    MEASURED = "measured"  # measured, checked by nothing
    CALCULATED = "calculated"  # not measured, fixed by the balances
    UNDETERMINED = "undetermined"  # not measured, not fixed: no value
    WITHHELD = "withheld"  # measured only by readings under suspicion: no value


@dataclass(frozen=True, slots=True)
class QuantityResult:
    """``adjusted`` and ``sd`` in the quantity's unit; None where nothing sound can be said."""

    name: str
    unit: str
    standing: Standing
    adjusted: float | None
    sd: float | None


@dataclass(frozen=True, slots=True)
class MeasurementResult:
    """A reading as it was, and how far the adjusted value lies from it.

    ``deviation`` is adjusted less measured. ``normalised`` is the deviation of all readings together over its standard
    deviation, None where nothing checks the reading. ``suspect`` readings were left out of the adjusted values.
    """

    reading: Measurement
    deviation: float | None
    normalised: float | None
    suspect: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Balances, and exact figures, that cannot hold together whatever the others are."""

    balances: tuple[str, ...]
    exact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All readings tested together (``chi2`` with ``dof`` degrees of freedom, ``p``), and the values that follow.

    ``chi2`` is None where nothing was solved, ``p`` also where nothing is checked. Where ``gross_error``, the values are
    those without the ``suspects``. ``condition`` is the ratio of the greatest to the smallest pivot of the scaled
    balances, ``left`` the greatest relative imbalance that remains.
    """

    quantities: tuple[QuantityResult, ...]
    measurements: tuple[MeasurementResult, ...]
    chi2: float | None
    dof: int
    p: float | None
    gross_error: bool
    suspects: tuple[Suspect, ...]
    contradictions: tuple[Contradiction, ...]
    converged: bool
    steps: int
    condition: float
    left: float
    problem: Problem

    @property
    def solved(self) -> bool:
        return self.converged and not self.contradictions

    def __getitem__(self, name: str) -> QuantityResult:
        """The result of one quantity; ``KeyError`` where there is none of that name."""
        for found in self.quantities:
            if found.name == name:
                return found
        raise KeyError(name)


def reconcile(problem: Problem, *, level: float = LEVEL) -> Reconciliation:
    """Adjusts a problem's measurements; ``level`` is the error probability of the tests for gross errors.

    Raises :class:`LianpuError` for a problem that is not sound. Exact figures that contradict each other, and
    balances for which no solution is found, are part of the result, which then has no adjusted values.
    """
    system = build(check(problem))
    whole = solve(system)
    judged = judge(system, whole)
    contradictions = _contradictions(system, whole)
    solved = whole.converged and not contradictions
    suspects = search(problem, system, whole, level) if solved else ()
    gone = {reading for suspect in suspects for reading in suspect.readings}
    rest, values = (system, whole) if not suspects else suspects[-1].rest
    sound = solved and values.converged
    return Reconciliation(
        quantities=_quantities(rest, values, system, sound),
        measurements=_measurements(problem, rest, values, judged, gone, sound),
        chi2=judged.chi2 if solved else None,
        dof=judged.dof,
        p=judged.p if solved else None,
        gross_error=bool(suspects),
        suspects=suspects,
        contradictions=contradictions,
        converged=whole.converged,
        steps=whole.steps,
        condition=whole.condition,
        left=whole.left,
        problem=problem,
    )


def _contradictions(system: System, solution: Solution) -> tuple[Contradiction, ...]:
    found = [Contradiction((), (one.id, other.id)) for one, other in system.clashes]
    names = system.checked.problem.quantities
    exact = {names[i].name for i in np.flatnonzero(~np.isnan(system.constants))}
    if solution.converged:
        for rows in solution.broken:
            touched = {name for row in rows for name in system.checked.zeros[row].names}
            ids = [m.id for m in system.checked.problem.measurements if m.sd == 0 and m.quantity in touched & exact]
            found.append(Contradiction(tuple(system.checked.problem.equations[row].name for row in rows), tuple(ids)))
    return tuple(found)


def _quantities(system: System, solution: Solution, whole: System, sound: bool) -> tuple[QuantityResult, ...]:
    measured = {int(i): bool(t > 0) for i, t in zip(system.measured, solution.taken, strict=True)}
    open_places = {int(i) for i in system.unknown[solution.undetermined]}
    ever = {whole.checked.problem.quantities[i].name for i in whole.measured}
    several = _several(system)
    found = []
    for i, quantity in enumerate(system.checked.problem.quantities):
        if not math.isnan(system.constants[i]):
            standing = Standing.EXACT
        elif i in measured:
            standing = Standing.ADJUSTED if measured[i] or quantity.name in several else Standing.MEASURED
        elif i in open_places:
            standing = Standing.WITHHELD if quantity.name in ever else Standing.UNDETERMINED
        else:
            standing = Standing.CALCULATED
        factor = system.checked.factors[i]
        value: float | None = float(solution.x[i]) / factor + 0.0  # no -0
        sd: float | None = math.sqrt(solution.variance[i]) / factor
        if not sound or standing in (Standing.UNDETERMINED, Standing.WITHHELD):
            value = sd = None
        found.append(QuantityResult(quantity.name, quantity.unit, standing, value, sd))
    return tuple(found)


def _several(system: System) -> frozenset[str]:
    return frozenset(name for name, count in Counter(m.quantity for m in system.readings).items() if count > 1)


def _measurements(
    problem: Problem, system: System, solution: Solution, judged: Judged, gone: set[str], sound: bool
) -> tuple[MeasurementResult, ...]:
    values = {r.name: r.adjusted for r in _quantities(system, solution, system, sound)}
    found = []
    for reading in problem.measurements:
        value = values[reading.quantity]
        found.append(
            MeasurementResult(
                reading,
                None if value is None else value - reading.value,
                judged.normalised.get(reading.id) if sound or gone else None,
                reading.id in gone,
            )
        )
    return tuple(found)
