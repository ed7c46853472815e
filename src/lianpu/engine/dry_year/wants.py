"""What everyone would take in a month if power were enough: smelters, exports, and all other users.

Smelters: the load that would run, a straight line between the dated rows of the library. Exports: the middle of what
flowed out in that calendar month over the years. Other users: use less the smelters' load in months without a cut,
growing at one rate with a factor for each calendar month (least squares on logarithms).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lianpu.engine.dry_year.months import Month, Power
from lianpu.errors import LianpuError
from lianpu.library.curtailment import Wanted

#: A trend over fewer years than this says nothing.
FEWEST_YEARS = 3


@dataclass(frozen=True)
class Wants:
    """``smelters`` and ``others`` give TWh of a month, ``exports`` of the twelve calendar months (below zero: what comes in);
    ``growth`` of other users a year; ``fitted`` months."""

    smelters: Callable[[Month], float]
    exports: NDArray[np.float64]
    others: Callable[[Month], float]
    growth: float
    fitted: int


def smelter_load(wanted: Sequence[Wanted], kwh_per_t: float) -> Callable[[Month], float]:
    """TWh of a month: dated Mt/a in a straight line between rows, flat outside them, at ``kwh_per_t``; 0 without rows."""
    if not wanted:
        return lambda month: 0.0
    days = [_time(w.month) for w in wanted]
    tonnes = [w.value.typical for w in wanted]
    return lambda month: float(np.interp(_time(month), days, tonnes)) * kwh_per_t / 12 * 1e-3


def fit(
    power: Iterable[Power], smelters: Callable[[Month], float], normal: Callable[[Month], bool],
    seen: Callable[[Month], bool], quantile: float,
) -> Wants:  # fmt: skip
    """Other users from the months that are ``normal`` (no cut), the export plan from those that may be ``seen``.

    Raises :class:`LianpuError` where fewer than three years have every calendar month.
    """
    known = [p for p in power if p.use is not None]
    base = [(p.month, p.use - smelters(p.month)) for p in known if p.use is not None and normal(p.month)]
    flows: list[list[float]] = [[] for _ in range(12)]
    for p in known:
        if seen(p.month) and p.outflow is not None:
            flows[p.month[1] - 1].append(p.outflow)
    years = len({month[0] for month, _ in base})
    if years < FEWEST_YEARS or not all(flows) or len({m for (_, m), _ in base}) < 12 or min((v for _, v in base)) <= 0:
        raise LianpuError(
            f"use and supply are known for {years} years of normal months, too few for a trend",
            hint="give at least three whole years of use and generation",
        )
    plan = np.array([float(np.quantile(flow, quantile)) for flow in flows])
    rows = np.zeros((len(base), 13))
    for i, (month, _) in enumerate(base):
        rows[i, month[1] - 1], rows[i, 12] = 1.0, _time(month) - base[0][0][0]
    found = np.linalg.lstsq(rows, np.log([value for _, value in base]), rcond=None)[0]
    start = base[0][0][0]

    def others(month: Month) -> float:
        return float(np.exp(found[month[1] - 1] + found[12] * (_time(month) - start)))

    return Wants(smelters, plan, others, float(np.expm1(found[12])), len(base))


def _time(month: Month) -> float:
    return month[0] + (month[1] - 0.5) / 12
