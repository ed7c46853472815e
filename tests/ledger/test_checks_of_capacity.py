"""Contradictions of what stands, starts and is paid, each from rows of an industry that the library does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.claim_rows import altered, codes, told, write_rows
from lianpu.ledger.checks import check

AT = {"黔南州": "黔南州", "福泉市": "福泉市"}


def capacity(subject: str, size: float, status: str, day: str, qualifier: str = "", source: str = "甲报") -> str:
    place = AT.get(subject, "福泉市")
    return f"capacity|{subject}|phosphorus|yellow|黄磷|{size}|万吨/年|{qualifier}|{status}|{place}|{day}|{day[:4]}|{source}"


def event(subject: str, what: str, unit: str, status: str, day: str) -> str:
    return f"project|{subject}|phosphorus|yellow|10万吨黄磷 {what}|{day}|{unit}||{status}|福泉市|{day}|{day[:4]}|乙报"


START, RUN = ("开工", "start", "under_construction"), ("投产", "operation", "operating")
FOUND = {
    "standing_above_mixed": (
        capacity("黔南州", 30, "operating", "2021-06-30"),
        capacity("黔南州", 25, "under_construction", "2021-07-30", "built+uc", "乙报"),
    ),
    "capacity_fell": (capacity("瓮河磷化", 10, "operating", "2020-12-31"), capacity("瓮河磷化", 6, "operating", "2021-12-31")),
    "stopped_above_standing": (
        capacity("瓮河磷化", 6, "operating", "2020-12-31"), capacity("瓮河磷化", 9, "suspended", "2021-03-31"),
    ),
    "runs_after_its_end": (
        capacity("瓮河磷化", 6, "cancelled", "2020-12-31"), capacity("瓮河磷化", 6, "operating", "2021-03-31"),
    ),
    "list_against_firms": (
        capacity("瓮河磷化、开泉磷业", 12, "operating", "2020-12-31"),
        capacity("瓮河磷化", 7, "operating", "2020-12-31", source="乙报"),
        capacity("开泉磷业", 8, "operating", "2020-12-31", source="丙报"),
    ),
    "same_digits": (capacity("瓮河磷化", 7.2, "operating", "2020-12-31"), capacity("瓮河磷化", 72, "operating", "2021-12-31")),
    "made_before_start": (
        "production|瓮河磷化|phosphorus|yellow|黄磷 产量|3|万吨||operating|福泉市|2020-12-31|2020|甲报",
        event("瓮河磷化", *RUN, "2021-06-01"),
    ),
    "built_at_once": (event("瓮河磷化", *START, "2021-06-01"), event("瓮河磷化", *RUN, "2021-06-20")),
    "growth_against_levels": (
        "production|黔南州|phosphorus|yellow|黄磷 产量|45|万吨||operating|黔南州|2021-12-31|2021",
        "production|黔南州|phosphorus|yellow|黄磷 产量|30|万吨||operating|黔南州|2020-12-31|2020",
        "growth|黔南州|phosphorus|yellow|黄磷 产量同比|20|%||operating|黔南州|2021-12-31|2021",
    ),
    "share_of_levels": (
        "production|黔南州|phosphorus|yellow|黄磷 产量|45|万吨||operating|黔南州|2021-12-31|2021",
        "production|贵州省|phosphorus|yellow|黄磷 产量|90|万吨||operating|贵州省|2021-12-31|2021",
        "share|黔南州|phosphorus|yellow|黄磷 产量占全省|60|%||operating|贵州省|2021-12-31|2021",
    ),
}  # fmt: skip
LET_PASS = {
    "capacity_fell": (
        capacity("瓮河磷化", 10, "operating", "2020-12-31"), capacity("瓮河磷化", 4, "suspended", "2021-06-30"),
        capacity("瓮河磷化", 6, "operating", "2021-12-31"),
    ),
    "list_against_firms": (
        capacity("瓮河磷化、开泉磷业", 12, "operating", "2020-12-31"), capacity("瓮河磷化", 7, "operating", "2020-12-31"),
    ),
    "same_digits": (capacity("瓮河磷化", 7, "operating", "2020-12-31"), capacity("瓮河磷化", 70, "operating", "2021-12-31")),
    "built_at_once": (event("瓮河磷化", *START, "2021-06-01"), event("瓮河磷化", *RUN, "2022-06-20")),
}  # fmt: skip
PRICE = (
    "capacity|某锂能|battery|cell|储能电池|23|GWh/年|about|under_construction|宜宾市|2023-02-01|",
    "output_value|某锂能|battery|cell|达产产值|160|亿元|potential|planned|宜宾市|2023-02-01|",
    "price|某锂能|battery|cell|储能电池 单价|0.70|元/Wh||operating|宜宾市|2023-02-01|",
)


def found(folder: Path, rows: tuple[str, ...] | list[str], published: str = "2024-03-01") -> list[str]:
    return codes(check(told(write_rows(folder / "rows.csv", rows, published=published)).claims))


@pytest.mark.parametrize("code", FOUND)
def test_it_is_named(tmp_path: Path, code: str) -> None:
    assert code in found(tmp_path, FOUND[code])


@pytest.mark.parametrize("code", LET_PASS)
def test_what_can_be_is_let_pass(tmp_path: Path, code: str) -> None:
    assert code not in found(tmp_path, LET_PASS[code])


def test_a_stated_price_is_confirmed_by_value_and_amount(tmp_path: Path) -> None:
    """16 bn yuan / 23 GWh = 0.70 yuan/Wh."""
    claims = told(write_rows(tmp_path / "rows.csv", PRICE))
    checked = check(claims.claims)
    (price,) = [d for d in checked.derived if d.rule == "price"]
    assert price.claim.value == pytest.approx(160 / 230) and price.claim.unit == "CNY/Wh"
    assert (claims.rows(price.parents), claims.rows(price.confirmed_by)) == ({"R1", "R2"}, {"R3"})
    assert checked.findings == ()


@pytest.mark.parametrize("term", range(3))
@pytest.mark.parametrize("factor", [1.5, 0.7, 10])
def test_an_altered_term_of_a_price_is_found(tmp_path: Path, term: int, factor: float) -> None:
    assert "stated_price" in found(tmp_path, altered(PRICE, term, factor))


@pytest.mark.parametrize(
    ("words", "value", "named"),
    [("产量占全国", 120, True), ("产能利用率", 140, True), ("目标完成率", 120, False), ("产量占全国", 99, False)],
)
def test_a_share_of_more_than_all(tmp_path: Path, words: str, value: float, named: bool) -> None:
    row = f"share|宜宾市|battery|cell|{words}|{value}|%||operating|中国|2022-12-31|2022"
    assert ("share_above_whole" in found(tmp_path, [row])) is named


@pytest.mark.parametrize(("day", "named"), [("2023-12-31", True), ("2023-06-30", False)])
def test_nothing_is_seen_before_it_came(tmp_path: Path, day: str, named: bool) -> None:
    row = f"capacity|某厂|battery|cell|动力电池|10|GWh/年||operating|宜宾市|{day}|2023"
    assert ("seen_before_it_came" in found(tmp_path, [row], published="2023-06-30")) is named
