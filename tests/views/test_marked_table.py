"""A refused table comes back with its wrong cells marked."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from lianpu.intake import import_tables
from lianpu.ledger.importing import COLUMNS
from lianpu.reading.source import column_name
from lianpu.views.marked_table import write_marked

GOOD = {
    "claim_id": "A1", "kind": "capacity", "subject": "甲厂", "chain": "battery", "stage": "cathode", "product": "磷酸铁锂",
    "value": "5", "unit": "万吨/年", "status": "operating", "place": "曲靖市", "as_of_date": "2022-01-18", "source_title": "报",
}  # fmt: skip
ROWS = [GOOD, GOOD | {"claim_id": "A2", "unit": "万顿/年"}, GOOD | {"claim_id": "A3", "value": "-3"}]


def as_csv(path: Path) -> Path:
    lines = [",".join(COLUMNS), *(",".join(row.get(c, "") for c in COLUMNS) for row in ROWS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        notes, sheet = book.add_worksheet("说明"), book.add_worksheet("数据")
        notes.write(0, 0, "请填写")
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(ROWS, 1):
            sheet.write_row(number, 0, [row.get(c, "") for c in COLUMNS])
    return path


def test_a_csv_comes_back_as_a_sheet_with_remarks_behind_its_wrong_rows(tmp_path: Path) -> None:
    reports = import_tables([as_csv(tmp_path / "t.csv")], str(tmp_path / "l.sqlite"))
    assert write_marked(reports, tmp_path / "out.xlsx") == 2
    (sheet,) = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).sheet_names
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name(sheet).to_python()
    assert rows[0][: len(COLUMNS)] == list(COLUMNS)
    assert [row[COLUMNS.index("unit")] for row in rows[1:]] == ["万吨/年", "万顿/年", "万吨/年"]
    assert rows[1][len(COLUMNS)] == "" and "did you mean" in rows[2][len(COLUMNS)] and "negative" in rows[3][len(COLUMNS)]


def test_a_workbook_keeps_all_its_sheets(tmp_path: Path) -> None:
    reports = import_tables([as_workbook(tmp_path / "t.xlsx")], str(tmp_path / "l.sqlite"))
    assert write_marked(reports, tmp_path / "out.xlsx") == 2
    book = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx"))
    assert book.sheet_names == ["说明", "数据"]
    rows = book.get_sheet_by_name("数据").to_python()
    assert "unknown unit '万顿'" in rows[2][len(COLUMNS)]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        remarks = parts.read("xl/comments1.xml").decode()
    unit, value = (column_name(COLUMNS.index(name)) for name in ("unit", "value"))
    assert f'ref="{unit}3"' in remarks and f'ref="{value}4"' in remarks  # the very cells
