"""What cannot follow in time: a plant that is unbuilt again, output before the start, a plan after its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.derive import Derived, symbol
from lianpu.ledger.facts import BUILDING, HOPED, STANDING, Fact, ids, inside, planned_before_publication
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.resolve import FORGOTTEN_YEARS

#: How long after its planned date a start of which nobody has told is listed.
OVERDUE = timedelta(days=366)
#: How long after its last mention a plan is listed as silent; the state of a region leaves it out then (resolve).
FORGOTTEN = timedelta(days=FORGOTTEN_YEARS * 366)
#: Within how long two dates of one kind of event of a firm are taken for one project's.
ONE_PROJECT = timedelta(days=366)
STEPS = ("signed", "under_construction", "trial", "operating")


def status_backwards(material: Material) -> Iterator[Derived | Finding]:
    """A plant that stood is told later, with the same size, as being built or planned."""
    sized = [f for f in material.levels if f.kind == "capacity" and f.owner and f.end and f.claim.modality != "target"]
    for group in grouped(sized, lambda f: (f.good, f.owner, f.phase, round(f.measured.value))).values():
        stood = [f for f in group if f.claim.status in STANDING]
        again = [f for f in group if f.claim.status in BUILDING | HOPED]
        for later in again:
            before = [f for f in stood if f.end and later.start and f.end < later.start and not _mere_plan(later)]
            if before:
                words = (("status", later.claim.status or ""), ("before", before[0].claim.status or ""))
                yield Finding("status_backwards", Severity.DOUBT, ids((later, *before)), words=words)
                break


def _mere_plan(fact: Fact) -> bool:
    """A plan of the same size may be a further one."""
    return fact.claim.status in HOPED


def start_passed(material: Material) -> Iterator[Derived | Finding]:
    """A planned start whose date has passed: still being built in later sources, or never told of again."""
    tells = grouped((f for f in material.facts if f.owner and f.said), lambda f: f.owner)
    plans = [f for f in material.of_kind("milestone") if f.owner and f.end and f.claim.modality == "planned"]
    plans = [f for f in plans if f.claim.status in STANDING]
    for (owner, _, _, due), same in grouped(plans, lambda f: (f.owner, f.good, f.phase or 1, f.end)).items():
        if due is not None:
            told = tells.get(owner, ())
            yield from _after(same, due, told, material.last_word((*same, *told)))


def _after(plans: Sequence[Fact], due: date, tells: Sequence[Fact], latest: date | None) -> Iterator[Finding]:
    """``plans`` tell one planned start, in one or several documents."""
    plan = plans[0]
    of_plant = [f for f in tells if f.good == plan.good and _one_phase(f, plan) and f.said and f.said > due]
    if any(f.claim.status in STANDING for f in of_plant):
        return
    building = [f for f in of_plant if f.claim.status in BUILDING and f.claim.modality != "target"]
    if building:
        yield Finding("start_passed", Severity.DOUBT, ids((*plans, *building)), words=(("due", due.isoformat()),))
    elif latest is not None and latest - due > OVERDUE:
        words = (("due", due.isoformat()), ("latest", latest.isoformat()))
        yield Finding("start_unconfirmed", Severity.NOTE, ids(plans), words=words)


def plan_after_its_date(material: Material) -> Iterator[Derived | Finding]:
    """A document that calls planned what lay before its own publication: it describes an earlier time."""
    old_plans = [f for f in material.facts if planned_before_publication(f)]
    for old in grouped(old_plans, lambda f: f.kept.document.name).values():  # a table's rows bear their document's name
        words = (("published", old[0].published), ("due", max(f.end for f in old if f.end).isoformat()))
        yield Finding("plan_after_its_date", Severity.DOUBT, ids(old), words=words)


def events_out_of_order(material: Material) -> Iterator[Derived | Finding]:
    """A plant that starts before it is begun, or is begun before its agreement; a trial run after operation.

    Only of one phase or one size: what begins later without either may be an extension.
    """
    events = [f for f in material.of_kind("milestone") if f.owner and f.end and f.claim.modality == "observed"]
    events = [f for f in events if f.phase or f.claim.part_of]
    sizes = material.sizes
    for group in grouped(events, lambda f: (f.good, f.owner, f.phase, sizes.get(f.claim.part_of or ""), f.place)).values():
        dated = [f for f in group if f.claim.status in STEPS]
        for early in dated:
            late = [f for f in dated if _step(f) > _step(early) and f.end and early.start and f.end < early.start]
            if late:
                words = (("status", early.claim.status or ""), ("before", late[0].claim.status or ""))
                yield Finding("events_out_of_order", Severity.DOUBT, ids((early, *late)), words=words)
                break


def trial_after_operation(material: Material) -> Iterator[Derived | Finding]:
    """A trial run told for a time after the start, of a firm whose phases are not told apart: one of them may be wrong."""
    events = [f for f in material.of_kind("milestone") if f.owner and f.end and f.claim.modality == "observed"]
    for group in grouped(events, lambda f: (f.good, f.owner)).values():
        started = [f for f in group if f.claim.status == "operating"]
        for trial in (f for f in group if f.claim.status == "trial"):
            before = [f for f in started if f.end and trial.start and f.end < trial.start and not (f.phase and trial.phase)]
            if before and trial.start and (trial.start - max(f.end for f in before if f.end)).days < 2 * 366:
                yield Finding("trial_after_operation", Severity.NOTE, ids((trial, *before)))


def two_dates(material: Material) -> Iterator[Derived | Finding]:
    """One event of one project that two sources put at two dates; a size may be told by one alone.

    Where no phase is told the first is meant.
    """
    events = [f for f in material.of_kind("milestone") if f.owner and f.end and f.claim.modality == "observed"]
    for group in grouped(events, lambda f: (f.good, f.owner, f.claim.status)).values():
        for one, other in combinations(sorted(group, key=lambda f: (f.end or date.min, f.id)), 2):
            alike = (one.phase or 1) == (other.phase or 1)
            alike = alike and _one_size(*(material.sizes.get(f.claim.part_of or "") for f in (one, other)))
            if alike and one.document != other.document and _apart_in_time(one, other):
                words = (("status", one.claim.status or ""), ("first", _told(one)), ("second", _told(other)))
                yield Finding("two_dates", Severity.NOTE, ids((one, other)), words=words)


def _one_size(one: float | None, other: float | None) -> bool:
    return one is None or other is None or one == other


def _apart_in_time(one: Fact, other: Fact) -> bool:
    """Not one within the other, and not so far apart that they are two projects."""
    assert one.end is not None and other.start is not None
    return timedelta(0) < other.start - one.end < ONE_PROJECT


def _told(fact: Fact) -> str:
    return fact.claim.date.start if fact.claim.date else ""


def silent_plans(material: Material) -> Iterator[Derived | Finding]:
    """Planned plants of which no source has told since: no proof that they were given up, but no news either."""
    sized = [f for f in material.levels if f.kind == "capacity" and f.owner and f.said]
    for group in grouped(sized, lambda f: (f.owner, f.good)).values():
        last = max(group, key=lambda f: f.said or date.min)
        latest = material.last_word(group)
        hoped = last.claim.status in HOPED and last.claim.modality == "planned"
        if hoped and latest is not None and last.said is not None and latest - last.said > FORGOTTEN:
            words = (("due", last.said.isoformat()), ("latest", latest.isoformat()))
            yield Finding("silent_plan", Severity.NOTE, ids((last,)), words=words)


def trial_and_operating(material: Material) -> Iterator[Derived | Finding]:
    """One plant on one day both in trial run and in operation: the capacity is not yet proved."""
    plants = [f for f in material.facts if f.owner and f.end and f.kind in ("milestone", "capacity") and f.claim.product_id]
    for group in grouped(plants, lambda f: (f.good, f.owner, f.phase, f.end)).values():
        trial = [f for f in group if f.claim.status == "trial"]
        running = [f for f in group if f.claim.status == "operating" and f.claim.modality == "observed"]
        if trial and running:
            yield Finding("trial_and_operating", Severity.NOTE, ids((*running, *trial)))


def cumulative_called_built(material: Material) -> Iterator[Derived | Finding]:
    """A figure that counted what was built and being built, told elsewhere as built: later it may have come true,
    at the same time it is wrong."""
    sized = [f for f in material.levels if f.kind == "capacity" and f.end and f.claim.modality == "observed"]
    for group in grouped(sized, lambda f: (f.good, f.dimension, round(f.measured.value))).values():
        both = [f for f in group if f.claim.status == "built_and_building"]
        built = [f for f in group if f.claim.status in STANDING]
        for first in both:
            here = [f for f in built if inside(f.place, first.place) or inside(first.place, f.place)]
            if here:
                together = any(f.end and first.end and abs((f.end - first.end).days) <= 31 for f in here)
                severity = Severity.DOUBT if together else Severity.NOTE
                yield Finding("cumulative_called_built", severity, ids((*here, first)), first.measured.value, symbol(first))
                break


def _one_phase(one: Fact, other: Fact) -> bool:
    return not one.phase or not other.phase or one.phase == other.phase


def _step(fact: Fact) -> int:
    return STEPS.index(fact.claim.status or "")
