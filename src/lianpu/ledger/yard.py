"""The yard of one product in one region: its tranches, and how a statement changes them.

A later or better source revises a project's size; a project goes forward through its steps and never twice into the
sum; a plant first heard of when a total was already told is counted inside that total where it fits. Each rule leaves
its reason beside the tranche. Which tranche a statement is news of is in :mod:`lianpu.ledger.matching`, what firms
tell in :mod:`lianpu.ledger.news`, totals of a place in :mod:`lianpu.ledger.totals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from lianpu.ledger.firms import Subject, takes_part
from lianpu.ledger.matching import SPEAKS_DAYS
from lianpu.ledger.observations import BUILDING, MIXED, STANDING, Observation, Unused
from lianpu.ledger.places import may_be_one, within
from lianpu.ledger.tranches import ADDED, Against, Cover, Tranche, fits, near_size, same_size


def outweighs(o: Observation, strength: tuple[bool, int], told: date) -> bool:
    """True where a statement counts more than one of ``strength`` that was ``told`` before: what a person has reviewed,
    then the later of equal sources; a lesser source only after a time."""
    reviewed, rank = o.witness.strength
    if reviewed != strength[0]:
        return reviewed
    return rank >= strength[1] or (o.since - told).days > SPEAKS_DAYS


class Yard:
    """What is known of the tranches of one product, or of one family of products, in one region.

    ``starts`` are the statuses and days that dated events tell, by the claim of the size; ``told`` are all statements,
    of later times too.
    """

    def __init__(self, starts: Mapping[str, tuple[str, date]], told: Sequence[Observation] = ()) -> None:
        self._starts = starts
        self._not_standing = [o for o in told if o.status in BUILDING or (o.value is None and o.status in STANDING)]
        self.tranches: list[Tranche] = []
        self.covers: list[Cover] = []
        self.unused: list[Unused] = []

    def start_of(self, o: Observation) -> tuple[str, date]:
        """The dated start, of building or running, of what a statement tells; the first day of all where none is."""
        return next((self._starts[c] for c in o.claims if c in self._starts), ("", date.min))

    def still_building(self, t: Tranche, day: date) -> bool:
        """True where a later statement knows the project still under construction after ``day``, or dates its start."""
        return any(
            o.since > day and o.good == t.good and t.is_of(o.subject) and t.phase == o.subject.phase
            and (o.value is None or near_size(o.value, t.value))
            for o in self._not_standing
        )  # fmt: skip

    def advance(self, t: Tranche, o: Observation) -> None:
        """``o`` is news of ``t``: of its owner, size, step and place."""
        t.claims += [c for c in o.claims if c not in t.claims]
        t.seen.add((o.witness.document, o.status))
        if o.subject.named and not t.subject.named:
            t.subject, t.owner, t.phase = o.subject, o.witness.claim.subject, o.subject.phase
        elif o.subject.named and not t.is_of(o.subject):
            t.aliases.append(o.subject)
        if t.phase is None:
            t.phase = o.subject.phase
        value = o.value or 0.0
        if not same_size(t.value, value):
            self.resize(t, o, value)
        if t.inferred and o.step < t.step:
            self._not_yet(t, o)
        elif o.step < t.step and o.since > t.since:
            t.against += [Against(c, "other_status") for c in o.claims]
        elif o.step > t.step or (o.status != t.status and o.step == t.step and o.since > t.since):
            self.change_status(t, o)
        t.told = max(t.told, o.since)
        if o.place and (not t.place or (within(o.place, t.place) and not within(t.place, o.place))):
            t.place = o.place

    def change_status(self, t: Tranche, o: Observation) -> None:
        stood = t.stands
        t.status, t.since, t.inferred = o.status, o.since, False
        if t.stands and not stood and t.cover is None:
            self._into_mixed(t, o)

    def _not_yet(self, t: Tranche, o: Observation) -> None:
        """A total seemed to contain it, and now it is told to be still coming: the total's growth was another's."""
        cover = t.cover
        t.status, t.since, t.inferred, t.cover = o.status, o.since, False, None
        if cover is not None:
            self.rest(cover, t.low, t.value, t.high)

    def resize(self, t: Tranche, o: Observation, value: float) -> None:
        """The newer or better figure counts, the other is kept against it."""
        scale = value / o.value if o.value else 1.0
        if outweighs(o, t.strength, t.told):
            reason = "earlier_size" if o.since > t.told else "other_size"
            t.against += [Against(c, reason) for c in t.claims if c not in o.claims]
            self._within_mixed(t, value - t.value)
            t.resize(o.low * scale, value, o.high * scale)
            t.strength = o.witness.strength
            t.reasons.append("revised")
            t.claims += [c for c in o.claims if c not in t.claims]
        else:
            t.against += [Against(c, "other_size") for c in o.claims]

    def _within_mixed(self, t: Tranche, more: float) -> None:
        """A project that grew takes from what its sum of the built and building leaves open."""
        for rest in self.tranches:
            if t.cover is not None and t.cover.mixed and rest.cover is t.cover and rest.rest and rest.status == MIXED:
                rest.shrink(min(rest.value, max(0.0, more)))

    def add(self, o: Observation, value: float, after: date = date.min) -> Tranche:
        """A new tranche of the size ``value``; inside a total where it fits that was told before, and ``after`` a day."""
        scale = value / o.value if o.value else 1.0
        t = Tranche(
            o.good, o.product, o.subject, o.witness.claim.subject, o.place,
            o.low * scale, value, o.high * scale, o.unit, o.status, o.witness.claim.bound or "exact", o.since, o.since,
            list(o.claims), o.witness.strength, phase=o.subject.phase, seen={(o.witness.document, o.status)},
            reasons=[ADDED] if o.added else [],
        )  # fmt: skip
        t.resize(t.low, t.value, t.high)
        if o.witness.claim.part_of:
            t.wholes.add(o.witness.claim.part_of)
        if t.exists:
            self._into_list(t, o) or self._into_total(t, o, after)
        elif t.building:
            self._into_list(t, o) or self._into_mixed(t, o)
        self.tranches.append(t)
        return t

    def _into_list(self, t: Tranche, o: Observation) -> bool:
        """A firm's plant is a part of what it was told to have together with others."""
        _, began = self.start_of(o)
        for some in self.tranches:
            apart = t.subject.listed or some.good != t.good or some.exists != t.exists or began > some.told
            if some.subject.listed and not apart and takes_part(t.subject, some.subject) and fits(t.value, some.value):
                some.shrink(t.value)
                t.cover = some.cover
                t.reasons.append("in_list")
                return True
        return False

    def _into_total(self, t: Tranche, o: Observation, after: date) -> bool:
        """A plant never heard of before stood already when the total was told, unless its start is dated later."""
        for rest in self._rests(t, o):
            if rest.cover is not None and rest.cover.since <= after:
                continue
            if fits(t.value, rest.value) and (rest.good == t.good or same_size(rest.value, t.value)):
                self._move(t, rest)
                return True
        return False

    def _into_mixed(self, t: Tranche, o: Observation) -> bool:
        """What is being built was in the sum of the built and building, unless it began after that sum was told."""
        for rest in self._rests(t, o):
            if rest.cover is not None and rest.cover.mixed and fits(t.value, rest.value):
                self._move(t, rest)
                return True
        return False

    def _rests(self, t: Tranche, o: Observation) -> Iterable[Tranche]:
        """Rests of totals that may contain it: of this place, told when it may have been there."""
        status, began = self.start_of(o)
        for rest in self.tranches:
            if not rest.rest or rest.cover is None or not may_be_one(rest.place, t.place):
                continue
            # what came to run later was no part of what stood, what was begun later no part of what was being built
            later = began > rest.cover.until and (not rest.cover.mixed or status in BUILDING)
            if not later and (rest.good == o.good or rest.cover.mixed):
                yield rest

    def _move(self, t: Tranche, rest: Tranche) -> None:
        rest.shrink(t.value)
        t.cover = rest.cover
        t.reasons.append("in_total")

    def rest(self, cover: Cover, low: float, value: float, high: float) -> None:
        """Adds to what a total counts beyond the tranches known by name."""
        for t in self.tranches:
            if t.rest and t.cover is cover and t.status == cover.status:
                t.resize(t.low + low, t.value + value, t.high + high)
                return
        t = Tranche(
            cover.good, cover.product, Subject(frozenset(), None, False), None, cover.place, value, value, value,
            cover.unit, cover.status, "exact", cover.since, cover.since, list(cover.claims), rest=True, cover=cover,
        )  # fmt: skip
        t.resize(low, value, high)
        self.tranches.append(t)
