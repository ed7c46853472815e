"""``lianpu dry-year``: what stops when the rivers are low, and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, Which, dossier_of

app = typer.Typer()


@app.command("dry-year")
def dry_year(
    source: Source = None,
    hydro: Annotated[
        str, typer.Option(metavar="NAME", help="dry, normal, wet, p10 (p01 to p99), 2022/23, or actual: the supply observed.")
    ] = "dry",
    year: Annotated[
        int | None, typer.Option(help="The twelve months from June of this year. Default: the newest known.", min=1990, max=2100)
    ] = None,
    policy: Annotated[str, typer.Option(metavar="NAME", help="Who stops: proportional, least-loss or order.")] = "proportional",
    first: Annotated[
        list[str] | None, typer.Option("--first", metavar="PLANT", help="Of --policy order: who stops first; may be repeated.")
    ] = None,
    scenario: Which = "A",
    draws: Annotated[int, typer.Option(help="Also so many years with both halves drawn apart.", min=0, max=100_000)] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draws.", min=0)] = 0,
    power: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A province's monthly power balance (docs/dry-year.md).")
    ] = None,
    backtest: Annotated[bool, typer.Option("--backtest", help="Past episodes predicted from their months' supply.")] = False,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """The province's power month by month, who gives way, which plants of the region stop, and what it costs."""
    from lianpu import drought
    from lianpu.library.load import load_library
    from lianpu.system.model import Scenario
    from lianpu.views.dry_year_tables import backtest_json, backtest_tables, dry_year_json, dry_year_tables
    from lianpu.views.table import printed

    if backtest:
        tested = drought.back_test(load_library(library), place)
        if as_json:
            print_json(backtest_json(tested))
        else:
            typer.echo("\n\n".join(printed(table, lang) for table in backtest_tables(tested, lang)))
        return
    dossier = dossier_of(source, place, library, ledger)
    found = drought.dry_year(
        dossier, Scenario(scenario), hydro=hydro, year=year, policy=policy, order=first or (), power=power, draws=draws, seed=seed
    )
    if as_json:
        print_json(dry_year_json(found))
    else:
        typer.echo("\n\n".join(printed(table, lang) for table in dry_year_tables(found, dossier, lang)))
