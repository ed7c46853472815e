"""The solver against textbook cases and dense algebra; what has no answer is a named error."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from engine.footprint.systems import HEIJUNGS_SUH, HEIJUNGS_SUH_DIRECT, MILLER_BLAIR, drawn
from lianpu.engine.footprint import solve
from lianpu.engine.footprint.solve import Solver
from lianpu.engine.footprint.technosphere import technosphere
from lianpu.errors import LianpuError


def test_heijungs_and_suh():
    """1000 kWh: 100 runs of electricity, 2 of fuel; 120 kg CO2, 14 kg SO2, 100 litres of crude oil drawn."""
    solver = Solver(technosphere(HEIJUNGS_SUH))
    found = solver.outputs([0, 1000])
    assert found.activity == pytest.approx([100, 2])
    assert HEIJUNGS_SUH_DIRECT @ found.activity == pytest.approx([120, 14, -100])
    assert solver.intensities(HEIJUNGS_SUH_DIRECT).values[:, 1] * 1000 == pytest.approx([120, 14, -100])


def test_miller_and_blair():
    solver = Solver(technosphere(np.eye(2) - MILLER_BLAIR))
    assert solver.outputs([600, 1500]).activity == pytest.approx([1247.5248, 1841.5842], abs=5e-5)
    inverse = [solver.outputs(unit).activity for unit in np.eye(2)]
    assert np.transpose(inverse) == pytest.approx(np.array([[1.25412541, 0.33003300], [0.26402640, 1.12211221]]), abs=5e-9)


def test_a_loop_of_processes_that_make_two_at_a_time():
    """p1 makes 2 A from 1 B; p2 makes 2 B from 2 A and 4 C. For 8 B: A = 2 s1 = 2 s2, B = 2 s2 - s1 = 8."""
    found = Solver(technosphere([[2, -2, 0], [-1, 2, 0], [0, -4, 1]])).outputs([0, 8, 0])
    assert found.activity == pytest.approx([8, 8, 4 * 8])
    assert found.output == pytest.approx([16, 16, 32])


@pytest.mark.parametrize(("t", "b", "d"), [(30, 510, 480)])
def test_a_recycling_loop(t: float, b: float, d: float):
    """A share alpha = (t + 2) / 34 of what is used comes back: b = t / (1 - alpha), of it d = alpha b is recycled."""
    alpha = (t + 2) / 34
    found = Solver(technosphere([[1, -1], [-alpha, 1]])).outputs([t, 0])
    assert found.output == pytest.approx([b, d])


def test_treatment_of_waste_is_a_service():
    """A makes 0.3 of waste per unit; the treatment of one unit takes 0.5 A and emits 2."""
    solver = Solver(technosphere([[1, -0.5], [0.3, -1]], products=["A", "waste"]))
    found = solver.outputs([1, 0])
    made = 1 / (1 - 0.3 * 0.5)
    assert found.activity == pytest.approx([made, 0.3 * made])
    assert solver.intensities([0, 2]).values[0] == pytest.approx(2 * 0.3 * made)
    assert solver.outputs([0, -1]).activity == pytest.approx(np.array([0.5, 1]) / (1 - 0.15))  # one unit to get rid of


@pytest.mark.parametrize("small", [0, 500])
@pytest.mark.parametrize("gain", [0.3, 0.9, 0.999])
def test_series_and_loops_by_lu_agree_with_dense_algebra(monkeypatch, small: int, gain: float):
    monkeypatch.setattr(solve, "SMALL", small)
    matrix = drawn(120, gain, seed=7)
    g, f = np.random.default_rng(1).random((2, 120)), np.eye(120)[5]
    solver = Solver(technosphere(matrix))
    exact = np.linalg.solve(matrix.toarray(), f)
    found = solver.outputs(f)
    assert found.proven and found.bound < 1e-9
    assert np.abs(found.output - exact).sum() <= max(found.bound, 1e-13) * np.abs(exact).sum() * 1.01
    assert solver.intensities(g).values == pytest.approx(np.linalg.solve(matrix.toarray().T, g.T).T, rel=1e-9)


def test_columns_may_stand_in_any_order():
    """Each product finds the process that makes it, also where another process takes it on the diagonal."""
    matrix, order = drawn(60, 0.7, seed=2).toarray(), np.random.default_rng(0).permutation(60)
    found = Solver(technosphere(matrix[:, order])).outputs(np.eye(60)[3])
    assert found.activity == pytest.approx(np.linalg.solve(matrix[:, order], np.eye(60)[3]))
    assert not found.negative
    crossed = Solver(technosphere([[-2, 100], [10, -5]])).outputs([0, 1000])
    assert crossed.activity == pytest.approx(np.linalg.solve([[-2, 100], [10, -5]], [0, 1000]))


def test_large_loops_go_to_gmres_with_a_proven_bound(monkeypatch):
    monkeypatch.setattr(solve, "SMALL", 0)
    monkeypatch.setattr(solve, "TERMS", 5)
    monkeypatch.setattr(solve, "LARGEST_LU", 50)
    matrix = drawn(300, 0.97, seed=3)
    solver = Solver(technosphere(matrix))
    found = solver.outputs(np.eye(300)[0])
    exact = np.linalg.solve(matrix.toarray(), np.eye(300)[0])
    assert (found.method, found.proven) == ("GMRES", True)
    assert np.abs(found.output - exact).sum() <= found.bound * np.abs(found.output).sum() < 1e-8


def test_a_long_chain_of_loops_ends():
    """A thousand pairs in a row, each pair a loop: LU within the pairs, the series from pair to pair."""
    n = 2000
    pairs = sparse.coo_array((np.full(n // 2, 0.999), (np.arange(1, n, 2), np.arange(0, n, 2))), shape=(n, n))
    back = sparse.coo_array((np.full(n // 2, 0.999), (np.arange(0, n, 2), np.arange(1, n, 2))), shape=(n, n))
    on = sparse.coo_array((np.ones(n // 2 - 1), (np.arange(0, n - 2, 2), np.arange(2, n, 2))), shape=(n, n))
    matrix = sparse.eye_array(n) - pairs - back - 1e-3 * on
    found = Solver(technosphere(matrix)).outputs(np.eye(n)[n - 2])
    first = 1 / (1 - 0.999**2)
    assert found.method == "loops by LU"
    assert found.output[[n - 2, n - 4, n - 6]] == pytest.approx([first, 1e-3 * first**2, 1e-6 * first**3])


@given(st.integers(2, 40), st.floats(0.05, 0.98), st.integers(0, 1000))
def test_outputs_cover_the_demand_and_what_is_taken(size: int, gain: float, seed: int):
    matrix = drawn(size, gain, seed)
    demand = np.random.default_rng(seed).random(size)
    found = Solver(technosphere(matrix)).outputs(demand)
    assert matrix @ found.activity == pytest.approx(demand, abs=1e-9)
    assert not found.negative


@pytest.mark.parametrize("gain", [1.0, 1.2])
@pytest.mark.parametrize("small", [0, 500])
def test_loops_with_a_gain_of_one_or_more_are_refused(monkeypatch, gain: float, small: int):
    monkeypatch.setattr(solve, "SMALL", small)
    matrix = [[1, -gain, 0], [-1, 1, 0], [0, -0.1, 1]]
    with pytest.raises(LianpuError, match="loop of power, coal") as caught:
        Solver(technosphere(matrix, products=["power", "coal", "steel"]))
    assert caught.value.code in ("not_productive", "singular")


def test_large_loops_with_a_gain_above_one_are_refused(monkeypatch):
    monkeypatch.setattr(solve, "SMALL", 0)
    monkeypatch.setattr(solve, "TERMS", 5)
    monkeypatch.setattr(solve, "LARGEST_LU", 50)
    with pytest.raises(LianpuError) as caught:
        Solver(technosphere(drawn(300, 1.1, seed=3)))
    assert caught.value.code in ("not_productive", "not_converged")


def test_credits_in_a_loop_are_solved_and_said_to_be_unproven():
    """Gains 2 and -1.5 cancel in part: the series would run away, the solution is plain."""
    matrix = np.array([[1, -2.0, 0], [0, 1, 1.5], [-1, 0, 1.0]])
    found = Solver(technosphere(matrix)).outputs([1, 1, 1])
    assert not found.proven and found.bound < 1e-9
    assert matrix @ found.activity == pytest.approx([1, 1, 1])


def test_a_system_that_is_singular_is_refused():
    with pytest.raises(LianpuError, match="not square"):
        technosphere(np.ones((2, 3)))
    with pytest.raises(LianpuError, match=r"no process is left to make steel \(unused: second mill\)"):
        technosphere([[1, 1], [0, 0]], products=["power", "steel"], processes=["mill", "second mill"])
    with pytest.raises(LianpuError, match="loop of a, b") as caught:
        Solver(technosphere([[1, 1], [1, 1]], products=["a", "b"]))  # joint products in fixed proportion, twice
    assert caught.value.code == "singular"
    with pytest.raises(LianpuError, match="no number"):
        technosphere([[1, float("nan")], [0, 1]])


def test_a_demand_of_the_wrong_length():
    with pytest.raises(LianpuError, match="one number per product"):
        Solver(technosphere(np.eye(3))).outputs([1, 2])
