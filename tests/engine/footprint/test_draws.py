"""Draws against the system solved draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from engine.footprint.systems import drawn
from lianpu.engine.footprint.draws import lognormal, monte_carlo, triangular
from lianpu.engine.footprint.technosphere import technosphere
from lianpu.errors import LianpuError


def one_by_one(system, direct, factors):
    values = []
    for row in factors:
        taken = system.taken.copy()
        taken.data = taken.data * row
        values.append(direct @ np.linalg.solve(np.eye(system.size) - taken.toarray(), np.eye(system.size)[0]))
    return np.array(values)


@pytest.mark.parametrize("sigma", [0.1, 0.5])
def test_draws_are_what_each_draw_gives_alone(sigma: float):
    system = technosphere(drawn(30, 0.5, per_column=6))
    direct = np.random.default_rng(1).random(30)
    factors = lognormal(sigma)(np.random.default_rng(5), 40, np.arange(system.taken.nnz))
    found = monte_carlo(system, np.eye(30)[0], direct, lambda rng, count, which: factors[:count, which], draws=40)
    assert found.values[:, 0] == pytest.approx(one_by_one(system, direct, factors), rel=1e-8)


def test_direct_values_are_drawn_too():
    """One product, no inputs: the value is the factor."""
    system = technosphere(np.eye(1))
    found = monte_carlo(system, [1], [2.0], lognormal(0), draws=4000, direct_sampler=triangular([1.0], [2.0], [3.0]))
    assert found.values.min() >= 1 and found.values.max() <= 3
    assert found.quantiles(0.5)[0] == pytest.approx(2, abs=0.05)


def test_a_seed_gives_the_same_draws():
    system = technosphere(drawn(10, 0.5))
    first, second = (monte_carlo(system, np.eye(10)[0], np.ones(10), lognormal(0.2), draws=7, seed=3) for _ in range(2))
    assert (first.values == second.values).all()


def test_draws_that_are_not_productive_are_refused():
    system = technosphere([[1, -0.9], [-1, 1]])
    with pytest.raises(LianpuError) as caught:
        monte_carlo(system, [1, 0], [1, 1], lognormal(0.5), draws=200)
    assert caught.value.code == "not_productive"
