"""Damage beyond the bytes: wrong encodings, picture marks, spaced and split words, copies, spam, mixed script, lost digits."""

from __future__ import annotations

import pytest

from lianpu.reading.files import make_source
from lianpu.reading.repair import Repaired, repair

TEXT = (
    "全市现有电解铝产能105万吨，去年产量同比增长12.5%，绿色铝产业链实现产值860亿元。\n"
    "滨江园区二期投资38.6亿元，年产4万吨高精铝板带，预计明年6月建成投产。\n"
    "市里要求各部门加快要素保障，做好用地、用电和用水的协调工作。\n"
)


def repaired(text: str) -> Repaired:
    found = repair(make_source("doc.txt", text))
    for one in found.repairs:
        assert 0 <= one.start <= one.end <= len(text)
    return found


def shown(found: Repaired, original: str, said: str) -> str:
    at = found.clean.index(said)
    return original[slice(*found.offsets.to_original(at, at + len(said)))]


@pytest.mark.parametrize(
    ("true", "read_as"), [("utf-8", "latin-1"), ("gbk", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gb18030")]
)
def test_wrong_encodings_come_back_or_are_marked(true: str, read_as: str) -> None:
    original = TEXT.encode(true).decode(read_as, "replace")
    found = repaired(original)
    assert found.clean == TEXT or any(one.kind == "unreadable" for one in found.repairs)
    assert "105万" in found.clean and "105" in shown(found, original, "105")
    assert "年产4万" in found.clean or "\ufffd" in found.clean


def test_picture_marks_go() -> None:
    found = repaired(TEXT.replace("。\n", "。[图片]\n", 1) + '<img src="a.jpg" alt="">')
    assert found.clean == TEXT and {one.kind for one in found.repairs} == {"picture_mark"}


def test_spaced_words_are_joined_and_spaced_digits_named() -> None:
    assert repaired("绿 色 铝 产 业 链 加 快 发 展 。\n" + TEXT).clean == "绿色铝产业链加快发展。\n" + TEXT
    found = repaired("全 市 绿 色 铝 产 业 产 值 达 到 3 0 亿 元 。\n")
    at = found.clean.index("3 0")
    assert found.doubts(at, at + 3)


def test_columns_and_numerals_stay() -> None:
    for text in ("序 号\t名 称\n", "一 二 三 四 五 六\n", "甲 乙 丙 丁\n"):
        assert repaired(text).clean == text


def test_lines_of_fixed_width_are_joined_but_no_digits() -> None:
    flat = TEXT.replace("\n", "")
    wrapped = "\n".join(flat[at : at + 26] for at in range(0, len(flat), 26))
    found = repaired(wrapped)
    assert found.clean.replace("\n", "") == flat and found.clean.count("\n") < wrapped.count("\n")
    found = repaired("滨江园区年产3\n0万吨电解铝。\n")
    assert "3\n0" in found.clean and found.doubts(found.clean.index("3\n0"), found.clean.index("3\n0") + 3)


def test_copies_and_spam_go() -> None:
    spam = "澳门新开户 棋牌注册送彩金 官网入口  "
    found = repaired(spam + TEXT + TEXT)
    assert found.clean == TEXT
    assert {one.kind for one in found.repairs} == {"spam", "copied_paragraph"}


def test_traditional_lines_of_a_simplified_text() -> None:
    line = "產業鏈條進一步延長，園區項目陸續開工建設。\n"
    assert repaired(TEXT + line).clean == TEXT + "产业链条进一步延长，园区项目陆续开工建设。\n"
    assert repaired(TEXT + "负责人名为周乾。\n").clean == TEXT + "负责人名为周乾。\n"


def test_full_width_digits_are_plain_ones() -> None:
    assert repaired("总投资１２．５亿元，增长１５％。\n").clean == "总投资12.5亿元，增长15%。\n"


@pytest.mark.parametrize("text", ["总投资.5亿元。\n", "产值增长%。\n", "年产3.万吨电解铝。\n", "年产,000吨电解铝。\n"])
def test_lost_digits_are_named(text: str) -> None:
    found = repaired(text)
    assert any(one.kind == "lost_digits" and one.confidence == 0 for one in found.repairs)


def test_doubled_marks_of_a_damaged_text() -> None:
    assert repaired(TEXT.replace("，", "，，")).clean == TEXT
    slip = TEXT.replace("，", "，，", 1)
    assert repaired(slip).clean == slip
