"""Bands that implied ratios are held against: what a thing costs, sells for, uses and employs, per unit and by year.

The ledger knows no industry: bands come in as an argument, each with the library rows that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lianpu.errors import LianpuError
from lianpu.units import Range, Unit, as_product, parse_unit

#: A year without a band takes the nearest one within so many years: prices and costs move on after that.
NEAR_YEARS = 2
#: Before the id of a good in the numerator of a band: what a unit of the product takes of it.
FEED = "feed:"


@dataclass(frozen=True, slots=True)
class Band:
    """``low`` to ``high`` of ``numerator`` (a kind of claim) per unit of a product, in ``unit`` such as ``CNY/MWp``.

    The numerator ``feed:alumina`` is what a unit takes of another good.
    ``first`` and ``last`` are the years in which it holds, None where open; ``rows`` ids of the library.
    """

    numerator: str
    product_id: str
    unit: str
    first: int | None
    last: int | None
    low: float
    typical: float
    high: float
    rows: tuple[str, ...] = ()
    source: str = ""

    def distance(self, year: int | None) -> int:
        """How many years lie between ``year`` and the band's years; 0 inside them, and where no year is known."""
        if year is None:
            return 0
        before = (self.first - year) if self.first is not None else 0
        after = (year - self.last) if self.last is not None else 0
        return max(before, after, 0)


class Bands:
    """Bands by what they are of."""

    def __init__(self, bands: Iterable[Band] = ()) -> None:
        self._by_kind: dict[tuple[str, str], list[Band]] = {}
        for band in bands:
            self._by_kind.setdefault((band.numerator, band.product_id), []).append(band)

    def products(self, numerator: str) -> frozenset[str]:
        return frozenset(product for kind, product in self._by_kind if kind == numerator)

    def feeds(self) -> list[tuple[str, str]]:
        """The pairs of a good and one that is made of it, of which a band is known."""
        return [(kind.removeprefix(FEED), product) for kind, product in self._by_kind if kind.startswith(FEED)]

    def find(self, numerator: str, product_id: str, year: int | None) -> Band | None:
        """The widest band of the year, or of the nearest year within ``NEAR_YEARS``; None where there is none."""
        found = self._by_kind.get((numerator, product_id), [])
        nearest = min((band.distance(year) for band in found), default=NEAR_YEARS + 1)
        if nearest > NEAR_YEARS:
            return None
        return _joined([band for band in found if band.distance(year) == nearest])


def _joined(bands: list[Band]) -> Band:
    first = bands[0]
    if len(bands) == 1:
        return first
    scaled = [Range(b.low, b.typical, b.high) * _between(b.unit, first.unit) for b in bands]
    rows = tuple(dict.fromkeys(row for band in bands for row in band.rows))
    sources = " · ".join(dict.fromkeys(band.source for band in bands if band.source))
    middle = sorted(r.typical for r in scaled)[len(scaled) // 2]
    return Band(
        first.numerator, first.product_id, first.unit, first.first, first.last,
        min(r.low for r in scaled), middle, max(r.high for r in scaled), rows, sources,
    )  # fmt: skip


def _between(unit: str, other: str) -> float:
    (top, bottom), (other_top, other_bottom) = parts(unit), parts(other)
    return (top.factor / other_top.factor) / (bottom.factor / other_bottom.factor)


@lru_cache(maxsize=256)
def parts(unit: str) -> tuple[Unit, Unit]:
    """``CNY/MWp`` → the units of money and of PV power."""
    top, _, bottom = unit.rpartition("/")
    return parse_unit(top), parse_unit(bottom)


def ratio_in(unit: str, numerator: tuple[float, Unit], denominator: tuple[float, Unit]) -> float | None:
    """What two figures in base units make, in ``unit``; None where their units do not fit or nothing is divided by.

    A rate and an amount may be divided as they stand: what a year brings, per unit of yearly ability.
    """
    top, bottom = parts(unit)
    (above, above_unit), (below, below_unit) = numerator, denominator
    if above_unit.dimension != top.dimension or not below:
        return None
    base = Unit(below_unit.symbol, below_unit.dimension, 1.0)
    try:
        return (above / top.factor) / as_product(below, base, bottom)
    except LianpuError:
        return None
