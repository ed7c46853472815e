"""Bands of plausibility: their table, and those that follow from prices and recipes."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from lianpu.errors import LianpuError
from lianpu.library.bands import plausible, price_band
from lianpu.library.load import SHIPPED, load_library


def test_every_row_has_a_source_and_is_shown_by_its_id() -> None:
    library = load_library()
    assert len(library.bands) > 25
    for band in library.bands:
        row = library.rows[band.rows[0]]
        assert row.table == "bands" and (row.source_url or row.quality in ("derived", "estimate")) and row.note
        assert band.first is None or band.last is None or band.first <= band.last


def test_capital_of_polysilicon_by_vintage() -> None:
    """22 亿元 for 0.3 万t in 2008 are 733,000 yuan/t; projects of 2023 cost a seventh of it."""
    bands = [b for b in load_library().bands if (b.numerator, b.good_id) == ("investment", "polysilicon")]
    old, new = sorted(bands, key=lambda b: b.first or 0)
    assert (old.last, new.first) == (2012, 2013)
    assert old.value.typical == pytest.approx(22e8 / 3000, rel=1e-3) and new.value.high < old.value.low


def test_a_price_band_runs_from_net_to_quoted() -> None:
    """Polysilicon in 2019: quotes of 72 to 78 yuan/kg with VAT; without its 13 % the lowest is 64."""
    library = load_library()
    band = price_band(library, "polysilicon", 2019)
    quotes = [p for p in library.prices_of("polysilicon", "2019", "2019-12-31") if p.is_price and p.start.startswith("2019")]
    assert band is not None and band.unit == "CNY/t"
    assert band.value.high == max(p.per_unit.high for p in quotes)
    assert band.value.low == pytest.approx(min((p.net or p.per_unit).low for p in quotes))
    assert price_band(library, "polysilicon", 1990) is None


def test_power_and_feeds_per_unit_follow_from_the_recipes() -> None:
    library = load_library()
    by_kind = {(p.numerator, p.good_id): p for p in plausible(library)}
    power = by_kind["energy", "primary_aluminium"]
    assert power.unit == "kWh/t" and 12_500 < power.value.low < power.value.typical < power.value.high < 14_500
    alumina = by_kind["feed:alumina", "primary_aluminium"]
    assert alumina.unit == "t/t" and alumina.value.low == pytest.approx(1.91, abs=0.03) and alumina.rows


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("investment,polysilicon,2013,,80000", "investment,polysilikon,2013,,80000", "did you mean 'polysilicon'"),
        ("jobs,battery_cell", "jobbs,battery_cell", "unknown numerator"),
        ("CNY,MWp", "person,MWp", "is counted in money"),
        ("mu,GWp", "mu,kt", "does not fit"),
        ("2000,2012,500000", "2000,2012,900000", "do not rise"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, old: str, new: str, what: str) -> None:
    folder = copytree(SHIPPED, tmp_path / "library")
    table = folder / "bands.csv"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LianpuError, match=r"bands\.csv") as told:
        load_library(folder)
    assert what in str(told.value)
