"""A person's word on which names are one firm: used by the state, undone, kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.test_state import add, claim, sizes
from lianpu.errors import LianpuError
from lianpu.ledger.firm_words import FirmWords, decide_firms, firm_decisions, undo_decision
from lianpu.ledger.firms import same_firm
from lianpu.ledger.history import difference, history
from lianpu.ledger.state import states_of
from lianpu.ledger.store import Ledger


def standing(ledger: Ledger) -> float:
    (state,) = states_of(ledger, place="曲靖市")
    return sizes(state)["lfp", "operating"]


@pytest.fixture
def renamed(tmp_path: Path) -> Ledger:
    """10 kt of 甲能 which then is called 乙源, told again; two firms 阳光 of 20 and 30 kt."""
    ledger = Ledger.open(tmp_path / "firms.sqlite")
    add(ledger, claim(1e4, "operating", "2021-03-01", subject="甲能材料"))
    add(ledger, claim(1e4, "operating", "2022-03-01", subject="乙源股份"))
    return ledger


def test_one_firm_under_two_names_counts_once(renamed: Ledger) -> None:
    assert standing(renamed) == 2e4
    decide_firms(renamed, "甲能材料", "乙源", same=True, who="王", why="renamed in 2022")
    assert standing(renamed) == 1e4
    undo_decision(renamed, "王")
    assert standing(renamed) == 2e4
    told, counted = firm_decisions(renamed)
    assert [d.kind for d in told] == ["same_firm", "undone"] and counted == {told[1].id}
    with pytest.raises(LianpuError, match="decided nothing"):
        undo_decision(renamed, "王")


def test_two_firms_that_the_rules_join_are_parted(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "firms.sqlite")
    add(ledger, claim(2e4, "operating", "2021-03-01", subject="阳光能源"))
    add(ledger, claim(2e4, "operating", "2022-03-01", subject="阳光新能源有限公司"))
    assert standing(ledger) == 2e4
    decide_firms(ledger, "阳光能源", "阳光新能源", same=False, who="王")
    assert standing(ledger) == 4e4


def test_the_last_word_on_a_pair_counts(renamed: Ledger) -> None:
    decide_firms(renamed, "甲能材料", "乙源股份", same=True, who="王")
    decide_firms(renamed, "乙源", "甲能材料", same=False, who="李")
    assert standing(renamed) == 2e4


def test_words_stand_in_history_and_difference(renamed: Ledger) -> None:
    decide_firms(renamed, "甲能材料", "乙源股份", same=True, who="王", why="renamed")
    events, _ = history(renamed, "甲能材料")
    assert [(e.what, e.who, e.why) for e in events if e.decision] == [("same_firm", "王", "renamed")]
    found = difference(renamed, "2020-01-01", place="曲靖市")
    assert [d.subjects for d in found.decisions] == [["甲能材料", "乙源股份"]]


@pytest.mark.parametrize(
    ("one", "other", "same", "told"),
    [("甲能材料", "丙厂实业", True, "no claim"), ("甲能材料", "甲能", True, "already"), ("甲能材料", "曲靖市", True, "no firm")],
)
def test_what_cannot_be_decided_is_told(renamed: Ledger, one: str, other: str, same: bool, told: str) -> None:
    with pytest.raises(LianpuError, match=told):
        decide_firms(renamed, one, other, same=same, who="王")
    assert firm_decisions(renamed) == ([], set())


def test_a_shorter_name_stays_where_the_longer_is_parted() -> None:
    words = FirmWords(apart=(("阳光", "阳光新能源"),))
    short, long = words.subject("阳光", "曲靖市"), words.subject("曲靖阳光新能源二期", "曲靖市")
    assert not same_firm(short, long) and long.phase == 2
