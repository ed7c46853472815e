"""Plants in the model: what stands, what is built, what is online, and the runs of their activities."""

from __future__ import annotations

import numpy as np

from lianpu.engine.plan.balance_rows import Balance
from lianpu.engine.plan.blocks import Builder
from lianpu.engine.plan.money import Money
from lianpu.system.planning.columns import Floats, Ints
from lianpu.system.planning.system import System

Columns = dict[str, Ints]


def add_plants(system: System, into: Builder, money: Money) -> Columns:
    """Columns of capacity, of what is built and kept, of what is online and starts. ``build`` is -1 for plants that
    cannot be built; others than ``online`` plants have their capacity online."""
    plants, years = system.plants, len(system.years)
    every = np.arange(len(plants))
    capacity = into.add_columns(
        "capacity", "plants", every, years, 1, lower=plants.min_capacity, upper=plants.max_capacity,
        cost=plants.fixed_cost * money.running[plants.site][:, :, None],
    )  # fmt: skip
    residual = np.array(np.broadcast_to(plants.residual, (len(plants), years, 1)))
    kept_of = np.flatnonzero(plants.may_retire)
    fixed = residual.copy()
    fixed[kept_of] = 0.0
    standing = into.add_rows("standing", "plants", every, years, 1, fixed, fixed)
    into.put(standing, capacity, 1.0)
    _keep(into, residual, kept_of, standing)
    columns = {"capacity": capacity, "build": _build(system, into, money, standing)}
    return columns | _online(system, into, money, capacity)


def lump_sizes(system: System) -> Floats:
    """Plants x years: capacity of one unit of the build column."""
    plants = system.plants
    whole = np.array([b in ("lumps", "project") for b in plants.build], dtype=bool)[:, None, None]
    shape = (len(plants), len(system.years), 1)
    return np.array(np.broadcast_to(np.where(whole, plants.lump, 1.0), shape))


def _keep(into: Builder, residual: Floats, kept_of: Ints, standing: Ints) -> None:
    """Residual capacity that may be given up: its kept share never rises again."""
    if not kept_of.size:
        return
    years, there = residual.shape[1], residual[kept_of]
    kept = into.add_columns("kept", "plants", kept_of, years, 1, upper=there)
    into.put(standing[kept_of], kept, -1.0)
    if years > 1:
        falls = into.add_rows("kept", "plants", kept_of, years - 1, 1, -np.inf, 0.0)
        into.put(falls, kept[:, 1:], there[:, :-1])
        into.put(falls, kept[:, :-1], -there[:, 1:])


def _build(system: System, into: Builder, money: Money, standing: Ints) -> Ints:
    """Build columns (lumps and projects count in whole numbers) into what stands while it lives."""
    plants, years = system.plants, len(system.years)
    of = np.flatnonzero([b != "none" for b in plants.build])
    out = np.full((len(plants), years, 1), -1, dtype=np.int32)
    if not of.size:
        return out
    size = lump_sizes(system)[of]
    y = system.years[None, :, None]
    open_ = (y >= plants.earliest[of][:, None, None]) & (y <= plants.latest[of][:, None, None]) & (size > 0)
    project = np.array([plants.build[p] == "project" for p in of], dtype=bool)
    most = np.where(project[:, None, None], 1.0, np.broadcast_to(plants.max_build[of], size.shape) / np.where(size > 0, size, 1))
    least = np.where(project[:, None, None], 0.0, plants.min_build[of] / np.where(size > 0, size, 1))
    factor = money.building[of][:, :, None]
    out[of] = into.add_columns(
        "build", "plants", of, years, 1, lower=least, upper=np.where(open_, most, 0.0), cost=plants.capex[of] * size * factor,
        integer=np.array([plants.build[p] != "continuous" for p in of], dtype=float)[:, None, None],
    )  # fmt: skip
    p, built, stands = np.nonzero(alive(system)[of])
    into.put(standing[of[p], stands, 0], out[of[p], built, 0], -size[p, built, 0])
    once = of[project]
    if once.size:
        rows = into.add_rows("project", "plants", once, 1, 1, plants.must[once][:, None, None], 1.0)
        into.put(rows, out[once], 1.0)
    return out


def alive(system: System) -> np.ndarray[tuple[int, int, int], np.dtype[np.bool_]]:
    """Plants x years built x years: does capacity built at a step stand at another."""
    age = system.years[None, :] - system.years[:, None]
    return np.asarray((age >= 0) & (age < system.plants.lifetime[:, None, None]))


def _online(system: System, into: Builder, money: Money, capacity: Ints) -> Columns:
    """What is online of plants that may be so in part, and what starts again."""
    plants, (years, slices) = system.plants, system.shape
    of = np.flatnonzero([o != "all" for o in plants.online])
    if not of.size:
        return {}
    block = np.where([plants.online[p] == "blocks" for p in of], plants.block[of], 1.0)[:, None, None]
    whole = np.array([plants.online[p] == "blocks" for p in of], dtype=float)[:, None, None]
    online, start = (np.full((len(plants), years, slices), -1, dtype=np.int32) for _ in range(2))
    online[of] = into.add_columns("online", "plants", of, years, slices, integer=whole)
    within = into.add_rows("online", "plants", of, years, slices, -np.inf, 0.0)
    into.put(within, online[of], block)
    into.put(within, capacity[of], -1.0)
    paid = plants.restart_cost[of] * block * money.running[plants.site[of]][:, :, None]
    start[of] = into.add_columns("start", "plants", of, years, slices, cost=paid)
    starts = into.add_rows("start", "plants", of, years, slices, 0.0, np.inf)
    starts, now, flat = (a.reshape(of.size, years * slices) for a in (starts, online[of], start[of]))
    into.put(starts, flat, 1.0)  # the first slice of the first year starts nothing: it was so before
    into.put(starts[:, 1:], now[:, 1:], -1.0)
    into.put(starts[:, 1:], now[:, :-1], 1.0)
    return {"online": online, "start": start}


def add_activities(system: System, into: Builder, money: Money, balance: Balance, columns: Columns) -> Columns:
    """Runs of activities in the balances and under their plants' capacity."""
    plants, activities, flows = system.plants, system.activities, system.flows
    years, slices = system.shape
    site = plants.site[activities.plant]
    run = into.add_columns(
        "run", "activities", np.arange(len(activities)), years, slices,
        cost=activities.variable_cost * money.running[site][:, :, None],
    )  # fmt: skip
    balance.put(flows.good, site[flows.activity], run[flows.activity], flows.amount)
    full = _full_load(system)
    _capacity(system, into, columns, run, full)
    _annual(system, into, columns, run, full)
    _least(system, into, columns, run, full)
    _ramp(system, into, columns, run)
    return {"run": run} | _bands(system, into, balance, run)


def _full_load(system: System) -> Floats:
    """Plants x years x slices: activity of one unit of capacity at full load."""
    plants = system.plants
    return np.asarray(plants.availability * plants.to_activity[:, None, None] * system.weights)


def _capacity(system: System, into: Builder, columns: Columns, run: Ints, full: Floats) -> None:
    years, slices = system.shape
    plant = system.activities.plant
    rows = into.add_rows("capacity", "plants", np.arange(len(system.plants)), years, slices, -np.inf, 0.0)
    into.put(rows[plant], run, 1.0)
    _against_online(system, into, columns, rows, np.arange(len(system.plants)), -full)


def _against_online(system: System, into: Builder, columns: Columns, rows: Ints, of: Ints, values: Floats) -> None:
    """Entries of what is online of plants ``of``: their capacity, or their online columns where they have them."""
    part = np.array([system.plants.online[p] != "all" for p in of], dtype=bool)
    if not part.all():
        into.put(rows[~part], columns["capacity"][of[~part]], values[~part])
    if part.any():
        mine = of[part]
        block = np.where([system.plants.online[p] == "blocks" for p in mine], system.plants.block[mine], 1.0)
        into.put(rows[part], columns["online"][mine], values[part] * block[:, None, None])


def _annual(system: System, into: Builder, columns: Columns, run: Ints, full: Floats) -> None:
    plants, years = system.plants, len(system.years)
    of = np.flatnonzero(np.any(plants.annual_availability < 1, axis=(1, 2)))
    if not of.size:
        return
    rows = into.add_rows("annual_availability", "plants", of, years, 1, -np.inf, 0.0)
    a, where = _activities_of(system, of)
    into.put(rows[where], run[a], 1.0)
    whole = full.sum(axis=2, keepdims=True)[of] * plants.annual_availability[of]
    into.put(rows, columns["capacity"][of], -whole)


def _least(system: System, into: Builder, columns: Columns, run: Ints, full: Floats) -> None:
    of = np.flatnonzero(system.plants.min_run > 0)
    if not of.size:
        return
    rows = into.add_rows("min_run", "plants", of, *system.shape, 0.0, np.inf)
    a, where = _activities_of(system, of)
    into.put(rows[where], run[a], 1.0)
    _against_online(system, into, columns, rows, of, -full[of] * system.plants.min_run[of][:, None, None])


def _ramp(system: System, into: Builder, columns: Columns, run: Ints) -> None:
    """The load (run over the time of the slice) changes by at most a share of capacity from slice to slice."""
    plants, (years, slices) = system.plants, system.shape
    of = np.flatnonzero(np.isfinite(plants.ramp))
    if not of.size or slices == 1:
        return
    a, where = _activities_of(system, of)
    load = 1 / (system.weights[None] * plants.to_activity[system.activities.plant[a]][:, None, None])
    for kind, sign in (("ramp_up", 1.0), ("ramp_down", -1.0)):
        rows = into.add_rows(kind, "plants", of, years, slices - 1, -np.inf, 0.0)
        into.put(rows[where], run[a][:, :, 1:], sign * load[:, :, 1:])
        into.put(rows[where], run[a][:, :, :-1], -sign * load[:, :, :-1])
        into.put(rows, columns["capacity"][of], -plants.ramp[of][:, None, None])


def _activities_of(system: System, of: Ints) -> tuple[Ints, Ints]:
    """Activities of some plants, and which of these each belongs to."""
    place = np.full(len(system.plants), -1, dtype=np.int64)
    place[of] = np.arange(of.size)
    a = np.flatnonzero(place[system.activities.plant] >= 0).astype(np.int32)
    return a, place[system.activities.plant[a]].astype(np.int32)


def _bands(system: System, into: Builder, balance: Balance, run: Ints) -> Columns:
    """Flows whose ratio to the activity lies in a band; groups add up to their total."""
    bands, shape = system.bands, system.shape
    if not len(bands):
        return {}
    every = np.arange(len(bands))
    flex = into.add_columns("flex", "bands", every, *shape)
    sign = np.where([d == "in" for d in bands.direction], -1.0, 1.0)
    balance.put(bands.good, system.plants.site[system.activities.plant[bands.activity]], flex, sign)
    for kind, bound, low, high in (("band_low", bands.low, 0.0, np.inf), ("band_high", bands.high, -np.inf, 0.0)):
        of = np.flatnonzero(np.isfinite(bound) & ((bound > 0) | (kind == "band_high")))
        rows = into.add_rows(kind, "bands", of, *shape, low, high)
        into.put(rows, flex[of], 1.0)
        into.put(rows, run[bands.activity[of]], -bound[of][:, None, None])
    groups: dict[tuple[int, str], list[int]] = {}
    for k, name in enumerate(bands.group):
        if name:
            groups.setdefault((int(bands.activity[k]), name), []).append(k)
    first = np.array([members[0] for members in groups.values()], dtype=np.int32)
    rows = into.add_rows("band_group", "bands", first, *shape, 0.0, 0.0)
    for row, members in zip(rows, groups.values(), strict=True):
        into.put(row[None], flex[members], bands.weight[members][:, None, None])
    into.put(rows, run[bands.activity[first]], -bands.total[first][:, None, None])
    return {"flex": flex}
