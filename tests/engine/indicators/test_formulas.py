"""Every indicator against a worked example or a published case; what has no result is a named error."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.engine.indicators import compute, every_variant
from lianpu.errors import LianpuError

SHARES = [10, 9, 12, 15, 12, 11, 15, 16]

CASES: list[tuple[str, dict[str, Any], Any]] = [
    ("herfindahl", {"shares_percent": SHARES}, 100 + 81 + 144 + 225 + 144 + 121 + 225 + 256),
    ("herfindahl", {"shares": [0.5, 0.5]}, 0.25 + 0.25),
    ("herfindahl", {"amounts": [30, 10]}, 75**2 + 25**2),
    ("herfindahl", {"variant": "normalised", "shares": [0.25] * 4}, 0),
    ("concentration_ratio", {"shares_percent": SHARES, "k": 4}, 16 + 15 + 15 + 12),
    ("concentration_ratio", {"shares_percent": SHARES, "k": 20}, 100),
    ("concentration_ratio", {"amounts": [3, 1, 4], "k": 1}, 50),
    ("location_quotient", {"x_ir": 120, "x_r": 1000, "x_in": 3000, "x_n": 100000}, 0.12 / 0.03),
    ("location_quotient", {"variant": "symmetric", "x_ir": 120, "x_r": 1000, "x_in": 3000, "x_n": 100000}, 3 / 5),
    ("material_circularity", {"M": 1, "EC": 1, "EF": 1, "X": 1}, 0.1),  # wholly linear, mean utility
    ("material_circularity", {"M": 1, "FR": 0.3, "CR": 0.5}, 1 - 0.9 * (0.7 + 0.5) / 2),
    ("material_circularity", {"M": 1, "FR": None, "X": None, "note": "null is not told"}, 0.1),
    ("material_circularity", {"M": 2, "FU": 1, "CU": 1}, 1),  # reused as a whole
    # EC 0.5 of 0.8 collected: W_C 0.4; EF 0.8 of 0.4: W_F 0.1; V 0.6, W 0.2 + 0.25
    ("material_circularity", {"M": 1, "FR": 0.4, "CR": 0.8, "EC": 0.5, "EF": 0.8}, 1 - 0.9 * 1.05 / 1.85),
    ("eol_recycling_rate", {"recycled_kt": 40, "end_of_life_t": 100_000}, 0.4),
    ("eol_recycling_rate", {"collection_percent": 60, "recovery": 0.9}, 0.54),
    ("eol_recycling_input_rate", {"old_scrap": 2, "new_scrap": 3, "primary": 15}, 0.1),
    ("eol_recycling_input_rate", {"variant": "all_scrap", "old_scrap": 2, "new_scrap": 3, "primary": 15}, 0.25),
    ("upstreamness", {"A": [[0, 0.5, 0], [0, 0, 0.4], [0, 0, 0]], "F": [0, 0, 100]}, [3, 2, 1]),
    ("upstreamness", {"A": [[0.5]], "F": [10]}, [2]),  # half of it goes round: 1 + 1/2 + 1/4 + …
    ("time_to_survive", {"supplier_capacity": [30, 45, 60], "demand": [75, 50], "inventory": [20, 25]}, [2.25, 45 / 35, 0.9]),
    # product 1 gives out first: 30 a period and 20 in stock against 75
    ("time_to_survive", {"supplier_capacity": [30, 200], "demand": [75, 50], "inventory": [20, 25]}, [None, 20 / 45]),
    ("key_link_dependence", {"with_link": 80, "without_link": 20}, 0.75),
    ("electricity_to_coal_equivalent", {"kgce_per_kg": 6.4}, 6.4 / 0.1229),
    ("electricity_to_coal_equivalent", {"kwh_per_kg": 50, "kgce_per_kwh": 0.1229}, 6.145),
    ("electricity_to_coal_equivalent", {"kgce_per_million_pieces": 9704}, 0.009704 / 0.1229),
    ("energy_intensity", {"electricity_gwh": 10, "output_value_yi_yuan": 1}, 10e6 * 0.1229e-3 / 1e4),
    ("energy_intensity", {"electricity_gwh": 10, "output_value_yi_yuan": 1, "kgce_per_kwh": 0.3}, 0.3),
    ("output_per_mu", {"output_value_yi_yuan": 2, "land_mu": 400}, 50),
    ("output_per_mu", {"tax_wan_yuan": 900, "land_ha": 2}, 30),
    ("output_per_mu_score", {"actual": [12, 350], "baseline": [15, 300], "weight": [40, 10]}, 32 + 35 / 3),
    ("output_per_mu_score", {"actual": [30, 1], "baseline": [10, 2], "weight": [50, 50], "cap": 1.5}, 75 + 25),
    ("green_power_certificates", {"capacity_t": 680000, "kwh_per_t": 13000, "share": 0.7}, 6_188_000),
    ("green_power_certificates", {"capacity_kt": 680, "kwh_per_t": 13000, "share_percent": 70}, 6_188_000),
    ("green_power_certificates", {"capacity_t": 1000, "kwh_per_t": 13000, "share": 0.7, "transferred_mwh": 6000}, 9100 - 6000),
    ("green_power_certificates", {"capacity_t": 1000, "kwh_per_t": 13000, "share": 0.7, "bought_gwh": 10}, 0),
    ("cbam_payable_t_per_t", {"see": 1.6, "markup": 0, "benchmark": 1.423, "cbam_factor": 0.025, "year": 2026}, 1.6 - 1.387425),
    ("cbam_payable_t_per_t", {"see": 3.0, "markup_percent": 20, "benchmark": 1.423, "year": 2027}, 3.6 - 0.95 * 1.423),
    ("cbam_payable_t_per_t", {"see": 1.0, "benchmark": 1.423, "cbam_factor": 0.025}, 0),
    ("cbam_payable_t_per_t", {"see": 1.0, "benchmark": 1.423, "year": 2040}, 1.0),
    ("cbam_cost", {"see_direct": 2.0, "price_eur": 80, "benchmark": 1.423, "cbam_factor": 1, "paid_abroad_eur": 10}, 140),
    ("cbam_cost", {"see_direct": 2.0, "price_eur": 80, "benchmark": 1.423, "year": 2030}, (2 - 0.515 * 1.423) * 80),
    ("green_share", {"green_gwh": 7, "used_gwh": 10}, 0.7),
    ("park_carbon_intensity", {"emissions_tco2": 200_000, "energy_ktce": 1000}, 0.2),
    ("park_carbon_intensity", {"kg_per_kwh": 0.1073}, 0.1073 / 0.1229),
    ("footprint_per_kwh", {"kg": 3061, "kwh": 28}, 3061 / 28),
    ("footprint_per_kwh", {"t": 3.061, "mwh": 0.028}, 3061 / 28),
    ("deep_processing_tonnes", {"capacity_t": 680000, "rate": 0.632}, 429_760),
    ("deep_processing_tonnes", {"capacity_mt": 0.68, "rate_percent": 63.2}, 429_760),
    ("deep_processing_rate", {"processed_kt": 430, "produced_kt": 680}, 430 / 680),
    ("deep_processing_rate", {"deep_products_kt": 700, "produced_kt": 500}, 1.4),
    ("deep_processing_rate", {"deep_value_yi_yuan": 30, "chain_value_yi_yuan": 120}, 0.25),
    ("utilisation", {"running_mt": 3.1, "built_mt": 5.0}, 0.62),
    ("utilisation", {"running_kt": 3100, "built_mt": 5.0}, 0.62),
    ("utilisation", {"running_gw": 9, "built_mw": 10_000}, 0.9),
    ("utilisation", {"production_kt": 30, "capacity_kt": 120, "months": 4}, 0.75),
    ("chain_completeness", {"present": 3, "stages": 7}, 3 / 7),
    ("chain_completeness", {"supply": [20, 100], "need": [20, 400]}, (1 + 0.25) / 2),
    ("chain_completeness", {"variant": "bottleneck", "supply": [20, 100], "need": [10, 400]}, 0.25),
    ("self_sufficiency", {"supply": 30, "need": 20}, 1.5),
    ("self_sufficiency", {"variant": "capped", "supply": 30, "need": 20}, 1),
    ("local_support_rate", {"local_purchases": 3, "purchases": 12}, 0.25),
    ("local_support_rate", {"local_suppliers": 6, "suppliers": 40}, 0.15),
    ("local_support_rate", {"supply": [5, 9], "need": [10, 3]}, 0.75),
    ("value_added_rate", {"value_added": 90, "output_value": 250}, 0.36),
    ("value_added_rate", {"output_value": 250, "intermediate": 160}, 0.36),
    ("level_times_growth", {"level": 71.6, "growth_percent": 255.32}, 71.6 * 3.5532),
    ("level_times_growth", {"level_kt": 50, "growth": -0.1}, 45),
    ("rate_to_amount", {"mt_per_year": 0.9, "months": 5}, 0.375),
    ("rate_to_amount", {"kt_per_year": 120, "months": 1}, 10),
    ("rate_to_amount", {"gwh_per_year": 730, "days": 31}, 62),
    ("share_times_total", {"share": 0.5, "total_100m_yuan": 12}, 6),
    ("share_times_total", {"share_percent": 26.4, "total_kt": 1820}, 480.48),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "inputs", "expected"), CASES, ids=[f"{n}-{c[0]}" for n, c in enumerate(CASES)])
def test_worked_example(indicator: str, inputs: dict[str, Any], expected: Any) -> None:
    wanted = [inf if e is None else e for e in expected] if isinstance(expected, list) else expected
    assert compute(indicator, inputs) == pytest.approx(wanted, rel=1e-12)


def test_outages_of_the_risk_exposure_toy() -> None:
    toy = {"supplier_capacity": [30, 45, 60], "demand": [75, 50], "inventory": [20, 25], "unit_loss": [5000, 6500], "TTR": 2}
    # supplier 2 out: 2 x (30 + 60) + 45 in stock of 250 wanted; 25 of the cheaper product are lost; 3 out: 55 are
    assert compute("time_to_recover_loss", toy) == pytest.approx([0, 25 * 5000, 55 * 5000])
    assert compute("time_to_recover_loss", {**toy, "outages": [3, 1]}) == pytest.approx([275_000, 0])
    # a supplier who makes the dearer product alone: 100 wanted, 25 in stock, 60 from supplier 3
    links = {**toy, "can_supply": [[1, 0], [1, 0], [0, 1]]}
    first, _, third = compute("time_to_recover_loss", links)
    assert first == pytest.approx((150 - 20 - 90) * 5000)
    assert third == pytest.approx((100 - 25) * 6500)
    assert compute("time_to_recover_loss", {**toy, "TTR": [2, 2, 1]})[2] == pytest.approx((125 - 45 - 75) * 5000)


def test_indirect_emissions_of_aluminium_are_not_charged() -> None:
    wire = {"see_direct": 4.8808, "see_indirect": 11.71, "price_eur": 78.45, "benchmark": 1.423, "cbam_factor": 0.025}
    assert compute("cbam_cost", wire) == pytest.approx((4.8808 - 0.975 * 1.423) * 78.45)  # 274.05, and not 130.15
    both = compute("cbam_cost", {**wire, "variant": "direct_and_indirect"})
    assert both == pytest.approx((4.8808 + 11.71 - 0.975 * 1.423) * 78.45)


def test_density_with_and_without_the_activity_itself() -> None:
    table = [[10, 10, 0, 0, 5], [8, 0, 6, 0, 2], [0, 4, 9, 7, 1], [12, 0, 0, 9, 3]]
    with_self = compute("relatedness_density", {"X": table, "row": 0, "include_self": True})
    assert with_self == pytest.approx([0.7143, 0.6471, 0.3571, 0.3571, 1.0], abs=5e-5)  # ecomplexity 0.5.3
    without = compute("relatedness_density", {"X": table, "row": 0, "include_self": False})
    assert without[2] > with_self[2]  # an activity that the place lacks is not held against itself
    assert compute("relatedness_density", {"X": table, "row": -4}) == with_self


ZERO = [
    ("location_quotient", {"x_ir": 1, "x_r": 0, "x_in": 1, "x_n": 1}),
    ("location_quotient", {"x_ir": 1, "x_r": 1, "x_in": 0, "x_n": 1}),
    ("utilisation", {"running": 1, "built": 0}),
    ("herfindahl", {"amounts": [0, 0]}),
    ("herfindahl", {"variant": "normalised", "shares": [1]}),
    ("material_circularity", {"M": 0}),
    ("material_circularity", {"M": 1, "X": 0}),
    ("material_circularity", {"M": 1, "FR": 0.5, "EF": 0}),
    ("upstreamness", {"A": [[0, 0], [0, 0]], "F": [1, 0]}),
    ("relatedness_density", {"X": [[1, 0], [2, 0]], "row": 0}),
    ("output_per_mu_score", {"actual": [1], "baseline": [0], "weight": [10]}),
    ("footprint_per_kwh", {"kg": 1, "kwh": 0}),
    ("key_link_dependence", {"with_link": 0, "without_link": 0}),
    ("electricity_to_coal_equivalent", {"kgce_per_kg": 1, "kgce_per_kwh": 0}),
]


@pytest.mark.parametrize(("indicator", "inputs"), ZERO)
def test_a_zero_denominator_is_named(indicator: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(LianpuError) as caught:
        compute(indicator, inputs)
    assert caught.value.code == "zero_denominator" and indicator in str(caught.value)


REFUSED = [
    ("location_quotent", {}, "did you mean 'location_quotient'?"),
    ("location_quotient", {"x_ir": 1, "x_r": 1, "x_in": 1, "x_nn": 1}, "did you mean 'x_n'?"),
    ("location_quotient", {"x_ir": 1, "x_r": 1, "x_in": 1}, "'x_n' is missing"),
    ("location_quotient", {"x_ir": 1, "x_r": 1, "x_in": 1, "x_n": None}, "must be a number"),
    ("location_quotient", {"x_ir": "many", "x_r": 1, "x_in": 1, "x_n": 1}, "must be a number"),
    ("location_quotient", {"x_ir": True, "x_r": 1, "x_in": 1, "x_n": 1}, "must be a number"),
    ("location_quotient", {"x_ir": -1, "x_r": 1, "x_in": 1, "x_n": 1}, "at least 0"),
    ("deep_processing_rate", {"variant": "D"}, "no variant 'D'"),
    ("deep_processing_tonnes", {"capacity_t": 1, "rate": 63.2}, "rate_percent"),
    ("deep_processing_tonnes", {"capacity_t": 1, "rate_percent": 632}, "between 0 and 100"),
    ("deep_processing_tonnes", {"capacity_t": 1, "capacity_kt": 1, "rate": 0.5}, "told twice"),
    ("deep_processing_tonnes", {"capacity_gwh": 1, "rate": 0.5}, "unknown input 'capacity_gwh'"),
    ("utilisation", {"running_mt": 3, "built_gw": 5}, "do not fit each other"),
    ("herfindahl", {"shares_percent": [60, 60]}, "add up to 120"),
    ("herfindahl", {"shares_percent": []}, "list of numbers"),
    ("concentration_ratio", {"shares_percent": [60, 40], "k": 0}, "at least 1"),
    ("concentration_ratio", {"shares_percent": [60, 40], "k": 1.5}, "whole number"),
    ("material_circularity", {"M": 1, "FR": 0.8, "FU": 0.4}, "FR + FU is 1.2"),
    ("upstreamness", {"A": [[0, 1], [1, 0]], "F": [1, 1]}, "singular"),
    ("upstreamness", {"A": [[0, 2], [2, 0]], "F": [1, 1]}, "not productive"),
    ("upstreamness", {"A": [[0, 0.5]], "F": [1]}, "n x n"),
    ("upstreamness", {"A": [[0, 0.5], [1]], "F": [1, 1]}, "same length"),
    ("relatedness_density", {"X": [[1, 2], [2, 1]], "row": 2}, "row 2 is no place of 2"),
    ("relatedness_density", {"X": [[1, 2], [2, 1]], "row": 0, "include_self": 1}, "true or false"),
    ("time_to_survive", {"supplier_capacity": [1], "demand": [1], "inventory": [1, 2]}, "1, 2 and 1"),
    ("chain_completeness", {"supply": [1], "need": [1, 2]}, "'need' 2"),
    ("green_share", {"green_kwh": 2, "used_kwh": 1}, "more than is used"),
    ("cbam_payable_t_per_t", {"see": 1, "benchmark": 1, "year": 2025}, "first year is 2026"),
    ("cbam_payable_t_per_t", {"see": 1, "benchmark": 1, "cbam_factor": 2.5}, "cbam_factor_percent"),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "inputs", "words"), REFUSED)
def test_what_is_no_input_is_refused_with_a_hint(indicator: str, inputs: dict[str, Any], words: str) -> None:
    with pytest.raises(LianpuError) as caught:
        compute(indicator, inputs)
    assert words in str(caught.value)


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=20))
def test_hirschman_lies_between_equal_firms_and_a_monopoly(amounts: list[float]) -> None:
    points = compute("herfindahl", {"amounts": amounts})
    assert 1e4 / len(amounts) * (1 - 1e-9) <= points <= 1e4 * (1 + 1e-9)


def test_every_variant_says_what_it_is() -> None:
    for variant in every_variant():
        assert variant.unit and variant.source and variant.formula.__doc__ and variant.kinds
