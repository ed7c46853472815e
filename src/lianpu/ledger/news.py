"""What statements about firms and about nobody's projects tell of the tranches of a yard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lianpu.ledger.matching import apart, known, of_owner, of_place, same_thing, sum_with
from lianpu.ledger.observations import STANDING, Observation, Unused
from lianpu.ledger.places import may_be_one
from lianpu.ledger.tranches import REST_OF_PLAN, REVISION, SAME, Against, Tranche, adding_up, fits, same_size
from lianpu.ledger.yard import Yard

_PROJECT = re.compile(r"项目|工程|project", re.IGNORECASE)


def named(yard: Yard, o: Observation) -> None:
    """News of a firm's plant or project."""
    mine = of_owner(yard, o)
    if o.whole and o.status not in STANDING:
        _owner_whole(yard, o, mine)
        return
    found = known(yard, o, mine)
    if found is not None and _only_a_part(found, o):
        _part_of_project(yard, found, o)
    elif found is not None:
        yard.advance(found, o)
    elif o.status in STANDING and o.subject.phase is None and not o.added:
        _owner_standing(yard, o, [t for t in mine if t.stands])
    elif _of_all_phases(o, mine):
        _owner_whole(yard, o, mine)
    else:
        _out_of_plan(o, mine)
        _out_of_sum(yard, o)
        yard.add(o, o.value or 0.0)


def pending(yard: Yard, o: Observation) -> None:
    """A project or sum of projects, not standing, whose owner nobody said."""
    here = [t for t in yard.tranches if t.good == o.good and may_be_one(t.place, o.place)]
    value = o.value or 0.0
    if o.whole:
        _owner_whole(yard, o, here)
        return
    here = [t for t in here if not t.rest]
    same = [t for t in here if same_thing(t, o) and t.step >= min(o.step, 1) and not apart(t, o)]
    if same:
        best = max(same, key=lambda t: (t.status == o.status, t.step, t.told))
        yard.advance(best, o)
        return
    alike = [t for t in here if t.status == o.status and (o.witness.document, o.status) not in t.seen]
    of_firms = [t for t in alike if t.subject.named]
    told = sum(t.value for t in of_firms)
    nameless = [t for t in alike if not t.subject.named]
    if o.added and _PROJECT.search(o.witness.claim.quote):
        yard.add(o, value)  # one project more, not the sum of those that are known
    elif told and fits(value, told):
        for t in of_firms:
            t.against.append(Against(o.claims[0], "smaller_than_named"))
        yard.unused += [Unused(c, "in_named_projects") for c in o.claims]
    elif nameless:
        yard.resize(nameless[0], o, value - told)
    else:
        yard.add(o, value - told)


def several(yard: Yard, o: Observation) -> None:
    """What several firms have together (甲、乙共8; 甲等3家8): it contains what is known of each, and what fits of others
    where there are some that it does not name. The rest is theirs together."""
    value = o.value or 0.0
    there = [t for t in of_place(yard, o) if not t.rest and (t.exists if o.status in STANDING else t.step <= o.step)]
    before = [t for t in there if t.subject.listed and t.subject.parties == o.subject.parties]
    theirs = [t for t in there if t not in before and _has_part(t, o)]
    left = value - sum(t.value for t in theirs)
    others = sorted((t for t in there if t.subject.named and t not in (*before, *theirs)), key=lambda t: -t.value)
    for t in others[: o.subject.others]:
        if fits(t.value, left):
            theirs.append(t)
            left -= t.value
    for t in theirs:
        t.claims += [c for c in o.claims if c not in t.claims]
    if left <= SAME * value:
        if left < -SAME * value:
            for t in theirs:
                t.against += [Against(c, "smaller_than_known") for c in o.claims]
        left = 0.0
    if before:
        yard.advance(before[0], _part(o, left))
    elif left:
        yard.add(o, left).reasons.append("several_firms")


def _has_part(t: Tranche, o: Observation) -> bool:
    if t.subject.listed:
        return t.subject.parties <= o.subject.parties
    return any(names & keys for names in t.subject.parties for keys in o.subject.parties)


def _only_a_part(t: Tranche, o: Observation) -> bool:
    """A step forward of much less than the whole project is one of a part."""
    return o.subject.phase is None and o.step > t.step and t.value > REVISION * (1 + SAME) * (o.value or 0.0)


def _part_of_project(yard: Yard, t: Tranche, o: Observation) -> None:
    t.shrink(o.value or 0.0)
    t.reasons.append(REST_OF_PLAN)
    yard.add(o, o.value or 0.0)


def _owner_standing(yard: Yard, o: Observation, standing: list[Tranche]) -> None:
    """A firm's standing capacity as a whole: confirms its plants, or says by how much they have grown."""
    told, value = sum(t.value for t in standing), o.value or 0.0
    waiting = [t for t in of_owner(yard, o) if not t.stands and not apart(t, o)]
    if told and same_size(told, value):
        for t in standing:
            t.claims += o.claims
            t.told = max(t.told, o.since)
    elif told and value < told:
        for t in standing:
            t.against += [Against(c, "smaller_than_known") for c in o.claims]
        yard.unused += [Unused(c, "smaller_than_known") for c in o.claims]
    elif told and (grown := adding_up(waiting, value - told)):
        for t in grown:
            yard.advance(t, _part(o, t.value))
            t.reasons.append("adds_up")
    else:
        if not told:
            _out_of_sum(yard, o)
        t = yard.add(o, value - told, after=max((t.told for t in standing), default=date.min))
        if told:
            t.reasons.append("grew")


def _owner_whole(yard: Yard, o: Observation, mine: Sequence[Tranche]) -> None:
    """A firm's capacity when all its phases stand: what of it is not known yet is still to come."""
    alive = [t for t in mine if t.status != "cancelled"]
    to_come = (o.value or 0.0) - sum(t.value for t in alive)
    before = [t for t in alive if not t.stands and t.phase is None and t.step <= o.step]
    if to_come > SAME * (o.value or 0.0):
        yard.add(o, to_come).reasons.append(REST_OF_PLAN)
    elif before and to_come < -SAME * (o.value or 0.0) and before[0].value + to_come > 0:
        yard.resize(before[0], o, before[0].value + to_come)
    else:
        for t in alive:
            t.claims += [c for c in o.claims if c not in t.claims]


def _of_all_phases(o: Observation, mine: Sequence[Tranche]) -> bool:
    """A project told without a phase, greater than its known phases of which one is still to come, is all of them."""
    if o.subject.phase is not None or o.added or not any(t.phase is not None and not t.exists for t in mine):
        return False
    return fits(sum(t.value for t in mine), o.value or 0.0)


def _out_of_plan(o: Observation, mine: Sequence[Tranche]) -> None:
    """A phase is part of its firm's greater plan that names no phase; of what is being built only the first is,
    since a later one may have been begun before."""
    value = o.value or 0.0
    first = o.subject.phase == 1 and not any(t.exists for t in mine)
    plans = [t for t in mine if t.phase is None and not t.exists and (first or not t.building) and t.value > value]
    plans = [t for t in plans if not apart(t, o)]
    if o.subject.phase is not None and len(plans) == 1:
        plans[0].shrink(value)
        plans[0].reasons.append(REST_OF_PLAN)


def _out_of_sum(yard: Yard, o: Observation) -> None:
    """A firm's project or new plant is part of a sum of projects that nobody named, and its phase of a plan."""
    found = sum_with(yard, o)
    if found is not None:
        found.shrink(o.value or 0.0)
        found.reasons.append("named_since")


def _part(o: Observation, value: float) -> Observation:
    return replace(o, low=value, value=value, high=value)
