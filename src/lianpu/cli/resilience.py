"""``lianpu resilience``: what stops what, and what it costs."""

from __future__ import annotations

from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, Words, print_json
from lianpu.cli.sources import LedgerAt, Source, Which, dossier_of

app = typer.Typer()


@app.command()
def resilience(
    source: Source = None,
    scenario: Which = "A",
    recover: Annotated[float, typer.Option(help="Days until what is lost is back.")] = 90.0,
    stock: Annotated[float, typer.Option(help="Days of need that lie in store.")] = 15.0,
    replace: Annotated[float, typer.Option(help="Share of a lost local supply that can be bought, 0 to 1.")] = 0.0,
    shock: Annotated[float, typer.Option(help="By how much each bought good gets dearer, 0.2 for 20 %.")] = 0.2,
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    lexicon: Words = None,
    as_json: Json = False,
) -> None:
    """Time to recover and to survive: plants, bought goods and key links ranked by what their loss costs."""
    from lianpu.answering import outages
    from lianpu.engine.resilience.network import Assumptions
    from lianpu.system.model import Scenario
    from lianpu.views.resilience_tables import resilience_json, resilience_tables
    from lianpu.views.table import printed

    assumed = Assumptions(recover, stock, replace)
    dossier = dossier_of(source, place, library, ledger)
    found = outages(dossier, Scenario(scenario), assumed, shock=shock)
    if as_json:
        print_json(resilience_json(found))
    else:
        typer.echo("\n\n".join(printed(table, lang) for table in resilience_tables(found, dossier, lang)))
