"""A person's word on whether two names are one firm: kept for good, undone by a further word, used by the state.

``same-firm`` joins two names that the rules of :mod:`lianpu.ledger.firms` keep apart (a renamed firm); ``not-same-firm``
parts two that they join (two firms whose names differ in words that many bear). The last word on a pair counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from lianpu.errors import LianpuError
from lianpu.ledger.firms import Subject, read_subject, without_legal_form
from lianpu.ledger.queries import AsKnown

if TYPE_CHECKING:
    from lianpu.ledger.store import Decision, Ledger

SAME, APART, UNDONE = "same_firm", "not_same_firm", "undone"
KINDS = (SAME, APART, UNDONE)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class FirmWords:
    """The words in force: pairs of printed names that are one firm, and pairs that are two."""

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def subject(self, printed: str | None, place: str | None) -> Subject:
        """What ``printed`` names, as the rules read it and a person corrected it."""
        read = read_subject(printed, place)
        if not read.named or not (self.same or self.apart):
            return read
        text = _plain(printed or "")
        parties = frozenset(self._named(names, text) for names in read.parties)
        return replace(read, parties=parties)

    def _named(self, names: frozenset[str], text: str) -> frozenset[str]:
        for pair in self.apart:
            short, long = sorted(pair, key=len)
            shared = _keys(short) & _keys(long)
            if names & shared and long in text:
                names = frozenset(f"{key} ({long})" for key in names)
        for one, other in self.same:
            keys, others = _keys(one), _keys(other)
            if names & keys or names & others:
                names = names | keys | others
        return names


NO_WORDS = FirmWords()


def firm_words(ledger: Ledger, as_known: AsKnown = None) -> FirmWords:
    """The words in force in a ledger; of several on one pair the last."""
    last = {frozenset(map(_plain, d.subjects)): d for d in in_force(ledger.decisions(as_known=as_known))}
    pairs = [(d.kind, (_plain(d.subjects[0]), _plain(d.subjects[1]))) for d in last.values()]
    return FirmWords(tuple(p for kind, p in pairs if kind == SAME), tuple(p for kind, p in pairs if kind == APART))


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The words on firms that are not undone; an undo may be undone itself."""
    told = [d for d in decisions if d.kind in KINDS]
    undone = _undone(told)
    return [d for d in told if d.kind != UNDONE and d.id not in undone]


def _undone(told: Sequence[Decision]) -> set[int]:
    undone: set[int] = set()
    for decision in reversed(told):
        if decision.kind == UNDONE and decision.id not in undone:
            undone.add(int(decision.content["decision"]))
    return undone


def firm_decisions(ledger: Ledger) -> tuple[list[Decision], set[int]]:
    """All words on firms, and the numbers of those that count."""
    told = [d for d in ledger.decisions() if d.kind in KINDS]
    return told, {d.id for d in told} - _undone(told)


def decide_firms(ledger: Ledger, one: str, other: str, *, same: bool, who: str, why: str | None = None) -> Decision:
    """Keeps the word that two names are one firm, or two. Raises :class:`LianpuError` for names that no claim bears, and
    where nothing would change."""
    subjects = {c.claim.subject for c in ledger.claims() if c.claim.subject}
    for name in (one, other):
        _check_name(ledger, name, subjects)
    words = firm_words(ledger)
    alike = any(a & b for a in words.subject(one, None).parties for b in words.subject(other, None).parties)
    if alike == same:
        told = "are one firm already" if same else "are two firms already"
        raise LianpuError(f"'{one}' and '{other}' {told}", file=ledger.name, hint="nothing is decided")
    ledger.decide(SAME if same else APART, [one, other], who, {}, why)
    return ledger.decisions()[-1]


def undo_decision(ledger: Ledger, who: str, number: int | None = None, why: str | None = None) -> Decision:
    """Lets a word on firms (default: the person's last) count no longer. Raises :class:`LianpuError` where there is
    none."""
    counted = [d for d in in_force(ledger.decisions()) if (d.id == number if number else d.who == who)]
    if not counted:
        what = f"no decision {number} on firms counts" if number else f"{who} has decided nothing on firms that counts"
        raise LianpuError(what, file=ledger.name, hint="lianpu ledger decide list shows them")
    last = counted[-1]
    ledger.decide(UNDONE, last.subjects, who, {"decision": last.id}, why)
    return ledger.decisions()[-1]


def _check_name(ledger: Ledger, name: str, subjects: Iterable[str]) -> None:
    known = {party for subject in subjects for names in read_subject(subject).parties for party in names}
    if not _keys(name):
        raise LianpuError(f"'{name}' names no firm", hint="give a firm's name as a claim has it")
    if not _keys(name) & known:
        near = get_close_matches(name, sorted(subjects), n=1, cutoff=0.4)
        hint = f"did you mean '{near[0]}'?" if near else "give the name as a claim has it"
        raise LianpuError(f"no claim is about '{name}'", file=ledger.name, hint=hint)


def _plain(name: str) -> str:
    """A name without spaces and legal form, as it is looked for in printed subjects."""
    return without_legal_form(_SPACE.sub("", unicodedata.normalize("NFKC", name)))


def _keys(name: str) -> frozenset[str]:
    parties: Sequence[frozenset[str]] = tuple(read_subject(name).parties)
    return parties[0] if len(parties) == 1 else frozenset()
