"""Long work as rows of a small database beside the ledger: found again after a reload, a restart, and by every worker.

A job runs in a process of its own, so that it outlives the server; it writes how far it is and a sign of life every
second. Whoever wants it stopped writes that into its row.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError

ALIVE = ("queued", "running")
LOST_AFTER = 30.0  # seconds without a sign of life; starting takes a few
MOST_AT_ONCE = 4
_TABLE = """CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', result TEXT, error TEXT,
    cancel INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, ended TEXT, beat REAL NOT NULL)"""
_COLUMNS = ("id", "kind", "name", "request", "state", "done", "total", "note", "result", "error", "cancel", "created", "ended")


@dataclass(frozen=True, slots=True)
class Job:
    """``state`` is queued, running, done, failed, cancelled, or lost (it gives no sign of life); ``done`` of ``total``
    steps, ``note`` names the present one; ``result`` is JSON as the command prints it."""

    id: str
    kind: str
    name: str
    request: Mapping[str, Any]
    state: str
    done: int
    total: int
    note: str
    result: Mapping[str, Any] | None
    error: str | None
    cancel: bool
    created: str
    ended: str | None


class Jobs:
    """The jobs of one ledger, in ``folder``, with the files that were sent for them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_TABLE)

    @classmethod
    def beside(cls, ledger: str) -> Jobs:
        """Of a ledger: the folder ``NAME.jobs`` beside a file, one named after the address of a database."""
        if "://" in ledger:
            return cls(Path("lianpu-out") / f"jobs-{hashlib.sha256(ledger.encode()).hexdigest()[:12]}")
        return cls(Path(f"{ledger}.jobs"))

    def files_of(self, job: str) -> Path:
        return self.folder / job

    def add(self, kind: str, name: str, request: Mapping[str, Any], job: str | None = None) -> Job:
        """A new job, waiting. Raises :class:`LianpuError` where too many are running."""
        if sum(one.state in ALIVE for one in self.recent()) >= MOST_AT_ONCE:
            raise LianpuError(f"{MOST_AT_ONCE} jobs are running", hint="wait for one to end, or cancel one")
        id_ = job or new_id()
        values = (id_, kind, name, json.dumps(request, ensure_ascii=False), "queued", _now(), time.time())
        with self._open() as connection:
            connection.execute("INSERT INTO jobs (id, kind, name, request, state, created, beat) VALUES (?,?,?,?,?,?,?)", values)
        return self.get(id_)

    def start(self, job: Job) -> None:
        """Runs a job in a process of its own, which does not end with this one."""
        with (self.folder / "log.txt").open("ab") as log:
            subprocess.Popen(
                [sys.executable, "-m", "lianpu.web.worker", str(self.folder), job.id],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def get(self, job: str) -> Job:
        """Raises :class:`LianpuError` for an unknown one."""
        found = list(self._select("WHERE id = ?", (job,)))
        if not found:
            raise LianpuError(f"no job '{job[:40]}'", hint="the page lists the jobs")
        return found[0]

    def recent(self, most: int = 20) -> list[Job]:
        """The newest first."""
        return list(self._select("ORDER BY created DESC, rowid DESC LIMIT ?", (most,)))

    def cancel(self, job: str) -> Job:
        """Asks for it to stop; what it has finished stays."""
        self.get(job)
        self.write(job, cancel=1)
        return self.get(job)

    def write(self, job: str, **values: Any) -> None:
        """Sets columns of a job that has not ended, with a sign of life."""
        sets = ", ".join(f"{name} = ?" for name in (*values, "beat"))
        alive = ", ".join(f"'{state}'" for state in ALIVE)
        with self._open() as connection:
            connection.execute(
                f"UPDATE jobs SET {sets} WHERE id = ? AND state IN ({alive})", (*values.values(), time.time(), job)
            )

    def end(self, job: str, state: str, *, result: Mapping[str, Any] | None = None, error: str | None = None) -> None:
        told = None if result is None else json.dumps(result, ensure_ascii=False)
        self.write(job, state=state, result=told, error=error, ended=_now())

    def _select(self, clause: str, values: tuple[Any, ...]) -> Iterator[Job]:
        with self._open() as connection:
            rows = connection.execute(f"SELECT {', '.join(_COLUMNS)}, beat FROM jobs {clause}", values).fetchall()
        for *columns, beat in rows:
            held = dict(zip(_COLUMNS, columns, strict=True))
            lost = held["state"] in ALIVE and time.time() - beat > LOST_AFTER
            held |= {"request": json.loads(held["request"]), "cancel": bool(held["cancel"])}
            held |= {"result": held["result"] and json.loads(held["result"]), "state": "lost" if lost else held["state"]}
            yield Job(**held)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.folder / "jobs.sqlite", timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def new_id() -> str:
    return uuid.uuid4().hex[:16]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
