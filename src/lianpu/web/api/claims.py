"""Claims beside the sentences that they stand in, and what people say of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviewing import reviewer
from lianpu.ledger.reviews import SETTLED
from lianpu.ledger.store import Ledger, Verdict
from lianpu.pipeline import in_its_sentence
from lianpu.views.claim_cards import claim_card
from lianpu.web.api.parameters import Lang, OnDesk, Readable
from lianpu.web.desk import as_json

router = APIRouter(prefix="/api/claims", tags=["claims"])

MOST_CLAIMS = 200
Text = Annotated[str, Field(max_length=2000), Readable]
Id = Annotated[str, Field(min_length=4, max_length=64), Readable]
Ids = Annotated[str, Query(max_length=65 * MOST_CLAIMS, description="Ids of claims, with commas between them."), Readable]
Value = Text | float | None


class Review(BaseModel):
    """One person's word on claims: all of it is taken, or none."""

    model_config = ConfigDict(extra="forbid")

    claims: Annotated[list[Id], Field(min_length=1, max_length=MOST_CLAIMS)]
    action: Literal["accept", "edit", "reject"]
    fields: dict[str, Value] = {}
    seen: dict[str, Any] | None = Field(None, description="What the person had before them: refused where it is so no more.")
    who: Text = ""
    why: Text | None = None
    settle: bool = Field(False, description="What counts then ends the dispute of the reviewers.")


class Undo(BaseModel):
    """Lets a review count no longer; by default the person's last."""

    model_config = ConfigDict(extra="forbid")

    review: Annotated[int | None, Field(ge=1, le=2**53)] = None
    who: Text = ""
    why: Text | None = None


@router.get("")
def claims(request: Request, desk: OnDesk, ids: Ids, lang: Lang = "zh") -> Response:
    """Claims by id, each in its sentence as it was read and as the file has it."""
    wanted = list(dict.fromkeys(filter(None, ids.split(","))))[:MOST_CLAIMS]
    return desk.reply(request, lambda: {"claims": cards(desk.ledger, [desk.ledger.claim(i) for i in wanted], lang)})


@router.post("/reviews")
def review(desk: OnDesk, word: Review, lang: Lang = "zh") -> Response:
    """Accepts, edits or rejects claims. Nothing is deleted; an undo is a further word."""
    person = reviewer(word.who)
    after = desk.ledger.review_many(
        (person, Verdict(claim, word.action, word.fields, word.why, word.seen)) for claim in word.claims
    )
    if word.settle:
        until = {kept.id: max((r.id for r in kept.reviews), default=0) for kept in after}
        desk.ledger.decide(SETTLED, list(until), person, until, word.why)
    return _told(cards(desk.ledger, after, lang))


@router.post("/undo")
def undo(desk: OnDesk, word: Undo, lang: Lang = "zh") -> Response:
    """Takes a review out of force; an undo can be undone."""
    after = desk.ledger.undo(reviewer(word.who), word.review, word.why)
    return _told(cards(desk.ledger, [after], lang))


def cards(ledger: Ledger, kept: list[LedgerClaim], lang: str) -> list[dict[str, Any]]:
    """The claims with their sentences; each document's text is read once."""
    texts = {sha: ledger.reading(sha) for sha in {one.document.sha256 for one in kept}}
    return [claim_card(one, in_its_sentence(one, texts[one.document.sha256]), lang) for one in kept]


def _told(found: list[dict[str, Any]]) -> Response:
    return Response(as_json({"claims": found}), media_type="application/json")
