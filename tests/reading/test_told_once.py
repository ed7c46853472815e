"""What a document tells once for many figures (a unit, a year, a state), and sums and throughputs as they are said."""

from __future__ import annotations

import pytest

from lianpu.reading.claims import Claim
from lianpu.reading.extract import extract


def claims(text: str, published: str | None = "2025-03-10") -> list[Claim]:
    return extract(text, default_place=None, published=published)


def values(text: str, kind: str) -> list[tuple[float | None, str | None]]:
    return [(c.value, c.unit) for c in claims(text) if c.kind == kind]


LIST = "某县重点项目表\n单位：{units}\n\n1、青禾制药中药提取扩建　总投资：12600（已投3,400）　用地：85　新增用工：260\n"


def test_bare_figures_of_a_list_are_in_the_units_of_its_heading() -> None:
    text = LIST.format(units="万元、亩、人")
    assert values(text, "investment") == [(12_600 * 1e4, "CNY"), (3_400 * 1e4, "CNY")]
    assert values(text, "land") == [(85, "mu")]
    assert values(text, "jobs") == [(260, "person")]


def test_a_figure_with_its_own_unit_keeps_it_and_two_headings_that_differ_tell_nothing() -> None:
    assert values("单位：万元\n1、青禾制药提取车间　总投资：2.5亿元\n", "investment") == [(2.5e8, "CNY")]
    assert values(LIST.format(units="万元") + "单位：亿元\n", "investment") == []
    assert values(LIST.format(units="亩"), "investment") == []


@pytest.mark.parametrize(
    ("heading", "status", "modality"),
    [
        ("储备类", "planned", "planned"),
        ("二、续建项目（1个）", "under_construction", "observed"),
        ("▶ 调出类", "cancelled", "observed"),
    ],
)
def test_the_heading_of_a_list_tells_the_state_of_its_projects(heading: str, status: str, modality: str) -> None:
    found = claims(f"某县项目清单\n{heading}\n1、青禾制药　规模：葡萄糖5万吨/年\n")
    assert [(c.value, c.status, c.modality) for c in found if c.kind == "capacity"] == [(5e4, status, modality)]


def test_what_an_item_tells_of_itself_goes_before_its_heading() -> None:
    found = claims("某县项目清单\n▶ 新建类\n1、青禾制药年产5万吨葡萄糖项目已建成投产\n")
    assert [c.status for c in found if c.kind == "capacity"] == ["operating"]


def test_months_of_a_list_are_of_the_year_in_its_title() -> None:
    found = claims("某县2025年重点项目表\n1、青禾制药葡萄糖项目　开工：5月\n")
    assert [(c.kind, c.modality, c.date and c.date.start) for c in found if c.date] == [("milestone", "planned", "2025-05")]


def test_a_report_on_half_a_year_dates_its_figures_so() -> None:
    found = claims("关于2024年上半年医药产业运行情况的报告\n全县生产葡萄糖3万吨。\n", None)
    assert [(c.date.start, c.date.end) for c in found if c.date] == [("2024-01", "2024-06")]


def test_sums_as_they_are_said() -> None:
    assert values("去年全县医药产业产值十二个亿。", "output_value") == [(1.2e9, "CNY/a")]
    assert values("钱落实了，投资2.6个亿。", "investment") == [(2.6e8, "CNY")]
    assert values("全县投资4个亿纬锂能项目。", "investment") == []


def test_up_to_a_month_of_this_year_is_not_the_next_one() -> None:
    found = extract("今年葡萄糖价格回落，到9月底产量是3万吨。", default_place=None, published="2024-10-20")
    assert [(c.date.end, c.modality) for c in found if c.kind == "production" and c.date] == [("2024-09", "observed")]


@pytest.mark.parametrize("good", ["货物", "集装箱", "旅客"])
def test_what_is_handled_is_the_word_before_its_throughput(good: str) -> None:
    found = claims(f"全年{good}吞吐量2.21亿吨。")
    assert [(c.kind, c.product, c.value) for c in found] == [("throughput", good, 2.21e8)]
