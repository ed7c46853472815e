"""What links slices and years: storage, material of building, and scrap that returns out of the model's own sales."""

from __future__ import annotations

from math import gamma

import numpy as np

from lianpu.engine.plan.balance_rows import Balance
from lianpu.engine.plan.blocks import Builder
from lianpu.engine.plan.money import Money
from lianpu.engine.plan.plants import Columns, lump_sizes
from lianpu.system.planning.columns import Floats, Ints
from lianpu.system.planning.system import System


def add_storages(system: System, into: Builder, money: Money, balance: Balance) -> None:
    """Stores. The level after a slice = what was kept of the level before + put x efficiency - taken / efficiency.

    ``through`` year: the year's first slice follows its last. ``years``: it follows the last slice of the step before,
    after the net filling of the step's other years (a step of n years fills n times).
    """
    s = system.storages
    if not len(s):
        return
    every, shape = np.arange(len(s)), system.shape
    put = into.add_columns("put", "storages", every, *shape, upper=s.rate, cost=s.cost * money.running[s.site][:, :, None])
    take = into.add_columns("take", "storages", every, *shape, upper=s.rate)
    level = into.add_columns("level", "storages", every, *shape, upper=s.capacity)
    balance.put(s.good, s.site, put, -1.0)
    balance.put(s.good, s.site, take, 1.0)
    years = np.array([t == "years" for t in s.through], dtype=bool)
    first = np.zeros((len(s), *shape))
    keep = s.keep[:, None]
    first[years, 0, 0] = (s.keep * s.start)[years]
    rows = into.add_rows("level", "storages", every, *shape, first, first)
    into.put(rows, level, 1.0)
    into.put(rows, put, -s.put_efficiency[:, None, None])
    into.put(rows, take, 1 / s.take_efficiency[:, None, None])
    into.put(rows[:, :, 1:], level[:, :, :-1], -keep[:, :, None])
    into.put(rows[~years][:, :, 0], level[~years][:, :, -1], -keep[~years])
    into.put(rows[years][:, 1:, 0], level[years][:, :-1, -1], -keep[years])
    more = np.broadcast_to((system.spans - 1)[None, :, None], (int(years.sum()), *shape))
    into.put(rows[years][:, :, :1], put[years], -more * s.put_efficiency[years][:, None, None])
    into.put(rows[years][:, :, :1], take[years], more / s.take_efficiency[years][:, None, None])


def add_build_flows(system: System, balance: Balance, build: Ints) -> None:
    """Material that building takes in its step and that comes free in the step in which the capacity ends; both spread
    over the years of the step, and over slices by their weights."""
    b = system.build_flows
    able = np.flatnonzero(build[b.plant, 0, 0] >= 0)
    if not able.size:
        return
    plant, good = b.plant[able], b.good[able]
    size, site = lump_sizes(system)[plant][:, :, 0], system.plants.site[plant]
    spread = system.weights / system.spans[:, None]
    balance.put(good, site, build[plant], -(b.taken[able][:, None] * size)[:, :, None] * spread)
    ends = np.searchsorted(system.years, system.years[None, :] + system.plants.lifetime[plant][:, None])
    for built in range(len(system.years)):
        for ended in np.unique(ends[:, built]):
            rows = np.flatnonzero((ends[:, built] == ended) & (b.freed[able] > 0))
            if ended < len(system.years) and rows.size:
                value = (b.freed[able][rows] * size[rows, built])[:, None, None] * spread[ended]
                years = np.array([ended], dtype=np.int32)
                balance.put_at(good[rows], site[rows], years, build[plant[rows]][:, [built]], value)


def add_returns(system: System, balance: Balance, columns: Columns) -> None:
    """Scrap of step j out of sales of step i: recovery x :func:`returned`, over slices by their weights."""
    r = system.returns
    for k in range(len(r)):
        share = returned(system, r.law[k], float(r.lifetime[k]), float(r.shape[k])) * r.recovery[k]
        good, site = r.good[[k]], r.site[[k]]
        for sold, back in zip(*np.nonzero(share), strict=True):
            sales = columns["trade"][r.market[k], sold][None, None, :]  # the whole year's sales, whatever the slice
            for part in range(len(system.slices)):
                spread = np.zeros((1, 1, len(system.slices)))
                spread[0, 0, :] = share[sold, back] * system.weights[back]
                years = np.array([back], dtype=np.int32)
                balance.put_at(good, site, years, sales[:, :, [part]], spread)


def survival(law: str, lifetime: float, shape: float, ages: Floats) -> Floats:
    """Share of an inflow in use at an age in years: ``fixed`` while age < lifetime, or Weibull of that mean and shape."""
    if law == "fixed":
        return np.asarray(ages < lifetime, dtype=np.float64)
    return np.asarray(np.exp(-((ages / (lifetime / gamma(1 + 1 / shape))) ** shape)))


def returned(system: System, law: str, lifetime: float, shape: float) -> Floats:
    """Steps of sale x steps of return: what leaves use per year of the second, per unit sold per year of the first.

    Every calendar year counts: an inflow of year c leaves use in year c + age with survival(age - 1) - survival(age).
    Mass is conserved exactly: what is sold in all years = what left + what is in use at the end.
    """
    spans = system.spans.astype(int)
    step = np.repeat(np.arange(spans.size), spans)
    ages = np.arange(step.size + 1, dtype=np.float64)
    leaves = -np.diff(survival(law, lifetime, shape, ages))
    years = np.arange(step.size)
    age = years[None, :] - years[:, None]
    by_year = np.where(age > 0, leaves[np.clip(age - 1, 0, None)], 0.0)
    out = np.zeros((spans.size, spans.size))
    np.add.at(out, (step[:, None], step[None, :]), by_year)
    return np.asarray(out / spans[None, :], dtype=np.float64)


def in_use(system: System, law: str, lifetime: float, shape: float, sold: Floats) -> Floats:
    """Stock in use at the end of every calendar year, of ``sold`` per year of each step."""
    per_year = np.repeat(sold, system.spans.astype(int))
    stays = survival(law, lifetime, shape, np.arange(per_year.size, dtype=np.float64))
    return np.asarray(np.convolve(per_year, stays)[: per_year.size])
