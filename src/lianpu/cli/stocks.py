"""``lianpu stocks``: what stays in use, what leaves, and when recycled material matters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Tables, print_json

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
    lang: Language = Lang.zh,
    library: Tables = None,
    as_json: Json = False,
) -> None:
    """Stocks and flows by lifetime of a table of years; when recycled aluminium and lithium cover 6 and 12 % of the need."""
    from lianpu.errors import LianpuError

    if recycled is not None:
        return _returns(recycled, need, until, growth, shape, inflow_at, library, lang, as_json)
    if table is None:
        raise LianpuError("no table of years", hint="name a csv table, or --recycled aluminium")
    from lianpu.stocking import of_table
    from lianpu.views.stock_tables import stock_json, stock_tables
    from lianpu.views.table import printed

    found = of_table(table, given, lifetime, inflow_at, collection, recovery)
    if as_json:
        return print_json(stock_json(found))
    typer.echo("\n\n".join(printed(t, lang) for t in stock_tables(found, lang)))


def _returns(
    material: str, need: Path | None, until: int, growth: float, shape: float, inflow_at: str, library: Path | None, lang: Lang,
    as_json: bool,
) -> None:  # fmt: skip
    from lianpu.library.load import load_library
    from lianpu.stocking import returns
    from lianpu.views.stock_tables import return_json, return_tables
    from lianpu.views.table import printed

    found = returns(load_library(library), material, need=need, until=until, growth=growth, shape=shape, inflow_at=inflow_at)
    if as_json:
        return print_json(return_json(found))
    typer.echo("\n\n".join(printed(t, lang) for t in return_tables(found, lang)))
