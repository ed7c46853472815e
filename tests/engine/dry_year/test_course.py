"""A province of round numbers: exports want 10 TWh a month, others 10, smelters 5."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.engine.dry_year.backtest import backtest
from lianpu.engine.dry_year.course import Rules, course
from lianpu.engine.dry_year.months import Power, after
from lianpu.engine.dry_year.wants import Wants, fit, smelter_load
from lianpu.errors import LianpuError
from lianpu.library.curtailment import Cut, Wanted
from lianpu.units import Range

WANTS = Wants(lambda m: 5.0, np.full(12, 10.0), lambda m: 10.0, 0.0, 36)
RULES = Rules({"exports": 1.0, "others": 0.0, "smelters": 1.0}, 0.4, 3.0)


def months(*supply: float, use: float | None = None) -> list[Power]:
    return [Power(after((2023, 1), i), {"hydro": s}, use, None, i, (), ()) for i, s in enumerate(supply)]


def cuts(*supply: float, rules: Rules = RULES) -> list[float]:
    return [m.cut for m in course(months(*supply), WANTS, rules)]


def test_exports_bear_the_first_month_and_smelters_share_the_second() -> None:
    first, second = course(months(22.0, 22.0), WANTS, RULES)
    assert first.given == pytest.approx({"exports": 3.0, "others": 0.0, "smelters": 0.0})
    assert second.given == pytest.approx({"exports": 2.0, "others": 0.0, "smelters": 1.0})  # 3 x 5 / (10 + 5)
    assert second.cut == pytest.approx(0.2)


def test_pots_stay_off_while_any_shortfall_is_left_and_come_back_in_three_months() -> None:
    assert cuts(22, 22, 24.9, 26, 26, 26) == pytest.approx([0, 0.2, 0.2, 0.2 * 2 / 3, 0.2 / 3, 0], abs=1e-12)


def test_the_lesser_of_two_readings_counts_and_a_cut_has_a_limit() -> None:
    assert cuts(22, 10)[1] == pytest.approx(0.2)
    assert cuts(5, 5)[1] == pytest.approx(0.4)


def test_months_that_were_published_together_are_one_reading() -> None:
    january, february, march = months(22.0, 22.0, 22.0)
    together = [january, Power(february.month, february.made, None, None, 0, (), ()), march]
    assert [m.cut for m in course(together, WANTS, RULES)] == pytest.approx([0.0, 0.0, 0.2])


def test_what_comes_in_from_other_provinces_is_supply() -> None:
    """Others want 10 and smelters 5; 6 of own supply and 9 that come in serve them; without a TWh of it they share."""
    importing = Wants(WANTS.smelters, np.full(12, -9.0), WANTS.others, 0.0, 36)
    enough, short = (course(months(own, own), importing, RULES)[1] for own in (6.0, 5.0))
    assert (enough.inflow, enough.shortfall, enough.cut) == (9.0, 0.0, 0.0)
    assert short.given == pytest.approx({"exports": 0.0, "others": 0.0, "smelters": 1.0})


SUPPLY = st.lists(st.floats(5, 40), min_size=1, max_size=24)


@given(SUPPLY)
def test_supply_is_what_all_get_and_the_surplus(supply: list[float]) -> None:
    for m in course(months(*supply), WANTS, RULES):
        assert m.residual == pytest.approx(0.0, abs=1e-9)
        assert all(0 <= m.given[who] <= m.wanted[who] + 1e-9 for who in m.given)


@given(SUPPLY, st.floats(0, 10))
def test_more_water_never_cuts_smelters_deeper(supply: list[float], more: float) -> None:
    dry, wet = cuts(*supply), cuts(*(s + more for s in supply))
    assert all(b <= a + 1e-9 for a, b in zip(dry, wet, strict=True))


def test_wants_are_read_back_from_the_months_they_were_made_of() -> None:
    """Others 10 TWh in 2020, growing 5 % a year; smelters 1.2 Mt/a of 15 MWh/t = 1.5 TWh a month; 8 TWh flow out."""
    smelters = smelter_load([Wanted("W", "X", (2020, 1), Range.exact(1.2))], 15_000)
    start = [(2020 + i // 12, i % 12 + 1) for i in range(48)]
    use = [10 * 1.05 ** (i / 12) + 1.5 for i in range(48)]
    record = [Power(m, {"hydro": u + 8.0}, u, None, i, (), ()) for i, (m, u) in enumerate(zip(start, use, strict=True))]
    found = fit(record, smelters, lambda m: True, lambda m: True, 0.5)
    assert found.growth == pytest.approx(0.05)
    assert found.others((2025, 1)) == pytest.approx(10 * 1.05**5)
    assert found.exports == pytest.approx(np.full(12, 8.0))
    with pytest.raises(LianpuError, match="too few for a trend"):
        fit(record[:24], smelters, lambda m: True, lambda m: True, 0.5)


def test_an_episode_is_predicted_without_its_own_months() -> None:
    """Use falls by 1 TWh with the cut of 2023-02..03; had those months been fitted, others would want less."""
    start = [(2019 + i // 12, i % 12 + 1) for i in range(60)]
    dry = {(2023, 1), (2023, 2), (2023, 3)}
    off = {(2023, 2), (2023, 3)}
    record = [
        Power(m, {"hydro": 22.0 if m in dry else 25.0}, 14.0 if m in off else 15.0, None, i, (), ()) for i, m in enumerate(start)
    ]
    told = Cut("C", "X", "e", (2023, 2), (2023, 3), "water", Range.exact(0.2))
    found = backtest(record, lambda m: 5.0, [told], RULES, 0.5)
    assert [t.predicted for t in found.tested] == pytest.approx([0.2, 0.2])  # 3 x 5 / (10 + 5) of 5
    assert (found.scores[0].within, found.scores[0].when, found.false_alarms) == (2, 2, ())
