"""A register's export of firms: columns understood once and kept, codes verified, a later export speaks for a later time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from acceptance.shell import lianpu, printed_json
from lianpu.errors import LianpuError
from lianpu.ledger.company_exports import Export, check_code, export_headings, guess, guessed

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
     ("本年累计产量(吨)", "production", "吨"), ("幸福指数", "", ""), ("产值，万元", "output_value", "万元"),
     ("产量/万吨", "production", "万吨"), ("工业总产值（现价，万元）", "output_value", "万元"), ("产值", "output_value", ""),
     ("产能利用率(%)", "", ""), ("产量同比增长(%)", "", "")],
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


def claims_of(table: Path) -> dict[str, tuple[float | None, str, str]]:
    """By kind: value, first and last day of what it speaks of."""
    columns = guessed(export_headings(table))
    (reading,) = Export(table, columns).readings()
    return {c.kind: (c.value, c.date.start, c.date.end) for c in reading.claims if c.date is not None}


@pytest.mark.parametrize(
    ("printed", "stands", "flows"),
    [("2023年8月", "2023-08", ("2023-01", "2023-08")), ("2023年1-8月", "2023-08", ("2023-01", "2023-08")),
     ("2023年", "2023", ("2023", "2023")), ("2023年12月", "2023-12", ("2023", "2023")),
     ("2023年三季度", "2023-09", ("2023-07", "2023-09"))],
)  # fmt: skip
def test_capacity_stands_at_the_end_of_a_period_and_output_runs_through_it(
    tmp_path: Path, printed: str, stands: str, flows: tuple[str, str]
) -> None:
    found = claims_of(export(tmp_path / "a.xlsx", row(date=printed)))
    assert found["capacity"] == (50_000.0, stands, stands)
    assert found["production"] == (32_000.0, *flows)


def test_a_title_sums_and_remarks_are_no_rows_of_firms(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (["规上企业", "", "单位：万元"], list(HEADINGS), row(), ("", "合计", *[""] * 3, 5), ("填表人：甲",)):
        sheet.append(list(cells))
    book.save(tmp_path / "a.xlsx")
    answer = printed_json("ledger", "import", tmp_path / "a.xlsx", "--ledger", tmp_path / "l.sqlite")
    assert (answer["added"], [r["reason"] for r in answer["left_out"]]) == (5, ["sum", "remark"])
    assert "合计行" in lianpu("ledger", "import", tmp_path / "a.xlsx", "--ledger", tmp_path / "l.sqlite").stdout


def test_a_csv_export_under_a_title(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    lines = ["规上企业月报", ";".join(HEADINGS), ";".join(map(str, row(capacity="１，234.5")))]
    table.write_text("\n".join(lines), encoding="gb18030")
    assert claims_of(table)["capacity"][0] == 12_345_000.0


def test_every_wrong_figure_is_told_and_nothing_is_lost_unseen(tmp_path: Path) -> None:
    """A formula without its value, a repeated row, and a figure merged over two rows."""
    first, again, merged, below = row(capacity="=2+3"), row("乙材料", OTHER), row("丁材料", OTHER), row("丙材料", capacity="x")
    table = export(tmp_path / "a.xlsx", first, again, merged, below)
    book = openpyxl.load_workbook(table)
    book.active.merge_cells("I5:I6")
    book.save(table)
    answer = json.loads(lianpu("ledger", "import", table, "--ledger", tmp_path / "l.sqlite", "--json").stdout)
    told = {r["place"]: r["what"] for r in answer["refused"]}
    assert "formula" in told["Sheet!F3"] and "Sheet!C4" in told["Sheet!C5"] and "several rows" in told["Sheet!I5"]
    assert answer["added"] == 0 and "Sheet!I6" in told


def test_next_months_table_of_the_same_name_leaves_the_last_one(tmp_path: Path) -> None:
    """Two tables that differ in one figure of a dozen firms are no copies of each other."""
    ledger, table = tmp_path / "ledger.sqlite", tmp_path / "export.xlsx"
    others = [row(f"第{n}材料", f"{int(CODE[:8]):08d}MA6K5{n:04d}0", capacity=n + 1) for n in range(11)]
    for date, capacity in (("2023年8月", 5), ("2023年9月", 8)):
        export(table, row(capacity=capacity, date=date), *[(*r[:-1], date) for r in others])
        assert printed_json("ledger", "import", table, "--ledger", ledger)["added"] == 12 * 5
    rest = sum(n + 1 for n in range(11)) * 1e4
    assert state(ledger, "2023-08") == pytest.approx({"operating": rest + 5e4})
    assert state(ledger, "2023-09") == pytest.approx({"operating": rest + 8e4})


@pytest.mark.parametrize(
    ("lines", "told"),
    [([], "has no figures"), ([f'{OTHER},甲,"铝锭,12'], "row 2"), ([f"{OTHER},甲,铝锭,12,x"], "5 cells under 4 columns")],
)
def test_a_torn_export_is_no_empty_one(tmp_path: Path, lines: list[str], told: str) -> None:
    """Nothing under the headings; a quote that never ends and swallows the figure; a cell too many."""
    table = tmp_path / "a.csv"
    table.write_text("\n".join(["统一社会信用代码,企业名称,产品,产值(万元)", *lines]) + "\n", encoding="utf-8")
    done = lianpu("ledger", "import", table, "--ledger", tmp_path / "l.sqlite")
    assert done.returncode == 2 and told in done.stdout + done.stderr and "Traceback" not in done.stderr
    assert (done.stdout + done.stderr).count("row 2") == len(lines)
