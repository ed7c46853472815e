"""``lianpu dry-year`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.shell import lianpu, printed_json

pytestmark = pytest.mark.acceptance
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"


def test_what_stops_and_that_the_months_balance() -> None:
    found = printed_json("dry-year", EXAMPLE, "--hydro", "dry", "--policy", "least-loss", "--draws", "50", "--seed", "3")
    assert found["province"] == "云南省" and found["smelters"] > 0 and found["residual"] < 1e-9
    for m in found["months"]:
        got = sum(m["wanted"].values()) - sum(m["given"].values()) - m["not_served"]
        assert m["supply"] + m["inflow"] == pytest.approx(got + m["surplus"])
    smelter = next(p for p in found["plants"] if p["good"] == "primary_aluminium")
    assert smelter["lost"]["typical"] > 0 and smelter["claims"] and smelter["rows"]
    assert found["draws"]["count"] == 50 and found["value"]["low"] <= found["value"]["typical"] <= found["value"]["high"]


def test_wetter_years_stop_less() -> None:
    dry, wet = (printed_json("dry-year", EXAMPLE, "--hydro", name)["saved"] for name in ("dry", "wet"))
    assert dry > wet >= 0


def test_past_episodes_and_what_is_refused(tmp_path: Path) -> None:
    assert {s["episode"] for s in printed_json("dry-year", "--backtest")["scores"]} >= {"2021", "2022"}
    table = tmp_path / "power.csv"
    table.write_text("month,hydro_ytd_twh\n2022-02,3\n", encoding="utf-8")
    for wrong in (("--hydro", "damp"), ("--policy", "none"), ("--policy", "order", "--first", "no such"), ("--power", table)):
        refused = lianpu("dry-year", EXAMPLE, *wrong)
        assert refused.returncode == 2 and refused.stderr.count("\n") == 1 and "Traceback" not in refused.stderr
