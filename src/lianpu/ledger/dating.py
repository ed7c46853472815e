"""What time a document describes, which is not when it was published.

Each piece of evidence says "not before" or "not after" a day: the document's own dates (what it calls the future had
not come), and other documents' dated claims about the same product and place (what it still calls negotiated was
being built by then; what it counts as operating started only then). The interval is what the evidence leaves; where
it contradicts itself the lighter piece gives way and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.places import full_place, within
from lianpu.ledger.queries import LedgerClaim
from lianpu.reading.claims import Claim, DateSpan
from lianpu.units import unit_of

#: Longest usual time from ground-breaking to start-up of such plants: 6 to 24 months in 18 of 23 announced projects
#: with dates (polysilicon 2008 to battery recycling 2026); the longer ones were built in several steps.
CONSTRUCTION_DAYS = 730
REPOST_DAYS = 365
SAME = 0.005  # two printed figures are one figure
MORE = 0.02  # a total is greater beyond rounding

_STEPS = {
    "planned": 0, "announced": 0, "negotiating": 1, "signed": 2, "advancing": 3, "under_construction": 3,
    "built": 4, "trial": 4, "operating": 4,
}  # fmt: skip
_BUILDING, _STANDING = 3, 4


class Bound(StrEnum):
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    AT = "at"


@dataclass(frozen=True, slots=True)
class Evidence:
    """``reason`` is a code that the views put in words; ``own`` and ``other`` are ids of the claims compared."""

    bound: Bound
    day: date
    reason: str
    weight: float
    own: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """``start`` and ``end`` (ISO days) of the time described; None where nothing bounds it. ``dropped`` evidence
    contradicts the rest."""

    start: str | None
    end: str | None
    published: str | None
    evidence: tuple[Evidence, ...] = ()
    dropped: tuple[Evidence, ...] = ()

    @property
    def is_repost(self) -> bool:
        """Published more than a year after the last day that the document can describe."""
        if not (self.end and self.published):
            return False
        return (first_day(self.published) - last_day(self.end)).days > REPOST_DAYS


def date_document(own: Sequence[LedgerClaim], others: Sequence[LedgerClaim], published: str | None) -> Dating:
    """The time that a document with the claims ``own`` describes, by itself and by the dated claims of ``others``."""
    found = [*_by_itself(own), *_by_others(own, others)]
    if published:
        found.append(Evidence(Bound.NOT_AFTER, last_day(published), "published", 5.0))
    kept, dropped = _consistent(found)
    starts = [e.day for e in kept if e.bound is Bound.NOT_BEFORE]
    ends = [e.day for e in kept if e.bound is Bound.NOT_AFTER]
    return Dating(
        max(starts).isoformat() if starts else None,
        min(ends).isoformat() if ends else None,
        published,
        tuple(sorted(kept, key=lambda e: (e.bound, e.day))),
        tuple(dropped),
    )


def _consistent(found: Iterable[Evidence]) -> tuple[list[Evidence], list[Evidence]]:
    """Drops the lighter of the two outermost contradicting pieces until an interval is left."""
    kept = list(found)
    dropped: list[Evidence] = []
    while True:
        first = max((e for e in kept if e.bound is Bound.NOT_BEFORE), key=lambda e: e.day, default=None)
        last = min((e for e in kept if e.bound is Bound.NOT_AFTER), key=lambda e: e.day, default=None)
        if first is None or last is None or first.day <= last.day:
            return kept, dropped
        lighter = min(first, last, key=lambda e: e.weight)
        kept.remove(lighter)
        dropped.append(lighter)


def _by_itself(own: Iterable[LedgerClaim]) -> Iterator[Evidence]:
    """What the document plans for a day had not come; what it saw on a day had."""
    for kept in own:
        claim = kept.claim
        if claim.date is None:
            continue
        if claim.kind == "milestone" and claim.modality == "planned":
            day = first_day(claim.date.start)
            yield Evidence(Bound.NOT_AFTER, day - timedelta(days=1), "still_planned", 3.0, kept.id)
            if claim.status in ("operating", "trial", "built"):
                earliest = last_day(claim.date.end) - timedelta(days=CONSTRUCTION_DAYS)
                yield Evidence(Bound.NOT_BEFORE, earliest, "construction_time", 0.5, kept.id)
        elif claim.modality == "observed":
            yield Evidence(Bound.NOT_BEFORE, first_day(claim.date.start), "seen_then", 3.0, kept.id)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A capacity with its day and its amount in the base unit of its dimension."""

    id: str
    claim: Claim
    amount: float
    span: DateSpan | None
    place: str | None

    @property
    def step(self) -> int:
        return _STEPS.get(self.claim.status or "", -1)


def _by_others(own: Sequence[LedgerClaim], others: Sequence[LedgerClaim]) -> Iterator[Evidence]:
    mine = list(_capacities(own))
    theirs = [c for c in _capacities(others) if c.span is not None and c.claim.modality == "observed"]
    for product in dict.fromkeys(c.claim.product_id for c in mine):
        ours = [c for c in mine if c.claim.product_id == product]
        here = [c for c in theirs if c.claim.product_id == product and any(_same_place(c, m) for m in ours)]
        for capacity in ours:
            yield from _next_step(capacity, here)
        yield from _totals([c for c in ours if c.step == _STANDING], [c for c in here if c.step == _STANDING])


def _capacities(kept: Iterable[LedgerClaim]) -> Iterator[_Dated]:
    for one in kept:
        claim = one.claim
        if claim.kind != "capacity" or claim.value is None or not claim.product_id or claim.bound == "class":
            continue
        unit = unit_of(claim.unit)
        if unit is None:
            continue
        place = full_place(claim.place, one.document.default_place)
        yield _Dated(one.id, claim, claim.value * unit.factor, claim.date, place)


def _same_place(theirs: _Dated, mine: _Dated) -> bool:
    return within(theirs.place, mine.place)


def _next_step(own: _Dated, others: Iterable[_Dated]) -> Iterator[Evidence]:
    """The same size at another step: what was being built by a day is no longer only negotiated after it."""
    for other in others:
        if other.span is None or abs(other.amount - own.amount) > SAME * own.amount or own.step < 0:
            continue
        if own.step < other.step and own.step < _STANDING and other.step >= _BUILDING:
            before = last_day(other.span.end) - timedelta(days=1)
            yield Evidence(Bound.NOT_AFTER, before, "further_by_then", 2.0, own.id, other.id)
        elif own.step == other.step == _BUILDING:
            yield Evidence(Bound.NOT_BEFORE, first_day(other.span.start), "begun_then", 1.5, own.id, other.id)
        elif own.step == other.step == _STANDING:
            yield Evidence(Bound.AT, last_day(other.span.end), "same_then", 1.0, own.id, other.id)


def _totals(own: Sequence[_Dated], others: Sequence[_Dated]) -> Iterator[Evidence]:
    """What stands by this document against what stood, plant by plant and in all, by the dated ones."""
    if not own:
        return
    total, witness, counted, seen = sum(c.amount for c in own), own[0].id, 0.0, set[str | None]()
    for other in sorted(others, key=lambda c: first_day(c.span.start) if c.span else date.min):
        if other.span is None:
            continue
        named = other.claim.subject
        if named is None:
            reached = other.amount
        elif named in seen:
            continue
        else:
            seen.add(named)
            counted += other.amount
            reached = counted
        if reached > total * (1 + MORE):
            yield Evidence(Bound.NOT_AFTER, last_day(other.span.end), "more_by_then", 1.0, witness, other.id)
        elif named is not None or reached < total * (1 - MORE):
            yield Evidence(Bound.NOT_BEFORE, first_day(other.span.start), "included_since", 1.0, witness, other.id)
