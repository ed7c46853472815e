"""Reposts of one text are one witness; reports after one pattern are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.readings import a_reading
from lianpu.ledger.copies import resemblance, signature, texts_of
from lianpu.ledger.sources import source_rank
from lianpu.ledger.state import states_of
from lianpu.ledger.store import Ledger
from lianpu.reading.claims import Claim

NEWS = (
    "江城市近日举行重点项目集中开工仪式，本次开工的项目共有十二个，涉及新材料、装备制造和现代物流等领域。其中甲材料公司"
    "年产5万吨磷酸铁锂项目位于经济技术开发区，计划分两期建设，建成后将带动上下游企业落户。市有关负责人表示，"
    "将继续优化营商环境，强化要素保障，推动项目早建成、早投产、早见效，为全年经济发展提供有力支撑。"
)


def claim(value: float, **more: object) -> Claim:
    fields = {"kind": "capacity", "product": "磷酸铁锂", "product_id": "lfp", "value": value, "unit": "t/a", "bound": "exact",
              "status": "operating", "place": "江城市", "quote": f"{value}"}  # fmt: skip
    return Claim(id="c1", **(fields | more))  # type: ignore[arg-type]


def add(ledger: Ledger, name: str, text: str, published: str, *claims: Claim) -> None:
    ledger.add(a_reading(*claims, name=name, text=text, published=published, default_place=None))


def groups(ledger: Ledger) -> list[set[str]]:
    names = {c.document.sha256: c.document.name for c in ledger.claims()}
    found: dict[str, set[str]] = {}
    for sha, text in texts_of(ledger.claims()).items():
        found.setdefault(text, set()).add(names[sha])
    return sorted(found.values(), key=sorted)


@pytest.mark.parametrize(
    "copy",
    [
        NEWS.replace("江城市近日", "【本站讯】江城市日前"),
        f"首页 > 要闻 > 正文  2024年02月18日  编辑：小李\n{NEWS}\n版权声明：本文转自网络，如有侵权请联系删除。相关阅读：今日天气",
        NEWS.replace("，", ",").replace("有力支撑", "坚实支撑"),
    ],
    ids=["another beginning", "a page's furniture", "edited"],
)
def test_a_repost_is_found_whatever_stands_around_it(ledger: Ledger, copy: str) -> None:
    add(ledger, "first.txt", NEWS, "2021-03-01", claim(5e4))
    add(ledger, "repost.txt", copy, "2024-02-18", claim(5e4))
    assert groups(ledger) == [{"first.txt", "repost.txt"}]


def test_another_report_after_the_same_pattern_is_another_witness(ledger: Ledger) -> None:
    add(ledger, "first.txt", NEWS, "2021-03-01", claim(5e4))
    add(ledger, "other.txt", NEWS.replace("甲材料公司年产5万吨", "乙材料公司年产8万吨"), "2021-09-01", claim(8e4))
    add(ledger, "third.txt", "港口吞吐量创新高，集装箱码头二期工程顺利推进，" * 8, "2021-09-01", claim(5e4))
    assert groups(ledger) == [{"first.txt"}, {"other.txt"}, {"third.txt"}]


def test_a_copy_speaks_of_the_time_of_the_first(ledger: Ledger) -> None:
    add(ledger, "first.txt", NEWS, "2021-03-01", claim(5e4))
    add(ledger, "grown.txt", "甲材料扩建后的产能已经达到新的水平，" * 9, "2022-06-01", claim(9e4))
    add(ledger, "repost.txt", f"转载：{NEWS}", "2024-02-18", claim(5e4))
    (state,) = states_of(ledger, place="江城市")
    assert [(row.status, row.value) for row in state.rows] == [("operating", 9e4)]


def test_resemblance_is_near_the_share_of_shingles() -> None:
    marks = [signature("".join(chr(0x4E00 + (n * 37 + k) % 9000) for n in range(k * 100, k * 100 + 400))) for k in range(2)]
    assert marks[0] and marks[1]
    assert resemblance(marks[0], marks[0]) == 1.0
    assert resemblance(signature(NEWS) or "", marks[0]) < 0.1
    assert signature("") is None and signature("四个字的") is None


def test_sources_are_ranked_by_who_answers_for_them(ledger: Ledger) -> None:
    add(ledger, "a.txt", NEWS, "2021-03-01", claim(5e4))
    (document,) = ledger.documents()
    ranks = [
        source_rank(replace(document, name=name, source=address))
        for name, address in [
            ("甲材料:关于对外投资的公告", None), ("国民经济统计公报", None), ("专场新闻发布会", None), ("江城日报", None),
            ("投资动态", "http://example.org"), ("年报解读 (damaged)", None),
        ]
    ]  # fmt: skip
    assert ranks == [5, 4, 3, 2, 1, 0]
