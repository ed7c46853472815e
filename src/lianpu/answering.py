"""Questions asked of a dossier: which rules its plants keep, what stops what, what to recruit."""

from __future__ import annotations

from lianpu.engine.norms import Light, lights
from lianpu.ledger.periods import last_day, read_period
from lianpu.system.own_figures import OwnFigure, Said, own_figures
from lianpu.views.dossier import Dossier


def said_of(dossier: Dossier) -> tuple[Said, ...]:
    """The claims in force with the sentences that they stand in."""
    return tuple(Said(e.claim, e.document, e.sentence) for e in dossier.evidence.values() if not e.rejected)


def figures_of_plants(dossier: Dossier) -> tuple[OwnFigure, ...]:
    """What the documents tell of the plants' own working."""
    return own_figures(said_of(dossier), dossier.answer.region, dossier.library)


def norms(dossier: Dossier, at: str | None = None) -> tuple[Light, ...]:
    """A light for every plant and rule. Raises :class:`LianpuError` where ``at`` is no date."""
    period = read_period(at) if at else None
    day = last_day(period.end).isoformat() if period else None
    return lights(dossier.answer.region, dossier.library, figures_of_plants(dossier), at=day)
