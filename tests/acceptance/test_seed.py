"""What a run on the seed document must state, computed from the library's rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acceptance.shell import GOLD, SEED, SHARED, lianpu, needs_seed, printed_json

pytestmark = needs_seed
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seed") / "out"


@pytest.fixture(scope="module")
def answer(folder: Path) -> Answer:
    result: Answer = printed_json("run", SEED, "--out", folder)
    return result


def row(answer: Answer, good: str, scenario: str) -> Answer:
    return next(r for r in answer["balance"] if (r["good"], r["scenario"]) == (good, scenario))


def ends(value: Answer) -> tuple[float, float]:
    return value["low"], value["high"]


def test_scores_meet_the_bars_and_agree_with_the_reference(tmp_path: Path) -> None:
    scores = printed_json("evaluate", SEED, GOLD)
    assert scores["repair"]["character_accuracy"] >= 0.995
    assert min(scores["with_value"]["core"][k] for k in ("precision", "recall")) >= 0.95
    assert scores["with_value"]["full"]["f1"] >= 0.90
    assert min(scores["other"]["core"][k] for k in ("precision", "recall")) >= 0.85
    assert scores["spans"]["right"] == 1
    claims = tmp_path / "claims.json"
    claims.write_text(lianpu("claims", SEED, "--json").stdout, encoding="utf-8")
    reference = subprocess.run(
        [sys.executable, SHARED / "gold" / "score.py", GOLD, claims, SEED], capture_output=True, text=True, check=True
    )
    assert scores == json.loads(reference.stdout)


def test_anodes_are_short_now_and_three_times_the_need_with_what_is_advancing(answer: Answer) -> None:
    now, later = row(answer, "prebaked_anode", "A"), row(answer, "prebaked_anode", "B")
    assert now["supply"]["typical"] == pytest.approx(0.10e6)
    assert 0.31e6 <= now["need"]["low"] <= now["need"]["high"] <= 0.36e6
    assert now["ratio"]["high"] < 1
    assert later["supply"]["typical"] == pytest.approx(1.0e6)
    assert 2.8 <= later["ratio"]["typical"] <= 3.2


def test_alumina_has_no_source_in_the_document(answer: Answer) -> None:
    alumina = row(answer, "alumina", "C")
    assert alumina["missing"] and alumina["supply"]["high"] == 0
    assert ends(alumina["need"]) == pytest.approx((1.29e6, 1.33e6), rel=0.01)


def test_cathode_is_enough_for_far_more_cells_than_are_named(answer: Answer) -> None:
    enough = next(p for p in answer["potentials"] if (p["good"], p["product"]) == ("lfp", "battery_cell"))
    assert row(answer, "lfp", "A")["supply"]["typical"] == pytest.approx(53e3)
    assert ends(enough["amount"]) == pytest.approx((19e3, 26e3), rel=0.02)  # MWh of cells a year
    assert enough["with_yield"]["high"] < enough["without_yield"]["high"]
    assert enough["named_capacity"]["typical"] == pytest.approx(3e3)
    assert row(answer, "cnt_slurry", "A")["supply"]["typical"] == pytest.approx(8e3)


def test_statuses_make_the_scenarios(answer: Answer) -> None:
    lfp = [row(answer, "lfp", s)["supply"]["typical"] for s in "ABC"]
    assert lfp == pytest.approx([53e3, 93e3, 193e3])
    cells = [row(answer, "battery_cell", s)["supply"]["typical"] for s in "BC"]
    assert cells == pytest.approx([1e3, 3e3])  # the phase of 1 GWh is part of the 3


def test_rods_need_polysilicon_of_their_vintage(answer: Answer) -> None:
    region = answer["region"]
    assert (region["year"], region["other_year"]) == (2021, 2024)
    need = row(answer, "polysilicon", "A")
    assert ends(need["need"]) == pytest.approx((44e3, 54e3), rel=0.01)
    assert need["missing"]
    text = next(f["text"] for f in answer["findings"] if f["code"] == "no_local_source" and f["chain"] == "silicon")
    assert "2021" in text and "2024" in text
    later = printed_json("why", "need/polysilicon/A@2024", SEED)
    assert ends(later["figure"]["value"]) == pytest.approx((35e3, 48.4e3), rel=0.01)


def test_no_local_cells_or_modules(answer: Answer) -> None:
    missing = next(f for f in answer["findings"] if f["code"] == "missing_stages" and f["chain"] == "silicon")
    assert "电池片" in missing["text"] and "组件" in missing["text"]


def test_power_of_aluminium(answer: Answer) -> None:
    power = answer["power"]["A"]
    assert ends(power["by_chain_twh"]["aluminium"]) == pytest.approx((8.8, 9.5), abs=0.06)
    assert power["share"]["aluminium"]["typical"] == pytest.approx(0.85, abs=0.015)
    assert 0.72 <= power["share"]["aluminium"]["low"] <= power["share"]["aluminium"]["high"] <= 0.91
    assert sum(m["typical"] for m in power["by_month_gwh"]) == pytest.approx(power["total_twh"]["typical"] * 1e3)


def test_deep_processed_metal(answer: Answer) -> None:
    processed = printed_json("why", "processed/processed_aluminium/A", SEED)["figure"]
    assert processed["value"]["low"] == pytest.approx(0.632 * 680e3)


def test_output_value_by_price(answer: Answer) -> None:
    points = answer["output_value"]["points"]
    m6 = next(p for p in points if p["start"] == "2020-11-18" and "166" in p["spec"])
    assert m6["sold_with_vat"]["typical"] == pytest.approx(103e8, rel=0.02)
    assert m6["sold_without_vat"]["typical"] == pytest.approx(m6["sold_with_vat"]["typical"] / 1.13)
    (stated,) = answer["output_value"]["stated"]
    assert stated["stated_cny"] == 160e8
    assert stated["reached_with_vat"]["start"].startswith("2021-06")
    assert stated["year_without_vat"]["start"].startswith("2022")
    assert stated["possible_by_stages"]["start"] <= "2020-12-31"


def test_nothing_is_left_over(answer: Answer) -> None:
    assert answer["residual"] <= 1e-9


def test_the_document_alone_describes_a_time_before_its_own_future(answer: Answer) -> None:
    (document,) = answer["documents"]
    assert document["published"] == "2024-02-18"
    assert document["describes"]["end"] <= "2022-09"


def test_other_dated_claims_date_the_document(tmp_path: Path) -> None:
    table = SHARED / "data" / "qujing-claims.csv"
    result = printed_json("run", SEED, "--claims", table, "--out", tmp_path / "out")
    document = next(d for d in result["documents"] if d["published"] == "2024-02-18" and d["kind"] != "import")
    assert "2020-11" <= document["describes"]["start"][:7] <= document["describes"]["end"][:7] <= "2021-03"
    assert document["describes"]["repost"]
    assert "2024" in document["describes_text"] and "2021" in document["describes_text"]


def test_three_findings_with_evidence_are_printed(tmp_path: Path) -> None:
    done = lianpu("run", SEED, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert [line[:2] for line in done.stdout.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")] == ["1.", "2.", "3."]
    assert "20GW拉棒" in done.stdout and "report.html" in done.stdout
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"ledger.sqlite", "report.html", "workbook.xlsx", "run.json"}


def test_a_second_run_adds_nothing(folder: Path, answer: Answer) -> None:
    again = printed_json("run", SEED, "--out", folder)
    assert {k: v for k, v in again.items() if k != "files"} == {k: v for k, v in answer.items() if k != "files"}


def test_english(tmp_path: Path) -> None:
    done = lianpu("run", SEED, "--out", tmp_path / "out", "--lang", "en")
    assert done.returncode == 0
    assert "polysilicon" in done.stdout and "no local source" in done.stdout.lower()
