"""The ledger: documents, readings, claims and reviews in one file, append-only; its state now or as known on a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, func, insert, select

from lianpu.errors import LianpuError
from lianpu.ledger import bulk, queries
from lianpu.ledger.connection import open_engine, taking_turns, told, writing
from lianpu.ledger.places import common_code
from lianpu.ledger.queries import AsKnown, Document, LedgerClaim
from lianpu.ledger.reviews import UNDO, check_fields, content, standing
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.tables import claims, decisions, documents, readings, reviews
from lianpu.reading.claims import Reading


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition brought: new documents, and claims that are new or say something new.

    ``known`` claims were held as they are; ``withdrawn`` ones are in no reading in force any more.
    """

    documents: int
    claims: int
    known: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A review that is to be added: ``fields`` are what an edit changes, ``seen`` the content that the person had before
    them (None: what the ledger holds)."""

    claim_id: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    seen: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision about more than one thing, kept for good."""

    id: int
    kind: str
    subjects: list[str]
    content: dict[str, Any]
    who: str
    why: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a ledger has come: the numbers of its last reading, review and decision. Equal marks of one ledger mean
    equal answers."""

    reading: int
    review: int
    decision: int


#: Claims in one transaction of a bulk addition: enough that its costs vanish, few enough to hold in memory.
BATCH = 5_000


def utc_now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """An open ledger, a context manager. Its methods raise :class:`LianpuError` with the file's name."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], datetime]) -> None:
        self._engine, self.name, self._clock = engine, name, clock

    @classmethod
    def open(cls, address: str | Path, *, create: bool = True, clock: Callable[[], datetime] = utc_now) -> Self:
        """Opens the ledger at a path (or ``sqlite:///path``), and makes it where there is none and ``create``."""
        engine, name = open_engine(address, create)
        return cls(engine, name, clock)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, reading: Reading) -> Added:
        """Keeps a reading, in one transaction. What the document's reading in force says already is not added again."""
        return self.add_many([reading])

    def add_many(self, found: Iterable[Reading], batch: int = BATCH) -> Added:
        """Keeps readings, ``batch`` claims or so to a transaction: each batch is there whole or not at all."""
        sums = [0, 0, 0, 0]
        with bulk.uncollected():
            for readings_ in _batches(found, batch):
                with self._writing() as connection:
                    added = bulk.add_readings(connection, readings_, self._now())
                sums = [total + one for total, one in zip(sums, added, strict=True)]
        return Added(*sums)

    def add_all(self, found: Iterable[Reading], *, unless: Callable[[], bool], batch: int = BATCH) -> Added:
        """Keeps readings in one transaction, and none of them where ``unless`` says so after the last."""
        sums = [0, 0, 0, 0]
        with self._reading() as connection:
            writer = connection.execution_options(lianpu_write="NORMAL")
            with bulk.uncollected(), taking_turns(writer) as transaction:
                for readings_ in _batches(found, batch):
                    added = bulk.add_readings(writer, readings_, self._now())
                    sums = [total + one for total, one in zip(sums, added, strict=True)]
                if unless():
                    transaction.rollback()
                    return Added(0, 0)
        return Added(*sums)

    def documents(self, as_known: AsKnown = None) -> list[Document]:
        """The documents, in the order of their addition."""
        with self._reading() as connection:
            query = queries.in_force(queries.moment_of(as_known)).order_by(documents.c.id)
            return [queries.to_document(row) for row in connection.execute(query).mappings()]

    def reading(self, document: str, as_known: AsKnown = None) -> Reading:
        """The reading in force of a document (its hash, or its name where that is unique) as it was added."""
        with self._reading() as connection:
            query = queries.named(queries.in_force(queries.moment_of(as_known)), document)
            found = connection.execute(query).mappings().all()
            if len(found) != 1:
                raise self._not_one("document", document, len(found))
            return queries.to_reading(connection, found[0])

    def claims(self, document: str | None = None, as_known: AsKnown = None) -> list[LedgerClaim]:
        """The claims in force with the reviews applied, rejected ones marked; of one document (hash or name) or of all.

        ``as_known`` (a date, to its end; or a moment) leaves out what the ledger had not learnt by then.
        """
        moment = queries.moment_of(as_known)
        query = queries.in_force(moment)
        with self._reading() as connection:
            if document is not None:
                query = queries.named(query, document)
                if connection.execute(query).first() is None:
                    raise self._not_one("document", document, 0)
            return self._effective(connection, query, moment)

    def claims_within(self, place: str, as_known: AsKnown = None) -> list[LedgerClaim]:
        """As :meth:`claims`, those whose place lies in ``place`` or may lie there, and those that a person reviewed."""
        code = common_code(place)
        if not code:
            return self.claims(as_known=as_known)
        moment = queries.moment_of(as_known)
        with self._reading() as connection:
            rows = connection.execute(queries.claims_within(code, moment)).mappings().all()
            said = queries.reviews_until(connection, moment)
        sources = {row["reading_id"]: row for row in rows}
        made = {reading: queries.to_light_document(row) for reading, row in sources.items()}
        return [queries.kept_claim(row, made[row["reading_id"]], said.get(row["id"], ())) for row in rows]

    def names_of_read(self, names: Iterable[str]) -> set[str]:
        """Those of ``names`` that documents bear that were read here, not told of by a table."""
        asked = sorted(set(names))
        found: set[str] = set()
        with self._reading() as connection:
            for start in range(0, len(asked), 500):
                some = documents.c.name.in_(asked[start : start + 500])
                found |= set(connection.scalars(select(documents.c.name).where(some, documents.c.kind != IMPORTED)))
        return found

    def claim(self, claim_id: str) -> LedgerClaim:
        """The claim of an id, or of the beginning of one; also a claim that no reading in force has any more."""
        with self._reading() as connection:
            return self._one_claim(connection, claim_id)

    def review(self, claim_id: str, action: str, who: str, why: str | None = None, **fields: Any) -> LedgerClaim:
        """Adds a person's ``accept``, ``edit`` (with the fields to change) or ``reject``; returns the claim after it.

        Fields are those of :class:`Claim`; ``date`` may be ``2022-09`` or ``2021-01..2021-03``.
        """
        return self.review_many([(who, Verdict(claim_id, action, fields, why))])[0]

    def review_many(self, verdicts: Iterable[tuple[str, Verdict]]) -> list[LedgerClaim]:
        """Adds reviews of one or several persons, all or none; returns the claims after them.

        Raises :class:`LianpuError` where a claim is not what its reviewer has ``seen``.
        """
        with self._writing("FULL") as connection:
            return [self._review(connection, verdict, who) for who, verdict in verdicts]

    def _review(self, connection: Connection, verdict: Verdict, who: str) -> LedgerClaim:
        if not who.strip():
            raise LianpuError("a review needs a name", file=self.name, hint="say who reviews")
        before = self._one_claim(connection, verdict.claim_id)
        if verdict.seen is not None and verdict.seen != content(before.claim):
            what = f"claim {before.id} was changed since it was looked at"
            raise LianpuError(what, file=self.name, hint="nothing was taken; export again and look at it anew")
        checked = check_fields(verdict.action, verdict.fields, before.claim)
        row = {"claim_id": before.id, "action": verdict.action, "fields": checked, "why": verdict.why or None}
        row |= {"seen": content(before.claim), "who": who.strip(), "at": self._now()}
        connection.execute(insert(reviews).values(**row))
        return self._one_claim(connection, before.id)

    def undo(self, who: str, review_id: int | None = None, why: str | None = None) -> LedgerClaim:
        """Lets a review count no longer (default: the person's last that counts); returns the claim after it."""
        with self._writing("FULL") as connection:
            query = select(reviews).order_by(reviews.c.id.desc())
            query = query.where(reviews.c.id == review_id) if review_id is not None else query.where(reviews.c.who == who)
            for row in connection.execute(query).mappings():
                before = self._one_claim(connection, row["claim_id"])
                if review_id is not None or any(r.id == row["id"] for r in standing(before.reviews)):
                    undone = {"claim_id": before.id, "action": UNDO, "fields": {"review": row["id"]}, "why": why}
                    undone |= {"seen": content(before.claim), "who": who, "at": self._now()}
                    connection.execute(insert(reviews).values(**undone))
                    return self._one_claim(connection, before.id)
        missing = f"no review {review_id}" if review_id is not None else f"'{who}' has no review that counts"
        raise LianpuError(missing, file=self.name, hint="lianpu ledger reviews lists them")

    def decide(self, kind: str, subjects: Sequence[str], who: str, content_: Mapping[str, Any], why: str | None = None) -> None:
        """Adds a person's decision about ``subjects``."""
        row = {"kind": kind, "subjects": list(subjects), "content": dict(content_), "who": who, "why": why, "at": self._now()}
        with self._writing("FULL") as connection:
            connection.execute(insert(decisions).values(**row))

    def decisions(self, kind: str | None = None, as_known: AsKnown = None) -> list[Decision]:
        """The decisions, in the order in which they were made."""
        query = select(decisions).order_by(decisions.c.id)
        moment = queries.moment_of(as_known)
        query = query if kind is None else query.where(decisions.c.kind == kind)
        query = query if moment is None else query.where(decisions.c.at <= moment)
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Decision(**{name: row[name] for name in Decision.__slots__}) for row in rows]

    def mark(self) -> Mark:
        """How far the ledger has come: one cheap question, for those who keep answers until something is added."""
        with self._reading() as connection:
            return Mark(*(last or 0 for last in connection.execute(_LAST).one()))

    def readings_of(self, document: str) -> list[tuple[str, str, int]]:
        """When the readings of a document (its hash) were recorded, by which reader, and how many claims each has."""
        count = func.count(claims.c.position)
        query = (
            select(readings.c.read_at, readings.c.reader, count)
            .join_from(documents, readings)
            .join(claims, claims.c.reading_id == readings.c.id, isouter=True)
            .where(documents.c.sha256 == document)
            .group_by(readings.c.id, readings.c.read_at, readings.c.reader)
            .order_by(readings.c.id)
        )
        with self._reading() as connection:
            return [(str(at), str(reader), int(number)) for at, reader, number in connection.execute(query)]

    def left_behind(self) -> list[LedgerClaim]:
        """Reviewed claims that the reading in force of their document does not have: a person should look again."""
        with self._reading() as connection:
            in_force = queries.in_force(None).with_only_columns(readings.c.id)
            held = select(claims.c.id).where(claims.c.reading_id.in_(in_force))
            lost = select(reviews.c.claim_id).where(reviews.c.claim_id.not_in(held)).distinct()
            return [self._one_claim(connection, claim_id) for claim_id in connection.scalars(lost).all()]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self, durability: str = "NORMAL") -> Iterator[Connection]:
        with told(self.name), writing(self._engine, durability) as connection:
            yield connection

    def _now(self) -> str:
        return queries.moment(self._clock())

    def _effective(self, connection: Connection, query: Select[Any], moment: str | None) -> list[LedgerClaim]:
        sources = {row["reading_id"]: queries.to_document(row) for row in connection.execute(query).mappings()}
        said = queries.reviews_until(connection, moment)
        rows = connection.execute(queries.claims_in(query.with_only_columns(readings.c.id))).mappings()
        return [queries.kept_claim(row, sources[row["reading_id"]], said.get(row["id"], ())) for row in rows]

    def _one_claim(self, connection: Connection, claim_id: str) -> LedgerClaim:
        starts = claims.c.id.startswith(claim_id, autoescape=True)
        newest = select(claims.c.id, func.max(claims.c.reading_id)).where(starts).group_by(claims.c.id).limit(2)
        found = connection.execute(newest).all() if claim_id else []
        if len(found) != 1:
            raise self._not_one("claim", claim_id, len(found))
        query = queries.chosen_readings(readings.c.id == found[0][1])
        return next(kept for kept in self._effective(connection, query, None) if kept.id == found[0][0])

    def _not_one(self, what: str, name: str, count: int) -> LianpuError:
        if count == 0:
            return LianpuError(f"no {what} '{name}'", file=self.name, hint=f"list the {what}s to see what there is")
        return LianpuError(f"'{name}' stands for more than one {what}", file=self.name, hint="give the whole id")


_LAST = select(*(select(func.max(table.c.id)).scalar_subquery() for table in (readings, reviews, decisions)))


def _batches(found: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    claims_in_it = 0
    for reading in found:
        batch.append(reading)
        claims_in_it += len(reading.claims) + 1
        if claims_in_it >= size:
            yield batch
            batch, claims_in_it = [], 0
    if batch:
        yield batch
