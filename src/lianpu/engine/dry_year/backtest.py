"""Each past episode predicted from its months' supply alone, its own months kept out of what is fitted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lianpu.engine.dry_year.course import MonthResult, Rules, course
from lianpu.engine.dry_year.months import Month, Power, after
from lianpu.engine.dry_year.wants import Wants, fit
from lianpu.library.curtailment import Cut

#: A cut below this share of the load is a smelter's ordinary swing, not a curtailment.
A_CUT = 0.05
#: The bar of the back-test: share of smelter load, in fractions.
WITHIN = 0.10


@dataclass(frozen=True, slots=True)
class Tested:
    """One month of an episode: predicted and told share of the smelters' load that was off; ``shortfall`` and observed
    ``outflow`` in TWh, ``usual`` outflow of that calendar month; ``row``: the library row told."""

    episode: str
    month: Month
    predicted: float
    told: float
    low: float
    high: float
    cause: str
    shortfall: float
    outflow: float | None
    usual: float
    metal: float | None
    row: str

    @property
    def error(self) -> float:
        return self.predicted - self.told

    @property
    def when(self) -> bool:
        """True where both or neither say that something is off."""
        return (self.predicted >= A_CUT) == (self.told >= A_CUT)


@dataclass(frozen=True, slots=True)
class Score:
    """Of the months of one episode and cause: how many are ``within`` 10 points, in how many ``when`` is right, and the mean
    absolute ``error`` (a fraction)."""

    episode: str
    cause: str
    months: int
    within: int
    when: int
    error: float


@dataclass(frozen=True)
class Backtest:
    """``false_alarms``: calm months (no cut told, and none within the months of a restart after one) with a predicted cut."""

    tested: tuple[Tested, ...]
    scores: tuple[Score, ...]
    calm: int
    false_alarms: tuple[tuple[Month, float], ...]


def normal_months(cuts: Sequence[Cut], restart: float) -> Callable[[Month], bool]:
    """True for months outside every episode and the months of a restart after it."""
    spans = [(c.start, after(c.end, round(restart))) for c in cuts]
    return lambda month: not any(start <= month <= end for start, end in spans)


def backtest(
    power: Sequence[Power], smelters: Callable[[Month], float], cuts: Sequence[Cut], rules: Rules, quantile: float
) -> Backtest:
    """Leave one out: other users from normal months, exports from months outside the episode; supply as observed."""
    normal = normal_months(cuts, rules.restart)
    tested: list[Tested] = []
    for episode in dict.fromkeys(c.episode for c in cuts):
        own = [c for c in cuts if c.episode == episode]
        start, end = min(c.start for c in own), max(c.end for c in own)
        wants = fit(power, smelters, normal, lambda m, s=start, e=end: not s <= m <= e, quantile)  # type: ignore[misc]
        found = {r.month: r for r in course(power, wants, rules)}
        for p in power:
            told = next((c for c in own if c.holds(p.month)), None)
            if told is not None:
                tested.append(_tested(p, told, found[p.month], wants))
    everything = course(power, fit(power, smelters, normal, lambda m: True, quantile), rules)
    calm = [r for r in everything if normal(r.month) and r.wanted["smelters"] > 0]
    false = tuple((r.month, r.cut) for r in calm if r.cut >= A_CUT)
    return Backtest(tuple(tested), _scores(tested), len(calm), false)


def _tested(p: Power, told: Cut, found: MonthResult, wants: Wants) -> Tested:
    return Tested(
        told.episode, p.month, found.cut, told.share.typical, told.share.low, told.share.high, told.cause,
        found.shortfall, p.outflow, float(wants.exports[p.month[1] - 1]), p.metal, told.row_id,
    )  # fmt: skip


def _scores(tested: Sequence[Tested]) -> tuple[Score, ...]:
    groups = dict.fromkeys((t.episode, t.cause) for t in tested)
    return tuple(_score(e, c, [t for t in tested if (t.episode, t.cause) == (e, c)]) for e, c in groups)


def _score(episode: str, cause: str, tested: Sequence[Tested]) -> Score:
    n = len(tested)
    within = sum(abs(t.error) <= WITHIN for t in tested)
    return Score(episode, cause, n, within, sum(t.when for t in tested), sum(abs(t.error) for t in tested) / n)
