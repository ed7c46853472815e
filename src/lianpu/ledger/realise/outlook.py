"""The projects of a region that do not stand yet, each with its chance, and the cases that this is learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from lianpu.errors import LianpuError
from lianpu.ledger.periods import last_day, read_period
from lianpu.ledger.places import within
from lianpu.ledger.queries import AsKnown
from lianpu.ledger.realise.backtest import Backtest, backtest
from lianpu.ledger.realise.estimate import Experience, Realisation
from lianpu.ledger.realise.histories import ProjectHistory, histories, months_between
from lianpu.ledger.realise.silence import told_on
from lianpu.ledger.state import evidence
from lianpu.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open project, the months that it has been in its stage, and its chance."""

    project: ProjectHistory
    age: float
    chance: Realisation


@dataclass(frozen=True, slots=True)
class Outlook:
    """As of ``at``: open projects of ``place`` (None: all), and ``cases``, all the ledger's projects."""

    at: date
    place: str | None
    horizon: float
    prospects: tuple[Prospect, ...]
    cases: tuple[ProjectHistory, ...]


def outlook(
    ledger: Ledger, *, at: str | None = None, place: str | None = None, horizon: float, as_known: AsKnown = None
) -> Outlook:
    """The chances on the last day of ``at`` (default: the last news of the ledger), with what was told until then.

    Raises :class:`LianpuError` for what is no date, no horizon, or a place of which no project is told.
    """
    if not 0 < horizon <= 600:
        raise LianpuError(f"a horizon of {horizon:g} months is none", hint="give months from 1 to 600")
    told = evidence(ledger, as_known).witnesses
    period = read_period(at) if at else None
    days = [day for w in told if (day := told_on(w)) not in (date.min, date.max)]
    now = last_day(period.end) if period else max(days, default=date.today())
    cases = histories(told, now)
    here = [h for h in cases if place is None or within(h.place, place)]
    if place is not None and not here:
        _no_project(ledger.name, place, cases)
    experience = Experience(cases)
    prospects = [Prospect(h, _age(h, now), experience.of_project(h, now, horizon)) for h in here if h.open]
    prospects.sort(key=lambda p: -p.chance.probability)
    return Outlook(now, place, horizon, tuple(prospects), tuple(cases))


def outlook_backtest(ledger: Ledger, at: str, horizon: float) -> Backtest:
    """How the chances as of ``at`` came out. Raises :class:`LianpuError` for what is no date."""
    period = read_period(at)
    if period is None:
        raise LianpuError("no date to test at", hint="write it as 2021-12")
    return backtest(evidence(ledger).witnesses, last_day(period.end), horizon)


def _age(h: ProjectHistory, now: date) -> float:
    begun = h.entered(h.stage)
    return months_between(begun, now) if begun else 0.0


def _no_project(ledger: str, place: str, cases: list[ProjectHistory]) -> None:
    places = sorted({h.place for h in cases if h.place})
    near = get_close_matches(place, places, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"there are projects in {', '.join(places[:10]) or 'no place'}"
    raise LianpuError(f"no claim tells of a project in '{place}'", file=ledger, hint=hint)
