"""The answers about a region: findings, chains, balance, and the way back to every sentence."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from lianpu.views.export import answer_json
from lianpu.views.why import why
from lianpu.web.api.parameters import Lang, Name, OnDesk, Region

router = APIRouter(prefix="/api", tags=["answers"])


@router.get("/balance")
def balance(request: Request, desk: OnDesk, place: Region = None, lang: Lang = "zh") -> Response:
    """What ``lianpu balance --json`` prints: region, documents, findings, balance, power, output value, ratios."""
    return desk.reply(request, lambda: answer_json(desk.dossier(place), lang))


@router.get("/why")
def why_figure(request: Request, desk: OnDesk, figure: Name, place: Region = None, lang: Lang = "zh") -> Response:
    """A figure, a claim or a library row with all that it rests on, in words too."""

    def made() -> dict[str, object]:
        found = why(figure, desk.dossier(place), lang)
        return found.to_json() | {"text": found.text}

    return desk.reply(request, made)
