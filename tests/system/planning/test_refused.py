"""What is refused before anything is solved, and how it is said."""

from __future__ import annotations

from typing import Any

import pytest

from lianpu.errors import LianpuError
from lianpu.system.planning import System


def some(**changes: Any) -> System:
    """A smelter that takes ore, with some tables exchanged."""
    tables: dict[str, Any] = {
        "sites": [{"id": "X"}],
        "goods": [{"id": "metal", "unit": "t"}, {"id": "ore", "unit": "t"}],
        "plants": [{"id": "smelter", "site": "X", "residual": 8, "unit": "kt/a", "recipe": {"metal": 1, "ore": -2}}],
        "markets": [{"id": "ore in", "good": "ore", "site": "X", "side": "buy", "price": 3}],
        "demands": [{"id": "need", "good": "metal", "site": "X", "amount": 5}],
    }
    return System.of(years=[2025, 2030], slices=["year"], **(tables | changes))


def plant(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "smelter", "site": "X", "recipe": {"metal": 1, "ore": -2}} | fields]


def market(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "ore in", "good": "ore", "site": "X", "side": "buy", "price": 3} | fields]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"plants": plant(capex=float("nan"))}, r"plants, row 1 \(smelter\): 'capex' is not a number"),
        ({"plants": plant(lifetime=-1)}, r"plants, row 1 \(smelter\): 'lifetime' is -1, must be at least"),
        ({"plants": plant(lifetme=20)}, r"unknown field 'lifetme'; did you mean 'lifetime'"),
        ({"plants": plant(recipe={"metal": 1, "oer": -2})}, r"unknown good 'oer' in 'good'; did you mean 'ore'"),
        ({"plants": plant() + plant()}, r"plants, row 2 \(smelter\): the id 'smelter' is taken; it stands in row 1"),
        ({"plants": plant(unit="kt")}, r"a capacity in kt \(mass\) is an amount; did you mean 'kt/a'"),
        ({"plants": plant(build="lump")}, r"'build' is 'lump'; did you mean 'lumps'"),
        ({"plants": plant(min_build=5, max_build=2)}, r"'min_build' is above 'max_build'"),
        ({"plants": plant(capex=[1, 2, 3])}, r"'capex' has the shape \(3,\); give one number or 2, by year"),
        ({"plants": plant(residual="many")}, r"'residual' must be a number or numbers by year, not 'many'"),
        ({"markets": market(unit="kWh")}, r"markets, row 1 \(ore in\): cannot turn kWh .* its good is counted in t"),
        ({"markets": market(unit="tonne")}, r"unknown unit 'tonne'"),
        ({"markets": market(side="by")}, r"'side' is 'by'; did you mean 'buy'"),
        ({"markets": []}, r"plants, row 1: nobody can supply ore at X"),
        ({"plants": [], "markets": market()}, r"demands, row 1 \(need\): nobody can supply metal at X"),
        ({"demand": []}, r"unknown table 'demand'; did you mean 'demands'"),
        ({"markets": [{"id": "ore in", "good": "ore", "site": "X"}]}, r"'side' is missing"),
        ({"conventions": {"discount": 0.1}}, r"conventions: unknown field 'discount'; did you mean 'discount_rate'"),
        ({"conventions": {"salvage": "sinking"}}, r"'salvage' is 'sinking'; did you mean 'sinking_fund'"),
        ({"weights": [0.0]}, r"the slice 'year' has no time in it"),
    ],
)  # fmt: skip
def test_refused_with_its_place(tables: dict[str, Any], said: str) -> None:
    with pytest.raises(LianpuError, match=said):
        some(**tables)


def test_amounts_in_other_units_become_the_good_s() -> None:
    """3 CNY per kg is 3000 per t, at most 2 kt is 2000 t."""
    found = some(markets=market(unit="kg"), demands=[{"id": "d", "good": "metal", "site": "X", "amount": 2, "unit": "kt"}])
    assert found.markets.price.ravel().tolist() == [3000.0]
    assert found.demands.amount.ravel().tolist() == [2000.0]


def test_years_between_are_interpolated() -> None:
    found = System.of(
        years=[2025, 2027, 2035], slices=["year"], sites=[{"id": "X"}], goods=[{"id": "g"}],
        markets=[{"id": "m", "good": "g", "site": "X", "side": "buy", "price": {2025: 10, 2030: 20}}],
    )  # fmt: skip
    assert found.markets.price.ravel().tolist() == [10, 14, 20]
    assert found.spans.tolist() == [2, 8, 8]


def test_the_hash_is_of_the_contents() -> None:
    assert some().digest() == some().digest()
    assert some().digest() != some(markets=market(price=4)).digest()


def test_tables_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        some().plants.residual[0] = 3
