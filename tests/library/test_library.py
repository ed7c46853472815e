"""The shipped tables: worked coefficients with the arithmetic, and what the loader refuses."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.library.load import SHIPPED, Library, load_library
from lianpu.library.recipes import Flow
from lianpu.units import Range


@pytest.fixture(scope="module")
def shelf() -> Library:
    return load_library()


def taken(shelf: Library, product: str, good: str, year: int) -> Flow:
    technology = shelf.technology_for(product)
    assert technology is not None
    flow = technology.recipe(year).input(good)
    assert flow is not None
    return flow


def scaled(value: Range, factor: float) -> tuple[float, ...]:
    return tuple(end * factor for end in value)


@pytest.mark.parametrize(("year", "kilotonnes"), [(2021, (44, 50, 54)), (2024, (35, 38, 48.4)), (2023, (37, 42, 48))])
def test_20_gw_of_rods_take_polysilicon_by_vintage(shelf: Library, year: int, kilotonnes: tuple[float, ...]) -> None:
    assert scaled(taken(shelf, "mono_rod", "polysilicon", year).per_output, 20e3 / 1e3) == pytest.approx(kilotonnes)


def test_the_polysilicon_of_the_chain_is_not_added_to_that_of_the_rod(shelf: Library) -> None:
    rods = shelf.technology_for("mono_rod")
    assert rods is not None
    assert sum(flow.good_id == "polysilicon" for flow in rods.recipe(2021).inputs) == 1
    assert taken(shelf, "wafer", "mono_rod", 2021).per_output == Range.exact(1.0)


def test_rod_power_goes_through_the_polysilicon_in_it(shelf: Library) -> None:
    flow = taken(shelf, "mono_rod", "electricity", 2021)  # kWh per MWp
    assert flow.per_output.typical == pytest.approx(25 * 2.5 / 1.07 * 1e3)
    assert len(flow.row_ids) == 3


def test_a_smelter(shelf: Library) -> None:
    assert scaled(taken(shelf, "primary_aluminium", "alumina", 2021).per_output, 680) == pytest.approx((1292, 1305.6, 1326))
    anode = taken(shelf, "primary_aluminium", "prebaked_anode", 2021)
    assert scaled(anode.per_output, 680) == pytest.approx((312.8, 326.4, 353.6))
    assert taken(shelf, "primary_aluminium", "electricity", 2021).per_output == Range(13000, 13450, 13900)


def test_cathode_of_cells_with_and_without_yield(shelf: Library) -> None:
    cells = shelf.technology_for("battery_cell")
    assert cells is not None
    recipe = cells.recipe(2021)
    flow = recipe.input("lfp")
    assert flow is not None
    gross = recipe.gross(flow).per_output  # t per MWh
    assert tuple(gross) == pytest.approx((2.05, 2.20 / 0.94, 2.45 / 0.88))
    assert 53 / gross.high == pytest.approx(19.0, abs=0.1) and 53 / gross.low == pytest.approx(25.9, abs=0.1)


def test_wafer_quotes_become_yuan_per_watt_by_format(shelf: Library) -> None:
    quote = next(p for p in shelf.prices_of("wafer") if p.start == "2020-11-18" and p.format == "M6")
    assert 20e3 * quote.per_unit.typical / 1e8 == pytest.approx(20 * 162e6 * 3.2 / 1e8)  # 103.7 亿元 for 20 GW
    assert quote.vat_included and quote.net is not None
    assert quote.net.typical == pytest.approx(quote.per_unit.typical / 1.13)


def test_vat_fell_in_april_2019(shelf: Library) -> None:
    rates = [shelf.rates.vat(day) for day in ("2019-03-31", "2019-04-01")]
    assert [rate.value for rate in rates if rate] == [0.16, 0.13]


def test_every_row_has_a_source_and_rises(shelf: Library) -> None:
    for row in shelf.rows.values():
        assert row.source_title and row.value.low <= row.value.typical <= row.value.high
        assert row.source_url or row.quality in ("derived", "estimate")


def test_months_that_come_together_are_one_row(shelf: Library) -> None:
    first, *_ = shelf.power.months("云南省", "hydro_generation", 2022)
    assert (first.first_month, first.last_month, first.value.typical) == (1, 2, pytest.approx(29.84))


def test_the_lexicon_names_goods_of_the_library(shelf: Library) -> None:
    from lianpu.reading.words import names, products

    ids = {product.product_id for product in products().values()} - {None}
    ids |= set(names()["recycled"].values())
    assert ids <= shelf.goods.keys()


Change = Callable[[dict[str, str]], None]


def broken(folder: Path, table: str, row_id: str, change: Change) -> str:
    """The message about the shipped tables with one row changed."""
    shutil.copytree(SHIPPED, folder / "tables")
    path = folder / "tables" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change(next(row for row in rows if row["id"] == row_id))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(LianpuError) as error:
        load_library(folder / "tables")
    return str(error.value)


@pytest.mark.parametrize(
    ("row_id", "change", "told"),
    [
        ("AL-smelt-anode-2021", {"unit": "kWh"}, "kWh"),
        ("AL-smelt-anode-2021", {"unit": "tt"}, "did you mean 't'"),
        ("AL-smelt-anode-2021", {"low": "0.6"}, "0.6"),
        ("AL-smelt-anode-2021", {"typical": "many"}, "many"),
        ("AL-smelt-anode-2021", {"good": "prebaked_anod"}, "did you mean 'prebaked_anode'"),
        ("AL-smelt-anode-2021", {"technology": "aluminium_smelting2"}, "aluminium_smelting"),
        ("AL-smelt-anode-net-2022", {"use": "default"}, "same thing"),
        ("BA-lfp-li2co3-2023", {"low": "0.18", "typical": "0.18", "high": "0.18"}, "Li"),
        ("AL-smelt-anode-2021", {"source_title": ""}, "source_title"),
    ],
)
def test_a_wrong_row_is_refused_with_file_row_and_reason(tmp_path: Path, row_id: str, change: dict[str, str], told: str) -> None:
    message = broken(tmp_path, "recipes", row_id, lambda row: row.update(change))
    assert "recipes.csv" in message and "row" in message and told in message and "\n" not in message


def test_a_cell_needs_enough_cathode_for_its_charge(tmp_path: Path) -> None:
    shelf = load_library()
    row_id = taken(shelf, "battery_cell", "lfp", 2024).row_ids[0]
    message = broken(tmp_path, "recipes", row_id, lambda row: row.update(low="1.5", typical="1.6", high="1.7"))
    assert "Ah" in message and "floor" in message


def test_a_folder_that_is_none_is_told() -> None:
    with pytest.raises(LianpuError, match="no such folder"):
        load_library(Path("/nowhere/tables"))
