"""Ledgers of an older lianpu: brought up to date whole, or left as they were."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.ledger import sqlite, upgrade
from lianpu.ledger.store import Ledger
from lianpu.ledger.tables import APPLICATION_ID, SCHEMA_VERSION

#: What the first ledgers were made of, with a document, a claim of Qujing, one of no place, and a review.
VERSION_1 = """
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, sha256 VARCHAR(64) NOT NULL UNIQUE, name TEXT NOT NULL,
  kind VARCHAR(32) NOT NULL, added_at VARCHAR(32) NOT NULL);
CREATE TABLE readings (id INTEGER NOT NULL PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents (id),
  reader TEXT NOT NULL, fingerprint VARCHAR(64) NOT NULL, read_at VARCHAR(32) NOT NULL, encoding TEXT NOT NULL,
  published VARCHAR(32), source TEXT, default_place TEXT, lang VARCHAR(16) NOT NULL, text TEXT NOT NULL,
  clean_text TEXT NOT NULL, repairs JSON NOT NULL);
CREATE TABLE claims (reading_id INTEGER NOT NULL REFERENCES readings (id), position INTEGER NOT NULL,
  id VARCHAR(16) NOT NULL, local_id TEXT NOT NULL, kind VARCHAR(32) NOT NULL, subject TEXT, product TEXT,
  product_id VARCHAR(64), value FLOAT, low FLOAT, high FLOAT, unit VARCHAR(32), bound VARCHAR(16),
  modality VARCHAR(16) NOT NULL, status VARCHAR(32), place TEXT, date_start VARCHAR(32), date_end VARCHAR(32),
  date_raw TEXT, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, clean_start INTEGER NOT NULL,
  clean_end INTEGER NOT NULL, quote TEXT NOT NULL, part_of VARCHAR(16), chain TEXT, "where" TEXT,
  confidence FLOAT NOT NULL, how JSON NOT NULL, flags JSON NOT NULL, PRIMARY KEY (reading_id, position));
CREATE TABLE reviews (id INTEGER NOT NULL PRIMARY KEY, claim_id VARCHAR(16) NOT NULL, action VARCHAR(8) NOT NULL,
  fields JSON NOT NULL, seen JSON NOT NULL, who TEXT NOT NULL, at VARCHAR(32) NOT NULL);
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
INSERT INTO documents VALUES (1, 'aa', 'news.txt', 'txt', '2025-01-01T00:00:00.000000+00:00');
INSERT INTO readings VALUES (1, 1, 'r1', 'f', '2025-01-01T00:00:00.000000+00:00', 'utf-8', '2023-05-01', NULL, '曲靖市',
  'zh', 'text', 'text', '[]');
INSERT INTO claims (reading_id, position, id, local_id, kind, product, product_id, value, unit, bound, modality, status,
  place, span_start, span_end, clean_start, clean_end, quote, confidence, how, flags) VALUES
  (1, 0, 'c1', 'c1', 'capacity', '磷酸铁锂', 'lfp', 5000, 't/a', 'exact', 'observed', 'operating', '沾益区', 0, 1, 0, 1,
   'q', 1, '{}', '[]'),
  (1, 1, 'c2', 'c2', 'jobs', NULL, NULL, 10, 'person', 'exact', 'observed', NULL, NULL, 0, 1, 0, 1, 'q', 1, '{}', '[]');
INSERT INTO reviews VALUES (1, 'c1', 'accept', '{}', '{}', 'Li', '2025-01-02T00:00:00.000000+00:00');
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
    return path


def schema(path: Path) -> dict[str, set[tuple[str, int]]]:
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {t: {(c[1], c[3]) for c in connection.execute(f"PRAGMA table_info({t})")} for t in sorted(tables)}


def triggers(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('claims', 'decisions')")
        return {name for (name,) in rows}


def test_an_old_ledger_becomes_a_new_one_with_all_that_it_held(old: Path, tmp_path: Path) -> None:
    with Ledger.open(old) as ledger:
        assert [(c.id, c.claim.value, len(c.reviews)) for c in ledger.claims()] == [("c1", 5000.0, 1), ("c2", 10.0, 0)]
        assert [c.id for c in ledger.claims_within("曲靖市")] == ["c1", "c2"]
        assert [c.id for c in ledger.claims_within("昆明市")] == ["c1"]  # a reviewed claim may have another place
    Ledger.open(tmp_path / "new.db").close()
    assert schema(old) == schema(tmp_path / "new.db")
    assert triggers(old) == triggers(tmp_path / "new.db")
    with sqlite3.connect(f"{old}.v1") as copy:
        assert copy.execute("SELECT count(*) FROM claims").fetchone() == (2,)


def test_it_only_grows_afterwards_too(old: Path) -> None:
    Ledger.open(old).close()
    with sqlite3.connect(old) as connection:
        for statement in ("UPDATE claims SET value = 1", "DELETE FROM claims", "DELETE FROM decisions"):
            if statement.startswith("DELETE FROM decisions"):
                row = "INSERT INTO decisions (kind, subjects, content, who, at) VALUES ('same_firm', '[]', '{}', 'Li', '2026')"
                connection.execute(row)
            with pytest.raises(sqlite3.DatabaseError, match="only grows"):
                connection.execute(statement)


@pytest.mark.parametrize("fails_in", ["place_code", "append_only"])
def test_an_interrupted_upgrade_leaves_the_ledger_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch, fails_in: str) -> None:
    from lianpu.ledger import rows, tables

    before = schema(old), triggers(old)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rows if fails_in == "place_code" else tables, fails_in, broken)
        with pytest.raises(KeyboardInterrupt):
            Ledger.open(old)
    assert (schema(old), triggers(old)) == before
    with Ledger.open(old) as ledger:
        assert len(ledger.claims()) == 2


def test_a_ledger_of_this_version_is_opened_without_the_machinery_of_migrations(tmp_path: Path) -> None:
    import subprocess
    import sys

    Ledger.open(tmp_path / "l.db").close()
    code = "import sys; from lianpu.ledger.store import Ledger; Ledger.open(sys.argv[1]); print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "l.db"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_last_revision_is_the_one_that_new_ledgers_are_made_as() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(sqlite.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == upgrade.HEAD == f"{SCHEMA_VERSION:04d}"


def test_addresses_of_databases_that_do_not_answer_are_told_without_the_password() -> None:
    with pytest.raises(LianpuError) as told:
        Ledger.open("postgresql+psycopg://li:secret@127.0.0.1:1/ledger")
    assert "no server answers" in str(told.value) and "secret" not in str(told.value)


def test_a_database_of_another_program_is_not_touched(database: str) -> None:
    import psycopg

    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE claims (id integer)")
        with pytest.raises(LianpuError, match="holds tables of another program"):
            Ledger.open(database)
        with pytest.raises(LianpuError, match="there is no such database or role"):
            Ledger.open(database.replace("/ledger", "/nowhere"))
