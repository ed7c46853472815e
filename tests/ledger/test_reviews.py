"""Several persons review one claim: nothing is lost, undo takes back what it names, and only meanings are disputed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.readings import a_reading, smelter
from lianpu.errors import LianpuError
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviews import disputed
from lianpu.ledger.store import Ledger

ACTS = ("accept", "reject", "undo", "status", "value")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["王", "李", "赵"]), st.integers(0, 9)), max_size=8)


def counted(kept: LedgerClaim) -> list[int]:
    """The plain rule, from the front: a word counts unless an undo that counts names it."""

    def counts(number: int) -> bool:
        named = [r.id for r in kept.reviews if r.action == "undo" and r.fields["review"] == number]
        return not any(counts(undo) for undo in named)

    return [r.id for r in kept.reviews if r.action != "undo" and counts(r.id)]


@given(STEPS)
@settings(max_examples=30, deadline=None)
def test_any_words_of_several_persons_replay_to_the_same_claim(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("reviews")
    with Ledger.open(folder / "all.db") as ledger, Ledger.open(folder / "counted.db") as other:
        ledger.add(a_reading(smelter()))
        other.add(a_reading(smelter()))
        claim, said = ledger.claims()[0].id, 0
        for act, who, number in steps:
            fields: dict[str, dict[str, Any]] = {"status": {"status": "trial"}, "value": {"value": float(number)}}
            edits = fields.get(act, {})
            if act == "undo" and said == 0:
                continue
            if act == "undo":
                ledger.undo(who, 1 + number % said)  # any earlier word, an undo too, and one that is undone already
            else:
                ledger.review(claim, "edit" if edits else act, who, **edits)
            said += 1
        (kept,) = ledger.claims()
        for review in (r for r in kept.reviews if r.id in counted(kept)):
            other.review(claim, review.action, review.who, **review.fields)
        (replayed,) = other.claims()
    assert len(kept.reviews) == said  # each word is a row, each undo another: nothing is taken away
    assert (kept.claim, kept.rejected) == (replayed.claim, replayed.rejected)


def test_an_undo_of_an_undo_brings_the_word_back(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    claim = ledger.claims()[0].id
    ledger.review(claim, "reject", "王")  # 1
    assert not ledger.undo("李", 1).rejected  # 2
    assert ledger.undo("王", 2).rejected


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_what_is_no_finite_number_is_refused(ledger: Ledger, value: str) -> None:
    ledger.add(a_reading(smelter()))
    claim = ledger.claims()[0].id
    with pytest.raises(LianpuError, match="is not a number"):
        ledger.review(claim, "edit", "王", value=value)
    assert ledger.claim(claim).reviews == ()


def test_one_date_written_in_two_ways_is_no_dispute(ledger: Ledger) -> None:
    ledger.add(a_reading(smelter()))
    claim = ledger.claims()[0].id
    ledger.review(claim, "edit", "王", date="2022-09")
    assert not disputed(ledger.review(claim, "edit", "李", date="2022-09..2022-09").reviews)
    assert set(disputed(ledger.review(claim, "edit", "李", date="2022-10").reviews)) == {"王", "李"}
