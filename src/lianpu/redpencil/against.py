"""A draft against the ledger: projects that it knows otherwise, and figures that it has newer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lianpu.ledger.checks.material import LEVELS, grouped, is_flow, is_present, series_of
from lianpu.ledger.derive import symbol
from lianpu.ledger.facts import BUILDING, HOPED, STANDING, Fact
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.places import may_be_one

STOPPED = frozenset({"cancelled", "suspended"})


def against_ledger(draft: Sequence[Fact], ledger: Sequence[Fact]) -> Iterator[Finding]:
    """Findings about facts of ``draft``, each with the ``ledger``'s latest fact about the same thing."""
    known = grouped((f for f in ledger if f.owner), lambda f: (f.owner, f.good))
    for fact in _named_by_size(draft, ledger):
        same = [f for f in known.get((fact.owner, fact.good), ()) if _one_phase(f, fact)] if fact.owner else []
        yield from _stopped(fact, same)
        yield from _size(fact, same)
        yield from _start(fact, same)
        yield from _elsewhere(fact, same)
    yield from _older(draft, ledger)


def _named_by_size(draft: Sequence[Fact], ledger: Sequence[Fact]) -> list[Fact]:
    """The draft's facts; where it names no owner that the ledger knows, with the owner of the one plant of that good and
    size, for all that its clause says of it."""
    sizes = grouped((f for f in ledger if f.kind == "capacity" and f.owner and f.figure), lambda f: (f.good, f.measured.value))
    owners = {f.owner for f in ledger}
    named: dict[tuple[str, str], str] = {}
    for fact in draft:
        if fact.kind == "capacity" and fact.figure and fact.good and fact.owner not in owners:
            alike = {f.owner for f in sizes.get((fact.good, fact.measured.value), ()) if may_be_one(f.place, fact.place)}
            if len(alike) == 1:
                named[fact.owner, fact.good] = alike.pop()
    return [replace(f, owner=named.get((f.owner, f.good), f.owner)) if f.good else f for f in draft]


def _elsewhere(fact: Fact, known: Iterable[Fact]) -> Iterator[Finding]:
    """A project of the same size that the ledger has at another place."""
    if fact.kind != "capacity" or fact.figure is None or not fact.place:
        return
    alike = [f for f in known if f.kind == "capacity" and f.figure and f.measured.meets(fact.measured) and f.place]
    apart = [f for f in alike if not may_be_one(f.place, fact.place)]
    if apart and len(apart) == len(alike):
        last = max(apart, key=said_on)
        words = (("places", f"{fact.place} / {last.place}"),)
        yield Finding("project_elsewhere", Severity.DOUBT, (fact.id, last.id), words=words)


def _stopped(fact: Fact, known: Iterable[Fact]) -> Iterator[Finding]:
    """A project that the ledger's last word calls cancelled or suspended."""
    told = [f for f in known if f.kind in ("capacity", "project", "milestone") and f.said and f.claim.status]
    last = max(told, key=said_on, default=None)
    if last is not None and last.claim.status in STOPPED and fact.claim.status not in STOPPED and _is_project(fact):
        words = (("status", last.claim.status or ""), ("when", said_on(last).isoformat()))
        yield Finding("project_stopped", Severity.DOUBT, (fact.id, last.id), words=words)


def _size(fact: Fact, known: Iterable[Fact]) -> Iterator[Finding]:
    """A project or plant whose size at the same stage is another in the ledger's last word."""
    if fact.kind != "capacity" or fact.figure is None or fact.claim.modality == "target":
        return
    sized = [f for f in known if f.kind == "capacity" and f.figure and f.dimension == fact.dimension and f.rate == fact.rate]
    alike = [f for f in sized if _stage(f) == _stage(fact) and f.phase == fact.phase and f.said]
    if not alike or any(f.measured.meets(fact.measured) for f in sized):
        return
    last = max(alike, key=said_on)
    words = (("stated", repr(fact.measured.value)), ("when", said_on(last).isoformat()), ("unit", symbol(last)))
    yield Finding("project_size", Severity.DOUBT, (fact.id, last.id), last.measured.value, symbol(last), words=words)


def _start(fact: Fact, known: Iterable[Fact]) -> Iterator[Finding]:
    """A start that the ledger has at another time, later by its last word."""
    if fact.kind != "milestone" or fact.claim.status not in STANDING or fact.end is None:
        return
    starts = [f for f in known if f.kind == "milestone" and f.claim.status in STANDING and f.end and f.published]
    last = max(starts, key=lambda f: f.published, default=None)
    if last is None or last.end is None or last.start is None or fact.start is None:
        return
    later = last.start > fact.end
    if not later and last.end >= fact.start:
        return
    words = (("first", fact.end.isoformat()), ("second", last.end.isoformat()))
    yield Finding("project_later" if later else "project_earlier", Severity.DOUBT, (fact.id, last.id), words=words)


def _older(draft: Sequence[Fact], ledger: Sequence[Fact]) -> Iterator[Finding]:
    """Observed figures of a region of which the ledger has a later period."""
    newest = grouped((f for f in ledger if _level(f)), lambda f: (*series_of(f), f.dimension, f.rate))
    for fact in draft:
        if not _level(fact) or fact.end is None:
            continue
        later = [f for f in newest.get((*series_of(fact), fact.dimension, fact.rate), ()) if f.end and f.end > fact.end]
        later = [f for f in later if not is_flow(fact) or _length(f) == _length(fact)]
        if later and not any(_same_series(other, fact) and other.end and other.end > fact.end for other in draft):
            last = max(later, key=lambda f: f.end or date.min)
            words = (("when", (last.end or date.min).isoformat()),)
            yield Finding("older_than_ledger", Severity.NOTE, (fact.id, last.id), last.measured.value, symbol(last), words=words)


def _same_series(one: Fact, other: Fact) -> bool:
    return _level(one) and series_of(one) == series_of(other)


def _level(fact: Fact) -> bool:
    """An observed level of a region at a known time."""
    return fact.whole and fact.kind in LEVELS and fact.figure is not None and is_present(fact) and fact.end is not None


def _length(fact: Fact) -> int:
    return round((fact.end - fact.start).days / 30) if fact.end and fact.start else 0


def said_on(fact: Fact) -> date:
    """When a fact holds, or when it was published; the first of days where neither is known."""
    return fact.said or date.min


def _is_project(fact: Fact) -> bool:
    return fact.kind in ("capacity", "project", "milestone")


def _one_phase(one: Fact, other: Fact) -> bool:
    return one.phase is None or other.phase is None or one.phase == other.phase


def _stage(fact: Fact) -> str:
    """Standing, being built or hoped for."""
    status = fact.claim.status
    return "standing" if fact.standing else "building" if status in BUILDING else "hoped" if status in HOPED else str(status)
