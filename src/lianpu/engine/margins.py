"""What a stage earns on what it takes, at the prices of one year, without VAT.

Margin = price of the good + by-products that have a price − what one unit takes (losses included), before wages,
depreciation and finance: it is value added per unit. An input that nobody prices costs what its own maker takes
(mono rods: polysilicon, power, crucibles); where that is not known either, the margin is an upper end, and the input is
named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianpu.library.load import Library
from lianpu.library.prices import Price
from lianpu.library.recipes import Recipe
from lianpu.units import Range

#: VAT on goods where a price's own rate is not known (2019 on; MOF, STA, GACC Announcement [2019] No. 39).
VAT = 0.13
#: Of several prices of one year the fuller one: a year's mean before a contract or quote, those before an estimate.
_ORDER = ("annual_mean", "contract", "quote", "tender", "list", "estimate")


@dataclass(frozen=True, slots=True)
class NetPrice:
    """CNY per unit of the good without VAT; ``estimated``: an order of size, no source."""

    good: str
    value: Range
    rows: tuple[str, ...]
    day: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """What one unit of the stage's good takes of ``good``, in CNY; ``made``: by what its own maker takes."""

    good: str
    value: Range
    rows: tuple[str, ...]
    estimated: bool
    made: bool


@dataclass(frozen=True, slots=True)
class Margin:
    """CNY without VAT per unit of the good. ``value`` and ``rate`` are None where the good itself has no price.

    ``costs`` are the inputs, the dearest first; ``unpriced`` inputs are in none of them.
    """

    good: str
    technology: str
    year: int
    price: NetPrice | None
    by_products: Range
    costs: tuple[Cost, ...]
    unpriced: tuple[str, ...]
    value: Range | None
    rate: float | None

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(self.price.rows if self.price else ()), *(r for c in self.costs for r in c.rows)]))

    @property
    def estimated(self) -> tuple[str, ...]:
        """Goods whose price is the library's order of size."""
        own = [self.good] if self.price and self.price.estimated else []
        return (*own, *(c.good for c in self.costs if c.estimated))


def price_year(library: Library) -> int:
    """The newest year of which the library prices the inputs of plants."""
    return max((int(library.rows[row].year) for _, row in library.input_prices.values()), default=library.latest_year)


def net_price(good: str, library: Library, year: int) -> NetPrice | None:
    """The price of a good in ``year``, or the newest before it, else the library's order of size, else None."""
    quotes = [p for p in library.prices_of(good, end=f"{year}-12-31") if p.is_price]
    if quotes:
        newest = max(quotes, key=lambda p: (p.start[:4], -_ORDER.index(p.basis), p.end))
        return NetPrice(good, _without_vat(newest), newest.row_ids, newest.end, newest.basis == "estimate")
    if good in library.input_prices:
        value, row = library.input_prices[good]
        return NetPrice(good, value / (1 + VAT), (row,), library.rows[row].year, True)
    return None


def margin(good: str, library: Library, year: int | None = None) -> Margin | None:
    """The margin of a good's default technology at prices and recipe of ``year`` (default :func:`price_year`); None for
    a good that no technology makes."""
    year = price_year(library) if year is None else year
    technology = library.technology_for(good)
    if technology is None:
        return None
    recipe = technology.recipe(year)
    price = net_price(good, library, year)
    costs = tuple(sorted(_costs(recipe, library, year, (good,)), key=lambda c: -c.value.typical))
    priced = {c.good for c in costs}
    gained = _by_products(recipe, library, year)
    value = None if price is None else price.value + gained - _sum(costs)
    rate = value.typical / price.value.typical if value and price and price.value.typical else None
    unpriced = tuple(f.good_id for f in recipe.inputs if f.good_id not in priced)
    return Margin(good, technology.id, year, price, gained, costs, unpriced, value, rate)


def _costs(recipe: Recipe, library: Library, year: int, above: tuple[str, ...]) -> Iterator[Cost]:
    for flow in map(recipe.gross, recipe.inputs):
        price = net_price(flow.good_id, library, year)
        if price is not None:
            value = flow.per_output * price.value
            yield Cost(flow.good_id, value, (*price.rows, *flow.row_ids), price.estimated, False)
            continue
        technology = None if flow.good_id in above else library.technology_for(flow.good_id)
        if technology is not None:
            parts = tuple(_costs(technology.recipe(year), library, year, (*above, flow.good_id)))
            rows = (*flow.row_ids, *(r for part in parts for r in part.rows))
            yield Cost(flow.good_id, flow.per_output * _sum(parts), rows, any(p.estimated for p in parts), True)


def _by_products(recipe: Recipe, library: Library, year: int) -> Range:
    found = ((flow, net_price(flow.good_id, library, year)) for flow in recipe.outputs)
    return sum((flow.per_output * price.value for flow, price in found if price is not None), Range.exact(0.0))


def _sum(costs: tuple[Cost, ...]) -> Range:
    return sum((c.value for c in costs), Range.exact(0.0))


def _without_vat(price: Price) -> Range:
    """A price that does not say is taken to hold VAT, as is the custom of quotes."""
    if price.vat_included is False:
        return price.per_unit
    return price.per_unit / (1 + (VAT if price.vat_rate is None else price.vat_rate))
