"""``lianpu stocks`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.shell import lianpu, printed_json

pytestmark = pytest.mark.acceptance


def test_ten_years_of_inflow(tmp_path: Path) -> None:
    table = tmp_path / "inflow.csv"
    table.write_text("year,a\n" + "".join(f"{2000 + n},{n + 1}\n" for n in range(10)), encoding="utf-8")
    for at, stock in (("end", 41.458736), ("middle", 38.834785), ("start", 35.963455)):
        found = printed_json("stocks", table, "--lifetime", "normal:5,1.5", "--inflow-at", at)
        assert found["stock"][-1][0] == pytest.approx(stock, abs=5e-7)
        assert found["residual"] < 1e-12


def test_a_falling_stock_and_a_mistake(tmp_path: Path) -> None:
    table = tmp_path / "stock.csv"
    table.write_text("year,a\n2000,100\n2001,140\n2002,70\n", encoding="utf-8")
    found = printed_json("stocks", table, "--given", "stock", "--lifetime", "fixed:50", "--inflow-at", "end")
    assert found["inflow"][2] == [0] and found["early"][2] == [70]
    done = lianpu("stocks", table, "--lifetime", "weibul:3,15")
    assert done.returncode == 2 and "did you mean 'weibull'" in done.stderr


def test_when_recycled_aluminium_arrives() -> None:
    found = printed_json("stocks", "--recycled", "aluminium", "--until", "2050")
    late, early = (found["arrivals"][case][1]["lasting"] for case in ("late", "early"))
    assert early < late
    assert "PA-al-collection-2018" in found["rows"]
