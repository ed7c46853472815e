"""``lianpu stocks``: what stays in use, what leaves, and when recycled material matters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, Tables, print_json
from lianpu.cli.sources import LedgerAt, Which, dossier_of

if TYPE_CHECKING:
    from lianpu.stocking import Returns
    from lianpu.views.dossier import Dossier

app = typer.Typer()

File = Annotated[
    Path | None, typer.Argument(metavar="[TABLE]", help="A csv table: year, then a column for each element.", show_default=False)
]
Given = Annotated[str, typer.Option("--given", help="What the table holds: inflow or stock.")]
Life = Annotated[
    str,
    typer.Option(
        "--lifetime", metavar="KIND:NUMBERS", help="weibull:shape,scale, normal:mean,std, lognormal, folded_normal, fixed:years."
    ),
]
At = Annotated[str, typer.Option("--inflow-at", help="When in its year inflow comes: start, middle or end.")]
Collection = Annotated[float, typer.Option("--collection", help="Share of what leaves that is collected.")]
Recovery = Annotated[float, typer.Option("--recovery", help="Share of what is collected that is recovered.")]
Material = Annotated[
    str | None, typer.Option("--recycled", help="When this covers 6 and 12 % of the need: aluminium or lithium.")
]
Need = Annotated[
    Path | None,
    typer.Option("--need", metavar="TABLE", help="Of --recycled: a csv table year,need; default: the nation's output."),
]
Until = Annotated[int, typer.Option("--until", help="Of --recycled: the last year of the nation's path.")]
Growth = Annotated[
    float, typer.Option("--growth", help="Of --recycled: growth a year after the last year of data, 0.03 for 3 %.")
]
Shape = Annotated[float, typer.Option("--shape", help="Of --recycled: Weibull shape of lifetimes.")]

Sources = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="SOURCE", help="Of --recycled: against the need of a region's plants, by these sources."),
]
Catchment = Annotated[
    float, typer.Option("--catchment", help="Of --from: the region's share of what the nation recovers, 0.01 for 1 %.")
]


@app.command()
def stocks(
    table: File = None,
    given: Given = "inflow",
    lifetime: Life = "weibull:3,15",
    inflow_at: At = "middle",
    collection: Collection = 1.0,
    recovery: Recovery = 1.0,
    recycled: Material = None,
    need: Need = None,
    until: Until = 2060,
    growth: Growth = 0.0,
    shape: Shape = 3.0,
    source: Sources = None,
    catchment: Catchment = 0.01,
    scenario: Which = "B",
    place: Region = None,
    ledger: LedgerAt = None,
    lang: Language = Lang.zh,
    library: Tables = None,
    as_json: Json = False,
) -> None:
    """Stocks and flows by lifetime of a table of years; when recycled aluminium and lithium cover 6 and 12 % of the need."""
    from lianpu.errors import LianpuError

    if recycled is not None:
        from lianpu.library.load import load_library
        from lianpu.stocking import returns

        found = returns(load_library(library), recycled, need=need, until=until, growth=growth, shape=shape, inflow_at=inflow_at)
        dossier = dossier_of(source, place, library, ledger) if source or ledger else None
        return _returns(found, dossier, scenario, catchment, lang, as_json)
    if table is None:
        raise LianpuError("no table of years", hint="name a csv table, or --recycled aluminium")
    from lianpu.stocking import of_table
    from lianpu.views.stock_tables import stock_json, stock_tables
    from lianpu.views.table import printed

    made = of_table(table, given, lifetime, inflow_at, collection, recovery)
    if as_json:
        return print_json(stock_json(made))
    typer.echo("\n\n".join(printed(t, lang) for t in stock_tables(made, lang)))


def _returns(
    found: Returns, dossier: Dossier | None, scenario: str, catchment: float, lang: Lang, as_json: bool
) -> None:  # fmt: skip
    from lianpu.stocking import of_region
    from lianpu.system.model import Scenario
    from lianpu.views.stock_tables import region_tables, return_json, return_tables
    from lianpu.views.table import printed

    if dossier is not None:
        found = of_region(dossier.answer.region, dossier.library, Scenario(scenario), found, catchment)
    if as_json:
        return print_json(return_json(found))
    tables = return_tables(found, lang) + (region_tables(found, dossier, lang) if dossier else ())
    typer.echo("\n\n".join(printed(t, lang) for t in tables))
