"""Whose a figure is: firms that no table knows, found in the document itself."""

from __future__ import annotations

import pytest

from lianpu.reading.cast import cast_of
from lianpu.reading.claims import Claim
from lianpu.reading.extract import extract


def read(text: str, place: str = "武义县") -> list[Claim]:
    return extract(text, default_place=place, published="2024-07-02")


def only(claims: list[Claim], kind: str) -> Claim:
    (claim,) = [claim for claim in claims if claim.kind == kind]
    return claim


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("三江氟材年产3万吨氢氟酸项目由浙江三江氟材料有限公司建设。", "三江氟材"),  # the legal name's beginning
        ("证券简称：赣联电路  公告编号：2024-057", "赣联电路"),
        ("同日开工的还有永鑫厂、恒杯年产8000万只保温杯技改项目。", "恒杯"),  # no ending betrays it
        ("由全资子公司泰国赣联实施的项目", "泰国赣联"),
        ("以威石化工为龙头，加快推进250万吨PTA项目。", "威石化工"),
    ],
)
def test_a_name_in_no_table_is_found_where_it_acts(text: str, name: str) -> None:
    assert name in cast_of(text)


@pytest.mark.parametrize("text", ["化工新材料产值突破1000亿元。", "碳丝年产能8500吨。", "如今年产苏氨酸18万吨。"])
def test_goods_and_times_are_no_firms(text: str) -> None:
    assert not cast_of(text).names


def test_an_item_of_a_list_is_about_its_firm_to_the_end() -> None:
    claims = read("1．豫丰集团年加工20万吨面粉项目（川汇区）。总投资9.7亿元，年度计划投资4亿元。\n")
    assert {claim.subject for claim in claims if claim.kind == "investment"} == {"豫丰集团"}


def test_a_sum_is_of_the_firm_after_it() -> None:
    claims = read("总投资46亿元的桂能新材料产业园一期封顶，桂能新材料年产10万吨铜箔。")
    assert only(claims, "investment").subject == "桂能新材料"


def test_a_count_without_a_noun_goes_on_with_the_projects() -> None:
    counts = [(claim.value, claim.unit) for claim in read("全县签约项目43个，其中已开工31个。") if claim.kind == "count"]
    assert counts == [(43, "project"), (31, "project")]


def test_what_a_share_of_the_whole_names_is_the_whole() -> None:
    assert only(read("电线电缆产业实现营业收入386亿元，占全县规上工业的41%。"), "share").product != "规上工业"


def test_aims_hold_in_the_sections_below_their_heading() -> None:
    claims = read("二、2024年工作安排\n（一）做强氟化工。\n形成氢氟酸10万吨生产能力。\n三、保障\n", "某市")
    assert only(claims, "capacity").modality == "target"


def test_one_clause_may_tell_two_events() -> None:
    claims = read("锡都锑品拟建氧化锑厂，计划2024年11月动工、2026年2月投料试车。")
    assert [(c.status, c.date and c.date.start) for c in claims if c.kind == "milestone"] == [
        ("under_construction", "2024-11"),
        ("trial", "2026-02"),
    ]


def test_goods_are_measured_by_length() -> None:
    cable = only(read("泰宁线缆年产3万公里特种电缆项目建成投产。"), "capacity")
    assert (cable.value, cable.unit, cable.product) == (30_000, "km/a", "特种电缆")
