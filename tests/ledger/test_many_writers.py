"""Writers at once, killed writers, full disks: nothing lost, nothing doubled, nothing half."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger.readings import a_reading, foil, smelter
from lianpu.errors import LianpuError
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_rows import COLUMNS

HERE = Path(__file__).parent
WRITERS, BATCHES, BATCH = 8, 10, 100
#: A process that adds BATCHES readings of BATCH claims each, and says so after each: "1", "2" …
WRITER = f"""
import sys
from dataclasses import replace
from ledger.readings import a_reading, smelter
from lianpu.ledger.store import Ledger
name, address = sys.argv[1:]
with Ledger.open(address) as ledger:
    for batch in range({BATCHES}):
        claims = [smelter(id=f"c{{n}}", value=float(n), span=(n, n + 1)) for n in range({BATCH})]
        ledger.add(a_reading(*claims, text=f"{{name}} {{batch}}", name=f"{{name}}-{{batch}}.txt"))
        print(batch + 1, flush=True)
"""


def writer(name: str, address: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, address], env={**os.environ, "PYTHONPATH": paths}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.acceptance
@pytest.mark.parametrize("same", [False, True], ids=["own documents", "the same documents"])
def test_eight_writers_of_a_thousand_claims_lose_and_double_nothing(address: str, same: bool) -> None:
    Ledger.open(address).close()
    writers = [writer("all" if same else f"w{n}", address) for n in range(WRITERS)]
    for one in writers:
        _, told = one.communicate(timeout=120)
        assert one.returncode == 0, told
    with Ledger.open(address) as ledger:
        kept = ledger.claims()
        documents = (1 if same else WRITERS) * BATCHES
        assert len(ledger.documents()) == documents
        assert len(kept) == len({claim.id for claim in kept}) == documents * BATCH


def killed_somewhere(address: str, name: str, after: float) -> int:
    """Kills a writer; returns how many batches it had acknowledged."""
    one = writer(name, address)
    time.sleep(after)
    one.send_signal(signal.SIGKILL)
    out, _ = one.communicate()
    return len(out.split())


def check_whole(address: str, acknowledged: dict[str, int]) -> None:
    with Ledger.open(address) as ledger:
        held: dict[str, int] = {}
        for claim in ledger.claims():
            held[claim.document.name] = held.get(claim.document.name, 0) + 1
        assert set(held.values()) <= {BATCH}  # no half batch
        for name, batches in acknowledged.items():
            assert all(f"{name}-{batch}.txt" in held for batch in range(batches))  # no acknowledged batch lost


def kills(address: str, count: int) -> None:
    dice = random.Random(7)
    Ledger.open(address).close()
    told = {f"k{n}": killed_somewhere(address, f"k{n}", dice.uniform(0.3, 1.6)) for n in range(count)}
    check_whole(address, told)


def test_killed_writers_leave_whole_batches(address: str) -> None:
    kills(address, 3)


@pytest.mark.acceptance
def test_fifty_killed_writers_leave_whole_batches(tmp_path: Path) -> None:
    kills(str(tmp_path / "ledger.db"), 50)


@pytest.mark.acceptance
def test_killed_clients_of_a_server_leave_whole_batches(database: str) -> None:
    kills(database, 12)


def test_a_full_database_is_told_and_the_ledger_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(a_reading(foil()))
    from lianpu.ledger import sqlite

    def full(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    prepare = sqlite._prepare
    monkeypatch.setattr(sqlite, "_prepare", full)
    with Ledger.open(path) as ledger, pytest.raises(LianpuError, match="no room left on the disk; free some space"):
        ledger.add(a_reading(*(smelter(id=f"c{n}", value=float(n)) for n in range(5_000)), text="long" * 5_000))
    monkeypatch.undo()
    with Ledger.open(path) as ledger:
        assert [claim.claim.product for claim in ledger.claims()] == ["铝箔"]
        assert ledger.add(a_reading(smelter(), text="after")).claims == 1


def test_a_file_that_may_not_grow_is_told_and_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(a_reading(foil()))
    size = path.stat().st_size

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 65_536, size + 65_536))

    table = tmp_path / "claims.csv"
    same = "steel,steel,粗钢,1,万吨/年,,operating,江城市,2020-12-31,2020,报,u,2021-01-01"
    rows = [f"R{n},capacity,f{n},{same}" for n in range(5_000)]
    table.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lianpu.cli", "ledger", "import", table, "--ledger", path],
        preexec_fn=limit, capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "ledger.db" in done.stderr and "free some space" in done.stderr
    with Ledger.open(path) as ledger:
        assert [claim.claim.product for claim in ledger.claims()] == ["铝箔"]


def test_a_ledger_that_may_only_be_read_answers_and_refuses_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianpu.ledger import sqlite

    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(a_reading(foil()))

    def read_only(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA query_only = ON")

    prepare = sqlite._prepare
    monkeypatch.setattr(sqlite, "_prepare", read_only)
    with Ledger.open(path) as ledger:
        assert [claim.claim.product for claim in ledger.claims()] == ["铝箔"]
        with pytest.raises(LianpuError, match=r"ledger\.db: the ledger cannot be written; check the permissions"):
            ledger.add(a_reading(smelter(), text="after"))
