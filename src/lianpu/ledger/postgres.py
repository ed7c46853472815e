"""A ledger in a PostgreSQL database, through psycopg 3 (``pip install lianpu[postgresql]``)."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, create_engine, inspect
from sqlalchemy.exc import DatabaseError

from lianpu.errors import LianpuError
from lianpu.ledger.tables import APPLICATION_ID, create_all
from lianpu.ledger.upgrade import HEAD, stamp, upgrade

SECONDS_TO_ANSWER = 10

_EXPLAINED = (
    ("password authentication failed", "user or password is wrong", "check the address"),
    ("no password supplied", "the server wants a password", "put it in the address, or in PGPASSWORD"),
    ("does not exist", "there is no such database or role", "create it, or check the address"),
    ("permission denied", "the ledger may not be read or written by this user", "ask for the rights to its schema"),
    ("read-only", "the ledger cannot be written", "connect to the server that takes writes"),
    ("could not translate host", "there is no such host", "check the address"),
    ("resolve host", "there is no such host", "check the address"),
    ("refused", "no server answers there", "start it, or check the address"),
    ("No such file", "no server answers there", "start it, or check the address"),
    ("timeout", "no server answers there", "check the address and the network"),
    ("No space left", "no room left on the server's disk", "free some space; nothing was changed"),
    ("could not extend file", "no room left on the server's disk", "free some space; nothing was changed"),
    ("closed the connection", "the server went away", "try again; what was not acknowledged was not kept"),
    ("terminating connection", "the server went away", "try again; what was not acknowledged was not kept"),
)


def explained(complaint: str, name: str) -> LianpuError:
    """The server's complaint in one line; ``name`` holds no password."""
    for sign, what, hint in _EXPLAINED:
        if sign in complaint:
            return LianpuError(what, file=name, hint=hint)
    return LianpuError(f"the database refused: {complaint}", file=name)


def open_database(url: URL, create: bool) -> tuple[Engine, str]:
    """The engine of the ledger at an address, its tables made where there are none and ``create``."""
    name = url.render_as_string(hide_password=True)
    if url.get_driver_name() != "psycopg":
        url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(url, connect_args={"connect_timeout": SECONDS_TO_ANSWER})
    except ModuleNotFoundError:
        hint = 'pip install "lianpu[postgresql]"'
        raise LianpuError("PostgreSQL needs the package psycopg", file=name, hint=hint) from None
    try:
        _ensure_ours(engine, name, create)
    except DatabaseError as error:
        engine.dispose()
        raise explained(str(error.orig), name) from error
    except BaseException:
        engine.dispose()
        raise
    return engine, name


def wait_for_turn(connection: Connection) -> None:
    """One writer at a time: what a writer finds held stays so until it has added to it."""
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")


def _ensure_ours(engine: Engine, name: str, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, name)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise LianpuError("there is no ledger in this database", file=name, hint="check the address, or add a document first")
    with engine.connect() as connection, connection.begin():
        wait_for_turn(connection)
        revision = _revision(connection, name)  # another process may have been first
        if revision is None:
            create_all(connection)
            stamp(connection)
        elif revision != HEAD:
            upgrade(connection)


def _revision(connection: Connection, name: str) -> str | None:
    """The revision of the ledger's tables, None where there is none; raises for another program's tables."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables & {"documents", "claims", "readings", "reviews"}:
            hint = "give the address of a database of its own"
            raise LianpuError("holds tables of another program", file=name, hint=hint)
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if revision is None or "claims" not in tables:
        hint = "give the address of a database of its own"
        raise LianpuError("holds tables of another program", file=name, hint=hint)
    if str(revision) > HEAD:
        newer = f"made by a newer lianpu (ledger revision {revision}, this one knows {HEAD})"
        raise LianpuError(newer, file=name, hint="update lianpu")
    return str(revision)
