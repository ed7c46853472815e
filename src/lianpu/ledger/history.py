"""What the ledger learnt of a claim, a document or a firm, in the order in which it learnt it; and what is new since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianpu.errors import LianpuError
from lianpu.ledger.firm_words import KINDS as FIRM_KINDS
from lianpu.ledger.firms import read_subject, same_firm
from lianpu.ledger.queries import AsKnown, LedgerClaim, moment_of
from lianpu.ledger.reviews import SETTLED, Review, content
from lianpu.ledger.state import CapacityRow, states_of
from lianpu.ledger.store import Decision, Ledger


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the ledger learnt: ``what`` is a code, ``at`` when (ISO, UTC)."""

    at: str
    what: str  # document_added | document_read | review | undo | settled
    document: str | None = None
    claim: str | None = None
    review: Review | None = None
    reader: str | None = None
    claims: int = 0
    who: str | None = None
    why: str | None = None
    decision: Decision | None = None


def history(ledger: Ledger, name: str) -> tuple[list[Event], list[LedgerClaim]]:
    """What happened to the claim, the document or the firm that ``name`` stands for, and the claims that it is about,
    in the order of the times that they speak of. Raises :class:`LianpuError` where it stands for nothing."""
    held = ledger.claims()
    about = _of_claim(held, name) or _of_document(held, name) or _of_firm(held, name)
    if not about:
        hint = "give the id of a claim, the name of a document or of a firm"
        raise LianpuError(f"nothing is called '{name}'", file=ledger.name, hint=hint)
    events: list[Event] = []
    for document in {c.document.sha256: c.document for c in about}.values():
        events.append(Event(document.added_at, "document_added", document.name))
        for at, reader, number in ledger.readings_of(document.sha256):
            events.append(Event(at, "document_read", document.name, reader=reader, claims=number))
    for kept in about:
        events += [Event(r.at, "undo" if r.action == "undo" else "review", claim=kept.id, review=r) for r in kept.reviews]
    ids = {kept.id for kept in about}
    for decision in ledger.decisions():
        if decision.kind in FIRM_KINDS and any(_names(subject, about) for subject in decision.subjects):
            events.append(Event(decision.at, decision.kind, who=decision.who, why=decision.why, decision=decision))
        elif not ids.isdisjoint(decision.subjects):
            events.append(Event(decision.at, decision.kind, who=decision.who, why=decision.why))
    return sorted(events, key=lambda e: e.at), sorted(about, key=_time)


def _of_claim(held: Iterable[LedgerClaim], name: str) -> list[LedgerClaim]:
    """The claim of an id, or of the beginning of one, with those about the same firm, product and kind."""
    held = list(held)
    found = [c for c in held if len(name) >= 4 and c.id.startswith(name)]
    if len(found) != 1:
        return []
    one = found[0].claim
    firm = read_subject(one.subject, one.place)

    def alike(other: LedgerClaim) -> bool:
        c = other.claim
        same = (c.kind, c.product_id or c.product) == (one.kind, one.product_id or one.product)
        theirs = read_subject(c.subject, c.place)
        return same and (same_firm(firm, theirs) if firm.named else not theirs.named and c.place == one.place)

    return [c for c in held if c.id == found[0].id or alike(c)]


def _of_document(held: Iterable[LedgerClaim], name: str) -> list[LedgerClaim]:
    return [c for c in held if name in (c.document.name, c.document.sha256)]


def _of_firm(held: Iterable[LedgerClaim], name: str) -> list[LedgerClaim]:
    firm = read_subject(name)
    return [c for c in held if c.claim.subject == name or same_firm(read_subject(c.claim.subject, c.claim.place), firm)]


def _names(firm: str, about: Iterable[LedgerClaim]) -> bool:
    """True where one of the claims is about the firm of this name."""
    named = read_subject(firm)
    return any(same_firm(read_subject(c.claim.subject, c.claim.place), named) for c in about)


def _time(kept: LedgerClaim) -> tuple[str, str]:
    return (kept.claim.date.end if kept.claim.date else kept.document.published or "", kept.id)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the state that is new, gone or another than before; None of the side where it is not."""

    before: CapacityRow | None
    after: CapacityRow | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What was learnt between two days: claims that are new, changed (by a review or a new reading) or held no more,
    the reviews given, the decisions made, and how the state changed."""

    since: str
    until: str | None
    added: tuple[LedgerClaim, ...]
    changed: tuple[tuple[LedgerClaim, LedgerClaim], ...]
    withdrawn: tuple[LedgerClaim, ...]
    reviews: tuple[Review, ...]
    decisions: tuple[Decision, ...]
    states: tuple[Change, ...]


def difference(
    ledger: Ledger, since: AsKnown, until: AsKnown = None, *, place: str | None = None, at: str | None = None
) -> Difference:
    """What the ledger learnt after the day ``since``, up to the end of ``until`` (default: now)."""
    start = moment_of(since) or ""
    before = {c.id: c for c in ledger.claims(as_known=since)}
    after = {c.id: c for c in ledger.claims(as_known=until)}
    said = {r.id: r for c in after.values() for r in c.reviews if r.at > start}
    changed = [
        (before[i], after[i])
        for i in after
        if i in before and (_held(before[i]) != _held(after[i]))
    ]  # fmt: skip
    return Difference(
        str(since),
        None if until is None else str(until),
        tuple(c for i, c in after.items() if i not in before),
        tuple(changed),
        tuple(c for i, c in before.items() if i not in after),
        tuple(said[i] for i in sorted(said)),
        tuple(d for d in ledger.decisions(as_known=until) if d.at > start and d.kind in (*FIRM_KINDS, SETTLED)),
        tuple(_changes(_rows(ledger, since, place, at), _rows(ledger, until, place, at))),
    )


def _held(kept: LedgerClaim) -> tuple[object, ...]:
    return (*(str(value) for value in content(kept.claim).values()), kept.rejected)


_Key = tuple[str | None, str, str, str]


def _rows(ledger: Ledger, as_known: AsKnown, place: str | None, at: str | None) -> dict[_Key, CapacityRow]:
    if place is not None and not ledger.claims(as_known=as_known):
        return {}
    try:
        states = states_of(ledger, at=at, place=place, as_known=as_known)
    except LianpuError:  # nothing was known of the place by then
        return {}
    return {(r.place, r.product_id or r.product, r.status, r.unit): r for state in states for r in state.rows}


def _changes(before: Mapping[_Key, CapacityRow], after: Mapping[_Key, CapacityRow]) -> list[Change]:
    keys = sorted({*before, *after}, key=lambda key: tuple(part or "" for part in key))
    pairs = [Change(before.get(key), after.get(key)) for key in keys]
    return [p for p in pairs if p.before is None or p.after is None or abs(p.before.value - p.after.value) > 1e-9 * p.after.value]
