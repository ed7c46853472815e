"""Plans whose optimum is known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.plan.small import buy, need, sell, system
from lianpu.engine.plan.plan import plan
from lianpu.engine.plan.storing import in_use, returned
from lianpu.system.planning import System


def test_one_plant() -> None:
    """5 t of metal: 10 t of ore at 3 and 1 per t of running it: 35."""
    found = plan(
        system(
            goods=["metal", "ore"],
            plants=[{"id": "smelter", "residual": 8, "recipe": {"metal": 1, "ore": -2}, "variable_cost": 1}],
            markets=[buy("ore", 3)],
            demands=[need("metal", 5)],
        )
    )
    assert found.objective == pytest.approx(5 * (2 * 3 + 1))
    assert found.tables["run"].values.ravel() == pytest.approx([5])


def test_two_plants() -> None:
    """Both sell outright; the chain earns 20 - 2 x 4 - 3 = 9 per t of alloy, and selling metal 7 - 4 - 1 = 2 per t.
    Metal 10, alloy takes 2 of metal each and has capacity 4: alloy 4 takes 8, 2 of metal are sold."""
    found = plan(
        system(
            goods=["alloy", "metal", "ore"],
            plants=[
                {"id": "smelter", "residual": 10, "recipe": {"metal": 1, "ore": -1}, "variable_cost": 1},
                {"id": "caster", "residual": 4, "recipe": {"alloy": 1, "metal": -2}, "variable_cost": 3},
            ],
            markets=[buy("ore", 4), sell("alloy", 20), sell("metal", 7)],
        ),
        "npv",
    )
    assert found.objective == pytest.approx(4 * 20 + 2 * 7 - 10 * (4 + 1) - 4 * 3)


@pytest.mark.parametrize("n", [1, 5, 40])
def test_the_dense_lp(n: int) -> None:
    """min Σ(2x + y), x - y ≥ i, x + y ≥ 0, over i, j = 1..N: x = i, y = 0, N²(N + 1). Buying is x, disposing y."""
    names = [f"{i},{j}" for i in range(1, n + 1) for j in range(1, n + 1)]
    size = np.repeat(np.arange(1, n + 1), n)
    found = plan(
        System.of(
            years=[2025],
            slices=["year"],
            sites=[{"id": "X"}],
            goods={"id": names, "surplus": "none"},
            markets={
                "id": [f"{side} {g}" for side in ("buy", "sell") for g in names],
                "good": np.tile(np.arange(n * n), 2),
                "site": np.zeros(2 * n * n, int),
                "side": ["buy"] * n * n + ["sell"] * n * n,
                "price": np.repeat([2.0, -1.0], n * n),
            },
            demands={"id": names, "good": np.arange(n * n), "site": np.zeros(n * n, int), "amount": size.astype(float)},
        )
    )
    assert found.objective == pytest.approx(n * n * (n + 1))


def test_a_loop_of_gain_094() -> None:
    """Metal in use gives 0.06 of a service and 0.94 of scrap, which are melted with 0.06 of ore: 6 of the service take
    a flow of 6 / (1 - 0.94) = 100, and ore for 6."""
    found = plan(
        system(
            goods=["metal", "ore"],
            plants=[
                {"id": "melt", "residual": 1e4, "recipe": {"metal": 1, "ore": -0.06}},
                {"id": "use", "residual": 1e4, "recipe": {"metal": -0.94}},
            ],
            activities=[],
            markets=[buy("ore", 10)],
            demands=[need("metal", 100)],
            measures=[{"id": "tie"}],
            terms=[{"measure": "tie", "of": "run", "item": "melt"}, {"measure": "tie", "of": "run", "item": "use", "amount": -1}],
            limits=[{"id": "as much used as melted", "measure": "tie", "sense": "=", "bound": 0}],
        )
    )
    assert found.tables["run"].values.ravel() == pytest.approx([100 / 0.06, 100 / 0.06])
    assert found.objective == pytest.approx(100 * 10)


def yearly(years: list[int], **rest: object) -> System:
    return System.of(years=years, slices=["year"], sites=[{"id": "X"}], goods=[{"id": "g"}], **rest)  # type: ignore[arg-type]


def test_stock_in_use_with_a_fixed_lifetime() -> None:
    """Inflow 1..10 at the end of its year, in use while its age is below 5."""
    ten = yearly(list(range(2021, 2031)))
    assert in_use(ten, "fixed", 5, 1, np.arange(1.0, 11)).tolist() == [1, 3, 6, 10, 15, 20, 25, 30, 35, 40]
    assert (returned(ten, "fixed", 5, 1).T @ np.arange(1.0, 11)).tolist() == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5]


@settings(max_examples=50, deadline=None)
@given(
    spans=st.lists(st.integers(1, 12), min_size=1, max_size=8),
    life=st.floats(0.5, 40),
    law=st.sampled_from(["fixed", "weibull"]),
    shape=st.floats(0.5, 8),
    seed=st.integers(0, 99),
)
def test_uneven_years_conserve_mass(spans: list[int], life: float, law: str, shape: float, seed: int) -> None:
    """All that was sold has left use or is in it."""
    some = yearly(np.cumsum([2020, *spans[:-1]]).tolist(), spans=spans)
    sold = np.random.default_rng(seed).uniform(0, 10, len(spans))
    back = returned(some, law, life, shape).T @ sold
    stock = in_use(some, law, life, shape, sold)[-1]
    assert back @ some.spans + stock == pytest.approx(sold @ some.spans, rel=1e-12)


def test_scrap_returns_from_the_plan_s_own_sales() -> None:
    """10 t sold a year; 80 % of what was sold 2 years before comes back as metal: ore for 10, 10, then 2."""
    found = plan(
        system(
            years=[2025, 2026, 2027, 2028],
            goods=["metal", "ore"],
            plants=[{"id": "smelter", "residual": 99, "recipe": {"metal": 1, "ore": -1}}],
            markets=[buy("ore", 3), sell("metal", 5, year_limit=10)],
            returns=[{"market": "sell metal", "good": "metal", "site": "X", "lifetime": 2, "recovery": 0.8}],
        ),
        "npv",
    )
    assert found.tables["run"].values.ravel() == pytest.approx([10, 10, 2, 2])
    assert found.objective == pytest.approx(4 * 10 * 5 - 3 * (10 + 10 + 2 + 2))


def test_every_plan_proves_itself() -> None:
    found = plan(
        system(
            goods=["metal", "ore"],
            plants=[{"id": "smelter", "residual": 8, "recipe": {"metal": 1, "ore": -2.1}}],
            markets=[buy("ore", 3)],
            demands=[need("metal", 5.3)],
        )
    )
    proof = found.evidence
    assert max(proof.balance, proof.rows, proof.bounds, proof.duality_gap, proof.mip_gap) <= 1e-7
    assert len(found.inputs) == 64
