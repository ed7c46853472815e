"""Bands of plausibility: what a plant's figures come to per unit, from announced projects and the library's own rows.

``bands.csv`` holds what projects cost, employ and take of land per unit of yearly ability. What the library knows
already is not told again there: prices of a year and power per unit come from its prices and recipes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lianpu.library.goods import Good
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Dimension, Range

if TYPE_CHECKING:
    from lianpu.library.load import Library

COLUMNS = "id numerator good first_year last_year low typical high unit per year source_title source_url quality note"
NUMERATORS = ("investment", "jobs", "land", "energy", "output_value")
#: Before the id of a good: what a unit of another takes of it.
FEED = "feed:"
#: The unit that each numerator is counted in.
COUNTED_IN = {
    "investment": Dimension.MONEY, "jobs": Dimension.PERSON, "land": Dimension.AREA, "energy": Dimension.ENERGY,
    "output_value": Dimension.MONEY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plausible:
    """``value`` of ``numerator`` per unit of a good, in ``unit`` (``CNY/MWp``), from ``first`` to ``last`` (years, None
    where open), with the rows that it rests on."""

    numerator: str
    good_id: str
    unit: str
    first: int | None
    last: int | None
    value: Range
    rows: tuple[str, ...]
    source: str


def read_bands(folder: Path, goods: dict[str, Good]) -> tuple[tuple[Plausible, ...], list[Row]]:
    """``bands.csv``. Raises :class:`LianpuError` for a unit that is not the numerator's, or not of the good."""
    records = read_table(folder, "bands", COLUMNS)
    return tuple(_band(record, goods) for record in records), [_source(record) for record in records]


def _band(record: Record, goods: dict[str, Good]) -> Plausible:
    numerator = record.choice("numerator", NUMERATORS, "numerator")
    good = goods[record.choice("good", goods, "good")]
    unit, per = record.unit("unit"), record.unit("per")
    if unit.dimension is not COUNTED_IN[numerator]:
        raise record.error(f"{numerator} is counted in {COUNTED_IN[numerator]}, not in {unit.symbol}")
    if per.dimension is not good.unit.dimension:
        raise record.error(f"per {per.symbol} does not fit {good.id}, counted in {good.unit.symbol}")
    first, last = (record.year(c) if record.optional(c) else None for c in ("first_year", "last_year"))
    source = record.text("source_title")
    return Plausible(numerator, good.id, f"{unit.symbol}/{per.symbol}", first, last, record.range(), (record.id,), source)


def _source(record: Record) -> Row:
    item = f"{record.text('numerator')} per unit of {record.text('good')}"
    return record.source(item, record.range(), f"{record.text('unit')} per {record.text('per')}", record.text("year"))


def plausible(library: Library) -> tuple[Plausible, ...]:
    """All bands: those of ``bands.csv``, prices by good and year, and over all ways and vintages what a unit takes of
    power (``energy``) and of the stages before it (``feed:alumina``)."""
    feeds = ((stage.good_id, product) for chain in library.chains for stage in chain.stages for product in stage.feeds)
    made = dict.fromkeys(technology.main_good for technology in library.technologies.values())
    taken = (
        *(_taken(library, "electricity", good, "energy") for good in made),
        *(_taken(library, feed, good, f"{FEED}{feed}") for feed, good in dict.fromkeys(feeds)),
    )
    return (*library.bands, *_prices(library), *filter(None, taken))


def price_band(library: Library, good_id: str, year: int) -> Plausible | None:
    """Output value per unit: from the lowest price of a year without VAT to the highest as quoted; None without a price.

    Output value is told without VAT, but what is quoted is what announcements reckon with.
    """
    found = library.prices_of(good_id, f"{year}-01-01", f"{year}-12-31")
    prices = [price for price in found if price.is_price and price.start[:4] == str(year)]
    if not prices or good_id not in library.goods:
        return None
    low = min((price.net or price.per_unit).low for price in prices)
    high = max(price.per_unit.high for price in prices)
    typical = _middle(price.per_unit.typical for price in prices)
    rows = tuple(dict.fromkeys(row for price in prices for row in price.row_ids))
    unit = f"CNY/{library.goods[good_id].unit.symbol}"
    return Plausible("output_value", good_id, unit, year, year, Range(low, typical, high), rows, "")


def _prices(library: Library) -> Iterator[Plausible]:
    dated = dict.fromkeys((price.good_id, int(price.start[:4])) for price in library.prices)
    return (band for good, year in dated if (band := price_band(library, good, year)) is not None)


def _taken(library: Library, input_id: str, good_id: str, numerator: str) -> Plausible | None:
    """What one unit of a good takes of an input, over all ways to make it and all vintages; None where none takes it."""
    flows = [
        flow
        for technology in library.technologies_of(good_id)
        for year in technology.recipes
        if (flow := technology.recipe(year).input(input_id)) is not None
    ]
    if not flows:
        return None
    low, high = min(f.per_output.low for f in flows), max(f.per_output.high for f in flows)
    value = Range(low, _middle(f.per_output.typical for f in flows), high)
    rows = tuple(dict.fromkeys(row for flow in flows for row in flow.row_ids))
    unit = f"{library.goods[input_id].unit.symbol}/{library.goods[good_id].unit.symbol}"
    return Plausible(numerator, good_id, unit, None, None, value, rows, "")


def _middle(values: Iterable[float]) -> float:
    found = sorted(values)
    return found[len(found) // 2]
