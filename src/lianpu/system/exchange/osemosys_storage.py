"""OSeMOSYS storage as rows of a planning System: levels by season, day type and bracket are sums of runs.

The equations S1 to S15, SC1 to SC6 and SI1 to SI3 of OSeMOSYS's long formulation. A level is a starting amount plus net
charges of earlier time, so every bound on a level is a limit on a weighted sum of runs over years and slices; the size of a
store is a plant that runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.exchange.otoole import Folder
from lianpu.system.planning.columns import Floats

_DAY = ("SEASON", "DAYTYPE", "DAILYTIMEBRACKET")


@dataclass(frozen=True)
class Store:
    """A store of a region: ``put`` and ``take`` are the shares of its activities' runs that go in and out."""

    region: int
    number: int
    name: str
    site: str
    put: Mapping[str, float]
    take: Mapping[str, float]


@dataclass(frozen=True)
class StorageTables:
    """Rows to add to a System's tables."""

    plants: list[dict[str, Any]]
    measures: list[dict[str, Any]]
    terms: list[dict[str, Any]]
    limits: list[dict[str, Any]]


def storage_tables(folder: Folder, stores: list[Store], split: Floats) -> StorageTables:
    """The tables of stores; ``split`` is years x slices. Raises :class:`LianpuError` for a store that cannot be timed."""
    out = StorageTables([], [], [], [])
    if not stores:
        return out
    for name in _DAY:
        if not folder.sets[name]:
            raise LianpuError(
                f"the set is empty, so the storage {stores[0].name} has no order in time", file=folder.path / f"{name}.csv",
                hint="name its members, or leave the store out of TechnologyTo- and FromStorage",
            )  # fmt: skip
    clock = _Clock(folder, split)
    for store in stores:
        out.plants.append(_size(folder, store))
        for number, (kind, sums, sense, bound, share, year) in enumerate(_bounds(folder, store, clock)):
            _add(out, store, f"{kind} {store.name} {number}", sums, sense, bound, share, year)
    return out


class _Clock:
    """Slices in their season, day type and bracket: what a unit run in a slice adds to net charge, by rate and over the year."""

    def __init__(self, folder: Folder, split: Floats) -> None:
        conversions = [
            folder.array(f"Conversion{short}", "TIMESLICE", name) for short, name in zip(("ls", "ld", "lh"), _DAY, strict=True)
        ]
        belongs = np.einsum("ls,ld,lh->lsdh", *conversions)
        self.years, self.slices = split.shape
        self.shape = belongs.shape[1:]
        #: years x slices x season x day type x bracket: rate of charge per unit run
        self.rate = belongs[None] / split[:, :, None, None, None]
        time = np.einsum("lsdh,yl->ysdh", belongs, split)
        self.of_year = self.rate * time[:, None]
        day = folder.array("DaySplit", "DAILYTIMEBRACKET", "YEAR").T
        self.of_day = self.rate * day[:, None, None, None, :]
        self.days = folder.array("DaysInDayType", "SEASON", "DAYTYPE", "YEAR").transpose(2, 0, 1)

    def year_start(self, y: int) -> Floats:
        """Years x slices: net charge of all years before."""
        out = np.zeros((self.years, self.slices))
        out[:y] = self.of_year[:y].sum(axis=(2, 3, 4))
        return out

    def season_start(self, y: int, s: int) -> Floats:
        out = self.year_start(y)
        out[y] += self.of_year[y, :, :s].sum(axis=(1, 2, 3))
        return out

    def type_start(self, y: int, s: int, d: int) -> Floats:
        out = self.season_start(y, s)
        for k in range(d):
            out[y] += self.of_day[y, :, s, k].sum(axis=1) * self.days[y, s, k]
        return out

    def type_finish(self, y: int, s: int, d: int) -> Floats:
        """From the start of the next season (or year) back over the later day types of this one."""
        seasons, types, _ = self.shape
        out = self.year_start(y + 1) if s == seasons - 1 else self.season_start(y, s + 1)
        for k in range(d + 1, types):
            out[y] -= self.of_day[y, :, s, k].sum(axis=1) * self.days[y, s, k]
        return out

    def levels(self, y: int, s: int, d: int, h: int) -> Iterator[Floats]:
        """Sums of runs at the four places in a week where OSeMOSYS bounds a level (SC1, SC3; SC2, SC4 after the first type)."""
        before, after = (self.of_day[y, :, s, d, part].sum(axis=1) for part in (slice(0, h), slice(h + 1, None)))
        yield _plus(self.type_start(y, s, d), y, before)
        yield _plus(self.type_finish(y, s, d), y, -after)
        if d:
            yield _plus(self.type_start(y, s, d), y, -self.of_day[y, :, s, d - 1, h + 1 :].sum(axis=1))
            yield _plus(self.type_finish(y, s, d - 1), y, before)


def _plus(level: Floats, year: int, net: Floats) -> Floats:
    level[year] += net
    return level


def _bounds(folder: Folder, store: Store, clock: _Clock) -> Iterator[tuple[str, Floats, str, float, float, int]]:
    """Kind, sum, sense, bound, and the share of the store's size that is part of the sum in a year; a rate's is 0."""
    rs = ("REGION", "STORAGE")
    r, k = store.region, store.number
    start = float(folder.array("StorageLevelStart", *rs)[r, k])
    least = folder.array("MinStorageCharge", *rs, "YEAR")[r, k]
    rates = [float(folder.array(f"StorageMax{way}Rate", *rs)[r, k]) for way in ("Charge", "Discharge")]
    seasons, types, brackets = clock.shape
    for y in range(clock.years):
        for s, d, h in np.ndindex(seasons, types, brackets):
            for level in clock.levels(y, s, d, h):
                yield "StorageLowerLimit", level, ">=", -start, -float(least[y]), y
                yield "StorageUpperLimit", level, "<=", -start, -1.0, y
            rate = np.zeros((clock.years, clock.slices))
            rate[y] = clock.rate[y, :, s, d, h]
            for kind, most in zip(("StorageMaxChargeRate", "StorageMaxDischargeRate"), rates, strict=True):
                yield kind, rate, "<=", most, 0.0, y


def _add(out: StorageTables, store: Store, name: str, sums: Floats, sense: str, bound: float, share: float, year: int) -> None:
    """A measure of a sum of runs (net of what is taken; for a rate one way only) and of the store's size, and its limit."""
    if name.startswith("StorageMaxCharge"):
        parts: Mapping[str, float] = store.put
    elif name.startswith("StorageMaxDischarge"):
        parts = store.take
    else:
        parts = {a: store.put.get(a, 0.0) - store.take.get(a, 0.0) for a in (*store.put, *store.take)}
    out.measures.append({"id": name})
    out.terms.extend(
        {"measure": name, "of": "run", "item": a, "amount": sums * share_of} for a, share_of in parts.items() if share_of
    )
    if share:
        size = np.zeros(sums.shape[0])
        size[year] = share
        out.terms.append({"measure": name, "of": "capacity", "item": f"storage {store.name}", "amount": size})
    out.limits.append({"id": name, "measure": name, "per": "all", "sense": sense, "bound": bound})


def _size(folder: Folder, store: Store) -> dict[str, Any]:
    """The store's size: residual and new, at its capital cost. Its own discount rate has to be the region's where it counts."""
    rs, r, k = ("REGION", "STORAGE"), store.region, store.number
    capex = folder.array("CapitalCostStorage", *rs, "YEAR")[r, k]
    own, common = folder.array("DiscountRateStorage", *rs)[r, k], folder.array("DiscountRate", "REGION")[r]
    if np.any(capex > 0) and own != common:
        raise LianpuError(
            f"DiscountRateStorage {own:g} of {store.name} is not the DiscountRate {common:g}; two rates cannot be expressed yet",
            file=folder.path / "DiscountRateStorage.csv",
        )  # fmt: skip
    return {
        "id": f"storage {store.name}", "site": store.site, "build": "continuous", "capex": capex,
        "residual": folder.array("ResidualStorageCapacity", *rs, "YEAR")[r, k],
        "lifetime": folder.array("OperationalLifeStorage", *rs)[r, k],
    }  # fmt: skip
