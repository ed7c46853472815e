"""Dated events: starts without a size of their own, plants that stand still, projects that end."""

from __future__ import annotations

from dataclasses import replace

from lianpu.ledger.matching import of_owner, of_place
from lianpu.ledger.observations import STANDING, SUSPENDED, Observation, Unused
from lianpu.ledger.tranches import Tranche, fits, near_size, same_size
from lianpu.ledger.yard import Yard


def event(yard: Yard, o: Observation) -> None:
    """A dated event: a start of building or running without a size of its own, or the day of one that has."""
    whole = o.witness.claim.part_of
    told = [t for t in yard.tranches if whole in t.claims] if whole else []
    mine = told or [t for t in of_owner(yard, o) if o.subject.phase is None or t.phase == o.subject.phase]
    planned = o.witness.claim.modality != "observed"
    going = [t for t in mine if told or (t.step <= o.step and not (t.rest and not told))]
    if len(going) != 1:
        yard.unused += [Unused(c, "event_without_size") for c in o.claims]
        return
    (t,) = going
    t.claims += [c for c in o.claims if c not in t.claims]
    if planned:
        t.expected = o.witness.claim.date.start if o.witness.claim.date else None
        return
    if o.status in STANDING:
        t.started = o.since
    if o.step > t.step:
        yard.change_status(t, o)


def stopped(yard: Yard, o: Observation) -> None:
    """A plant is told to stand still: the one of this size, the firm's only one, or a part of it."""
    value = o.value or 0.0
    mine = [t for t in of_owner(yard, o) if t.stands]
    same = [t for t in mine if same_size(t.value, value)] or [t for t in mine if len(mine) == 1 and near_size(t.value, value)]
    greater = [t for t in mine if fits(value, t.value)]
    if same:
        _stop(same[0], o)
    elif greater:
        part = _split(yard, max(greater, key=lambda t: t.value), value)
        _stop(part, o)
    else:
        yard.unused += [Unused(c, SUSPENDED) for c in o.claims]


def _stop(t: Tranche, o: Observation) -> None:
    t.status, t.since, t.told = o.status, o.since, o.since
    t.claims += [c for c in o.claims if c not in t.claims]


def _split(yard: Yard, t: Tranche, value: float) -> Tranche:
    """A tranche of ``value`` taken out of a greater one."""
    part = replace(
        t, low=value, value=value, high=value, claims=list(t.claims), seen=set(t.seen), wholes=set(t.wholes),
        aliases=list(t.aliases), against=list(t.against), reasons=[*t.reasons, "part_stopped"],
    )  # fmt: skip
    t.shrink(value)
    yard.tranches.append(part)
    return part


def ended(yard: Yard, o: Observation) -> None:
    """A project is told to be given up, or a plant to be closed."""
    theirs = of_owner(yard, o) if o.subject.named else of_place(yard, o)
    mine = [t for t in theirs if not t.stands]
    fit = [t for t in mine if o.value is None or same_size(t.value, o.value)] or (mine if len(mine) == 1 else [])
    fit = fit or [t for t in theirs if t.stands and not t.rest and same_size(t.value, o.value or 0.0)]
    for t in fit[:1]:
        t.status, t.since, t.told = o.status, o.since, o.since
        t.claims += o.claims
    if not fit:
        yard.unused += [Unused(c, "cancelled") for c in o.claims]
