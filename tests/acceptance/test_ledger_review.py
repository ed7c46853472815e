"""Reviewing as an office does it: by command, and in a workbook that goes out and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from acceptance.shell import lianpu, printed_json
from acceptance.test_ledger_import import GOOD, ROW, a_csv

pytestmark = pytest.mark.acceptance


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    rows = [GOOD, ROW, ROW | {"claim_id": "A3", "subject": "丙材料", "value": "7.2", "status": "under_construction"}]
    printed_json("ledger", "import", a_csv(tmp_path / "claims.csv", *rows), "--ledger", path)
    return path


def done(*arguments: object, code: int = 0) -> str:
    result = lianpu(*arguments)
    assert result.returncode == code, result.stderr or result.stdout
    return result.stdout + result.stderr


def claims(ledger: Path) -> dict[str, dict[str, Any]]:
    found = printed_json("ledger", "history", "甲材料", "--ledger", ledger)["claims"]
    found += printed_json("ledger", "history", "乙材料", "--ledger", ledger)["claims"]
    return {c["subject"]: c for c in found}


def state(ledger: Path) -> dict[str, float]:
    return {row["status"]: row["value"] for row in printed_json("ledger", "state", "--ledger", ledger)["totals"]}


def test_a_word_on_a_claim_changes_the_state_and_an_undo_brings_it_back(ledger: Path) -> None:
    claim = claims(ledger)["甲材料"]["id"]
    assert state(ledger)["operating"] == pytest.approx(2 * 5.3e4)
    done("ledger", "review", claim, "--set", "value=58000", "--who", "王", "--why", "按公告", "--ledger", ledger)
    assert state(ledger)["operating"] == pytest.approx(5.3e4 + 5.8e4)
    done("ledger", "review", claim, "--reject", "--who", "李", "--ledger", ledger)
    assert state(ledger)["operating"] == pytest.approx(5.3e4)
    done("ledger", "undo", "--who", "李", "--ledger", ledger)
    assert state(ledger)["operating"] == pytest.approx(5.3e4 + 5.8e4)
    told = done("ledger", "history", claim, "--ledger", ledger)
    assert "按公告" in told and "撤销第 2 号意见" in told


def test_two_reviewers_who_disagree_are_shown_until_one_settles(ledger: Path) -> None:
    claim = claims(ledger)["甲材料"]["id"]
    done("ledger", "review", claim, "--accept", "--who", "王", "--ledger", ledger)
    assert printed_json("ledger", "reviews", "--conflicts", "--ledger", ledger)["conflicts"] == []
    done("ledger", "review", claim, "--set", "value=58000", "--who", "李", "--ledger", ledger)
    (dispute,) = printed_json("ledger", "reviews", "--conflicts", "--ledger", ledger)["conflicts"]
    assert {word["who"] for word in dispute["words"]} == {"王", "李"} and dispute["claim"]["value"] == 58_000
    done("ledger", "review", claim, "--settle", "--who", "赵", "--why", "以公告为准", "--ledger", ledger)
    assert printed_json("ledger", "reviews", "--conflicts", "--ledger", ledger)["conflicts"] == []
    done("ledger", "review", claim, "--reject", "--who", "王", "--ledger", ledger)
    assert len(printed_json("ledger", "reviews", "--conflicts", "--ledger", ledger)["conflicts"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["zzzz", "--accept"], "no claim 'zzzz'"),
        (["CLAIM"], "say one of"),
        (["CLAIM", "--accept", "--reject"], "say one of"),
        (["CLAIM", "--set", "status"], "sets nothing"),
        (["CLAIM", "--set", "status=opperating"], "did you mean 'operating'"),
        (["CLAIM", "--set", "value=many"], "not a number"),
    ],
)
def test_a_wrong_review_is_one_line(ledger: Path, arguments: list[str], told: str) -> None:
    claim = claims(ledger)["甲材料"]["id"]
    words = [claim if word == "CLAIM" else word for word in arguments]
    out = done("ledger", "review", *words, "--who", "王", "--ledger", ledger, code=2)
    assert told in out and len(out.strip().splitlines()) == 1


def test_what_is_new_since_a_day(ledger: Path, tmp_path: Path) -> None:
    found = printed_json("ledger", "diff", "--since", "2020-01-01", "--ledger", ledger)
    assert (len(found["added"]), found["withdrawn"], found["changed"]) == (3, [], [])
    assert {c["after"]["status"] for c in found["states"]} == {"operating", "under_construction"}
    later = printed_json("ledger", "diff", "--since", "2999-01-01", "--ledger", ledger)
    assert later["added"] == [] and later["states"] == []
    assert "5.3" in done("ledger", "diff", "--since", "2020-01-01", "--ledger", ledger)


# -- the workbook -------------------------------------------------------------------------------------------------------


def out(ledger: Path, folder: Path) -> Path:
    file = folder / "review.xlsx"
    done("ledger", "export", file, "--ledger", ledger)
    return file


def edited(file: Path, *cells: tuple[str, str, object]) -> None:
    """Changes cells as a person does: by the subject of the row and the title of the column."""
    book = openpyxl.load_workbook(file)
    sheet = book["审核"]
    titles = {str(cell.value): cell.column for cell in sheet[1]}
    rows = {sheet.cell(n, titles["主体"]).value: n for n in range(2, sheet.max_row + 1)}
    for subject, title, value in cells:
        sheet.cell(rows[subject], titles[title]).value = value  # type: ignore[assignment]
    book.save(file)


def taken(file: Path, ledger: Path, *options: str, code: int = 0) -> dict[str, Any]:
    result = lianpu("ledger", "take", file, "--ledger", ledger, "--json", *options)
    assert result.returncode == code, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_workbook_that_comes_back_as_it_went_says_nothing(ledger: Path, tmp_path: Path) -> None:
    file = out(ledger, tmp_path)
    for _ in ("as written", "as another program writes it"):
        assert taken(file, ledger) == {"applied": True, "reviews": [], "rejected": [], "missing": [], "unchanged": 3}
        openpyxl.load_workbook(file).save(file)


def test_what_was_changed_and_decided_becomes_reviews(ledger: Path, tmp_path: Path) -> None:
    file = out(ledger, tmp_path)
    edited(file, ("甲材料", "数值", 58000), ("甲材料", "审核人", "王"), ("甲材料", "理由", "按公告"), ("乙材料", "意见", "拒绝"))
    dry = taken(file, ledger, "--who", "李", "--dry-run")
    assert not dry["applied"] and len(dry["reviews"]) == 2 and state(ledger)["operating"] == pytest.approx(2 * 5.3e4)
    assert taken(file, ledger, "--who", "李")["applied"]
    assert state(ledger)["operating"] == pytest.approx(5.8e4)
    assert {c["reviews"][0]["who"] for c in claims(ledger).values()} == {"王", "李"}


@pytest.mark.parametrize(
    ("title", "value", "told"),
    [
        ("数值", "many", "not a number"), ("状态", "opperating", "operating"), ("原文", "改了", "only there to be read"),
        ("意见", "也许", "no decision"), ("编号", "ffffffffffffffff", "did not go out"), ("编号", None, "without the id"),
        ("单位", "万顿", "unknown unit"), ("数值", "=1+1", "formula"), ("意见", "修改", "nothing is edited"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told_and_nothing_is_taken(ledger: Path, tmp_path: Path, title: str, value: object, told: str) -> None:
    file = out(ledger, tmp_path)
    edited(file, ("甲材料", title, value), ("乙材料", "意见", "接受"))
    found = taken(file, ledger, "--who", "李", code=2)
    (row,) = found["rejected"]
    assert told in row["what"] + row["hint"] and row["place"].startswith("审核!") and not found["applied"]
    partial = taken(file, ledger, "--who", "李", "--partial")
    assert partial["applied"] and len(partial["reviews"]) == 1


def test_a_claim_that_the_ledger_has_changed_since_is_not_taken(ledger: Path, tmp_path: Path) -> None:
    file = out(ledger, tmp_path)
    done("ledger", "review", claims(ledger)["甲材料"]["id"], "--set", "value=60000", "--who", "赵", "--ledger", ledger)
    edited(file, ("甲材料", "数值", 58000))
    assert "changed this claim since" in taken(file, ledger, "--who", "李", code=2)["rejected"][0]["what"]


def test_rows_left_out_copied_or_in_another_order(ledger: Path, tmp_path: Path) -> None:
    file = out(ledger, tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["审核"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    sheet.delete_rows(2, 10)
    for row in (rows[2], rows[0], rows[0]):
        sheet.append(row)
    book.save(file)
    found = taken(file, ledger, "--who", "李", code=2)
    assert len(found["rejected"]) == 2 and "stands 2 times" in found["rejected"][0]["what"]
    assert found["missing"] == [rows[1][0]] and found["unchanged"] == 1


def test_a_workbook_of_another_kind_is_one_line(ledger: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    told = done("ledger", "take", tmp_path / "other.xlsx", "--ledger", ledger, code=2)
    assert len(told.strip().splitlines()) == 1 and "other.xlsx" in told


@pytest.mark.parametrize("title", ["状态", "意见", "原文"])
def test_a_column_that_is_gone_empties_nothing(ledger: Path, tmp_path: Path, title: str) -> None:
    file = out(ledger, tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["审核"]
    sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == title))
    book.save(file)
    told = done("ledger", "take", file, "--who", "李", "--partial", "--ledger", ledger, code=2)
    assert len(told.strip().splitlines()) == 1 and "review.xlsx" in told
    assert all(not claim["reviews"] for claim in claims(ledger).values())


@pytest.mark.parametrize("held", ["{broken", "{}", "7"])
def test_a_changed_hidden_sheet_is_one_line(ledger: Path, tmp_path: Path, held: str) -> None:
    file = out(ledger, tmp_path)
    book = openpyxl.load_workbook(file)
    book["_lianpu"].cell(2, 2).value = held
    book.save(file)
    told = done("ledger", "take", file, "--who", "李", "--ledger", ledger, code=2)
    assert len(told.strip().splitlines()) == 1 and "_lianpu was changed" in told


def test_a_workbook_into_a_folder_that_is_not_there_is_one_line(ledger: Path, tmp_path: Path) -> None:
    told = done("ledger", "export", tmp_path / "none" / "review.xlsx", "--ledger", ledger, code=2)
    assert len(told.strip().splitlines()) == 1
