"""Markets and routes in the model."""

from __future__ import annotations

import numpy as np

from lianpu.engine.plan.balance_rows import Balance
from lianpu.engine.plan.blocks import Builder
from lianpu.engine.plan.money import Money
from lianpu.engine.plan.plants import Columns
from lianpu.system.planning.system import System


def add_trade(system: System, into: Builder, money: Money, balance: Balance) -> Columns:
    """Purchases and sales: priced, with limits by slice (bounds) and by year (rows)."""
    markets, (years, slices) = system.markets, system.shape
    sign = np.where([side == "buy" for side in markets.side], 1.0, -1.0)[:, None, None]
    factor = money.running[markets.site][:, :, None]
    trade = into.add_columns(
        "trade", "markets", np.arange(len(markets)), years, slices, upper=markets.limit, cost=sign * markets.price * factor
    )
    balance.put(markets.good, markets.site, trade, sign)
    for kind, bound in (("year_limit", markets.year_limit), ("year_least", markets.year_least)):
        least = kind == "year_least"
        of = np.flatnonzero(np.any(bound > 0 if least else np.isfinite(bound), axis=(1, 2)))
        if of.size:
            low, high = (bound[of], np.inf) if least else (-np.inf, bound[of])
            rows = into.add_rows(kind, "markets", of, years, 1, low, high)
            into.put(rows, trade[of], 1.0)
    return {"trade": trade}


def add_routes(system: System, into: Builder, money: Money, balance: Balance) -> Columns:
    """Freight: what leaves the origin reaches the target less its loss; its cost falls at the origin."""
    routes = system.routes
    factor = money.running[routes.origin][:, :, None]
    ship = into.add_columns(
        "ship", "routes", np.arange(len(routes)), *system.shape, upper=routes.limit, cost=routes.cost * factor
    )
    if len(routes):
        balance.put(routes.good, routes.origin, ship, -1.0)
        balance.put(routes.good, routes.target, ship, 1 - routes.loss if routes.loss.any() else 1.0)
    return {"ship": ship}
