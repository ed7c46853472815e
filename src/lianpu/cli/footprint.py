"""``lianpu footprint``: of goods, of a region's plants, by month, and as the declarations that exporters owe."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Which, dossier_of

if TYPE_CHECKING:
    from lianpu.footprinting import Asked
    from lianpu.library.load import Library
    from lianpu.views.table import Table

app = typer.Typer()


class Declared(StrEnum):
    cbam = "cbam"
    battery = "battery"


Goods = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[GOOD…]", help="Goods by name (电解铝, primary_aluminium); none: the region's plants.", show_default=False
    ),
]
Sources = Annotated[
    list[Path] | None, typer.Option("--from", metavar="SOURCE", help="Of plants: a run's folder, its ledger, or documents.")
]
Year = Annotated[int | None, typer.Option("--year", help="Year of recipes; default: the latest, or the region's.")]
Grid = Annotated[
    str | None, typer.Option("--grid", metavar="PLACE|KG", help="Electricity of a place (china, 云南省), or kg CO2e per kWh.")
]
Scope = Annotated[
    str | None, typer.Option("--scope", help="Of the grid's factor: life_cycle (default where known) or generation.")
]
Contract = Annotated[float, typer.Option("--contract", help="Share of power under a hydropower contract, 0 to 1 (market-based).")]
Ways = Annotated[
    list[str] | None,
    typer.Option("--way", metavar="GOOD=WAY", help="Another way to get a good: solar_cell=cell_perc; primary_aluminium=bought."),
]
Allocate = Annotated[str, typer.Option("--allocation", help="By-products: value, mass, none or substitution.")]
Most = Annotated[int, typer.Option("--most", help="Contributions to list; the rest is one row.")]
Draws = Annotated[int, typer.Option("--draws", help="Monte Carlo draws for a likely range; 0: none.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the draws.")]
Paths = Annotated[float | None, typer.Option("--paths", metavar="SHARE", help="Supply-chain paths of at least this share, 0.02.")]
Months = Annotated[int | None, typer.Option("--months", metavar="YEAR", help="A good by month of this year, with --grid 云南省.")]
Calibrated = Annotated[int, typer.Option("--calibrate", metavar="YEAR", help="Year on which the monthly factor is calibrated.")]
Declare = Annotated[Declared | None, typer.Option("--declare", help="CBAM by year, or a battery's four stages.")]
Price = Annotated[float, typer.Option("--price", help="Of --declare cbam: EUR per certificate.")]


@app.command()
def footprint(
    goods: Goods = None,
    source: Sources = None,
    year: Year = None,
    grid: Grid = None,
    scope: Scope = None,
    contract: Contract = 0.0,
    way: Ways = None,
    allocation: Allocate = "value",
    most: Most = 12,
    draws: Draws = 0,
    seed: Seed = 0,
    paths: Paths = None,
    months: Months = None,
    calibrate: Calibrated = 2022,
    declare: Declare = None,
    price: Price = 78.45,
    scenario: Which = "A",
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Cradle-to-gate footprints, location- and market-based side by side, with what contributes; declarations of exporters."""
    from lianpu.footprinting import Asked
    from lianpu.library.load import load_library

    asked = Asked(year, grid, scope, contract, tuple(way or ()), allocation, most, draws, seed)
    if not goods:
        return _plants(source, place, library, ledger, scenario, asked, lang, as_json)
    shelf = load_library(library)
    if declare is not None:
        return _declare(shelf, goods, declare, price, asked, lang, as_json)
    if months is not None:
        return _months(shelf, goods, months, calibrate, asked, lang, as_json)
    _products(shelf, goods, paths, asked, lang, as_json)


def _products(library: Library, goods: list[str], cutoff: float | None, asked: Asked, lang: Lang, as_json: bool) -> None:
    from lianpu.footprinting import of_products, paths_of
    from lianpu.views.footprint_tables import path_table, product_tables
    from lianpu.views.plain_json import as_json as plain

    found = of_products(library, goods, asked)
    if as_json:
        return print_json({"footprints": plain(found)})
    tables = list(product_tables(found, library, lang))
    if cutoff is not None:
        for one in found:
            system, chains = paths_of(library, one.good, asked, cutoff)
            tables.append(path_table(system, chains, one.good, one.unit, cutoff, lang))
    _print(tables, lang)


def _months(library: Library, goods: list[str], year: int, calibrated: int, asked: Asked, lang: Lang, as_json: bool) -> None:
    from lianpu.footprinting import by_month
    from lianpu.views.footprint_tables import month_tables
    from lianpu.views.plain_json import as_json as plain

    found = [by_month(library, good, asked, year, calibrated) for good in goods]
    if as_json:
        return print_json({"months": plain(found)})
    _print([table for one in found for table in month_tables(one, library, lang)], lang)


def _declare(
    library: Library, goods: list[str], declare: Declared, price: float, asked: Asked, lang: Lang, as_json: bool
) -> None:
    from lianpu.footprinting import declared
    from lianpu.views.footprint_tables import declaration_table
    from lianpu.views.plain_json import as_json as plain

    found = declared(library, goods, declare.value, price, asked)
    if as_json:
        return print_json({"declarations": plain(found)})
    _print([declaration_table(one, price, library, lang) for one in found], lang)


def _plants(
    source: list[Path] | None, place: str | None, library: Path | None, ledger: str | None, scenario: str, asked: Asked,
    lang: Lang, as_json: bool,
) -> None:  # fmt: skip
    from lianpu.footprinting import of_plants
    from lianpu.system.model import Scenario
    from lianpu.views.footprint_tables import plant_table
    from lianpu.views.plain_json import as_json as plain

    dossier = dossier_of(source, place, library, ledger)
    found = of_plants(dossier, Scenario(scenario), asked)
    if as_json:
        return print_json(plain(found))
    _print([plant_table(found, dossier.library, lang)], lang)


def _print(tables: list[Table], lang: Lang) -> None:
    from lianpu.views.table import printed

    typer.echo("\n\n".join(printed(table, lang) for table in tables))
