"""Two smelters of 100 kWh a month that must save power, with the arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.dry_year.stops import Stops, Unit, in_order, least_loss, proportional

DEAR = Unit("dear", np.full(4, 100.0), 2.0, 5, 50.0, 0.0)
CHEAP = Unit("cheap", np.full(4, 100.0), 1.0, 5, 100.0, 0.2)
NEED = np.array([0.0, 50.0, 50.0, 0.0])


def saved(found: Stops) -> np.ndarray:
    return found.off.sum(axis=0) * 100


def test_the_plant_that_loses_least_by_a_kwh_stops_in_whole_blocks() -> None:
    found = least_loss([DEAR, CHEAP], NEED, 1.0)
    assert found.off[0] == pytest.approx(np.zeros(4))
    # 50 kWh are 2.5 blocks of 20: three stop, one starts again in the second month (half of it is off), two in the last
    assert found.off[1] == pytest.approx([0.0, 0.6, 0.5, 0.2])
    assert found.restarts == pytest.approx([0.0, 3 * 20.0])
    assert not found.not_saved.any()


def test_what_must_run_limits_what_is_saved() -> None:
    found = least_loss([CHEAP], np.array([0.0, 90.0, 0.0, 0.0]), 1.0)
    assert found.off[0, 1] == pytest.approx(0.8)
    assert found.not_saved == pytest.approx([0.0, 10.0, 0.0, 0.0])


def test_a_short_pause_is_not_worth_a_restart() -> None:
    # standing still in month 2 loses 20 kWh x 1 = 20 a block; starting and stopping again costs 10 and half a month's ramp
    dear_restart = Unit("u", np.full(4, 100.0), 1.0, 5, 500.0, 0.0)
    found = least_loss([dear_restart], np.array([20.0, 0.0, 20.0, 0.0]), 1.0)
    assert found.off[0, 1] == pytest.approx(0.2)


def test_in_proportion_each_gives_its_share_and_in_order_the_first_gives_all_it_may() -> None:
    any_load = [Unit("a", np.full(2, 300.0), 1.0, 0, 0.0, 0.0), Unit("b", np.full(2, 100.0), 2.0, 0, 0.0, 0.0)]
    need = np.array([120.0, 120.0])
    assert proportional(any_load, need, 1.0).off == pytest.approx(np.full((2, 2), 0.3))
    found = in_order(any_load, need, 1.0, ["b"])
    assert found.off == pytest.approx(np.array([[20 / 300, 20 / 300], [1.0, 1.0]]))
    assert not found.not_saved.any()


def test_nothing_needed_stops_nothing() -> None:
    assert not least_loss([DEAR, CHEAP], np.zeros(4), 3.0).off.any()
    assert saved(least_loss([], NEED, 3.0)) == pytest.approx(np.zeros(4))
