"""The commands for indicators, norms, resilience, targets and the twelve questions, as a user runs them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from acceptance.shell import lianpu, printed_json

pytestmark = pytest.mark.acceptance
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"


def test_targets_are_written_with_a_column_to_fill(tmp_path: Path) -> None:
    table, book = tmp_path / "list.csv", tmp_path / "list.xlsx"
    assert printed_json("targets", EXAMPLE, "--out", table)["targets"]
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    empty = rows[0].index("企业（请从自有名录填写）")
    assert len(rows) > 5 and all(row[empty] == "" for row in rows[1:])
    assert lianpu("targets", EXAMPLE, "--out", book, "--lang", "en").returncode == 0 and book.stat().st_size > 1000
    refused = lianpu("targets", EXAMPLE, "--out", tmp_path / "list.doc")
    assert refused.returncode == 2 and ".csv or .xlsx" in refused.stderr


def test_rows_of_one_s_own_change_a_verdict(tmp_path: Path) -> None:
    head = "id,good,kind,item,low,typical,high,unit,year,source_title,source_url,quality,note\n"
    market = tmp_path / "mine.csv"
    market.write_text(head + "MY-1,iron_phosphate,utilisation,,80,85,90,%,2025,survey of our own,,estimate,\n", encoding="utf-8")
    found = {t["good"]: t for t in printed_json("targets", EXAMPLE, "--market", market)["targets"]}
    assert found["iron_phosphate"]["advised"] and "MY-1" in found["iron_phosphate"]["rows"]
    assert not found["alumina"]["advised"]
    market.write_text(head + "MY-1,iron_phosphat,utilisation,,80,85,90,%,2025,survey,,estimate,\n", encoding="utf-8")
    refused = lianpu("targets", EXAMPLE, "--market", market)
    assert refused.returncode == 2 and "did you mean 'iron_phosphate'?" in refused.stderr


def test_resilience_and_what_it_refuses() -> None:
    found = printed_json("resilience", EXAMPLE, "--recover", "30", "--stock", "10")
    assert found["assumptions"] == {"recover": 30, "stock": 10, "replace": 0}
    assert found["plants"][0]["good"] == "primary_aluminium" and found["links"] and found["dry"]
    for wrong in (("--replace", "2"), ("--scenario", "D")):
        refused = lianpu("resilience", EXAMPLE, *wrong)
        assert refused.returncode == 2 and refused.stderr.count("\n") == 1


def test_norms_of_a_day_and_a_date_that_is_none() -> None:
    assert printed_json("norms", EXAMPLE, "--at", "2024")["counts"]["grey"] > 0
    refused = lianpu("norms", EXAMPLE, "--at", "someday")
    assert refused.returncode == 2 and "Traceback" not in refused.stderr


def test_indicators_and_questions_in_both_languages() -> None:
    names = {i["indicator"] for i in printed_json("indicators", EXAMPLE)["indicators"]}
    assert {"chain_completeness", "location_quotient", "key_link_dependence"} <= names
    for lang in ("zh", "en"):
        assert lianpu("answer", 1, EXAMPLE, "--lang", lang).stdout.startswith("1. ")
    assert lianpu("answer", 0, EXAMPLE).returncode == 2
