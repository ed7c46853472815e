"""``lianpu plan``: what to build and run under limits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, print_json

app = typer.Typer()

Osemosys = Annotated[Path | None, typer.Option("--osemosys", metavar="DIR", help="An OSeMOSYS model: otoole's csv folder.")]
Aim = Annotated[str, typer.Option("--objective", help="cost, npv, value_added, output_value, self_sufficiency, or a measure.")]
Method = Annotated[str, typer.Option("--method", help="choose (by size), simplex, ipm, hipo or pdlp.")]
Gap = Annotated[float, typer.Option("--gap", help="Relative gap at which yes/no choices are good enough.")]
Limit = Annotated[float | None, typer.Option("--time-limit", metavar="SECONDS", help="Stop then, with the best plan so far.")]
Log = Annotated[Path | None, typer.Option("--log", metavar="FILE", help="Write the solver's log.")]


@app.command()
def plan(
    osemosys: Osemosys = None,
    objective: Aim = "cost",
    method: Method = "choose",
    gap: Gap = 1e-4,
    time_limit: Limit = None,
    log: Log = None,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """The best plan of a region: what to build and run, and what limits it."""
    from lianpu import planning
    from lianpu.engine.plan.solve import Options
    from lianpu.errors import LianpuError
    from lianpu.views.plan_text import plan_text

    if osemosys is None:
        raise LianpuError("nothing to plan", hint="name a model: --osemosys DIR")
    options = Options(method, gap, time_limit or float("inf"), log=str(log) if log else None)
    found = planning.plan_osemosys(osemosys, objective, options)
    if as_json:
        print_json(planning.plan_json(found))
    else:
        typer.echo(plan_text(found, lang))
