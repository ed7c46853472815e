"""Properties of the repair over made-up damage: spans in range, digits kept or flagged, clean text untouched."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from damager import COMMON_NOTES, damage
from lianpu.reading.files import make_source
from lianpu.reading.repair import Repaired, repair

WORDS = ("规模化", "模块化", "环保可持续", "电解铝", "磷酸铁锂", "产业链", "建成投产", "项目", "发展", "因为学生", "当地常规",
         "该厂", "可再生", "科技", "基础", "疾病", "设备", "标准", "亿元", "万吨", "GWh", "（一期）", "“十四五”")  # fmt: skip
NUMBERS = st.one_of(st.integers(1, 99999).map(str), st.decimals(0, 999, places=1).map(str))
AMOUNTS = st.builds(str.__add__, NUMBERS, st.sampled_from(("万吨", "亿元", "GWh", "%", "个")))
PHRASES = st.one_of(st.sampled_from(WORDS), AMOUNTS)
PARTS = st.one_of(PHRASES, st.sampled_from("，、。；：！？"))
TEXTS = st.lists(st.lists(PARTS, min_size=3, max_size=30).map("".join), min_size=1, max_size=4).map("。\n".join)
NOTES = st.sets(st.sampled_from(sorted(COMMON_NOTES))).map(lambda chars: {c: COMMON_NOTES[c] for c in sorted(chars)})
ODD = "?,;:!。，、“”()（）\n\r\t  \ufffd?ēǐàn產業標準電規模化Ã¤Â¸\x80[图片]<>&;0123456789."
ANYTHING = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=200)


def in_range(found: Repaired, original: str) -> None:
    last = 0
    for at in range(len(found.clean)):
        start, end = found.offsets.to_original(at, at + 1)
        assert last <= start <= end <= len(original)
        last = start
    for one in found.repairs:
        assert 0 <= one.start <= one.end <= len(original) and 0 <= one.confidence <= 1
    for low, high in found.doubtful:
        assert 0 <= low <= high


def quantities(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:\.[0-9]+)?", text)


@settings(max_examples=40, deadline=None)
@given(TEXTS, NOTES, st.integers(1, 4), st.booleans())
def test_no_digit_is_silently_wrong(text: str, notes: dict[str, str], every: int, traditional: bool) -> None:
    text = f"甲、乙、丙。\n{text}"  # the tool leaves its mark in any text of some length: a comma before 、
    original = damage(text, notes, inserts=lambda n: n % every == 0, traditional=traditional)
    found = repair(make_source("doc.txt", original))
    in_range(found, original)
    sure = [m for m in re.finditer(r"[0-9]+(?:\.[0-9]+)?", found.clean) if not found.doubts(*m.span())]
    wanted = quantities(text)
    at = 0
    for match in sure:  # every figure that is not in doubt stands in the clean text, in this order
        assert match[0] in wanted[at:], (match[0], found.clean)
        at = wanted.index(match[0], at) + 1
        start, end = found.offsets.to_original(*match.span())
        assert match[0] in original[start:end]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(PHRASES, min_size=3, max_size=20).map("，".join), max_size=5))
def test_clean_text_stays(lines: list[str]) -> None:
    text = "。\n".join(f"{number}号文{line}" for number, line in enumerate(lines))
    found = repair(make_source("doc.txt", text))
    assert found.clean == text and (not text or found.offsets.is_identity)


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_anything_is_repaired_without_harm(text: str) -> None:
    in_range(repair(make_source("doc.txt", text)), text)
