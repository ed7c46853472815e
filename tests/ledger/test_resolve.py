"""The rules by which claims become the state of a region."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lianpu.ledger.resolve import State, Witness, resolve
from lianpu.reading.claims import Claim


def capacity(
    name: str, value: float, status: str, *, document: str = "one", described: str = "", **more: Any
) -> Witness:
    fields = {"product": "磷酸铁锂", "product_id": "lfp", "unit": "t/a", "bound": "exact"} | more
    return Witness(name, Claim(name, "capacity", value=value, status=status, **fields), document, described)


def state(*witnesses: Witness, as_of: str | None = None) -> State:
    return resolve(witnesses, inside=lambda w: w.claim.place != "文山州", as_of=as_of)


def sizes(result: State) -> dict[str, float]:
    return {s.claims[0]: s.value for s in result.capacities}


def reasons(result: State) -> dict[str, str]:
    return {u.claim: u.reason for u in result.unused}


def test_a_phase_is_taken_out_of_its_project() -> None:
    result = state(capacity("whole", 3.0, "announced"), capacity("phase", 1.0, "under_construction", part_of="whole"))
    assert sizes(result) == {"whole": 3.0 - 1.0, "phase": 1.0}


def test_phases_that_make_up_the_project_leave_nothing_of_it() -> None:
    phases = [capacity(f"p{i}", 5.0, "operating", part_of="whole") for i in (1, 2)]
    assert sum(sizes(state(capacity("whole", 10.0, "announced"), phases[0], phases[1])).values()) == 10.0


def test_one_statement_repeated_counts_once_with_both_witnesses() -> None:
    result = state(capacity("first", 53_000, "operating"), capacity("again", 53_000, "operating", document="two"))
    assert [s.claims for s in result.capacities] == [("first", "again")]


def test_a_total_that_equals_its_named_parts_is_not_added() -> None:
    parts = [capacity(str(v), v, "operating", subject=f"firm {v}") for v in (2.0, 3.0, 5.0, 10.0)]
    result = state(capacity("total", 20.0, "operating"), *parts)
    assert sum(sizes(result).values()) == 2 + 3 + 5 + 10
    assert reasons(result) == {"total": "total_of_parts"}


def test_of_two_documents_the_later_state_speaks() -> None:
    old = capacity("old", 40_000, "under_construction", document="old", described="2021-03")
    new = capacity("new", 72_000, "operating", document="new", described="2022-01")
    assert sizes(state(old, new)) == {"new": 72_000}
    assert reasons(state(old, new)) == {"old": "superseded"}


def test_a_later_total_without_owner_contains_earlier_plants() -> None:
    plant = capacity("plant", 20_000, "operating", document="old", described="2020-06", subject="德方")
    total = capacity("total", 53_000, "operating", document="new", described="2021-03")
    assert sizes(state(plant, total)) == {"total": 53_000}


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
        capacity("nameless", 1e6, "operating", product_id=None),
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
    (s,) = state(capacity("r", None, "planned", low=5.0, high=8.0, bound="range")).capacities  # type: ignore[arg-type]
    assert (s.low, s.value, s.high) == (5.0, 6.5, 8.0)
