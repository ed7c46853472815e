"""Realisation: histories from claims, honest intervals on few cases, silence as evidence, and a back-test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lianpu.ledger.queries import Document, LedgerClaim
from lianpu.ledger.realise.backtest import backtest
from lianpu.ledger.realise.estimate import INTERVAL, Experience, prior, realisation
from lianpu.ledger.realise.histories import Event, ProjectHistory, histories, months_between
from lianpu.ledger.realise.parameters import parameters
from lianpu.ledger.realise.silence import Silence
from lianpu.ledger.realise.survival import Case, curves, kaplan_meier
from lianpu.ledger.witnesses import Witness, witnesses
from lianpu.reading.claims import Claim, DateSpan

_number = count()
BEGUN = date(2020, 1, 1)


def case(stands: date | None = None, **changes: object) -> ProjectHistory:
    """A project of its own, being built since 2020-01; it stands on a dated day, or nobody says."""
    name = f"企{next(_number)}"
    values: dict[str, object] = {
        "subject": name, "product_id": "lfp", "product": "磷酸铁锂", "place": "甲市", "phase": None, "chain": "battery",
        "unit": "t/a", "events": (Event("under_construction", BEGUN, BEGUN, 1e4, name),), "expected": (),
        "stands": stands, "pending": None, "given_up": None, "silence": None, "claims": (name,),
    }  # fmt: skip
    return ProjectHistory(**(values | changes))  # type: ignore[arg-type]


def kept(number: int, month: int = 12) -> list[ProjectHistory]:
    return [case(date(2020 + month // 12, month % 12 + 1, 1)) for _ in range(number)]


def dropped(number: int) -> list[ProjectHistory]:
    return [case(given_up=date(2021, 1, 1)) for _ in range(number)]


# -- survival -------------------------------------------------------------------------------------------------------


def test_the_product_limit_estimate_of_a_textbook() -> None:
    """Six cases: 1, 3, 3+, 5, 7+, 8 → 5/6, 5/6*4/5 = 2/3, 2/3*2/3 = 4/9, 0 (+ is not decided)."""
    cases = [Case(1, True), Case(3, True), Case(3, False), Case(5, True), Case(7, False), Case(8, True)]
    times, left = kaplan_meier(cases)
    assert times == pytest.approx([1, 3, 5, 8])
    assert left == pytest.approx([5 / 6, 2 / 3, 4 / 9, 0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=20))
def test_it_agrees_with_scipy(observed: list[tuple[int, bool]]) -> None:
    times, left = kaplan_meier([Case(float(t), event) for t, event in observed])
    data = stats.CensoredData.right_censored([t for t, _ in observed], [not event for _, event in observed])
    other = stats.ecdf(data).sf
    for time, value in zip(times, left, strict=True):
        assert value == pytest.approx(other.evaluate(time), abs=1e-12)


def test_without_undecided_cases_the_draws_are_a_beta() -> None:
    """3 of 4 came true: Beta(3.5, 1.5), whose ends are known."""
    cases = [Case(1, True)] * 3 + [Case(math.inf, False, 1.5), Case(2, True, 0.5)]
    shares = 1 - curves(cases, draws=40_000).at(10)
    beta = stats.beta(3.5, 1.5)
    assert np.quantile(shares, [0.05, 0.5, 0.95]) == pytest.approx(beta.ppf([0.05, 0.5, 0.95]), abs=0.01)


# -- probabilities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 10])
def test_all_kept_is_high_and_never_certain(number: int) -> None:
    found = realisation(kept(number), "under_construction", "battery", 0, 36)
    assert found.probability == pytest.approx((number + 0.5) / (number + 1), abs=0.02)  # the mean of Beta(n + 1/2, 1/2)
    assert found.probability < 1 and found.low < found.high <= 1
    assert (found.cases, found.realised) == (number, number)


@pytest.mark.parametrize("number", [1, 3, 10])
def test_none_kept_is_low_and_never_impossible(number: int) -> None:
    found = realisation(dropped(number), "under_construction", "battery", 0, 36)
    assert 0 < found.probability == pytest.approx(0.5 / (number + 1), abs=0.02)
    assert found.low > 0


def test_more_cases_make_it_surer() -> None:
    widths = []
    for number in (1, 2, 4, 8, 16, 32):
        found = realisation([*kept(number), *dropped(number)], "under_construction", "battery", 0, 36)
        assert found.probability == pytest.approx(0.5, abs=0.02)
        widths.append(found.high - found.low)
    assert widths == sorted(widths, reverse=True) and widths[-1] < 0.25


def test_without_cases_nothing_is_known() -> None:
    found = realisation([], "signed", "battery", 0, 36)
    assert found.cases == 0 and found.months is None and found.delay is None
    assert found.low < 0.02 and found.high > 0.98


def test_a_longer_horizon_is_never_less_likely() -> None:
    history = [*kept(3, 6), *kept(3, 12), *kept(2, 24), *dropped(3)]
    chances = [realisation(history, "under_construction", "battery", 0, h).probability for h in (3, 6, 12, 24, 48)]
    assert chances == sorted(chances)


def test_what_has_waited_longer_than_all_that_came_true_is_less_likely() -> None:
    history = [*kept(8, 12), *dropped(4)]
    young = realisation(history, "under_construction", "battery", 0, 24)
    old = realisation(history, "under_construction", "battery", 30, 24)
    assert young.probability > 0.6 > 0.15 > old.probability


def test_cases_of_other_chains_count_together_as_two() -> None:
    others = [case(date(2021, 1, 1), chain="pv") for _ in range(50)]
    found = realisation(others, "under_construction", "battery", 0, 36)
    assert (found.cases, found.borrowed) == (0, 50)
    assert found.probability == pytest.approx(2.5 / 3, abs=0.02)  # the prior and two cases, all kept


def test_products_of_one_project_are_one_case() -> None:
    rods = case(date(2021, 1, 1))
    wafers = case(date(2021, 1, 1), subject=rods.subject, product_id="wafer")
    found = realisation([rods, wafers], "under_construction", "battery", 0, 36)
    assert found.cases == 1 and found.probability == pytest.approx(0.75, abs=0.02)


def test_an_undecided_case_counts_for_as_long_as_it_was_seen() -> None:
    """A case last seen at once says nothing; one still pending after three years says nearly as much as a failure."""
    late = Event("under_construction", BEGUN, date(2023, 1, 2), None, "x")
    begun = Event("under_construction", BEGUN, BEGUN, None, "x")
    seen = realisation([*kept(2), case(events=(begun, late))], "under_construction", "battery", 0, 36)
    unseen = realisation([*kept(2), case()], "under_construction", "battery", 0, 36)
    bare = realisation(kept(2), "under_construction", "battery", 0, 36)
    assert unseen.probability == pytest.approx(bare.probability, abs=0.02)
    assert seen.probability == pytest.approx(2.5 / 4, abs=0.03)


@pytest.mark.parametrize("truth", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("number", [5, 20])
def test_intervals_hold_the_truth_as_often_as_they_say(truth: float, number: int) -> None:
    """400 simulated ledgers; a third of the projects is seen for a random time only. Between 84 and 96 % must hold."""
    random = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        found = [_simulated(random, truth) for _ in range(number)]
        low, high = np.quantile(1 - curves([*prior(), *found], draws=400, seed=1).at(36), INTERVAL)
        hits += low <= truth <= high
    assert 0.84 <= hits / 400 <= 0.96


def _simulated(random: np.random.Generator, truth: float) -> Case:
    """A project that stands within 36 months with probability ``truth``, at any time in them."""
    months = random.uniform(0, 36) if random.random() < truth else math.inf
    seen = random.uniform(6, 60) if random.random() < 1 / 3 else 60.0
    return Case(months, True) if months <= seen else Case(seen, False)


# -- silence --------------------------------------------------------------------------------------------------------


def test_silence_is_evidence_and_not_proof() -> None:
    """Ten projects unheard of: the surer documents would have named them, the less likely such projects are."""
    chances = []
    for missed in (1.0, 0.6, 0.3, 0.05):
        quiet = [case(silence=Silence(date(2023, 1, 1), missed, 3, 0)) for _ in range(10)]
        chances.append(realisation([*kept(5), *quiet], "under_construction", "battery", 0, 36).probability)
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(5.5 / 6, abs=0.03)  # documents that name nobody tell nothing
    assert chances[-1] == pytest.approx(5.5 / 16, abs=0.06)  # and those that name all, nearly as much as ten failures


def test_a_project_that_lists_leave_out_is_less_likely() -> None:
    history = [*kept(6), *dropped(2)]
    heard = realisation(history, "under_construction", "battery", 0, 36)
    quiet = realisation(history, "under_construction", "battery", 0, 36, silent=(24, 0.2))
    assert quiet.probability < heard.probability
    assert realisation(history, "under_construction", "battery", 0, 36, silent=(24, 1.0)).probability == pytest.approx(
        heard.probability
    )


# -- delay ----------------------------------------------------------------------------------------------------------


def test_delay_is_what_came_after_the_announced_day() -> None:
    promised = ((BEGUN, date(2021, 1, 1), "p"),)
    late = [case(date(2021, m, 1), expected=promised) for m in (2, 4, 7, 7, 10)]
    found = realisation(late, "under_construction", "battery", 0, 36)
    assert found.delay is not None and found.delay_cases == 5
    assert found.delay.median == pytest.approx(months_between(date(2021, 1, 1), date(2021, 7, 1)))
    assert found.delay.low is not None and found.delay.low < (found.delay.median or 0)
    assert realisation(late[:2], "under_construction", "battery", 0, 36).delay is None  # too few to tell


def test_what_does_not_stand_yet_makes_the_delay_longer() -> None:
    promised = ((BEGUN, date(2021, 1, 1), "p"),)
    late = [case(date(2021, m, 1), expected=promised) for m in (2, 4, 7)]
    waiting = Event("under_construction", BEGUN, date(2024, 1, 1), None, "w")
    open_ = [case(expected=promised, events=(Event("under_construction", BEGUN, BEGUN, None, "w"), waiting))] * 4
    found = realisation([*late, *open_], "under_construction", "battery", 0, 36).delay
    assert found is not None and found.median is None  # more than half have not come: there is no median yet


# -- histories ------------------------------------------------------------------------------------------------------


def told(*statements: tuple[str, str, str, float | None, str]) -> list[Witness]:
    """(document's date, firm, status, size, date that it speaks of); a size of None is a dated event."""
    claims = []
    for published, firm, status, size, on in statements:
        planned = status == "to_operate"
        claim = Claim(
            id=f"c{next(_number)}", kind="capacity" if size else "milestone", subject=firm, product="磷酸铁锂",
            product_id="lfp", value=size, unit="t/a" if size else None, bound="exact" if size else None,
            modality="planned" if planned else "observed", status="operating" if planned else status, place="曲靖市",
            date=DateSpan(on, on), quote=f"{firm} {status} {size}", chain="battery",
        )  # fmt: skip
        document = Document(
            f"{published} {firm}", published, "text", "utf-8", published, None, "曲靖市", "zh", "r1", published, published
        )
        claims.append(LedgerClaim(claim, claim, document, None, ()))
    return witnesses(claims, {})


def test_a_project_is_followed_through_its_statuses() -> None:
    story = told(
        ("2020-03-01", "甲能", "signed", 2e4, "2020-03-01"),
        ("2021-01-10", "甲能", "under_construction", 2e4, "2021-01-10"),
        ("2021-01-10", "甲能", "to_operate", None, "2021-12-31"),
        ("2022-06-15", "甲能", "operating", 2.4e4, "2022-06-15"),
    )
    (project,) = histories(story)
    assert [(e.status, e.told.isoformat()) for e in project.events] == [
        ("signed", "2020-03-01"), ("under_construction", "2021-01-10"),
    ]  # fmt: skip
    assert (project.stands, project.start_up) == (date(2022, 6, 15), date(2021, 12, 31))
    assert project.pending == date(2021, 1, 10)  # no start is dated: it came to stand at some time after


def test_sizes_are_in_one_unit_and_a_month_ends_with_its_last_day() -> None:
    story = told(
        ("2020-03-01", "甲能", "signed", 2e4, "2020-03-01"), ("2021-01-10", "甲能", "under_construction", 3e4, "2021-01-10"),
        ("2021-01-10", "甲能", "to_operate", None, "2021-12"),
    )  # fmt: skip
    in_kt = replace(story[0], claim=replace(story[0].claim, value=20.0, unit="kt"))
    (project,) = histories([in_kt, *story[1:]])
    assert ([e.value for e in project.events], project.unit) == ([2e4, 3e4], "t/a")
    assert project.start_up == date(2021, 12, 31)


def test_as_known_earlier_it_was_open() -> None:
    story = told(
        ("2021-01-10", "甲能", "under_construction", 2e4, "2021-01-10"), ("2022-06-15", "甲能", "operating", 2e4, "2022-06-15")
    )
    (then,) = histories(story, date(2021, 12, 31))
    assert then.open and then.stage == "building"


def test_what_is_told_with_hindsight_is_no_case() -> None:
    """A report on a running plant that also tells when its building began: only what came true is told so."""
    assert histories(told(("2022-06-15", "甲能", "operating", 2e4, "2022-06-15"))) == []
    runs = ("2022-06-15", "甲能", "operating", 2e4, "2022-06-15")
    assert histories(told(("2022-06-15", "甲能", "under_construction", None, "2020"), runs)) == []


def test_documents_that_pass_a_project_over_are_counted() -> None:
    """A third document tells of the city as a whole, and of less than the project would make: it does not contain it."""
    story = told(
        ("2020-01-10", "甲能", "under_construction", 9e4, "2020-01-10"), ("2021-05-01", "乙科", "operating", 5e4, "2021-05-01"),
        ("2019-05-01", "丁化", "operating", 1e4, "2019-05-01"), ("2022-05-01", "", "operating", 6e4, "2022-05-01"),
    )  # fmt: skip
    (project,) = (h for h in histories(story) if h.subject == "甲能")
    assert project.silence is not None
    assert (project.silence.documents, project.silence.lists) == (2, 0)
    assert project.silence.missed == pytest.approx(parameters().omitted_by_one_firm * parameters().omitted)
    assert project.silence.until == date(2022, 5, 1)


def test_undated_claims_of_undated_documents_make_no_case() -> None:
    undated = told(("2020-01-10", "甲能", "under_construction", 2e4, "2020-01-10"))[0]
    assert histories([replace(undated, start="", described="", published="")]) == []


def test_a_project_given_up_is_a_failure() -> None:
    story = told(("2020-01-10", "甲能", "signed", 2e4, "2020-01-10"), ("2021-05-01", "甲能", "cancelled", 2e4, "2021-05-01"))
    (project,) = histories(story)
    assert project.given_up == date(2021, 5, 1) and not project.open


# -- back-test ------------------------------------------------------------------------------------------------------


def a_region(kept: int, lost: int) -> Sequence[Witness]:
    """In 2018 and again in 2021 projects are begun; some stand a year later, the others are given up."""
    statements: list[tuple[str, str, str, float | None, str]] = []
    for year, mark in ((2018, "宏"), (2021, "瑞")):
        for n in range(kept + lost):
            firm, size = "甲乙丙丁戊己庚辛"[n] + mark, 1e4 * (n + 1)
            statements.append((f"{year}-02-01", firm, "under_construction", size, f"{year}-02-01"))
            end = ("operating" if n < kept else "cancelled", f"{year + 1}-02-01")
            statements.append((end[1], firm, end[0], size, end[1]))
    return told(*statements)


def test_predictions_are_held_against_what_came() -> None:
    result = backtest(a_region(6, 2), date(2021, 6, 30), 36)
    assert (result.decided, result.stood) == (8, 6)
    assert result.expected == pytest.approx(6, abs=1.2)
    chances = {p.foretold.probability for p in result.predictions}
    assert result.brier == pytest.approx(sum((c - 1) ** 2 * 6 + c**2 * 2 for c in chances) / 8, abs=0.01)
    assert result.brier is not None and result.brier < result.even


def test_a_prediction_knows_nothing_of_the_future() -> None:
    story = a_region(6, 2)
    early = [w for w in story if w.published <= "2021-06-30"]
    whole = {p.project.subject: p.foretold.probability for p in backtest(story, date(2021, 6, 30), 36).predictions}
    known = histories(early)
    now = date(2021, 6, 30)
    assert whole == {h.subject: Experience(known).of_project(h, now, 36).probability for h in known if h.open}
