"""A System compiled, vectorised, into a linear (integer) model: named columns and rows, costs, bounds, one sparse matrix.

Columns are amounts per year: ``run`` (activities), ``trade`` (markets), ``ship`` (routes), ``flex`` (bands), ``put`` /
``take`` / ``level`` (storages); capacities: ``build``, ``kept`` (residual that is not given up), ``capacity``, ``online``,
``start`` (plants). The balance of a good at a site: what is made, bought, brought, taken from store and returned, less
what is taken, sold, sent and put into store, is at least the demand (``surplus`` none: equal to it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lianpu.engine.plan import plants, storing, trading
from lianpu.engine.plan.balance_rows import Balance
from lianpu.engine.plan.blocks import Block, Builder, Name
from lianpu.engine.plan.counting import add_limits, price_measures
from lianpu.engine.plan.money import Money, money
from lianpu.engine.plan.plants import Columns
from lianpu.system.planning.columns import Floats
from lianpu.system.planning.system import System

if TYPE_CHECKING:
    from scipy.sparse import csc_array


@dataclass(frozen=True)
class Model:
    """minimise cost·x, low ≤ matrix·x ≤ high, lower ≤ x ≤ upper; ``integer`` is 1 for columns of whole numbers.
    ``numbers`` are the columns of plants, activities, markets … by kind (-1: none)."""

    system: System
    columns: tuple[Block, ...]
    rows: tuple[Block, ...]
    cost: Floats
    lower: Floats
    upper: Floats
    integer: Floats
    low: Floats
    high: Floats
    matrix: csc_array
    money: Money
    numbers: Columns

    def column_block(self, kind: str) -> Block | None:
        return next((b for b in self.columns if b.kind == kind), None)

    def row_name(self, number: int) -> Name:
        return _name(self.rows, number, self.system)

    def column_name(self, number: int) -> Name:
        return _name(self.columns, number, self.system)


def compile_system(system: System) -> Model:
    """The model of a System with its cost as objective."""
    factors = money(system)
    into = Builder(system.shape)
    balance = Balance(system, into)
    columns = plants.add_plants(system, into, factors)
    columns |= plants.add_activities(system, into, factors, balance, columns)
    columns |= trading.add_trade(system, into, factors, balance)
    columns |= trading.add_routes(system, into, factors, balance)
    storing.add_storages(system, into, factors, balance)
    storing.add_build_flows(system, balance, columns["build"])
    storing.add_returns(system, balance, columns)
    add_limits(system, into, columns)
    cost = into.vector("cost")
    cost += price_measures(system, columns, factors, cost.size)
    return Model(
        system, tuple(into.columns), tuple(into.rows), cost, into.vector("lower"), into.vector("upper"),
        into.vector("integer"), into.vector("low"), into.vector("high"), into.matrix(), factors, columns,
    )  # fmt: skip


def _name(blocks: tuple[Block, ...], number: int, system: System) -> Name:
    first = np.array([b.first for b in blocks])
    filled = [k for k, b in enumerate(blocks) if b.size]
    at = filled[int(np.searchsorted(first[filled], number, side="right")) - 1]
    return blocks[at].name(number, system)
