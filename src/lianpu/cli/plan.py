"""``lianpu plan``: what to build and run under limits, and why no plan keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lianpu.cli.options import Json, Lang, Language, Region, print_json

if TYPE_CHECKING:
    from lianpu.engine.plan.plan import InfeasibleError
    from lianpu.engine.plan.result import Plan

app = typer.Typer()

Tables = Annotated[
    Path | None,
    typer.Argument(metavar="[SYSTEM]", help="A planning System: a workbook, or a folder of csv tables.", show_default=False),
]
Osemosys = Annotated[Path | None, typer.Option("--osemosys", metavar="DIR", help="An OSeMOSYS model: otoole's csv folder.")]
From = Annotated[
    Path | None,
    typer.Option("--from", metavar="STATE", help="Plan a region: a run's folder, a ledger, or a document."),
]
Years = Annotated[
    str | None, typer.Option("--years", metavar="FIRST-LAST", help="With --from: years of the plan; default: to 2035.")
]
Aim = Annotated[
    str | None,
    typer.Option("--objective", help="cost, npv (of --from), value_added, output_value, self_sufficiency, a measure."),
]
Limits = Annotated[list[str] | None, typer.Option("--limit", metavar="NAME=VALUE", help="Another bound: power=5000, power=90%.")]
Method = Annotated[str, typer.Option("--method", help="choose (by size), simplex, ipm, hipo or pdlp.")]
Gap = Annotated[float, typer.Option("--gap", help="Relative gap at which yes/no choices are good enough.")]
Seconds = Annotated[float | None, typer.Option("--time-limit", metavar="SECONDS", help="Stop then, with the best plan so far.")]
Log = Annotated[Path | None, typer.Option("--log", metavar="FILE", help="Write the solver's log.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Save the plan: plan.json and Parquet tables.")]


@app.command()
def plan(
    system: Tables = None,
    osemosys: Osemosys = None,
    state: From = None,
    place: Region = None,
    years: Years = None,
    objective: Aim = None,
    limit: Limits = None,
    method: Method = "choose",
    gap: Gap = 1e-4,
    time_limit: Seconds = None,
    log: Log = None,
    out: Out = None,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """The best plan of a region: what to build and run, and what limits it."""
    from lianpu import planning
    from lianpu.engine.plan.plan import InfeasibleError
    from lianpu.engine.plan.solve import Options
    from lianpu.errors import LianpuError

    options = Options(method, gap, time_limit or float("inf"), log=str(log) if log else None)
    try:
        if osemosys is not None:
            found = planning.plan_osemosys(osemosys, objective or "cost", options, limit or ())
        elif state is not None:
            given = planning.assumptions(years)
            found = planning.plan_region([state], objective or "npv", options, limit or (), place=place, given=given)
        elif system is not None:
            found = planning.plan_system(system, objective or "cost", options, limit or ())
        else:
            raise LianpuError("nothing to plan", hint="name a System (workbook or folder), --from STATE or --osemosys DIR")
    except InfeasibleError as error:
        _tell_conflict(error, lang, as_json)
        raise typer.Exit(1) from None
    _tell(found, out, lang, as_json)


def _tell(found: Plan, out: Path | None, lang: Lang, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_text import plan_text

    files = [str(path) for path in planning.save(found, out)] if out else []
    if as_json:
        print_json(planning.plan_json(found) | ({"files": files} if files else {}))
    else:
        typer.echo(plan_text(found, lang))
        if out:
            typer.echo(str(out))


def _tell_conflict(error: InfeasibleError, lang: Lang, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_reasons import conflict_text

    found = planning.why_not(error)
    if as_json:
        print_json(planning.conflict_json(found))
    else:
        typer.echo(conflict_text(found, lang))
