"""Tables of projects: what each cell says of its row, in every format that holds tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianpu.reading.claims import Claim, Reading
from lianpu.reading.headers import column_of
from lianpu.reading.read import read
from lianpu.reading.table_values import date_of, figure_of, state_of
from reading.papers import Rows, pdf_file, word_file, workbook_file

PROJECTS = [
    ["项目名称", "建设单位", "产能（万吨/年）", "总投资（亿元）", "建设地点", "进度"],
    ["石纸生产线", "云山石纸有限公司", 12, 4.5, "云山县", "在建，完成60%"],
    ["竹浆项目", "清溪竹业有限公司", "约8", "—", "清溪县", "已签约"],
    ["合计", "", 20, 4.5, "", ""],
]


def csv_file(path: Path, rows: Rows) -> Path:
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


def page_file(path: Path, rows: Rows) -> Path:
    body = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    words = "<p>全市重点项目进展如下表，各责任单位要加强调度，确保按时完成年度任务。</p>"
    path.write_text(f"<html><body><article>{words}<table>{body}</table>{words}</article></body></html>", encoding="utf-8")
    return path


FORMATS: dict[str, Callable[[Path, Rows], Path]] = {
    "docx": lambda path, rows: word_file(path, ["重点项目表", rows]),
    "pdf": lambda path, rows: pdf_file(path, ["重点项目表", rows]),
    "xlsx": lambda path, rows: workbook_file(path, {"重点项目": rows}),
    "csv": csv_file,
    "html": page_file,
}


def read_rows(folder: Path, rows: Rows, kind: str = "xlsx") -> Reading:
    return read(FORMATS[kind](folder / f"table.{kind}", rows))


def of_kind(reading: Reading, kind: str) -> list[Claim]:
    return [claim for claim in reading.claims if claim.kind == kind]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_row_is_one_project_in_every_format(tmp_path: Path, kind: str) -> None:
    reading = read_rows(tmp_path, PROJECTS, kind)
    first, second = of_kind(reading, "capacity")
    assert (first.value, first.unit, first.bound, first.status, first.modality) == (
        120_000,
        "t/a",
        "exact",
        "under_construction",
        "observed",
    )
    assert (second.value, second.unit, second.bound, second.status, second.modality) == (
        80_000,
        "t/a",
        "about",
        "signed",
        "planned",
    )
    assert (first.subject, first.place, second.subject) == ("云山石纸有限公司", "云山县", "清溪竹业有限公司")
    assert "石纸" in (first.product or "") and "竹浆" in (second.product or "")
    (investment,) = of_kind(reading, "investment")
    assert (investment.value, investment.unit) == (4.5e8, "CNY")
    assert reading.text[slice(*first.span)] == "12" and (first.where or "").endswith("C2")


def test_free_text_of_a_row_is_read_with_its_firm_place_and_state(tmp_path: Path) -> None:
    rows = [
        ["企业", "建设内容", "县区", "状态"],
        ["东湖锂能公司", "年产5万吨磷酸铁锂生产线，占地200亩", "东湖区", "试生产"],
        ["", "", "", ""],
    ]
    reading = read_rows(tmp_path, rows)
    (capacity,) = of_kind(reading, "capacity")
    assert (capacity.value, capacity.product_id, capacity.status) == (50_000, "lfp", "trial")
    assert (capacity.subject, capacity.place, capacity.where) == ("东湖锂能公司", "东湖区", "重点项目!B2")
    assert [(c.value, c.unit) for c in of_kind(reading, "land")] == [(200, "mu")]


def test_a_figure_that_the_name_repeats_is_one_claim(tmp_path: Path) -> None:
    rows = [["项目名称", "年产能（万吨）", "状态"], ["年产5万吨磷酸铁锂项目", 5, "在建"]]
    (claim,) = of_kind(read_rows(tmp_path, rows), "capacity")
    assert (claim.value, claim.product_id, claim.where) == (50_000, "lfp", "重点项目!B2")


def test_columns_of_years_are_dated_and_units_may_have_a_column(tmp_path: Path) -> None:
    rows = [
        ["2023年主要产品产量", "", "", ""],
        ["产品", "单位", "2022", "2023年"],
        ["原盐", "万吨", 31, 33.5],
        ["布", "万米", 900, ""],
    ]
    claims = of_kind(read_rows(tmp_path, rows), "production")
    assert [(c.product, c.value, c.unit, c.date and c.date.start) for c in claims] == [
        ("原盐", 310_000, "t", "2022"), ("原盐", 335_000, "t", "2023"), ("布", 9e6, "m", "2022")
    ]  # fmt: skip


def test_two_rows_of_header_and_a_unit_above_the_table(tmp_path: Path) -> None:
    rows = [
        ["全市企业情况（单位：万吨、亿元）", "", "", ""],
        ["企业", "产能", "产值", ""],
        ["", "", "2022年", "2023年"],
        ["北山盐业", 30, 5, 6],
    ]
    reading = read_rows(tmp_path, rows, "csv")
    assert [(c.value, c.unit) for c in of_kind(reading, "capacity")] == [(300_000, "t/a")]
    assert [(c.value, c.date and c.date.start) for c in of_kind(reading, "output_value")] == [(5e8, "2022"), (6e8, "2023")]


def test_headings_between_rows_hold_for_the_rows_below(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "产能（万吨）", "投资（亿元）"],
        ["一、", "在建项目", "", ""], [1, "纸板项目", 10, 2],
        ["二、", "已投产项目", "", ""], [2, "纸浆项目", 20, 3],
    ]  # fmt: skip
    assert [c.status for c in of_kind(read_rows(tmp_path, rows), "capacity")] == ["under_construction", "operating"]


def test_a_form_of_fields_is_one_project(tmp_path: Path) -> None:
    rows = [
        ["项目名称", "陶瓷岩板生产线"],
        ["建设单位", "南窑陶瓷有限公司"],
        ["总投资", "3.6亿元"],
        ["建设内容", "年产岩板800万平方米"],
    ]
    reading = read_rows(tmp_path, rows, "docx")
    (capacity,) = of_kind(reading, "capacity")
    assert (capacity.value, capacity.unit, capacity.subject, capacity.where) == (8e6, "m2/a", "南窑陶瓷有限公司", "table 1!B4")
    assert [c.value for c in of_kind(reading, "investment")] == [3.6e8]


def test_days_of_beginning_and_end_are_milestones(tmp_path: Path) -> None:
    rows = [["项目名称", "开工时间", "预计投产时间", "状态"], ["风机塔筒项目", "2024.3", "2026年6月", "在建"]]
    begun, runs = of_kind(read_rows(tmp_path, rows), "milestone")
    assert (begun.status, begun.modality, begun.date and begun.date.start) == ("under_construction", "observed", "2024-03")
    assert (runs.status, runs.modality, runs.date and runs.date.start) == ("operating", "planned", "2026-06")


def test_an_english_table(tmp_path: Path) -> None:
    rows = [
        ["Company", "Product", "Capacity (kt/a)", "Investment (USD million)", "Status"],
        ["Alder Fibre", "pulp", 350, 420, "under construction"],
    ]
    reading = read_rows(tmp_path, rows, "docx")
    (capacity,), (investment,) = of_kind(reading, "capacity"), of_kind(reading, "investment")
    assert (capacity.value, capacity.unit, capacity.status, capacity.subject) == (
        350_000,
        "t/a",
        "under_construction",
        "Alder Fibre",
    )
    assert (investment.value, investment.unit) == (4.2e8, "USD")


def test_a_table_that_is_none_of_projects_is_left_to_be_read_as_text(tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["曲靖市年产20万吨电解铝项目已建成投产", "无"]]
    (claim,) = of_kind(read_rows(tmp_path, rows), "capacity")
    assert (claim.value, claim.where) == (200_000, "重点项目!A2")


@pytest.mark.parametrize(
    ("head", "role", "kind", "unit"),
    [
        ("产能（万吨/年）", "amount", "capacity", ("t/a", 1e4)), ("总投资：亿元", "amount", "investment", ("CNY", 1e8)),
        ("2024年计划投资(万元)", "amount", "investment", ("CNY", 1e4)),
        ("达产后年产值 亿元", "amount", "output_value", ("CNY", 1e8)),
        ("拟用地面积（亩）", "amount", "land", ("mu", 1)), ("手持订单（万载重吨）", "amount", "orders", ("dwt", 1e4)),
        ("项目所在地", "place", "", None), ("建设规模及主要内容", "content", "", None), ("责任单位", "note", "", None),
        ("Output value (RMB million)", "amount", "output_value", ("CNY", 1e6)), ("海州重工有限公司", "subject", "", None),
    ],
)  # fmt: skip
def test_words_of_headers(head: str, role: str, kind: str, unit: tuple[str, float] | None) -> None:
    column = column_of(head)
    assert (column.role, column.kind) == (role, kind)
    assert (column.unit and (column.unit.symbol, column.unit.factor)) == unit


def test_a_name_of_a_firm_is_no_header() -> None:
    assert not column_of("海州重工有限公司").known and not column_of("钢结构加工项目").known


@pytest.mark.parametrize(("text", "state"), [
    ("已建成投产", "operating"), ("续建，计划2025年投产", "under_construction"), ("未开工", "planned"), ("试生产", "trial"),
    ("Under construction", "under_construction"), ("停产", "suspended"), ("风景优美", None),
])  # fmt: skip
def test_states(text: str, state: str | None) -> None:
    assert state_of(text) == state


@pytest.mark.parametrize(("text", "start", "end"), [
    ("2023-06", "2023-06", "2023-06"), ("2023.6", "2023-06", "2023-06"), ("2023年底", "2023-12", "2023-12"),
    ("2023Q3", "2023-07", "2023-09"), ("Jun 2024", "2024-06", "2024-06"), ("2025", "2025", "2025"),
])  # fmt: skip
def test_dates(text: str, start: str, end: str) -> None:
    found = date_of(text, None)
    assert found is not None and (found.start, found.end) == (start, end)


@pytest.mark.parametrize("text", ["-", "—", "", "按计划", "2.5万吨磷酸铁、3万吨磷酸铁锂"])
def test_what_is_no_one_figure(text: str) -> None:
    assert figure_of(text, column_of("产能（万吨）").unit) is None


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=st.lists(st.tuples(st.integers(1, 99_999), st.decimals(0, 999, places=1)), min_size=1, max_size=6))
def test_every_span_holds_the_digits_of_its_cell(tmp_path: Path, kind: str, figures: list[tuple[int, object]]) -> None:
    rows = [
        ["企业", "产品", "年产能（吨）", "投资（亿元）"],
        *[[f"企业{n}厂", "瓷砖", a, str(b)] for n, (a, b) in enumerate(figures, 1)],
    ]
    reading = read_rows(tmp_path, rows, kind)
    held = [reading.text[slice(*c.span)] for c in reading.claims if c.kind in ("capacity", "investment")]
    assert held == [str(value) for pair in figures for value in pair]
    assert [c.where and c.where[-2:] for c in of_kind(reading, "capacity")] == [f"C{n}" for n in range(2, len(rows) + 1)]


def test_the_cell_is_kept_in_the_json_of_the_claim(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, PROJECTS)
    claims = json.loads(json.dumps(reading.to_json()))["claims"]
    assert Claim.from_json(claims[0]).where == reading.claims[0].where == "重点项目!C2"
