"""Tables of dated claims: every row becomes claims or is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.ledger.importing import COLUMNS, import_claims
from lianpu.ledger.store import Ledger
from lianpu.reading.claims import Claim

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "qujing-claims.csv"
ROW = {
    "claim_id": "A1", "kind": "capacity", "subject": "临江市", "chain": "battery", "stage": "cathode", "product": "磷酸铁锂",
    "value": "5.3", "unit": "万吨/年", "qualifier": "", "status": "operating", "place": "临江市", "as_of_date": "2020-12-31",
    "valid_year": "2020", "source_title": "临江日报", "source_url": "https://example.org/1", "source_date": "2021-04",
}  # fmt: skip


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "claims.csv"
    lines = [",".join(COLUMNS), *(",".join({**ROW, **row}[c] for c in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(folder: Path, **row: str) -> list[Claim]:
    return [claim for reading in import_claims(table(folder, row)).readings for claim in reading.claims]


def test_a_capacity(tmp_path: Path) -> None:
    (claim,) = read(tmp_path)
    assert (claim.kind, claim.value, claim.unit) == ("capacity", 53_000.0, "t/a")
    assert (claim.status, claim.product_id) == ("operating", "lfp")
    assert claim.date is not None and claim.date.start == "2020-12-31"
    assert claim.where == "claims.csv row 2"


def test_one_quantity_of_two_stages_is_one_of_each(tmp_path: Path) -> None:
    found = read(tmp_path, chain="pv", stage="ingot+wafer", product="硅棒及切片", value="20", unit="GW")
    assert [(c.product_id, c.value, c.unit) for c in found] == [("mono_rod", 20.0, "GW/a"), ("wafer", 20.0, "GW/a")]


def test_an_event_is_a_milestone_with_its_size(tmp_path: Path) -> None:
    event = {"kind": "project", "product": "10万吨LFP 开工", "value": "2021-03-31", "unit": "start"}
    found = read(tmp_path, **event, status="under_construction")
    kinds = {c.kind: c for c in found}
    assert kinds["milestone"].status == "under_construction"
    assert kinds["capacity"].value == 100_000.0 and kinds["milestone"].part_of == kinds["capacity"].id


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [('"12,345.5"', "吨/年", (12_345.5, "t/a")), ("１２．５", "万 吨／年", (125_000.0, "t/a")), ("2", "万t", (20_000.0, "t/a"))],
)
def test_numbers_and_units_as_spreadsheets_write_them(tmp_path: Path, value: str, unit: str, told: tuple[float, str]) -> None:
    (claim,) = read(tmp_path, value=value, unit=unit)
    assert (claim.value, claim.unit) == told


@pytest.mark.parametrize("value", ["15-30", "15~30", "15—30", "15至30", "１５－３０"])
def test_a_range_however_it_is_dashed(tmp_path: Path, value: str) -> None:
    (claim,) = read(tmp_path, value=value)
    assert (claim.value, claim.low, claim.high) == (None, 150_000.0, 300_000.0)


def test_a_price_is_money_for_a_measure(tmp_path: Path) -> None:
    (claim,) = read(tmp_path, kind="price", value="9.5", unit="万元/吨")
    assert (claim.kind, claim.value, claim.unit) == ("price", 95_000.0, "CNY/t")


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("2022年9月30日", "2022-09-30", "2022-09-30"), ("2022/9/1", "2022-09-01", "2022-09-01"), ("2022.9", "2022-09", "2022-09"),
        ("20220930", "2022-09-30", "2022-09-30"), ("2022年", "2022", "2022"), ("2022年1-9月", "2022-01", "2022-09"),
        ("2022年上半年", "2022-01", "2022-06"), ("2022年三季度", "2022-07", "2022-09"), ("2012-2021", "2012", "2021"),
    ],
)  # fmt: skip
def test_dates_as_offices_write_them(tmp_path: Path, printed: str, start: str, end: str) -> None:
    (claim,) = read(tmp_path, as_of_date=printed, valid_year="")
    assert claim.date is not None and (claim.date.start, claim.date.end) == (start, end)


def test_states_in_chinese_and_a_row_without_a_source(tmp_path: Path) -> None:
    (reading,) = import_claims(table(tmp_path, {"status": "在建", "source_title": "", "source_url": ""})).readings
    assert [c.status for c in reading.claims] == ["under_construction"]
    assert reading.name == "claims.csv"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"value": "five"}, "value"), ({"unit": "万顿"}, "unit"), ({"kind": "capcity"}, "capacity"),
        ({"as_of_date": "2021-13"}, "as_of_date"), ({"claim_id": ""}, "claim_id"),
        ({"value": "\"5,3\""}, "not a number"), ({"as_of_date": "44834"}, "2022-09-30"),
        ({"source_date": "2203-01-01"}, "2203"), ({"source_date": "2022-02-31"}, "source_date"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_told_with_row_and_column(tmp_path: Path, row: dict[str, str], told: str) -> None:
    with pytest.raises(LianpuError) as error:
        read(tmp_path, **row)
    assert "claims.csv" in str(error.value) and "row 2" in str(error.value) and told in str(error.value)


@pytest.mark.skipif(not SHARED.is_file(), reason="the table of claims is not beside this checkout")
def test_all_274_rows_are_claims_or_reported(tmp_path: Path) -> None:
    found = import_claims(SHARED)
    rows = {c.where for reading in found.readings for c in reading.claims}
    assert len(rows) + len(found.left_out) == 274
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        added = [ledger.add(reading) for reading in found.readings]
        again = [ledger.add(reading) for reading in found.readings]
    assert sum(a.documents for a in added) == len(found.readings)
    assert all((a.documents, a.claims) == (0, 0) for a in again)


def test_a_size_per_day_is_no_size_per_year(tmp_path: Path) -> None:
    found = read(
        tmp_path, kind="project", chain="pv", stage="glass", product="1200吨/日光伏玻璃 点火", value="2021-04", unit="operation"
    )
    (size,) = (c for c in found if c.kind == "capacity")
    assert (size.value, size.unit, size.product_id) == (1200.0, "t/d", "solar_glass")


@pytest.mark.parametrize(
    ("stage", "product", "good"),
    [
        ("cathode", "三元正极材料", None), ("cathode", "LFP", "lfp"), ("lithium", "氢氧化锂", "lithium_hydroxide"),
        ("lithium", "电池级碳酸锂", "lithium_carbonate"), ("foil", "电池铝箔", "aluminium_foil"),
        ("precursor", "磷酸铁", "iron_phosphate"), ("precursor", "磷酸铁锂前驱体", None),
    ],
)  # fmt: skip
def test_goods_of_one_stage_are_told_apart(tmp_path: Path, stage: str, product: str, good: str | None) -> None:
    assert read(tmp_path, stage=stage, product=product)[0].product_id == good
