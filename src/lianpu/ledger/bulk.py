"""Adding readings many at a time: what is held already is found by two queries, the rest goes in by rows."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from lianpu.ledger.copies import signature
from lianpu.ledger.queries import READING_FIELDS
from lianpu.ledger.rows import CLAIM_COLUMNS, IMPORTED, claim_ids, claim_row, content_of, fingerprint
from lianpu.ledger.tables import claims, documents, readings
from lianpu.reading.claims import Reading

_ASKED = 500  # hashes in one query: SQLite takes 999 values, older builds
_Held = Mapping[str, tuple[int, int | None, str | None]]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps Python's collector of cycles from walking through rows that have none: a fifth of the time of an import."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def add_readings(connection: Connection, found: Sequence[Reading], now: str) -> tuple[int, int, int, int]:
    """Adds what is new, in the transaction of ``connection``. Returns new documents, claims that are new or changed,
    claims held as they are, and claims that no reading in force has any more."""
    held = _held(connection, {reading.sha256 for reading in found})
    counts = [0, 0, 0, 0]
    todo: list[tuple[Reading, str]] = []
    marks = {sha: mark for sha, (_, _, mark) in held.items()}
    for reading in found:
        mark = fingerprint(reading)
        if marks.get(reading.sha256) == mark:
            counts[2] += len(reading.claims)
        else:
            marks[reading.sha256] = mark  # of two readings of one document in a batch the later counts
            todo.append((reading, mark))
    document_ids = _documents(connection, [reading for reading, _ in todo], held, now)
    counts[0] = len(document_ids) - sum(sha in held for sha in document_ids)
    before = _claims_in_force(connection, [held[r.sha256][1] for r, _ in todo if r.sha256 in held])
    reading_ids = _readings(connection, todo, document_ids, now)
    rows: list[tuple[Any, ...]] = []
    for (reading, _), reading_id in zip(todo, reading_ids, strict=True):
        ids, region = claim_ids(reading), reading.default_place
        names = {claim.id: new for claim, new in zip(reading.claims, ids, strict=True)}
        old = before.get((held[reading.sha256][1] if reading.sha256 in held else None) or -1, {})
        for position, (claim, claim_id) in enumerate(zip(reading.claims, ids, strict=True)):
            row = claim_row(claim, claim_id, names.get(claim.part_of or ""), reading_id, position, region)
            rows.append(row)
            same = bool(old) and old.pop(claim_id, None) == content_of(row)
            counts[2 if same else 1] += 1
        counts[3] += len(old)
    _insert(connection, claims, CLAIM_COLUMNS, rows)
    return counts[0], counts[1], counts[2], counts[3]


def _held(connection: Connection, hashes: set[str]) -> dict[str, tuple[int, int | None, str | None]]:
    """By hash: the document's id, and the id and fingerprint of its reading in force."""
    out: dict[str, tuple[int, int | None, str | None]] = {}
    for some in _parts(sorted(hashes)):
        newest = (
            select(documents.c.sha256, documents.c.id, func.max(readings.c.id).label("reading"))
            .join_from(documents, readings, isouter=True)
            .where(documents.c.sha256.in_(some))
            .group_by(documents.c.sha256, documents.c.id)
            .subquery()
        )
        query = select(newest, readings.c.fingerprint).join_from(
            newest, readings, readings.c.id == newest.c.reading, isouter=True
        )
        out |= {row.sha256: (row.id, row.reading, row.fingerprint) for row in connection.execute(query)}
    return out


def _documents(connection: Connection, found: Sequence[Reading], held: _Held, now: str) -> dict[str, int]:
    ids = {reading.sha256: held[reading.sha256][0] for reading in found if reading.sha256 in held}
    new = {r.sha256: {"sha256": r.sha256, "name": r.name, "kind": r.kind, "added_at": now} for r in found}
    rows = [row for sha, row in new.items() if sha not in ids]
    if rows:
        given = connection.execute(insert(documents).returning(documents.c.id, sort_by_parameter_order=True), rows)
        ids |= {row["sha256"]: document for row, document in zip(rows, given.scalars(), strict=True)}
    return ids


def _readings(
    connection: Connection, todo: Sequence[tuple[Reading, str]], document_ids: Mapping[str, int], now: str
) -> list[int]:
    rows = [
        {name: getattr(reading, name) for name in READING_FIELDS}
        | {"document_id": document_ids[reading.sha256], "fingerprint": mark, "read_at": now, "repairs": list(reading.repairs)}
        | {"signature": None if reading.kind == IMPORTED else signature(reading.clean_text)}
        for reading, mark in todo
    ]
    if not rows:
        return []
    given = connection.execute(insert(readings).returning(readings.c.id, sort_by_parameter_order=True), rows)
    return list(given.scalars())


def _claims_in_force(connection: Connection, reading_ids: Sequence[int | None]) -> dict[int, dict[str, Any]]:
    """By reading: the content of its claims by id."""
    out: dict[int, dict[str, Any]] = {}
    asked = [reading_id for reading_id in reading_ids if reading_id is not None]
    columns = [claims.c[name] for name in CLAIM_COLUMNS]
    for some in _parts(asked):
        for row in connection.execute(select(*columns).where(claims.c.reading_id.in_(some))):
            plain = tuple(json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else cell for cell in row)
            out.setdefault(row.reading_id, {})[row.id] = content_of(plain)
    return out


def _insert(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows of plain values, by the driver itself: the statement's own machinery costs more than the rows."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(rows))


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _ASKED):
        yield items[start : start + _ASKED]
