"""Identities between claims: each comes out derived with its parents, and is a finding when one term is altered."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.claim_rows import altered, codes, told, write_rows
from lianpu.checking import bands_of
from lianpu.ledger.checks import Checked, check
from lianpu.library.load import load_library

#: name → (rule, rows, the rows that state what follows from the others)
IDENTITIES: dict[str, tuple[str, tuple[str, ...], set[str]]] = {
    "2 + 3 + 5 + 10 = 20 GW of rods by plant": ("sum", (
        "capacity|晶澳一期|pv|ingot|单晶拉棒|2|GW||operating|曲靖经开区|2020-12|2020|甲报",
        "capacity|阳光能源|pv|ingot|单晶硅棒|3|GW/年||operating|曲靖经开区|2020-12|2020|乙报",
        "capacity|晶澳二期|pv|ingot|拉棒|5|GW/年||operating|曲靖经开区|2020-12|2020|甲报",
        "capacity|隆基|pv|ingot|拉棒|10|GW/年||operating|曲靖市|2020-11|2020|丙报",
        "capacity|曲靖市|pv|ingot|单晶拉棒|20|GW||operating|曲靖市|2021-Q1 (inferred)|2020|甲报",
    ), {"R5"}),
    "3 + 8 + 9 = 20 GW of rods and wafers, two plants of one firm": ("sum", (
        "capacity|晶科|pv|ingot|拉棒|3|GW/年||operating|乐山市|2022-06|2022",
        "capacity|晶科|pv|ingot|拉棒|8|GW/年||operating|乐山市|2022-06|2022",
        "capacity|永祥光伏|pv|ingot|拉棒|9|GW/年||operating|五通桥区|2022-03|2022",
        "capacity|乐山市|pv|ingot|拉棒|20|GW/年||operating|乐山市|2022-06|2022",
    ), {"R4"}),
    "a growth told as % a year of one year: 40.0 x 1.25 = 50.0": ("growth", (
        "output_value|某市|battery|all|2022 产值|40.0|亿元||operating|某市|2024|2022",
        "growth|某市|battery|all|2023 产值增速|25.0|%/yr||operating|某市|2024|2023",
        "output_value|某市|battery|all|2023 产值|50.0|亿元||operating|某市|2024|2023",
    ), {"R3"}),
    "1.5 + 4 = 5.5 kt of foil by phase, the total first": ("sum", (
        "capacity|华铜新材 合计|battery|foil|铜箔|5.5|万吨/年||operating|赣州市|2023-06|2023",
        "capacity|华铜新材一期|battery|foil|铜箔|1.5|万吨/年||operating|赣州市|2021-05|2021",
        "capacity|华铜新材二期|battery|foil|铜箔|4|万吨/年||operating|赣州市|2023-06|2023",
    ), {"R1"}),
    "10 + 90 = 100, built and being built against built": ("standing_and_building", (
        "capacity|包头市|aluminium|anode|阳极碳素|10|万吨/年||operating|包头市|2021-Q1 (inferred)|2020|甲报",
        "capacity|某炭素|aluminium|anode|阳极碳素|90|万吨/年||under_construction|东河区|2021-Q1 (inferred)||甲报",
        "capacity|包头市|aluminium|anode|建成阳极炭素|100|万吨/年||operating|包头市|2023-08-14|2023|乙报",
    ), {"R3"}),
    "71.6 x 3.5532 = 254.4": ("growth", (
        "growth|曲靖市|pv|all|2022产值同比|255.32|%||operating|曲靖市|2023-07-13|2022|乙报",
        "output_value|曲靖市|pv|all|绿色硅光伏产业产值|71.6|亿元||operating|曲靖市|2022-07-12|2021|甲报",
        "output_value|曲靖市|pv|all|光伏产业产值|254.4|亿元||operating|曲靖市|2023-07-13|2022|丙报",
    ), {"R3"}),
    "a fall: 20.0 x (1 - 12.5 %) = 17.5": ("growth", (
        "production|甲公司|aluminium|smelting|2022 产量|20.0|万吨||operating|某市|2024|2022",
        "production|甲公司|aluminium|smelting|2023 产量|17.5|万吨||operating|某市|2024|2023",
        "growth|甲公司|aluminium|smelting|2023 产量同比|-12.5|%||operating|某市|2024|2023",
    ), {"R2"}),
    "640.29 + 277.24 + 89.88 + 2897.65 = 3905.06 TWh by source": ("sum", (
        "power|云南省|energy|generation|2023 火电发电量|640.29|亿千瓦时||operating|云南省|2024-02|2023",
        "power|云南省|energy|generation|2023 风电发电量|277.24|亿千瓦时||operating|云南省|2024-02|2023",
        "power|云南省|energy|hydro|2023 水电|2897.65|亿千瓦时||operating|云南省|2024-02|2023",
        "power|云南省|energy|generation|2023 规上发电量|3905.06|亿千瓦时||operating|云南省|2024-02|2023",
        "power|云南省|energy|generation|2023 太阳能发电量|89.88|亿千瓦时||operating|云南省|2024-02|2023",
    ), {"R4"}),
    "375.3 / 705.29 = 53.2 %": ("share", (
        "output_value|文山州|aluminium|all|2024 H1 产值|375.3|亿元||operating|文山州|2024-08|2024H1|甲报",
        "share|文山州|aluminium|all|2024 H1 产值占全省|53.2|%||operating|文山州|2024-08|2024H1|乙报",
        "output_value|云南省|aluminium|all|2024 H1 产值|705.29|亿元||operating|云南省|2024-08|2024H1|甲报",
    ), {"R2"}),
    "5.3 / 25.7 = 20.6 %": ("share", (
        "share|曲靖市|battery|cathode|占全国产能|20.6|%||operating|中国|2020-12-31|2020",
        "capacity|中国|battery|cathode|磷酸铁锂产能|25.7|万吨/年||operating|中国|2020-12-31|2020",
        "capacity|曲靖市|battery|cathode|磷酸铁锂 合计|5.3|万吨/年||operating|曲靖市|2020-12-31|2020",
    ), {"R1"}),
    "0.9 Mt/a in 5 months = 0.375 Mt": ("rate_for_months", (
        "capacity|某铝业|aluminium|smelting|电解铝|90|万吨/年||operating|文山州|2021-12|2021",
        "production|某铝业|aluminium|smelting|2021 1-5月 产量|37.5|万吨||operating|文山州|2021-12|2021",
    ), {"R2"}),
    "0.9 Mt/a for a duration of 5 months = 0.375 Mt": ("rate_for_duration", (
        "duration|某铝业|aluminium|smelting|满产时长|5|个月||operating|文山州|2021-12|2021",
        "production|某铝业|aluminium|smelting|2021 产量|37.5|万吨||operating|文山州|2021-12|2021",
        "capacity|某铝业|aluminium|smelting|电解铝|90|万吨/年||operating|文山州|2021-12|2021",
    ), {"R2"}),
    "90 x 41.67 % = 37.5": ("use_of_capacity", (
        "capacity|某铝业|aluminium|smelting|电解铝|90|万吨/年||operating|文山州|2021-12|2021",
        "share|某铝业|aluminium|smelting|2021 产能利用率|41.67|%||operating|文山州|2021-12|2021",
        "production|某铝业|aluminium|smelting|2021 产量|37.5|万吨||operating|文山州|2021-12|2021",
    ), {"R3"}),
    "6 + 7 + 5 = 18 in the counties of a city, told as 合计": ("sum", (
        "capacity|遵义市合计|battery|precursor|磷酸铁|18|万吨/年||operating|遵义市|2023-12|2023|甲报",
        "capacity|甲化工|battery|precursor|磷酸铁|6|万吨/年||operating|播州区|2022-12|2022|乙报",
        "capacity|乙能源|battery|precursor|磷酸铁|7|万吨/年||operating|绥阳县|2023-10|2023|甲报",
        "capacity|丙新材|battery|precursor|磷酸铁|5|万吨/年||trial|遵义市|2023|2023|丙报",
    ), {"R1"}),
    "9759 + 1830 + 770 + 574 = 12933 installed": ("sum", (
        "power|四川省|energy|hydro|水电装机|9759|万千瓦||operating|四川省|2023-12-31|2023",
        "power|四川省|energy|thermal|火电装机|1830|万千瓦||operating|四川省|2023-12-31|2023",
        "power|四川省|energy|wind|风电装机|770|万千瓦||operating|四川省|2023-12-31|2023",
        "power|四川省|energy|solar|光伏装机|574|万千瓦||operating|四川省|2023-12-31|2023",
        "power|四川省|energy|all|电力装机|12933|万千瓦||operating|四川省|2023-12-31|2023",
    ), {"R5"}),
    "143 + 200 = 343, built and being built in one figure": ("sum", (
        "capacity|文山州|aluminium|smelting|电解铝|143|万吨/年||operating|文山州|2022-06|2022",
        "capacity|宏泰|aluminium|smelting|电解铝|200|万吨/年||under_construction|砚山县|2022-06|2022",
        "capacity|文山州|aluminium|smelting|已建在建电解铝|343|万吨/年|built+uc|under_construction|文山州|2022-07|2022",
    ), {"R3"}),
    "25 + 34 = 59 of one firm": ("standing_and_building", (
        "capacity|索通发展|aluminium|anode|预焙阳极|25|万吨/年||operating|嘉峪关市|2019-12|2019",
        "capacity|索通发展|aluminium|anode|预焙阳极|34|万吨/年||under_construction|嘉峪关市|2020-05|2020",
        "capacity|索通发展|aluminium|anode|预焙阳极|59|万吨/年||operating|嘉峪关市|2021-12|2021",
    ), {"R3"}),
    "10.2 x 1.5 = 15.3 over half-years": ("growth", (
        "production|包头市|pv|polysilicon|2023 H1 多晶硅产量|10.2|万吨||operating|包头市|2024|2023H1",
        "growth|包头市|pv|polysilicon|2024 H1 多晶硅产量|50.0|%||operating|包头市|2024|2024H1",
        "production|包头市|pv|polysilicon|2024 H1 多晶硅产量|15.3|万吨||operating|包头市|2024|2024H1",
    ), {"R3"}),
    "38.7 / 143.0 = 27.06 % of the country, by a firm": ("share", (
        "production|通威股份|pv|polysilicon|2023 多晶硅产量|38.7|万吨||operating|四川省|2024|2023|甲报",
        "production|中国|pv|polysilicon|2023 多晶硅产量|143.0|万吨||operating|中国|2024|2023|乙报",
        "share|通威股份|pv|polysilicon|2023 产量占全国|27.06|%||operating|中国|2024|2023|甲报",
    ), {"R3"}),
    "7541.37 / 28954.2 = 26.05 % of the province's GDP": ("share", (
        "output_value|昆明市|economy|all|GDP|7541.37|亿元||operating|昆明市|2023|2022",
        "output_value|云南省|economy|all|GDP|28954.2|亿元||operating|云南省|2023|2022",
        "share|昆明市|economy|all|GDP占全省比重|26.05|%||operating|昆明市|2023|2022",
    ), {"R3"}),
    "4 Mt/a in a quarter = 1 Mt": ("rate_for_months", (
        "capacity|铝业公司|aluminium|alumina|氧化铝|400|万吨/年||operating|靖西市|2022-06|2022",
        "production|铝业公司|aluminium|alumina|氧化铝产量|100|万吨||operating|靖西市|2022-06|2022Q1",
    ), {"R2"}),
    "average growth: 100 x 1.1^3 = 133.1": ("average_growth", (
        "revenue|甲公司|battery|all|2020 营收|100.0|亿元||operating|某市|2024|2020",
        "revenue|甲公司|battery|all|2023 营收|133.1|亿元||operating|某市|2024|2023",
        "growth|甲公司|battery|all|营收年均增长|10.0|%/yr||operating|某市|2024|2020-2023",
    ), {"R3"}),
}  # fmt: skip
TERMS = [(name, term) for name, (_, rows, _) in IDENTITIES.items() for term in range(len(rows))]


@pytest.mark.parametrize("name", IDENTITIES)
def test_it_is_derived_with_its_parents_and_confirmed(tmp_path: Path, name: str) -> None:
    rule, rows, stated = IDENTITIES[name]
    claims = told(write_rows(tmp_path / "rows.csv", rows))
    found = check(claims.claims)
    (derived,) = [d for d in found.derived if d.rule == rule and d.confirmed_by]
    assert claims.rows(derived.confirmed_by) == stated
    parents = {f"R{n}" for n in range(1, len(rows) + 1)} - (stated if rule != "rate_for_months" else set())
    assert claims.rows(derived.parents) == parents
    assert codes(found) == [] or set(codes(found, "error", "doubt")) == set()


@pytest.mark.parametrize("factor", [1.5, 0.7, 10, 0.1])
@pytest.mark.parametrize(("name", "term"), TERMS)
def test_one_altered_term_is_found(tmp_path: Path, name: str, term: int, factor: float) -> None:
    rule, rows, _ = IDENTITIES[name]
    claims = told(write_rows(tmp_path / "rows.csv", altered(rows, term, factor)))
    found = check(claims.claims)
    assert any(f"R{term + 1}" in claims.rows(f.claims) for f in found.findings)
    assert not any(d.confirmed_by for d in found.derived if d.rule == rule)


def test_a_price_that_is_implied_160_over_23_gwh(tmp_path: Path) -> None:
    rows = (
        "capacity|某锂能|battery|cell|储能电池|23|GWh/年|about|under_construction|宜宾市|2023-02-01|",
        "output_value|某锂能|battery|cell|达产产值|160|亿元|potential|planned|宜宾市|2023-02-01|",
    )
    claims, found = _with_bands(tmp_path, rows)
    (price,) = [d for d in found.derived if d.rule == "output_value_per_unit"]
    assert price.claim.value == pytest.approx(160e8 / 23e3) and price.claim.unit == "CNY/MWh_cell"  # 0.70 yuan/Wh
    assert claims.rows(price.parents) == {"R1", "R2"} and found.findings == ()


@pytest.mark.parametrize(("term", "factor", "suggested"), [(1, 10, 160e8), (0, 0.1, None), (1, 0.1, 160e8)])
def test_an_implied_price_far_from_the_band_is_an_error(
    tmp_path: Path, term: int, factor: float, suggested: float | None
) -> None:
    rows = (
        "capacity|某锂能|battery|cell|储能电池|23|GWh/年||under_construction|宜宾市|2023-02-01|",
        "output_value|某锂能|battery|cell|达产产值|160|亿元|potential|planned|宜宾市|2023-02-01|",
    )
    _, found = _with_bands(tmp_path, altered(rows, term, factor))
    (finding,) = found.findings
    assert (finding.code, finding.severity) == ("implied_ratio", "error") and finding.rows
    assert suggested is None or finding.suggested == pytest.approx(suggested)


def _with_bands(tmp_path: Path, rows: tuple[str, ...] | list[str]) -> tuple[object, Checked]:
    claims = told(write_rows(tmp_path / "rows.csv", rows, published="2023-02-02"))
    return claims, check(claims.claims, bands_of(load_library()))
