"""What a draft's own words say against each other: each check on a sentence that is wrong, and on one like it that is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lianpu.ledger.findings import Finding
from lianpu.reading.claims import Reading
from lianpu.redpencil import arithmetic, physics
from lianpu.redpencil.events import events, table_events
from lianpu.redpencil.printed import Sentence, dated, sentences_of, tables_of
from lianpu.redpencil.tables import table_sums


def read(text: str, published: str | None = "2025-06-10") -> Reading:
    return Reading("d", "0" * 64, "text", "utf-8", text, text, published, None, None, "zh", (), (), "test")


def sentence(text: str) -> Sentence:
    (found,) = sentences_of(read(text))
    return found


def codes(text: str) -> list[str]:
    sentences = list(sentences_of(read(text)))
    return [found.finding.code for found in (*arithmetic.arithmetic(sentences), *events(sentences))]


WRONG = (
    ("growth_in_sentence", "全年完成产值924亿元，比上年的700亿元增长42%。"),  # 924 / 700 = 1.32
    ("growth_in_sentence", "在上年71.6亿元的基础上增长255.32%，实现产值204.4亿元。"),  # 71.6 x 3.5532 = 254.4
    ("growth_in_sentence", "Output value reached 34.0 billion yuan, up 18% from 30.4 billion yuan a year earlier."),
    ("share_in_sentence", "全市钢材产量3150万吨，其中板材1880万吨，占49.7%。"),  # 1,880 / 3,150 = 59.7 %
    ("share_in_sentence", "自发电量约230万千瓦时，占用电总量383亿千瓦时的60%。"),
    ("shares_above_whole", "销往华东的占52%，销往西北的占38%，出口的占18%。"),  # 108 %
    ("shares_above_whole", "Domestic customers took 61% of sales, Europe 22%, Japan 19% and America 8%."),
    ("share_above_all", "主要材料就地配套率达到126%。"),
    ("parts_above_total", "全市电池产能60GWh，其中一期20GWh、二期30GWh、三期20GWh。"),
    ("parts_below_total", "三大产业合计实现产值325.88亿元，其中硅71.6亿元、铝180.74亿元、电池43.54亿元。"),  # 295.88
    ("counted_twice", "项目总规模20万吨（一期10万吨、二期10万吨），加上一期10万吨，新增产能30万吨。"),
    ("counted_twice", "累计完成投资49.5亿元，其中一期17.5亿元、全部工程32.0亿元。"),
    ("counted_twice", "新增产能45GWh，包括甲项目总规模15GWh及其二期10GWh，以及乙项目20GWh。"),
    ("made_above_capacity", "锂电铜箔产能2.0万吨/年，全年产量2.4万吨。"),
    ("made_above_capacity", "全市炼钢产能1200万吨/年，2025年1—3月产量达到1200万吨。"),  # a quarter makes 296
    ("made_above_capacity", "The plants, whose capacity is 40,000 tonnes a year, made 41,800 tonnes in 2024."),
    ("hours_of_capacity", "新增用电135亿千瓦时，全部由200万千瓦光伏电站供给。"),  # 6,750 h of sun
    ("hours_of_capacity", "Solar roofs with a capacity of 42 GW yield about 46 million kWh a year."),  # one hour
    ("hours_of_capacity", "设备功率60兆瓦，年用电量约12.6亿千瓦时。"),  # 21,000 h
    ("coal_equivalent", "年用电量约8.8万千瓦时，折标准煤10.8万吨。"),
    ("events_out_of_order", "项目2020年3月开工建设，2019年12月投产。"),
    ("events_out_of_order", "Construction began in March 2025 and production started in November 2024."),
    ("plan_after_its_date", "该项目计划2023年10月开工建设。"),
    ("plan_after_its_date", "The centre is planned to start construction in March 2025."),
)
RIGHT = (
    "全年完成产值924亿元，比上年的700亿元增长32%。",
    "实现产值46亿元，增长8.2%，其中出口12亿元。",  # nothing says what the base was
    "生产总值610亿元，比上年的580亿元增加30亿元，按可比价增长4.1%。",
    "全市钢材产量3150万吨，其中板材1880万吨，占59.7%。",
    "产值增长52%，利润增长38%，税收增长18%。",
    "全年用电增长126%。",
    "全市电池产能70GWh，其中一期20GWh、二期30GWh、三期20GWh。",
    "投资120亿元，主要包括甲项目30亿元、乙项目20亿元等。",
    "一期10万吨已投产，二期10万吨在建，合计20万吨。",
    "产能12万吨/年，2025年1—3月产量2.9万吨。",
    "200万千瓦光伏电站年发电约26亿千瓦时。",
    "年用电量约8.8亿千瓦时，折标准煤10.8万吨。",
    "项目2019年12月开工建设，2021年3月投产。",
    "该项目计划2026年10月开工建设。",
    "该项目2023年10月开工建设。",
    "Output rose 12% to 34.0 billion yuan from 30.4 billion yuan a year earlier.",
)


@pytest.mark.parametrize(("code", "text"), WRONG)
def test_a_sentence_that_contradicts_itself_is_found(code: str, text: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize("text", RIGHT)
def test_a_sentence_that_holds_together_is_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("check", "text", "figure"),
    [
        (arithmetic.growth, "全年完成产值924亿元，比上年的700亿元增长42%。", 0.32),
        (arithmetic.shares, "销往华东的占52%，销往西北的占38%，出口的占18%。", 1.08),
        (arithmetic.counted_twice, "项目总规模20万吨（一期10万吨、二期10万吨），加上一期10万吨，新增产能30万吨。", 2e5),
        (physics.coal_equivalent, "年用电量约8.8亿千瓦时，折标准煤108吨。", 8.8e8 * 0.1229 / 1e3),
    ],
)
def test_the_figure_that_would_fit(check: Callable[[Sentence], Finding | None], text: str, figure: float) -> None:
    found = check(sentence(text))
    assert found is not None and found.figure == pytest.approx(figure)


TABLE = "项目\t投资（亿元）\t用工\t开工\t投产\n甲\t1.2\t100\t2024年3月\t2025年9月\n乙\t3.4\t250\t2025年9月\t2025年4月\n{total}\n"


def test_a_total_row_that_is_not_the_sum() -> None:
    (table,) = tables_of(read(TABLE.format(total="合计\t4.6\t450\t—\t—")))
    (found,) = table_sums(table)
    assert found.finding.words == (("sum", "350"), ("told", "450"))  # type: ignore[union-attr]  # 100 + 250


def test_decimals_may_be_rounded_and_whole_numbers_not() -> None:
    (table,) = tables_of(read(TABLE.format(total="合计\t4.7\t351\t—\t—")))
    assert [found.finding.words[1] for found in table_sums(table)] == [("told", "351")]  # type: ignore[union-attr]


def test_a_total_column_and_a_subtotal() -> None:
    text = "地区\t一季度\t二季度\t合计\n甲\t1\t2\t3\n乙\t4\t5\t10\n小计\t5\t7\t13\n合计\t5\t7\t13\n"
    (table,) = tables_of(read(text))
    assert [found.finding.words[1][1] for found in table_sums(table)] == ["10"]  # type: ignore[union-attr]


def test_a_row_that_ends_before_it_begins() -> None:
    (table,) = tables_of(read(TABLE.format(total="")))
    (found,) = table_events(table)
    assert found.finding.code == "events_out_of_order"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("某市方案\n讨论稿　某局　2025年6月\n正文很长。", "2025-06"),
        ("Briefing\nPrepared for the Commission, 24 October 2025\nText.", "2025-10-24"),
        ("某市2024年工作报告\n各位代表：\n正文。", None),
    ],
)
def test_the_date_of_a_draft(text: str, day: str | None) -> None:
    assert dated(text) == day
