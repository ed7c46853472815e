"""What the ledger says: the answers of ``lianpu ledger …`` with the same keys."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from lianpu.checking import check_ledger
from lianpu.ledger.conflicts import conflicts_in
from lianpu.ledger.history import difference, history
from lianpu.ledger.reviewing import disputes_in
from lianpu.ledger.state import states_of
from lianpu.views.checks_text import checks_json
from lianpu.views.conflicts_table import conflicts_json
from lianpu.views.ledger_summary import ledger_json
from lianpu.views.places_json import places_json
from lianpu.views.reviews_table import claim_json, difference_json, disputes_json, history_json
from lianpu.views.state_table import states_json
from lianpu.web.api.parameters import AsKnown, At, Lang, Name, OnDesk, Place, Readable

router = APIRouter(prefix="/api/ledger", tags=["ledger"])

Severity = Annotated[Literal["error", "doubt", "note"] | None, Query(description="Only findings of this severity.")]
Day = Annotated[str, Query(max_length=40, description="What was learnt after this day."), Readable]


@router.get("")
def ledger(request: Request, desk: OnDesk, lang: Lang = "zh") -> Response:
    """Its documents, places and times, and how far it has come."""
    return desk.reply(request, lambda: ledger_json(desk.ledger, desk.dossier(None), lang))


@router.get("/state")
def state(
    request: Request, desk: OnDesk, at: At = None, place: Place = None, as_known: AsKnown = None, lang: Lang = "zh"
) -> Response:
    """Capacity by place, product and status at a date, with the claims for and against it."""
    return desk.reply(
        request,
        lambda: states_json(states_of(desk.ledger, at=at, place=place, as_known=as_known), desk.library, lang, desk.ledger.name),
    )


@router.get("/places")
def places(request: Request, desk: OnDesk, at: At = None, place: Place = None, lang: Lang = "zh") -> Response:
    """The plants of a place (default: the region) by its districts and counties."""

    def made() -> dict[str, object]:
        region = place or desk.dossier(None).answer.region.name
        if region is None:
            return {"place": None, "at": at, "tiles": [], "silent": []}
        (found,) = states_of(desk.ledger, at=at, place=region)
        return places_json(found, desk.library, lang)

    return desk.reply(request, made)


@router.get("/conflicts")
def conflicts(
    request: Request, desk: OnDesk, at: At = None, place: Place = None, as_known: AsKnown = None, lang: Lang = "zh"
) -> Response:
    """Where sources disagree about a capacity, and where reviewers disagree about a claim."""

    def made() -> dict[str, object]:
        found = conflicts_in(states_of(desk.ledger, at=at, place=place, as_known=as_known))
        claims = {claim.id: claim for claim in desk.ledger.claims(as_known=as_known)}
        disputes = disputes_in(desk.ledger, claims.values())
        told = conflicts_json(found, claims, desk.library, lang, desk.ledger.name)
        return told | {"reviewers": disputes_json(disputes)}

    return desk.reply(request, made)


@router.get("/checks")
def checks(
    request: Request, desk: OnDesk, place: Place = None, severity: Severity = None, as_known: AsKnown = None, lang: Lang = "zh"
) -> Response:
    """What does not fit among the claims, and what follows from them."""

    def made() -> dict[str, object]:
        checked, claims, shelf = check_ledger(desk.source.ledger, place=place, library=desk.library_folder, as_known=as_known)
        return checks_json(checked, claims, shelf, lang, severity, desk.ledger.name)

    return desk.reply(request, made)


@router.get("/history")
def history_of(request: Request, desk: OnDesk, name: Name) -> Response:
    """What the ledger learnt of a claim (its id), a document or a firm, and what is said of it."""
    return desk.reply(request, lambda: history_json(*history(desk.ledger, name)))


@router.get("/diff")
def diff(request: Request, desk: OnDesk, since: Day, until: AsKnown = None, at: At = None, place: Place = None) -> Response:
    """What is new since a day: claims, reviews, and the figures of the state that changed."""
    return desk.reply(request, lambda: difference_json(difference(desk.ledger, since, until, place=place, at=at)))


@router.get("/reviews")
def reviews(request: Request, desk: OnDesk) -> Response:
    """The reviewed claims with who said what, and those that reviewers disagree about."""

    def made() -> dict[str, object]:
        reviewed = [kept for kept in desk.ledger.claims() if kept.reviews]
        return {"claims": [claim_json(c) for c in reviewed], "conflicts": disputes_json(disputes_in(desk.ledger, reviewed))}

    return desk.reply(request, made)
