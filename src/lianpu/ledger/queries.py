"""What is asked of a ledger: the readings in force at a moment, their claims, and the reviews up to then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, union
from sqlalchemy.engine import RowMapping

from lianpu.errors import LianpuError
from lianpu.ledger.reviews import Review, apply_reviews
from lianpu.ledger.rows import from_row
from lianpu.ledger.tables import claims, documents, readings, reviews
from lianpu.reading.claims import Claim, Reading

AsKnown = str | date | datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the facts of its reading in force. Times are ISO, UTC."""

    sha256: str
    name: str
    kind: str
    encoding: str
    published: str | None
    source: str | None
    default_place: str | None
    lang: str
    reader: str
    added_at: str
    read_at: str
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerClaim:
    """A claim as the ledger holds it: ``claim`` after the reviews, ``original`` as the reader found it.

    ``decision`` is the review in force: ``accept``, ``edit``, ``reject``, or None where a person has not looked
    (or has accepted something else than what the newest reading says).
    """

    claim: Claim
    original: Claim
    document: Document
    decision: str | None
    reviews: tuple[Review, ...]

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def rejected(self) -> bool:
        return self.decision == "reject"


READING_FIELDS = ("reader", "encoding", "published", "source", "default_place", "lang", "text", "clean_text")
_DOCUMENT_COLUMNS = (documents.c.sha256, documents.c.name, documents.c.kind, documents.c.added_at)


def chosen_readings(condition: Any) -> Select[Any]:
    """Documents beside those of their readings that meet ``condition``."""
    columns = (*_DOCUMENT_COLUMNS, readings.c.id.label("reading_id"), *(c for c in readings.c if c.name != "id"))
    return select(*columns).join_from(documents, readings).where(condition)


def in_force(until: str | None) -> Select[Any]:
    """The last reading of every document that was recorded by then."""
    newest = select(func.max(readings.c.id)).group_by(readings.c.document_id)
    if until is not None:
        newest = newest.where(readings.c.read_at <= until)
    return chosen_readings(readings.c.id.in_(newest))


_LIGHT = (
    documents.c.sha256, documents.c.name, documents.c.kind.label("document_kind"), documents.c.added_at,
    readings.c.encoding, readings.c.published, readings.c.source, readings.c.default_place, readings.c.lang,
    readings.c.reader, readings.c.read_at, readings.c.signature,
)  # fmt: skip


def claims_within(code: str, until: str | None) -> Select[Any]:
    """The claims in force whose place may lie in the division of ``code``, or that a person has reviewed (who may have
    changed the place), each beside its document: by indexes, which every planner of queries takes for these parts."""
    next_code = str(int(code) + 1).zfill(len(code))  # only digits are compared, so that a database's collation is no matter
    key = select(claims.c.reading_id, claims.c.position)
    picked = union(
        key.where(claims.c.place_code >= code, claims.c.place_code < next_code),
        key.where(claims.c.place_code == ""),
        key.where(claims.c.id.in_(select(reviews.c.claim_id))),
    ).subquery()
    later = readings.alias("later")
    newer = select(later.c.id).where(later.c.document_id == readings.c.document_id, later.c.id > readings.c.id)
    query = (
        select(claims, *_LIGHT)
        .join_from(picked, claims, and_(*(claims.c[name] == picked.c[name] for name in ("reading_id", "position"))))
        .join(readings, readings.c.id == claims.c.reading_id)
        .join(documents, documents.c.id == readings.c.document_id)
        .order_by(claims.c.reading_id, claims.c.position)
    )
    if until is not None:
        query, newer = query.where(readings.c.read_at <= until), newer.where(later.c.read_at <= until)
    return query.where(~exists(newer))


def to_light_document(row: RowMapping) -> Document:
    """The document of a row of :func:`claims_within`."""
    plain = {name: row[name] for name in Document.__slots__ if name != "kind"}
    return Document(**plain, kind=row["document_kind"])


def named(query: Select[Any], document: str) -> Select[Any]:
    return query.where(or_(documents.c.sha256 == document, documents.c.name == document))


def claims_in(reading_ids: Any) -> Select[Any]:
    return select(claims).where(claims.c.reading_id.in_(reading_ids)).order_by(claims.c.reading_id, claims.c.position)


def to_document(row: RowMapping) -> Document:
    return Document(**{name: row[name] for name in Document.__slots__})


def to_reading(connection: Connection, row: RowMapping) -> Reading:
    """The reading as it was added, its claims with the ids that its reader gave them."""
    rows = connection.execute(claims_in([row["reading_id"]])).mappings().all()
    local = {found["id"]: found["local_id"] for found in rows}
    return Reading(
        **{name: row[name] for name in (*READING_FIELDS, "sha256", "name", "kind")},
        repairs=tuple(row["repairs"]),
        claims=tuple(_with_local_ids(from_row(found), local) for found in rows),
    )


def _with_local_ids(claim: Claim, local: Mapping[str, str]) -> Claim:
    return replace(claim, id=local[claim.id], part_of=claim.part_of and local[claim.part_of])


def reviews_until(connection: Connection, until: str | None) -> dict[str, tuple[Review, ...]]:
    """The reviews by claim, in the order in which they were given."""
    query = select(reviews).order_by(reviews.c.id)
    if until is not None:
        query = query.where(reviews.c.at <= until)
    said: dict[str, tuple[Review, ...]] = {}
    for row in connection.execute(query).mappings():
        review = Review(**{name: row[name] for name in Review.__slots__})
        said[review.claim_id] = (*said.get(review.claim_id, ()), review)
    return said


def kept_claim(row: RowMapping, source: Document, said: tuple[Review, ...]) -> LedgerClaim:
    original = from_row(row)
    claim, decision = apply_reviews(original, said)
    return LedgerClaim(claim, original, source, decision, said)


def moment(when: datetime) -> str:
    """As the tables hold it: ISO, UTC, to the microsecond, so that text sorts as time."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(as_known: AsKnown) -> str | None:
    """A date means its end, on the clock of the user's place."""
    if as_known is None:
        return None
    if isinstance(as_known, str):
        as_known = _parsed(as_known)
    if not isinstance(as_known, datetime):
        as_known = datetime.combine(as_known + timedelta(days=1), datetime.min.time()) - timedelta(microseconds=1)
    return moment(as_known)


def _parsed(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-31") else datetime.fromisoformat(text)
    except ValueError:
        raise LianpuError(f"'{text}' is not a date", hint="write it as 2026-03-31") from None
