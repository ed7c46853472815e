"""What cannot follow in time: a plant that is unbuilt again, output before the start, a plan after its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.derive import Derived
from lianpu.ledger.facts import BUILDING, HOPED, STANDING, Fact, ids, inside, planned_before_publication
from lianpu.ledger.findings import Finding, Severity

#: How long after its planned date a start of which nobody has told is listed.
OVERDUE = timedelta(days=366)
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
    for plan in material.of_kind("milestone"):
        claim = plan.claim
        if claim.modality != "planned" or claim.status not in STANDING or plan.end is None or not plan.owner:
            continue
        yield from _after(plan, plan.end, tells.get(plan.owner, ()), material.latest)


def _after(plan: Fact, due: date, tells: Sequence[Fact], latest: date | None) -> Iterator[Finding]:
    of_plant = [f for f in tells if f.good == plan.good and _one_phase(f, plan) and f.said and f.said > due]
    if any(f.claim.status in STANDING for f in of_plant):
        return
    building = [f for f in of_plant if f.claim.status in BUILDING and f.claim.modality != "target"]
    if building:
        yield Finding("start_passed", Severity.DOUBT, ids((plan, *building)), words=(("due", due.isoformat()),))
    elif latest is not None and latest - due > OVERDUE:
        words = (("due", due.isoformat()), ("latest", latest.isoformat()))
        yield Finding("start_unconfirmed", Severity.NOTE, ids((plan,)), words=words)


def plan_after_its_date(material: Material) -> Iterator[Derived | Finding]:
    """A document that calls planned what lay before its own publication: it describes an earlier time."""
    for facts in material.in_document.values():
        old = [f for f in facts if planned_before_publication(f)]
        if old:
            words = (("published", old[0].published), ("due", max(f.end for f in old if f.end).isoformat()))
            yield Finding("plan_after_its_date", Severity.DOUBT, ids(old), words=words)


def events_out_of_order(material: Material) -> Iterator[Derived | Finding]:
    """A plant that starts before it is begun, or is begun before its agreement; a trial run after operation.

    Only of one phase or one size: what begins later without either may be an extension.
    """
    events = [f for f in material.of_kind("milestone") if f.owner and f.end and f.claim.modality == "observed"]
    events = [f for f in events if f.phase or f.claim.part_of]
    sizes = {f.id: f.measured.value for f in material.levels if f.kind == "capacity"}
    for group in grouped(events, lambda f: (f.good, f.owner, f.phase, sizes.get(f.claim.part_of or ""), f.place)).values():
        dated = [f for f in group if f.claim.status in STEPS]
        for early in dated:
            late = [f for f in dated if _step(f) > _step(early) and f.end and early.start and f.end < early.start]
            if late:
                words = (("status", early.claim.status or ""), ("before", late[0].claim.status or ""))
                yield Finding("events_out_of_order", Severity.DOUBT, ids((early, *late)), words=words)
                break


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
                yield Finding("cumulative_called_built", severity, ids((*here, first)), first.measured.value, "t/a")
                break


def _one_phase(one: Fact, other: Fact) -> bool:
    return not one.phase or not other.phase or one.phase == other.phase


def _step(fact: Fact) -> int:
    return STEPS.index(fact.claim.status or "")
