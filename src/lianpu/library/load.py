"""The library as one object: goods, technologies, prices, chains, power, and every row by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.library import checks
from lianpu.library.background import Background, read_background
from lianpu.library.bands import Plausible, read_bands
from lianpu.library.chains import Chain, read_chains
from lianpu.library.curtailment import Curtailment, read_curtailment
from lianpu.library.economics import Economic, Parameter, read_economics, read_parameters
from lianpu.library.goods import Good, read_goods
from lianpu.library.input_prices import read_input_prices
from lianpu.library.market import Market, read_market
from lianpu.library.power import PowerTable, read_power
from lianpu.library.prices import Format, Price, Rates, read_formats, read_prices, read_rates
from lianpu.library.recipes import Technology
from lianpu.library.rules import Rule, read_rules
from lianpu.library.tables import Row
from lianpu.library.technologies import read_technologies
from lianpu.units import Range

SHIPPED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Library:
    """What industry knows. ``rows`` has every number of the tables by id, with its source; ``version`` is a short hash
    of the tables."""

    goods: dict[str, Good]
    technologies: dict[str, Technology]
    prices: tuple[Price, ...]
    chains: tuple[Chain, ...]
    power: PowerTable
    formats: tuple[Format, ...]
    rates: Rates
    economics: tuple[Economic, ...]
    parameters: tuple[Parameter, ...]
    bands: tuple[Plausible, ...]
    rules: tuple[Rule, ...]
    market: Market
    input_prices: dict[str, tuple[Range, str]]
    background: tuple[Background, ...]
    curtailment: Curtailment
    rows: dict[str, Row] = field(repr=False)
    flags: tuple[str, ...] = ()
    version: str = ""

    @property
    def latest_year(self) -> int:
        """The year of the newest recipe row."""
        return max(year for technology in self.technologies.values() for year in technology.recipes)

    def technologies_of(self, good_id: str) -> tuple[Technology, ...]:
        """The ways to make a good, the default first."""
        ways = [technology for technology in self.technologies.values() if technology.main_good == good_id]
        return tuple(sorted(ways, key=lambda technology: not technology.default))

    def technology_for(self, good_id: str) -> Technology | None:
        """The default way to make a good; None for what is mined, bought or a by-product."""
        return next(iter(self.technologies_of(good_id)), None)

    def prices_of(self, good_id: str, start: str = "", end: str = "9999") -> tuple[Price, ...]:
        """The prices of a good whose period touches start..end (ISO dates), in order of time."""
        found = (p for p in self.prices if p.good_id == good_id and p.start <= end and p.end >= start)
        return tuple(sorted(found, key=lambda price: (price.start, price.end)))


def load_library(folder: Path | None = None) -> Library:
    """The shipped library, or the one of a folder with the same csv tables.

    Raises :class:`LianpuError` naming file, row and id for the first row that is wrong: a number, unit, name or
    source, two rows that tell one thing twice, or a recipe that breaks a mass or charge balance.
    """
    if folder is None:
        return _shipped()
    if not folder.is_dir():
        raise LianpuError("no such folder of tables", file=folder, hint="give a folder with the library's csv tables")
    return _load(folder)


def with_rows_of(library: Library, *, market: Path | None = None, rules: Path | None = None) -> Library:
    """The library with rows of the user's own tables beside its own: of ``market.csv`` and of ``rules.csv``, with their
    columns. Raises :class:`LianpuError` as :func:`load_library` does, and for an id that stands there already."""
    if market is not None:
        more, rows = read_market(market.parent, library.goods, _stem(market))
        library = replace(library, market=Market((*library.market.rows, *more.rows)), rows=_joined(library, rows, market))
    if rules is not None:
        told, rows = read_rules(rules.parent, library.goods, _stem(rules))
        library = replace(library, rules=(*told, *library.rules), rows=_joined(library, rows, rules))
    return library


def _stem(file: Path) -> str:
    if file.suffix.lower() != ".csv" or not file.is_file():
        raise LianpuError("no such csv table", file=file, hint="docs/targets.md has its columns")
    return file.stem


def _joined(library: Library, rows: Iterable[Row], file: Path) -> dict[str, Row]:
    found = {row.id: row for row in rows}
    twice = next((row for row in found if row in library.rows), None)
    if twice is not None:
        raise LianpuError(f"id '{twice}' stands in the library already", file=file, hint="give the row an id of its own")
    return library.rows | found


@lru_cache(maxsize=1)
def _shipped() -> Library:
    return _load(SHIPPED)


def _load(folder: Path) -> Library:
    goods = read_goods(folder)
    technologies, recipe_rows = read_technologies(folder, goods)
    chains = read_chains(folder, goods, technologies)
    formats, format_rows = read_formats(folder, goods)
    rates, rate_rows = read_rates(folder)
    prices, price_rows = read_prices(folder, goods, formats, rates)
    power, power_rows = read_power(folder)
    economics, economic_rows = read_economics(folder, technologies, goods)
    parameters, parameter_rows = read_parameters(folder, goods)
    bands, band_rows = read_bands(folder, goods)
    rules, rule_rows = read_rules(folder, goods)
    market, market_rows = read_market(folder, goods)
    input_prices, input_price_rows = read_input_prices(folder, goods)
    background, background_rows = read_background(folder, goods)
    curtailment, curtailment_rows = read_curtailment(folder)
    rows = _by_id(
        recipe_rows, format_rows, rate_rows, price_rows, power_rows, economic_rows, parameter_rows, band_rows,
        rule_rows, market_rows, input_price_rows, background_rows, curtailment_rows, folder=folder,
    )  # fmt: skip
    flags = checks.check_recipes(technologies, goods, folder, rows)
    return Library(
        goods, technologies, prices, chains, power, formats, rates, economics, parameters, bands, rules, market,
        input_prices, background, curtailment, rows, tuple(flags),
        version=_version(folder),
    )  # fmt: skip


def _version(folder: Path) -> str:
    tables = sorted(folder.glob("*.csv"))
    return hashlib.sha256(b"".join(table.read_bytes() for table in tables)).hexdigest()[:8]


def _by_id(*tables: Iterable[Row], folder: Path) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for table in tables:
        for row in table:
            other = rows.setdefault(row.id, row)
            if other is not row:
                where = folder / f"{row.table}.csv"
                raise LianpuError(f"id '{row.id}' stands in {other.table}.csv already", file=where, place=row.id)
    return rows
