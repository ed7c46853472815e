"""Stated totals of a place: what they contain, what they leave over, and what had come true when they were told."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.ledger.dating import CONSTRUCTION_DAYS
from lianpu.ledger.matching import SHORTEST_BUILD_DAYS
from lianpu.ledger.observations import BUILDING, MIXED, STANDING, Observation, Unused
from lianpu.ledger.places import may_be_one, within
from lianpu.ledger.tranches import SAME, Against, Cover, Tranche, adding_up, same_size
from lianpu.ledger.yard import Yard, outweighs


def standing_total(yard: Yard, o: Observation) -> None:
    """What stands at a place in all. Projects that explain its growth have come true; what is left is its rest."""
    value = o.value or 0.0
    inside = _inside(yard, o)
    known = sum(t.value for t in inside if t.exists)
    if _old_state(yard, o, known):
        yard.unused += [Unused(c, "old_state") for c in o.claims]
        return
    if _outweighed(yard, o):
        return
    cover = _cover(yard, o)
    growth = value - known
    if growth > SAME * value:
        growth = _come_true(yard, inside, growth, o)
    _bound_mixed(cover, inside)
    inside = [t for t in inside if t.exists]
    for t in inside:
        t.cover = cover
        if t.rest:
            _renew(yard, t, o, confirmed=abs(growth) <= SAME * value)
    if growth > SAME * value:
        _rest(yard, cover, o, _perhaps_inside(yard, cover, o, growth))
    elif growth < -SAME * value:
        _give_back(cover, inside, -growth, o)
    else:  # the same but for rounding: what it counts beyond the known plants makes it up
        for t in [t for t in inside if t.rest and t.value + growth > 0][:1]:
            t.shrink(-growth)


def mixed_total(yard: Yard, o: Observation) -> None:
    """What stands and is being built at a place in one figure (建成和在建): its rest may be either."""
    value = o.value or 0.0
    inside = [t for t in _inside(yard, o) if t.exists or t.status in BUILDING or t.status == MIXED]
    if _told_of_before(yard, o):
        yard.unused += [Unused(c, "old_state") for c in o.claims]
        return
    if _outweighed(yard, o):
        return
    cover = _cover(yard, o)
    for t in inside:
        t.cover = cover
    left = value - sum(t.value for t in inside)
    if left > SAME * value:
        _rest(yard, cover, o, _perhaps_inside(yard, cover, o, left))
    elif left < -SAME * value:
        _give_back(cover, inside, -left, o)


def _bound_mixed(cover: Cover, inside: Sequence[Tranche]) -> None:
    """Of an earlier sum of the built and building no more is left open than what now stands leaves of it."""
    for t in inside:
        old = t.cover
        if old is None or not t.rest or t.status != MIXED or old.good != cover.good:
            continue
        of_sum = [other for other in inside if other is not t and within(other.place, old.place)]
        building = sum(other.value for other in of_sum if other.building and other.cover is old)
        known = sum(other.value for other in of_sum if other.exists)
        standing = cover.value if within(cover.place, old.place) else known
        t.shrink(max(0.0, t.value - max(0.0, old.value - standing - building)))


def _rest(yard: Yard, cover: Cover, o: Observation, left: float) -> None:
    value = o.value or 0.0
    if left > SAME * value:
        yard.rest(cover, o.low - value + left, left, o.high - value + left)


def fulfilled(yard: Yard, o: Observation) -> bool:
    """A sum of the built and building that is told again as built: all of it stands now."""
    if o.status not in STANDING or o.subject.phase is not None or o.value is None:
        return False
    for old in [c for c in yard.covers if c.mixed and c.good == o.good and c.since < o.since]:
        members = [t for t in yard.tranches if t.cover is old]
        if members and same_size(old.value, o.value) and may_be_one(old.place, o.place):
            cover = _cover(yard, o)
            cover.reasons.append("mixed_total_built")
            cover.claims += old.claims
            for t in members:
                t.cover = cover
                if not t.exists:
                    t.status, t.since, t.inferred = o.status, o.since, True
            return True
    return False


def _cover(yard: Yard, o: Observation) -> Cover:
    cover = Cover(
        o.good, o.product, o.status, o.value or 0.0, o.unit, o.place, o.since, o.witness.until, list(o.claims),
        o.witness.strength,
    )  # fmt: skip
    for old in _like(yard, o):
        if same_size(old.value, cover.value):
            cover.claims += [c for c in old.claims if c not in cover.claims]
        elif _same_time(old, o):
            cover.against += [Against(c, "other_size") for c in old.claims]
    yard.covers.append(cover)
    return cover


def _like(yard: Yard, o: Observation) -> list[Cover]:
    """Totals told before of the same product and place, of the same kind."""
    mixed = o.status == MIXED
    return [c for c in yard.covers if (c.good, c.place, c.mixed) == (o.good, o.place, mixed)]


def _same_time(old: Cover, o: Observation) -> bool:
    return old.since <= o.witness.until and o.since <= max(old.until, old.since)


def _outweighed(yard: Yard, o: Observation) -> bool:
    """A total that differs from a better source's of the same time, or of little before, is told against that one."""
    for old in _like(yard, o)[-1:]:
        if not same_size(old.value, o.value or 0.0) and not outweighs(o, old.strength, old.since):
            old.against += [Against(c, "other_size") for c in o.claims]
            yard.unused += [Unused(c, "lesser_source") for c in o.claims]
            return True
    return False


def _inside(yard: Yard, o: Observation) -> list[Tranche]:
    """Tranches that the total counts: of its product (or counted with it before), at its place or nobody said where."""
    return [
        t
        for t in yard.tranches
        if (t.good == o.good or (t.cover is not None and t.cover.good == o.good))
        and (not t.place or not o.place or within(t.place, o.place))
    ]


def _old_state(yard: Yard, o: Observation, known: float) -> bool:
    """A figure of before, told again after a greater one was known: a repost of an old state is no decline."""
    value = o.value or 0.0
    if value >= known * (1 - SAME):
        return False
    return any(same_size(c.value, value) for c in _like(yard, o))


def _told_of_before(yard: Yard, o: Observation) -> bool:
    """A sum of the built and building that was told before a later total of the place: it adds nothing to that."""
    same = [n for n, c in enumerate(yard.covers) if c in _like(yard, o) and same_size(c.value, o.value or 0.0)]
    later = yard.covers[same[0] + 1 :] if same else []
    return any(c.good == o.good and c.place == o.place and not same_size(c.value, o.value or 0.0) for c in later)


def _come_true(yard: Yard, inside: Sequence[Tranche], growth: float, o: Observation) -> float:
    """Projects under construction that the growth of a total lets stand: those that make it up, else the older ones
    that fit into it. Returns the growth that is left."""
    building = sorted((t for t in inside if t.building), key=lambda t: t.since)
    chosen = adding_up(building, growth)
    first = len(_like(yard, o)) == 1
    for t in chosen or building:
        # a first total says nothing of growth: what it counts beyond the known may be older plants
        enough = CONSTRUCTION_DAYS if first and t.subject.named else SHORTEST_BUILD_DAYS
        old_enough = (o.since - t.since).days >= enough and not yard.still_building(t, o.since)
        if not (chosen or (old_enough and t.value <= growth * (1 + SAME))):
            continue
        if t.subject.named:
            t.status, t.since, t.inferred = o.status, o.since, True
            t.reasons.append("adds_up" if chosen else "time_to_stand")
            growth -= t.value
        else:  # nobody's project has become a part of what stands
            yard.tranches.remove(t)
            yard.unused += [Unused(c, "came_true") for c in t.claims]
    for t in inside:
        if t.rest and not t.exists:
            t.shrink(min(t.value, growth))  # what was built or building is now counted as standing
    return growth


def _perhaps_inside(yard: Yard, cover: Cover, o: Observation, left: float) -> float:
    """Of ``left``, what remains when it contains all that fits of what is known for a wider place only: nothing is
    counted both in the city and in its park."""
    wider = [
        t
        for t in yard.tranches
        if t.good == o.good and o.place and t.place and _strictly_within(o.place, t.place)
        and (t.exists or (cover.mixed and t.status in BUILDING))
    ]  # fmt: skip
    for t in sorted(wider, key=lambda t: t.rest):
        if t.value <= left * (1 + SAME):
            t.cover, left = cover, left - t.value
        elif t.rest:
            if cover.mixed:  # a part of what stands in the wider place: it adds nothing there
                cover.reasons.append("in_wider_total")
                return 0.0
            t.shrink(left)
            return left
    return left


def _renew(yard: Yard, rest: Tranche, o: Observation, *, confirmed: bool) -> None:
    """The rest of an earlier total rests on the new one, and on both where they say the same."""
    if not confirmed:
        yard.unused += [Unused(c, "superseded") for c in rest.claims]
        rest.claims = []
    rest.claims += [c for c in o.claims if c not in rest.claims]


def _strictly_within(inner: str, outer: str) -> bool:
    return within(inner, outer) and not within(outer, inner)


def _give_back(cover: Cover, inside: Sequence[Tranche], excess: float, o: Observation) -> None:
    """A total below what is known: first the rests of earlier totals give way, then it is told against the plants."""
    for t in inside:
        if t.rest:
            taken = min(t.value, excess)
            t.shrink(taken)
            excess -= taken
    if excess > SAME * (o.value or 0.0):
        cover.against += [Against(c, "parts_above_total") for t in inside if not t.rest for c in t.claims]
