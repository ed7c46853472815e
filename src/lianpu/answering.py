"""Questions asked of a dossier: which rules its plants keep, what stops what, what to recruit."""

from __future__ import annotations

from lianpu.engine.indicators.of_region import Measured, of_region
from lianpu.engine.matrices import compile_region
from lianpu.engine.norms import Light, lights
from lianpu.engine.resilience.network import Assumptions, network
from lianpu.engine.resilience.region import Resilience, resilience
from lianpu.engine.targets import Question, Target, targets
from lianpu.errors import LianpuError
from lianpu.ledger.periods import last_day, read_period
from lianpu.ledger.places import full_place, within
from lianpu.system.model import Scenario
from lianpu.system.own_figures import OwnFigure, Said, own_figures
from lianpu.views.dossier import Dossier


def said_of(dossier: Dossier) -> tuple[Said, ...]:
    """The claims in force about the region, with the sentences that they stand in; a claim that names no place speaks
    of the place that its document is about."""
    region = dossier.answer.region.name
    about = {d.name: d.place for d in dossier.documents}
    return tuple(
        Said(e.claim, e.document, e.sentence)
        for e in dossier.evidence.values()
        if not e.rejected and (region is None or within(full_place(e.claim.place, about.get(e.document)), region))
    )


def figures_of_plants(dossier: Dossier) -> tuple[OwnFigure, ...]:
    """What the documents tell of the plants' own working."""
    return own_figures(said_of(dossier), dossier.answer.region, dossier.library)


def norms(dossier: Dossier, at: str | None = None) -> tuple[Light, ...]:
    """A light for every plant and rule. Raises :class:`LianpuError` where ``at`` is no date."""
    period = read_period(at) if at else None
    day = last_day(period.end).isoformat() if period else None
    return lights(dossier.answer.region, dossier.library, figures_of_plants(dossier), at=day)


def outages(
    dossier: Dossier, scenario: Scenario, assumed: Assumptions, *, shock: float = 0.2, year: int | None = None
) -> Resilience:
    """What the region loses when a plant, a supplier or a stage is lost, in one scenario, at prices of ``year``.

    Raises :class:`LianpuError` where no plant counts in the scenario.
    """
    region = dossier.answer.region
    net = network(compile_region(region, dossier.library), dossier.library, scenario, year)
    if not net.plants():
        raise LianpuError(f"no plant counts in scenario {scenario}", hint="name a source with capacities, or --scenario C")
    return resilience(net, dossier.library, assumed, shock=shock, province=region.province)


def recruiting(dossier: Dossier, question: Question, province: Dossier | None = None) -> tuple[Target, ...]:
    """The stages to recruit next and the gaps that are no opportunities; ``province``: the same claims at its boundary."""
    answer = dossier.answer
    around = province.answer.balance if province else None
    return targets(answer.region, answer.balance, dossier.library, question, around)


def indicators(dossier: Dossier, scenario: Scenario, province: Dossier | None = None) -> tuple[Measured, ...]:
    """Every indicator of the region under each of its definitions, or what it lacks; ``province``: the same claims at its
    boundary."""
    answer, library = dossier.answer, dossier.library
    net = network(compile_region(answer.region, library), library, scenario)
    around = province.answer.region.plants if province else ()
    return of_region(answer, library, scenario, figures_of_plants(dossier), said_of(dossier), net, around)
