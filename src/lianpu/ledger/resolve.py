"""What the ledger holds true of a region at a date: tranches of capacity, each with the claims for and against it.

Statements are taken in the order of the times that they speak of. A statement about a firm is news of its plant or
project (:mod:`lianpu.ledger.yard`); one about a place is a total that contains the plants there
(:mod:`lianpu.ledger.totals`). What is not used is listed with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lianpu.ledger import events, news, totals
from lianpu.ledger.observations import (
    MIXED,
    PRINTED,
    STANDING,
    SUSPENDED,
    Observation,
    Unused,
    family_of,
    in_region,
    observe,
)
from lianpu.ledger.periods import last_day
from lianpu.ledger.tranches import SAME, Against, Cover, Tranche, same_size
from lianpu.ledger.witnesses import Witness
from lianpu.ledger.yard import Yard

#: A plan that was last told of so many years before the date of the state is taken to be given up: plants of these
#: industries are built in two years, and five-year plans name anew what is still meant.
FORGOTTEN_YEARS = 5
#: Why a claim is not used that speaks of a time after the state's.
LATER = "later_document"


@dataclass(frozen=True, slots=True)
class Total:
    """A stated total in force: what it counts, its claims and those against it."""

    product_id: str
    product: str | None
    place: str | None
    status: str
    value: float
    unit: str
    since: str
    claims: tuple[str, ...]
    against: tuple[Against, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapacityStatement:
    """One capacity as the ledger holds it: value, low and high in ``unit``; ``claims`` all say it, ``against`` not.

    ``product_id`` is empty for a product that the library does not know; ``product`` is then its only name.
    ``owner`` is None where nobody said whose it is, or where it is the rest of a total (``rest``). ``since`` is the
    day from which the status is known, ``total`` the number of the total in :class:`State` that contains it.
    """

    product_id: str
    product: str
    owner: str | None
    place: str | None
    low: float
    value: float
    high: float
    unit: str
    bound: str
    status: str
    claims: tuple[str, ...]
    phase: int | None = None
    rest: bool = False
    since: str | None = None
    expected: str | None = None
    total: int | None = None
    against: tuple[Against, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """The region as the ledger holds it: capacities, the totals that contain them, other statements, what was not
    used."""

    capacities: tuple[CapacityStatement, ...]
    totals: tuple[Total, ...]
    others: tuple[Witness, ...]
    unused: tuple[Unused, ...]


def resolve(witnesses: Iterable[Witness], *, inside: Callable[[Witness], bool], as_of: str | None = None) -> State:
    """The state of the region as of the last day of ``as_of`` (an ISO date or its beginning; None: of all that is told).

    ``inside`` tells whether a witness speaks of the region.
    """
    here, unused = in_region(witnesses, inside)
    day = last_day(as_of) if as_of else date.max
    told = [w for w in here if not w.described or w.since <= day]
    later = [w for w in here if w.described and w.since > day]
    unused += [Unused(w.id, LATER) for w in later]
    observations, unusable = observe(told)
    to_come, _ = observe(later)
    capacities: list[CapacityStatement] = []
    stated: list[Total] = []
    for group in _groups(observations):
        yard = _settled(group, to_come)
        unused += yard.unused
        _results(yard, day, capacities, stated, unused)
    others = tuple(w for w in told if w.claim.kind != "capacity" and not _forgotten(w, day))
    first = {u.claim: u for u in reversed([*unused, *unusable])}
    return State(tuple(capacities), tuple(stated), others, tuple(first.values()))


def _groups(observations: Iterable[Observation]) -> list[list[Observation]]:
    """Statements that may speak of the same tranches: of a family of goods, in one unit. Events go with the claims
    that tell their size, or where most is told of the good."""
    groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    events: list[Observation] = []
    for o in observations:
        if o.value is None:
            events.append(o)
        else:
            groups[family_of(o.good), o.unit].append(o)
    for o in events:
        of_good = [group for (family, _), group in groups.items() if family == family_of(o.good)]
        whole = o.witness.claim.part_of
        told = [group for group in of_good if any(whole in sized.claims for sized in group)]
        max(told or of_good or [groups[o.good, ""]], key=len).append(o)
    return list(groups.values())


def _settled(group: Sequence[Observation], to_come: Sequence[Observation]) -> Yard:
    """The yard after all statements of a group; ``to_come`` are statements of later times, which tell what had not
    happened yet."""
    yard = Yard(_starts(group), [*group, *to_come])
    for o in sorted(_sums(group, yard), key=lambda o: o.order):
        if o.value is None or o.status in ("cancelled", SUSPENDED):
            _event(yard, o)
        elif totals.fulfilled(yard, o):
            continue
        elif o.subject.named:
            (news.several if o.subject.listed else news.named)(yard, o)
        else:
            _of_place(yard, o)
    return yard


def _event(yard: Yard, o: Observation) -> None:
    if o.status == "cancelled":
        events.ended(yard, o)
    elif o.value is None:
        events.event(yard, o)
    else:
        events.stopped(yard, o)


def _of_place(yard: Yard, o: Observation) -> None:
    if o.status in STANDING and o.added:
        yard.unused += [Unused(c, "added_in_period") for c in o.claims]
    elif o.status in STANDING:
        totals.standing_total(yard, o)
    elif o.status == MIXED:
        totals.mixed_total(yard, o)
    else:
        news.pending(yard, o)


def _starts(group: Iterable[Observation]) -> Mapping[str, tuple[str, date]]:
    """The dated starts, of building or running, by the claim that tells the size of what started."""
    events = [o for o in group if o.value is None and o.witness.claim.modality == "observed"]
    return {o.witness.claim.part_of: (o.status, o.since) for o in events if o.witness.claim.part_of}


def _sums(group: Sequence[Observation], yard: Yard) -> list[Observation]:
    """The statements with one standing total of each document, place and time instead of its several figures without
    an owner."""
    apart: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    out = []
    for o in group:
        if o.value is None or o.subject.named or o.status not in (*STANDING, MIXED):
            out.append(o)
        else:
            apart[o.witness.document, o.good, o.status, o.since, o.place].append(o)
    return [*out, *(_one_total(figures, yard) for figures in apart.values())]


def _one_total(figures: Sequence[Observation], yard: Yard) -> Observation:
    """Parts of projects add up, and so do other figures, but for one that the others make up: it is their total.
    What adds up to less than a figure beside it is in that figure."""
    parts = [o for o in figures if o.witness.claim.part_of]
    others = sorted((o for o in figures if not o.witness.claim.part_of), key=lambda o: o.value or 0.0)
    if len(others) > 1 and same_size(others[-1].value or 0.0, sum(o.value or 0.0 for o in others[:-1])):
        yard.unused += [Unused(c, "part_of_total") for o in others[:-1] for c in o.claims]
        others = others[-1:]
    chosen, left = sorted((parts, others), key=lambda some: -sum(o.value or 0.0 for o in some))
    yard.unused += [Unused(c, "part_of_total") for o in left for c in o.claims]
    return replace(
        chosen[0],
        low=sum(o.low for o in chosen),
        value=sum(o.value or 0.0 for o in chosen),
        high=sum(o.high for o in chosen),
        claims=tuple(c for o in chosen for c in o.claims),
    )


def _results(yard: Yard, day: date, capacities: list[CapacityStatement], stated: list[Total], unused: list[Unused]) -> None:
    numbers: dict[int, int] = {}
    for t in yard.tranches:
        if t.status == "cancelled":
            unused += [Unused(c, "cancelled") for c in t.claims]
        elif not t.stands and day != date.max and t.told != date.min and day.year - t.told.year > FORGOTTEN_YEARS:
            unused += [Unused(c, "forgotten_plan") for c in t.claims]
        elif t.value > SAME * (t.cover.value if t.rest and t.cover else 0.0):
            number = None
            if t.cover is not None:
                if id(t.cover) not in numbers:
                    numbers[id(t.cover)] = len(stated)
                    stated.append(_total(t.cover))
                number = numbers[id(t.cover)]
            capacities.append(_statement(t, number))
    used = {c for s in capacities for c in s.claims} | {c for total in stated for c in total.claims}
    past = [c for cover in yard.covers for c in cover.claims if c not in used]
    unused += [Unused(c, "superseded") for c in dict.fromkeys(past)]
    gone = [c for t in yard.tranches if t.value <= 0 for c in t.claims if c not in used]
    unused += [Unused(c, "in_named_projects") for c in dict.fromkeys(gone)]


def _total(cover: Cover) -> Total:
    return Total(
        _id(cover.good), cover.product, cover.place, cover.status, cover.value, cover.unit, _iso(cover.since) or "",
        _once(cover.claims), tuple(cover.against), _once(cover.reasons),
    )  # fmt: skip


def _statement(t: Tranche, number: int | None) -> CapacityStatement:
    return CapacityStatement(
        _id(t.good), t.product or "", t.owner, t.place, t.low, t.value, t.high, t.unit, t.bound, t.status, _once(t.claims),
        t.phase, t.rest, _iso(t.started or t.since), t.expected, number, tuple(dict.fromkeys(t.against)), _once(t.reasons),
    )  # fmt: skip


def _id(good: str) -> str:
    return "" if good.startswith(PRINTED) else good


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _iso(day: date) -> str | None:
    return None if day in (date.min, date.max) else day.isoformat()


def _forgotten(witness: Witness, day: date) -> bool:
    told = witness.until
    planned = witness.claim.modality != "observed"
    return planned and date.max not in (day, told) and day.year - told.year > FORGOTTEN_YEARS
