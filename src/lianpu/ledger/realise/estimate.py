"""The probability that a project comes true, and how late, from the histories of others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from lianpu.ledger.realise.histories import STAGES, ProjectHistory, months_between
from lianpu.ledger.realise.parameters import parameters
from lianpu.ledger.realise.survival import Case, Curves, Values, curves, mean_curve

#: Credible level of all intervals.
LEVEL = 0.9
#: The quantiles of its ends.
INTERVAL = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
#: Cases that must have come true before a time is told from them.
FEWEST = 3
#: Among more projects of a stage than these one more or less is not felt: they share their curves.
MANY = 40
#: Parts of a case that came true at an unknown time.
_PARTS = 6
#: Rounds in which the weights of silent cases settle.
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """A median in months with its interval; None for an end beyond all that has been seen."""

    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Realisation:
    """The probability that a project stands within ``horizon`` months, ``low`` to ``high`` at :data:`LEVEL`.

    It rests on ``cases`` of the status and kind, of which ``realised`` are known to have come true and ``silent`` have
    not been heard of again, and on ``borrowed`` cases of the status in other kinds. ``months`` is the time until it
    stands if it does so by then. ``delay`` is how much later than announced projects came to stand, of ``delay_cases``
    with an announced day. Both are None where fewer than :data:`FEWEST` are known to stand. ``basis`` are the claims.
    """

    probability: float
    low: float
    high: float
    horizon: float
    cases: int
    realised: int
    silent: int
    borrowed: int
    months: Spread | None
    delay: Spread | None
    delay_cases: int
    basis: tuple[str, ...]


class Experience:
    """What a history teaches, each curve drawn once."""

    def __init__(self, history: Sequence[ProjectHistory]) -> None:
        self.history = tuple(history)
        self._pools: dict[tuple[object, ...], _Pool] = {}
        self._late = [cases for h in self.history if (cases := _lateness(h))]
        self._delay = _delay(self._late)

    def realisation(
        self,
        status: str,
        kind: str | None = None,
        age: float = 0.0,
        horizon: float | None = None,
        *,
        silent: tuple[float, float] | None = None,
        without: ProjectHistory | None = None,
    ) -> Realisation:
        """See :func:`realisation`; ``without`` is a project that must not be judged by itself."""
        horizon = parameters().horizon_months if horizon is None else horizon
        pool = self._pool(STAGES.get(status, status), kind, without)
        chances = _chances(pool.drawn, age, horizon, silent)
        low, high = (float(q) for q in np.quantile(chances, INTERVAL))
        known = _projects(h for h in (*pool.own, *pool.others) if h.stands is not None)
        return Realisation(
            probability=float(chances.mean()),
            low=low,
            high=high,
            horizon=horizon,
            cases=_projects(pool.own),
            realised=_projects(h for h in pool.own if h.stands is not None),
            silent=_projects(h for h in pool.own if h.open and h.silence is not None),
            borrowed=_projects(pool.others),
            months=_waiting(pool.drawn, age, horizon) if known >= FEWEST else None,
            delay=self._delay,
            delay_cases=len(self._late),
            basis=pool.basis,
        )

    def of_project(self, project: ProjectHistory, now: date, horizon: float | None = None) -> Realisation:
        """The probability that an open project stands ``horizon`` months after ``now``, by the other projects."""
        horizon = parameters().horizon_months if horizon is None else horizon
        begun, heard, quiet = project.entered(project.stage), project.last_told, project.silence
        assert begun is not None  # a project has entered its own stage
        silent = (months_between(heard, quiet.until), quiet.missed) if quiet else None
        total = months_between(heard, now) + horizon
        found = self.realisation(project.stage, project.kind, months_between(begun, heard), total, silent=silent, without=project)
        return replace(found, horizon=horizon)

    def _pool(self, stage: str, kind: str | None, without: ProjectHistory | None) -> _Pool:
        cases = [h for h in self.history if h.entered(stage) is not None]
        if without is not None and _projects(cases) <= MANY:
            cases = [h for h in cases if h.project != without.project]
            key: tuple[object, ...] = (stage, kind, without.project)
        else:
            key = (stage, kind)
        if key not in self._pools:
            own = tuple(h for h in cases if kind is None or h.kind == kind)
            others = tuple(h for h in cases if kind is not None and h.kind != kind)
            self._pools[key] = _Pool(own, others, curves(_settled(own, others, stage)))
        return self._pools[key]


@dataclass(frozen=True)
class _Pool:
    """Cases of a stage and kind, those of other kinds, and the curves drawn from both."""

    own: tuple[ProjectHistory, ...]
    others: tuple[ProjectHistory, ...]
    drawn: Curves

    @property
    def basis(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(e.claim for h in (*self.own, *self.others) for e in h.events))


def realisation(
    history: Sequence[ProjectHistory],
    status: str,
    kind: str | None = None,
    age: float = 0.0,
    horizon: float | None = None,
    *,
    silent: tuple[float, float] | None = None,
) -> Realisation:
    """For a project that had been in the stage of ``status`` for ``age`` months when it was last heard not to stand.

    ``kind`` is its chain (None: any), ``horizon`` months count from that day. ``silent`` are the months after it in which
    documents spoke of its product and place and not of it, and the probability that they would leave it out if it stood.
    """
    return Experience(history).realisation(status, kind, age, horizon, silent=silent)


def _projects(some: Iterable[ProjectHistory]) -> int:
    return len({h.project for h in some})


# -- cases ----------------------------------------------------------------------------------------------------------


def _settled(own: Sequence[ProjectHistory], others: Sequence[ProjectHistory], stage: str) -> list[Case]:
    """The prior, the borrowed cases at their weight, and the cases of the kind itself.

    A silent case is in part one that did not stand when it was left out, in part one of which nothing more is known;
    the parts are weighed by the likelihood of the silence under the curve of all cases, until they settle.
    """
    weighed = _weighed(own, others)
    silent = {n: h for n, (h, _) in enumerate(weighed) if h.open and h.silence is not None}
    unseen = {n: h.silence.missed for n, h in silent.items() if h.silence is not None}
    for _ in range(_ROUNDS if silent else 0):
        curve = mean_curve(_cases(weighed, stage, unseen))
        unseen = {n: _unseen(h, stage, curve) for n, h in silent.items()}
    return _cases(weighed, stage, unseen)


def _weighed(own: Sequence[ProjectHistory], others: Sequence[ProjectHistory]) -> list[tuple[ProjectHistory, float]]:
    """Products of one project share the weight of one case; borrowed cases share theirs."""
    number = Counter(h.project for h in (*own, *others))
    borrowed = min(1.0, parameters().borrowed_weight / max(_projects(others), 1))
    return [(h, 1 / number[h.project]) for h in own] + [(h, borrowed / number[h.project]) for h in others]


def _cases(weighed: Sequence[tuple[ProjectHistory, float]], stage: str, unseen: Mapping[int, float]) -> list[Case]:
    found = prior()
    for n, (h, weight) in enumerate(weighed):
        begun = h.entered(stage)
        assert begun is not None  # only cases of the stage are weighed
        if h.stands is not None:
            stood = months_between(begun, h.stands)
            since = stood if h.pending is None else max(0.0, months_between(begun, h.pending))
            found += _spread(since, stood, weight)
        elif h.given_up is not None:
            found.append(Case(math.inf, False, weight))
        else:
            part = unseen.get(n, 1.0)
            found.append(Case(months_between(begun, h.last_told), False, weight * part))
            if h.silence is not None:
                found.append(Case(months_between(begun, h.silence.until), False, weight * (1 - part)))
    return found


def prior() -> list[Case]:
    """Half of the prior's weight never comes true, half does so at any time of its months."""
    p = parameters()
    return [Case(math.inf, False, p.prior_weight / 2), *_spread(0.0, p.prior_months, p.prior_weight / 2)]


def _spread(after: float, until: float, weight: float) -> list[Case]:
    """A case that came true at an unknown time between two: in equal parts along it."""
    if until - after < 1:
        return [Case(until, True, weight)]
    step = (until - after) / _PARTS
    return [Case(after + step * (k + 0.5), True, weight / _PARTS) for k in range(_PARTS)]


def _unseen(h: ProjectHistory, stage: str, curve: Curves) -> float:
    """The share of a silent case that tells nothing: with ``missed`` the documents would leave it out even if it stood.

    The likelihood of the silence is ``S + missed (1 - S) = (1 - missed) S + missed`` with S the share that does not
    stand by then: a mixture of "did not stand" and "nothing known".
    """
    begun = h.entered(stage)
    assert h.silence is not None and begun is not None  # chosen by the caller
    pending = float(curve.at(months_between(begun, h.silence.until))[0])
    return h.silence.missed / ((1 - h.silence.missed) * pending + h.silence.missed)


# -- figures --------------------------------------------------------------------------------------------------------


def _chances(drawn: Curves, age: float, horizon: float, silent: tuple[float, float] | None) -> Values:
    """Draws of the probability to stand within ``horizon`` of ``age``. What others spoke past for some months stood
    then with the probability that it would be left out, and did not with the rest."""
    heard, then = drawn.at(age), drawn.at(age + horizon)
    if silent is None:
        return (heard - then) / heard
    months, missed = silent
    passed = drawn.at(age + min(months, horizon))
    unsaid = missed * (heard - passed)
    return (unsaid + passed - then) / (unsaid + passed)


def _waiting(drawn: Curves, age: float, horizon: float) -> Spread:
    """Months until it stands, for what stands within the horizon; the interval is that of the time itself."""
    inside = (drawn.times > age) & (drawn.times <= age + horizon)
    mass = (np.append(1.0, drawn.mean[:-1]) - drawn.mean)[inside]
    if mass.sum() <= 0:
        return Spread(None, None, None)
    times, reached = drawn.times[inside] - age, np.cumsum(mass) / mass.sum()
    found = [float(times[min(int(np.searchsorted(reached, q)), len(times) - 1)]) for q in (0.5, *INTERVAL)]
    return Spread(*found)


def _lateness(h: ProjectHistory) -> list[Case]:
    """Months by which a project stood, or does not stand yet, after its announced day: one case, or parts of one."""
    if h.start_up is None or h.given_up is not None:
        return []
    if h.stands is not None:
        stood = months_between(h.start_up, h.stands)
        return _spread(stood if h.pending is None else months_between(h.start_up, h.pending), stood, 1.0)
    return [Case(months_between(h.start_up, h.last_told), False)]


def _delay(late: Sequence[Sequence[Case]]) -> Spread | None:
    """The median delay with its interval by draws; an end is None where half have not come true in a draw there."""
    if sum(cases[0].event for cases in late) < FEWEST:
        return None
    drawn = curves([case for cases in late for case in cases])
    medians = [_median(drawn.times, row) for row in drawn.left]
    middle, low, high = np.quantile(medians, (0.5, *INTERVAL), method="inverted_cdf")
    return Spread(*(float(m) if math.isfinite(m) else None for m in (middle, low, high)))


def _median(times: Values, left: Values) -> float:
    below = np.flatnonzero(left <= 0.5)
    return float(times[below[0]]) if len(below) else math.inf
