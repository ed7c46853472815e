"""A document's text with its claims marked, as JSON: a window of it, at the ends of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from lianpu.ledger.queries import LedgerClaim
from lianpu.reading.claims import Reading

AROUND = 4_000  # code points before and after a position


def document_window(reading: Reading, claims: Sequence[LedgerClaim], at: int) -> dict[str, Any]:
    """``name``, ``sha256``, ``length``, ``start``, ``end``, ``text`` (repaired, of that window), ``marks[]`` (``claim``,
    ``start``, ``end`` in the window, ``decision``; none overlaps another), ``source``, ``published``, ``repairs``."""
    text = reading.clean_text
    at = min(at, len(text))
    start = text.rfind("\n", 0, max(at - AROUND, 0)) + 1
    stop = text.find("\n", min(at + AROUND, len(text)))
    end = len(text) if stop < 0 else stop
    return {
        "name": reading.name, "sha256": reading.sha256, "source": reading.source, "published": reading.published,
        "repairs": len(reading.repairs), "length": len(text), "start": start, "end": end, "text": text[start:end],
        "marks": _marks(claims, start, end),
    }  # fmt: skip


def _marks(claims: Sequence[LedgerClaim], start: int, end: int) -> list[dict[str, Any]]:
    """The clauses of the window in order; of several claims in one clause all ids, of clauses that overlap the parts."""
    inside = [kept for kept in claims if start <= kept.claim.clean_span[0] and kept.claim.clean_span[1] <= end]
    cuts = sorted({edge for kept in inside for edge in kept.claim.clean_span})
    marks = []
    for left, right in pairwise(cuts):
        held = [kept for kept in inside if kept.claim.clean_span[0] <= left and right <= kept.claim.clean_span[1]]
        if held:
            decision = held[0].decision if len({kept.decision for kept in held}) == 1 else None
            part = {"start": left - start, "end": right - start, "decision": decision}
            marks.append(part | {"claims": [kept.id for kept in held]})
    return marks
