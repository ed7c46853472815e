"""What a person says of marks: accepted, to be corrected; or dismissed with a reason, and not shown again for this draft.

A verdict is a decision of the ledger, append-only: the last word on a mark counts, and ``reopen`` takes both back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lianpu.errors import LianpuError
from lianpu.ledger.store import Ledger
from lianpu.redpencil.marks import Mark

KIND = "mark"


class Word(StrEnum):
    ACCEPT = "accept"
    DISMISS = "dismiss"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word that counts on a mark, by whom, why and when."""

    mark: str
    word: Word
    who: str
    why: str | None
    at: str


def verdicts_on(ledger: Ledger, draft: str) -> dict[str, Verdict]:
    """The verdicts that count on the marks of the draft of that name, by the mark's id."""
    found: dict[str, Verdict] = {}
    for decision in ledger.decisions(KIND):
        name, mark = decision.subjects
        if name == draft:
            found[mark] = Verdict(mark, Word(decision.content["word"]), decision.who, decision.why, decision.at)
    return {mark: verdict for mark, verdict in found.items() if verdict.word is not Word.REOPEN}


def give(
    ledger: Ledger, draft: str, marks: Sequence[Mark], ids: Sequence[str], word: Word, who: str, why: str | None = None
) -> None:
    """Adds a person's word on marks, by their ids or the beginnings of them.

    Raises :class:`LianpuError` for an id that no mark of the draft has, and for a dismissal without a reason; then nothing
    is added.
    """
    if not who.strip():
        raise LianpuError("a verdict needs a name", file=ledger.name, hint="say who reviews with --who")
    if not ids:
        return
    if word is Word.DISMISS and not (why or "").strip():
        raise LianpuError("a dismissal needs a reason", file=draft, hint="say it with --why")
    chosen = [_one(marks, start, draft) for start in ids]
    for mark in chosen:
        ledger.decide(
            KIND, [draft, mark.id], who, {"word": str(word), "code": mark.code, "sentence": mark.places[0].sentence}, why
        )


def _one(marks: Sequence[Mark], start: str, draft: str) -> Mark:
    found = [mark for mark in marks if start and mark.id.startswith(start)]
    if len(found) != 1:
        what = f"no mark '{start}'" if not found else f"'{start}' stands for {len(found)} marks"
        raise LianpuError(what, file=draft, hint="lianpu review DRAFT --json lists them with their ids")
    return found[0]
