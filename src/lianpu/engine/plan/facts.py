"""Facts: what a row or a bound of the model says in the user's tables, and how it may give way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianpu.engine.plan.blocks import Block, Name
from lianpu.engine.plan.compile import Model
from lianpu.system.planning.columns import Booleans, Floats, Ints
from lianpu.system.planning.system import System

#: kind of row → what it says from below (its low bound) and from above; "" where it is no fact but how things work.
ROWS = {
    "balance": ("demand", "surplus"), "year_balance": ("demand", "surplus"), "standing": ("", "standing"),
    "limit_slice": ("limit", "limit"), "limit_year": ("limit", "limit"), "limit_all": ("limit", "limit"),
    "year_limit": ("", "year_limit"), "year_least": ("year_least", ""), "project": ("must", ""), "min_run": ("min_run", ""),
    "ramp_up": ("", "ramp"), "ramp_down": ("", "ramp"), "annual_availability": ("", "annual_availability"),
    "capacity": ("", "availability"), "band_low": ("band", ""), "band_high": ("", "band"),
}  # fmt: skip
#: kind of column → what its lower and upper bound say.
COLUMNS = {
    "capacity": ("min_capacity", "max_capacity"), "build": ("min_build", "max_build"), "trade": ("", "market_limit"),
    "ship": ("", "route_limit"), "put": ("", "rate"), "take": ("", "rate"), "level": ("", "storage"), "kept": ("", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """Every bound that is a fact, one entry each: ``row`` (or -1) or ``column`` (or -1) it stands at, ``side`` +1 where
    giving way means more (a lower bound that is missed, told as ``-1``: less), its value, and the fact's number in
    ``facts`` (aspect, table, row of the table)."""

    row: Ints
    column: Ints
    side: Ints
    value: Floats
    fact: Ints
    facts: tuple[tuple[str, str, int], ...]


def bounds(model: Model) -> Bounds:
    """All bounds of a model that are facts of the user's tables."""
    parts: list[tuple[Ints, bool, int, Floats, str, Block]] = []
    for block in model.rows:
        for aspect, side, value in zip(ROWS.get(block.kind, ("", "")), (-1, 1), (model.low, model.high), strict=True):
            parts.append((block.index, True, side, value, aspect, block))
    for block in model.columns:
        for aspect, side, value in zip(COLUMNS.get(block.kind, ("", "")), (-1, 1), (model.lower, model.upper), strict=True):
            parts.append((block.index, False, side, value, aspect, block))
    row, column, sides, values, fact = ([] for _ in range(5))  # type: list[Ints], list[Ints], list[Ints], list[Floats], list[Ints]
    facts: dict[tuple[str, str, int], int] = {}
    for index, is_row, side, value, aspect, block in parts:
        if not aspect:
            continue
        there = np.isfinite(value[index]) & _speaks(model, block, aspect, value[index])
        item, at = np.argwhere(there)[:, 0], index[there]
        row.append(at if is_row else np.full_like(at, -1))
        column.append(np.full_like(at, -1) if is_row else at)
        sides.append(np.full(at.shape, side))
        values.append(value[at])
        keys = [(said(model.system, aspect, block, int(k)), block.table, int(block.items[k])) for k in item]
        fact.append(np.array([facts.setdefault(key, len(facts)) for key in keys], dtype=np.int64))
    whole = [np.concatenate([*p, np.zeros(0, dtype=np.int64)]) for p in (row, column, sides, fact)]
    return Bounds(whole[0], whole[1], whole[2], np.concatenate([*values, np.zeros(0)]), whole[3], tuple(facts))


def said(system: System, aspect: str, block: Block, item: int) -> str:
    """The aspect as it is told of one item: the capacity of a plant that can be built is more than what stands."""
    if aspect == "standing" and system.plants.build[block.items[item]] != "none":
        return "buildable"
    return aspect


def _speaks(model: Model, block: Block, aspect: str, value: Floats) -> Booleans:
    """Where a bound says something that could be otherwise."""
    every = np.ones(block.shape, dtype=bool)
    if aspect in ("demand", "min_capacity", "min_build", "must"):
        return np.asarray(value > 0)
    if aspect == "availability":  # a plant that does not run in a slice at all; else its capacity is the fact
        plants = model.system.plants
        return np.asarray(np.broadcast_to(plants.availability[block.items] == 0, block.shape))
    if aspect == "max_build":
        whole = np.array([model.system.plants.build[p] == "project" for p in block.items], dtype=bool)
        return np.asarray(every & ~whole[:, None, None])
    return every


def item_name(system: System, table: str, item: int) -> str:
    """The name of a row of a table; of a pair, good @ site."""
    if table == "pairs":
        good, site = divmod(item, len(system.sites))
        place = f" @ {system.sites.id[site]}" if len(system.sites) > 1 else ""
        return f"{system.goods.id[good]}{place}"
    rows = getattr(system, table)
    if table == "bands":
        return f"{system.activities.id[rows.activity[item]]} {system.goods.id[rows.good[item]]}"
    return str(rows.id[item])


def unit_of_fact(system: System, aspect: str, table: str, item: int) -> str:
    """The unit that a fact's bound is in, where the tables say one."""
    if table == "pairs":
        return str(system.goods.unit[item // len(system.sites)])
    if table == "markets":
        return str(system.goods.unit[system.markets.good[item]])
    if table == "limits":
        return str(system.measures.unit[system.limits.measure[item]])
    return str(system.plants.unit[item]) if table == "plants" else ""


def where(model: Model, row: int, column: int) -> Name:
    """Kind, item, year and slice of a row or a column."""
    return model.row_name(row) if row >= 0 else model.column_name(column)
