"""``lianpu plan`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.shell import SHARED, lianpu, printed_json

UTOPIA = SHARED / "cases" / "utopia"
DOCUMENT = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"
pytestmark = pytest.mark.acceptance


@pytest.mark.skipif(not UTOPIA.is_dir(), reason="the published case stands beside the project")
def test_utopia() -> None:
    found = printed_json("plan", "--osemosys", UTOPIA, "--objective", "cost")
    assert found["objective"] == pytest.approx(29446.86269, rel=1e-6)
    assert found["new_capacity"]["E31"] == pytest.approx(0.11)
    assert found["emissions"]["CO2"] > 0


def test_a_region_s_plan(tmp_path: Path) -> None:
    found = printed_json("plan", "--from", DOCUMENT, "--gap", 0.005, "--out", tmp_path / "plan")
    assert found["years"][-1] == 2035
    assert (tmp_path / "plan" / "run.parquet").is_file()
    words = lianpu("plan", "--from", DOCUMENT, "--limit", "power by month=50%", "--compare", "--lang", "en").stdout
    assert "Against the base:" in words


def test_front_and_alternatives() -> None:
    found = printed_json("plan", "--from", DOCUMENT, "--years", "2025-2028", "--front", "co2")
    values = [(p["first"], p["second"]) for p in found["front"]]
    assert values == sorted(values, reverse=True)  # less value, less CO2
    others = printed_json("plan", "--from", DOCUMENT, "--years", "2025-2028", "--alternatives", 2)
    assert len(others["alternatives"]) >= 1


def test_no_plan_says_why() -> None:
    """Less than no emissions."""
    done = lianpu("plan", "--from", DOCUMENT, "--limit", "co2=-1", "--lang", "en")
    assert done.returncode == 1
    assert "limit: CO2" in done.stdout and "−1 becomes 0" in done.stdout


def test_bad_input_is_one_line() -> None:
    done = lianpu("plan", "--from", DOCUMENT, "--limit", "pwer=3")
    assert done.returncode == 2
    assert done.stderr.startswith("lianpu: ") and done.stderr.count("\n") == 1
