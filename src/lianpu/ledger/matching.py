"""Which tranche a statement is news of: the same phase, an equal size, or the only project that it can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lianpu.ledger.firms import joint_venture, takes_part
from lianpu.ledger.observations import BUILDING, STANDING, Observation
from lianpu.ledger.places import may_be_one
from lianpu.ledger.tranches import ADDED, REST_OF_PLAN, Tranche, adding_up, near_size, same_size

if TYPE_CHECKING:
    from lianpu.ledger.yard import Yard

#: A better source speaks for so long against a later, lesser one: inventories and filings are made once a year.
SPEAKS_DAYS = 365
#: Shortest usual time from ground-breaking to start-up: 6 to 24 months in 18 of 23 announced projects with dates.
SHORTEST_BUILD_DAYS = 180
#: A nameless project is a firm's own where that is told with so much of its size; a smaller one is a part of a sum.
MOST_OF_IT = 0.8


def of_place(yard: Yard, o: Observation) -> list[Tranche]:
    """What may be meant there: what was given up is over, and a later plan of the same size is another."""
    return [t for t in yard.tranches if t.good == o.good and t.status != "cancelled" and may_be_one(t.place, o.place)]


def of_owner(yard: Yard, o: Observation) -> list[Tranche]:
    return [t for t in of_place(yard, o) if not t.subject.listed and t.is_of(o.subject)]


def known(yard: Yard, o: Observation, mine: Sequence[Tranche]) -> Tranche | None:
    """The tranche that a firm's statement is news of, among its own (``mine``), its ventures' and those of nobody."""
    value = o.value or 0.0
    if o.subject.phase is not None:
        phase = [t for t in mine if t.phase == o.subject.phase]
        open_ = [t for t in mine if t.phase is None and t.step <= o.step and not apart(t, o)]
        loose = [t for t in open_ if same_size(t.value, value) or (REST_OF_PLAN in t.reasons and not t.stands)]
        return next(iter(phase or loose), None) or _unnamed(yard, o)
    may_be = [t for t in (*mine, *_ventures(yard, o)) if not apart(t, o) and (not o.added or _addition(t))]
    same = [t for t in may_be if same_thing(t, o)]
    if same:
        return max(same, key=lambda t: (t.status == o.status, t.step))
    waiting = [t for t in mine if t in may_be and t.step <= o.step and (not t.stands or t.inferred)]
    if o.status in STANDING:
        return _grown(yard, o, mine, waiting)
    far = len(waiting) > 1 or any(t.phase is not None for t in waiting)
    return _closest(waiting, o, limit=far) or _joint(yard, o) or _unnamed(yard, o)


def same_thing(t: Tranche, o: Observation) -> bool:
    """An equal size is the same thing, but not the plant to which it is told as an addition, nor one that has long stood
    when it is planned."""
    forward = t.step <= o.step or not t.stands or t.inferred
    lately = forward or (o.since - t.since).days <= SPEAKS_DAYS
    return same_size(t.value, o.value or 0.0) and lately and (not o.added or _addition(t))


def apart(t: Tranche, o: Observation) -> bool:
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


def _grown(yard: Yard, o: Observation, mine: Sequence[Tranche], waiting: list[Tranche]) -> Tranche | None:
    """The project that now stands; not where the firm's standing plants, or they and projects, make up the figure."""
    standing = sum(t.value for t in mine if t.stands and not t.inferred)
    value = o.value or 0.0
    if standing and not o.added and (same_size(standing, value) or adding_up(waiting, value - standing)):
        return None
    return _closest(waiting, o) or _joint(yard, o) or _unnamed(yard, o) or _greater(waiting, o)


def _greater(waiting: Sequence[Tranche], o: Observation) -> Tranche | None:
    """The firm's one project of which a part can have come to run since it was told."""
    some = [t for t in waiting if t.value > (o.value or 0.0) and t.phase in (None, 1)]
    ripe = [t for t in some if t.building or (o.since - t.since).days >= SHORTEST_BUILD_DAYS]
    return ripe[0] if len(ripe) == len(waiting) == 1 and not o.added else None


def _closest(waiting: Sequence[Tranche], o: Observation, limit: bool = True) -> Tranche | None:
    value = o.value or 0.0
    some = [t for t in waiting if min(t.value, value) > 0]
    near = [t for t in some if not limit or near_size(t.value, value)]
    return min(near, key=lambda t: max(t.value, value) / min(t.value, value), default=None)


def _ventures(yard: Yard, o: Observation) -> list[Tranche]:
    """The projects that a firm has with others, or that several firms' one of them began alone, or their venture."""
    subject = o.subject
    return [
        t
        for t in of_place(yard, o)
        if not (t.subject.listed or t.is_of(subject)) and (joint_venture(t.subject, subject) or _consortium(t, o))
    ]


def _consortium(t: Tranche, o: Observation) -> bool:
    one, other = sorted((t.subject, o.subject), key=lambda subject: len(subject.parties))
    return len(other.parties) > 1 and takes_part(one, other)


def _joint(yard: Yard, o: Observation) -> Tranche | None:
    """The project of several parents that this firm, named after them, was founded for; where it is one of them, of
    nearly that size, or the only one, of which a part goes ahead."""
    theirs = [t for t in _ventures(yard, o) if t.step <= o.step and not t.stands and not apart(t, o)]
    founded = _closest([t for t in theirs if not _consortium(t, o)], o, limit=False)
    part = theirs[0] if len(theirs) == 1 and (o.value or 0.0) < theirs[0].value else None
    return founded or _closest(theirs, o) or part


def _unnamed(yard: Yard, o: Observation) -> Tranche | None:
    """A project told before without its owner: of the same size, or the only one and of nearly the same."""
    value = o.value or 0.0
    free = [t for t in of_place(yard, o) if not (t.subject.named or t.rest or t.stands) and t.step <= o.step]
    free = [t for t in free if not apart(t, o)]
    same = [t for t in free if same_size(t.value, value)]
    alone = free if len(free) == 1 and near_size(free[0].value, value) and value >= MOST_OF_IT * free[0].value else []
    return next(iter(same or alone), None)


def sum_with(yard: Yard, o: Observation) -> Tranche | None:
    """A sum of nobody's projects under construction that a firm's project or new plant, told since, is a part of; of
    a phase nobody's greater plan too."""
    if o.status not in BUILDING | STANDING or not o.value:
        return None
    _, began = yard.start_of(o)
    nobodys = [t for t in of_place(yard, o) if not (t.exists or t.subject.named or t.rest or apart(t, o))]
    nobodys = [t for t in nobodys if t.building or (o.subject.phase is not None and t.phase is None)]
    sums = [t for t in nobodys if t.value > o.value and began <= t.told <= o.since]
    return min(sums, key=lambda t: t.value, default=None)


def _addition(t: Tranche) -> bool:
    """What is told as an addition (新增, 扩建) is never the plant that it is added to."""
    return not t.exists or t.inferred or ADDED in t.reasons
