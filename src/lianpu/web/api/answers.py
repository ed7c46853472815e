"""The answers about a region: findings, chains, balance, figures, and the way back to every sentence."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from lianpu.errors import LianpuError
from lianpu.system.model import Scenario
from lianpu.views.chain_json import chain_json
from lianpu.views.export import answer_json
from lianpu.views.figures import CHARTS, chart_json
from lianpu.views.figures import Chart as Drawn
from lianpu.views.table import Table
from lianpu.views.table_json import table_csv, table_json
from lianpu.views.tables import all_tables
from lianpu.views.why import why, why_words
from lianpu.web.api.parameters import Lang, Name, OnDesk, Readable, Region
from lianpu.web.desk import Desk

router = APIRouter(prefix="/api", tags=["answers"])

Which = Annotated[Scenario, Query(description="A: what stands, B: with what is being built, C: everything named.")]
Theme = Annotated[Literal["light", "dark"], Query(description="Colours for a light or a dark page.")]
Called = Annotated[str, Path(max_length=60), Readable]


@router.get("/balance")
def balance(request: Request, desk: OnDesk, place: Region = None, lang: Lang = "zh") -> Response:
    """What ``lianpu balance --json`` prints: region, documents, findings, balance, power, output value, ratios."""
    return desk.reply(request, lambda: answer_json(desk.dossier(place), lang))


@router.get("/chain")
def chain(request: Request, desk: OnDesk, place: Region = None, lang: Lang = "zh") -> Response:
    """The chains: the drawing, findings, and of every stage its plants, balance, recipe and claims."""
    return desk.reply(request, lambda: chain_json(desk.dossier(place), lang))


@router.get("/why")
def why_figure(request: Request, desk: OnDesk, figure: Name, place: Region = None, lang: Lang = "zh") -> Response:
    """A figure, a claim or a library row with all that it rests on, in words too."""

    def made() -> dict[str, object]:
        dossier = desk.dossier(place)
        found = why(figure, dossier, lang)
        return found.to_json() | {"text": found.text, "words": why_words(found, dossier, lang)}

    return desk.reply(request, made)


@router.get("/figures")
def figures(request: Request, desk: OnDesk) -> Response:
    """The names of the figures."""
    return desk.reply(request, lambda: {"figures": list(CHARTS)})


@router.get("/figures/{name}.csv")
def figure_csv(desk: OnDesk, name: Called, place: Region = None, scenario: Which = Scenario.A, lang: Lang = "zh") -> Response:
    """A figure's numbers as csv."""
    if name not in CHARTS:
        raise LianpuError(f"no figure '{name}'", hint=f"one of {', '.join(CHARTS)}")
    drawn: Drawn = CHARTS[name](desk.dossier(place), lang, scenario)
    return _csv(drawn.table, lang)


@router.get("/figures/{name}")
def figure(
    request: Request, desk: OnDesk, name: Called, place: Region = None, scenario: Which = Scenario.A, theme: Theme = "light",
    lang: Lang = "zh",
) -> Response:  # fmt: skip
    """A figure as an ECharts option in plain data, with its table and its source."""
    return desk.reply(request, lambda: chart_json(name, desk.dossier(place), lang, scenario=scenario, theme=theme))


@router.get("/tables/{name}.csv")
def table_as_csv(desk: OnDesk, name: Called, place: Region = None, lang: Lang = "zh") -> Response:
    """A table of the answer as csv."""
    return _csv(_table(desk, name, place, lang), lang)


@router.get("/tables/{name}")
def table(request: Request, desk: OnDesk, name: Called, place: Region = None, lang: Lang = "zh") -> Response:
    """A table of the answer: gaps, goods, power, output_value, ratios, claims, sources …"""
    return desk.reply(request, lambda: table_json(_table(desk, name, place, lang), lang))


def _table(desk: Desk, name: str, place: str | None, lang: str) -> Table:
    tables = {found.id: found for found in all_tables(desk.dossier(place), lang)}
    if name not in tables:
        raise LianpuError(f"no table '{name}'", hint=f"one of {', '.join(tables)}")
    return tables[name]


def _csv(found: Table, lang: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{found.id}.csv"'}
    return Response(table_csv(found, lang), media_type="text/csv; charset=utf-8", headers=headers)
