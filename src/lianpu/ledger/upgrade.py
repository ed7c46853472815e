"""Bringing a ledger up to this lianpu's tables, in the transaction of the caller: all of it or none."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from sqlalchemy import Connection

from lianpu.ledger.tables import metadata

#: The last revision in ``migrations/versions``; a new ledger is made as that revision leaves it.
HEAD = "0002"
#: Ledgers of version 1 have no record of a revision.
FIRST = "0001"


def stamp(connection: Connection, revision: str = HEAD) -> None:
    """Records the revision, in the table in which Alembic looks for it."""
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{revision}')")


def upgrade(connection: Connection) -> None:
    """Runs the revisions that the ledger has not seen."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(files("lianpu.ledger") / "migrations"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, _: MigrationContext) -> list[RevisionStep]:
        return list(script._upgrade_revs("head", revision))  # what alembic's own command does

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata)
        environment.run_migrations()
