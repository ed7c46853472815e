"""Claims by rules: worked examples, as a user would check them."""

from __future__ import annotations

import pytest

from lianpu.reading.claims import Claim
from lianpu.reading.extract import extract


def claims(text: str, kind: str | None = None, published: str | None = "2024-05-01") -> list[Claim]:
    found = extract(text, default_place="临江市", published=published)
    return [claim for claim in found if kind is None or claim.kind == kind]


def one(text: str, kind: str) -> Claim:
    (claim,) = claims(text, kind)
    return claim


def test_a_capacity_with_owner_product_and_status() -> None:
    claim = one("中远钢铁年产60万吨高端轴承钢项目正在加快建设。", "capacity")
    assert (claim.subject, claim.product, claim.value, claim.unit) == ("中远钢铁", "高端轴承钢", 600_000.0, "t/a")
    assert (claim.status, claim.modality, claim.bound) == ("under_construction", "observed", "exact")


def test_one_predicate_after_an_enumeration_holds_for_all() -> None:
    found = claims("年产5万吨磷酸铁锂和3000吨导电液项目已建成投产。", "capacity")
    assert [(c.product_id, c.value, c.status) for c in found] == [
        ("lfp", 50_000.0, "operating"),
        ("cnt_slurry", 3_000.0, "operating"),
    ]


def test_the_product_may_stand_before_the_quantity() -> None:
    found = claims("目前已形成拉棒30GW、切片25GW的产能规模。", "capacity")
    assert [(c.product_id, c.value) for c in found] == [("mono_rod", 30.0), ("wafer", 25.0)]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("已建成投产", "operating"), ("正在建设", "under_construction"), ("正在有序推进", "advancing"),
        ("正在洽谈", "negotiating"), ("已签约", "signed"), ("进入试生产", "trial"), ("已停产", "suspended"),
    ],
)  # fmt: skip
def test_status_words(words: str, status: str) -> None:
    assert one(f"10万吨电解铝项目{words}。", "capacity").status == status


def test_built_and_building_in_one_figure_is_a_status_of_its_own() -> None:
    assert one("全市建成和在建磷酸铁锂产能达34.5万吨。", "capacity").status == "built_and_building"


def test_a_phase_is_part_of_its_project() -> None:
    whole, phase = claims("引进华能电池建设6GWh储能电池生产线，项目一期2GWh已开工建设并计划于2025年6月投产。", "capacity")
    assert (whole.value, phase.value, phase.part_of) == (6.0, 2.0, whole.id)
    milestone = one("引进华能电池建设6GWh储能电池生产线，项目一期2GWh已开工建设并计划于2025年6月投产。", "milestone")
    assert milestone.date is not None and milestone.date.start == "2025-06"
    assert phase.date is None  # the start-up to come is not the date of the capacity


@pytest.mark.parametrize(
    ("printed", "bound"),
    [("50万吨以上", "at_least"), ("约50万吨", "about"), ("不超过50万吨", "at_most"), ("50万吨", "exact")],
)
def test_bounds(printed: str, bound: str) -> None:
    assert one(f"全市电解铝产能达到{printed}。", "capacity").bound == bound


def test_a_range_keeps_its_ends() -> None:
    claim = one("规划发展5—8万吨六氟磷酸锂。", "capacity")
    assert (claim.value, claim.low, claim.high, claim.bound) == (None, 50_000.0, 80_000.0, "range")


def test_an_order_of_magnitude_is_no_number_to_add() -> None:
    claim = one("全力打造千亿级绿色铝产业园。", "output_value")
    assert (claim.value, claim.bound, claim.modality) == (1e11, "class", "target")


def test_possible_is_not_seen() -> None:
    assert one("项目全部达产后可实现年产值32亿元。", "output_value").modality == "potential"


def test_a_target_of_a_year_to_come() -> None:
    claim = one("到2027年，全市光伏产业产值达到500亿元。", "output_value")
    assert claim.modality == "target" and claim.date is not None and claim.date.start == "2027"


def test_firms_that_are_there_and_how_many() -> None:
    text = "已有隆基绿能、晶科能源、天合光能3家企业落户。"
    assert [c.subject for c in claims(text, "presence")] == ["隆基绿能", "晶科能源", "天合光能"]
    assert one(text, "count").value == 3.0


def test_anodes_of_smelters_are_not_anodes_of_batteries() -> None:
    assert one("年产20万吨阳极炭素项目已投产。", "capacity").product_id == "prebaked_anode"
    assert one("年产20万吨负极材料项目已投产。", "capacity").product_id == "graphite_anode"


def test_pv_cells_are_not_battery_cells() -> None:
    assert one("5GW电池片项目已投产。", "capacity").product_id == "solar_cell"
    assert one("5GWh动力电池项目已投产。", "capacity").product_id == "battery_cell"


def test_spans_hold_the_digits_and_are_clauses() -> None:
    text = "全市电解铝产能68万吨，配套的10万吨阳极炭素已建成。"
    for claim in claims(text, "capacity"):
        clause = text[slice(*claim.clean_span)]
        assert str(int((claim.value or 0) / 1e4)) in clause and "，" not in clause


def test_nothing_is_read_from_a_text_without_claims() -> None:
    assert claims("昨天天气很好，我们在湖边走了很久。") == []


def test_a_firm_that_ends_in_ye_keeps_its_name_before_yi() -> None:
    assert one("海岳铝业已投资3亿元。", "investment").subject == "海岳铝业"
    assert one("海岳铝业年产3万吨铝箔项目业已建成。", "capacity").status == "built"


@pytest.mark.parametrize(
    ("printed", "value", "unit"), [("0.95元/瓦", 0.95, "CNY/W"), ("0.36元/Wh", 0.36, "CNY/Wh"), ("0.5元/瓦时", 0.5, "CNY/Wh")]
)
def test_prices_of_a_watt_and_of_a_watt_hour(printed: str, value: float, unit: str) -> None:
    claim = one(f"2024年2月电芯价格{printed}。", "price")
    assert (claim.value, claim.unit) == (value, unit)
