"""The yard of one product in one region: each statement is news of a tranche that is known, or a new tranche.

A later or better source revises a project's size; a project goes forward through its steps and never twice into the
sum; a plant first heard of when a total was already told is counted inside that total where it fits. Each rule leaves
its reason beside the tranche. Totals of a place are in :mod:`lianpu.ledger.totals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from lianpu.ledger.firms import Subject, joint_venture, same_firm
from lianpu.ledger.observations import BUILDING, STANDING, SUSPENDED, Observation, Unused
from lianpu.ledger.places import may_be_one, within
from lianpu.ledger.tranches import SAME, Against, Cover, Tranche, adding_up, near_size, same_size

REST_OF_PLAN = "rest_of_plan"
#: A better source speaks for so long against a later, lesser one: inventories and filings are made once a year.
SPEAKS_DAYS = 365


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

    def named(self, o: Observation) -> None:
        """News of a firm's plant or project."""
        mine = self._of_owner(o)
        if o.whole and o.status not in STANDING:
            self._owner_whole(o, mine)
            return
        found = self._known(o, mine)
        if found is not None:
            self._advance(found, o)
        elif o.status in STANDING and o.subject.phase is None:
            self._owner_standing(o, [t for t in mine if t.stands])
        else:
            self._out_of_plan(o, mine)
            self._add(o, o.value or 0.0)

    def pending(self, o: Observation) -> None:
        """A project or sum of projects, not standing, whose owner nobody said."""
        here = [t for t in self.tranches if t.good == o.good and may_be_one(t.place, o.place)]
        here = [t for t in here if not t.rest]
        value = o.value or 0.0
        if o.whole:
            self._owner_whole(o, [t for t in self.tranches if t.good == o.good and may_be_one(t.place, o.place)])
            return
        same = [t for t in here if same_size(t.value, value) and t.step >= min(o.step, 1) and not self._apart(t, o)]
        if same:
            best = max(same, key=lambda t: (t.status == o.status, t.step, t.told))
            self._advance(best, o)
            return
        alike = [t for t in here if t.status == o.status and (o.witness.document, o.status) not in t.seen]
        named = [t for t in alike if t.subject.named]
        known = sum(t.value for t in named)
        nameless = [t for t in alike if not t.subject.named]
        if known and value <= known * (1 + SAME):
            for t in named:
                t.against.append(Against(o.claims[0], "smaller_than_named"))
            self.unused += [Unused(c, "in_named_projects") for c in o.claims]
        elif nameless:
            self._resize(nameless[0], o, value - known)
        else:
            self._add(o, value - known)

    def event(self, o: Observation) -> None:
        """A dated event: a start of building or running without a size of its own, or the day of one that has."""
        whole = o.witness.claim.part_of
        told = [t for t in self.tranches if whole in t.claims] if whole else []
        mine = told or [t for t in self._of_owner(o) if o.subject.phase is None or t.phase == o.subject.phase]
        planned = o.witness.claim.modality != "observed"
        going = [t for t in mine if told or (t.step <= o.step and not (t.rest and not told))]
        if len(going) != 1:
            self.unused += [Unused(c, "event_without_size") for c in o.claims]
            return
        (t,) = going
        t.claims += [c for c in o.claims if c not in t.claims]
        if planned:
            t.expected = o.witness.claim.date.start if o.witness.claim.date else None
            return
        if o.status in STANDING:
            t.started = o.since
        if o.step > t.step:
            self._change_status(t, o)

    def stopped(self, o: Observation) -> None:
        """A plant is told to stand still: the one of this size, or the firm's only one."""
        mine = [t for t in self._of_owner(o) if t.stands]
        fits = [t for t in mine if same_size(t.value, o.value or 0.0)] or (mine if len(mine) == 1 else [])
        if fits and near_size(fits[0].value, o.value or 0.0):
            fits[0].status, fits[0].since, fits[0].told = o.status, o.since, o.since
            fits[0].claims += o.claims
        else:
            self.unused += [Unused(c, SUSPENDED) for c in o.claims]

    def ended(self, o: Observation) -> None:
        """A project is told to be given up, or a plant to be closed."""
        theirs = self._of_owner(o) if o.subject.named else self._of_place(o)
        mine = [t for t in theirs if not t.stands]
        fits = [t for t in mine if o.value is None or same_size(t.value, o.value)] or (mine if len(mine) == 1 else [])
        fits = fits or [t for t in theirs if t.stands and not t.rest and same_size(t.value, o.value or 0.0)]
        for t in fits[:1]:
            t.status, t.since, t.told = o.status, o.since, o.since
            t.claims += o.claims
        if not fits:
            self.unused += [Unused(c, "cancelled") for c in o.claims]

    def still_building(self, t: Tranche, day: date) -> bool:
        """True where a later statement knows the project still under construction after ``day``, or dates its start."""
        return any(
            o.since > day and o.good == t.good and same_firm(t.subject, o.subject) and t.phase == o.subject.phase
            and (o.value is None or near_size(o.value, t.value))
            for o in self._not_standing
        )  # fmt: skip

    # -- which tranche a statement is news of -------------------------------------------------------------------

    def _of_owner(self, o: Observation) -> list[Tranche]:
        return [t for t in self._of_place(o) if same_firm(t.subject, o.subject)]

    def _of_place(self, o: Observation) -> list[Tranche]:
        """What may be meant there: what was given up is over, and a later plan of the same size is another."""
        return [t for t in self.tranches if t.good == o.good and t.status != "cancelled" and may_be_one(t.place, o.place)]

    def _apart(self, t: Tranche, o: Observation) -> bool:
        """A part is not its whole nor another part; unequal figures of one document and status are two things, and so
        are figures of one time and different statuses, unless two documents tell the same size."""
        whole = o.witness.claim.part_of
        if whole and (whole in t.claims or whole in t.wholes):
            return True
        if not t.wholes.isdisjoint(o.claims):
            return True
        same = same_size(t.value, o.value or 0.0)
        here = any(document == o.witness.document for document, _ in t.seen)
        if t.told == o.since and t.step != o.step and (here or not same):
            return True
        return (o.witness.document, o.status) in t.seen and not same

    def _known(self, o: Observation, mine: list[Tranche]) -> Tranche | None:
        value = o.value or 0.0
        if o.subject.phase is not None:
            phase = [t for t in mine if t.phase == o.subject.phase]
            open_ = [t for t in mine if t.phase is None and t.step <= o.step and not self._apart(t, o)]
            loose = [t for t in open_ if same_size(t.value, value) or (REST_OF_PLAN in t.reasons and not t.stands)]
            return next(iter(phase or loose), None) or self._unnamed(o)
        going = [t for t in mine if t.step <= o.step and not self._apart(t, o)]
        same = [t for t in mine if same_size(t.value, value) and not self._apart(t, o) and _may_be(t, o)]
        if same:
            return max(same, key=lambda t: (t.status == o.status, t.step))
        waiting = [t for t in going if not t.stands or t.inferred]
        if o.status in STANDING:
            return self._grown(o, mine, waiting)
        return self._closest(waiting, o, limit=len(waiting) > 1) or self._unnamed(o)

    def _grown(self, o: Observation, mine: list[Tranche], waiting: list[Tranche]) -> Tranche | None:
        """The project that now stands; not where the firm's standing plants, or they and projects, make up the figure."""
        standing = sum(t.value for t in mine if t.stands and not t.inferred)
        value = o.value or 0.0
        if standing and (same_size(standing, value) or adding_up(waiting, value - standing)):
            return None
        return self._closest(waiting, o) or self._joint(o) or self._unnamed(o)

    def _closest(self, waiting: list[Tranche], o: Observation, limit: bool = True) -> Tranche | None:
        value = o.value or 0.0
        near = [t for t in waiting if not limit or near_size(t.value, value)]
        return min(near, key=lambda t: max(t.value, value) / min(t.value, value), default=None)

    def _joint(self, o: Observation) -> Tranche | None:
        """The project of several parents that this firm, named after one of them, was founded for."""
        theirs = [t for t in self._of_place(o) if joint_venture(t.subject, o.subject) and t.step <= o.step]
        return self._closest([t for t in theirs if not t.stands], o)

    def _unnamed(self, o: Observation) -> Tranche | None:
        """A project told before without its owner: of the same size, or the only one and of nearly the same."""
        value = o.value or 0.0
        free = [t for t in self._of_place(o) if not (t.subject.named or t.rest or t.stands) and t.step <= o.step]
        free = [t for t in free if not self._apart(t, o)]
        same = [t for t in free if same_size(t.value, value)]
        alone = free if len(free) == 1 and near_size(free[0].value, value) else []
        return next(iter(same or alone), None)

    # -- what the news changes ----------------------------------------------------------------------------------

    def _advance(self, t: Tranche, o: Observation) -> None:
        t.claims += [c for c in o.claims if c not in t.claims]
        t.seen.add((o.witness.document, o.status))
        if o.subject.named and not t.subject.named:
            t.subject, t.owner, t.phase = o.subject, o.witness.claim.subject, o.subject.phase
        if t.phase is None:
            t.phase = o.subject.phase
        value = o.value or 0.0
        if not same_size(t.value, value):
            self._resize(t, o, value)
        if t.inferred and o.step < t.step:
            self._not_yet(t, o)
        elif o.step < t.step and o.since > t.since:
            t.against += [Against(c, "other_status") for c in o.claims]
        elif o.step > t.step or (o.status != t.status and o.step == t.step and o.since > t.since):
            self._change_status(t, o)
        t.told = max(t.told, o.since)
        if o.place and (not t.place or (within(o.place, t.place) and not within(t.place, o.place))):
            t.place = o.place

    def _change_status(self, t: Tranche, o: Observation) -> None:
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

    def _resize(self, t: Tranche, o: Observation, value: float) -> None:
        """The newer or better figure counts, the other is kept against it."""
        scale = value / o.value if o.value else 1.0
        if outweighs(o, t.strength, t.told):
            reason = "earlier_size" if o.since > t.told else "other_size"
            t.against += [Against(c, reason) for c in t.claims if c not in o.claims]
            t.resize(o.low * scale, value, o.high * scale)
            t.strength = o.witness.strength
            t.reasons.append("revised")
            t.claims += [c for c in o.claims if c not in t.claims]
        else:
            t.against += [Against(c, "other_size") for c in o.claims]

    def _owner_standing(self, o: Observation, standing: list[Tranche]) -> None:
        """A firm's standing capacity as a whole: confirms its plants, or says by how much they have grown."""
        known, value = sum(t.value for t in standing), o.value or 0.0
        waiting = [t for t in self._of_owner(o) if not t.stands and not self._apart(t, o)]
        if known and same_size(known, value):
            for t in standing:
                t.claims += o.claims
                t.told = max(t.told, o.since)
        elif known and value < known:
            for t in standing:
                t.against += [Against(c, "smaller_than_known") for c in o.claims]
            self.unused += [Unused(c, "smaller_than_known") for c in o.claims]
        elif known and (grown := adding_up(waiting, value - known)):
            for t in grown:
                self._advance(t, _part(o, t.value))
                t.reasons.append("adds_up")
        else:
            t = self._add(o, value - known)
            if known:
                t.reasons.append("grew")

    def _owner_whole(self, o: Observation, mine: list[Tranche]) -> None:
        """A firm's capacity when all its phases stand: what of it is not known yet is still to come."""
        alive = [t for t in mine if t.status != "cancelled"]
        to_come = (o.value or 0.0) - sum(t.value for t in alive)
        before = [t for t in alive if not t.stands and t.phase is None and t.step <= o.step]
        if to_come > SAME * (o.value or 0.0):
            self._add(o, to_come).reasons.append(REST_OF_PLAN)
        elif before and to_come < -SAME * (o.value or 0.0) and before[0].value + to_come > 0:
            self._resize(before[0], o, before[0].value + to_come)
        else:
            for t in alive:
                t.claims += [c for c in o.claims if c not in t.claims]

    def _out_of_plan(self, o: Observation, mine: list[Tranche]) -> None:
        """A phase is part of its firm's greater plan that names no phase; of what is being built only the first is,
        since a later one may have been begun before."""
        value = o.value or 0.0
        first = o.subject.phase == 1 and not any(t.exists for t in mine)
        plans = [t for t in mine if t.phase is None and not t.exists and (first or not t.building) and t.value > value]
        if o.subject.phase is not None and len(plans) == 1:
            plans[0].shrink(value)
            plans[0].reasons.append(REST_OF_PLAN)

    def _add(self, o: Observation, value: float) -> Tranche:
        """A new tranche of the size ``value``; inside a total told before where it fits and need not be new."""
        scale = value / o.value if o.value else 1.0
        t = Tranche(
            o.good, o.product, o.subject, o.witness.claim.subject, o.place,
            o.low * scale, value, o.high * scale, o.unit, o.status, o.witness.claim.bound or "exact", o.since, o.since,
            list(o.claims), o.witness.strength, phase=o.subject.phase, seen={(o.witness.document, o.status)},
        )  # fmt: skip
        t.resize(t.low, t.value, t.high)
        if o.witness.claim.part_of:
            t.wholes.add(o.witness.claim.part_of)
        if t.stands:
            self._into_total(t, o)
        elif t.building:
            self._into_mixed(t, o)
        self.tranches.append(t)
        return t

    def _into_total(self, t: Tranche, o: Observation) -> None:
        """A plant never heard of before stood already when the total was told, unless its start is dated later."""
        for rest in self._rests(t, o):
            if t.value <= rest.value * (1 + SAME) and (rest.good == t.good or same_size(rest.value, t.value)):
                self._move(t, rest)
                return

    def _into_mixed(self, t: Tranche, o: Observation) -> None:
        """What is being built was in the sum of the built and building, unless it began after that sum was told."""
        for rest in self._rests(t, o):
            if rest.cover is not None and rest.cover.mixed and t.value <= rest.value * (1 + SAME):
                self._move(t, rest)
                return

    def _rests(self, t: Tranche, o: Observation) -> Iterable[Tranche]:
        """Rests of totals that may contain it: of this place, told when it may have been there."""
        status, began = next((self._starts[c] for c in o.claims if c in self._starts), ("", date.min))
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


def _part(o: Observation, value: float) -> Observation:
    return replace(o, low=value, value=value, high=value)


def _may_be(t: Tranche, o: Observation) -> bool:
    """An equal size is the same thing, but a plan told long after the plant stood is a further one."""
    forward = t.step <= o.step or not t.stands or t.inferred
    return forward or (o.since - t.since).days <= SPEAKS_DAYS
