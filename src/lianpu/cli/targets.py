"""``lianpu targets``: which stages to recruit next, how large, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, Which, dossier_of, province_of_dossier

app = typer.Typer()

Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write the whole list to a .csv or .xlsx file.")]
Least = Annotated[float, typer.Option(help="Least national use of capacity that speaks for a stage, 0 to 1.")]
Market = Annotated[Path | None, typer.Option(metavar="CSV", help="Rows of the national market of your own (docs/targets.md).")]
Rules = Annotated[Path | None, typer.Option(metavar="CSV", help="Rows of rules and permissions of your own.")]


@app.command()
def targets(
    source: Source = None,
    scenario: Which = "B",
    least_use: Least = 0.75,
    market: Market = None,
    rules: Rules = None,
    out: Out = None,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """The recruiting list: stages, sizes and reasons; a gap without demand, margin or permission is not advised."""
    from dataclasses import replace

    from lianpu.answering import recruiting
    from lianpu.engine.targets import Question
    from lianpu.library.load import with_rows_of
    from lianpu.system.model import Scenario
    from lianpu.views.table import printed
    from lianpu.views.targets_table import targets_json, targets_table, write_targets
    from lianpu.views.wording import t

    dossier = dossier_of(source, place, library, ledger)
    dossier = replace(dossier, library=with_rows_of(dossier.library, market=market, rules=rules))
    province = province_of_dossier(dossier, source, library, ledger)
    found = recruiting(dossier, Question(Scenario(scenario), least_use=least_use), province)
    if out is not None:
        write_targets(targets_table(found, dossier, lang, full=True), out, dossier, lang)
    if as_json:
        print_json(targets_json(found, dossier, lang))
    else:
        typer.echo(printed(targets_table(found, dossier, lang), lang) if found else t("targets.none", lang))
