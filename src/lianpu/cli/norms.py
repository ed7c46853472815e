"""``lianpu norms``: the region's plants against the rules."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, dossier_of

app = typer.Typer()

At = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="Rules in force on a day, e.g. 2025-06; default: all not superseded.")
]


@app.command()
def norms(
    source: Source = None,
    at: At = None,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Which plants keep the norms, from their own figures: green, amber, red; grey where they have none."""
    from lianpu.answering import norms as answer
    from lianpu.views.norms_table import norms_json, norms_table
    from lianpu.views.table import printed
    from lianpu.views.wording import t

    dossier = dossier_of(source, place, library, ledger)
    found = answer(dossier, at)
    if as_json:
        print_json(norms_json(found, dossier, lang))
    else:
        typer.echo(printed(norms_table(found, dossier, lang), lang) if found else t("norms.none", lang))
