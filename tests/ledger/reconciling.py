"""Small reconciliation problems for the tests, and a plain dense solution to hold the results against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from lianpu.ledger.reconcile.equations import parse_equation
from lianpu.ledger.reconcile.problem import Correlation, Equation, Measurement, Problem, Quantity

Reading = tuple[float, float]


def a_problem(
    quantities: Mapping[str, Reading | list[Reading] | None],
    balances: Sequence[str] = (),
    correlations: Sequence[tuple[str, str, float]] = (),
    units: Mapping[str, str] | None = None,
) -> Problem:
    """Readings are (value, sd); the second of F is ``F#2``. None is unknown."""
    readings = []
    for name, given in quantities.items():
        listed = given if isinstance(given, list) else [given] if given else []
        readings += [Measurement(f"{name}#{n}" if n > 1 else name, name, v, sd) for n, (v, sd) in enumerate(listed, 1)]
    return Problem(
        tuple(Quantity(name, (units or {}).get(name, "")) for name in quantities),
        tuple(readings),
        tuple(Equation(text, text) for text in balances),
        tuple(Correlation(*tie) for tie in correlations),
    )


def stan_example() -> Problem:
    """The published example of STAN: seven flows, four processes, one transfer coefficient."""
    known = {"F1": (100.0, 10.0), "F2": (50.0, 0.0), "F3": (300.0, 30.0), "F5": (160.0, 16.0), "TC": (0.5, 0.05)}
    unknown = dict.fromkeys(("F4", "F6", "F7"))
    return a_problem(known | unknown, ["F1+F2+F4=F3", "F3=F4+F5", "F5=F6+F7", "F6=F7", "TC=F4/F3"])


def dense_solution(problem: Problem) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], float]:
    """Values, standard deviations, what is undetermined, and chi² of a linear problem without correlations, by the
    null space of all balances at once: x = p + N t, t by ordinary least squares of the weighted readings."""
    names = [q.name for q in problem.quantities]
    rows, right = [], []
    for equation in problem.equations:
        zero = parse_equation(equation.text)
        rows.append([zero.terms.get((name,), 0.0) for name in names])
        right.append(-zero.terms.get((), 0.0))
    for reading in problem.measurements:
        if reading.sd == 0:
            rows.append([float(name == reading.quantity) for name in names])
            right.append(reading.value)
    a = np.array(rows).reshape(len(rows), len(names))
    particular = np.linalg.lstsq(a, np.array(right), rcond=None)[0] if rows else np.zeros(len(names))
    null = linalg.null_space(a, rcond=1e-10) if rows else np.eye(len(names))
    null[np.abs(null) < 1e-12] = 0.0
    weighted = [m for m in problem.measurements if m.sd > 0]
    sds = np.array([m.sd for m in weighted])
    pick = np.array([[float(name == m.quantity) for name in names] for m in weighted]).reshape(len(weighted), len(names))
    design = (pick @ null) / sds[:, None]
    target = (np.array([m.value for m in weighted]) - pick @ particular) / sds
    inverse = np.linalg.pinv(design, rcond=1e-10)
    t = inverse @ target
    spread = null @ inverse
    blind = null @ linalg.null_space(design, rcond=1e-10) if design.any() else null
    undetermined = (np.abs(blind) > 1e-7).any(axis=1)
    return particular + null @ t, np.sqrt((spread**2).sum(axis=1)), undetermined, float(((target - design @ t) ** 2).sum())


def meets_exactly(problem: Problem, values: NDArray[np.float64]) -> bool:
    """Whether linear balances and exact figures hold at ``values``, which meet them as nearly as can be."""
    at = {q.name: value for q, value in zip(problem.quantities, values, strict=True)}
    for equation in problem.equations:
        terms = parse_equation(equation.text).terms
        if abs(sum(c * np.prod([at[name] for name in m]) for m, c in terms.items())) > 1e-6:
            return False
    return all(abs(at[m.quantity] - m.value) < 1e-6 for m in problem.measurements if m.sd == 0)
