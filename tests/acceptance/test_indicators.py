"""``lianpu indicators`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acceptance.shell import SHARED, lianpu, printed_json

pytestmark = pytest.mark.acceptance
GOLDEN = SHARED / "data" / "golden.csv"


@pytest.mark.skipif(not GOLDEN.is_file(), reason="the table of published cases is not beside this checkout")
def test_published_cases() -> None:
    done = lianpu("indicators", "--check", GOLDEN, "--json")
    answer = json.loads(done.stdout)
    assert [case["id"] for case in answer["cases"] if not case["agrees"]] == []
    assert done.returncode == 0 and answer["agree"] == len(answer["cases"])


def test_a_case_that_differs_is_exit_code_one(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    head = "id,indicator,inputs_json,expected_json,tolerance_abs\n"
    table.write_text(head + 'a,utilisation,"{""running"": 1, ""built"": 4}",0.3,0.01\n', encoding="utf-8")
    done = lianpu("indicators", "--check", table, "--lang", "en")
    assert done.returncode == 1 and "0 of 1 agree" in done.stdout and "differs" in done.stdout


def test_the_definitions_are_listed() -> None:
    listed = printed_json("indicators", "--list")["variants"]
    assert {"A", "B", "C"} == {v["variant"] for v in listed if v["indicator"] == "deep_processing_rate"}
