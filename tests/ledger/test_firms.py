"""Which subjects are one firm, and what phase they name."""

from __future__ import annotations

import pytest

from lianpu.ledger.firms import ANY_NUMBER, joint_venture, read_subject, same_firm, takes_part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("隆基绿能科技股份有限公司", "隆基"),
        ("曲靖隆基硅材料有限公司", "隆基绿能"),
        ("德方纳米 曲靖", "德方纳米等"),
        ("阳光新能源", "Solargiga 阳光能源"),
        ("宁德时代新能源科技", "宁德时代"),
        ("云南神火", "神火股份"),
        ("LONGi Green Energy Technology Co., Ltd", "LONGi"),
        ("晶澳二期", "晶澳科技"),
        ("吉光铝", "吉光铝业有限公司"),
        ("川磷新材", "川磷新材料有限公司"),
        ("ACME MATERIALS (Qujing)", "Acme Materials Co., Ltd."),
    ],
)
def test_legal_form_place_and_common_words_do_not_part_a_firm(one: str, other: str) -> None:
    assert same_firm(read_subject(one, "曲靖市"), read_subject(other, "曲靖市"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("阳光电源", "阳光能源"), ("阳光", "阳光电源"), ("云铝", "南铝"), ("云南铝业", "云南神火"), ("中国铝业", "中国"),
        ("晶澳", "晶科"), ("", ""),
    ],
)  # fmt: skip
def test_names_that_only_look_alike_are_two_firms(one: str, other: str) -> None:
    assert not same_firm(read_subject(one, "曲靖市"), read_subject(other, "曲靖市"))


@pytest.mark.parametrize(
    ("subject", "phase", "whole"),
    [
        ("隆基曲靖一期", 1, False), ("晶澳三期10GW电池", 3, False), ("某厂第十二期", 12, False), ("首期项目", 1, False),
        ("阳光新能源 三期后合计", None, True), ("隆基曲靖(全部)", None, True), ("Acme Phase II", 2, False),
        ("Acme Train 2", 2, False), ("隆基", None, False),
    ],
)  # fmt: skip
def test_phases_and_wholes(subject: str, phase: int | None, whole: bool) -> None:
    read = read_subject(subject, "曲靖市")
    assert (read.phase, read.whole) == (phase, whole)


@pytest.mark.parametrize("region", ["曲靖市", "曲靖经开区", "文山州", "中国", "花山老工业区", "(未点名)", "全省"])
def test_a_region_or_park_is_no_firm(region: str) -> None:
    assert not read_subject(region, "曲靖市").named


def test_parents_and_their_venture() -> None:
    parents = read_subject("德方纳米+亿纬锂能")
    assert joint_venture(parents, read_subject("德枋亿纬"))
    assert not joint_venture(parents, read_subject("德方纳米"))  # a parent is not the venture
    assert not joint_venture(read_subject("亿纬锂能"), read_subject("德枋亿纬"))
    assert joint_venture(read_subject("虔章钨材"), read_subject("虔山钨业+章水钨业"))  # a character of each, either first
    assert takes_part(read_subject("德方纳米"), parents)


@pytest.mark.parametrize(
    ("subject", "firms", "listed", "others"),
    [
        ("瓮河磷化、开泉磷业", 2, True, 0), ("金磷化工等3家企业", 1, True, 2), ("德方纳米等", 1, True, ANY_NUMBER),
        ("甲信、乙泰合资", 2, False, 0), ("黔磷集团和时欣能源", 2, False, 0), ("和邦生物", 1, False, 0),
    ],
)  # fmt: skip
def test_plants_of_several_firms_are_no_venture(subject: str, firms: int, listed: bool, others: int) -> None:
    read = read_subject(subject)
    assert (len(read.parties), read.listed, read.others) == (firms, listed, others)
