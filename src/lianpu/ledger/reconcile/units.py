"""Units of a reconciliation: every term of a balance must be the same kind of thing, in one base unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.equations import Monomial, Polynomial
from lianpu.units import Dimension, parse_unit

#: Powers of dimensions, sorted by name: energy per mass is (("energy", 1), ("mass", -1)). A ratio has none.
Dims = tuple[tuple[str, int], ...]
#: What has its own kind by symbol: yuan are no dollars, firms no projects.
_BY_SYMBOL = frozenset({Dimension.MONEY, Dimension.COUNT})


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit taken apart: ``value * factor`` is in the base unit of ``dims``."""

    dims: Dims
    factor: float


@lru_cache(maxsize=512)
def scale_of(unit: str) -> Scale:
    """The scale of ``kt/a``, ``%``, ``""`` (a ratio), or of one unit over another: ``kWh/t``, ``CNY/t``.

    Raises :class:`LianpuError` for a unit that is not known.
    """
    if not unit:
        return Scale((), 1.0)
    top, _, bottom = unit.rpartition("/")
    if top and bottom not in ("a", "m", "d"):
        one, other = scale_of(top), scale_of(bottom)
        return Scale(_product([one.dims, _inverse(other.dims)]), one.factor / other.factor)
    found = parse_unit(unit)
    if found.dimension is Dimension.RATIO:
        dims: Dims = ()
    else:
        dims = ((unit.split("/")[0] if found.dimension in _BY_SYMBOL else str(found.dimension), 1),)
    return Scale(_product([dims, (("year", -1),)]) if found.rate else dims, found.factor)


def in_base_units(equation: Polynomial, units: Mapping[str, str]) -> Polynomial:
    """The equation for quantities in base units.

    A bare number beside quantities of one unit is in that unit. Raises :class:`LianpuError` where terms are of
    different kinds (tonnes and kilowatt hours, yuan and dollars, a rate and an amount).
    """
    kinds = {m: _product(scale_of(units[name]).dims for name in m) for m in equation.terms}
    found = dict(equation.terms)
    named = {m: dims for m, dims in kinds.items() if m}
    first = next(iter(named))
    for monomial, dims in named.items():
        if dims != named[first]:
            raise _unlike(first, monomial, units)
    if () in found and named[first]:
        symbols = {units[m[0]] for m in named if len(m) == 1}
        if len(symbols) != 1 or any(len(m) > 1 for m in named):
            what = f"the number {abs(equation.terms[()]):g} has no unit"
            raise LianpuError(what, hint="make it a quantity with its unit and sd 0")
        found[()] *= scale_of(symbols.pop()).factor
    return Polynomial(found)


def _unlike(one: Monomial, other: Monomial, units: Mapping[str, str]) -> LianpuError:
    told = [f"{'*'.join(m)} ({'*'.join(units[n] or 'no unit' for n in m)})" for m in (one, other)]
    hint = "give both the same kind of unit, or a coefficient with a unit such as kWh/t"
    return LianpuError(f"cannot add {told[0]} and {told[1]}", hint=hint)


def _product(parts: Iterable[Dims]) -> Dims:
    powers: Counter[str] = Counter()
    for dims in parts:
        for name, power in dims:
            powers[name] += power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _inverse(dims: Dims) -> Dims:
    return tuple((name, -power) for name, power in dims)
