"""Margins of stages on what they take, at prices of one year without VAT."""

from __future__ import annotations

import pytest

from lianpu.engine.margins import margin, net_price, price_year
from lianpu.library.load import load_library


def test_a_price_of_the_year_is_taken_without_vat() -> None:
    shelf = load_library()
    price = net_price("primary_aluminium", shelf, 2025)
    assert price is not None and not price.estimated
    assert price.value.typical == pytest.approx(20700 / 1.13)  # the mean of 2025
    older = net_price("primary_aluminium", shelf, 2021)
    assert older is not None and older.day <= "2021-12-31"


def test_the_margin_is_price_less_inputs() -> None:
    shelf = load_library()
    found = margin("primary_aluminium", shelf)
    assert found is not None and found.year == price_year(shelf) and found.price is not None and found.value is not None
    assert not found.unpriced
    inputs = sum(cost.value.typical for cost in found.costs)
    assert found.value.typical == pytest.approx(found.price.value.typical - inputs)
    assert found.costs[0].good == "alumina" and set(found.estimated) <= {*shelf.input_prices, "electricity"}
    assert all(row in shelf.rows for row in found.rows)


def test_an_input_that_nobody_prices_costs_what_its_maker_takes() -> None:
    shelf = load_library()
    wafers, rods = margin("wafer", shelf), margin("mono_rod", shelf)
    assert wafers is not None and rods is not None
    assert rods.value is None  # no price of rods, so no margin
    (cost,) = [c for c in wafers.costs if c.good == "mono_rod"]
    assert cost.made and cost.value.typical == pytest.approx(sum(c.value.typical for c in rods.costs))


def test_what_none_makes_has_no_margin() -> None:
    assert margin("argon", load_library()) is None
