"""How good the probabilities were: predictions as known on a day, held against what was told afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianpu.ledger.realise.estimate import Experience, Realisation
from lianpu.ledger.realise.histories import ProjectHistory, histories
from lianpu.ledger.realise.parameters import parameters
from lianpu.ledger.witnesses import Witness

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was foretold for a project as known then, and whether it stood by the end (None: nobody said)."""

    project: ProjectHistory
    foretold: Realisation
    stood: bool | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """``brier`` is the mean square of probability less outcome over the decided projects (0 is perfect), ``even`` that
    of saying one half each time, which is 0.25; ``by`` is the day on which the outcome counts. ``expected`` and
    ``stood`` are how many of the decided were expected to stand and did."""

    at: date
    by: date
    predictions: tuple[Prediction, ...]
    decided: int
    brier: float | None
    even: float
    expected: float
    stood: int


def backtest(told: Sequence[Witness], at: date, horizon: float | None = None) -> Backtest:
    """Predicts with the claims told until ``at`` for each project open then; judges with all claims."""
    horizon = parameters().horizon_months if horizon is None else horizon
    by = at + timedelta(days=horizon * _DAYS_A_MONTH)
    known, later = histories(told, at), histories(told)
    experience = Experience(known)
    by_claim = {claim: h for h in later for claim in h.claims}
    predictions = tuple(Prediction(h, experience.of_project(h, at, horizon), _outcome(h, by_claim, by)) for h in known if h.open)
    judged = [(p.foretold.probability, p.stood) for p in predictions if p.stood is not None]
    brier = sum((chance - stood) ** 2 for chance, stood in judged) / len(judged) if judged else None
    stood = sum(s for _, s in judged)
    return Backtest(at, by, predictions, len(judged), brier, 0.25, sum(chance for chance, _ in judged), stood)


def _outcome(h: ProjectHistory, by_claim: Mapping[str, ProjectHistory], by: date) -> bool | None:
    """True where it is known to stand by then, False where it is known not to; silence decides nothing."""
    found = next((by_claim[claim] for claim in h.claims if claim in by_claim), None)
    if found is None:
        return None
    if found.stands is not None and found.stands <= by:
        return True
    still_pending = found.last_told >= by or (found.stands is not None and (found.pending or found.stands) >= by)
    return False if found.given_up is not None or still_pending else None
