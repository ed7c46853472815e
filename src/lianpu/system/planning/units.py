"""Amounts said in another unit than their good's become the good's; what does not fit is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Ints, Names
from lianpu.system.planning.system import System
from lianpu.system.planning.table import Table
from lianpu.units import Dimension, Unit, parse_unit


def in_goods_units(system: System) -> System:
    """The System with every amount in its good's unit. Raises :class:`LianpuError` for a unit that does not fit."""
    goods = _units(system.goods, system.goods.unit)
    _plants(system)
    flows, markets, demands = system.flows, system.markets, system.demands
    if any(flows.unit):
        by = _factors(flows, flows.unit, flows.good, goods)
        flows = replace(flows, amount=flows.amount * by[:, None, None])
    if any(demands.unit):
        by = _factors(demands, demands.unit, demands.good, goods)[:, None, None]
        demands = replace(demands, amount=demands.amount * by, year_amount=demands.year_amount * by)
    if any(markets.unit):
        by = _factors(markets, markets.unit, markets.good, goods)[:, None, None]
        amounts = {c: getattr(markets, c) * by for c in ("limit", "year_limit", "year_least")}
        markets = replace(markets, price=markets.price / by, **amounts)
    return replace(system, flows=flows, markets=markets, demands=demands)


def _units(table: Table, symbols: Names) -> list[Unit | None]:
    return [_unit(table, k, symbol) for k, symbol in enumerate(symbols)]


def _unit(table: Table, row: int, symbol: str) -> Unit | None:
    if not symbol:
        return None
    try:
        return parse_unit(symbol)
    except LianpuError as error:
        raise table.error(row, error.what, error.hint) from None


def _factors(table: Table, symbols: Names, good: Ints, goods: list[Unit | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    out = np.ones(len(symbols))
    for row, unit in enumerate(_units(table, symbols)):
        wanted = goods[good[row]]
        if unit is None or wanted is None:
            continue
        amount = Unit(unit.symbol, unit.dimension, unit.factor)  # an amount of a year is said as t or as t/a
        try:
            out[row] = amount.to(wanted, 1.0)
        except LianpuError as error:
            raise table.error(row, error.what, f"its good is counted in {wanted.symbol}") from None
    return out


def _plants(system: System) -> None:
    """A capacity is a rate or a power, never an amount."""
    for row, unit in enumerate(_units(system.plants, system.plants.unit)):
        if unit is not None and not unit.rate and unit.dimension is not Dimension.POWER:
            raise system.plants.error(
                row, f"a capacity in {unit.symbol} ({unit.kind}) is an amount", f"did you mean '{unit.symbol}/a'?"
            )
