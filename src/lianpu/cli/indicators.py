"""``lianpu indicators``: published cases computed, and the definitions listed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, print_json

app = typer.Typer()

Cases = Annotated[
    Path | None,
    typer.Option("--check", metavar="FILE", help="Compute a csv table of cases and compare with what it expects."),
]
Listed = Annotated[bool, typer.Option("--list", help="List the indicators, their definitions, inputs and sources.")]


@app.command()
def indicators(check: Cases = None, listed: Listed = False, lang: Language = Lang.zh, as_json: Json = False) -> None:
    """Indicators with every definition side by side; --check computes published cases (exit 1 where one differs)."""
    if check is not None:
        _check(check, lang, as_json)
    else:
        _list(lang, as_json)


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
