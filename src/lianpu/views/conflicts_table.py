"""Disagreements of sources, each with the claims for and against it: as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianpu.ledger.conflicts import Conflict
from lianpu.ledger.queries import LedgerClaim
from lianpu.library.load import Library
from lianpu.views.numbers import amount, capacity_unit
from lianpu.views.wording import good_name, region_name, t


def conflicts_text(found: Sequence[Conflict], claims: Mapping[str, LedgerClaim], library: Library, lang: str) -> str:
    """A heading for each disagreement, then a line for each claim: what it says, in which document, of when."""
    if not found:
        return t("conflict.none", lang)
    blocks = []
    for number, conflict in enumerate(found, 1):
        lines = [f"{number}. {heading(conflict, library, lang)}"]
        lines += [f"   + {_evidence_line(claims[c], lang)}" for c in conflict.claims if c in claims]
        lines += [f"   - {_evidence_line(claims[c], lang)}" for c in conflict.against if c in claims]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def conflicts_json(
    found: Sequence[Conflict], claims: Mapping[str, LedgerClaim], library: Library, lang: str, ledger: str
) -> dict[str, Any]:
    """``conflicts`` (docs/json.md)."""
    return {"ledger": ledger, "conflicts": [_conflict_json(conflict, claims, library, lang) for conflict in found]}


def heading(conflict: Conflict, library: Library, lang: str) -> str:
    """The figure that counts, and how others differ from it."""
    name = conflict.product_id
    product = good_name(name, library, lang) if name in library.goods else conflict.product or name
    return t(
        "conflict.heading",
        lang,
        whose=conflict.owner or region_name(conflict.place, lang),
        product=product,
        status=t(f"status.{conflict.status}", lang),
        size=amount(conflict.value, capacity_unit(conflict.unit), lang),
        reason=t(f"against.{conflict.reason}", lang),
        severity=t(f"severity.{conflict.severity}", lang),
    )


def _conflict_json(conflict: Conflict, claims: Mapping[str, LedgerClaim], library: Library, lang: str) -> dict[str, Any]:
    return {
        "reason": conflict.reason,
        "severity": str(conflict.severity),
        "text": heading(conflict, library, lang),
        "place": conflict.place,
        "owner": conflict.owner,
        "product": good_name(conflict.product_id, library, "zh") if conflict.product_id in library.goods else conflict.product,
        "product_id": conflict.product_id or None,
        "status": conflict.status,
        "value": conflict.value,
        "unit": conflict.unit,
        "claims": [_evidence_json(c, claims) for c in conflict.claims],
        "against": [_evidence_json(c, claims) for c in conflict.against],
    }


def _evidence_line(kept: LedgerClaim, lang: str) -> str:
    date = kept.claim.date.raw or kept.claim.date.end if kept.claim.date else kept.document.published
    return t("conflict.evidence", lang, quote=kept.claim.quote, document=kept.document.name, date=date or "", id=kept.id)


def _evidence_json(claim_id: str, claims: Mapping[str, LedgerClaim]) -> dict[str, Any]:
    kept = claims.get(claim_id)
    if kept is None:
        return {"id": claim_id}
    return {
        "id": claim_id,
        "quote": kept.claim.quote,
        "document": kept.document.name,
        "published": kept.document.published,
        "date": kept.claim.date and {"start": kept.claim.date.start, "end": kept.claim.date.end},
    }
