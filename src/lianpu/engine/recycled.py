"""When recycled material matters in the country, and how much it replaces: lithium from batteries, aluminium from scrap.

The need for lithium is taken in proportion to the battery cells that the country makes; after the last year that is told
it stays level, which is the slow end of what is expected. Cells leave use after a normal lifetime whose ends are two
standard deviations from the middle (library rows of battery life); factory scrap is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lianpu.engine.stocks.lifetimes import Normal
from lianpu.engine.stocks.recycled import Arrival, arrival, recycled_supply
from lianpu.library.load import Library

if TYPE_CHECKING:
    from lianpu.library.economics import Parameter

#: Shares that Regulation (EU) 2023/1542 asks of lithium in 2031 and 2036.
WANTED = (0.06, 0.12)
LAST_YEAR = 2050
#: Which end of lifetime, collection and recovery makes recycled supply come early, as usual, late.
CASES = {"early": ("low", "high", "high"), "typical": ("typical", "typical", "typical"), "late": ("high", "low", "low")}


@dataclass(frozen=True, slots=True)
class Case:
    """``share`` of the need that recycled supply covers, by year; ``arrivals`` at the shares wanted."""

    name: str
    years: tuple[int, ...]
    share: tuple[float, ...]
    arrivals: tuple[Arrival, ...]
    rows: tuple[str, ...]

    def in_year(self, year: int) -> float:
        return self.share[self.years.index(year)]


@dataclass(frozen=True, slots=True)
class ShareNow:
    """The share of recycled metal in all supply of a year."""

    year: int
    share: float
    rows: tuple[str, ...]


def lithium(library: Library) -> tuple[Case, ...]:
    """Early, typical and late; empty where the library lacks the cells made, their life, collection or recovery."""
    made = library.market.of("battery_cell", "production")
    life, collected, recovered = (
        _parameter(library, *names)
        for names in (("battery_pack", "lifetime_car"), ("spent_battery", "collection"), ("black_mass", "recovery_lithium"))
    )
    if len(made) < 2 or life is None or collected is None or recovered is None:
        return ()
    years = tuple(range(made[0].year, LAST_YEAR + 1))
    told = {row.year: row.value.typical for row in made}
    need = np.interp(years, list(told), list(told.values()))  # level after the last year told
    spread = (life.value.high - life.value.low) / 4
    rows = (*(r.row_id for r in made), life.row_id, collected.row_id, recovered.row_id)
    out = []
    for name, (age, collection, recovery) in CASES.items():
        lifetime = Normal(getattr(life.value, age), spread)
        factors = getattr(collected.value, collection) / 100, getattr(recovered.value, recovery) / 100
        found = recycled_supply(years, need, [(1.0, lifetime)], collection=factors[0], recovery=factors[1], inflow_at="middle")
        share = tuple(float(s) for s in found.share)
        out.append(Case(name, years, share, tuple(arrival(years, share, w) for w in WANTED), rows))
    return tuple(out)


def aluminium(library: Library) -> ShareNow | None:
    """Recycled over recycled and primary aluminium, in the newest year of which both are told."""
    primary = {row.year: row for row in library.market.of("primary_aluminium", "production")}
    for row in reversed(library.market.of("recycled_aluminium", "production")):
        if row.year in primary:
            other = primary[row.year]
            share = row.value.typical / (row.value.typical + other.value.typical)
            return ShareNow(row.year, share, (row.row_id, other.row_id))
    return None


def _parameter(library: Library, good: str, kind: str) -> Parameter | None:
    return next((p for p in library.parameters if (p.good_id, p.kind) == (good, kind)), None)
