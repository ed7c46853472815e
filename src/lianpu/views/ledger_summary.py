"""A ledger in a nutshell, as JSON: its documents, the places and times that it speaks of, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from lianpu.ledger.places import region_of
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.store import Ledger
from lianpu.views.dossier import Dossier
from lianpu.views.export import document_json


def ledger_json(ledger: Ledger, dossier: Dossier, lang: str) -> dict[str, Any]:
    """``ledger``, ``snapshot``, ``region``, ``claims`` (by decision), ``places``, ``dates``, ``documents`` (docs/json.md)."""
    held, mark = ledger.claims(), ledger.mark()
    region = dossier.answer.region
    decided = Counter(kept.decision or "open" for kept in held)
    return {
        "ledger": ledger.name,
        "snapshot": {"documents": dossier.ledger, "reading": mark.reading, "review": mark.review, "decision": mark.decision},
        "made_by": dossier.made_by,
        "region": {"name": region.name, "as_of": region.as_of, "year": region.year},
        "claims": {"all": len(held)} | {key: decided[key] for key in ("open", "accept", "edit", "reject")},
        "places": _places(held),
        "dates": _dates(held, region.as_of),
        "documents": [document_json(note, dossier, lang) for note in dossier.documents],
    }


def _places(held: Iterable[LedgerClaim]) -> list[dict[str, Any]]:
    """Prefectures, provinces and other places that capacities speak of, those with most claims first."""
    named = (kept.claim.place or kept.document.default_place for kept in held if kept.claim.kind == "capacity")
    counted = Counter(region_of(place) for place in named if place)
    return [{"place": place, "claims": number} for place, number in counted.most_common()]


def _dates(held: Iterable[LedgerClaim], as_of: str | None) -> dict[str, str | None]:
    """The first and last time that capacities speak of, or that the documents that state them were published."""
    capacities = [kept for kept in held if kept.claim.kind == "capacity"]
    said = [end for kept in capacities if kept.claim.date for end in (kept.claim.date.start, kept.claim.date.end)]
    days = sorted(filter(None, [*said, *(kept.document.published for kept in capacities), as_of]))
    return {"first": days[0] if days else None, "last": days[-1] if days else None}
