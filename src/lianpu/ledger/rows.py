"""Claims as rows, and the id by which a claim is known for good."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy.engine import RowMapping

from lianpu.ledger.places import common_code, full_place
from lianpu.reading.claims import Claim, DateSpan, Reading

#: The kind of a reading whose claims carry ids of their own (the rows of an imported table).
IMPORTED = "import"

_PLAIN = (
    "kind", "subject", "product", "product_id", "value", "low", "high", "unit", "bound", "modality", "status", "place",
    "quote", "chain", "where", "confidence",
)  # fmt: skip
CLAIM_COLUMNS = (
    "reading_id", "position", "id", "place_code", "local_id", "part_of", *_PLAIN, "date_start", "date_end", "date_raw",
    "span_start", "span_end", "clean_start", "clean_end", "how", "flags",
)  # fmt: skip
_plain_fields = attrgetter(*_PLAIN)
_all_fields = attrgetter(*(f.name for f in fields(Claim)))
_document_fields = attrgetter(
    "name", "sha256", "kind", "encoding", "published", "source", "default_place", "lang", "reader", "clean_text"
)


def claim_ids(reading: Reading) -> list[str]:
    """Ids of the reading's claims, unique in every ledger and stable from reader to reader.

    An id is made from the document's hash and from what a better reader is not expected to change: the kind, the
    quantity, the product and the place in the text (for an imported row: its own id). So a person's review of the
    status or the subject stays with the claim when the document is read again.
    """
    seen: dict[str, int] = {}
    ids = []
    for claim in reading.claims:
        key = claim.id if reading.kind == IMPORTED else _identity(claim)
        count = seen.get(key, 0)
        seen[key] = count + 1
        ids.append(_short_hash(reading.sha256, key, count))
    return ids


def _identity(claim: Claim) -> str:
    return json.dumps([claim.kind, claim.product, claim.value, claim.low, claim.high, claim.unit, *claim.span])


def _short_hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def fingerprint(reading: Reading) -> str:
    """What tells two readings of one document apart: the reader and all that it found."""
    found = [*map(_all_fields, reading.claims)]
    told = json.dumps([_document_fields(reading), reading.repairs, found], ensure_ascii=False, default=_date_parts)
    return hashlib.sha256(told.encode()).hexdigest()


def _date_parts(date: DateSpan) -> list[str | None]:
    return [date.start, date.end, date.raw]


@lru_cache(maxsize=65536)
def place_code(place: str | None, region: str | None) -> str | None:
    """The code of the narrowest division that surely holds the place of a claim in a document about ``region``.

    Empty where it may lie in several provinces or in none that is known; None where the claim has no place.
    """
    full = full_place(place, region)
    return None if full is None else common_code(full)


def claim_row(
    claim: Claim, claim_id: str, part_of: str | None, reading_id: int, position: int, region: str | None
) -> tuple[Any, ...]:
    """The row of table ``claims``, its cells in the order of ``CLAIM_COLUMNS``; JSON as text."""
    date = claim.date
    dates = (None, None, None) if date is None else (date.start, date.end, date.raw)
    how = json.dumps(dict(claim.how), ensure_ascii=False) if claim.how else "{}"
    flags = json.dumps(claim.flags, ensure_ascii=False) if claim.flags else "[]"
    return (
        reading_id, position, claim_id, place_code(claim.place, region), claim.id, part_of, *_plain_fields(claim), *dates,
        *claim.span, *claim.clean_span, how, flags,
    )  # fmt: skip


def content_of(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a row of ``claim_row`` says, without where it is kept."""
    return row[5:]


def from_row(row: RowMapping) -> Claim:
    """The inverse of :func:`claim_row`."""
    start = row["date_start"]
    return Claim(
        id=row["id"],
        part_of=row["part_of"],
        **{name: row[name] for name in _PLAIN},
        date=None if start is None else DateSpan(start, row["date_end"], row["date_raw"]),
        span=(row["span_start"], row["span_end"]),
        clean_span=(row["clean_start"], row["clean_end"]),
        how=tuple(row["how"].items()),
        flags=tuple(row["flags"]),
    )
