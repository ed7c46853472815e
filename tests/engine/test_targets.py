"""The recruiting list: what is short, what could work up a surplus, and what must be known before a stage is advised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianpu.engine.balance import Balance, balance
from lianpu.engine.matrices import compile_region
from lianpu.engine.targets import Question, Target, national_use, targets
from lianpu.library.load import Library, load_library
from lianpu.library.market import Market, MarketRow
from lianpu.system.model import Plant, Region, Scenario, Tranche
from lianpu.units import Range

EXACT = Range.exact


def plant(shelf: Library, good: str, capacity: float, status: str = "operating") -> Plant:
    way = shelf.technology_for(good)
    return Plant(good, good, way.id if way else None, None, None, (Tranche(EXACT(capacity), status, "exact", (f"c-{good}",)),))


def region(*plants: Plant) -> Region:
    return Region("曲靖市", "云南省", "2025", 2025, None, plants, (), (), (), (), ())


def asked(here: Region, shelf: Library, question: Question | None = None) -> dict[str, Target]:
    found = targets(here, balanced(here, shelf), shelf, question or Question())
    return {target.good: target for target in found}


def balanced(here: Region, shelf: Library) -> Balance:
    return balance(here, compile_region(here, shelf), shelf)


def with_use(shelf: Library, good: str, use: float) -> Library:
    row = MarketRow("NM-test", good, "utilisation", "", 2026, EXACT(use))
    return replace(shelf, market=Market((*shelf.market.rows, row)))


def test_the_size_is_the_gap_and_the_value_margin_times_size() -> None:
    shelf = load_library()
    found = asked(region(plant(shelf, "lfp", 100_000)), shelf)["iron_phosphate"]
    flow = shelf.technologies["lfp_solid_state"].recipe(2025).input("iron_phosphate")
    assert flow is not None and found.why == "short"
    assert found.size.typical == pytest.approx(100_000 * flow.per_output.typical)
    assert found.size.low == pytest.approx(100_000 * flow.per_output.low)
    assert found.margin is not None and found.margin.value is not None
    assert found.value == pytest.approx(found.margin.value.typical * found.size.typical)
    assert found.claims == ("c-lfp",)


def test_a_surplus_has_an_outlet_in_the_next_stage() -> None:
    shelf = load_library()
    found = asked(region(plant(shelf, "wafer", 20_000), plant(shelf, "mono_rod", 20_000)), shelf)
    cells = found["solar_cell"]
    assert (cells.why, cells.feeds_on) == ("outlet", "wafer")
    assert 19_000 < cells.size.typical <= 20_000  # some are lost
    assert cells.needs.electricity is not None and cells.needs.land is not None
    assert "mono_rod" not in found and "pv_module" not in found  # even, and nothing feeds modules yet


def test_a_gap_is_advised_only_when_use_margin_and_permission_speak_for_it() -> None:
    shelf = load_library()
    here = region(plant(shelf, "lfp", 100_000))
    assert asked(here, shelf)["iron_phosphate"].against == ("use_unknown",)
    busy = with_use(shelf, "iron_phosphate", 0.85)
    advised = asked(here, busy)["iron_phosphate"]
    assert advised.advised and advised.permission is not None and advised.permission.text == "conditional"
    assert asked(here, with_use(shelf, "iron_phosphate", 0.6))["iron_phosphate"].against == ("use_low",)
    assert asked(here, busy, Question(least_use=0.9))["iron_phosphate"].against == ("use_low",)
    silent = replace(busy, rules=tuple(r for r in busy.rules if r.kind != "permission"))
    assert asked(here, silent)["iron_phosphate"].against == ("permission_unknown",)
    dear = replace(busy, input_prices={**busy.input_prices, "monoammonium_phosphate": (EXACT(50_000.0), "IP-quartz-2025")})
    assert asked(here, dear)["iron_phosphate"].against == ("margin_negative",)


def test_capacity_of_aluminium_only_replaces() -> None:
    shelf = load_library()
    smelting = asked(region(plant(shelf, "aluminium_alloy", 100_000)), shelf)["primary_aluminium"]
    assert "permission_replacement_only" in smelting.against and "use_low" not in smelting.against  # 95 % in use


def test_what_is_being_built_counts_from_b_on() -> None:
    shelf = load_library()
    here = region(plant(shelf, "lfp", 100_000), plant(shelf, "iron_phosphate", 200_000, "under_construction"))
    assert "iron_phosphate" in asked(here, shelf, Question(Scenario.A))
    assert "iron_phosphate" not in asked(here, shelf, Question(Scenario.B))


def test_the_advised_come_first_then_the_greatest_value() -> None:
    shelf = with_use(load_library(), "iron_phosphate", 0.9)
    here = region(plant(shelf, "lfp", 100_000), plant(shelf, "primary_aluminium", 500_000))
    found = targets(here, balanced(here, shelf), shelf, Question())
    assert found[0].good == "iron_phosphate"
    values = [t.value for t in found[1:] if t.value is not None]
    assert values == sorted(values, reverse=True)


def test_use_is_derived_where_production_and_capacity_of_one_year_are_known() -> None:
    shelf = load_library()
    market = Market(
        (
            MarketRow("p", "alumina", "production", "", 2025, EXACT(80.0)),
            MarketRow("c", "alumina", "capacity", "", 2025, EXACT(100.0)),
        )
    )
    found = national_use("alumina", replace(shelf, market=market))
    assert found is not None and found.derived and found.value.typical == pytest.approx(0.8) and found.rows == ("p", "c")
    assert national_use("alumina", shelf) is None  # production alone says nothing
