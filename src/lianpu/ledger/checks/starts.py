"""What cannot have been at its time: seen before it came, made before the start, built in days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lianpu.ledger.checks.material import Material, grouped, is_present
from lianpu.ledger.derive import Derived
from lianpu.ledger.facts import STANDING, Fact, ids, published_on
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import MONEY

#: The figures of a period are known some days before it ends (a press conference of late December).
KNOWN_EARLY = timedelta(days=31)
#: From ground-breaking to start-up the quickest of 23 announced plants with dates took half a year; a third of it is
#: asked about.
AT_ONCE = timedelta(days=60)


def seen_before_it_came(material: Material) -> Iterator[Derived | Finding]:
    """A document that tells as seen what lies after its own publication."""
    late = [f for f in material.facts if is_present(f) and _days_after(f)]
    for (_, severity), facts in grouped(late, lambda f: (f.document, _days_after(f))).items():
        day = max(f.end for f in facts if f.end)
        words = (("published", facts[0].published), ("due", day.isoformat()))
        yield Finding("seen_before_it_came", severity or Severity.NOTE, ids(facts), words=words)


def _days_after(fact: Fact) -> Severity | None:
    """A doubt where all of its time lies after the publication; a note where a sum's period had not ended."""
    published = published_on(fact.published)
    if published is None or fact.start is None or fact.end is None:
        return None
    if fact.start > published:
        return Severity.DOUBT
    summed = fact.kind in MONEY or (fact.kind == "production" and not fact.rate)
    return Severity.NOTE if summed and fact.end - published > KNOWN_EARLY else None


def made_before_start(material: Material) -> Iterator[Derived | Finding]:
    """Output of a firm, or a plant called standing, before the first dated start of its only plant of the good."""
    starts, begun = _dates(material, STANDING), _dates(material, {"under_construction"})
    sized = [f for f in material.levels if f.owner and f.end and is_present(f) and f.kind in ("production", "capacity")]
    for fact in sized:
        day = _first(starts.get((fact.owner, fact.good), ()), fact) if fact.kind == "production" else None
        if fact.kind == "capacity" and fact.standing:
            day = _first([f for f in begun.get((fact.owner, fact.good), ()) if _one_size(f, fact, material)], fact)
        if day is not None and day.start is not None and fact.end is not None and fact.end < day.start:
            yield Finding("made_before_start", Severity.DOUBT, ids((fact, day)), words=(("due", day.start.isoformat()),))


def built_at_once(material: Material) -> Iterator[Derived | Finding]:
    """A plant that runs within days of its ground-breaking: one of the two dates, or the phase, is wrong."""
    starts, begun = _dates(material, {"operating"}), _dates(material, {"under_construction"})
    for key, first in begun.items():
        for event in first:
            soon = [f for f in starts.get(key, ()) if _same_project(event, f, material) and _soon(event, f)]
            if soon:
                yield Finding("built_at_once", Severity.DOUBT, ids((soon[0], event)))


def _dates(material: Material, statuses: frozenset[str] | set[str]) -> dict[tuple[str, str], list[Fact]]:
    """Dated events by firm and good, in order."""
    events = [f for f in material.of_kind("milestone") if f.owner and f.end and is_present(f) and f.claim.status in statuses]
    return grouped(sorted(events, key=lambda f: (f.end or date.min, f.id)), lambda f: (f.owner, f.good))


def _first(events: list[Fact] | tuple[()], fact: Fact) -> Fact | None:
    """The first start, where no later phase is meant by it."""
    return events[0] if events and (events[0].phase or 1) == 1 and (fact.phase or 1) == 1 else None


def _size(fact: Fact, material: Material) -> float | None:
    if fact.kind == "capacity":
        return fact.measured.value
    return material.sizes.get(fact.claim.part_of or "")


def _one_size(event: Fact, fact: Fact, material: Material) -> bool:
    return _size(event, material) == _size(fact, material)


def _same_project(one: Fact, other: Fact, material: Material) -> bool:
    if one.phase or other.phase:
        return one.phase == other.phase
    size = _size(one, material)
    return size is not None and size == _size(other, material)


def _soon(begun: Fact, started: Fact) -> bool:
    assert begun.end is not None and started.start is not None
    return timedelta(0) <= started.start - begun.end < AT_ONCE
