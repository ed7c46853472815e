"""Tables of published cases: computed row by row, with what is wrong named by file and row."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.measuring import check_cases

HEAD = "id,indicator,inputs_json,expected_json,tolerance_abs,source\n"


def _file(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "cases.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_agreement_is_within_the_tolerance(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        'near,utilisation,"{""running"": 3.1, ""built"": 5.0}",0.6205,0.001,',
        'far,utilisation,"{""running"": 3.1, ""built"": 5.0}",0.63,0.001,',
        'exact,location_quotient,"{""x_ir"": 3, ""x_r"": 10, ""x_in"": 1, ""x_n"": 10}",3,0,',
        'zero,utilisation,"{""running"": 3.1, ""built"": 0}","{""error"": ""zero_denominator""}",,',
        'another,utilisation,"{""running"": 3.1, ""built"": 0}",0,0,',
        'longer,upstreamness,"{""A"": [[0]], ""F"": [1]}","[1, 1]",0,',
        'unknown,utilization,"{""running"": 3.1, ""built"": 5}",0.62,0.001,',
    )
    results = check_cases(file)
    assert [r.agrees for r in results] == [True, False, True, True, False, False, False]
    assert "did you mean 'utilisation'?" in (results[-1].error or "")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('a,utilisation,"{""running"": 3.1",0.6,0,', "row 2 (a): 'inputs_json' is no JSON"),
        ('a,utilisation,"{""running"": NaN}",0.6,0,', "NaN is no number"),
        ("a,utilisation,[1],0.6,0,", "must be an object"),
        ('a,utilisation,"{""running"": 3}",0.6,little,', "'tolerance_abs' must be a number"),
        ("a,utilisation,{}", "not as many cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(LianpuError) as caught:
        check_cases(_file(tmp_path, row))
    assert words in str(caught.value)


def test_a_table_without_rows_or_columns(tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="no rows"):
        check_cases(_file(tmp_path))
    other = tmp_path / "other.csv"
    other.write_text("id,indicator\n", encoding="utf-8")
    with pytest.raises(LianpuError, match="column 'inputs_json' is missing"):
        check_cases(other)
    with pytest.raises(LianpuError, match="cannot be read"):
        check_cases(tmp_path / "none.csv")
