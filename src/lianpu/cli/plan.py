"""``lianpu plan``: what to build and run under limits, and why no plan keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lianpu.cli.options import Json, Lang, Language, Region, print_json

if TYPE_CHECKING:
    from lianpu.engine.plan.plan import InfeasibleError
    from lianpu.engine.plan.result import Plan
    from lianpu.engine.plan.several import Point
    from lianpu.planning import Loaded
    from lianpu.views.plan_names import Names

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
Projects = Annotated[
    list[str] | None, typer.Option("--project", metavar="NAME[=YEAR]", help="Build just these projects, and no other.")
]
Front = Annotated[str | None, typer.Option("--front", metavar="OBJECTIVE", help="Five plans between the objective and this one.")]
Others = Annotated[int | None, typer.Option("--alternatives", metavar="N", help="Up to N other plans within 2 % of the best.")]
Compare = Annotated[bool, typer.Option("--compare", help="What --limit and --project change against the plan without.")]
Method = Annotated[str, typer.Option("--method", help="choose (by size), simplex, ipm, hipo or pdlp.")]
Gap = Annotated[float | None, typer.Option("--gap", help="Relative gap of whole numbers; default 1e-6, of --from 1e-4.")]
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
    project: Projects = None,
    compare: Compare = False,
    front: Front = None,
    alternatives: Others = None,
    method: Method = "choose",
    gap: Gap = None,
    time_limit: Seconds = None,
    log: Log = None,
    out: Out = None,
    lang: Language = Lang.zh,
    as_json: Json = False,
) -> None:
    """The best plan of a region: what to build and run, and what limits it."""
    from lianpu import planning
    from lianpu.engine.plan import several
    from lianpu.engine.plan.plan import InfeasibleError
    from lianpu.engine.plan.solve import Options

    aims = tuple((objective or ("npv" if state else "cost")).split(","))
    seconds = time_limit or float("inf")
    near = gap if gap is not None else 1e-4 if state else 1e-6
    loaded = _loaded(system, osemosys, state, place, years)
    names = _names(loaded, lang)
    try:
        projects = planning.chosen(project) if project else None
        if front or alternatives:
            options = Options(method, near, seconds, log=str(log) if log else None)
            model = planning.model_of(loaded, limit or (), projects)
            if front:
                _tell_front(several.front(model, aims[0], front, options=options), aims[0], front, lang, names, as_json)
            else:
                _tell_others(several.alternatives(model, aims[0], count=alternatives or 1, options=options), lang, names, as_json)
            return
        with _progress() as progress:
            found = planning.plan(
                loaded, aims, limits=limit or (), projects=projects, method=method, gap=near, time_limit=seconds, log=log,
                progress=progress,
            )  # fmt: skip
            base = planning.plan(loaded, aims, method=method, gap=near, time_limit=seconds) if compare else None
    except InfeasibleError as error:
        _tell_conflict(error, lang, names, as_json)
        raise typer.Exit(1) from None
    _tell(found, base, out, lang, names, as_json)


def _loaded(system: Path | None, osemosys: Path | None, state: Path | None, place: str | None, years: str | None) -> Loaded:
    from lianpu import planning
    from lianpu.errors import LianpuError

    if osemosys is not None:
        return planning.load_osemosys(osemosys)
    if state is not None:
        return planning.load_region([state], place=place, given=planning.assumptions(years))
    if system is not None:
        return planning.load(system)
    raise LianpuError("nothing to plan", hint="name a System (workbook or folder), --from STATE or --osemosys DIR")


def _names(loaded: Loaded, lang: Lang) -> Names:
    from lianpu.views.plan_names import as_it_is, region_names

    return as_it_is if loaded.library is None else region_names(loaded.library, lang)


def _progress() -> Any:
    from lianpu.views.plan_text import progress

    return progress()


def _tell(found: Plan, base: Plan | None, out: Path | None, lang: Lang, names: Names, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_reasons import changes_text
    from lianpu.views.plan_text import plan_text

    files = [str(path) for path in planning.save(found, out)] if out else []
    if as_json:
        more = {"files": files} if files else {}
        print_json(planning.plan_json(found) | more | ({"changes": planning.compare_json(base, found)} if base else {}))
        return
    typer.echo(plan_text(found, lang, names))
    if base is not None:
        typer.echo(changes_text(base.compare(found), lang, names))
    if out:
        typer.echo(str(out))


def _tell_front(points: Sequence[Point], first: str, second: str, lang: Lang, names: Names, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_text import front_text

    if as_json:
        print_json(planning.front_json(points))
    else:
        typer.echo(front_text(points, first, second, lang, names))


def _tell_others(found: Sequence[Plan], lang: Lang, names: Names, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_text import alternatives_text

    if as_json:
        print_json({"alternatives": [planning.plan_json(one) for one in found]})
    else:
        typer.echo(alternatives_text(found, lang, names))


def _tell_conflict(error: InfeasibleError, lang: Lang, names: Names, as_json: bool) -> None:
    from lianpu import planning
    from lianpu.views.plan_reasons import conflict_text

    found = planning.why_not(error)
    if as_json:
        print_json(planning.conflict_json(found))
    else:
        typer.echo(conflict_text(found, lang, names))
