"""Stocks asked for: of a user's table, and what comes back of a material."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from lianpu.engine.stocks.lifetimes import LIFETIMES, Lifetime, Vector
from lianpu.engine.stocks.materials import Recycling, RegionReturns, national_need, recycling, region_returns
from lianpu.engine.stocks.model import Stock, inflow_driven, stock_driven
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.library.tables import suggestion
from lianpu.system.model import Region, Scenario
from lianpu.system.yearly import Yearly, read_yearly

GIVEN = ("inflow", "stock")


@dataclass(frozen=True)
class TableStock:
    """Stocks of a table's elements, and what is recovered of what leaves (T x N)."""

    table: Yearly
    stock: Stock
    recovered: Vector


@dataclass(frozen=True)
class Returns:
    """What comes back of a material; ``need_rows``: library rows of the national need, none for a table of the
    user's; ``region``: the same against the need of a region's plants."""

    recycling: Recycling
    need_rows: tuple[str, ...]
    growth: float | None
    region: RegionReturns | None = None


def of_table(file: Path, given: str, lifetime: str, inflow_at: str, collection: float = 1.0, recovery: float = 1.0) -> TableStock:
    """Stocks and flows of a csv table of years; ``lifetime`` such as ``weibull:3,15`` or ``normal:12,3``.

    Raises :class:`LianpuError` for a table, lifetime or convention that cannot be used.
    """
    if given not in GIVEN:
        raise LianpuError(f"unknown kind of table '{given}'", hint=f"one of {', '.join(GIVEN)}")
    for name, share in (("collection", collection), ("recovery", recovery)):
        if not 0 <= share <= 1:
            raise LianpuError(f"a {name} of {share:g}", hint="give a fraction, 0.25 for 25 %")
    table = read_yearly(file)
    run = inflow_driven if given == "inflow" else stock_driven
    found = run(table.values, lifetime_of(lifetime), inflow_at=inflow_at, edges=table.edges)
    return TableStock(table, found, found.outflow * collection * recovery)


def returns(
    library: Library, material: str, *, need: Path | None, until: int, growth: float, shape: float, inflow_at: str
) -> Returns:
    """When recycled material covers 6 and 12 % of the need: of a csv table ``year,need``, else of the nation's output."""
    if need is None:
        years, path, rows = national_need(library, material, until, growth)
        return Returns(recycling(library, material, years, path, shape=shape, inflow_at=inflow_at), rows, growth)
    table = read_yearly(need)
    if len(table.elements) != 1:
        raise LianpuError(f"{len(table.elements)} needs in this table", file=need, hint="write year,need")
    years = tuple(range(table.years[0], table.years[-1] + 1))
    path = np.interp(years, table.years, table.values[:, 0])
    return Returns(recycling(library, material, years, path, shape=shape, inflow_at=inflow_at), (), None)


def of_region(region: Region, library: Library, scenario: Scenario, found: Returns, catchment: float) -> Returns:
    """The nation's returns against the need of a region's plants, of which it gets the share ``catchment``."""
    return replace(found, region=region_returns(found.recycling, region, library, scenario, catchment))


def lifetime_of(text: str) -> Lifetime:
    """``weibull:shape,scale``, ``normal:mean,std``, ``folded_normal:…``, ``lognormal:…`` or ``fixed:years``."""
    name, _, numbers = text.partition(":")
    if name not in LIFETIMES:
        raise LianpuError(f"unknown lifetime '{name}'", hint=suggestion(name, LIFETIMES))
    wanted = 1 if name == "fixed" else 2
    try:
        values = [float(number) for number in numbers.split(",")]
    except ValueError:
        values = []
    if len(values) != wanted:
        raise LianpuError(f"'{text}' is no lifetime", hint="write weibull:3,15 (shape, scale), normal:12,3 or fixed:10")
    return LIFETIMES[name](*values)
