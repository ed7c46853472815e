"""Each check on claims made for it: what is found, what is let pass, and the arithmetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.claim_rows import checked, codes, kept
from lianpu.ledger.bands import Band, Bands
from lianpu.ledger.checks import CODES, REGISTRY, check
from lianpu.ledger.facts import facts_of
from lianpu.ledger.findings import Severity
from lianpu.ledger.queries import LedgerClaim

COPPER = {"product": "阴极铜", "product_id": "copper", "place": "铜陵市"}
CAPEX = Band("investment", "copper", "CNY/t", 2015, 2025, 10_000, 20_000, 30_000, ("BD-1",), "projects")


def plant(claim_id: str, value: float, **changes: object) -> LedgerClaim:
    values = {**COPPER, "subject": "铜业公司", "status": "operating", "start": "2022"} | changes
    return kept(claim_id, "capacity", value, "t/a", **values)


def test_every_code_is_one_of_the_registry_and_every_check_has_a_name() -> None:
    assert len({check.name for check in REGISTRY}) == len(REGISTRY)
    assert len(CODES) == len(set(CODES)) > 30


def test_capital_per_tonne_outside_its_band_with_the_power_of_ten_that_fits() -> None:
    """20 bn CNY / 100,000 t = 200,000 CNY/t, ten times the typical 20,000."""
    money = kept("m", "investment", 2e10, "CNY", **COPPER, subject="铜业公司", start="2022", quote="投资200亿元")
    found = check([plant("c", 1e5, quote="10万吨"), money], Bands([CAPEX]))
    (finding,) = found.findings
    assert finding.code == "implied_ratio" and finding.severity is Severity.ERROR
    assert finding.figure == pytest.approx(200_000) and (finding.low, finding.high) == (10_000, 30_000)
    assert finding.suggested == pytest.approx(2e9) and finding.rows == ("BD-1",)
    assert finding.claims == ("m", "c")


def test_mu_taken_for_hectares() -> None:
    """A plant of 100 kt at 2 mu per kt takes 200 mu; 200 ha are 3,000 mu, fifteen times that."""
    band = Band("land", "copper", "mu/kt", None, None, 1.5, 2, 2.5)
    land = kept("l", "land", 200, "ha", **COPPER, subject="铜业公司", start="2022", quote="占地200公顷")
    (finding,) = check([plant("c", 1e5), land], Bands([band])).findings
    assert finding.figure == pytest.approx(30) and dict(finding.words)["factor"] == "0.0666667"
    assert finding.suggested == pytest.approx(200 * 1e4 / 15)  # in square metres: 200 mu


def test_a_ratio_inside_its_band_is_no_finding_but_a_derived_figure() -> None:
    money = kept("m", "investment", 2e9, "CNY", **COPPER, subject="铜业公司", start="2022", quote="投资20亿元")
    found = check([plant("c", 1e5), money], Bands([CAPEX]))
    assert not found.findings
    assert [(d.rule, d.claim.value, d.parents) for d in found.derived] == [("investment_per_unit", 20_000, ("m", "c"))]


def test_half_a_years_sales_go_with_half_a_years_output_not_with_capacity() -> None:
    """3 bn yuan for 50,000 t made in the same half-year are 60,000 yuan/t; of 100,000 t a year they would be 30,000."""
    band = Band("output_value", "copper", "CNY/t", 2022, 2022, 55_000, 60_000, 70_000)
    half = {**COPPER, "subject": "铜业公司", "start": "2022-01", "end": "2022-06"}
    sales = kept("s", "revenue", 3e9, "CNY", quote="30.0亿元", **half)
    made = kept("m", "production", 5e4, "t", quote="5.00万吨", **half)
    (price,) = [d for d in check([sales, plant("c", 1e5), made], Bands([band])).derived if d.rule == "output_value_per_unit"]
    assert price.parents == ("s", "m") and price.claim.value == pytest.approx(60_000) and price.claim.kind == "price"
    assert not [d for d in check([sales, plant("c", 1e5)], Bands([band])).derived if d.rule == "output_value_per_unit"]


def test_power_per_tonne_made_has_a_floor_per_tonne_of_capacity_none() -> None:
    """122 GWh for 90,000 t made are 1,356 kWh/t, a tenth of what is taken; for 90,000 t a year the plant may stand idle."""
    band = Band("energy", "copper", "kWh/t", None, None, 13_000, 13_500, 14_000)
    year = {**COPPER, "subject": "铜业公司", "start": "2022"}
    used = kept("e", "energy", 1.22e8, "kWh", quote="1.22亿千瓦时", **year)
    made = kept("m", "production", 9e4, "t", quote="9.00万吨", **year)
    (finding,) = check([used, made], Bands([band])).findings
    assert (finding.code, finding.severity) == ("implied_ratio", "error") and finding.suggested == pytest.approx(1.22e9)
    assert not check([used, plant("c", 9e4)], Bands([band])).findings


def test_another_firms_plant_and_another_decade_are_not_compared() -> None:
    money = kept("m", "investment", 2e10, "CNY", **COPPER, subject="别家公司", start="2022")
    assert not check([plant("c", 1e5), money], Bands([CAPEX])).findings
    old = kept("m", "investment", 2e10, "CNY", **COPPER, subject="铜业公司", start="1998")
    assert not check([plant("c", 1e5, start="1998"), old], Bands([CAPEX])).findings


def test_a_load_over_all_hours_per_tonne() -> None:
    """100 MW x 8,760 h / 60,000 t = 14,600 kWh/t, above 13,000 to 14,000."""
    band = Band("energy", "copper", "kWh/t", None, None, 13_000, 13_500, 14_000)
    load = kept("p", "power", 100, "MW", **COPPER, subject="铜业公司", start="2022", quote="100兆瓦")
    found = check([plant("c", 6e4, quote="60,000吨"), load], Bands([band]))
    assert codes(found) == ["implied_ratio"] and found.findings[0].figure == pytest.approx(14_600)


def test_neighbouring_stages_a_power_of_ten_apart() -> None:
    """20 kt of copper for 1 GWh is 20 t/MWh where 1.9 to 2.1 are taken: ten times too much; 3 kt is only bought or sold."""
    band = Band("feed:copper", "battery_cell", "t/MWh_cell", None, None, 1.9, 2, 2.1, ("R-2",))
    cells = kept("c", "capacity", 1, "GWh/a", product="电芯", product_id="battery_cell", subject="铜业公司", place="铜陵市")
    found = check([plant("f", 20e3), cells], Bands([band]))
    (finding,) = found.findings
    assert finding.code == "neighbouring_stages" and finding.figure == pytest.approx(20) and finding.rows == ("R-2",)
    assert not check([plant("f", 3e3), cells], Bands([band])).findings


def test_output_above_capacity() -> None:
    made = kept("p", "production", 13e4, "t", **COPPER, subject="铜业公司", start="2022", quote="产量13万吨")
    found = checked(plant("c", 10e4, quote="10万吨"), made)
    assert [(f.code, f.severity) for f in found.findings] == [("made_above_capacity", "error")]  # 30 % above
    use = next(d for d in found.derived if d.rule == "utilisation")
    assert use.claim.value == pytest.approx(1.3)


def test_output_below_capacity_over_a_whole_year_is_only_a_use_of_it() -> None:
    made = kept("p", "production", 8e4, "t", **COPPER, subject="铜业公司", start="2022")
    found = checked(plant("c", 10e4), made)
    assert not found.findings and {d.rule for d in found.derived} == {"rate_for_months", "utilisation"}


def test_growth_in_real_terms_on_nominal_levels_is_a_note() -> None:
    """163 / 98 over five years is 10.7 % a year; 8.1 % is told: prices rose in between."""
    gdp = {"product": "地区生产总值", "place": "柳河县"}
    found = checked(
        kept("a", "value_added", 98e8, "CNY", **gdp, start="2016", quote="98亿元"),
        kept("b", "value_added", 163e8, "CNY", **gdp, start="2021", quote="163亿元"),
        kept("g", "growth", 8.1, "%", **gdp, start="2021", quote="年均增长8.1%"),
    )
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("average_real_or_nominal", "note")
    assert finding.figure == pytest.approx((163 / 98) ** 0.2 - 1) and finding.claims == ("g", "a", "b")


def test_growth_follows_the_figure_before_it_in_a_text() -> None:
    """ "产值736.6亿元，同比增长5.5%": the year before had 736.6 / 1.055 = 698.2."""
    level = kept("l", "output_value", 736.6e8, "CNY/a", product="陶瓷", place="某市", start="2023", clean_span=(0, 20),
                 quote="产值736.6亿元")  # fmt: skip
    growth = kept("g", "growth", 5.5, "%", place="某市", clean_span=(21, 29), quote="同比增长5.5%")
    (derived,) = checked(level, growth).derived
    assert derived.claim.value == pytest.approx(736.6e8 / 1.055) and derived.claim.date is not None
    assert derived.claim.date.start == "2022"


def test_a_level_off_the_path_between_two_others() -> None:
    gdp = {"product": "GDP", "place": "某市"}
    found = checked(
        kept("a", "value_added", 100e8, "CNY", **gdp, start="2012"),
        kept("b", "value_added", 200e8, "CNY", **gdp, start="2020"),
        kept("c", "value_added", 100e8, "CNY", **gdp, start="2016"),
        kept("g", "growth", 9.05, "%", **gdp, start="2012", end="2020", quote="年均增长9.05%"),
    )
    (finding,) = [f for f in found.findings if f.code == "level_off_path"]
    assert finding.figure == pytest.approx(100e8 * 2**0.5) and finding.claims[0] == "c"  # 141 on the path, 100 told


def test_nothing_falls_by_more_than_all_of_it() -> None:
    found = checked(kept("g", "growth", -125, "%", product="产值", place="某市", start="2022"))
    assert codes(found) == ["fall_of_more_than_all"]


def test_a_city_has_no_more_than_its_province() -> None:
    silicon = {"product": "工业硅", "product_id": "industrial_silicon", "start": "2022", "status": "operating"}
    found = checked(
        kept("city", "capacity", 60e4, "t/a", place="昆明市", quote="60万吨", **silicon),
        kept("province", "capacity", 50e4, "t/a", place="云南省", quote="50万吨", document="b.txt", **silicon),
    )
    assert [(f.code, f.severity) for f in found.findings] == [("part_above_total", "error")]


def test_shares_of_one_whole_come_to_more_than_all_of_it() -> None:
    told = [("铜", 60), ("铝", 30), ("锌", 15)]
    found = checked(
        *(kept(n, "share", v, "%", product=f"{n}占工业产值比重", place="某市", start="2022", quote=f"{v}%") for n, v in told)
    )
    assert codes(found) == ["shares_above_whole"] and found.findings[0].figure == pytest.approx(1.05)


def test_two_sources_with_two_values_of_one_period() -> None:
    one = kept("a", "growth", 22.6, "%", product="产值同比", chain="battery", place="云南省", start="2024-01", end="2024-06")
    other = kept(
        "b", "growth", 26.6, "%", product="产值同比", chain="battery", place="云南省", start="2024-01", end="2024-06",
        document="b.txt",
    )  # fmt: skip
    found = checked(one, other)
    assert codes(found) == ["two_values"] and set(found.findings[0].claims) == {"a", "b"}
    next_year = replace(other, claim=replace(other.claim, date=replace(one.claim.date, start="2025-01", end="2025-06")))  # type: ignore[type-var]
    assert not checked(one, next_year).findings


def test_definitions_are_kept_apart() -> None:
    found = checked(
        kept("a", "output_value", 1300e8, "CNY/a", product="绿色铝产值", chain="aluminium", place="云南省", start="2024"),
        kept("b", "output_value", 3500e8, "CNY/a", product="绿色铝产业链产值", chain="aluminium", place="云南省", start="2024"),
    )
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("definitions", "note") and finding.figure == pytest.approx(3500 / 1300)


def test_rates_of_one_family_are_listed_never_averaged() -> None:
    names = ("就地精深加工率", "合金化率", "精深加工转化率")
    found = checked(*(kept(n, "share", 50 + i, "%", product=n, place="某市", start="2022") for i, n in enumerate(names)))
    (finding,) = found.findings
    assert finding.code == "indicator_variants" and set(finding.claims) == set(names) and finding.figure is None


def test_a_plant_that_stood_is_being_built_again() -> None:
    found = checked(
        plant("a", 10e4, start="2021-03"), plant("b", 10e4, start="2022-06", status="under_construction", document="b.txt")
    )
    assert codes(found) == ["status_backwards"]
    grown = checked(plant("a", 10e4, start="2021-03"), plant("b", 25e4, start="2022-06", status="under_construction"))
    assert not grown.findings  # an extension


def start_of(claim_id: str, due: str, **changes: object) -> LedgerClaim:
    values = {**COPPER, "subject": "铜业公司", "modality": "planned", "status": "operating", "start": due} | changes
    return kept(claim_id, "milestone", None, None, **values)


def test_a_planned_start_has_passed() -> None:
    building = plant("b", 10e4, start="2023-06", status="under_construction", document="b.txt")
    found = checked(start_of("s", "2022-09"), building)
    assert codes(found) == ["start_passed"] and set(found.findings[0].claims) == {"s", "b"}
    running = plant("r", 10e4, start="2023-06", document="b.txt")
    assert not checked(start_of("s", "2022-09"), running).findings
    silent = checked(start_of("s", "2022-09"), plant("x", 5e4, subject="别家公司", start="2024-06"))
    assert [(f.code, f.severity) for f in silent.findings] == [("start_unconfirmed", "note")]


def test_a_document_that_plans_what_lay_before_its_publication() -> None:
    found = checked(start_of("s", "2022-09", published="2024-02-18"))
    assert "plan_after_its_date" in codes(found)
    assert "plan_after_its_date" not in codes(checked(start_of("s", "2022-09", published="2022-09-05")))


def test_events_out_of_order() -> None:
    begun = start_of("b", "2022-05", modality="observed", status="under_construction", quote="二期开工")
    ran = start_of("r", "2021-12", modality="observed", status="operating", quote="二期投产")
    assert codes(checked(begun, ran)) == ["events_out_of_order"]
    extension = start_of("b", "2022-05", modality="observed", status="under_construction", quote="三期开工")
    assert not checked(extension, ran).findings


def test_a_trial_run_after_the_start_of_a_firm_that_tells_no_phase() -> None:
    ran = start_of("o", "2019-02", modality="observed", quote="一期投产")
    trial = start_of("t", "2019-12", modality="observed", status="trial", document="b.txt")
    assert codes(checked(ran, trial)) == ["trial_after_operation"]
    second = start_of("t", "2019-12", modality="observed", status="trial", document="b.txt", quote="二期试生产")
    assert not checked(ran, second).findings


def test_one_event_at_two_dates() -> None:
    one = start_of("a", "2022-09", modality="observed", status="under_construction", quote="一期开工")
    other = start_of("b", "2023-02", modality="observed", status="under_construction", document="b.txt")
    assert codes(checked(one, other)) == ["two_dates"]
    second = start_of("b", "2023-02", modality="observed", status="under_construction", document="b.txt", quote="二期开工")
    assert not checked(one, second).findings


def test_a_plan_of_which_nobody_has_told_since() -> None:
    plan = plant("p", 20e4, start="2016-04", status="planned", modality="planned")
    news = plant("n", 5e4, subject="别家公司", start="2024-06", document="b.txt")
    assert codes(checked(plan, news)) == ["silent_plan"]
    elsewhere = plant("n", 5e4, subject="别家公司", place="昆明市", start="2024-06", document="b.txt")
    assert not checked(plan, elsewhere).findings  # of its own place there is no later word
    assert not checked(plan, plant("q", 8e4, start="2023-06", document="b.txt"), news).findings


def test_built_and_being_built_is_the_sum_of_both() -> None:
    """12 stand and 8 are being built: 20 built and being built."""
    stood = plant("s", 12e4, subject=None, start="2022-03", quote="12万吨")
    coming = plant("c", 8e4, start="2022-05", status="under_construction", quote="8万吨")
    both = plant("b", 20e4, subject=None, start="2022-07", status="built_and_building", document="b.txt", quote="20万吨")
    found = checked(stood, coming, both)
    assert [d.confirmed_by for d in found.derived if d.rule == "sum"] == [("b",)]
    less = plant("b", 15e4, subject=None, start="2022-07", status="built_and_building", document="b.txt", quote="15万吨")
    assert "parts_above_total" in codes(checked(stood, coming, less))


def test_a_share_of_all_industry() -> None:
    """Value added of 34 of 1,000 is 3.4 %, not 4.3 %."""
    place = {"place": "某省", "start": "2023"}
    part = kept("p", "value_added", 34e8, "CNY", product="绿色铝增加值", chain="aluminium", quote="34.0亿元", **place)
    whole = kept("w", "value_added", 1000e8, "CNY", product="规上工业增加值", quote="1000.0亿元", **place)

    def share(value: float) -> LedgerClaim:
        return kept("s", "share", value, "%", product="占规上工业增加值", chain="aluminium", quote=f"{value}%", **place)

    assert [d.confirmed_by for d in checked(part, whole, share(3.4)).derived if d.rule == "share"] == [("s",)]
    assert codes(checked(part, whole, share(4.3))) == ["share_of_levels"]


def test_a_rate_less_a_difference() -> None:
    """63.2 %, 20 points above the province: 43.2 % there."""
    processed = {"product": "精深加工率", "product_id": "processed_aluminium", "start": "2020"}
    rate = kept("r", "share", 63.2, "%", place="曲靖市", quote="63.2%", **processed)
    gap = kept("g", "difference", 20, "pp", place="曲靖市", quote="比全省平均水平高20.0个百分点", **processed)
    (derived,) = checked(rate, gap).derived
    assert derived.claim.value == pytest.approx(0.432) and derived.claim.place == "云南省" and derived.parents == ("r", "g")
    other = kept("o", "share", 25, "%", place="云南省", document="b.txt", quote="25%", **processed)
    assert "level_less_difference" in codes(checked(rate, gap, other))


def test_names_of_firms_regions_and_sites() -> None:
    """锦州阳光 is a firm though 锦州 is a city; a province's firms are no firm; a park is a site of its own."""

    def owner(subject: str, place: str) -> str:
        (fact,) = facts_of([plant("c", 1e4, subject=subject, place=place, product="硅棒", product_id="mono_rod")])
        return fact.owner

    assert owner("锦州阳光能源", "曲靖市") and owner("广州某某铝业", "文山州")
    regions = (("曲靖市光伏", "曲靖市"), ("云南省重点企业", "云南省"), ("文山州", "文山州"), ("全市合计", "曲靖市"))
    assert {owner(*region) for region in regions} == {""}
    assert owner("硅晶产业园", "曲靖市") == "硅晶产业园"


def test_built_and_being_built_called_built() -> None:
    both = plant("a", 34.5e4, subject=None, start="2022-07", status="built_and_building", quote="34.5万吨")
    later = plant("b", 34.5e4, start="2023-09", document="b.txt", quote="34.5万吨")
    assert [(f.code, f.severity) for f in checked(both, later).findings] == [("cumulative_called_built", "note")]
    same_month = plant("b", 34.5e4, start="2022-07", document="b.txt", quote="34.5万吨")
    assert [f.severity for f in checked(both, same_month).findings] == ["doubt"]


def test_targets_beside_what_is() -> None:
    present = plant("p", 20e4, subject=None, start="2021", published="2022-01-05")
    aim = plant("t", 80e4, subject=None, start="2024", modality="target", status=None, published="2022-04-01", document="t")
    after = plant("a", 50e4, subject=None, start="2024-12", document="c.txt")
    found = checked(present, aim, after)
    assert set(codes(found)) == {"target_leap", "target_missed"} and codes(found, "note") == codes(found)


def test_a_group_is_no_place_and_a_part_not_more_than_it() -> None:
    group = plant("g", 18e4, subject="铜业公司全集团", place="group", start="2022")
    here = plant("h", 36e4, start="2022", status="under_construction", document="b.txt")
    assert set(codes(checked(group, here))) == {"group_figure", "part_above_group"}


def test_several_places_together_and_the_rest() -> None:
    """102.9 for two cities, 60.62 for one of them: 42.28 for the other."""
    both = kept("b", "investment", 102.9e8, "CNY", subject="甲科技", place="曲靖+合肥", start="2022-05-18", quote="102.9亿元")
    one = kept("o", "investment", 60.62e8, "CNY", subject="甲科技", place="曲靖市", start="2022-05-18", quote="60.62亿元")
    found = checked(both, one)
    assert codes(found) == ["several_places"]
    (rest,) = found.derived
    assert rest.claim.value == pytest.approx(42.28e8) and rest.claim.place == "合肥" and rest.parents == ("b", "o")


def test_power_for_all_plans_against_what_is_used() -> None:
    """8 Mt x 13,000 kWh/t = 104 TWh, more than half of 172.9 TWh."""
    band = Band("energy", "copper", "kWh/t", None, None, 13_000, 13_450, 13_900, ("R-1",))
    plans = plant("c", 8e6, subject=None, place="云南省", start="2024", status="planned", modality="planned")
    power = kept("e", "energy", 1728.55e8, "kWh", product="工业用电量", place="云南省", start="2023", document="b.txt")
    (finding,) = check([plans, power], Bands([band])).findings
    assert finding.code == "power_for_plans" and finding.low == pytest.approx(104e9) and finding.rows == ("R-1",)


def test_a_total_may_be_rounded_its_parts_are_not() -> None:
    """2 + 3.25 = 5.25 is printed as 5.3; 2 + 3.4 is not."""
    two, total = plant("a", 2e4, subject="甲厂", quote="2万吨"), plant("t", 5.3e4, subject=None, quote="全市5.3万吨")
    found = checked(two, plant("b", 3.25e4, subject="乙厂", quote="3.25万吨"), total)
    assert [d.confirmed_by for d in found.derived if d.rule == "sum"] == [("t",)] and not found.findings
    assert codes(checked(two, plant("b", 3.4e4, subject="乙厂", quote="3.4万吨"), total)) == ["parts_above_total"]


def test_one_finding_for_a_fault_that_several_documents_repeat() -> None:
    """The same two totals beside the same plant, told in two papers, are one finding with all its claims."""
    big = plant("p", 30e4, quote="30万吨")
    totals = [plant(f"t{i}", 20e4, subject=None, document=f"{i}.txt", quote="全市20万吨") for i in range(3)]
    (finding,) = [f for f in checked(big, *totals).findings if f.code == "parts_above_total"]
    assert set(finding.claims) == {"p", "t0", "t1", "t2"}


def test_rejected_claims_and_a_models_own_are_left_out() -> None:
    big, total = plant("p", 30e4, quote="30万吨"), plant("t", 20e4, subject=None, quote="全市20万吨")
    assert codes(checked(big, total)) == ["parts_above_total"]
    assert not checked(replace(big, decision="reject"), total).findings
    model = replace(big, claim=replace(big.claim, flags=("said by a language model only",)))
    assert not checked(model, total).findings


def test_the_order_of_the_claims_does_not_matter() -> None:
    claims = [
        plant("a", 10e4, start="2021-03"), plant("b", 10e4, start="2022-06", status="under_construction"),
        plant("t", 5e4, subject=None, start="2022", quote="全市5万吨"), start_of("s", "2021-09"),
    ]  # fmt: skip
    forward, backward = (
        sorted((f.code, *sorted(f.claims)) for f in found.findings) for found in (checked(*claims), checked(*reversed(claims)))
    )
    assert forward == backward != []
