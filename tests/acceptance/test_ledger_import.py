"""``lianpu ledger import``: tables as users send them, good and bad."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from acceptance.shell import SHARED, lianpu, printed_json
from lianpu.ledger.table_rows import COLUMNS

pytestmark = pytest.mark.acceptance
TABLE = SHARED / "data" / "qujing-claims.csv"
ROW = {
    "claim_id": "A1", "kind": "capacity", "subject": "甲材料", "chain": "battery", "stage": "cathode", "product": "磷酸铁锂",
    "value": "5.3", "unit": "万吨/年", "qualifier": "", "status": "operating", "place": "临江市", "as_of_date": "2020-12-31",
    "valid_year": "2020", "source_title": "临江日报", "source_url": "https://example.org/1", "source_date": "2021-04",
}  # fmt: skip
GOOD = ROW | {"claim_id": "A2", "subject": "乙材料"}

BAD_ROWS: list[tuple[dict[str, Any], str, str]] = [
    ({"unit": "万顿/年"}, "unit", "万吨"),
    ({"unit": "亿元"}, "unit", "capacity"),
    ({"status": "opperating"}, "status", "operating"),
    ({"kind": "capcity"}, "kind", "capacity"),
    ({"qualifier": "~"}, "qualifier", ">="),
    ({"value": "-5"}, "value", "negative"),
    ({"value": "five"}, "value", "not a number"),
    ({"value": "30-15"}, "value", "falls"),
    ({"value": "#REF!"}, "value", "#REF!"),
    ({"as_of_date": "2203-01-01"}, "as_of_date", "2203"),
    ({"as_of_date": "2022-13"}, "as_of_date", "not a date"),
    ({"valid_year": "20222"}, "valid_year", "not a date"),
    ({"stage": "cathod"}, "stage", "cathode"),
    ({"claim_id": ""}, "claim_id", "without an id"),
    ({"claim_id": "A2"}, "claim_id", "A2"),
]


def a_csv(path: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def a_workbook(path: Path, *rows: dict[str, Any], title_rows: int = 0) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(title_rows):
        sheet.append(["项目台账"])
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([row[column] for column in COLUMNS])
    book.save(path)
    return book


def refused(path: Path, ledger: Path, *options: str) -> dict[str, Any]:
    import json

    done = lianpu("ledger", "import", path, "--ledger", ledger, "--json", *options)
    assert done.returncode in (0, 2) and "Traceback" not in done.stderr, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of claims is not beside this checkout")
def test_the_open_table_is_taken_whole_and_only_once(tmp_path: Path) -> None:
    first = printed_json("ledger", "import", TABLE, "--ledger", tmp_path / "l.sqlite")
    again = printed_json("ledger", "import", TABLE, "--ledger", tmp_path / "l.sqlite")
    assert first["refused"] == [] and first["known"] == 0 and first["added"] >= 273
    assert (again["added"], again["known"], again["documents"]) == (0, first["added"], 0)


@pytest.mark.parametrize(("change", "column", "told"), BAD_ROWS, ids=[f"{c}-{t}" for _, c, t in BAD_ROWS])
def test_a_bad_cell_is_told_with_its_address_and_nothing_is_taken(
    tmp_path: Path, change: dict[str, str], column: str, told: str
) -> None:
    table = a_csv(tmp_path / "claims.csv", GOOD, ROW | change)
    (row,) = refused(table, tmp_path / "l.sqlite")["refused"]
    assert row["place"] == f"row 3, column {column}" and told in f"{row['what']} {row['hint']}"
    a_workbook(tmp_path / "claims.xlsx", GOOD, ROW | change)
    (row,) = refused(tmp_path / "claims.xlsx", tmp_path / "l.sqlite")["refused"]
    assert row["place"] == f"Sheet!{openpyxl.utils.get_column_letter(COLUMNS.index(column) + 1)}3"
    assert printed_json("ledger", "import", a_csv(tmp_path / "good.csv", GOOD), "--ledger", tmp_path / "l.sqlite")["added"] == 1


def test_every_bad_row_is_told_and_the_good_ones_are_taken_when_asked(tmp_path: Path) -> None:
    bad = [ROW | change | {"claim_id": f"B{i}"} for i, (change, column, _) in enumerate(BAD_ROWS) if column != "claim_id"]
    table = a_csv(tmp_path / "claims.csv", *bad, GOOD)
    whole = refused(table, tmp_path / "l.sqlite")
    assert (whole["added"], len(whole["refused"])) == (0, len(bad))
    partial = refused(table, tmp_path / "l.sqlite", "--partial")
    assert (partial["added"], len(partial["refused"])) == (1, len(bad))


def test_a_workbook_is_the_same_as_a_csv(tmp_path: Path) -> None:
    rows = [GOOD, ROW | {"value": 5.3, "valid_year": 2020}]
    a_workbook(tmp_path / "claims.xlsx", *rows, title_rows=2)
    assert printed_json("ledger", "import", tmp_path / "claims.xlsx", "--ledger", tmp_path / "x.sqlite")["added"] == 2
    state = [
        printed_json("ledger", "state", "--ledger", ledger)["totals"][0]["value"]
        for ledger in (tmp_path / "x.sqlite", _imported(tmp_path, a_csv(tmp_path / "claims.csv", GOOD, ROW)))
    ]
    assert state[0] == state[1] == pytest.approx(2 * 5.3e4)


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-8-sig", ";"), ("utf-8", "\t")])
def test_encodings_and_delimiters_of_spreadsheets(tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = a_csv(tmp_path / "claims.csv", GOOD, encoding=encoding, delimiter=delimiter)
    assert printed_json("ledger", "import", table, "--ledger", tmp_path / "l.sqlite")["added"] == 1


def test_formulas_merged_cells_and_a_million_empty_rows(tmp_path: Path) -> None:
    book = a_workbook(tmp_path / "claims.xlsx", GOOD, ROW, ROW | {"claim_id": "A3", "subject": "", "value": ""})
    sheet = book.active
    assert sheet is not None
    value, subject = (openpyxl.utils.get_column_letter(COLUMNS.index(name) + 1) for name in ("value", "subject"))
    sheet[f"{value}2"] = "=2+3.3"  # openpyxl writes no value beside a formula
    sheet.merge_cells(f"{value}3:{value}4")
    sheet.merge_cells(f"{subject}3:{subject}4")
    for number in range(5, 1_000_001, 100_000):
        sheet.row_dimensions[number].height = 20
    sheet.cell(row=1_000_000, column=1).number_format = "0.00"
    book.save(tmp_path / "claims.xlsx")
    told = {row["place"]: row["what"] for row in refused(tmp_path / "claims.xlsx", tmp_path / "l.sqlite")["refused"]}
    assert "formula" in told[f"Sheet!{value}2"]
    assert "several rows" in told[f"Sheet!{value}3"] and "several rows" in told[f"Sheet!{value}4"]
    empty = tmp_path / "empty.csv"
    empty.write_text(a_csv(tmp_path / "one.csv", GOOD).read_text(encoding="utf-8") + "\n" * 1_000_000, encoding="utf-8")
    assert printed_json("ledger", "import", empty, "--ledger", tmp_path / "l.sqlite")["added"] == 1


def test_a_corrected_table_replaces_what_it_said(tmp_path: Path) -> None:
    ledger = _imported(tmp_path, a_csv(tmp_path / "claims.csv", GOOD, ROW))
    a_csv(tmp_path / "claims.csv", GOOD, ROW | {"value": "7.2"})
    again = printed_json("ledger", "import", tmp_path / "claims.csv", "--ledger", ledger)
    assert (again["added"], again["known"], again["withdrawn"]) == (1, 1, 0)
    a_csv(tmp_path / "claims.csv", GOOD)
    last = printed_json("ledger", "import", tmp_path / "claims.csv", "--ledger", ledger)
    assert (last["added"], last["known"], last["withdrawn"]) == (0, 1, 1)


def test_an_industry_that_the_library_does_not_know_is_taken_by_its_printed_names(tmp_path: Path) -> None:
    wine = ROW | {"chain": "wine", "stage": "winery", "product": "干红葡萄酒", "unit": "万吨/年", "value": "1.2"}
    ledger = _imported(tmp_path, a_csv(tmp_path / "wine.csv", wine))
    (row,) = printed_json("ledger", "state", "--ledger", ledger)["totals"]
    assert (row["product"], row["product_id"], row["value"], row["unit"]) == ("干红葡萄酒", None, 1.2e4, "t/a")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n1,2\n", b"PK\x03\x04 torn", b"\xff\xfe\x00\x01\x02"])
def test_a_file_that_is_no_table_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(content)
    done = lianpu("ledger", "import", path, "--ledger", tmp_path / "l.sqlite")
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1 and "claims.csv" in done.stderr


def _imported(folder: Path, table: Path) -> Path:
    ledger = folder / f"{table.stem}.sqlite"
    printed_json("ledger", "import", table, "--ledger", ledger)
    return ledger
