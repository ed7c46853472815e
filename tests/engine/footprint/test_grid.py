"""A province's electricity by month: calibrated on one year, tested on the others."""

from __future__ import annotations

import pytest

from lianpu.engine.footprint.grid import calibrate, months
from lianpu.errors import LianpuError
from lianpu.library.load import Library, load_library

YUNNAN = "云南省"


@pytest.fixture(scope="module")
def shelf() -> Library:
    return load_library()


def test_calibrated_on_2022(shelf: Library) -> None:
    """0.1073 kg/kWh with 45.91 of 374.785 TWh thermal: 0.876 kg per kWh of thermal power."""
    found = calibrate(shelf, YUNNAN, 2022)
    assert found.fleet == pytest.approx(0.1073 * (303.88 + 45.91 + 21.25 + 3.7452) / 45.91, rel=1e-3)
    assert {"PO-yunnan-co2-2022"} < set(found.rows)


def test_other_years_test_it(shelf: Library) -> None:
    """2021: 45.22 of 343.57 TWh thermal gives 0.1153; the ministry's 0.1235 is 7 % higher (imports, other fuel)."""
    tests = {t.year: t for t in calibrate(shelf, YUNNAN, 2022).tests}
    assert tests[2021].factor == pytest.approx(0.876 * 45.22 / (271.63 + 45.22 + 23.2 + 3.5217), rel=1e-3)
    assert tests[2021].error == pytest.approx(0.1153 / 0.1235 - 1, abs=1e-3)
    assert tests[2023].factor == pytest.approx(0.1436, abs=5e-4)
    assert tests[2023].error is None  # the library's own number for 2023 is derived the same way
    assert tests[2024].lacking == ("wind_generation",)


def test_calibrated_on_2021_and_tested_on_2022(shelf: Library) -> None:
    tests = {t.year: t for t in calibrate(shelf, YUNNAN, 2021).tests}
    assert tests[2022].error == pytest.approx(0.1235 / 0.1153 - 1, abs=2e-3)


def test_the_dry_season_is_three_times_the_wet_one(shelf: Library) -> None:
    found = {m.first_month: m for m in months(shelf, calibrate(shelf, YUNNAN, 2022), 2023)}
    assert found[4].factor == pytest.approx(0.234, abs=2e-3)
    assert found[9].factor == pytest.approx(0.068, abs=2e-3)
    assert (found[1].last_month, len(found)) == (2, 11)
    whole = sum(m.factor * m.generation_twh for m in found.values()) / sum(m.generation_twh for m in found.values())
    assert whole == pytest.approx(0.1436, abs=1e-3)


def test_a_year_without_a_factor(shelf: Library) -> None:
    with pytest.raises(LianpuError, match="years with a factor: 2021, 2022"):
        calibrate(shelf, YUNNAN, 2018)
