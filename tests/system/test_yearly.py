"""Tables of years: what is read, and what is refused with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.system.yearly import read_yearly


def test_years_may_leave_gaps(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("年份,铝,锂\n2000,1,2\n2005,3,4\n", encoding="utf-8-sig")
    found = read_yearly(file)
    assert found.elements == ("铝", "锂")
    assert found.edges.tolist() == [2000, 2001, 2006]
    assert found.values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "first column is not 'year'"),
        ("year,a\n", "has no years"),
        ("year,a\n2000,x\n", "row 2: 'a' must be a number"),
        ("year,a\n2001,1\n2000,1\n", "row 3: year 2000 after 2001"),
        ("year,a\n2000,1,2\n", "row 2: 3 cells under 2 columns"),
        ("", "first column"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LianpuError, match=words):
        read_yearly(file)
