"""Claims are found by the code of their place, copies by the signature of their text; reviews say why; decisions."""

import sqlalchemy as sa
from alembic import op

from lianpu.ledger.copies import signature
from lianpu.ledger.rows import place_code
from lianpu.ledger.tables import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    op.add_column("reviews", sa.Column("why", sa.Text))
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subjects", sa.JSON, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("at", sa.String(32), nullable=False),
    )
    op.add_column("readings", sa.Column("signature", sa.Text))
    _fill_signatures(connection)
    op.add_column("claims", sa.Column("place_code", sa.String(8)))
    _fill_place_codes(connection)
    op.create_index("ix_claims_place_code", "claims", ["place_code", "kind"])
    for statement in append_only("decisions", connection.dialect.name):
        connection.exec_driver_sql(statement)


def _fill_signatures(connection: sa.Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER IF EXISTS readings_no_update")
    query = "SELECT readings.id, clean_text FROM readings JOIN documents ON documents.id = document_id WHERE kind != 'import'"
    for reading, text in connection.exec_driver_sql(query).all():
        connection.exec_driver_sql("UPDATE readings SET signature = ? WHERE id = ?", (signature(text), reading))
    connection.exec_driver_sql(append_only("readings", "sqlite")[0])


def _fill_place_codes(connection: sa.Connection) -> None:
    """Only this once a row is changed: its content stays, a column that is derived from it is filled."""
    connection.exec_driver_sql("DROP TRIGGER claims_no_update")
    query = "SELECT DISTINCT claims.place, readings.default_place FROM claims JOIN readings ON readings.id = claims.reading_id"
    for place, region in connection.exec_driver_sql(query).all():
        connection.exec_driver_sql(
            "UPDATE claims SET place_code = ? WHERE place IS ? "
            "AND reading_id IN (SELECT id FROM readings WHERE default_place IS ?)",
            (place_code(place, region), place, region),
        )
    connection.exec_driver_sql(append_only("claims", "sqlite")[0])
