"""Discounting, annuities and salvage, by the conventions that a System names.

Salvage by sinking fund and straight line, discounted to the end of the horizon: Howells et al. 2011, OSeMOSYS (Energy
Policy 39, equations of salvage value); annuity factor r / (1 - (1 + r)^-L): any text on engineering economics.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianpu.system.planning.columns import Floats
from lianpu.system.planning.system import System

_TIMING = {"start": 0.0, "mid": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Money:
    """``running`` (sites x years): present value of one unit of money in each calendar year of a step. ``building``
    (plants x years): present value of one unit of money invested at a step, less salvage."""

    running: Floats
    building: Floats


def money(system: System) -> Money:
    """The factors of a System's conventions."""
    own = np.where(system.sites.discount_rate < 0, system.conventions.discount_rate, system.sites.discount_rate)
    base = system.conventions.base_year
    since = np.asarray(system.years, dtype=np.float64) - float(system.years[0] if base is None else base)
    rates = own.astype(np.float64)
    return Money(_running(rates, since, system), _building(rates, since, system))


def _running(rates: Floats, since: Floats, system: System) -> Floats:
    timing = _TIMING[system.conventions.running]
    spans = system.spans.astype(int)
    calendar = np.repeat(since, spans) + np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
    each = (1 + rates[:, None]) ** -(calendar + timing)
    return np.add.reduceat(each, np.cumsum(spans) - spans, axis=1)


def _building(rates: Floats, since: Floats, system: System) -> Floats:
    rate = rates[system.plants.site][:, None]
    life = system.plants.lifetime[:, None]
    end = since[-1] + system.spans[-1]
    left = (end - since)[None, :]
    if system.conventions.capital == "annuity":
        return _annuities(rate, life, since, end, _TIMING[system.conventions.running])
    invested = (1 + rate) ** -(since + _TIMING[system.conventions.investment])
    own = [system.sites.salvage[s] or system.conventions.salvage for s in system.plants.site]
    share = np.zeros(np.broadcast_shapes(rate.shape, left.shape))
    for method in dict.fromkeys(own):
        mine = np.array([m == method for m in own])
        share[mine] = _salvage(method, rate[mine], life[mine], left)
    return np.asarray(invested - share * (1 + rate) ** -end)


def _salvage(method: str, rate: Floats, life: Floats, used: Floats) -> Floats:
    """Share of the investment that is left after ``used`` years."""
    if method == "none":
        return np.zeros(np.broadcast_shapes(rate.shape, used.shape))
    straight = np.clip(1 - used / life, 0, None)
    if method == "straight_line":
        return np.asarray(straight)
    with np.errstate(invalid="ignore", divide="ignore"):
        sinking = 1 - ((1 + rate) ** used - 1) / ((1 + rate) ** life - 1)
    return np.asarray(np.where(rate == 0, straight, np.clip(sinking, 0, None)))


def _annuities(rate: Floats, life: Floats, since: Floats, end: float, timing: float) -> Floats:
    """Present value of yearly payments over the lifetime that fall before ``end``, for an investment of 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        payment = np.where(rate == 0, 1 / life, rate / (1 - (1 + rate) ** -life))
    years = np.minimum(life, end - since)
    whole = np.floor(years).astype(int)
    k = np.arange(int(whole.max()))
    paid = (1 + rate[..., None]) ** -(since[:, None] + k + timing) * (k < whole[..., None])
    return np.asarray(payment * paid.sum(axis=-1))
