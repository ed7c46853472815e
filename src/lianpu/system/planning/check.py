"""What is refused before anything is solved: duplicate ids, contradictions in a row, goods that nobody can supply."""

from __future__ import annotations

import numpy as np

from lianpu.system.planning.columns import Booleans
from lianpu.system.planning.system import System
from lianpu.system.planning.table import Table
from lianpu.system.planning.tables import TABLES


def check(system: System, *, may_idle: bool = False) -> None:
    """Raises :class:`LianpuError` for the first thing that is wrong, with its table and row. ``may_idle`` allows plants
    whose inputs nobody supplies: they never run."""
    for name in TABLES:
        _duplicates(getattr(system, name))
    _ordered(system.plants, "min_build", "max_build")
    _ordered(system.plants, "min_capacity", "max_capacity")
    _ordered(system.markets, "year_least", "year_limit")
    _ordered(system.bands, "low", "high")
    _activities(system)
    _sides(system)
    _limits(system)
    _supply(system, may_idle)


def _duplicates(table: Table) -> None:
    names = getattr(table, "id", ())
    if len(set(names)) == len(names):
        return
    seen: dict[str, int] = {}
    for row, name in enumerate(names):
        if name in seen:
            first = table.places[seen[name]]
            raise table.error(row, f"the id '{name}' is taken", f"it stands in row {first.number} too; give every row its own")
        seen[name] = row


def _ordered(table: Table, low: str, high: str) -> None:
    a, b = getattr(table, low), getattr(table, high)
    if len(table) and (wrong := np.any(a > b, axis=tuple(range(1, np.broadcast(a, b).ndim)))).any():
        row = int(np.argmax(wrong))
        raise table.error(row, f"'{low}' is above '{high}'")


def _activities(system: System) -> None:
    for row, amount in enumerate(np.all(system.flows.amount == 0, axis=(1, 2))):
        if amount:
            raise system.flows.error(row, "an amount of 0 is no flow", "leave the row out")
    used = np.isin(np.arange(len(system.plants)), system.activities.plant)
    for idle in np.flatnonzero(~used):
        raise system.plants.error(int(idle), "no activity runs this plant", "give it a recipe, or a row in activities")


def _sides(system: System) -> None:
    """Terms name a market of their side; returns follow sales."""
    sides = np.array(system.markets.side)
    for side in ("buy", "sell"):
        mine = np.array(system.terms.of) == side if len(system.terms) else np.zeros(0, bool)
        rows = np.flatnonzero(mine)
        wrong = rows[sides[system.terms.item[rows]] != side] if rows.size else rows
        for bad in wrong:
            raise system.terms.error(int(bad), f"'{system.markets.id[system.terms.item[bad]]}' is no market to {side}")
    if len(system.returns) and np.any(system.spans[:-1] != np.diff(system.years)):
        raise system.returns.error(0, "scrap returns need steps that stand for all years up to the next", "leave 'spans' out")
    for row, sold in enumerate(system.returns.market):
        if sides[sold] != "sell":
            raise system.returns.error(row, f"'{system.markets.id[sold]}' is no market to sell")


def _limits(system: System) -> None:
    """A limit of a year does not vary by slice, one of all years not by year."""
    bound = system.limits.bound
    for row, per in enumerate(system.limits.per):
        axes = {"slice": (), "year": (1,), "all": (0, 1)}[per]
        if any(np.any(bound[row] != bound[row].take([0], axis=axis)) for axis in axes):
            raise system.limits.error(row, f"a limit per {per} has a bound that varies within it", "set 'per' to slice or year")


def _supply(system: System, may_idle: bool) -> None:
    """Goods that are taken by a recipe, or demanded, can come from somewhere: a trace of what can supply what. Told is
    where the trace breaks off: a good that nothing brings at all before one whose makers lack something."""
    has = _suppliable(system)
    demands, flows = system.demands, system.flows
    site = system.plants.site[system.activities.plant[flows.activity]]
    takes, makes = np.any(flows.amount < 0, axis=(1, 2)), np.any(flows.amount > 0, axis=(1, 2))
    made = np.isin(flows.good, flows.good[makes])
    lacking = np.flatnonzero(takes & ~has[flows.good, site]) if not may_idle else np.zeros(0, dtype=np.int64)
    for row in sorted(lacking, key=lambda r: bool(made[r])):
        raise flows.error(int(row), *_nobody(system, flows.good[row], site[row]))
    wanted = np.any(demands.amount > 0, axis=(1, 2)) | np.any(demands.year_amount > 0, axis=(1, 2))
    for row in np.flatnonzero(wanted & ~has[demands.good, demands.site]):
        raise demands.error(int(row), *_nobody(system, demands.good[row], demands.site[row]))


def _nobody(system: System, good: int, site: int) -> tuple[str, str]:
    what = f"nobody can supply {system.goods.id[good]} at {system.sites.id[site]}"
    return what, "add a market to buy it, a route, or a plant whose own inputs can be had"


def _suppliable(system: System) -> Booleans:
    """Goods x sites that can be had: bought, returned, stored, freed, or made by an activity whose inputs can be had.

    Starts from all and takes away what no one brings, until nothing changes: loops (a smelter fed by its own scrap) stay.
    """
    given, f, r = _given(system), system.flows, system.routes
    activity_site = system.plants.site[system.activities.plant]
    at = activity_site[f.activity]
    makes, takes = np.any(f.amount > 0, axis=(1, 2)), np.any(f.amount < 0, axis=(1, 2))
    out = np.array([x == "out" for x in system.bands.direction], dtype=bool)
    has = np.ones_like(given)
    while True:
        stuck = np.zeros(len(system.activities), dtype=bool)
        stuck[f.activity[takes & ~has[f.good, at]]] = True
        now = given.copy()
        can = makes & ~stuck[f.activity]
        now[f.good[can], at[can]] = True
        mixed = system.bands.activity[out & ~stuck[system.bands.activity]]
        now[system.bands.good[out & ~stuck[system.bands.activity]], activity_site[mixed]] = True
        way = has[r.good, r.origin]
        now[r.good[way], r.target[way]] = True
        if np.array_equal(now, has):
            return has
        has = now


def _given(system: System) -> Booleans:
    """Goods x sites that come without a plant."""
    has = np.zeros((len(system.goods), len(system.sites)), dtype=bool)
    m, d, s, b = system.markets, system.demands, system.storages, system.build_flows
    buys = np.array([side == "buy" for side in m.side], dtype=bool)
    has[m.good[buys], m.site[buys]] = True
    there = np.any(d.amount < 0, axis=(1, 2))
    has[d.good[there], d.site[there]] = True
    has[system.returns.good, system.returns.site] = True
    has[s.good[s.start > 0], s.site[s.start > 0]] = True
    freed = b.freed > 0
    has[b.good[freed], system.plants.site[b.plant[freed]]] = True
    return has
