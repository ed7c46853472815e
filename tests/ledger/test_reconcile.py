"""Reconciliation: published examples, arithmetic on small networks, and random ones against a dense solution."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledger.reconciling import a_problem, dense_solution, meets_exactly, stan_example
from lianpu.errors import LianpuError
from lianpu.ledger.reconcile.adjust import Standing, reconcile
from lianpu.ledger.reconcile.problem import Problem


def test_two_readings_of_one_flow() -> None:
    found = reconcile(a_problem({"F": [(100.0, 10.0), (110.0, 20.0)]}))
    # weights 1/100 and 1/400: (100*4 + 110)/5 = 102, sqrt(1/(1/100 + 1/400)) = sqrt(80); (110 - 100)²/(100 + 400) = 0.2
    assert found["F"].adjusted == pytest.approx(102.0)
    assert found["F"].sd == pytest.approx(math.sqrt(80))
    assert (found.chi2, found.dof) == (pytest.approx(0.2), 1)
    assert [m.deviation for m in found.measurements] == pytest.approx([2.0, -8.0])
    assert not found.gross_error


def test_a_gross_error_is_not_averaged() -> None:
    found = reconcile(a_problem({"F": [(100.0, 10.0), (1000.0, 10.0)]}))
    assert found.chi2 == pytest.approx(900**2 / 200)
    assert found.p is not None and found.p < 0.01 and found.gross_error
    assert (found["F"].standing, found["F"].adjusted) == (Standing.WITHHELD, None)
    assert found.suspects[0].readings == ("F", "F#2")
    assert [(m.reading.value, m.suspect) for m in found.measurements] == [(100.0, True), (1000.0, True)]


def test_the_published_example_of_stan() -> None:
    found = reconcile(stan_example())
    published = {
        "F1": (102.426, 7.883), "F2": (50.0, 0.0), "F3": (302.416, 22.609), "F4": (149.990, 21.213), "F5": (152.426, 7.883),
        "F6": (76.213, 3.941), "F7": (76.213, 3.941),
    }  # fmt: skip
    for name, (value, sd) in published.items():
        assert found[name].adjusted == pytest.approx(value, abs=5e-4)
        assert found[name].sd == pytest.approx(sd, abs=5e-4)
    assert (found["TC"].adjusted, found["TC"].sd) == (pytest.approx(0.49597, abs=5e-6), pytest.approx(0.03768, abs=5e-6))
    assert (found.chi2, found.dof) == (pytest.approx(0.29591, abs=5e-6), 2)
    assert {q.name: q.standing for q in found.quantities} == {
        "F1": "adjusted", "F2": "exact", "F3": "adjusted", "F5": "adjusted", "TC": "adjusted", "F4": "calculated",
        "F6": "calculated", "F7": "calculated",
    }  # fmt: skip


@pytest.mark.parametrize("relation", ["TC=F4/F3", "F4/F3 = TC", "F4=TC*F3", "F3 = F4/TC", "0 = F4 - F3×TC"])
def test_a_transfer_coefficient_may_be_written_any_way(relation: str) -> None:
    problem = a_problem({"F3": (300.0, 30.0), "F4": (90.0, 9.0), "TC": (0.4, 0.05)}, [relation])
    found = reconcile(problem)
    f3, f4, tc = (found[name].adjusted or 0.0 for name in ("F3", "F4", "TC"))
    assert f4 == pytest.approx(tc * f3)
    # the balance is off by 90 - 0.4*300 = -30; its variance at the readings is 9² + (0.4*30)² + (300*0.05)² = 450
    assert found.chi2 == pytest.approx(30**2 / 450, rel=0.15)


def test_a_constant_coefficient_propagates_its_flow() -> None:
    found = reconcile(a_problem({"ore": (200.0, 10.0), "yield": (0.25, 0.0), "metal": None}, ["metal = yield*ore"]))
    assert (found["metal"].adjusted, found["metal"].sd) == (pytest.approx(50.0), pytest.approx(2.5))
    assert found["ore"].standing is Standing.MEASURED
    assert (found.dof, found.p) == (0, None)


def test_what_nothing_fixes_is_named_and_left_open() -> None:
    found = reconcile(a_problem({"in": (100.0, 5.0), "a": None, "b": None, "twice": None}, ["in=a+b", "twice=2*a+2*b"]))
    assert (found["a"].standing, found["a"].adjusted, found["a"].sd) == (Standing.UNDETERMINED, None, None)
    assert found["b"].adjusted is None
    assert (found["twice"].adjusted, found["twice"].sd) == (pytest.approx(200.0), pytest.approx(10.0))  # 2(a+b) is fixed


def test_a_cycle_of_unknown_flows_is_not_fixed_but_what_leaves_it_is() -> None:
    balances = ["in+back=through", "through=back+out"]
    found = reconcile(a_problem({"in": (10.0, 1.0), "back": None, "through": None, "out": None}, balances))
    assert {found["back"].adjusted, found["through"].adjusted} == {None}
    assert (found["out"].adjusted, found["out"].sd) == (pytest.approx(10.0), pytest.approx(1.0))


def test_exact_figures_that_contradict_are_named_with_their_balances() -> None:
    quantities = {"A": (10.0, 0.0), "B": (20.0, 0.0), "X": None, "C": (5.0, 1.0), "D": (5.0, 0.0)}
    found = reconcile(a_problem(quantities, ["A=X", "X=B", "C=D"]))
    (contradiction,) = found.contradictions
    assert contradiction.balances == ("A=X", "X=B")
    assert contradiction.exact == ("A", "B")
    assert not found.solved and all(q.adjusted is None for q in found.quantities)


def test_two_exact_figures_of_one_quantity() -> None:
    found = reconcile(a_problem({"A": [(10.0, 0.0), (11.0, 0.0)]}))
    assert found.contradictions[0].exact == ("A", "A#2")
    assert reconcile(a_problem({"A": [(10.0, 0.0), (10.0, 0.0)]}))["A"].adjusted == 10.0


def test_a_reading_is_held_against_an_exact_figure() -> None:
    found = reconcile(a_problem({"A": [(10.0, 0.0), (13.0, 1.0)]}))
    assert (found.chi2, found.dof) == (pytest.approx(9.0), 1)
    assert found.suspects[0].readings == ("A#2",)
    assert found["A"].adjusted == 10.0


def test_a_balance_told_twice_counts_once() -> None:
    quantities = {"a": (10.0, 1.0), "b": (5.0, 1.0), "c": (14.0, 1.0)}
    once = reconcile(a_problem(quantities, ["a+b=c"]))
    twice = reconcile(a_problem(quantities, ["a+b=c", "2*c=2*a+2*b"]))
    assert (twice.chi2, twice.dof) == (pytest.approx(once.chi2), 1)
    assert once.chi2 == pytest.approx(1 / 3)  # off by 1, variance 3
    assert [m.normalised for m in once.measurements] == pytest.approx([-1 / math.sqrt(3)] * 2 + [1 / math.sqrt(3)])


def test_readings_whose_errors_go_together_count_for_less() -> None:
    readings = {"F": [(100.0, 10.0), (110.0, 10.0)]}
    found = reconcile(a_problem(readings, correlations=[("F", "F#2", 0.5)]))
    # mean of two with correlation 1/2: variance 100(1 + 1/2)/2 = 75; chi² = 10²/(2*100(1 - 1/2)) = 1
    assert (found["F"].adjusted, found["F"].sd) == (pytest.approx(105.0), pytest.approx(math.sqrt(75)))
    assert found.chi2 == pytest.approx(1.0)
    assert [abs(m.normalised or 0.0) for m in found.measurements] == pytest.approx([1.0, 1.0])


def test_correlated_readings_of_two_flows() -> None:
    found = reconcile(a_problem({"a": (10.0, 1.0), "b": (14.0, 1.0)}, ["a=b"], [("a", "b", 0.9)]))
    assert found.chi2 == pytest.approx(16 / 0.2)  # variance of a - b: 1 + 1 - 2*0.9
    assert found.suspects[0].readings == ("a", "b")


def test_the_reading_that_is_wrong_is_found_and_the_rest_says_what_it_should_be() -> None:
    quantities = {"a": [(100.0, 2.0), (101.0, 2.0)], "b": [(50.0, 2.0), (49.0, 2.0)], "c": (190.0, 2.0)}
    found = reconcile(a_problem(quantities, ["a+b=c"]))
    (suspect,) = found.suspects
    assert suspect.readings == ("c",)
    assert suspect.instead == (("c", pytest.approx(150.0), pytest.approx(2.0)),)  # 100.5 + 49.5, variance 2 + 2
    assert found.chi2 - suspect.chi2 == pytest.approx(suspect.normalised**2)
    assert found["c"].adjusted == pytest.approx(150.0)
    assert [m.reading.id for m in found.measurements if m.suspect] == ["c"]


def test_two_wrong_readings_are_found_one_after_the_other() -> None:
    good = {f"x{i}": [(10.0, 1.0), (10.5, 1.0), (9.5, 1.0)] for i in range(6)}
    bad = good | {"x0": [(10.0, 1.0), (40.0, 1.0), (9.5, 1.0)], "x3": [(25.0, 1.0), (10.5, 1.0), (9.5, 1.0)]}
    found = reconcile(a_problem(bad, ["x0+x1=x2+x3", "x4=x5"]))
    assert [s.readings for s in found.suspects] == [("x0#2",), ("x3",)]
    assert found.suspects[-1].p is not None and found.suspects[-1].p > 0.01


def test_units_enter_the_arithmetic() -> None:
    units = {"melt": "万t/a", "ingot": "t/a", "cast": "kt/a"}
    with pytest.raises(LianpuError, match="万t/a"):
        reconcile(a_problem({"melt": (68.0, 1.0), "ingot": None}, ["melt=ingot"], units=units))
    known = {"melt": (0.68, 0.01), "ingot": None, "cast": (80.0, 0.0)}
    found = reconcile(a_problem(known, ["melt=ingot+cast"], units=units | {"melt": "Mt/a"}))
    assert (found["ingot"].adjusted, found["ingot"].sd) == (pytest.approx(600000.0), pytest.approx(10000.0))


def test_terms_of_different_kinds_are_refused() -> None:
    units = {"al": "t/a", "power": "kWh/a", "use": "kWh/t", "yuan": "CNY", "dollars": "USD", "stock": "t"}
    found = reconcile(a_problem({"al": (1000.0, 0.0), "use": (13500.0, 100.0), "power": None}, ["power=use*al"], units=units))
    assert found["power"].adjusted == pytest.approx(13.5e6)
    for wrong in ("power=al", "yuan=dollars", "stock=al", "power = 13500*al"):
        with pytest.raises(LianpuError, match="cannot add"):
            reconcile(a_problem(dict.fromkeys(units, (1.0, 1.0)), [wrong], units=units))


def test_a_bare_number_is_in_the_unit_of_its_equation() -> None:
    found = reconcile(a_problem({"a": (10.0, 1.0), "b": None}, ["b = a + 5"], units={"a": "kt/a", "b": "kt/a"}))
    assert found["b"].adjusted == pytest.approx(15.0)
    with pytest.raises(LianpuError, match="has no unit"):
        reconcile(a_problem({"a": (10.0, 1.0), "b": None}, ["b = a + 5"], units={"a": "kt/a", "b": "t/a"}))


def test_far_from_the_start_a_product_still_converges() -> None:
    """The coefficient is guessed at 0.9 with little weight; the flows say 0.02."""
    quantities = {"F3": (1000.0, 10.0), "F4": (20.0, 0.2), "TC": (0.9, 0.5), "F5": None}
    found = reconcile(a_problem(quantities, ["F4=TC*F3", "F3=F4+F5"]))
    assert found.converged
    assert found["TC"].adjusted == pytest.approx(0.02, rel=0.01)
    assert found["F5"].adjusted == pytest.approx(980.0, rel=0.01)


def test_unknown_factors_of_several_products_are_found() -> None:
    """a*b = 6, a*c = 10, b*c = 15: a = 2, b = 3, c = 5; only the products are measured."""
    quantities = {"a": None, "b": None, "c": None, "ab": (6.0, 0.1), "ac": (10.0, 0.1), "bc": (15.0, 0.1)}
    found = reconcile(a_problem(quantities, ["ab=a*b", "ac=a*c", "bc=b*c"]))
    assert [abs(found[name].adjusted or 0.0) for name in "abc"] == pytest.approx([2.0, 3.0, 5.0])


def test_a_reading_far_surer_than_the_other_keeps_its_digits() -> None:
    found = reconcile(a_problem({"a": (1e9, 1e-3), "b": (1e9 + 1, 1e6), "c": None}, ["a=b", "c=2*b"]))
    assert (found["b"].adjusted, found["b"].sd) == (pytest.approx(1e9, abs=1e-3), pytest.approx(1e-3))
    assert found["c"].sd == pytest.approx(2e-3)


def test_balances_that_fix_everything_are_met_however_unlike_the_readings() -> None:
    """Standard deviations of 2000 and 0.002: the balances alone give x1 = -14, x2 = -18, x3 = 19, x4 = -6."""
    quantities = {"x0": (-13.0, 2.0), "x1": None, "x2": None, "x3": (17.0, 2000.0), "x4": (-7.0, 0.002)}
    balances = ["x4-3*x3+x1=-77", "2*x2-3*x1-3*x4-3*x3=-33", "x4+x3+3*x2=-41", "2*x0=-26", "x1-2*x0+3*x3=69"]
    found = reconcile(a_problem(quantities, balances), level=0.0)
    assert found.solved
    assert [q.adjusted for q in found.quantities] == pytest.approx([-13.0, -14.0, -18.0, 19.0, -6.0])


@st.composite
def linear_problems(draw: st.DrawFn) -> Problem:
    """Balances with small whole coefficients that a truth of whole numbers meets; exact figures may be wrong by 1."""
    number = draw(st.integers(1, 6))
    truth = draw(st.lists(st.integers(-20, 20), min_size=number, max_size=number))
    quantities: dict[str, tuple[float, float] | list[tuple[float, float]] | None] = {}
    for i, value in enumerate(truth):
        off = draw(st.integers(-2, 2))
        exact = (float(value + (off == 2)), 0.0)
        read = (float(value + off), draw(st.sampled_from([0.01, 1.0, 3.0, 100.0])))
        quantities[f"x{i}"] = draw(st.sampled_from([None, exact, read, [read, (float(value), 2.0)]]))
    balances = []
    for _ in range(draw(st.integers(0, 5))):
        shares = draw(st.lists(st.integers(-3, 3), min_size=number, max_size=number))
        if any(shares):
            right = sum(share * value for share, value in zip(shares, truth, strict=True))
            balances.append("+".join(f"{share}*x{i}" for i, share in enumerate(shares) if share > 0) or "0")
            balances[-1] += "".join(f"-{-share}*x{i}" for i, share in enumerate(shares) if share < 0) + f"={right}"
    return a_problem(quantities, list(dict.fromkeys(balances)))


@settings(max_examples=80, deadline=None)
@given(linear_problems())
def test_linear_problems_agree_with_a_dense_solution_or_are_contradictory(problem: Problem) -> None:
    found = reconcile(problem, level=0.0)
    values, sds, undetermined, chi2 = dense_solution(problem)
    assert found.solved == meets_exactly(problem, values)
    if found.solved:
        assert found.chi2 == pytest.approx(chi2, rel=1e-6, abs=1e-7)
        for result, value, sd, blind in zip(found.quantities, values, sds, undetermined, strict=True):
            assert (result.adjusted is None) == bool(blind)
            if result.adjusted is not None:
                assert result.adjusted == pytest.approx(value, rel=1e-6, abs=1e-6)
                assert result.sd == pytest.approx(sd, rel=1e-5, abs=1e-5)


def test_no_solution_is_said() -> None:
    found = reconcile(a_problem({"x": None, "y": (0.0, 0.0)}, ["x*x = y - 4"]))
    assert not found.solved and found["x"].adjusted is None
    assert (found.chi2, found.p, found.gross_error) == (None, None, False)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (a_problem({"a": (1.0, -1.0)}), "sd -1"),
        (a_problem({"a": (math.nan, 1.0)}), "value nan"),
        (a_problem({"a": (1e200, 1.0)}), "value 1e\\+200"),
        (a_problem({"a": (1.0, 1e-200)}), "sd 1e-200"),
        (a_problem({"a": (1.0, 1.0), "bb": None}, ["a=b"]), "no quantity 'b'"),
        (a_problem({"a": (1.0, 1.0)}, ["a+=3"]), "missing before '='"),
        (a_problem({"a": (1.0, 1.0)}, ["a=a"]), "names no quantity"),
        (a_problem({"a": (1.0, 1.0)}, ["a=3/0"]), "division by zero"),
        (a_problem({"a": [(1.0, 1.0), (2.0, 1.0)]}, correlations=[("a", "a#2", 1.0)]), "no correlation"),
        (a_problem({}), "no quantity"),
    ],
)
def test_an_unsound_problem_is_told_with_what_to_do(problem: Problem, told: str) -> None:
    with pytest.raises(LianpuError, match=told) as error:
        reconcile(problem)
    assert error.value.hint


@st.composite
def networks(draw: st.DrawFn) -> Problem:
    """Flows between up to five nodes and outside, some unknown, some exact, some told twice; balanced underneath."""
    nodes = draw(st.integers(1, 5))
    arcs = draw(st.lists(st.tuples(st.integers(-1, nodes - 1), st.integers(-1, nodes - 1)), min_size=2, max_size=12))
    arcs = [(a, b) for a, b in arcs if a != b]
    assume(arcs)
    quantities: dict[str, tuple[float, float] | list[tuple[float, float]] | None] = {}
    for n in range(len(arcs)):
        reading = st.tuples(st.integers(1, 100).map(float), st.integers(1, 30).map(float))
        quantities[f"F{n}"] = draw(st.one_of(st.none(), reading, st.lists(reading, min_size=2, max_size=3)))
    balances = []
    for node in range(nodes):
        into = [f"F{n}" for n, (_, b) in enumerate(arcs) if b == node]
        out = [f"F{n}" for n, (a, _) in enumerate(arcs) if a == node]
        if into or out:
            balances.append(f"{'+'.join(into) or '0'}={'+'.join(out) or '0'}")
    if draw(st.booleans()) and len(arcs) > 1:
        balances.append("F0=0.5*F1")
    return a_problem(quantities, list(dict.fromkeys(balances)))


@settings(max_examples=150, deadline=None)
@given(networks())
def test_networks_agree_with_a_dense_solution(problem: Problem) -> None:
    found = reconcile(problem, level=0.0)  # no reading is left out
    values, sds, undetermined, chi2 = dense_solution(problem)
    assert found.chi2 == pytest.approx(chi2, rel=1e-6, abs=1e-7)
    for result, value, sd, blind in zip(found.quantities, values, sds, undetermined, strict=True):
        assert (result.adjusted is None) == bool(blind)
        if result.adjusted is not None:
            assert result.adjusted == pytest.approx(value, rel=1e-6, abs=1e-6)
            assert result.sd == pytest.approx(sd, rel=1e-5, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_order_does_not_matter(problem: Problem) -> None:
    turned = Problem(problem.quantities[::-1], problem.measurements[::-1], problem.equations[::-1])
    one, other = reconcile(problem, level=0.0), reconcile(turned, level=0.0)
    for result in one.quantities:
        assert other[result.name].standing is result.standing
        if result.adjusted is not None:
            assert other[result.name].adjusted == pytest.approx(result.adjusted, rel=1e-7, abs=1e-7)


def test_a_sound_network_is_rarely_called_in_doubt() -> None:
    """A chain of 200 balanced flows, each read with its own error: 99 % of such are passed; this one is."""
    import numpy as np

    errors = np.random.default_rng(3).normal(0, 2.0, 200)
    quantities = {f"F{n}": (100.0 + e, 2.0) for n, e in enumerate(errors)}
    found = reconcile(a_problem(quantities, [f"F{a}=F{b}" for a, b in pairwise(range(200))]))
    assert not found.gross_error
    assert found["F7"].sd == pytest.approx(2.0 / math.sqrt(200))
    assert found.dof == 199
