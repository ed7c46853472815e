"""A reconciliation problem: named quantities, what was measured of them, and the balances that tie them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.equations import Polynomial, parse_equation
from lianpu.ledger.reconcile.units import in_base_units, scale_of

#: Figures beyond this have no square in a float; none is measured.
LARGEST = 1e100


@dataclass(frozen=True, slots=True)
class Quantity:
    """A flow, level or coefficient, known or not, in ``unit`` (empty: a ratio)."""

    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A reading of a quantity in its unit. ``sd`` 0 is exact. ``claims`` are the ids of the claims that say it."""

    id: str
    quantity: str
    value: float
    sd: float
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correlation:
    """Two measurements whose errors go together: ``rho`` between -1 and 1, both excluded."""

    one: str
    other: str
    rho: float


@dataclass(frozen=True, slots=True)
class Equation:
    """A balance as written; ``claims`` are the ids of claims that say that it holds."""

    name: str
    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be reconciled. Several measurements of a quantity are several readings; without one it is unknown."""

    quantities: tuple[Quantity, ...]
    measurements: tuple[Measurement, ...]
    equations: tuple[Equation, ...] = ()
    correlations: tuple[Correlation, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A problem whose names, numbers and units are sound: ``zeros`` are its equations in base units."""

    problem: Problem
    zeros: tuple[Polynomial, ...]
    factors: tuple[float, ...]


def check(problem: Problem) -> Checked:
    """Raises :class:`LianpuError` for the first thing that is wrong, with its name and what to do."""
    if not problem.quantities:
        raise LianpuError("there is no quantity to reconcile", hint="name at least one, with value and sd")
    _once("quantity", (q.name for q in problem.quantities))
    _once("measurement", (m.id for m in problem.measurements))
    _once("balance", (e.name for e in problem.equations))
    units = {q.name: q.unit for q in problem.quantities}
    factors = tuple(_told(f"quantity '{q.name}'", q.unit) for q in problem.quantities)
    for measurement in problem.measurements:
        _check_measurement(measurement, units)
    _check_correlations(problem)
    zeros = tuple(_zero(equation, units) for equation in problem.equations)
    return Checked(problem, zeros, factors)


def _once(what: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            raise LianpuError(f"{what} '{name}' stands {count} times", hint="give each a name of its own")


def _told(place: str, unit: str) -> float:
    try:
        return scale_of(unit).factor
    except LianpuError as error:
        raise LianpuError(error.what, place=place, hint=error.hint) from None


def _check_measurement(measurement: Measurement, known: Collection[str]) -> None:
    place = f"measurement '{measurement.id}'"
    _known_name(measurement.quantity, known, place)
    if not abs(measurement.value) <= LARGEST:
        raise LianpuError(f"value {measurement.value} is no number", place=place, hint="leave an unknown value out")
    if measurement.sd != 0 and not 1 / LARGEST <= measurement.sd <= LARGEST:
        hint = "give the standard deviation, 0 for an exact figure; leave out what is not known at all"
        raise LianpuError(f"sd {measurement.sd} is no standard deviation", place=place, hint=hint)


def _known_name(name: str, known: Collection[str], place: str) -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "name it among the quantities, without a value if it is unknown"
        raise LianpuError(f"no quantity '{name}'", place=place, hint=hint)


def _check_correlations(problem: Problem) -> None:
    readings = {m.id: m for m in problem.measurements}
    for tie in problem.correlations:
        place = f"correlation of '{tie.one}' and '{tie.other}'"
        for name in (tie.one, tie.other):
            if name not in readings:
                raise LianpuError(f"no measurement '{name}'", place=place, hint="use the ids of two measurements")
            if readings[name].sd == 0:
                raise LianpuError(f"'{name}' is exact", place=place, hint="an exact figure goes with nothing")
        if tie.one == tie.other or not -1 < tie.rho < 1:
            hint = "between -1 and 1; one reading told twice is one measurement"
            raise LianpuError(f"rho {tie.rho:g} is no correlation of two readings", place=place, hint=hint)


def _zero(equation: Equation, units: dict[str, str]) -> Polynomial:
    place = f"balance '{equation.name}'" if equation.name == equation.text else f"balance '{equation.name}': {equation.text}"
    try:
        zero = parse_equation(equation.text)
        for name in sorted(zero.names):
            _known_name(name, units, place)
        return in_base_units(zero, units)
    except LianpuError as error:
        raise LianpuError(error.what, place=error.place or place, hint=error.hint) from None


def without(problem: Problem, left_out: Sequence[str]) -> Problem:
    """The problem without some measurements, by id; what only they measured is unknown in it."""
    gone = set(left_out)
    return Problem(
        problem.quantities,
        tuple(m for m in problem.measurements if m.id not in gone),
        problem.equations,
        tuple(c for c in problem.correlations if not gone & {c.one, c.other}),
    )
