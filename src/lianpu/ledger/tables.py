"""The tables of a ledger. Rows are only ever added: triggers refuse every change and every deletion.

``documents`` are bytes, known by their hash. ``readings`` log what a reader made of a document and when;
the last one recorded is in force. ``claims`` belong to a reading. ``reviews`` belong to a claim's id, which
stays the same from one reading to the next (:mod:`lianpu.ledger.rows`).
"""

from __future__ import annotations

from sqlalchemy import DDL, JSON, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text, event

APPLICATION_ID = 0x6C70_6C64  # "lpld": tells our files from other programs' SQLite files
SCHEMA_VERSION = 1

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("added_at", String(32), nullable=False),
)

# What depends on the reader stands here, not with the document: a better reader may decode,
# repair and date the same bytes in another way.
readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reader", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("read_at", String(32), nullable=False),
    Column("encoding", Text, nullable=False),
    Column("published", String(32)),
    Column("source", Text),
    Column("default_place", Text),
    Column("lang", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("clean_text", Text, nullable=False),
    Column("repairs", JSON, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("reading_id", ForeignKey("readings.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String(16), nullable=False, index=True),
    Column("local_id", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("subject", Text),
    Column("product", Text),
    Column("product_id", String(64)),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("unit", String(32)),
    Column("bound", String(16)),
    Column("modality", String(16), nullable=False),
    Column("status", String(32)),
    Column("place", Text),
    Column("date_start", String(32)),
    Column("date_end", String(32)),
    Column("date_raw", Text),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("clean_start", Integer, nullable=False),
    Column("clean_end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("part_of", String(16)),
    Column("chain", Text),
    Column("where", Text),
    Column("confidence", Float, nullable=False),
    Column("how", JSON, nullable=False),
    Column("flags", JSON, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("claim_id", String(16), nullable=False),
    Column("action", String(8), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("seen", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Index("ix_reviews_claim_id", "claim_id"),
)


def _append_only(table: Table) -> None:
    for verb in ("UPDATE", "DELETE"):
        trigger = (
            f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: {verb} on {table.name} refused'); END"
        )
        statement = DDL(trigger)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", statement.execute_if(dialect="sqlite"))


for _table in metadata.sorted_tables:
    _append_only(_table)
