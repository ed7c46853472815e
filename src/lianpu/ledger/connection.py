"""Opening a ledger: one SQLite file in WAL mode, made, checked and guarded; its errors told in one line.

Writers begin with ``BEGIN IMMEDIATE`` and wait up to 30 s for each other. Bulk writes are durable against a
killed process (``synchronous=NORMAL``), a person's reviews also against a power cut (``FULL``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import DatabaseError as SqliteError
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from lianpu.errors import LianpuError
from lianpu.ledger.tables import APPLICATION_ID, SCHEMA_VERSION, metadata

BUSY_SECONDS = 30


def open_engine(address: str | Path, create: bool = True) -> tuple[Engine, str]:
    """The engine of a ledger file, made if there is none and ``create``, and the name to call it by in messages.

    Raises :class:`LianpuError` for a missing folder or file, a file of another program or of a newer lianpu,
    and an address that is not SQLite's.
    """
    path = _file_of(address)
    _check_path(path, create)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with told(str(path)):
            _ensure_ours(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine, str(path)


@contextmanager
def writing(engine: Engine, durability: str = "NORMAL") -> Iterator[Connection]:
    """A write transaction: all of it or, after any exception, none of it."""
    with engine.connect().execution_options(lianpu_write=durability) as connection, connection.begin():
        yield connection


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turns the database's complaints into one line that names the file and what to do."""
    try:
        yield
    except (DatabaseError, SqliteError) as error:
        raise _explained(str(getattr(error, "orig", error)), name) from error


_EXPLAINED = (
    ("not a database", "is not a ledger", "give the path of a ledger, or of a file that does not exist yet"),
    ("malformed", "the ledger is damaged", "restore it from a copy"),
    ("readonly", "the ledger cannot be written", "check the permissions of the file and its folder"),
    ("read-only", "the ledger cannot be written", "check the permissions of the file and its folder"),
    ("unable to open", "the ledger cannot be opened", "check that its folder exists and may be written"),
    ("locked", f"another process has been writing for over {BUSY_SECONDS} s", "try again when it has finished"),
    ("full", "no room left on the disk", "free some space; nothing was changed"),
)


def _explained(complaint: str, name: str) -> LianpuError:
    for sign, what, hint in _EXPLAINED:
        if sign in complaint:
            return LianpuError(what, file=name, hint=hint)
    return LianpuError(f"the database refused: {complaint}", file=name)


def _file_of(address: str | Path) -> Path:
    if isinstance(address, Path) or "://" not in address:
        return Path(address)
    try:
        url = make_url(address)
    except ArgumentError:
        raise LianpuError("is not an address", file=address, hint="write a path or sqlite:///path") from None
    if url.get_backend_name() != "sqlite" or not url.database:
        raise LianpuError("a ledger lives in an SQLite file", file=address, hint="write a path or sqlite:///path")
    return Path(url.database)


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


def _begin(connection: Connection) -> None:
    durability = connection.get_execution_options().get("lianpu_write")
    if durability is not None:
        connection.exec_driver_sql(f"PRAGMA synchronous = {durability}")
    connection.exec_driver_sql("BEGIN" if durability is None else "BEGIN IMMEDIATE")


def _ensure_ours(engine: Engine, path: Path) -> None:
    """Checks whose file it is before anything is written to it; an empty file becomes a ledger in one transaction."""
    with engine.connect() as connection:
        made = _check_identity(connection, path)
    if made:
        return
    _switch_to_wal(engine)
    with writing(engine) as connection:
        if not _check_identity(connection, path):  # another process may have been first
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _check_identity(connection: Connection, path: Path) -> bool:
    """True for a ledger, False for an empty file; raises for anything else."""
    owner, version, objects = (
        connection.exec_driver_sql(query).scalar_one()
        for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )
    if owner == 0 and objects == 0:
        return False
    if owner != APPLICATION_ID:
        raise LianpuError("is a database of another program", file=path, hint="give the path of a ledger")
    if version > SCHEMA_VERSION:
        newer = f"made by a newer lianpu (ledger version {version}, this one knows {SCHEMA_VERSION})"
        raise LianpuError(newer, file=path, hint="update lianpu")
    return True


def _switch_to_wal(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
