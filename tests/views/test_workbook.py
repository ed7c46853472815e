"""The workbook, opened again with the library that a user has."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lianpu.errors import LianpuError
from lianpu.views.dossier import Dossier
from lianpu.views.workbook import write_workbook


@pytest.fixture(params=["zh", "en"])
def book(request: pytest.FixtureRequest, dossier: Dossier, tmp_path: Path) -> openpyxl.Workbook:
    write_workbook(dossier, tmp_path / "book.xlsx", request.param)
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]
    return openpyxl.load_workbook(tmp_path / "book.xlsx")


def test_numbers_are_numbers_under_heads_with_units(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[1]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    need = next(head for head in heads if head.startswith(("需求 典型", "need typical")))
    alumina = next(row for row in rows if row[heads[1]] in ("氧化铝", "alumina"))
    assert alumina[need] == pytest.approx(680e3 * 1.92)
    assert alumina[heads[3]] == "t/a"


def test_no_sheet_is_empty_of_heads_or_has_an_error(book: openpyxl.Workbook) -> None:
    for sheet in book:
        values = [cell.value for row in sheet.iter_rows() for cell in row]
        assert values[0] and not any(isinstance(value, str) and value.startswith("#") for value in values)
        assert sheet.freeze_panes


def test_balance_rows_link_to_claims(book: openpyxl.Workbook) -> None:
    links = [cell.hyperlink.location for row in book.worksheets[1].iter_rows() for cell in row if cell.hyperlink]
    assert any("!A" in str(link) for link in links)


def test_a_folder_that_cannot_be_written_is_told(dossier: Dossier, tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="cannot be written"):
        write_workbook(dossier, tmp_path / "gone" / "book.xlsx", "zh")
