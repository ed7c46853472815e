"""Invented cities and industries as tables of claims or as documents, and what a careful planner would say of them at a date.

The expectations (``worlds/NAME.expected.json``) were written by hand before the tables were ever resolved: the capacity
of a product at a place by class of status, in t, GW or GWh a year, with the reason. Where two answers are defensible
``rows`` holds both; a pair of figures is a range in which the figure must lie. Firms and figures are invented.
"""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from lianpu.intake import import_tables, read_into
from lianpu.ledger.state import RegionState, states_of
from lianpu.ledger.store import Ledger

FOLDER = Path(__file__).parent / "worlds"
TABLES = sorted(FOLDER.glob("*.csv"))
WORLDS = sorted(FOLDER.glob("*.expected.json"))
DATES = ("2018-12", "2019-12", "2020-06", "2020-12", "2021-06", "2021-12", "2022-06", "2022-12", "2023-12")
CLASS = {
    "operating": "standing", "built": "standing", "trial": "standing", "built_and_building": "mixed",
    "under_construction": "building", "advancing": "building", "planned": "planned", "announced": "planned",
    "negotiating": "planned", "signed": "planned", "suspended": "suspended",
}  # fmt: skip


def ledger_of(folder: Path, world: Path) -> Ledger:
    ledger = folder / "world.sqlite"
    if world.is_dir():
        assert read_into([world], ledger, jobs=1).new
    else:
        (report,) = import_tables([world], str(ledger))
        assert report.taken
    return Ledger.open(ledger, create=False)


def by_class(state: RegionState, product: str) -> dict[str, float]:
    sizes: dict[str, float] = defaultdict(float)
    for row in state.rows:
        if product in (row.product_id, row.product):
            sizes[CLASS[row.status]] += row.value
    return dict(sizes)


def agrees(found: dict[str, float], wanted: dict[str, Any]) -> bool:
    ends = {status: (size if isinstance(size, list) else [size, size]) for status, size in wanted.items()}
    return found.keys() == ends.keys() and all(0.995 * low <= found[s] <= 1.005 * high for s, (low, high) in ends.items())


@pytest.mark.parametrize("expected", WORLDS, ids=lambda expected: expected.name.split(".")[0])
def test_the_state_is_what_a_planner_would_say(tmp_path: Path, expected: Path) -> None:
    documents = FOLDER / expected.name.split(".")[0]
    ledger = ledger_of(tmp_path, documents if documents.is_dir() else documents.with_suffix(".csv"))
    wrong = []
    for case in json.loads(expected.read_text(encoding="utf-8")):
        (state,) = states_of(ledger, at=case["at"], place=case["place"])
        found = by_class(state, case["product"])
        if not any(agrees(found, rows) for rows in case["rows"]):
            wrong.append((case["at"], case["place"], case["product"], case["rows"], found, case["why"]))
    assert wrong == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_the_order_of_rows_decides_nothing(tmp_path: Path, table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    random.Random(3).shuffle(rows)
    mixed = tmp_path / "mixed.csv"
    with mixed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    (tmp_path / "a").mkdir()
    as_given, shuffled = ledger_of(tmp_path / "a", table), ledger_of(tmp_path, mixed)
    for at in DATES:
        sizes = [
            [
                (state.place, row.product_id, row.product, row.status, row.low, row.value, row.high, row.since)
                for state in states_of(ledger, at=at)
                for row in state.rows
            ]
            for ledger in (as_given, shuffled)
        ]
        assert sizes[0] == sizes[1], at
