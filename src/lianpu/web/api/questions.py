"""The twelve questions and the answers behind them: what to recruit, what stops what, norms, indicators.

Keys are those of the commands; ``shown`` has the same as tables in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from lianpu import answering, questions
from lianpu.engine.resilience.network import Assumptions
from lianpu.engine.targets import NORMAL_USE, Question
from lianpu.footprinting import Asked, of_plants
from lianpu.system.model import Scenario
from lianpu.views.answers.answered import answer_json
from lianpu.views.footprint_tables import plant_table
from lianpu.views.norms_table import norms_json, norms_table
from lianpu.views.plain_json import as_json
from lianpu.views.region_indicators import region_json, region_table
from lianpu.views.resilience_tables import resilience_json, resilience_tables
from lianpu.views.table import Table
from lianpu.views.table_json import table_json
from lianpu.views.targets_table import targets_json, targets_table
from lianpu.views.wording import t
from lianpu.web.api.answers import Which
from lianpu.web.api.parameters import At, Lang, OnDesk, Readable, Region

router = APIRouter(prefix="/api", tags=["questions"])

Number = Annotated[int, Path(ge=1, le=len(questions.QUESTIONS))]
Figure = Annotated[str | None, Query(max_length=300, description="The number that question 12 is about."), Readable]
Allocate = Annotated[Literal["value", "mass", "none", "substitution"], Query(description="By-products.")]
Days = Annotated[float, Query(ge=0, le=3650, description="days")]
Share = Annotated[float, Query(ge=0, le=1)]
Shock = Annotated[float, Query(ge=0, le=10, description="By how much each bought good gets dearer, 0.2 for 20 %.")]


@router.get("/questions")
def the_twelve(request: Request, desk: OnDesk, lang: Lang = "zh") -> Response:
    """The twelve questions."""
    asked = [{"number": n, "question": t(f"question.{n}", lang)} for n in questions.QUESTIONS]
    return desk.reply(request, lambda: {"questions": asked})


@router.get("/questions/{number}")
def answer(
    request: Request, desk: OnDesk, number: Number, figure: Figure = None, place: Region = None, lang: Lang = "zh"
) -> Response:
    """What ``lianpu answer N --json`` prints: sentences, tables, what is lacking."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        province = desk.province(dossier) if number == 3 else None
        found = questions.answer(number, questions.Asked(dossier, lang, province, figure or None))
        return answer_json(found, dossier, lang) | _shown(found.tables, lang)

    return desk.reply(request, made)


@router.get("/targets")
def targets(
    request: Request, desk: OnDesk, scenario: Which = Scenario.B, least_use: Share = NORMAL_USE, place: Region = None,
    lang: Lang = "zh",
) -> Response:  # fmt: skip
    """The recruiting list of ``lianpu targets``."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        found = answering.recruiting(dossier, Question(scenario, least_use=least_use), desk.province(dossier))
        return targets_json(found, dossier, lang) | _shown([targets_table(found, dossier, lang)], lang)

    return desk.reply(request, made)


@router.get("/resilience")
def resilience(
    request: Request, desk: OnDesk, scenario: Which = Scenario.A, recover: Days = 90.0, stock: Days = 15.0,
    replace: Share = 0.0, shock: Shock = 0.2, place: Region = None, lang: Lang = "zh",
) -> Response:  # fmt: skip
    """What stops what, and what it costs, as ``lianpu resilience`` has it."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        found = answering.outages(dossier, scenario, Assumptions(recover, stock, replace), shock=shock)
        return resilience_json(found) | _shown(resilience_tables(found, dossier, lang, None), lang)

    return desk.reply(request, made)


@router.get("/norms")
def norms(request: Request, desk: OnDesk, at: At = None, place: Region = None, lang: Lang = "zh") -> Response:
    """Which plants keep the norms, as ``lianpu norms`` has it."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        found = answering.norms(dossier, at)
        return norms_json(found, dossier, lang) | _shown([norms_table(found, dossier, lang)], lang)

    return desk.reply(request, made)


@router.get("/footprint")
def footprint(
    request: Request, desk: OnDesk, scenario: Which = Scenario.A, contract: Share = 0.0, allocation: Allocate = "value",
    place: Region = None, lang: Lang = "zh",
) -> Response:  # fmt: skip
    """Footprints of the region's plants, as ``lianpu footprint`` has them."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        found = of_plants(dossier, scenario, Asked(contract=contract, allocation=allocation))
        return dict(as_json(found)) | _shown([plant_table(found, dossier.library, lang)], lang)

    return desk.reply(request, made)


@router.get("/indicators")
def indicators(request: Request, desk: OnDesk, scenario: Which = Scenario.A, place: Region = None, lang: Lang = "zh") -> Response:
    """Every indicator under each of its definitions, as ``lianpu indicators`` has it."""

    def made() -> dict[str, Any]:
        dossier = desk.dossier(place)
        found = answering.indicators(dossier, scenario)
        return region_json(found, dossier, scenario, lang) | _shown([region_table(found, dossier, scenario, lang)], lang)

    return desk.reply(request, made)


def _shown(tables: Iterable[Table], lang: str) -> dict[str, Any]:
    return {"shown": [table_json(table, lang) for table in tables if table.rows]}
