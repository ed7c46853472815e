"""Opening a ledger: an SQLite file in WAL mode, or a PostgreSQL database; made, checked, brought up to date, guarded.

Writers of a file begin with ``BEGIN IMMEDIATE`` and wait up to 30 s for each other; writers of a database take an
advisory lock. Bulk writes to a file are durable against a killed process (``synchronous=NORMAL``), a person's reviews
also against a power cut (``FULL``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import DatabaseError as SqliteError

from sqlalchemy import Connection, Engine, Transaction, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from lianpu.errors import LianpuError
from lianpu.ledger import postgres, sqlite

_PATH_OR_ADDRESS = "write a path, sqlite:///path or postgresql+psycopg://user@host/database"


def open_engine(address: str | Path, create: bool = True) -> tuple[Engine, str]:
    """The engine of a ledger, made if there is none and ``create``, and the name to call it by in messages.

    Raises :class:`LianpuError` for a missing folder or file, a database that does not answer, one of another program
    or of a newer lianpu, and an address of another kind.
    """
    if isinstance(address, Path) or "://" not in address:
        return sqlite.open_file(Path(address), create)
    try:
        url = make_url(address)
    except ArgumentError:
        raise LianpuError("is not an address", file=address, hint=_PATH_OR_ADDRESS) from None
    if url.get_backend_name() == "sqlite" and url.database:
        return sqlite.open_file(Path(url.database), create)
    if url.get_backend_name() == "postgresql":
        return postgres.open_database(url, create)
    raise LianpuError("a ledger lives in an SQLite file or in PostgreSQL", file=address, hint=_PATH_OR_ADDRESS)


@contextmanager
def writing(engine: Engine, durability: str = "NORMAL") -> Iterator[Connection]:
    """A write transaction: all of it or, after any exception, none of it."""
    with engine.connect().execution_options(lianpu_write=durability) as connection, taking_turns(connection):
        yield connection


@contextmanager
def taking_turns(connection: Connection) -> Iterator[Transaction]:
    """A transaction of a connection that writes, while no other writes."""
    with connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            postgres.wait_for_turn(connection)
        yield transaction


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turns the database's complaints into one line that names the ledger and what to do."""
    try:
        yield
    except (DatabaseError, SqliteError) as error:
        complaint = str(getattr(error, "orig", error))
        explain = postgres.explained if "://" in name else sqlite.explained
        raise explain(complaint, name) from error
