"""What a plan says about itself: what binds and what one more of it is worth, what is in surplus, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lianpu.engine.plan.blocks import Block
from lianpu.engine.plan.facts import COLUMNS, ROWS, item_name, said, unit_of_fact
from lianpu.system.planning.columns import Floats, Ints

if TYPE_CHECKING:
    from lianpu.engine.plan.result import Plan

_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact that binds (``aspect`` as in facts.py), or a good in ``surplus``. ``worth`` is by how much the objective
    gets better when the fact gives one ``unit`` at ``year`` and ``slice``, where it is worth most; in money of that year
    (undiscounted, per unit and calendar year) where the objective is money. ``bound`` is its value there, ``share`` how
    many of its years and slices bind, ``total`` the worth of one per cent more everywhere."""

    aspect: str
    table: str
    name: str
    unit: str
    year: int | None
    slice: str | None
    bound: float
    worth: float
    share: float
    total: float


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in the base and in the other plan."""

    table: str
    item: str
    base: float
    other: float

    @property
    def change(self) -> float:
        return self.other - self.base


def reasons(plan: Plan) -> tuple[Reason, ...]:
    """Facts that bind, the one with the greatest worth of one per cent first, then goods in surplus."""
    found: list[Reason] = []
    model, solution = plan.model, plan.solution
    for block in model.rows:
        for aspect, low in zip(ROWS.get(block.kind, ("", "")), (True, False), strict=True):
            bound = model.low if low else model.high
            found += _binding(plan, block, solution.dual, bound, aspect, low)
    for block in model.columns:
        for aspect, low in zip(COLUMNS.get(block.kind, ("", "")), (True, False), strict=True):
            bound = model.lower if low else model.upper
            found += _binding(plan, block, solution.reduced, bound, aspect, low)
    return (*sorted(found, key=lambda r: -abs(r.total)), *_surplus(plan))


def _binding(plan: Plan, block: Block, dual: Floats, bound: Floats, aspect: str, low: bool) -> list[Reason]:
    """Reasons of a block: prices of the right sign at a finite bound."""
    index, items, table = block.index, block.items, block.table
    if not aspect or not index.size:
        return []
    price, at = dual[index], bound[index]
    held = np.isfinite(at) & (price > _LEAST if low else price < -_LEAST)
    if block.kind == "build" and plan.model.integer[index].any():
        held &= False  # whole numbers are fixed where prices are found
    worth = np.where(held, np.abs(price), 0.0) / _money_of_a_year(plan, table, items, index.shape)
    out = []
    for k in np.flatnonzero(held.any(axis=(1, 2))):
        year, part = np.unravel_index(int(np.argmax(worth[k])), worth[k].shape)
        gain = float(np.sum(np.where(held[k], np.abs(price[k] * at[k]), 0.0)) * 0.01)
        system = plan.system
        unwanted = aspect == "demand" and at[k, year, part] == 0  # nothing is demanded: what one more is worth
        out.append(
            Reason(
                "value" if unwanted else said(system, aspect, block, int(k)), table,
                item_name(system, table, int(items[k])), unit_of_fact(system, aspect, table, int(items[k])),
                int(system.years[year]) if index.shape[1] > 1 or len(system.years) == 1 else None,
                system.slices[part] if index.shape[2] > 1 else None,
                float(at[k, year, part]), float(worth[k, year, part]), float(held[k].mean()), gain,
            )
        )  # fmt: skip
    return out


def _money_of_a_year(plan: Plan, table: str, items: Ints, shape: tuple[int, ...]) -> Floats:
    """What one unit of money of a year counts in the objective, where that is money at present value; else 1."""
    if plan.objective_name not in ("cost", "npv") or shape[1] != len(plan.system.years):
        return np.ones((1, 1, 1))
    system, factor = plan.system, plan.model.money.running
    site: Ints = np.zeros(len(items), dtype=np.int32)
    if table == "pairs":
        site = items % len(system.sites)
    elif table in ("plants", "markets", "storages"):
        site = getattr(system, table).site[items]
    elif table == "routes":
        site = system.routes.origin[items]
    return np.asarray(factor[site][:, :, None])


def _surplus(plan: Plan) -> list[Reason]:
    """Goods of which more is there than is used, in some slice: one more is worth nothing then."""
    model, out = plan.model, []
    value, flow = model.matrix @ plan.solution.x, abs(model.matrix) @ np.abs(plan.solution.x)
    for block in model.rows:
        if block.kind not in ("balance", "year_balance"):
            continue
        over = value[block.index] - model.low[block.index]
        spare = (over > _LEAST * np.maximum(1.0, flow[block.index])) & (np.abs(plan.solution.dual[block.index]) <= _LEAST)
        for k in np.flatnonzero(spare.any(axis=(1, 2))):
            name = item_name(plan.system, block.table, int(block.items[k]))
            unit = unit_of_fact(plan.system, "surplus", block.table, int(block.items[k]))
            most = np.where(spare[k], over[k], 0.0)
            year, part = np.unravel_index(int(np.argmax(most)), most.shape)
            part_name = plan.system.slices[part] if most.shape[1] > 1 else None
            out.append(
                Reason("in_surplus", block.table, name, unit, int(plan.system.years[year]), part_name,
                       float(most[year, part]), 0.0, float(spare[k].mean()), 0.0)
            )  # fmt: skip
    return out


def compared(base: Plan, other: Plan) -> tuple[Change, ...]:
    """Every total that differs between two plans: objective, cost, what is built, run, traded and measured (over all
    calendar years)."""
    out = [
        Change("objective", base.objective_name, base.objective, other.objective),
        Change("cost", "cost", base.cost, other.cost),
    ]
    for table in ("new_capacity", "run", "trade", "ship", "measures"):
        before, after = _totals(base, table), _totals(other, table)
        out += [Change(table, name, before.get(name, 0.0), after.get(name, 0.0)) for name in dict.fromkeys((*before, *after))]
    return tuple(c for c in out if c.table in ("objective", "cost") or abs(c.change) > 1e-6 * max(1, abs(c.base), abs(c.other)))


def _totals(plan: Plan, name: str) -> dict[str, float]:
    if name == "measures":
        table = plan.measures
    elif name in plan.tables:
        table = plan.tables[name]
    else:
        return {}
    by_year = table.values.sum(axis=2)
    weights = np.ones(by_year.shape[1]) if name == "new_capacity" else plan.system.spans
    return dict(zip(table.items, (by_year @ weights).tolist(), strict=True))
