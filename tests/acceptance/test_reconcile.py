"""``lianpu ledger reconcile`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from acceptance.shell import SHARED, lianpu, printed_json

pytestmark = pytest.mark.acceptance
TABLE = SHARED / "data" / "qujing-claims.csv"
STAN = Path(__file__).resolve().parents[2] / "examples" / "reconcile" / "stan.csv"


def printed_json_of_failure(*arguments: object) -> Any:
    """What a command prints that leaves with 1."""
    done = lianpu(*arguments, "--json")
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)


def test_the_published_example() -> None:
    found = printed_json("ledger", "reconcile", STAN)
    values = {q["name"]: (round(q["adjusted"], 3), round(q["sd"], 3)) for q in found["quantities"]}
    assert values["F1"] == (102.426, 7.883) and values["F4"] == (149.990, 21.213) and values["F7"] == (76.213, 3.941)
    assert round(found["chi2"], 5) == 0.29591 and not found["gross_error"]


def test_a_gross_error_in_both_languages(tmp_path: Path) -> None:
    table = tmp_path / "two.csv"
    table.write_text("name,value,sd,id\nF,100,10,press\nF,1000,10,statistics\n", encoding="utf-8")
    found = printed_json("ledger", "reconcile", table)
    assert found["gross_error"] and found["p"] < 0.01 and found["withheld"] == ["F"]
    assert found["suspects"][0]["measurements"] == ["press", "statistics"]
    assert found["quantities"][0]["adjusted"] is None
    assert [(f["code"], f["words"]["readings"]) for f in found["findings"]] == [("gross_error", "press, statistics")]
    assert "粗差" in lianpu("ledger", "reconcile", table).stdout
    assert "gross error" in lianpu("ledger", "reconcile", table, "--lang", "en").stdout


def test_a_wrong_file_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    table = tmp_path / "wrong.csv"
    table.write_text("name,value,sd,equation\na,1,1,\n,,,a=b\n", encoding="utf-8")
    done = lianpu("ledger", "reconcile", table)
    assert done.returncode == 2 and not done.stdout
    assert done.stderr.count("\n") == 1 and "wrong.csv" in done.stderr and "no quantity 'b'" in done.stderr


def test_a_file_has_no_place_to_choose() -> None:
    done = lianpu("ledger", "reconcile", STAN, "--place", "曲靖市")
    assert done.returncode == 2 and "leave the file out" in done.stderr


def test_exact_figures_that_contradict_leave_with_1(tmp_path: Path) -> None:
    table = tmp_path / "exact.csv"
    table.write_text("name,value,sd,equation\na,1,0,\nb,2,0,\n,,,a=b\n", encoding="utf-8")
    done = lianpu("ledger", "reconcile", table, "--lang", "en")
    (finding,) = printed_json_of_failure("ledger", "reconcile", table)["findings"]
    assert (finding["code"], finding["words"]["balances"]) == ("exact_contradiction", "a=b")
    assert done.returncode == 1 and "Exact figures contradict each other: a (1) and b (2); by a=b." in done.stdout


@pytest.mark.skipif(not TABLE.exists(), reason="the table of claims is not here")
def test_the_claims_of_a_ledger(tmp_path: Path) -> None:
    """39.1 in the first half of 2021, 76.1 a year later and a growth of 507.4 % cannot be together."""
    ledger = tmp_path / "ledger.sqlite"
    printed_json("ledger", "import", TABLE, "--ledger", ledger)
    found = printed_json("ledger", "reconcile", "--place", "云南省", "--year", "2022", "--ledger", ledger)
    values = {m["id"]: m["value"] for m in found["measurements"]}
    assert found["gross_error"]
    assert sorted(values[name] for name in found["suspects"][0]["measurements"]) == pytest.approx([5.074, 39.1e8, 76.1e8])
    assert all(m["claims"] for m in found["measurements"]) and all(b["claims"] for b in found["balances"])
    shares = printed_json("ledger", "reconcile", "--place", "曲靖市", "--year", "2020", "--ledger", ledger)
    assert not shares["gross_error"]  # 5.3 of 25.7 is 20.6 %
    done = lianpu("ledger", "reconcile", "--place", "拉萨市", "--ledger", ledger)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
