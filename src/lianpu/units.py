"""Typed units: what may be added to what.

A capacity per year is not an amount, a Wp is not a W, a Wh of battery product is not a kWh of
electricity, and money has a currency. Every unit has a dimension; arithmetic between dimensions
is refused. The symbols are those of the claims vocabulary (``t``, ``kt``, ``GW``, ``GWh``, ``CNY``
…, with ``/a``, ``/m``, ``/d`` for rates) and those that the library's tables use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Self

from lianpu.errors import LianpuError


class Dimension(StrEnum):
    MASS = "mass"
    ENERGY = "energy"
    POWER = "power"
    PV_POWER = "pv_power"  # Wp: what a wafer, cell or module gives under test conditions
    CELL_ENERGY = "cell_energy"  # Wh of battery product, never energy used
    AREA = "area"
    VOLUME = "volume"
    LENGTH = "length"
    MONEY = "money"
    CO2E = "co2e"
    PERSON = "person"
    PIECE = "piece"
    VEHICLE = "vehicle"
    COUNT = "count"
    RATIO = "ratio"
    POINTS = "points"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``value * factor`` is in the base unit of its dimension (per year when it is a rate)."""

    symbol: str
    dimension: Dimension
    factor: float
    rate: bool = False

    def to(self, other: Unit, value: float) -> float:
        """``value`` of this unit in ``other``. Raises :class:`LianpuError` across dimensions or rate and amount."""
        if (self.dimension, self.rate) != (other.dimension, other.rate):
            raise LianpuError(f"cannot turn {self.symbol} ({self.kind}) into {other.symbol} ({other.kind})")
        return value * (self.factor / other.factor)

    @property
    def kind(self) -> str:
        return f"{self.dimension}{' per year' if self.rate else ''}"


_SI = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def _table() -> dict[str, tuple[Dimension, float]]:
    units: dict[str, tuple[Dimension, float]] = {
        "g": (Dimension.MASS, 1e-6), "kg": (Dimension.MASS, 1e-3), "t": (Dimension.MASS, 1.0),
        "kt": (Dimension.MASS, 1e3), "Mt": (Dimension.MASS, 1e6), "mg": (Dimension.MASS, 1e-9),
        "kgce": (Dimension.ENERGY, 8.141), "tce": (Dimension.ENERGY, 8141.0),  # 29.3076 GJ/tce, GB/T 2589-2020
        "m2": (Dimension.AREA, 1.0), "ha": (Dimension.AREA, 1e4), "km2": (Dimension.AREA, 1e6),
        "mu": (Dimension.AREA, 2000 / 3), "m3": (Dimension.VOLUME, 1.0), "Nm3": (Dimension.VOLUME, 1.0),
        "L": (Dimension.VOLUME, 1e-3),
        "um": (Dimension.LENGTH, 1e-6), "km": (Dimension.LENGTH, 1e3),
        "1": (Dimension.RATIO, 1.0), "%": (Dimension.RATIO, 1e-2), "pp": (Dimension.POINTS, 1.0),
        "person": (Dimension.PERSON, 1.0), "piece": (Dimension.PIECE, 1.0), "vehicle": (Dimension.VEHICLE, 1.0),
        "CNY": (Dimension.MONEY, 1.0), "USD": (Dimension.MONEY, 1.0), "EUR": (Dimension.MONEY, 1.0),
        "year": (Dimension.TIME, 1.0), "month": (Dimension.TIME, 1 / 12), "h": (Dimension.TIME, 1 / 8760),
    }  # fmt: skip
    for prefix, factor in _SI.items():
        units[f"{prefix}W"] = (Dimension.POWER, factor * 1e-3)
        units[f"{prefix}Wp"] = (Dimension.PV_POWER, factor)
        units[f"{prefix}Wh"] = (Dimension.ENERGY, factor * 1e-3)
        units[f"{prefix}Wh_cell"] = (Dimension.CELL_ENERGY, factor)
        units[f"{prefix}J"] = (Dimension.ENERGY, factor / 3.6e6)
    for name in ("enterprise", "project", "line", "case"):
        units[name] = (Dimension.COUNT, 1.0)
    for mass in ("g", "kg", "t", "kt", "Mt"):
        units[f"{mass}CO2e"] = (Dimension.CO2E, units[mass][1])
    return units


_UNITS = _table()
_PER_YEAR = {"a": 1.0, "m": 12.0, "d": 365.0}

#: What a printed W or Wh means once the product is known: 20 GW of wafers is 20 GWp of product.
PRODUCT_UNITS = {
    (Dimension.POWER, Dimension.PV_POWER): 1e3,
    (Dimension.ENERGY, Dimension.CELL_ENERGY): 1e3,
}


@lru_cache(maxsize=512)
def parse_unit(symbol: str) -> Unit:
    """The unit of a symbol such as ``kt/a``. Raises :class:`LianpuError` with a suggestion."""
    name, _, per = symbol.rpartition("/")
    if not name:
        name, per = symbol, ""
    if name not in _UNITS or (per and per not in _PER_YEAR):
        near = get_close_matches(name, _UNITS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "docs/library.md lists the units"
        raise LianpuError(f"unknown unit '{symbol}'", hint=hint)
    dimension, factor = _UNITS[name]
    return Unit(symbol, dimension, factor * _PER_YEAR.get(per, 1.0), bool(per))


def unit_of(symbol: str | None) -> Unit | None:
    """The unit of a symbol, None for one that arithmetic does not know (``case`` of a text's own, ``carat``)."""
    try:
        return parse_unit(symbol or "1")
    except LianpuError:
        return None


def as_product(value: float, printed: Unit, wanted: Unit) -> float:
    """``value`` printed in W or Wh, as Wp or Wh of product where ``wanted`` is such a unit; else a plain conversion.

    A capacity often leaves out its "per year"; it is read as a rate when ``wanted`` is one.
    Raises :class:`LianpuError` when the unit does not fit the product.
    """
    factor = PRODUCT_UNITS.get((printed.dimension, wanted.dimension))
    if factor is not None:
        return value * printed.factor * factor / wanted.factor
    if wanted.rate and not printed.rate:
        printed = Unit(printed.symbol, printed.dimension, printed.factor, True)
    return printed.to(wanted, value)


def ratio_factor(printed: str, wanted: str) -> float | None:
    """What turns a ratio of one unit to another (``kWh/t``) into another such ratio (``kWh/kg``); None where it cannot.

    A ratio has no year: ``kWh/t`` is no rate. Of product a W is a Wp and a Wh a Wh of cells.
    """
    if printed == wanted:
        return 1.0
    ends = [symbol.split("/") for symbol in (printed, wanted)]
    if len(ends[0]) != len(ends[1]):
        return None
    factors = [_product_factor(a, b) for a, b in zip(*ends, strict=True)]
    if any(f is None for f in factors):
        return None
    top, *bottom = (f for f in factors if f is not None)
    return top / bottom[0] if bottom else top


def _product_factor(printed: str, wanted: str) -> float | None:
    one, other = unit_of(printed), unit_of(wanted)
    if one is None or other is None:
        return None
    if one.dimension != other.dimension and (one.dimension, other.dimension) not in PRODUCT_UNITS:
        return None
    return as_product(1.0, one, other)


@dataclass(frozen=True, slots=True)
class Range:
    """low ≤ typical ≤ high of one quantity; arithmetic is interval arithmetic on the ends and plain on the typical."""

    low: float
    typical: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.typical <= self.high:
            raise LianpuError(f"a range must rise: low {self.low:g}, typical {self.typical:g}, high {self.high:g}")

    @classmethod
    def exact(cls, value: float) -> Self:
        return cls(value, value, value)

    @classmethod
    def over(cls, values: list[float], typical: float) -> Self:
        return cls(min(*values, typical), typical, max(*values, typical))

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.typical + other.typical, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.typical - other.typical, self.high - other.low)

    def __mul__(self, other: Range | float) -> Range:
        o = other if isinstance(other, Range) else Range.exact(other)
        ends = [a * b for a in (self.low, self.high) for b in (o.low, o.high)]
        return Range.over(ends, self.typical * o.typical)

    def __truediv__(self, other: Range | float) -> Range:
        o = other if isinstance(other, Range) else Range.exact(other)
        if o.low <= 0 <= o.high:
            raise LianpuError(f"cannot divide by a range that contains zero ({o.low:g} to {o.high:g})")
        return self * Range(1 / o.high, 1 / o.typical, 1 / o.low)

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.typical, self.high))

    @property
    def is_exact(self) -> bool:
        return self.low == self.high
