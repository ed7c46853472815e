"""All answers about a region at once, from one set of matrices: immutable, with its own evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lianpu.engine.balance import Balance, balance
from lianpu.engine.figures import Figure
from lianpu.engine.findings import Answers, Finding, find
from lianpu.engine.implied import ImpliedRatio, implied_ratios
from lianpu.engine.matrices import compile_region
from lianpu.engine.output_value import OutputValue, Plausibility, output_value, plausibility
from lianpu.engine.potential import Potential, potentials, processed
from lianpu.engine.power import PowerNeed, power_need
from lianpu.library.load import Library
from lianpu.system.model import Region, Scenario


@dataclass(frozen=True)
class Answer:
    """``balance`` is with the recipes of the region's year, ``other`` with those of its second year.

    ``figures`` holds every number by id; ``residual`` is the greatest relative difference found when the totals of
    the matrices were compared with the sums of their named terms.
    """

    region: Region
    balance: Balance
    other: Balance | None
    power: dict[Scenario, PowerNeed]
    value: OutputValue
    plausible: tuple[Plausibility, ...]
    potentials: tuple[Potential, ...]
    implied: tuple[ImpliedRatio, ...]
    findings: tuple[Finding, ...]
    figures: dict[str, Figure]
    residual: float


def answer(region: Region, library: Library, *, described: str | None = None) -> Answer:
    """Balance, power, output value, potentials and findings; ``described``: ISO start of the time described."""
    matrices = compile_region(region, library)
    now = balance(region, matrices, library)
    year = region.other_year
    other = balance(region, compile_region(region, library, year), library) if year else None
    power = {s: power_need(matrices, library, s, region.year, region.province) for s in Scenario}
    value = output_value(now, library)
    plausible = plausibility(region, value, library, described=described)
    enough, enough_figures = potentials(region, now, library)
    shares = processed(region, now, library)
    implied, implied_figures = implied_ratios(region, now, value, plausible, library)
    found = find(Answers(region, library, now, other, power, enough, plausible, shares))
    figures = now.figures | value.figures | enough_figures | shares | implied_figures
    figures |= {f"{name}@{year}": _dated(figure, year) for name, figure in other.figures.items()} if other else {}
    for need in power.values():
        figures |= need.figures
    residual = max(now.residual, other.residual if other else 0.0)
    return Answer(region, now, other, power, value, plausible, enough, implied, found, figures, residual)


def _dated(figure: Figure, year: int | None) -> Figure:
    """The figure of the second vintage under an id of its own."""
    terms = tuple(replace(t, figures=tuple(f"{f}@{year}" for f in t.figures)) for t in figure.terms)
    return replace(figure, id=f"{figure.id}@{year}", terms=terms, notes=dict(figure.notes) | {"year": str(year)})
