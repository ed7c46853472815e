from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.readings import a_reading, foil, smelter
from lianpu.errors import LianpuError
from lianpu.ledger.store import Added, Ledger


def held(ledger: Ledger) -> list[tuple[str, float | None, str | None]]:
    return [(kept.id, kept.claim.value, kept.claim.status) for kept in ledger.claims()]


def test_what_is_added_comes_back_whole(ledger: Ledger) -> None:
    reading = a_reading(smelter(), foil(part_of="c1", flags=("digits may be missing",)), repairs=({"confidence": 0.7},))

    assert ledger.add(reading) == Added(documents=1, claims=2)

    assert ledger.reading("news.txt") == reading
    assert [document.name for document in ledger.documents()] == ["news.txt"]


def test_a_part_points_to_its_whole_by_the_ids_of_the_ledger(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter(), foil(part_of="c1")))

    whole, part = ledger.claims()
    assert part.claim.part_of == whole.id


def test_the_same_reading_adds_nothing(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter(), foil()))
    before = held(ledger)

    assert ledger.add(a_reading(smelter(), foil())) == Added(documents=0, claims=0, known=2)

    assert held(ledger) == before


def test_a_better_reader_replaces_the_claims_of_its_document_only(ledger: Ledger) -> None:
    other = a_reading(foil(), text="another text", name="other.txt")
    ledger.add(a_reading(smelter()))
    ledger.add(other)

    assert ledger.add(a_reading(smelter(status="built"), reader="r2")) == Added(documents=0, claims=1)

    assert [(kept.document.name, kept.claim.status) for kept in ledger.claims()] == [
        ("other.txt", "under_construction"),
        ("news.txt", "built"),
    ]


def test_a_claim_keeps_its_id_from_reader_to_reader_and_from_ledger_to_ledger(tmp_path: Path) -> None:
    ids = []
    for number, claim in enumerate((smelter(), smelter(id="c7", status="built", place="江城", confidence=0.5))):
        with Ledger.open(tmp_path / f"{number}.db") as ledger:
            ledger.add(a_reading(claim, reader=f"r{number}"))
            ids.append(ledger.claims()[0].id)
    assert ids[0] == ids[1]


def test_equal_claims_of_one_sentence_and_of_two_documents_have_ids_of_their_own(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter(), smelter(id="c2", place="河城市")))
    ledger.add(a_reading(smelter(), text="another text"))

    assert len({kept.id for kept in ledger.claims()}) == 3


def test_an_accepted_claim_waits_again_when_a_later_reading_says_otherwise(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    assert ledger.review(ledger.claims()[0].id, "accept", "Li").decision == "accept"

    ledger.add(a_reading(smelter(status="suspended"), reader="r2"))

    (kept,) = ledger.claims()
    assert (kept.decision, kept.claim.status, kept.reviews[0].seen["status"]) == (None, "suspended", "operating")


def test_an_edit_changes_the_claim_keeps_the_original_and_survives_a_new_reader(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    kept = ledger.review(ledger.claims()[0].id, "edit", "Li", value=13e4, date="2023-01..2023-03")
    assert (kept.claim.value, kept.original.value, kept.decision) == (13e4, 12e4, "edit")

    ledger.add(a_reading(smelter(confidence=0.4), reader="r2"))

    (kept,) = ledger.claims()
    assert kept.claim.date is not None
    assert (kept.claim.value, kept.claim.confidence, kept.claim.date.end) == (13e4, 0.4, "2023-03")


def test_a_rejected_claim_is_marked_not_lost_and_can_be_taken_back(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    claim_id = ledger.claims()[0].id

    assert ledger.review(claim_id, "reject", "Li").rejected
    assert ledger.claims()[0].claim == ledger.claims()[0].original

    assert not ledger.review(claim_id, "accept", "Wang").rejected
    assert [(review.action, review.who) for review in ledger.claim(claim_id).reviews] == [
        ("reject", "Li"),
        ("accept", "Wang"),
    ]


def test_a_reviewed_claim_that_a_new_reader_does_not_find_is_reported(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter(), foil()))
    reviewed = ledger.claims()[0].id
    ledger.review(reviewed, "edit", "Li", status="trial")

    ledger.add(a_reading(foil(), reader="r2"))

    assert [(kept.id, kept.claim.status) for kept in ledger.left_behind()] == [(reviewed, "trial")]


def test_the_state_as_known_on_a_date(tmp_path: Path) -> None:
    days = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (10, 20, 30)]  # reading, reading, review
    with Ledger.open(tmp_path / "ledger.db", clock=lambda: days.pop(0)) as ledger:
        ledger.add(a_reading(smelter(status="built")))
        ledger.add(a_reading(smelter(), reader="r2"))
        ledger.review(ledger.claims()[0].id, "edit", "Li", value=13e4)

        assert ledger.claims(as_known="2026-01-05") == []
        told = {day: ledger.claims(as_known=f"2026-01-{day}")[0].claim for day in (15, 25, 31)}
    assert {day: (claim.status, claim.value) for day, claim in told.items()} == {
        15: ("built", 12e4),
        25: ("operating", 12e4),
        31: ("operating", 13e4),
    }


def test_claims_are_found_by_document_and_by_the_beginning_of_an_id(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    ledger.add(a_reading(foil(), text="another text", name="other.txt"))
    (kept,) = ledger.claims("other.txt")

    assert ledger.claims(kept.document.sha256) == [kept]
    assert ledger.claim(kept.id[:8]) == kept


@pytest.mark.parametrize(
    ("action", "fields", "says"),
    [
        ("acept", {}, "'acept' is not a review; did you mean 'accept'?"),
        ("edit", {}, "needs a field to change"),
        ("accept", {"value": 1.0}, "takes no fields"),
        ("edit", {"statsu": "built"}, "no field 'statsu' to edit; did you mean 'status'?"),
        ("edit", {"status": "opperating"}, "did you mean 'operating'?"),
        ("edit", {"unit": "tt/a"}, "unknown unit 'tt/a'"),
        ("edit", {"unit": None}, "a quantity needs a unit"),
        ("edit", {"value": "many"}, "'many' is not a number"),
        ("edit", {"low": 5.0, "high": 4.0}, "the low 5 is above the high 4"),
        ("edit", {"low": 5.0}, "a range has a low and a high"),
        ("edit", {"kind": None}, "'kind' cannot be empty"),
    ],
)
def test_a_wrong_review_is_refused_in_one_line_and_not_kept(
    ledger: Ledger, action: str, fields: dict[str, object], says: str
) -> None:
    ledger.add(a_reading(smelter()))
    claim_id = ledger.claims()[0].id

    with pytest.raises(LianpuError, match=says.replace("?", r"\?")):
        ledger.review(claim_id, action, "Li", **fields)

    assert ledger.claim(claim_id).reviews == ()


def test_unknown_and_ambiguous_names_are_told(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    ledger.add(a_reading(foil(), text="another text"))

    with pytest.raises(LianpuError, match=r"ledger.*: no claim 'zz'"):
        ledger.claim("zz")
    with pytest.raises(LianpuError, match="no claim ''"):
        ledger.review("", "accept", "Li")
    with pytest.raises(LianpuError, match=r"'news\.txt' stands for more than one document"):
        ledger.reading("news.txt")
    with pytest.raises(LianpuError, match=r"no document 'old\.txt'"):
        ledger.claims("old.txt")
    with pytest.raises(LianpuError, match=r"'31\.3\.2026' is not a date; write it as 2026-03-31"):
        ledger.claims(as_known="31.3.2026")


@pytest.mark.parametrize("table", ["documents", "readings", "claims", "reviews"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = 99", "DELETE FROM {}"])
def test_no_row_can_be_changed_or_deleted(tmp_path: Path, table: str, verb: str) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.add(a_reading(smelter()))
        ledger.review(ledger.claims()[0].id, "accept", "Li")
    connection = sqlite3.connect(tmp_path / "ledger.db")

    with pytest.raises(sqlite3.IntegrityError, match=f"the ledger only grows: .* on {table} refused"):
        connection.execute(verb.format(table))

    connection.close()


versions = st.builds(
    lambda text, reader, status: a_reading(smelter(status=status), text=text, name=text, reader=reader),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["r1", "r2"]),
    st.sampled_from(["built", "operating"]),
)


@given(st.lists(versions, max_size=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_any_readings_twice_is_adding_them_once(tmp_path_factory: pytest.TempPathFactory, readings: list) -> None:
    with Ledger.open(tmp_path_factory.mktemp("twice") / "ledger.db") as ledger:
        for reading in readings:
            ledger.add(reading)
        once = sorted(held(ledger))
        last = {reading.name: reading for reading in readings}
        assert {reading.name: ledger.reading(reading.name) for reading in readings} == last
        for reading in readings:
            ledger.add(reading)
        assert sorted(held(ledger)) == once


@given(st.lists(st.sampled_from(["accept", "reject", "status", "value"]), max_size=6))
@settings(max_examples=30, deadline=None)
def test_reviews_never_lose_the_original(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    edits = {"status": {"status": "trial"}, "value": {"value": 1.0}}
    with Ledger.open(tmp_path_factory.mktemp("reviews") / "ledger.db") as ledger:
        ledger.add(a_reading(smelter()))
        original = ledger.claims()[0].original
        for word in said:
            ledger.review(original.id, "edit" if word in edits else word, "Li", **edits.get(word, {}))
        (kept,) = ledger.claims()
    assert kept.original == original
    assert [review.action for review in kept.reviews] == ["edit" if word in edits else word for word in said]
    assert kept.claim == replace(
        original,
        status="trial" if "status" in said else original.status,
        value=1.0 if "value" in said else original.value,
    )
