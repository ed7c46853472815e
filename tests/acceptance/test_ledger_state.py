"""The state of Qujing from the open table of dated claims, by the command that a user runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acceptance.shell import SHARED, printed_json
from lianpu.ledger.importing import import_claims
from lianpu.ledger.store import Ledger

TABLE = SHARED / "data" / "qujing-claims.csv"
STANDING = ("operating", "trial", "built")
pytestmark = [pytest.mark.skipif(not TABLE.exists(), reason="the table of claims is not here"), pytest.mark.acceptance]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("state") / "ledger.sqlite"
    with Ledger.open(path) as opened:
        for reading in import_claims(TABLE).readings:
            opened.add(reading)
    return path


def sums(ledger: Path, at: str, *goods: str) -> dict[str, float]:
    """Capacity of the goods together by status, standing ones as one."""
    out: dict[str, float] = {}
    answer: dict[str, Any] = printed_json("ledger", "state", "--at", at, "--place", "曲靖市", "--ledger", ledger)
    for row in answer["totals"]:
        if row["product_id"] in goods:
            status = "standing" if row["status"] in STANDING else row["status"]
            out[status] = out.get(status, 0.0) + row["value"]
    return out


def test_end_of_2020(ledger: Path) -> None:
    assert sums(ledger, "2020-12", "mono_rod")["standing"] == pytest.approx(20)
    assert sums(ledger, "2020-12", "wafer")["standing"] == pytest.approx(20)
    assert sums(ledger, "2020-12", "lfp")["standing"] == pytest.approx(5.3e4)  # not the nation's 25.7


def test_cathode_material(ledger: Path) -> None:
    assert sums(ledger, "2022-01", "lfp", "lmfp")["standing"] == pytest.approx(12.5e4)
    for month in ("2022-07", "2022-12", "2023-08"):
        both = sums(ledger, month, "lfp", "lmfp")
        assert both["built_and_building"] == pytest.approx(34.5e4)
        assert "standing" not in both and "under_construction" not in both
    built = sums(ledger, "2023-09", "lfp", "lmfp")
    assert built["standing"] == pytest.approx(34.5e4)
    assert "built_and_building" not in built


def test_anodes(ledger: Path) -> None:
    for month in ("2021-12", "2022-12", "2023-07"):
        assert sums(ledger, month, "prebaked_anode") == pytest.approx({"standing": 10e4, "under_construction": 90e4})
    for month in ("2023-08", "2023-09"):
        assert sums(ledger, month, "prebaked_anode") == pytest.approx({"standing": 100e4})


def test_eighty_gigawatts_of_rods_are_never_built(ledger: Path) -> None:
    for month in ("2022-04", "2022-07", "2022-12", "2023-09", "2025-12"):
        assert sums(ledger, month, "mono_rod").get("standing", 0.0) < 80
    assert sums(ledger, "2022-07", "mono_rod")["built_and_building"] == pytest.approx(80)


def test_the_same_ledger_in_a_file_and_in_a_database(tmp_path: Path, database: str) -> None:
    """Every command takes a path or an address, with the same answers."""
    document = Path(__file__).parents[2] / "examples" / "qujing.txt"
    answers = []
    for number, address in enumerate((str(tmp_path / "ledger.sqlite"), database)):
        assert printed_json("ledger", "import", TABLE, "--ledger", address)["added"] > 270
        printed_json("read", document, "--ledger", address)
        run = printed_json("run", document, "--ledger", address, "--out", tmp_path / f"out{number}")
        balance = printed_json("balance", "--ledger", address, "--place", "曲靖市")
        of_run = printed_json("balance", tmp_path / f"out{number}")
        why = printed_json("why", "need/alumina/A", "--ledger", address, "--place", "曲靖市")
        checks = printed_json("ledger", "checks", "--ledger", address)
        state = printed_json("ledger", "state", "--ledger", address)
        assert run["balance"] == of_run["balance"]
        answers.append((balance["balance"], why["figure"], len(checks["findings"]), state["totals"]))
    assert answers[0] == answers[1]
