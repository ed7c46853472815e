"""Joint products by each way of sharing: chlor-alkali, 1 t of caustic soda with 0.886 t of chlorine."""

from __future__ import annotations

import numpy as np
import pytest

from lianpu.engine.footprint.allocation import Allocation, allocate, shares
from lianpu.engine.footprint.solve import Solver
from lianpu.engine.footprint.technosphere import technosphere
from lianpu.errors import LianpuError

#: goods: power, caustic soda, chlorine; processes: power plant, chlor-alkali cell.
MADE = [[1, 0], [0, 1.0], [0, 0.886]]
TAKEN = [[0, 2300], [0, 0], [0, 0]]
DIRECT = [0.6, 0.0]
MAIN = [0, 1]
BURDEN = 2300 * 0.6


def intensities(by: str, worth: list[float] | None = None):
    found = allocate(MADE, TAKEN, DIRECT, MAIN, by, worth)
    values = np.full(3, np.nan)
    kept = np.unique(found.good)
    solver = Solver(technosphere(found.matrix[kept]))
    values[kept] = solver.intensities(found.direct).values[0]
    return values


def test_by_mass_each_tonne_carries_the_same():
    _, soda, chlorine = intensities("mass", [0, 1, 1])
    assert soda == pytest.approx(BURDEN / 1.886)
    assert chlorine == pytest.approx(soda)


def test_by_value_the_dearer_carries_more_and_nothing_is_lost():
    _, soda, chlorine = intensities("value", [0.4, 3000, 300])
    assert soda == pytest.approx(BURDEN * 3000 / (3000 + 0.886 * 300))
    assert soda + 0.886 * chlorine == pytest.approx(BURDEN)


def test_none_leaves_all_with_the_main_product():
    _, soda, chlorine = intensities("none")
    assert soda == pytest.approx(BURDEN)
    assert np.isnan(chlorine)


def test_substitution_credits_what_is_replaced():
    """Chlorine otherwise made for 0.5 t CO2 per t."""
    made, taken = np.pad(MADE, ((0, 0), (0, 1))), np.pad(TAKEN, ((0, 0), (0, 1)))
    made[2, 2] = 1
    found = allocate(made, taken, [0.6, 0, 500], [0, 1, 2], "substitution")
    values = Solver(technosphere(found.matrix)).intensities(found.direct).values[0]
    assert values[1] == pytest.approx(BURDEN - 0.886 * 500)


def test_shares_add_up():
    assert shares(np.array(MADE, float), [1, 2, 3], Allocation.VALUE).sum(axis=0) == pytest.approx([1, 1])


def test_what_cannot_be_shared_is_said():
    with pytest.raises(LianpuError, match="needs the mass"):
        intensities("mass")
    with pytest.raises(LianpuError, match="process 1 cannot be weighed by value"):
        intensities("value", [1, 0, 0])
    with pytest.raises(LianpuError, match="one of none, mass, value, substitution"):
        intensities("energy", [1, 1, 1])
    with pytest.raises(LianpuError, match="does not make"):
        allocate(MADE, TAKEN, DIRECT, [1, 1], "none")
