"""Every feature of a plan in a small case, with the arithmetic beside it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.small import buy, need, sell, system
from lianpu.engine.plan.plan import plan
from lianpu.engine.plan.result import Plan
from lianpu.system.planning import System

QUARTERS = {"slices": ["q1", "q2", "q3", "q4"]}


def values(found: Plan, table: str) -> list[float]:
    return [round(float(v), 6) for v in found.tables[table].values.ravel()]


def maker(**fields: Any) -> dict[str, Any]:
    """A plant that makes metal from nothing."""
    return {"id": "p", "recipe": {"metal": 1}} | fields


def test_residual_and_vintages_end() -> None:
    """2 stand until 2026; 3 are needed: 1 is built in 2025 for two years, and 3 in 2027 when both have ended."""
    found = plan(
        system(
            years=[2025, 2026, 2027],
            goods=["metal"],
            plants=[maker(residual=[2, 2, 0], build="continuous", capex=[10, 1000, 10], lifetime=2)],
            demands=[need("metal", 3)],
            conventions={"salvage": "none"},
        )
    )
    assert values(found, "new_capacity") == [1, 0, 3]
    assert found.objective == pytest.approx(10 * 1 + 10 * 3)


def test_a_recipe_of_each_vintage() -> None:
    """The vintage of 2026 takes 1 of ore, that of 2025 takes 2: the new one is built when it is there, and runs first."""
    found = plan(
        system(
            years=[2025, 2026],
            goods=["metal", "ore"],
            plants=[
                {"id": "v2025", "build": "continuous", "capex": 1, "latest": 2025, "recipe": {"metal": 1, "ore": -2}},
                {"id": "v2026", "build": "continuous", "capex": 1, "earliest": 2026, "recipe": {"metal": 1, "ore": -1}},
            ],
            markets=[buy("ore", 5)],
            demands=[need("metal", 4)],
            conventions={"salvage": "none"},
        )
    )
    assert values(found, "run") == [4, 0, 0, 4]
    assert found.objective == pytest.approx(4 * 1 + 4 * 2 * 5 + 4 * 1 + 4 * 1 * 5)


def test_uneven_years_count_their_calendar_years() -> None:
    """2025 stands for 5 years, 2030 for 10: cost 2 a year for 15 years; a rate of 10 % at mid-year."""
    found = plan(
        system(
            years=[2025, 2030], spans=[5, 10], goods=["metal"], plants=[maker(residual=1, variable_cost=2)],
            demands=[need("metal", 1)], conventions={"discount_rate": 0.1},
        )
    )  # fmt: skip
    assert found.objective == pytest.approx(sum(2 / 1.1 ** (k + 0.5) for k in range(15)))


def test_lumps() -> None:
    """7 in lumps of 3: three of them."""
    found = plan(
        system(goods=["metal"], plants=[maker(build="lumps", lump=3, capex=1)], demands=[need("metal", 7)],
               conventions={"salvage": "none"})
    )  # fmt: skip
    assert values(found, "new_capacity") == [9]
    assert found.objective == pytest.approx(9)


def test_a_project_is_yes_or_no_and_has_an_earliest_year() -> None:
    """Selling at 3 for each year, 10 a year, against 40: worth it over two years (60), not over the last alone; it may not
    stand before 2026. A second, of 90, is never worth it."""
    found = plan(
        system(
            years=[2025, 2026, 2027],
            goods=["metal"],
            plants=[
                maker(id="good", build="project", lump=10, capex=4, earliest=2026),
                maker(id="dear", build="project", lump=10, capex=9),
            ],
            markets=[sell("metal", 3, year_limit=10)],
            conventions={"salvage": "none"},
        ),
        "npv",
    )
    assert values(found, "new_capacity") == [0, 10, 0, 0, 0, 0]
    assert found.objective == pytest.approx(2 * 30 - 40)


def test_a_project_that_must_be() -> None:
    found = plan(
        system(goods=["metal"], plants=[maker(build="project", lump=10, capex=7, must=True)], conventions={"salvage": "none"})
    )
    assert found.objective == pytest.approx(70)


def test_early_retirement_is_for_good() -> None:
    """5 stand at a fixed cost of 2 each; nothing is needed in 2026, 5 in 2027 that can be bought at 1: cheaper to give all
    up but what 2025 needs (1), which then costs 2 in 2025, and 1 for each bought."""
    found = plan(
        system(
            years=[2025, 2026, 2027],
            goods=["metal"],
            plants=[maker(residual=5, fixed_cost=2, may_retire=True)],
            markets=[buy("metal", [9, 9, 1])],
            demands=[need("metal", [1, 0, 5])],
        )
    )
    assert values(found, "kept") == [1, 0, 0]
    assert found.objective == pytest.approx(1 * 2 + 5 * 1)


def test_by_products() -> None:
    """2 t of slag per t of metal sell at 1: metal costs 5 - 2."""
    found = plan(
        system(goods=["metal", "slag"], plants=[maker(residual=9, variable_cost=5, recipe={"metal": 1, "slag": 2})],
               markets=[sell("slag", 1)], demands=[need("metal", 4)])
    )  # fmt: skip
    assert found.objective == pytest.approx(4 * (5 - 2))


def test_a_flexible_mix() -> None:
    """6 of heat per t from coal (3 per t, at 1) and gas (2 per t, at 2), of coal at most 1 t: 1 coal and 1.5 gas."""
    found = plan(
        system(
            goods=["metal", "coal", "gas"],
            plants=[maker(residual=9)],
            bands=[
                {"activity": "p", "good": "coal", "high": 1, "group": "heat", "weight": 3, "total": 6},
                {"activity": "p", "good": "gas", "group": "heat", "weight": 2, "total": 6},
            ],
            markets=[buy("coal", 1), buy("gas", 2)],
            demands=[need("metal", 2)],
        )
    )
    assert values(found, "flex") == [2, 3]
    assert found.objective == pytest.approx(2 * 1 + 3 * 2)


def test_steps_of_a_market() -> None:
    """The first 3 at 1, the rest at 4."""
    steps = [buy("ore", 1, year_limit=3), buy("ore", 4) | {"id": "dear ore"}]
    found = plan(system(goods=["ore"], markets=steps, demands=[need("ore", 5)]))
    assert values(found, "trade") == [3, 2]
    assert found.objective == pytest.approx(3 * 1 + 2 * 4)


def test_take_or_pay() -> None:
    """At least 6 are bought though 4 are needed; the rest is thrown away."""
    found = plan(system(goods=["ore"], markets=[buy("ore", 2, year_least=6)], demands=[need("ore", 4)]))
    assert found.objective == pytest.approx(12)


def test_freight_and_loss() -> None:
    """9 arrive of 10 sent at 0.5 each, bought at 2."""
    found = plan(
        System.of(
            years=[2025], slices=["year"], sites=[{"id": "A"}, {"id": "B"}], goods=[{"id": "ore"}],
            markets=[{"id": "m", "good": "ore", "site": "A", "side": "buy", "price": 2}],
            routes=[{"id": "A-B", "good": "ore", "origin": "A", "target": "B", "cost": 0.5, "loss": 0.1}],
            demands=[{"id": "d", "good": "ore", "site": "B", "amount": 9}],
        )
    )  # fmt: skip
    assert values(found, "ship") == [10]
    assert found.objective == pytest.approx(10 * (2 + 0.5))


def test_storage_between_slices() -> None:
    """Ore is cheap in q1 only and needed in q3; half is left after each slice, 0.8 is put in of what is bought: 1 in q3 takes
    1 / (0.8 x 0.5 x 0.5) = 5 in q1."""
    found = plan(
        system(
            **QUARTERS, goods=["ore"], markets=[buy("ore", [[1, 50, 50, 50]])], demands=[need("ore", [[0, 0, 1, 0]])],
            storages=[{"id": "heap", "good": "ore", "put_efficiency": 0.8, "keep": 0.5}],
        )
    )  # fmt: skip
    assert values(found, "put") == [5, 0, 0, 0]
    assert found.objective == pytest.approx(5)


def test_storage_through_years() -> None:
    """2 at the start; 2025 stands for 3 years that fill 1 each; 2028 (one year) takes all 5."""
    found = plan(
        system(
            years=[2025, 2028], spans=[3, 1], goods=["ore"], markets=[buy("ore", [1, 100], limit=1)],
            demands=[need("ore", [0, 5])], storages=[{"id": "heap", "good": "ore", "through": "years", "start": 2}],
        )
    )  # fmt: skip
    assert values(found, "level") == [5, 0]
    assert found.objective == pytest.approx(3 * 1)


def test_a_good_balanced_over_the_year() -> None:
    """Power is cheap in q1 only; metal made then serves all quarters without a store."""
    found = plan(
        system(
            **QUARTERS, goods=[{"id": "metal", "balance": "year"}, "power"],
            plants=[maker(residual=40, recipe={"metal": 1, "power": -1})],
            markets=[buy("power", [[1, 9, 9, 9]])], demands=[need("metal", 2)],
        )
    )  # fmt: skip
    assert values(found, "run") == [8, 0, 0, 0]


def test_demand_of_the_year_beside_that_of_slices() -> None:
    """1 in each quarter and 2 more in whatever quarter: the cheapest."""
    found = plan(
        system(**QUARTERS, goods=["metal"], markets=[buy("metal", [[3, 1, 3, 3]])],
               demands=[need("metal", 1, year_amount=2)])
    )  # fmt: skip
    assert values(found, "trade") == [1, 3, 1, 1]


def annuity(rate: float, years: int) -> float:
    return rate / (1 - (1 + rate) ** -years)


@pytest.mark.parametrize(
    ("conventions", "expected"),
    [
        ({"salvage": "none"}, 100),
        ({"salvage": "straight_line"}, 100 - 100 * (1 - 3 / 10) / 1.08**3),
        ({"salvage": "sinking_fund"}, 100 - 100 * (1 - (1.08**3 - 1) / (1.08**10 - 1)) / 1.08**3),
        ({"salvage": "none", "investment": "mid"}, 100 / 1.08**0.5),
        ({"salvage": "none", "investment": "end", "base_year": 2020}, 100 / 1.08**6),
        ({"capital": "annuity", "running": "end"}, 100 * annuity(0.08, 10) * sum(1.08**-k for k in (1, 2, 3))),
        ({"capital": "annuity"}, 100 * annuity(0.08, 10) * sum(1.08 ** -(k + 0.5) for k in (0, 1, 2))),
    ],
)
def test_conventions(conventions: dict[str, Any], expected: float) -> None:
    """100 invested in 2025 at 8 %, 10 years of life, a horizon of three."""
    found = plan(
        system(
            years=[2025, 2026, 2027], goods=["metal"], plants=[maker(build="continuous", capex=100, lifetime=10)],
            demands=[need("metal", 1)], conventions={"discount_rate": 0.08} | conventions,
        )
    )  # fmt: skip
    assert found.objective == pytest.approx(expected)


def test_minimum_run() -> None:
    """All 10 are online and run at 40 % at least, though 1 is needed: 4 at 2."""
    found = plan(system(goods=["metal"], plants=[maker(residual=10, min_run=0.4, variable_cost=2)], demands=[need("metal", 1)]))
    assert found.objective == pytest.approx(8)


def test_blocks_stop_and_restart() -> None:
    """Blocks of 4 (1 a quarter) at 50 % least load. Metal is worth 1 in q1, 10 in q4, -3 in between; a restart costs 2 per
    unit of capacity, 8: running through at half load loses 2 x 0.5 x 3 = 3, less than 8."""
    worth = [[1, -3, -3, 10]]
    plants = [maker(residual=4, min_run=0.5, online="blocks", block=4, restart_cost=2)]
    found = plan(
        system(**QUARTERS, goods=[{"id": "metal", "surplus": "none"}], plants=plants, markets=[sell("metal", worth)]), "npv"
    )
    assert values(found, "online") == [1, 1, 1, 1]
    assert found.objective == pytest.approx(1 - 1.5 - 1.5 + 10)


def test_a_cheap_restart_stops() -> None:
    """At 0.5 per unit a restart costs 2, less than the 3 of running through."""
    worth = [[1, -3, -3, 10]]
    plants = [maker(residual=4, min_run=0.5, online="blocks", block=4, restart_cost=0.5)]
    found = plan(
        system(**QUARTERS, goods=[{"id": "metal", "surplus": "none"}], plants=plants, markets=[sell("metal", worth)]), "npv"
    )
    assert values(found, "online") == [1, 0, 0, 1]
    assert found.objective == pytest.approx(1 - 2 + 10)


def test_ramp() -> None:
    """From nothing in q1 the load of 8 (2 a quarter) climbs by a quarter of it: 0.5, 1, 1.5."""
    found = plan(
        system(
            **QUARTERS, goods=["metal"], plants=[maker(residual=8, ramp=0.25)], markets=[sell("metal", 1)],
            measures=[{"id": "q1"}], terms=[{"measure": "q1", "of": "run", "item": "p", "amount": [[1, 0, 0, 0]]}],
            limits=[{"id": "still in q1", "measure": "q1", "bound": 0}],
        ), "npv",
    )  # fmt: skip
    assert values(found, "run") == [0, 0.5, 1, 1.5]


def test_availability() -> None:
    """40 of capacity are 10 a quarter, at half in q2; over the year 80 % of these 35."""
    found = plan(
        system(
            **QUARTERS, goods=["metal"], markets=[sell("metal", [[1, 9, 1, 1]])],
            plants=[maker(residual=40, availability=[[1, 0.5, 1, 1]], annual_availability=0.8)],
        ), "npv",
    )  # fmt: skip
    assert found.objective == pytest.approx(5 * 9 + (0.8 * 35 - 5) * 1)


def emitting(**limit: Any) -> System:
    """Clean metal at 3, dirty at 1 with 2 of CO2 each; 10 are needed in 2025 and 2026."""
    return system(
        years=[2025, 2026], goods=["metal"],
        plants=[maker(id="clean", residual=99, variable_cost=3), maker(id="dirty", residual=99, variable_cost=1)],
        demands=[need("metal", 10)], measures=[{"id": "co2", "kind": "emission", "price": limit.pop("price", 0)}],
        terms=[{"measure": "co2", "of": "run", "item": "dirty", "amount": 2}],
        limits=[{"id": "cap", "measure": "co2"} | limit] if limit else [],
    )  # fmt: skip


def test_a_limit_of_each_year() -> None:
    """12 of CO2 a year: 6 dirty, 4 clean."""
    found = plan(emitting(per="year", bound=12))
    assert found.objective == pytest.approx(2 * (6 * 1 + 4 * 3))
    assert found.emissions() == {"co2": pytest.approx(24)}


def test_a_limit_over_all_years() -> None:
    found = plan(emitting(per="all", bound=12))
    assert found.objective == pytest.approx(6 * 1 + 14 * 3)


def test_a_price_of_emissions() -> None:
    """At 0.9 per t dirty metal costs 1 + 1.8 < 3."""
    assert plan(emitting(price=0.9)).objective == pytest.approx(20 * 2.8)


def test_power_of_each_month() -> None:
    """4 of power in q1, 1 in the others: metal at 2 of power each."""
    found = plan(
        system(
            **QUARTERS, goods=["metal", "power"], plants=[maker(residual=99, recipe={"metal": 1, "power": -2})],
            markets=[sell("metal", 1), buy("power", 0.1, limit=[[4, 1, 1, 1]])],
        ), "npv",
    )  # fmt: skip
    assert values(found, "run") == [2, 0.5, 0.5, 0.5]


def test_land_and_capital() -> None:
    """Land 10 at 2 per unit built, capital 9 at 3: capital binds, 3 are built."""
    found = plan(
        system(
            goods=["metal"], plants=[maker(build="continuous", capex=3)], markets=[sell("metal", 50)],
            measures=[{"id": "land"}, {"id": "capital"}],
            terms=[
                {"measure": "land", "of": "capacity", "item": "p", "amount": 2},
                {"measure": "capital", "of": "build", "item": "p", "amount": 3},
            ],
            limits=[{"id": "land", "measure": "land", "bound": 10}, {"id": "capital", "measure": "capital", "bound": 9}],
            conventions={"salvage": "none"},
        ), "npv",
    )  # fmt: skip
    assert values(found, "new_capacity") == [3]
    assert found.objective == pytest.approx(3 * 50 - 9)


def test_a_share() -> None:
    """At least 60 % of the metal is worked up though selling it raw pays better: deep - 0.6 x all >= 0."""
    found = plan(
        system(
            goods=["metal", "sheet"],
            plants=[maker(residual=10), {"id": "roll", "residual": 99, "variable_cost": 3, "recipe": {"sheet": 1, "metal": -1}}],
            markets=[sell("metal", 5), sell("sheet", 6)],
            measures=[{"id": "worked up"}],
            terms=[
                {"measure": "worked up", "of": "run", "item": "roll"},
                {"measure": "worked up", "of": "run", "item": "p", "amount": -0.6},
            ],
            limits=[{"id": "deep-processing rate", "measure": "worked up", "sense": ">=", "bound": 0}],
        ), "npv",
    )  # fmt: skip
    assert values(found, "run") == [10, 6]
    assert found.objective == pytest.approx(4 * 5 + 6 * (6 - 3))


def test_utilisation_floor_and_reserve_margin() -> None:
    """The plant runs at 70 % of its 10 at least; capacity exceeds production by 1.2 in any case: with 10 made, 12 stand."""
    found = plan(
        system(
            goods=["metal"], plants=[maker(build="continuous", capex=1, variable_cost=1)], demands=[need("metal", 10)],
            measures=[{"id": "reserve"}],
            terms=[
                {"measure": "reserve", "of": "capacity", "item": "p"},
                {"measure": "reserve", "of": "run", "item": "p", "amount": -1.2},
            ],
            limits=[{"id": "margin", "measure": "reserve", "per": "slice", "sense": ">=", "bound": 0}],
            conventions={"salvage": "none"},
        )
    )  # fmt: skip
    assert values(found, "new_capacity") == [12]


def test_material_to_build_and_freed_at_the_end() -> None:
    """3 of steel per unit taken when built, 2 freed when it ends; 4 stand in 2025-26 and again from 2027. Steel of 12 is
    bought in each of 2025 and 2027 at 1, less the 8 that come free in 2027."""
    found = plan(
        system(
            years=[2025, 2026, 2027, 2028],
            goods=["metal", "steel"],
            plants=[maker(build="continuous", lifetime=2)],
            markets=[buy("steel", 1)],
            demands=[need("metal", 4)],
            build_flows=[{"plant": "p", "good": "steel", "taken": 3, "freed": 2}],
        )
    )
    assert found.objective == pytest.approx(12 + (12 - 8))


def test_material_to_build_over_a_long_step() -> None:
    """A step of 4 years that builds 4 units takes 12 of steel in all: 3 a year at 1, for 4 years."""
    found = plan(
        system(
            years=[2025], spans=[4], goods=["metal", "steel"], plants=[maker(build="continuous")], markets=[buy("steel", 1)],
            demands=[need("metal", 4)], build_flows=[{"plant": "p", "good": "steel", "taken": 3}],
        )
    )  # fmt: skip
    assert values(found, "trade") == [3]
    assert found.objective == pytest.approx(12)


def test_several_recipes_share_a_capacity() -> None:
    """10 of capacity between two goods of 3 and 2, at most 4 of the first."""
    found = plan(
        system(
            goods=["a", "b"],
            plants=[{"id": "mill", "residual": 10}],
            activities=[{"id": "make a", "plant": "mill"}, {"id": "make b", "plant": "mill"}],
            flows=[{"activity": "make a", "good": "a", "amount": 1}, {"activity": "make b", "good": "b", "amount": 1}],
            markets=[sell("a", 3, year_limit=4), sell("b", 2)],
        ),
        "npv",
    )
    assert values(found, "run") == [4, 6]
    assert found.objective == pytest.approx(4 * 3 + 6 * 2)


def test_value_added_and_output_value() -> None:
    """10 of metal worth 8, each with 2 of ore worth 3: output 80, value added 80 - 60."""
    two = system(
        goods=[{"id": "metal", "price": 8}, {"id": "ore", "price": 3}],
        plants=[maker(residual=10, recipe={"metal": 1, "ore": -2})],
        markets=[buy("ore", 3), sell("metal", 8)],
    )
    assert plan(two, "output_value").objective == pytest.approx(80)
    assert plan(two, "value_added").objective == pytest.approx(20)


def test_self_sufficiency_buys_least_outside() -> None:
    two = system(
        goods=["metal"], plants=[maker(residual=6, variable_cost=99)], markets=[buy("metal", 2)], demands=[need("metal", 10)]
    )  # fmt: skip
    assert plan(two, "self_sufficiency").objective == pytest.approx(4 * 2)


def test_a_measure_as_objective() -> None:
    assert plan(emitting(), "co2").objective == pytest.approx(0)
    assert plan(emitting(), "-co2").objective == pytest.approx(2 * 99 * 2)  # all that can run, thrown away
