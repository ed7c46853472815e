"""Targets against what is: reached already, missed at their date, or far above the present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from lianpu.ledger.checks.material import Material, grouped, is_flow, is_present
from lianpu.ledger.derive import Derived, symbol
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity

#: A target of so many times the present is asked about.
LEAP = 2.0


def targets(material: Material) -> Iterator[Derived | Finding]:
    """Every target of a region or firm beside the latest figure of the same thing before and after its date."""
    levels = [f for f in material.levels if f.end and (f.good or f.tokens) and f.kind != "investment"]
    for group in grouped(levels, lambda f: (f.kind, f.good, f.tokens, f.owner, f.place, f.dimension, f.rate)).values():
        present = [f for f in group if is_present(f) and (f.kind != "capacity" or f.standing)]
        for aim in (f for f in group if f.claim.modality == "target"):
            yield from _beside(aim, present)


def _beside(aim: Fact, present: Sequence[Fact]) -> Iterator[Finding]:
    told, due = _day(aim.published), aim.end
    assert due is not None
    before = [f for f in present if f.end and (told is None or f.end <= told)]
    at_date = [f for f in present if f.end and _at_date(f, due)]
    wanted = aim.measured.value
    if at_date and at_date[-1].measured.high < wanted - aim.measured.half:
        yield _finding("target_missed", aim, at_date[-1])
    if not before:
        return
    last = max(before, key=lambda f: f.end or date.min)
    if last.measured.low > wanted:
        yield _finding("target_below_present", aim, last)
    elif wanted / last.measured.value >= LEAP:
        yield _finding("target_leap", aim, last)


def _at_date(fact: Fact, due: date) -> bool:
    """For a flow the target's year; for what stands at a date the last half of it, and the year after."""
    assert fact.end is not None
    if is_flow(fact):
        return fact.end == due and fact.start is not None and (due - fact.start).days > 360
    return fact.end.year == due.year and fact.end.month > 6


def _day(published: str) -> date | None:
    try:
        year, month, day = [*map(int, published.split("-")), 12, 28][:3]
        return date(year, month, day)
    except ValueError:
        return None


def _finding(code: str, aim: Fact, level: Fact) -> Finding:
    """``figure`` is how many times the level the target is."""
    times = aim.measured.value / level.measured.value
    words = (("target", repr(aim.measured.value)), ("level", repr(level.measured.value)), ("unit", symbol(aim)))
    return Finding(code, Severity.NOTE, ids((aim, level)), times, "1", words=words)
