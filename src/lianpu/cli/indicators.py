"""``lianpu indicators``: of a region, of published cases, and the list of definitions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, Which, dossier_of, province_of_dossier

if TYPE_CHECKING:
    from lianpu.views.dossier import Dossier

app = typer.Typer()

Cases = Annotated[
    Path | None,
    typer.Option("--check", metavar="FILE", help="Compute a csv table of cases and compare with what it expects."),
]
Listed = Annotated[bool, typer.Option("--list", help="List the indicators, their definitions, inputs and sources.")]


@app.command()
def indicators(
    source: Source = None,
    check: Cases = None,
    listed: Listed = False,
    scenario: Which = "A",
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Indicators of a region, every definition side by side; --check computes published cases (exit 1 if one differs)."""
    if check is not None:
        _check(check, lang, as_json)
    elif listed:
        _list(lang, as_json)
    else:
        dossier = dossier_of(source, place, library, ledger)
        _region(dossier, province_of_dossier(dossier, source, library, ledger), scenario, lang, as_json)


def _region(dossier: Dossier, province: Dossier | None, scenario: str, lang: Lang, as_json: bool) -> None:
    from lianpu.answering import indicators as answer
    from lianpu.system.model import Scenario
    from lianpu.views.region_indicators import region_json, region_table
    from lianpu.views.table import printed

    asked = Scenario(scenario)
    found = answer(dossier, asked, province)
    if as_json:
        print_json(region_json(found, dossier, asked, lang))
    else:
        typer.echo(printed(region_table(found, dossier, asked, lang), lang))


def _check(file: Path, lang: Lang, as_json: bool) -> None:
    from lianpu.measuring import check_cases
    from lianpu.views.indicator_tables import cases_json, cases_table
    from lianpu.views.table import printed

    compared = check_cases(file)
    if as_json:
        print_json(cases_json(compared))
    else:
        typer.echo(printed(cases_table(compared, lang), lang))
    if not all(result.agrees for result in compared):
        raise typer.Exit(1)


def _list(lang: Lang, as_json: bool) -> None:
    from lianpu.engine.indicators import every_variant
    from lianpu.views.indicator_tables import variants_json, variants_table
    from lianpu.views.table import printed

    if as_json:
        print_json(variants_json(every_variant()))
    else:
        typer.echo(printed(variants_table(every_variant(), lang), lang))
