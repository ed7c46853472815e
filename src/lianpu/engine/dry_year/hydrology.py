"""Hydropower of a year to come: January to May and June to December drawn apart, from the record or a fitted distribution.

The two halves come from different rains, so a wet half says little of the next. A half of the record is taken with the
months as they were, as hours of the capacity of its year, times the capacity of the year asked for. ``p10`` is the
half that one year in ten falls below: a log-normal distribution fitted to the record's halves, spread over months as
the record's mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from statistics import NormalDist

import numpy as np

from lianpu.engine.dry_year.months import Month, Power
from lianpu.errors import LianpuError

FIRST, SECOND = range(1, 6), range(6, 13)
NAMED = {"dry": 0.0, "normal": 0.5, "wet": 1.0}
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a year: TWh per GW (thousand full-load hours) by month; ``name`` is its year or how it was drawn."""

    name: str
    hours: dict[int, float]

    @property
    def total(self) -> float:
        return sum(self.hours.values())


@dataclass(frozen=True, slots=True)
class Hydrology:
    """``dry``: January to May; ``wet``: June to December."""

    name: str
    dry: Half
    wet: Half

    def of(self, month: Month, capacity: float) -> float:
        """TWh of a month with ``capacity`` GW."""
        half = self.dry if month[1] in FIRST else self.wet
        return half.hours[month[1]] * capacity


@dataclass(frozen=True)
class Record:
    """The halves of the record by year, the driest known and the fits: mean and deviation of the logarithm of hours."""

    dry: dict[int, Half]
    wet: dict[int, Half]

    def named(self, name: str) -> Hydrology:
        """``dry``, ``normal``, ``wet``; ``p10``; ``2022/23``, ``2023`` (both halves of it).

        Raises :class:`LianpuError` for another name and for years that the record lacks.
        """
        if name in NAMED:
            return Hydrology(name, _ranked(self.dry, NAMED[name]), _ranked(self.wet, NAMED[name]))
        if quantile := re.fullmatch(r"p(\d{1,2})", name):
            share = int(quantile[1]) / 100
            if 0 < share < 1:
                z = NormalDist().inv_cdf(share)
                return Hydrology(name, _fitted(self.dry, name, z), _fitted(self.wet, name, z))
        if years := re.fullmatch(r"(\d{4})(?:/(\d{2}|\d{4}))?", name):
            wet = int(years[1])
            dry = wet if years[2] is None else int(years[2]) if len(years[2]) == 4 else wet // 100 * 100 + int(years[2])
            return Hydrology(name, self._year(self.dry, dry), self._year(self.wet, wet))
        raise LianpuError(f"no hydrology '{name}'", hint="dry, normal, wet, actual, p10 (p01 to p99), 2022/23 or 2023")

    def drawn(self, count: int, seed: int) -> list[Hydrology]:
        """``count`` years of independent halves from the fitted distributions."""
        rng = np.random.default_rng(seed)
        deviates = rng.standard_normal((count, 2))
        return [
            Hydrology(f"draw {i + 1}", _fitted(self.dry, "drawn", a), _fitted(self.wet, "drawn", b))
            for i, (a, b) in enumerate(deviates.tolist())
        ]

    def _year(self, halves: dict[int, Half], year: int) -> Half:
        if year not in halves:
            raise LianpuError(f"the record has no whole half of {year}", hint=f"it has {', '.join(map(str, sorted(halves)))}")
        return halves[year]


def record(power: Mapping[Month, Power], capacity: Mapping[int, float]) -> Record:
    """The halves of which every month was published; of years with a known capacity (GW), or all with 1 GW where none is.

    Raises :class:`LianpuError` with fewer than three.
    """
    found: list[dict[int, Half]] = []
    for months in (FIRST, SECOND):
        halves = {}
        for year in sorted({y for y, _ in power}):
            parts = [power.get((year, m)) for m in months]
            known = [p for p in parts if p is not None and "hydro" not in p.filled]
            if len(known) == len(months) and (year in capacity or not capacity):
                gw = capacity.get(year, 1.0)
                halves[year] = Half(str(year), {p.month[1]: p.made["hydro"] / gw for p in known})
        found.append(halves)
    if min(map(len, found)) < FEWEST:
        raise LianpuError(
            f"hydropower is known for {min(map(len, found))} half-years, too few to draw from",
            hint="give at least three years of months",
        )
    return Record(*found)


def _ranked(halves: dict[int, Half], share: float) -> Half:
    """The half at ``share`` of the way from the driest to the wettest (the drier of the two middle ones)."""
    ordered = sorted(halves.values(), key=lambda half: half.total)
    return ordered[int(share * (len(ordered) - 1))]


def _fitted(halves: dict[int, Half], name: str, z: float) -> Half:
    logs = np.log([half.total for half in halves.values()])
    total = exp(float(logs.mean()) + z * float(logs.std(ddof=1)))
    shape = {m: float(np.mean([h.hours[m] / h.total for h in halves.values()])) for m in next(iter(halves.values())).hours}
    scale = total / sum(shape.values())
    return Half(name, {m: part * scale for m, part in shape.items()})
