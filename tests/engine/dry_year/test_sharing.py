"""Shares of a shortfall, with the arithmetic; and what holds for any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.engine.dry_year.sharing import Claim, share
from lianpu.errors import LianpuError


def test_who_wants_twice_as_much_gives_twice_as_much() -> None:
    found = share(3.0, {"exports": Claim(10.0, 1.0), "smelters": Claim(5.0, 1.0), "homes": Claim(20.0, 0.0)})
    assert found.given == pytest.approx({"exports": 2.0, "smelters": 1.0, "homes": 0.0})
    assert found.not_served == 0.0


def test_at_its_limit_one_gives_no_more_and_the_other_the_rest() -> None:
    # 6 would be 4 + 2, but smelters may give 40 % of 2.5 = 1
    found = share(6.0, {"exports": Claim(5.0, 1.0), "smelters": Claim(2.5, 1.0, 0.4)})
    assert found.given == pytest.approx({"exports": 5.0, "smelters": 1.0})
    assert share(7.0, {"exports": Claim(5.0, 1.0), "smelters": Claim(2.5, 1.0, 0.4)}).not_served == pytest.approx(1.0)


CLAIMS = st.dictionaries(
    st.sampled_from("abcd"), st.builds(Claim, st.floats(0, 50), st.floats(0, 3), st.floats(0, 1)), min_size=1
)


@given(st.floats(-5, 200), CLAIMS)
def test_what_is_given_and_what_is_not_served_are_the_shortfall(shortfall: float, claims: dict[str, Claim]) -> None:
    found = share(shortfall, claims)
    assert sum(found.given.values()) + found.not_served == pytest.approx(max(0.0, shortfall), abs=1e-9)
    for name, claim in claims.items():
        assert -1e-12 <= found.given[name] <= claim.wants * claim.most + 1e-9


@given(st.floats(0, 100), st.floats(0, 100), CLAIMS)
def test_a_greater_shortfall_takes_no_less_from_anyone(one: float, more: float, claims: dict[str, Claim]) -> None:
    less, great = share(one, claims), share(one + more, claims)
    assert all(great.given[n] >= less.given[n] - 1e-9 for n in claims)


def test_the_least_of_weights_gives_all_where_nobody_else_may() -> None:
    assert share(3.0, {"a": Claim(50.0, 1e-310), "b": Claim(5e-324, 0.1, 1e-300)}).given["a"] == pytest.approx(3.0)


def test_a_claim_below_zero_is_refused() -> None:
    with pytest.raises(LianpuError, match="cannot be shared"):
        Claim(-1.0, 1.0)
