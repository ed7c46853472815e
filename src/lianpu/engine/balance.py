"""Need, supply, ratio and gap of every good, by scenario: plain arithmetic on the matrices, no optimiser.

Every plant runs at full nameplate capacity; what is short is bought, what is over is sold, so that for every good
supply + bought = need + sold. The low end of a gap sets the least supply against the greatest need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lianpu.engine.figures import Figure, Term
from lianpu.engine.matrices import HIGH, LOW, TYPICAL, Matrices
from lianpu.library.load import Library
from lianpu.library.recipes import Flow
from lianpu.system.model import Plant, Region, Scenario, StatusClass
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class GoodBalance:
    """One good in one scenario, in the good's unit per year. ``ratio`` is supply ÷ need, None without a need."""

    good: str
    scenario: Scenario
    need: Range
    supply: Range
    ratio: Range | None

    @property
    def gap(self) -> Range:
        """Supply less need: negative is short."""
        return self.supply - self.need

    @property
    def bought(self) -> float:
        return max(0.0, self.need.typical - self.supply.typical)

    @property
    def sold(self) -> float:
        return max(0.0, self.supply.typical - self.need.typical)

    @property
    def short(self) -> bool:
        """Short at every end of the ranges."""
        return self.supply.high < self.need.low

    @property
    def over(self) -> bool:
        return self.supply.low > self.need.high


@dataclass(frozen=True)
class Balance:
    """All goods that are needed or made, by scenario, with the figures that explain them.

    ``residual`` is the greatest relative difference between the matrices' totals and the sum of the named terms.
    """

    rows: dict[tuple[str, Scenario], GoodBalance]
    figures: dict[str, Figure]
    residual: float

    def of(self, good: str, scenario: Scenario) -> GoodBalance:
        return self.rows.get((good, scenario)) or GoodBalance(good, scenario, ZERO, ZERO, None)


ZERO = Range.exact(0.0)


def balance(region: Region, matrices: Matrices, library: Library) -> Balance:
    """Need, supply and gap of every good in the scenarios A, B and C."""
    rows: dict[tuple[str, Scenario], GoodBalance] = {}
    figures: dict[str, Figure] = {}
    residual = 0.0
    for scenario in Scenario:
        needs, supplies = matrices.need(scenario.classes), matrices.supply(scenario.classes)
        for i in _moved(matrices):
            good = matrices.goods[i]
            unit = f"{library.goods[good].unit.symbol}/a"
            need = _figure("need", good, scenario, unit, needs[:, i], _need_terms(matrices, good, scenario, unit))
            supply = _figure("supply", good, scenario, unit, supplies[:, i], _supply_terms(matrices, good, scenario, unit))
            ratio = supply.value / need.value if need.value.low > 0 else None
            row = rows[good, scenario] = GoodBalance(good, scenario, need.value, supply.value, ratio)
            residual = max(residual, _residual(need), _residual(supply))
            figures |= {f.id: f for f in (need, supply, *_compared(row, need, supply, unit))}
    return Balance(rows, figures, residual)


def _moved(matrices: Matrices) -> Iterable[int]:
    every = frozenset(StatusClass)
    moved = matrices.need(every)[HIGH] + matrices.supply(every)[HIGH]
    return [int(i) for i in np.flatnonzero(moved)]


def _figure(
    kind: str, good: str, scenario: Scenario, unit: str, ends: np.ndarray[tuple[int], np.dtype[np.float64]],
    terms: tuple[Term, ...],
) -> Figure:  # fmt: skip
    value = Range(float(ends[LOW]), float(ends[TYPICAL]), float(ends[HIGH]))
    return Figure(f"{kind}/{good}/{scenario}", kind, value, unit, terms, {"good": good, "scenario": str(scenario)})


def _compared(row: GoodBalance, need: Figure, supply: Figure, unit: str) -> list[Figure]:
    both = (
        Term("supply", row.supply, unit, figures=(supply.id,)),
        Term("need", row.need, unit, figures=(need.id,)),
    )
    notes = {"good": row.good, "scenario": str(row.scenario)}
    name = f"{row.good}/{row.scenario}"
    out = [Figure(f"gap/{name}", "gap", row.gap, unit, both, notes)]
    if row.ratio is not None:
        out.append(Figure(f"ratio/{name}", "ratio", row.ratio, "1", both, notes))
    return out


def _need_terms(matrices: Matrices, good: str, scenario: Scenario, unit: str) -> tuple[Term, ...]:
    return tuple(
        _flow_term(plant, flow, scenario, unit)
        for plant, flows in zip(matrices.plants, matrices.taken, strict=True)
        for flow in flows
        if flow.good_id == good and plant.capacity(scenario.classes).high > 0
    )


def _supply_terms(matrices: Matrices, good: str, scenario: Scenario, unit: str) -> tuple[Term, ...]:
    terms = []
    for plant, flows in zip(matrices.plants, matrices.given, strict=True):
        capacity = plant.capacity(scenario.classes)
        if capacity.high <= 0:
            continue
        if plant.good == good:
            terms.append(Term(plant.id, capacity, unit, claims=plant.claims(scenario.classes)))
        terms += [_flow_term(plant, flow, scenario, unit) for flow in flows if flow.good_id == good]
    return tuple(terms)


def _flow_term(plant: Plant, flow: Flow, scenario: Scenario, unit: str) -> Term:
    value = plant.capacity(scenario.classes) * flow.per_output
    return Term(plant.id, value, unit, claims=plant.claims(scenario.classes), rows=flow.row_ids)


def _residual(figure: Figure) -> float:
    total = sum((term.value for term in figure.terms), ZERO)
    return max(abs(a - b) / max(abs(a), 1.0) for a, b in zip(figure.value, total, strict=True))
