"""Figures as plain data: what is drawn is what the answer says."""

from __future__ import annotations

import csv
import io
import json

import pytest

from lianpu.errors import LianpuError
from lianpu.system.model import Scenario
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.figures import CHARTS, THEMES, chart_json
from lianpu.views.table import Column, Table
from lianpu.views.table_json import table_csv


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(CHARTS))
def test_every_figure_is_plain_data_with_source_and_table(dossier: Dossier, name: str, lang: str, theme: str) -> None:
    chart = chart_json(name, dossier, lang, theme=theme)
    text = json.dumps(chart, allow_nan=False)
    assert '"@' not in text and dossier.ledger in chart["source"]
    assert chart["table"]["rows"]


def test_themes_have_the_same_names() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_flows_carry_the_needs_of_the_balance(dossier: Dossier) -> None:
    """68 万吨 of aluminium take 130.56 万吨 of alumina, all of it bought: both links carry it."""
    links = {(r["source"], r["target"]): r["value"] for r in chart_json("flows", dossier, "zh")["table"]["rows"]}
    assert links["氧化铝", "电解铝"] == pytest.approx(68 * 1.92)
    assert links["外地购入", "氧化铝"] == pytest.approx(links["氧化铝", "电解铝"])
    assert links["外地购入", "阳极炭素"] == pytest.approx(links["阳极炭素", "电解铝"] - 10)


@pytest.mark.parametrize("scenario", list(Scenario))
def test_flows_have_no_ring(dossier: Dossier, scenario: Scenario) -> None:
    """ECharts refuses a Sankey with a ring: some order of the nodes has every link going forward."""
    rows = chart_json("flows", dossier, "zh", scenario=scenario)["table"]["rows"]
    links = {(str(r["source"]), str(r["target"])) for r in rows}
    left = {name for link in links for name in link}
    while left:
        free = {name for name in left if not any(target == name and source in left for source, target in links)}
        assert free, left
        left -= free


def test_an_unknown_figure_is_told(dossier: Dossier) -> None:
    with pytest.raises(LianpuError, match="power_months"):
        chart_json("powr", dossier, "zh")


def test_csv_has_three_columns_for_a_range_and_no_formula() -> None:
    columns = (Column("name", "name"), Column("size", "size", "t", "range"))
    text = table_csv(
        Table("x", "x", columns, ({"name": "=1+1", "size": Range(1.0, 2.0, 3.0)}, {"name": "b", "size": None})), "en"
    )
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["name", "size [t] low", "size [t] typical", "size [t] high"], ["'=1+1", "1.0", "2.0", "3.0"], ["b", "", "", ""],
    ]  # fmt: skip
