"""``lianpu footprint`` as a user runs it."""

from __future__ import annotations

import pytest

from acceptance.shell import lianpu, printed_json

pytestmark = pytest.mark.acceptance


def test_a_product_with_a_named_counterfactual() -> None:
    done = lianpu("footprint", "电解铝", "--year", "2024", "--grid", "0.62", "--lang", "en")
    assert done.returncode == 0
    assert "14 t CO2e (12–17)/t" in done.stdout and "nobody's grid" in done.stdout and "the rest" in done.stdout


def test_json_adds_up() -> None:
    found = printed_json("footprint", "pv_module", "battery_cell", "--year", "2024", "--draws", "50")
    for one in found["footprints"]:
        for told in one["told"]:
            total = told["total"]["typical"]
            assert sum(p["typical"] for p in told["parts"].values()) == pytest.approx(total)
            assert sum(c["value"] for c in told["contributions"]) + told["remainder"] == pytest.approx(total)
            assert told["likely"][0] < told["likely"][2]
        assert one["rows"]


def test_months_and_declarations() -> None:
    months = printed_json("footprint", "电解铝", "--grid", "云南省", "--months", "2023")["months"][0]["months"]
    assert months[2][1] > months[-4][1]  # April is drier than September
    cbam = printed_json("footprint", "电解铝", "--declare", "cbam", "--price", "100")["declarations"][0]["cbam"]
    assert cbam[-1]["year"] == 2034 and cbam[-1]["default"]["cost"] == pytest.approx(390)


def test_mistakes_are_one_line() -> None:
    for words in (["pvmodule"], ["电解铝", "--grid", "nowhere"], ["电解铝", "--allocation", "mas"], ["电解铝", "--way", "x"]):
        done = lianpu("footprint", *words)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
