"""The indicators of a region: computed from its plants with the arithmetic, or what they lack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lianpu import pipeline
from lianpu.answering import indicators
from lianpu.engine.answer import answer
from lianpu.engine.indicators.of_region import Measured, of_region
from lianpu.engine.matrices import compile_region
from lianpu.engine.resilience.network import network
from lianpu.library.load import load_library
from lianpu.reading.claims import Claim
from lianpu.system.model import Plant, Region, Scenario, Tranche
from lianpu.system.own_figures import OwnFigure, Said
from lianpu.units import Range

SHELF = load_library()


def plant(good: str, size: float, owner: str | None = None, status: str = "operating") -> Plant:
    way = SHELF.technology_for(good)
    tranche = Tranche(Range.exact(size), status, "exact", (f"c-{good}-{owner}",))
    return Plant(f"{good}:{owner}" if owner else good, good, way.id if way else None, owner, None, (tranche,))


def measured(
    *plants: Plant, own: tuple[OwnFigure, ...] = (), said: tuple[Said, ...] = (), scenario: Scenario = Scenario.A
) -> dict[tuple[str, str, str], Measured]:
    here = Region("曲靖市", "云南省", "2022", 2022, None, plants, (), (), (), (), ())
    net = network(compile_region(here, SHELF), SHELF, scenario)
    found = of_region(answer(here, SHELF), SHELF, scenario, own, said, net)
    return {(m.indicator, m.variant, m.subject): m for m in found}


def test_three_numbers_of_a_chain_and_self_sufficiency() -> None:
    found = measured(plant("primary_aluminium", 680_000), plant("prebaked_anode", 100_000))
    coverage = found["chain_completeness", "coverage", "aluminium"]
    stages = [s for c in SHELF.chains if c.id == "aluminium" for s in c.stages if s.share_of is None]
    assert coverage.value == pytest.approx(2 / len(stages))
    anode = 680_000 * 0.48  # t a tonne, typical
    assert found["self_sufficiency", "uncapped", "prebaked_anode"].value == pytest.approx(100_000 / anode)
    assert found["self_sufficiency", "capped", "alumina"].value == 0
    assert found["chain_completeness", "balance", "aluminium"].value == pytest.approx((100_000 / anode + 0) / 2)
    assert found["chain_completeness", "bottleneck", "aluminium"].value == 0
    assert set(found["self_sufficiency", "capped", "prebaked_anode"].claims) == {
        "c-primary_aluminium-None", "c-prebaked_anode-None",
    }  # fmt: skip


def test_deep_processing_under_three_definitions() -> None:
    found = measured(plant("primary_aluminium", 500_000), plant("processed_aluminium", 200_000))
    a, b, c = (found["deep_processing_rate", v, "aluminium"] for v in "ABC")
    mix = SHELF.technology_for("processed_aluminium")
    assert mix is not None
    recipe = mix.recipe(2022)
    taken = recipe.gross(next(f for f in recipe.inputs if f.good_id == "primary_aluminium")).per_output.typical
    assert a.value == pytest.approx(200_000 * taken / 500_000)
    assert b.value == pytest.approx(200_000 / 500_000)
    assert 0 < c.value < 1
    alone = measured(plant("primary_aluminium", 500_000))["deep_processing_rate", "A", "aluminium"]
    assert alone.value is None and alone.lacking == ("capacity_of_local_processing",)  # not 0: nobody said so


def test_concentration_needs_the_owners() -> None:
    two = measured(plant("lfp", 30, "甲"), plant("lfp", 10, "乙"))
    assert two["herfindahl", "amounts", "lfp"].value == pytest.approx(75**2 + 25**2)
    assert two["concentration_ratio", "amounts", "lfp"].value == pytest.approx(100)
    part = measured(plant("lfp", 30, "甲"), plant("lfp", 10))["herfindahl", "amounts", "lfp"]
    assert part.value is None and part.lacking == ("owners_of_all_capacity",)


def test_what_is_only_hoped_for_counts_in_c() -> None:
    plants = plant("lfp", 100), plant("lithium_carbonate", 100, None, "negotiating")
    assert measured(*plants)["self_sufficiency", "uncapped", "lithium_carbonate"].value == 0
    assert measured(*plants, scenario=Scenario.C)["self_sufficiency", "uncapped", "lithium_carbonate"].value > 1


def test_output_per_mu_of_one_owner_told_in_one_document() -> None:
    def told(kind: str, value: float, unit: str, owner: str = "甲") -> Said:
        return Said(Claim(f"{kind}-{owner}", kind, subject=owner, value=value, unit=unit, bound="exact"), "a.txt", "")

    said = told("land", 20, "ha"), told("output_value", 6e8, "CNY/a"), told("tax", 3e7, "CNY"), told("land", 5, "mu", "乙")
    found = measured(plant("lfp", 100), said=said)
    assert found["output_per_mu", "value", "甲"].value == pytest.approx(60_000 / 300)  # 万元 over 300 mu
    assert found["output_per_mu", "tax", "甲"].value == pytest.approx(3_000 / 300)
    assert ("output_per_mu", "value", "乙") not in found


def test_stated_rates_stand_beside_and_keep_their_words() -> None:
    claim = Claim(
        "s1", "share", product="原铝就地精深加工率", value=63.2, unit="%", bound="at_least", quote="就地精深加工率达到63.2%"
    )
    found = measured(plant("primary_aluminium", 680_000), said=(Said(claim, "a.txt", ""),))
    stated = found["deep_processing_rate", "in_place_deep_processing", "原铝就地精深加工率"]
    assert stated.stated and stated.value == pytest.approx(0.632) and stated.claims == ("s1",)


def test_own_use_of_capacity_else_what_it_lacks() -> None:
    own = OwnFigure("utilisation", "lfp", "甲", Range.exact(46.0), "%", "2023", ("lfp:甲",), ("u1",))
    found = measured(plant("lfp", 100, "甲"), plant("wafer", 100), own=(own,))
    assert found["utilisation", "output", "lfp:甲"].value == pytest.approx(0.46)
    assert found["utilisation", "output", "wafer"].lacking == ("production_of_a_year",)


def test_value_added_and_upstreamness_need_prices() -> None:
    found = measured(plant("primary_aluminium", 680_000), plant("prebaked_anode", 100_000))
    assert 0 < found["value_added_rate", "from_inputs", "aluminium"].value < 1
    assert found["upstreamness", "output", "aluminium"].value == pytest.approx([2, 1])  # all anodes go to the smelter
    rods = measured(plant("mono_rod", 100))["value_added_rate", "from_inputs", "silicon"]
    assert rods.value is None and rods.lacking == ("price_of:mono_rod",)


def test_every_region_answers_or_says_what_it_needs() -> None:
    example = Path(__file__).resolve().parents[3] / "examples" / "qujing.txt"
    found = indicators(pipeline.open_dossier([example]), Scenario.A)
    assert {m.indicator for m in found} >= {
        "chain_completeness", "local_support_rate", "deep_processing_rate", "herfindahl", "green_share", "key_link_dependence",
        "location_quotient", "material_circularity", "output_per_mu", "relatedness_density", "upstreamness", "utilisation",
    }  # fmt: skip
    assert all(m.value is not None or m.lacking or m.error for m in found)


def test_an_empty_region_is_no_error() -> None:
    assert all(m.value is None or m.indicator in ("green_share", "park_carbon_intensity") for m in measured().values())
    assert measured(replace(plant("lfp", 100), technology=None))


def test_phases_of_one_firm_are_one_owner() -> None:
    two = measured(plant("lfp", 30, "德方纳米一期"), plant("lfp", 30, "德方纳米二期"), plant("lfp", 40, "乙材料"))
    assert two["herfindahl", "amounts", "lfp"].value == pytest.approx(60**2 + 40**2)


def test_among_the_cities_of_the_province() -> None:
    def of(city: str, good: str, size: float) -> Plant:
        return replace(plant(good, size), id=f"{good}:{city}", place=city)

    here = [of("曲靖市", "primary_aluminium", 100), of("曲靖市", "lfp", 100)]
    others = [
        of("昆明市", "lfp", 100), of("昆明市", "iron_phosphate", 100), of("文山壮族苗族自治州", "primary_aluminium", 100),
        of("玉溪市", "lfp", 100), of("玉溪市", "iron_phosphate", 100),
    ]  # fmt: skip
    region = Region("曲靖市", "云南省", "2022", 2022, None, tuple(here), (), (), (), (), ())
    net = network(compile_region(region, SHELF), SHELF, Scenario.A)
    found = of_region(answer(region, SHELF), SHELF, Scenario.A, (), (), net, (*here, *others))
    quotient = {m.subject: m for m in found if m.indicator == "location_quotient"}
    assert quotient["aluminium"].value is not None and quotient["battery"].value is not None
    given = {i.name: i.value for i in quotient["aluminium"].inputs}
    assert quotient["aluminium"].value == pytest.approx(given["x_ir"] / given["x_r"] / (given["x_in"] / given["x_n"]))
    (density,) = [m for m in found if m.indicator == "relatedness_density"]
    assert density.subject == "iron_phosphate" and 0 < density.value < 1  # made where LFP is
    alone = of_region(answer(region, SHELF), SHELF, Scenario.A, (), (), net, tuple(here))
    assert [m.lacking for m in alone if m.indicator == "relatedness_density"] == [("output_of_several_places_by_activity",)]
