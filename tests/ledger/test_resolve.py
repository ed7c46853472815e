"""The rules by which claims become the state of a region."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.ledger.resolve import State, resolve
from lianpu.ledger.witnesses import Witness
from lianpu.reading.claims import Claim, DateSpan


def capacity(name: str, value: float | None, status: str, *, document: str = "one", described: str = "", **more: Any) -> Witness:
    fields = {"product": "磷酸铁锂", "product_id": "lfp", "unit": "t/a", "bound": "exact"} | more
    claim = Claim(name, "capacity", value=value, status=status, **fields)
    return Witness(name, claim, document, described, start=described, place=claim.place)


def event(name: str, status: str, day: str, **more: Any) -> Witness:
    claim = Claim(name, "milestone", product_id="lfp", status=status, date=DateSpan(day, day), **more)
    return Witness(name, claim, "events", day, start=day, place=claim.place)


def state(*witnesses: Witness, as_of: str | None = None) -> State:
    return resolve(witnesses, inside=lambda w: w.claim.place != "文山州", as_of=as_of)


def sizes(result: State) -> dict[str, float]:
    return {s.claims[0]: s.value for s in result.capacities}


def by_status(result: State) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for s in result.capacities:
        sums[s.status] += s.value
    return dict(sums)


def reasons(result: State) -> dict[str, str]:
    return {u.claim: u.reason for u in result.unused}


# -- one document ---------------------------------------------------------------------------------------------------


def test_a_phase_is_taken_out_of_its_project() -> None:
    result = state(capacity("whole", 3.0, "announced"), capacity("phase", 1.0, "under_construction", part_of="whole"))
    assert sizes(result) == {"whole": 3.0 - 1.0, "phase": 1.0}


def test_a_phase_of_half_the_project_is_not_its_other_half() -> None:
    result = state(capacity("whole", 2.0, "announced"), capacity("phase", 1.0, "under_construction", part_of="whole"))
    assert sizes(result) == {"whole": 2.0 - 1.0, "phase": 1.0}


def test_phases_that_make_up_the_project_leave_nothing_of_it() -> None:
    phases = [capacity(f"p{i}", 5.0, "operating", part_of="whole") for i in (1, 2)]
    assert by_status(state(capacity("whole", 10.0, "announced"), *phases)) == {"operating": 5.0 + 5.0}


def test_a_total_that_equals_its_named_parts_is_not_added() -> None:
    parts = [capacity(str(v), v, "operating", subject=f"firm {v}") for v in (2.0, 3.0, 5.0, 10.0)]
    result = state(capacity("total", 20.0, "operating"), *parts)
    assert by_status(result) == {"operating": 2.0 + 3.0 + 5.0 + 10.0}
    assert [(t.claims, t.value) for t in result.totals] == [(("total",), 20.0)]


def test_of_figures_without_an_owner_the_one_that_the_others_make_up_is_the_total() -> None:
    result = state(*(capacity(str(v), v, "operating") for v in (2.0, 3.0, 15.0, 20.0)))
    assert by_status(result) == {"operating": 20.0}
    assert reasons(result) == dict.fromkeys(("2.0", "3.0", "15.0"), "part_of_total")


def test_a_total_above_its_named_parts_leaves_a_rest() -> None:
    result = state(capacity("total", 20.0, "operating"), capacity("a", 12.0, "operating", subject="甲钢"))
    assert [(s.owner, s.value, s.rest) for s in result.capacities] == [("甲钢", 12.0, False), (None, 8.0, True)]


def test_parts_above_their_total_stand_against_it() -> None:
    result = state(capacity("total", 10.0, "operating"), capacity("a", 12.0, "operating", subject="甲钢"))
    assert by_status(result) == {"operating": 12.0}
    assert [(a.claim, a.reason) for a in result.totals[0].against] == [("a", "parts_above_total")]


# -- several documents ----------------------------------------------------------------------------------------------


def test_one_statement_repeated_counts_once_with_both_witnesses() -> None:
    result = state(capacity("first", 53_000, "operating"), capacity("again", 53_000, "operating", document="two"))
    assert [s.claims for s in result.capacities] == [("first", "again")]


def test_of_two_documents_the_later_state_speaks() -> None:
    old = capacity("old", 40_000, "under_construction", document="old", described="2021-03")
    new = capacity("new", 72_000, "operating", document="new", described="2022-01")
    assert sizes(state(old, new)) == {"new": 72_000}
    assert reasons(state(old, new)) == {"old": "came_true"}


def test_a_later_total_without_owner_contains_earlier_plants() -> None:
    plant = capacity("plant", 20_000, "operating", document="old", described="2020-06", subject="德方")
    total = capacity("total", 53_000, "operating", document="new", described="2021-03")
    assert sizes(state(plant, total)) == {"plant": 20_000, "total": 53_000 - 20_000}


def test_a_plant_first_named_after_a_total_is_counted_in_it_where_it_fits() -> None:
    total = capacity("total", 53_000, "operating", described="2021-03")
    plant = capacity("plant", 20_000, "operating", document="new", described="2022-01", subject="德方")
    assert by_status(state(total, plant)) == {"operating": 53_000}


def test_a_plant_that_started_after_the_total_is_added_to_it() -> None:
    total = capacity("total", 53_000, "operating", described="2021-03")
    plant = capacity("plant", 20_000, "operating", document="new", described="2022-01-10", subject="德方")
    start = event("start", "operating", "2022-01-10", subject="德方", part_of="plant")
    assert by_status(state(total, plant, start)) == {"operating": 53_000 + 20_000}


def test_the_growth_of_a_total_that_a_project_makes_up_lets_it_stand() -> None:
    before = capacity("before", 10.0, "operating", described="2021-01")
    site = capacity("site", 90.0, "under_construction", described="2021-03", subject="索通", document="two")
    after = capacity("after", 100.0, "operating", described="2023-08", document="three")
    assert by_status(state(before, site, after, as_of="2023-07")) == {"operating": 10.0, "under_construction": 90.0}
    assert by_status(state(before, site, after, as_of="2023-08")) == {"operating": 10.0 + 90.0}
    assert {s.owner: s.reasons for s in state(before, site, after).capacities}["索通"] == ("adds_up",)


def test_a_project_that_grows_is_not_counted_twice() -> None:
    small = capacity("small", 4.0, "under_construction", described="2020-11", subject="德方")
    larger = capacity("larger", 6.0, "under_construction", described="2021-06", subject="德方", document="two")
    stands = capacity("stands", 7.2, "operating", described="2022-01", subject="德方纳米科技", document="three")
    (s,) = state(small, larger, stands).capacities
    assert (s.value, s.status) == (7.2, "operating")
    assert [(a.claim, a.reason) for a in s.against] == [("small", "earlier_size"), ("larger", "earlier_size")]


def test_phases_are_apart_and_one_told_again_is_the_same() -> None:
    told = [
        capacity("one", 10.0, "operating", described="2020-11", subject="隆基一期"),
        capacity("two", 20.0, "signed", described="2020-12", subject="隆基二期"),
        capacity("more", 30.0, "under_construction", described="2022-03", subject="隆基 二期", document="two"),
    ]
    assert by_status(state(*told)) == {"operating": 10.0, "under_construction": 30.0}


def test_a_whole_counts_what_stands_of_it() -> None:
    phase = capacity("phase", 10.0, "operating", described="2020-11", subject="隆基一期")
    whole = capacity("whole", 30.0, "planned", described="2020-11", subject="隆基（全部）")
    assert by_status(state(phase, whole)) == {"operating": 10.0, "planned": 30.0 - 10.0}


def test_built_and_building_in_one_figure_contains_both_and_is_built_when_told_so() -> None:
    told = [
        capacity("stands", 12.5, "operating", described="2022-01", subject="甲材料"),
        capacity("site", 11.0, "under_construction", described="2022-05", subject="乙材料"),
        capacity("both", 34.5, "built_and_building", described="2022-07", document="two"),
        capacity("done", 34.5, "operating", described="2023-09", document="three"),
    ]
    then = state(*told, as_of="2022-12")
    assert by_status(then) == {"operating": 12.5, "under_construction": 11.0, "built_and_building": 34.5 - 12.5 - 11}
    assert {s.total for s in then.capacities} == {0} and then.totals[0].status == "built_and_building"
    assert by_status(state(*told)) == {"operating": 34.5}


def test_an_old_figure_told_again_is_no_decline() -> None:
    told = [
        capacity("old", 5.3, "operating", described="2020-12"),
        capacity("new", 12.5, "operating", described="2022-01", document="two"),
        capacity("repost", 5.3, "operating", described="2022-06", document="three"),
    ]
    assert by_status(state(*told)) == {"operating": 12.5}
    assert reasons(state(*told))["repost"] == "old_state"


def test_a_decline_that_is_no_repost_is_believed() -> None:
    before = capacity("before", 12.5, "operating", described="2022-01")
    after = capacity("after", 9.0, "operating", described="2023-01", document="two")
    assert by_status(state(before, after)) == {"operating": 9.0}


def test_a_park_is_counted_in_its_city() -> None:
    city = capacity("city", 20.0, "operating", described="2020-12", place="曲靖市")
    park = capacity("park", 12.0, "operating", described="2021-06", place="曲靖经开区", document="two")
    assert by_status(state(city, park)) == {"operating": 20.0}
    larger = capacity("larger", 25.0, "operating", described="2021-06", place="曲靖经开区", document="two")
    assert by_status(state(city, larger)) == {"operating": 25.0}


def test_plants_of_two_counties_add_up() -> None:
    told = [capacity(p, 5.0, "operating", place=p, subject="甲铝", document=p) for p in ("沾益区", "富源县")]
    assert by_status(state(*told)) == {"operating": 5.0 + 5.0}


def test_a_project_given_up_is_gone() -> None:
    plan = capacity("plan", 8.0, "signed", described="2021-03", subject="甲能源")
    end = capacity("end", 8.0, "cancelled", described="2022-03", subject="甲能源", document="two")
    assert state(plan, end).capacities == ()
    assert reasons(state(plan, end)) == {"plan": "cancelled", "end": "cancelled"}


def test_a_plant_that_stands_still_exists_and_may_run_again() -> None:
    told = [
        capacity("runs", 8.0, "operating", described="2021-03", subject="甲钢"),
        capacity("stops", 8.0, "suspended", described="2022-03", subject="甲钢", document="two"),
        capacity("again", 8.0, "operating", described="2023-03", subject="甲钢", document="three"),
    ]
    at = {year: by_status(state(*told, as_of=year)) for year in ("2021", "2022", "2023")}
    assert at == {"2021": {"operating": 8.0}, "2022": {"suspended": 8.0}, "2023": {"operating": 8.0}}


def test_a_project_that_is_known_to_build_on_has_not_come_true() -> None:
    told = [
        capacity("before", 10.0, "operating", described="2021-01"),
        capacity("site", 5.0, "under_construction", described="2021-03", subject="甲钢", document="two"),
        capacity("after", 18.0, "operating", described="2022-01", document="three"),
        capacity("still", 5.0, "under_construction", described="2022-06", subject="甲钢", document="four"),
    ]
    assert by_status(state(*told, as_of="2022-01")) == {"operating": 18.0, "under_construction": 5.0}


def test_a_joint_venture_is_the_project_of_its_parents() -> None:
    plan = capacity("plan", 10.0, "under_construction", described="2021-03", subject="德方纳米+亿纬锂能")
    firm = capacity("firm", 11.0, "trial", described="2022-05", subject="德枋亿纬", document="two")
    assert by_status(state(plan, firm)) == {"trial": 11.0}


# -- what is left out -----------------------------------------------------------------------------------------------


def test_a_document_of_a_later_time_does_not_speak_for_an_earlier_date() -> None:
    late = capacity("late", 125_000, "operating", described="2022-01-18")
    assert reasons(state(late, as_of="2021-03")) == {"late": "later_document"}
    assert sizes(state(late, as_of="2022-01")) == {"late": 125_000}


def test_targets_other_places_and_orders_of_magnitude_are_no_capacity() -> None:
    result = state(
        capacity("target", 1e6, "planned", modality="target"),
        capacity("there", 1e6, "operating", place="文山州"),
        capacity("class", 1e6, "operating", bound="class"),
        capacity("stopped", 1e6, "suspended"),
        capacity("nameless", 1e6, "operating", product_id=None, product=None),
    )
    assert result.capacities == ()
    assert reasons(result) == {
        "target": "target",
        "there": "other_place",
        "class": "no_size",
        "stopped": "suspended",
        "nameless": "unknown_product",
    }


def test_a_figure_in_doubt_waits_for_a_person() -> None:
    doubtful = capacity("doubtful", 0.0, "operating", flags=("digits may be missing",))
    assert reasons(state(doubtful)) == {"doubtful": "digits_in_doubt"}
    assert sizes(state(replace(doubtful, claim=replace(doubtful.claim, value=3.0), reviewed=True))) == {"doubtful": 3.0}


def test_a_plan_of_long_ago_is_taken_to_be_given_up() -> None:
    old = capacity("old", 3_000.0, "planned", described="2008")
    assert reasons(state(old, as_of="2021-03")) == {"old": "forgotten_plan"}
    assert sizes(state(old, as_of="2010-01")) == {"old": 3_000.0}


def test_a_printed_range_keeps_its_ends() -> None:
    (s,) = state(capacity("r", None, "planned", low=5.0, high=8.0, bound="range")).capacities
    assert (s.low, s.value, s.high) == (5.0, 6.5, 8.0)


def test_units_of_one_product_are_one() -> None:
    told = [capacity("t", 5e4, "operating", unit="t/a"), capacity("kt", 50.0, "operating", unit="kt/a", document="two")]
    assert [(s.value, s.unit) for s in state(*told).capacities] == [(5e4, "t/a")]


@pytest.mark.parametrize("product_id", ["lfp", None])
def test_a_product_of_another_industry_is_resolved_by_its_printed_name(product_id: str | None) -> None:
    told = [
        capacity("a", 3.0, "operating", product="白酒", product_id=product_id, unit="t/a", described="2020-12"),
        capacity("b", 5.0, "operating", product="白酒", product_id=product_id, unit="t/a", described="2022-12", document="b"),
    ]
    assert by_status(state(*told)) == {"operating": 5.0}


# -- properties -----------------------------------------------------------------------------------------------------

STATUSES = ("operating", "under_construction", "signed", "planned", "built_and_building", "suspended", "cancelled")
told_once = st.builds(
    lambda n, value, status, owner, month, document: capacity(
        n, value, status, subject=owner, described=f"202{month // 12}-{month % 12 + 1:02d}", document=document
    ),
    st.uuids().map(str),
    st.integers(1, 60).map(float),
    st.sampled_from(STATUSES),
    st.sampled_from([None, "甲钢", "乙铝一期", "乙铝二期", "丙能源"]),
    st.integers(0, 47),
    st.sampled_from("abcd"),
)


@given(st.lists(told_once, max_size=12))
def test_nothing_is_negative_and_no_claim_is_lost(witnesses: list[Witness]) -> None:
    result = state(*witnesses)
    assert all(0 < s.low <= s.value <= s.high for s in result.capacities)
    known = {c for s in result.capacities for c in s.claims} | {a.claim for s in result.capacities for a in s.against}
    known |= {c for t in result.totals for c in t.claims} | {a.claim for t in result.totals for a in t.against}
    assert {w.id for w in witnesses} <= known | set(reasons(result))


@given(st.lists(told_once, max_size=10), st.randoms())
def test_the_order_in_which_claims_were_learnt_does_not_matter_but_where_they_tie(witnesses: list[Witness], random: Any) -> None:
    apart = {(w.described, w.claim.subject is None): w for w in witnesses}
    some = list({w.described: w for w in apart.values()}.values())
    mixed = list(some)
    random.shuffle(mixed)
    assert by_status(state(*some)) == pytest.approx(by_status(state(*mixed)))


@given(st.lists(told_once, max_size=8))
def test_told_twice_by_another_text_changes_no_sum(witnesses: list[Witness]) -> None:
    some = list({w.described: w for w in witnesses}.values())
    again = [replace(w, id=f"{w.id}b", claim=replace(w.claim, id=f"{w.id}b"), document=f"{w.document}b") for w in some]
    assert by_status(state(*some, *again)) == pytest.approx(by_status(state(*some)))


def test_a_sum_used_up_by_those_named_since_breaks_nothing_and_is_told() -> None:
    """10 of nobody's are being built; 甲 and 乙 with 6 and 4 of them take all of it, and 甲 starts."""
    told = [
        capacity("sum", 10.0, "under_construction", described="2020-01"),
        capacity("a", 6.0, "under_construction", described="2020-03", subject="甲信材料", document="two"),
        capacity("b", 4.0, "under_construction", described="2020-04", subject="乙泰能源", document="three"),
        capacity("run", 6.0, "operating", described="2021-03", subject="甲信材料", document="four"),
    ]
    result = state(*told)
    assert by_status(result) == {"operating": 6.0, "under_construction": 4.0}
    used = {c for s in result.capacities for c in s.claims} | {u.claim for u in result.unused}
    assert used == {"sum", "a", "b", "run"}
