"""Claims as rows, and the id by which a claim is known for good."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import RowMapping

from lianpu.reading.claims import Claim, DateSpan, Reading

#: The kind of a reading whose claims carry ids of their own (the rows of an imported table).
IMPORTED = "import"

_PLAIN = (
    "kind", "subject", "product", "product_id", "value", "low", "high", "unit", "bound", "modality", "status", "place",
    "quote", "part_of", "chain", "where", "confidence",
)  # fmt: skip


def ledger_claims(reading: Reading) -> list[Claim]:
    """The claims of ``reading`` with ids that are unique in every ledger and stable from reader to reader.

    The id is made from the document's hash and from what a better reader is not expected to change: the kind,
    the quantity, the product and the place in the text (for an imported row: its own id). So a person's review
    of the status or the subject stays with the claim when the document is read again.
    """
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for claim in reading.claims:
        key = _identity(reading, claim)
        ids.append(_short_hash(reading.sha256, key, seen[key]))
        seen[key] += 1
    names = {claim.id: new for claim, new in zip(reading.claims, ids, strict=True)}
    return [
        replace(claim, id=new, part_of=names.get(claim.part_of) if claim.part_of else None)
        for claim, new in zip(reading.claims, ids, strict=True)
    ]


def _identity(reading: Reading, claim: Claim) -> str:
    if reading.kind == IMPORTED:
        return claim.id
    return json.dumps([claim.kind, claim.product, claim.value, claim.low, claim.high, claim.unit, *claim.span])


def _short_hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def fingerprint(reading: Reading) -> str:
    """What tells two readings of one document apart: the reader and all that it found."""
    return hashlib.sha256(json.dumps(reading.to_json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def to_row(claim: Claim, local_id: str, reading_id: int, position: int) -> dict[str, Any]:
    """The row of table ``claims``."""
    row: dict[str, Any] = {name: getattr(claim, name) for name in _PLAIN}
    date = claim.date
    row |= {"reading_id": reading_id, "position": position, "id": claim.id, "local_id": local_id}
    row |= {"date_start": date and date.start, "date_end": date and date.end, "date_raw": date and date.raw}
    row |= dict(zip(("span_start", "span_end"), claim.span, strict=True))
    row |= dict(zip(("clean_start", "clean_end"), claim.clean_span, strict=True))
    return row | {"how": dict(claim.how), "flags": list(claim.flags)}


def from_row(row: RowMapping) -> Claim:
    """The inverse of :func:`to_row`."""
    start = row["date_start"]
    return Claim(
        id=row["id"],
        **{name: row[name] for name in _PLAIN},
        date=None if start is None else DateSpan(start, row["date_end"], row["date_raw"]),
        span=(row["span_start"], row["span_end"]),
        clean_span=(row["clean_start"], row["clean_end"]),
        how=tuple(row["how"].items()),
        flags=tuple(row["flags"]),
    )
