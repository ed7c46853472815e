"""Several objectives, other plans nearly as good, fixed projects, a search that is stopped."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import numpy as np
import pytest

from engine.plan.small import buy, need, sell, system
from lianpu.engine.plan.compile import compile_system
from lianpu.engine.plan.objectives import objective
from lianpu.engine.plan.plan import plan, planned
from lianpu.engine.plan.several import alternatives, fixed, front, lexicographic
from lianpu.engine.plan.solve import Options
from lianpu.errors import LianpuError
from lianpu.system.planning import System


def three_ways() -> System:
    """10 of metal: dirty at 1 with 2 of CO2, clean at 3 without, bought at 1 with 2 of CO2 and all of it land 1."""
    return system(
        goods=["metal"],
        plants=[
            {"id": "clean", "residual": 99, "variable_cost": 3, "recipe": {"metal": 1}},
            {"id": "dirty", "residual": 99, "variable_cost": 1, "recipe": {"metal": 1}},
        ],
        demands=[need("metal", 10)],
        measures=[{"id": "co2"}],
        terms=[{"measure": "co2", "of": "run", "item": "dirty", "amount": 2}],
    )


def test_one_aim_after_another() -> None:
    """Least CO2 is 0; the cheapest of those costs 30. The other way round: 10, then 20 of CO2."""
    model = compile_system(three_ways())
    assert lexicographic(model, ["co2", "cost"]).cost == pytest.approx(30, rel=1e-5)
    assert lexicographic(model, ["cost", "co2"]).measures.values.sum() == pytest.approx(20, rel=1e-5)


def test_the_front_of_cost_and_emissions() -> None:
    """A line from (10, 20) to (30, 0): each t of CO2 less costs 1."""
    points = front(compile_system(three_ways()), "cost", "co2", points=5)
    assert [p.second for p in points] == pytest.approx([20, 15, 10, 5, 0], abs=1e-3)
    assert [p.first for p in points] == pytest.approx([10, 15, 20, 25, 30], abs=1e-3)


def projects(**rest: Any) -> System:
    """Three plants of 10 that cost 100, 101 and 150; 10 are needed."""
    return system(
        years=[2025, 2026], goods=["metal"],
        plants=[
            {"id": name, "build": "project", "lump": 10, "capex": capex / 10, "recipe": {"metal": 1}}
            for name, capex in (("a", 100), ("b", 101), ("c", 150))
        ],
        demands=[need("metal", 10)], conventions={"salvage": "none"},
        **rest,
    )  # fmt: skip


def test_alternatives_within_two_per_cent() -> None:
    """b costs 1 % more than a, c 50 %."""
    found = alternatives(compile_system(projects()), "cost", slack=0.02)
    built = [{name for name, size in one.new_capacity().items() if size > 1} for one in found]
    assert built == [{"a"}, {"b"}]
    assert [one.cost for one in found] == pytest.approx([100, 101])


def test_a_fixed_list_of_projects() -> None:
    model = compile_system(projects())
    cost = objective(model, "cost")
    assert planned(fixed(model, {"c": 2025}), cost).cost == pytest.approx(150)
    assert planned(fixed(model, {"b": None, "c": 2026}), cost).cost == pytest.approx(251)


@pytest.mark.parametrize(
    ("chosen", "said"), [({"d": None}, "no project 'd'"), ({"a": 2030}, "cannot be built in 2030; possible: 2025, 2026")]
)
def test_projects_that_are_none(chosen: dict[str, int | None], said: str) -> None:
    with pytest.raises(LianpuError, match=said):
        fixed(compile_system(projects()), chosen)


def knapsack(n: int = 60, seed: int = 3) -> System:
    """Projects that share five budgets: hard to prove, easy to start."""
    random = np.random.default_rng(seed)
    worth, need_ = random.uniform(50, 100, n), random.uniform(20, 60, (5, n))
    names = [f"p{k}" for k in range(n)]
    return system(
        goods=[{"id": f"g{k}"} for k in range(n)],
        plants=[{"id": f"p{k}", "build": "project", "recipe": {f"g{k}": 1}} for k in range(n)],
        markets=[sell(f"g{k}", worth[k]) for k in range(n)],
        measures=[{"id": f"m{i}"} for i in range(5)],
        terms=[
            {"measure": f"m{i}", "of": "build", "item": name, "amount": need_[i, k]}
            for i in range(5)
            for k, name in enumerate(names)
        ],
        limits=[{"id": f"m{i}", "measure": f"m{i}", "bound": need_[i].sum() / 2} for i in range(5)],
    )


def test_a_time_limit_gives_the_best_so_far() -> None:
    told: list[tuple[float, float, float]] = []
    options = Options(gap=0.0, time_limit=0.3, progress=lambda *now: told.append(now))
    found = plan(knapsack(), "npv", options)
    assert found.status in ("feasible", "optimal")  # a quick machine may prove it
    assert found.status == "optimal" or found.evidence.mip_gap > 0
    assert found.objective > 0
    assert told


def test_an_interrupt_gives_the_best_so_far() -> None:
    """Ctrl-C half a second into a search that would take long."""
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    found = plan(knapsack(150), "npv", Options(gap=0.0))
    assert found.status == "feasible"
    assert found.evidence.mip_gap > 0
    assert found.evidence.rows <= 1e-7


def test_a_log_is_written(tmp_path: Any) -> None:
    plan(projects(), options=Options(log=str(tmp_path / "solver.log")))
    assert "MIP" in (tmp_path / "solver.log").read_text()


@pytest.mark.parametrize("method", ["simplex", "ipm", "pdlp"])
def test_methods_agree(method: str) -> None:
    found = plan(system(goods=["ore"], markets=[buy("ore", 2)], demands=[need("ore", 4)]), options=Options(method=method))
    assert found.objective == pytest.approx(8, rel=1e-4)


def test_an_objective_without_end_is_told() -> None:
    with pytest.raises(LianpuError, match="no end"):
        plan(system(goods=["ore"], markets=[buy("ore", 2), sell("ore", 3)]), "npv")


def test_an_unknown_objective_is_told() -> None:
    with pytest.raises(LianpuError, match="no objective 'nvp'; did you mean 'npv'"):
        plan(projects(), "nvp")
