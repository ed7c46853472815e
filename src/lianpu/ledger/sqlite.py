"""A ledger in an SQLite file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError as SqliteError
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from lianpu.errors import LianpuError
from lianpu.ledger.tables import APPLICATION_ID, SCHEMA_VERSION, create_all
from lianpu.ledger.upgrade import FIRST, stamp, upgrade

BUSY_SECONDS = 120  # a table of a million claims is one transaction of less than that
CACHE_KIB = 65_536  # the index of ids is written all over: with the default of 2 MB a million claims cost twice as much

_EXPLAINED = (
    ("not a database", "is not a ledger", "give the path of a ledger, or of a file that does not exist yet"),
    ("malformed", "the ledger is damaged", "restore it from a copy"),
    ("readonly", "the ledger cannot be written", "check the permissions of the file and its folder"),
    ("read-only", "the ledger cannot be written", "check the permissions of the file and its folder"),
    ("unable to open", "the ledger cannot be opened", "check that its folder exists and may be written"),
    ("locked", f"another process has been writing for over {BUSY_SECONDS} s", "try again when it has finished"),
    ("full", "no room left on the disk", "free some space; nothing was changed"),
    ("disk I/O error", "the disk refuses to be written (full, over quota or faulty)", "free some space; nothing was changed"),
)


def explained(complaint: str, name: str) -> LianpuError:
    for sign, what, hint in _EXPLAINED:
        if sign in complaint:
            return LianpuError(what, file=name, hint=hint)
    return LianpuError(f"the database refused: {complaint}", file=name)


def open_file(path: Path, create: bool) -> tuple[Engine, str]:
    """The engine of the ledger at ``path``. An older ledger is copied beside and brought up to date."""
    _check_path(path, create)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        _ensure_ours(engine, path)
    except (DatabaseError, SqliteError) as error:
        engine.dispose()
        raise explained(str(getattr(error, "orig", error)), str(path)) from error
    except BaseException:
        engine.dispose()
        raise
    return engine, str(path)


def _check_path(path: Path, create: bool) -> None:
    if path.is_dir():
        raise LianpuError("is a folder, not a ledger", file=path, hint=f"name a file in it, e.g. {path / 'ledger.db'}")
    if not path.exists() and not create:
        raise LianpuError("there is no such ledger", file=path, hint="check the path, or add a document first")
    if not path.parent.is_dir():
        raise LianpuError("its folder does not exist", file=path, hint=f"make {path.parent} first")


def _prepare(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own: _begin does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = {-CACHE_KIB}")


def _begin(connection: Connection) -> None:
    durability = connection.get_execution_options().get("lianpu_write")
    if durability is not None:
        connection.exec_driver_sql(f"PRAGMA synchronous = {durability}")
    connection.exec_driver_sql("BEGIN" if durability is None else "BEGIN IMMEDIATE")


def _ensure_ours(engine: Engine, path: Path) -> None:
    """Checks whose file it is before anything is written to it; an empty file becomes a ledger in one transaction."""
    with engine.connect() as connection:
        version = _version(connection, path)
    if version == SCHEMA_VERSION:
        return
    if version:
        _keep_copy(path, version)
    _switch_to_wal(engine)
    with engine.connect().execution_options(lianpu_write="FULL") as connection, connection.begin():
        version = _version(connection, path)  # another process may have been first
        if version == 0:
            create_all(connection)
            stamp(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        elif version < SCHEMA_VERSION:
            if version == 1:
                stamp(connection, FIRST)
            upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _version(connection: Connection, path: Path) -> int:
    """The version of a ledger's tables, 0 for an empty file; raises for anything else."""
    owner, version, objects = (
        connection.exec_driver_sql(query).scalar_one()
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if owner == 0 and objects == 0:
        return 0
    if owner != APPLICATION_ID:
        raise LianpuError("is a database of another program", file=path, hint="give the path of a ledger")
    if version > SCHEMA_VERSION:
        newer = f"made by a newer lianpu (ledger version {version}, this one knows {SCHEMA_VERSION})"
        raise LianpuError(newer, file=path, hint="update lianpu")
    return int(version)


def _keep_copy(path: Path, version: int) -> None:
    """The ledger as it was, beside it: a migration that goes wrong in a way nobody thought of loses nothing."""
    copy = path.with_name(f"{path.name}.v{version}")
    if copy.exists():
        return
    half = copy.with_name(f"{copy.name}.tmp")
    with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as source, sqlite3.connect(half) as target:
        source.backup(target)
    target.close()
    source.close()
    half.replace(copy)


def _switch_to_wal(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
