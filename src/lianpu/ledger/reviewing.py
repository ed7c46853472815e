"""What reviewers do with a ledger: say a word on claims, disagree, settle, and take claims out to look at."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lianpu.errors import LianpuError
from lianpu.ledger.conflicts import conflicts_in
from lianpu.ledger.findings import Severity
from lianpu.ledger.places import full_place, within
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.review_sheet import in_order
from lianpu.ledger.reviews import SETTLED, Review, disputed
from lianpu.ledger.state import states_of
from lianpu.ledger.store import Ledger, Verdict


def reviewer(who: str) -> str:
    """The name given, or the system's user."""
    return who.strip() or getpass.getuser()


def review_claims(
    ledger: Ledger, claims: Sequence[str], *, who: str, why: str | None, accept: bool, reject: bool, change: Sequence[str],
    settle: bool,
) -> list[LedgerClaim]:  # fmt: skip
    """Adds one review for each of ``claims``, all or none, and settles their disputes where asked to."""
    person = reviewer(who)
    fields = dict(_field(one) for one in change)
    chosen = [name for name, asked in (("accept", accept), ("reject", reject), ("edit", bool(fields))) if asked]
    if len(chosen) != 1 and not (settle and not chosen):
        raise LianpuError("say one of --accept, --reject and --set", hint="--set FIELD=VALUE edits, and may be repeated")
    after = [ledger.claim(claim) for claim in claims]
    if chosen:
        after = ledger.review_many((person, Verdict(claim, chosen[0], fields, why)) for claim in claims)
    if settle:
        until = {kept.id: max((r.id for r in kept.reviews), default=0) for kept in after}
        ledger.decide(SETTLED, list(until), person, until, why)
    return after


def disputes_in(ledger: Ledger, claims: Iterable[LedgerClaim]) -> dict[str, tuple[LedgerClaim, Mapping[str, Review]]]:
    """The claims about which reviewers disagree, each with the last words of the persons."""
    settled: dict[str, int] = {}
    for decision in ledger.decisions(SETTLED):
        settled |= {claim: int(until) for claim, until in decision.content.items()}
    found = {c.id: (c, disputed(c.reviews, settled.get(c.id, 0))) for c in claims}
    return {claim: (kept, words) for claim, (kept, words) in found.items() if words}


def claims_to_review(
    ledger: Ledger, *, place: str | None = None, kinds: Sequence[str] = (), document: str | None = None
) -> list[LedgerClaim]:
    """Claims for a reviewer to look at: those in doubt among the sources first, then flagged ones, then the others."""
    queue = review_queue(ledger, place=place, kinds=kinds, document=document)
    if not queue.claims:
        raise LianpuError("no claim to review", file=ledger.name, hint="check --place, --kind and --document")
    return list(queue.claims)


@dataclass(frozen=True, slots=True)
class Queue:
    """Claims in the order in which a person looks at them, and the ids of those that sources disagree about."""

    claims: tuple[LedgerClaim, ...]
    in_conflict: frozenset[str]


def review_queue(ledger: Ledger, *, place: str | None = None, kinds: Sequence[str] = (), document: str | None = None) -> Queue:
    """As :func:`claims_to_review`; of a ledger without such a claim an empty queue."""
    held = ledger.claims(document)
    if place is not None:
        held = [c for c in held if within(full_place(c.claim.place, c.document.default_place), place)]
    if kinds:
        held = [c for c in held if c.claim.kind in kinds]
    doubts = [c for c in conflicts_in(states_of(ledger)) if c.severity is not Severity.NOTE]
    urgent = [claim for doubt in doubts for claim in (*doubt.against, *doubt.claims)]
    return Queue(tuple(in_order(held, urgent)), frozenset(urgent))


def _field(printed: str) -> tuple[str, str | None]:
    name, equals, value = printed.partition("=")
    if not equals:
        raise LianpuError(f"'{printed}' sets nothing", hint="write it as --set status=operating; --set place= empties it")
    return name.strip(), value.strip() or None
