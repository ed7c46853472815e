"""Areas by their own names, and the city that they lie in."""

from __future__ import annotations

import pytest

from lianpu.ledger.areas import areas_of, placed


def test_an_area_lies_in_the_city_that_another_claim_names_with_it() -> None:
    areas = areas_of(["连云港徐圩新区", "徐圩新区", "连云港市"])
    assert placed("徐圩新区", areas) == "连云港徐圩新区"
    assert placed("连云港市", areas) == "连云港市"


@pytest.mark.parametrize("told", [["连云港经开区"], ["连云港临港新区", "日照临港新区"]])
def test_a_name_of_every_city_or_of_two_is_no_areas_own(told: list[str]) -> None:
    assert areas_of(told) == {}


def test_national_new_areas_are_known() -> None:
    assert placed("两江新区水土园区", {}) == "重庆市两江新区水土园区"
