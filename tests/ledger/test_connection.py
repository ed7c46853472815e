from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.readings import a_reading, foil, smelter
from lianpu.errors import LianpuError
from lianpu.ledger import bulk
from lianpu.ledger.store import Ledger

HERE = Path(__file__).parent


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A second process that knows this folder's sample readings."""
    prelude = "import sys; from pathlib import Path; from ledger.readings import *; from lianpu.ledger.store import Ledger\n"
    paths = os.pathsep.join([str(HERE.parent), *filter(None, sys.path)])
    command = [sys.executable, "-c", prelude + code, *map(str, arguments)]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": paths}, text=True, stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )


def test_the_file_is_in_wal_mode_and_an_address_opens_it_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(f"sqlite:///{path}") as ledger:
        ledger.add(a_reading(smelter()))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Ledger.open(path, create=False) as ledger:
        assert len(ledger.claims()) == 1


def test_files_that_are_no_ledgers_are_told_and_left_as_they_are(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, only a few lines of text\n" * 40)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    before = text.read_bytes(), other.read_bytes()

    with pytest.raises(LianpuError, match=r"notes\.txt: is not a ledger; give the path"):
        Ledger.open(text)
    with pytest.raises(LianpuError, match=r"other\.db: is a database of another program"):
        Ledger.open(other)

    assert (text.read_bytes(), other.read_bytes()) == before


def test_a_newer_ledger_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(LianpuError, match=r"made by a newer lianpu \(ledger version 99, .*update lianpu"):
        Ledger.open(path)


def test_wrong_paths_are_told(tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="is a folder, not a ledger; name a file in it"):
        Ledger.open(tmp_path)
    with pytest.raises(LianpuError, match="its folder does not exist; make"):
        Ledger.open(tmp_path / "missing" / "ledger.db")
    with pytest.raises(LianpuError, match="there is no such ledger"):
        Ledger.open(tmp_path / "ledger.db", create=False)
    with pytest.raises(LianpuError, match="a ledger lives in an SQLite file or in PostgreSQL"):
        Ledger.open("mysql://server/ledger")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LianpuError, match="the ledger cannot be opened; check that its folder exists"):
        Ledger.open(tmp_path / "ledger.db")


def test_a_ledger_that_became_read_only_is_told(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        with ledger._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(LianpuError, match="the ledger cannot be written; check the permissions"):
            ledger.add(a_reading(smelter()))


def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("in the middle")

    with Ledger.open(tmp_path / "ledger.db") as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(bulk, "claim_row", fails)  # the document and its reading are in by then
            with pytest.raises(RuntimeError):
                ledger.add(a_reading(smelter()))
        assert ledger.documents() == []
        assert ledger.add(a_reading(smelter())).documents == 1


def test_a_killed_process_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.add(a_reading(foil(), text="another text"))
    killed = python(
        "import os, signal\n"
        "from lianpu.ledger import bulk\n"
        "bulk.claim_row = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Ledger.open(sys.argv[1]).add(a_reading(smelter()))",
        path,
    )
    killed.communicate()
    assert killed.returncode == -9

    with Ledger.open(path) as ledger:
        assert [kept.claim.product for kept in ledger.claims()] == ["铝箔"]
        ledger.add(a_reading(smelter()))
        assert len(ledger.claims()) == 2


def test_processes_that_open_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    code = (
        "sys.stdin.readline()\n"
        "with Ledger.open(sys.argv[1]) as ledger:\n"
        "    for n in range(20):\n"
        "        ledger.add(a_reading(smelter(), text=f'{sys.argv[2]} {n}'))\n"
        "        ledger.add(a_reading(foil(), text='one document of all', reader=sys.argv[2]))\n"
    )
    writers = [python(code, tmp_path / "ledger.db", name) for name in "abcd"]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [(writer.wait(), writer.communicate())[0] for writer in writers] == [0, 0, 0, 0]

    with Ledger.open(tmp_path / "ledger.db") as ledger:
        assert len(ledger.documents()) == 4 * 20 + 1
        assert len(ledger.claims()) == 4 * 20 + 1
