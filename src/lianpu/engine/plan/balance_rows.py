"""Rows of balance: a good at a site in a slice, or over the year."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.plan.blocks import Builder
from lianpu.system.planning.columns import Floats, Ints
from lianpu.system.planning.system import System


class Balance:
    """Numbers of the balance rows, and the way into them.

    A good that is balanced by slice has a row per slice, and one for the year where a demand of the year stands beside;
    a good that is balanced over the year has only the latter.
    """

    def __init__(self, system: System, into: Builder) -> None:
        self._into = into
        self._years, self._slices = system.shape
        pairs = _touched(system)
        good = pairs // len(system.sites)
        by_slice = np.array([b == "slice" for b in system.goods.balance], dtype=bool)[good]
        free = np.array([s == "free" for s in system.goods.surplus], dtype=bool)[good][:, None, None]
        demand, year_demand = _demand(system, pairs)
        whole = demand.sum(axis=2, keepdims=True) + year_demand
        by_year = ~by_slice | np.any(year_demand > 0, axis=(1, 2))
        self._at = np.full(len(system.goods) * len(system.sites), -1, dtype=np.int64)
        self._at[pairs] = np.arange(pairs.size)
        self._by_slice = _rows(into, "balance", pairs, by_slice, demand, free, system.shape)
        self._by_year = _rows(into, "year_balance", pairs, by_year, whole, free, (self._years, 1))
        self._sites = len(system.sites)

    def put(self, good: Ints, site: Ints, columns: Ints, values: ArrayLike) -> None:
        """Entries of columns (items x years x slices, or x 1) with values of that shape in the balance of good at site."""
        self.put_at(good, site, slice(None), columns, values)

    def put_at(self, good: Ints, site: Ints, years: slice | Ints, columns: Ints, values: ArrayLike) -> None:
        """As :meth:`put`, for rows of some years; a column of a whole year with a value per slice spreads over slices."""
        pair = self._at[good * self._sites + site]
        value = np.asarray(values, dtype=np.float64)
        value = value.reshape(value.shape + (1,) * (3 - value.ndim))
        for rows in (self._by_slice, self._by_year):
            there = rows[pair, 0, 0] >= 0
            if not there.any():
                continue
            whole = np.all(there)
            found = rows[pair][:, years] if whole else rows[pair[there]][:, years]
            self._into.put(found, columns if whole else columns[there], value if whole or len(value) == 1 else value[there])


def _rows(into: Builder, kind: str, pairs: Ints, mine: Floats, low: Floats, free: Floats, shape: tuple[int, int]) -> Ints:
    """Rows for the pairs that are ``mine``; the others get the number -1."""
    index = np.full((pairs.size, *shape), -1, dtype=np.int32)
    least = low[mine]
    index[mine] = into.add_rows(kind, "pairs", pairs[mine], *shape, least, np.where(free[mine], np.inf, least))
    return index


def _touched(system: System) -> Ints:
    """Goods x sites that anything flows at, as numbers good * sites + site."""
    sites = len(system.sites)
    at = system.plants.site[system.activities.plant]
    found = [
        system.flows.good * sites + at[system.flows.activity],
        system.bands.good * sites + at[system.bands.activity],
        system.build_flows.good * sites + system.plants.site[system.build_flows.plant],
        system.routes.good * sites + system.routes.origin,
        system.routes.good * sites + system.routes.target,
        *(t.good * sites + t.site for t in (system.markets, system.demands, system.storages, system.returns)),
    ]
    return np.unique(np.concatenate(found)).astype(np.int32)


def _demand(system: System, pairs: Ints) -> tuple[Floats, Floats]:
    """Demand of the pairs in slices and over the year."""
    years, slices = system.shape
    d = system.demands
    row = np.searchsorted(pairs, d.good * len(system.sites) + d.site)
    by_slice, by_year = np.zeros((pairs.size, years, slices)), np.zeros((pairs.size, years, 1))
    np.add.at(by_slice, row, np.broadcast_to(d.amount, (len(d), years, slices)))
    np.add.at(by_year, row, np.broadcast_to(d.year_amount, (len(d), years, d.year_amount.shape[2])).mean(axis=2, keepdims=True))
    return by_slice, by_year
