"""A year of low water from June to May, or as it was: the province's months, and what the region's plants lose by them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lianpu.engine.dry_year.backtest import A_CUT, Backtest, backtest, normal_months
from lianpu.engine.dry_year.city import PlantLoss, User, losses, total
from lianpu.engine.dry_year.course import MonthResult, Rules, course, lost
from lianpu.engine.dry_year.hydrology import Hydrology, Record
from lianpu.engine.dry_year.months import Month, Power, after
from lianpu.engine.dry_year.wants import Wants, fit
from lianpu.errors import LianpuError
from lianpu.library.curtailment import Cut
from lianpu.units import Range

#: June to May: the rains fill the reservoirs first, the dry half lives on them.
START = 6
THERMAL_YEARS = 3
FIRST_YEAR = 2018  # the smelters' load is known from 2019 on; one year more for the filling of gaps


@dataclass(frozen=True)
class Province:
    """The record of one province and what is believed of it. ``smelters``: TWh wanted in a month."""

    name: str
    power: dict[Month, Power]
    capacity: dict[int, float]
    smelters: Callable[[Month], float]
    cuts: tuple[Cut, ...]
    rules: Rules
    quantile: float
    rows: tuple[str, ...]

    def wants(self) -> Wants:
        normal = normal_months(self.cuts, self.rules.restart)
        return fit(tuple(self.power.values()), self.smelters, normal, lambda m: True, self.quantile)

    def backtest(self) -> Backtest:
        return backtest(tuple(self.power.values()), self.smelters, self.cuts, self.rules, self.quantile)


@dataclass(frozen=True, slots=True)
class Draws:
    """Of ``count`` years with both halves drawn apart: share with a cut, and TWh that smelters went without (percentiles
    10, 50, 90 and the mean)."""

    count: int
    seed: int
    with_cut: float
    p10: float
    p50: float
    p90: float
    mean: float


@dataclass(frozen=True)
class DryYear:
    """``halves``: the years or draws that January–May and June–December come from. ``spread``: by what factor the cut may
    be off, from the mean error of the back-test; ``not_saved`` in kWh: what the region's plants were to give and could
    not; ``residual``: greatest difference in the province's months between supply and what all get, in TWh."""

    region: str | None
    province: str
    hydro: str
    halves: tuple[str, str]
    start: Month
    policy: str
    months: tuple[MonthResult, ...]
    plants: tuple[PlantLoss, ...]
    smelters: int
    value: Range
    added: Range
    vat: Range
    restart: Range
    saved: float
    not_saved: float
    spread: Range
    growth: float
    fitted: int
    draws: Draws | None
    residual: float
    inputs: str
    rows: tuple[str, ...]


def months_of(province: Province, hydrology: Hydrology, year: int) -> tuple[Power, ...]:
    """June of ``year`` to May of the next: hydro as named, thermal at its greatest of late, wind and solar as last seen."""
    gw = province.capacity.get(year) or (province.capacity[max(province.capacity)] if province.capacity else 1.0)
    out = []
    for i in range(12):
        month = after((year, START), i)
        same = [p for m, p in sorted(province.power.items()) if m[1] == month[1]]
        last = same[-1]
        made = dict(last.made)
        made["hydro"] = hydrology.of(month, gw)
        made["thermal"] = max(p.made["thermal"] for p in same[-THERMAL_YEARS:])
        out.append(Power(month, made, None, None, i, last.filled, last.rows))
    return tuple(out)


def observed(province: Province, year: int) -> tuple[MonthResult, ...]:
    """June of ``year`` to May of the next (as far as known) with the supply that was observed; the state before it too."""
    found = course(tuple(province.power.values()), province.wants(), province.rules)
    kept = tuple(r for r in found if (year, START) <= r.month < (year + 1, START))
    if not kept:
        known = sorted({m[0] for m in province.power})
        raise LianpuError(f"the power balance has no months from June {year}", hint=f"it runs from {known[0]} to {known[-1]}")
    return kept


def simulate(
    province: Province, record: Record, hydro: str, year: int, users: Sequence[User], *, region: str | None,
    policy: str, order: Sequence[str], least_run: float, tested: Backtest, draws: int = 0, seed: int = 0,
) -> DryYear:  # fmt: skip
    """The province's year and the plants' losses. Raises :class:`LianpuError` for names and years that are not known."""
    wants = province.wants()
    if hydro == "actual":
        months, halves = observed(province, year), (str(year + 1), str(year))
    else:
        drawn = record.named(hydro)
        months = course(months_of(province, drawn, year), wants, province.rules)
        halves = drawn.dry.name, drawn.wet.name
    spread = _spread(months, tested, province.rules)
    plants: list[PlantLoss] = []
    not_saved = 0.0
    for smelters in (True, False):
        group = [u for u in users if u.smelter is smelters]
        share = np.array([m.cut if smelters else _ratio(m, "others") for m in months])
        found, left = losses(
            group, [m.month for m in months], share, policy, order if smelters else (),
            restart_months=province.rules.restart, least_run=least_run, spread=spread,
        )  # fmt: skip
        plants += found
        not_saved += float(left.sum())
    return DryYear(
        region, province.name, hydro, halves, months[0].month, policy, months, tuple(plants), sum(u.smelter for u in users),
        total(p.value for p in plants), total(p.added for p in plants), total(p.vat for p in plants),
        total(p.restart for p in plants), sum(p.saved for p in plants), not_saved, spread, wants.growth, wants.fitted,
        _draws(province, record, wants, year, draws, seed) if draws else None,
        max(abs(m.residual) for m in months), _hash(province.power), province.rows,
    )  # fmt: skip


def _ratio(month: MonthResult, who: str) -> float:
    return month.given[who] / month.wanted[who] if month.wanted[who] > 0 else 0.0


def _spread(months: Sequence[MonthResult], tested: Backtest, rules: Rules) -> Range:
    """The mean error of the back-test's water episodes, as a factor of the mean cut while something is cut."""
    cuts = [m.cut for m in months if m.cut > 0]
    water = [abs(t.error) for t in tested.tested if t.cause == "water"]
    if not cuts or not water:
        return Range.exact(1.0)
    mean, error = sum(cuts) / len(cuts), sum(water) / len(water)
    return Range(max(0.0, 1 - error / mean), 1.0, max(1.0, min(rules.most_cut / mean, 1 + error / mean)))


def _draws(province: Province, record: Record, wants: Wants, year: int, count: int, seed: int) -> Draws:
    runs = [course(months_of(province, h, year), wants, province.rules) for h in record.drawn(count, seed)]
    without = np.array([lost(run) for run in runs])
    cut = sum(max(m.cut for m in run) >= A_CUT for run in runs) / count
    p10, p50, p90 = (float(v) for v in np.quantile(without, (0.1, 0.5, 0.9)))
    return Draws(count, seed, cut, p10, p50, p90, float(without.mean()))


def _hash(power: Mapping[Month, Power]) -> str:
    text = repr([(m, sorted(p.made.items()), p.use) for m, p in sorted(power.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:8]
