"""``lianpu ledger checks`` as a user runs it, and its findings on clean documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from acceptance.shell import lianpu, printed_json
from ledger.claim_rows import write_rows
from lianpu.checking import bands_of
from lianpu.ledger.checks import check
from lianpu.ledger.importing import import_claims
from lianpu.ledger.store import Ledger
from lianpu.library.load import load_library
from lianpu.reading.read import read

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).resolve().parents[2]
ROWS = (
    "output_value|曲靖市|pv|all|绿色硅光伏产业产值|71.6|亿元||operating|曲靖市|2022-07-12|2021|甲报",
    "growth|曲靖市|pv|all|2022产值同比|255.32|%||operating|曲靖市|2023-07-13|2022|乙报",
    "output_value|曲靖市|pv|all|光伏产业产值|354.4|亿元||operating|曲靖市|2023-07-13|2022|丙报",
    "growth|云南省|battery|all|2024 H1 增加值|22.6|%||operating|云南省|2024-08|2024H1|甲报",
    "growth|云南省|battery|all|2024 H1 增加值|26.6|%||operating|云南省|2024-08|2024H1|乙报",
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path) as opened:
        for reading in import_claims(write_rows(tmp_path / "rows.csv", ROWS)).readings:
            opened.add(reading)
    return path


def test_findings_with_their_evidence(ledger: Path) -> None:
    found = printed_json("ledger", "checks", "--ledger", ledger)
    assert [f["code"] for f in found["findings"]] == ["growth_against_levels", "two_values"]
    growth = found["findings"][0]
    assert growth["figure"] == pytest.approx(71.6e8 * 3.5532) and "254 亿元" in growth["text"]
    assert {e["where"] for e in growth["evidence"]} == {"rows.csv row 2", "rows.csv row 3", "rows.csv row 4"}
    assert all(e["quote"] and e["document"] and e["date"] for e in growth["evidence"])
    (derived,) = found["derived"]
    assert derived["rule"] == "growth" and derived["low"] < derived["value"] < derived["high"]
    why = lianpu("why", growth["claims"][0], ledger)
    assert why.returncode == 0 and "354.4" in why.stdout


def test_by_place_severity_and_language(ledger: Path) -> None:
    here = printed_json("ledger", "checks", "--ledger", ledger, "--place", "曲靖市")
    assert [f["code"] for f in here["findings"]] == ["growth_against_levels"]
    assert printed_json("ledger", "checks", "--ledger", ledger, "--severity", "error")["findings"] == []
    assert printed_json("ledger", "checks", "--ledger", ledger, "--as-known", "2001-01-01")["findings"] == []
    english = lianpu("ledger", "checks", "--ledger", ledger, "--lang", "en")
    assert "stated is CNY 35.4 bn" in english.stdout and english.returncode == 0


def test_a_ledger_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = lianpu("ledger", "checks", "--ledger", tmp_path / "none.sqlite")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr


def test_clean_documents_give_few_findings_and_no_error(tmp_path: Path) -> None:
    """Doubts by hand: the example is an old text, and the anode project of investment-signing is dear (65,000 yuan/t)."""
    folders = ("tests/corpus/chinese", "tests/corpus/english", "examples")
    paths = [path for folder in folders for path in sorted((ROOT / folder).glob("*.txt"))]
    bands, graver = bands_of(load_library()), Counter[tuple[str, str]]()
    for path in paths:
        with Ledger.open(tmp_path / f"{path.stem}.sqlite") as opened:
            opened.add(read(path))
            graver.update((path.name, f.code) for f in check(opened.claims(), bands).findings if f.severity != "note")
    assert len(paths) > 40
    assert graver == {
        ("qujing.txt", "plan_after_its_date"): 1,
        ("qujing-clean.txt", "plan_after_its_date"): 1,
        ("investment-signing.txt", "implied_ratio"): 1,
    }
