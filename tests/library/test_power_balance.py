"""A province's own table of year-to-date sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.library.load import load_library
from lianpu.library.power_balance import published, read_balance

HEAD = "month,hydro_ytd_twh,thermal_ytd_twh,wind_ytd_twh,solar_ytd_twh,use_twh,use_ytd_twh\n"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "yunnan-power-balance-monthly.csv"


def table(folder: Path, *lines: str) -> Path:
    path = folder / "power.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_sums_become_months(tmp_path: Path) -> None:
    path = table(tmp_path, "2022-01,,,,,2,2", "2022-02,10,4,1,,3,5", "2022-03,14,6,,,2.5,7.5", "2022-04,13,8,3,1,3,10.5")
    first, march, april = read_balance(path)
    assert (first.first, first.last, first.months) == (1, 2, 2)
    assert first.values == {"hydro": 10, "thermal": 4, "wind": 1, "use": 5}
    assert march.values == {"hydro": 4, "thermal": 2, "use": 2.5}  # wind was not published
    assert april.values == {"thermal": 2, "use": 3}  # hydro was revised down; of wind and solar the month before lacks
    assert april.rows == ("power.csv row 5",)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("2022-02,1o,4,1,,3,5",), "row 2: 'hydro_ytd_twh' must be a number"),
        (("2022-02,-1,4,1,,3,5",), "row 2: column 'hydro_ytd_twh' is -1 TWh"),
        (("2022-13,1,4,1,,3,5",), "row 2: column 'month' must be a month"),
        (("2022-03,1,4,1,,3,5", "2022-02,1,4,1,,3,5"), "row 3: month 2022-02 stands after 2022-03"),
        (("2022-02,1,4",), "row 2: 3 cells under 7 columns"),
        ((), "this table has no rows"),
    ],
)
def test_a_bad_table_is_refused_with_its_row_and_column(tmp_path: Path, lines: tuple[str, ...], what: str) -> None:
    with pytest.raises(LianpuError, match=what):
        read_balance(table(tmp_path, *lines))


@pytest.mark.skipif(not SHARED.is_file(), reason="no shared material here")
def test_the_packaged_months_are_those_of_the_published_sums() -> None:
    ours = {(r.year, r.last): r.values for r in published(load_library().power, "云南省")}
    for reading in read_balance(SHARED):
        for name, value in reading.values.items():
            if (reading.year, reading.last, name) in {(2023, 2, "use")}:
                continue  # derived from March in the package
            assert ours[reading.year, reading.last].get(name) == pytest.approx(value, abs=0.06), (
                reading.year,
                reading.last,
                name,
            )
