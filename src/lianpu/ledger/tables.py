"""The tables of a ledger. Rows are only ever added: triggers refuse every change and every deletion.

``documents`` are bytes, known by their hash. ``readings`` log what a reader made of a document and when;
the last one recorded is in force. ``claims`` belong to a reading. ``reviews`` belong to a claim's id, which
stays the same from one reading to the next (:mod:`lianpu.ledger.rows`). ``decisions`` are a person's word on more than
one thing: that two firms are one, that a project is another's. A change here needs a migration (``migrations/``).
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Connection, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

APPLICATION_ID = 0x6C70_6C64  # "lpld": tells our files from other programs' SQLite files
SCHEMA_VERSION = 2

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
    Column("signature", Text),  # of the clean text, to find its copies (copies.py)
)

claims = Table(
    "claims",
    metadata,
    Column("reading_id", ForeignKey("readings.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String(16), nullable=False, index=True),
    Column("place_code", String(8)),  # of the division that the claim's place lies in; see rows.place_code
    Column("local_id", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("subject", Text),
    Column("product", Text),
    Column("product_id", String(64)),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("unit", Text),
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
    Index("ix_claims_place_code", "place_code", "kind"),
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
    Column("why", Text),
    Index("ix_reviews_claim_id", "claim_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subjects", JSON, nullable=False),
    Column("content", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text),
    Column("at", String(32), nullable=False),
)


def append_only(table: str, dialect: str) -> list[str]:
    """The statements that make a table refuse changes and deletions."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: {verb} on {table} refused'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION lianpu_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the ledger only grows: %% on %% refused', TG_OP, TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION lianpu_only_grows()",
    ]


def create_all(connection: Connection) -> None:
    """The tables of a new ledger, as the migrations would leave them."""
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        for statement in append_only(table.name, connection.dialect.name):
            connection.exec_driver_sql(statement)
