"""A register's export of firms: columns understood once and kept, codes verified, a later export speaks for a later time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from acceptance.shell import lianpu, printed_json
from lianpu.errors import LianpuError
from lianpu.ledger.company_exports import check_code, guess

pytestmark = pytest.mark.acceptance
CODE, OTHER = "91530300MA6K5XXG1P", "91350100M000100Y43"
HEADINGS = ("序号", "企业名称", "统一社会信用代码", "注册地址", "主要产品", "设计产能(万吨)", "实际产量（万吨）", "产值(万元)",
            "从业人数", "用电量(万千瓦时)", "生产状态", "统计期")  # fmt: skip


def with_check(code: str) -> str:
    """The code with the check character that its first 17 ask for."""
    for last in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        try:
            check_code(code[:17] + last)
        except LianpuError:
            continue
        return code[:17] + last
    raise AssertionError(code)


def export(path: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["规上工业企业月报"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def row(
    name: str = "甲材料", code: str = CODE, capacity: object = 5, status: str = "投产", date: str = "2023年8月"
) -> tuple[object, ...]:
    return (1, name, with_check(code), "曲靖市沾益区", "磷酸铁锂", capacity, 3.2, 120000, 800, 9600, status, date)


def state(ledger: Path, at: str) -> dict[str, float]:
    totals = printed_json("ledger", "state", "--at", at, "--place", "曲靖市", "--ledger", ledger)["totals"]
    return {r["status"]: r["value"] for r in totals}


def test_a_published_code_checks() -> None:
    check_code("91350100M000100Y43")  # the example of GB 32100-2015


@pytest.mark.parametrize("code", ["91350100M000100Y44", "91350100M000100Y4", "9135O100M000100Y43", ""])
def test_a_mistyped_code_does_not(code: str) -> None:
    with pytest.raises(LianpuError):
        check_code(code)


@pytest.mark.parametrize(
    ("heading", "role", "unit"),
    [("设计产能(万吨)", "capacity", "万吨/年"), ("工业总产值（亿元）", "output_value", "亿元"),
     ("从业人员平均人数", "jobs", "人"), ("法定代表人", "ignored", ""),
     ("本年累计产量(吨)", "production", "吨"), ("幸福指数", "", "")],
)  # fmt: skip
def test_headings_tell_what_a_column_is(heading: str, role: str, unit: str) -> None:
    assert (guess(heading).role, guess(heading).unit) == (role, unit)


def test_each_measure_of_a_row_becomes_a_claim_and_a_later_export_speaks_later(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite"
    first = export(tmp_path / "2023-08.xlsx", row(), row("乙材料", OTHER, 2, "在建"))
    answer = printed_json("ledger", "import", first, "--ledger", ledger)
    assert (answer["added"], answer["refused"]) == (2 * 5, [])
    assert printed_json("ledger", "import", first, "--ledger", ledger)["added"] == 0
    later = export(tmp_path / "2024-08.xlsx", row(capacity=8, date="202408"), row("乙材料", OTHER, 2, "投产", "202408"))
    printed_json("ledger", "import", later, "--ledger", ledger)
    assert state(ledger, "2023-08") == pytest.approx({"operating": 5e4, "under_construction": 2e4})
    assert state(ledger, "2024-08") == pytest.approx({"operating": 8e4 + 2e4})
    (firm,) = [p for p in printed_json("ledger", "state", "--ledger", ledger)["plants"] if p["owner"] == "甲材料"]
    assert firm["place"] == "曲靖市沾益区"


def test_columns_that_are_not_clear_are_asked_for_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.sqlite"
    odd = (*HEADINGS, "幸福指数")
    table = export(tmp_path / "a.xlsx", (*row(), 7), headings=odd)
    done = lianpu("ledger", "import", table, "--ledger", ledger)
    assert done.returncode == 2 and "幸福指数" in done.stderr and "--mapping" in done.stderr
    mapping = tmp_path / "columns.toml"
    mapping.write_text('[columns]\n"幸福指数" = "ignored"\n', encoding="utf-8")
    assert printed_json("ledger", "import", table, "--ledger", ledger, "--mapping", mapping)["added"] == 5
    moved = (odd[-1], *odd[:-1])
    again = export(tmp_path / "b.xlsx", (7, *row("丙材料", OTHER)), headings=moved)
    assert printed_json("ledger", "import", again, "--ledger", ledger)["added"] == 5  # kept in the ledger


@pytest.mark.parametrize(
    ("change", "column", "told"),
    [({"code": "x"}, "C", "统一社会信用代码"), ({"status": "快了"}, "K", "status"), ({"capacity": "很多"}, "F", "not a number"),
     ({"date": "2203-01"}, "L", "2203"), ({"capacity": -5}, "F", "negative")],
)  # fmt: skip
def test_a_wrong_cell_is_told_with_its_address(tmp_path: Path, change: dict[str, Any], column: str, told: str) -> None:
    bad = list(row(**{k: v for k, v in change.items() if k != "code"}))
    if "code" in change:
        bad[2] = change["code"]
    table = export(tmp_path / "a.xlsx", tuple(bad), row("乙材料", OTHER))
    done = lianpu("ledger", "import", table, "--ledger", tmp_path / "l.sqlite", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 2 and answer["added"] == 0
    (refused,) = answer["refused"]
    assert refused["place"] == f"Sheet!{column}3" and told in refused["what"] + refused["hint"]
