"""A claim as a person reviews it: its fields, its words in a language, and the sentence that it stands in; as JSON."""

from __future__ import annotations

from typing import Any

from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviews import content
from lianpu.views.dossier import Evidence
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.reviews_table import claim_json
from lianpu.views.wording import t


def claim_card(kept: LedgerClaim, found: Evidence, lang: str) -> dict[str, Any]:
    """The keys of a claim (docs/claims.md) with ``sentence``, ``mark`` (the clause in it), ``printed`` (as the file has
    it), ``found_in``, ``words`` (fields in words) and ``seen`` (what a review of it names)."""
    claim = kept.claim
    words = {
        "kind": t(f"kind.{claim.kind}", lang),
        "quantity": claim_quantity(claim, lang),
        "state": t(f"status.{claim.status}", lang) if claim.status else t(f"modality.{claim.modality}", lang),
        "date": (claim.date.raw or claim.date.start) if claim.date else None,
        "flags": [t(f"flag.{flag}", lang) for flag in claim.flags],
    }
    return {
        **claim_json(kept), "sha256": kept.document.sha256, "sentence": found.sentence, "mark": list(found.mark),
        "printed": found.original, "found_in": found.found_in, "words": words, "seen": content(claim),
        "source": kept.document.source, "rejected": kept.rejected,
    }  # fmt: skip
