"""The table of divisions: complete, and what texts name is in it."""

from __future__ import annotations

from collections import Counter

from lianpu.divisions import divisions
from lianpu.reading.words import places


def test_all_provinces_prefectures_and_counties_are_there() -> None:
    """34 provinces; about 333 prefectures and 2,850 counties, with those that were renamed."""
    count = Counter(len(d.code) for d in divisions())
    assert count[2] == 34 and 333 <= count[4] <= 345 and 2840 <= count[6] <= 2900
    provinces = {d.code for d in divisions() if len(d.code) == 2}
    assert {d.code[:2] for d in divisions()} == provinces


def test_divisions_made_since_are_there_beside_the_old_names() -> None:
    names = {d.name: d.code for d in divisions()}
    assert names["马龙区"] == "530304" and names["临平区"] == "330113" and names["那曲市"] == "5406"
    assert "马龙县" in names


def test_the_reader_knows_counties_by_their_whole_names_only() -> None:
    assert places()["沾益区"] == "沾益区" and places()["会泽县"] == "会泽县"
    assert "合作" not in places() and "大方" not in places()
