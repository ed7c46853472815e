"""Contributions add up, and what is not listed is the remainder."""

from __future__ import annotations

import numpy as np
import pytest

from engine.footprint.systems import HEIJUNGS_SUH, HEIJUNGS_SUH_DIRECT, drawn
from lianpu.engine.footprint.contributions import by_input, by_process, paths
from lianpu.engine.footprint.solve import Solver
from lianpu.engine.footprint.technosphere import technosphere


def test_electricity_and_fuel():
    """Of 120 kg CO2, 100 runs of the power plant emit 1 each, 2 of the refinery 10 each."""
    solver = Solver(technosphere(HEIJUNGS_SUH))
    found = by_process(solver.outputs([0, 1000]), HEIJUNGS_SUH_DIRECT[0])
    assert [(p.index, p.value, p.share) for p in found.parts] == [(0, pytest.approx(100), pytest.approx(5 / 6)),
                                                                  (1, pytest.approx(20), pytest.approx(1 / 6))]  # fmt: skip
    own, brought = by_input(solver.system, HEIJUNGS_SUH_DIRECT[0], solver.intensities(HEIJUNGS_SUH_DIRECT[0]).values, 1)
    assert (own, brought.total) == (pytest.approx(0.1), pytest.approx(0.02))


def test_a_short_list_has_its_remainder():
    solver = Solver(technosphere(drawn(50, 0.6)))
    found = by_process(solver.outputs(np.eye(50)[0]), np.ones(50), most=3)
    assert len(found.parts) == 3
    assert sum(p.value for p in found.parts) + found.remainder == pytest.approx(found.total)
    assert found.remainder > 0


def test_paths_of_a_chain():
    """C takes 2 B, B takes 3 A; A emits 1, B 10, C 100 per unit: C 100, C-B 20, C-B-A 6."""
    solver = Solver(technosphere([[1, -3, 0], [0, 1, -2], [0, 0, 1]]))
    found = paths(solver, [1, 10, 100], 2, cutoff=1e-6)
    assert [(p.products, p.value) for p in found.paths] == [((2,), 100), ((2, 1), 20), ((2, 1, 0), 6)]
    assert (found.total, found.remainder) == (126, pytest.approx(0))


def test_paths_round_a_loop_leave_what_is_below_the_cutoff():
    solver = Solver(technosphere(HEIJUNGS_SUH))
    found = paths(solver, HEIJUNGS_SUH_DIRECT[0], 1, amount=1000, cutoff=0.01)
    assert found.total == pytest.approx(120)
    assert found.paths[0].products == (1,)
    assert sum(p.value for p in found.paths) + found.remainder == pytest.approx(120)
    assert 0 < found.remainder < 0.02 * 120
