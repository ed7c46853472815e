"""Claims in the order in which a person looks at them, and the documents that they stand in."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviewing import review_queue
from lianpu.ledger.reviews import EDITABLE
from lianpu.views.document_page import document_window
from lianpu.web.api.claims import cards
from lianpu.web.api.parameters import Lang, OnDesk, Place, Readable
from lianpu.web.desk import as_json

router = APIRouter(prefix="/api", tags=["inbox"])

Document = Annotated[str | None, Query(max_length=300, description="Only claims of this document (hash or name)."), Readable]
Kind = Annotated[str | None, Query(max_length=40, description="Only claims of this kind, e.g. capacity."), Readable]
Show = Annotated[Literal["open", "all", "doubt"], Query(description="open: undecided; doubt: contradicted or flagged, undecided")]
Offset = Annotated[int, Query(ge=0, le=10**7)]
Most = Annotated[int, Query(ge=1, le=200)]
Sha = Annotated[str, Path(max_length=300), Readable]
At = Annotated[int, Query(ge=0, le=10**9, description="A position in the repaired text.")]


@router.get("/inbox")
def inbox(
    request: Request, desk: OnDesk, document: Document = None, place: Place = None, kind: Kind = None, show: Show = "open",
    offset: Offset = 0, most: Most = 60, lang: Lang = "zh",
) -> Response:  # fmt: skip
    """Claims for a person to look at: those in conflict first, then flagged ones, then the others."""

    def made() -> dict[str, Any]:
        queue = review_queue(desk.ledger, place=place, kinds=[kind] if kind else (), document=document)

        def wanted(kept: LedgerClaim) -> bool:
            doubtful = kept.id in queue.in_conflict or bool(kept.claim.flags)
            return show == "all" or (kept.decision is None and (show == "open" or doubtful))

        chosen = [kept for kept in queue.claims if wanted(kept)]
        page = cards(desk.ledger, chosen[offset : offset + most], lang)
        counted = Counter(kept.decision or "open" for kept in queue.claims)
        return {
            "total": len(chosen),
            "offset": offset,
            "counts": {"all": len(queue.claims)} | {key: counted[key] for key in ("open", "accept", "edit", "reject")},
            "kinds": dict(Counter(kept.claim.kind for kept in queue.claims).most_common()),
            "claims": [card | {"in_conflict": card["id"] in queue.in_conflict} for card in page],
            "editable": list(EDITABLE),
        }

    return desk.reply(request, made)


@router.get("/documents/{document}")
def document_text(request: Request, desk: OnDesk, document: Sha, at: At = 0) -> Response:
    """A document's text around a position, repaired and as the file has it, with the claims in it."""
    return desk.reply(request, lambda: document_window(desk.ledger.reading(document), desk.ledger.claims(document), at))


@router.get("/mark")
def mark(desk: OnDesk) -> Response:
    """How far the ledger has come: a page that sees another number than its own asks anew."""
    now = desk.ledger.mark()
    return Response(
        as_json({"reading": now.reading, "review": now.review, "decision": now.decision}), media_type="application/json"
    )
