"""What stands against what stood: falls without a closure, sums of less than their part, wrong powers of ten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from math import isclose, log10

from lianpu.ledger.checks.material import Material, grouped, is_present, series_of
from lianpu.ledger.derive import MISPRINTS, Derived, disagreement, symbol
from lianpu.ledger.facts import STANDING, Fact, ids, inside
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.firms import read_subject
from lianpu.ledger.printed import Printed

#: A level of one series that follows another within so long is its neighbour.
NEIGHBOURS = timedelta(days=2 * 366)


def standing_above_mixed(material: Material) -> Iterator[Derived | Finding]:
    """More stands at a place than was built and being built there later."""
    for group in grouped(_capacities(material), lambda f: (f.good, f.dimension)).values():
        for mixed in (f for f in group if f.claim.status == "built_and_building"):
            within = [f for f in group if f.standing and f.end and mixed.end and f.end <= mixed.end and _part(f, mixed)]
            above = [f for f in within if f.measured.low > mixed.measured.high]
            if above:
                largest = max(above, key=lambda f: f.measured.value)
                yield disagreement("standing_above_mixed", (mixed,), largest.measured, symbol(mixed), (largest,))


def capacity_fell(material: Material) -> Iterator[Derived | Finding]:
    """Less stands than before, and nobody tells of a closure or standstill there."""
    stood = [f for f in _capacities(material) if f.standing]
    ended = [f for f in material.facts if f.claim.status in ("cancelled", "suspended")]
    for group in grouped(stood, series_of).values():
        told = sorted(group, key=lambda f: (f.end or date.min, f.published))
        for before, after in pairwise(told):
            gone = [f for f in ended if f.good == after.good and (_part(f, after) or f.owner == after.owner != "")]
            if after.measured.high < before.measured.low and after.end != before.end and not gone:
                yield disagreement("capacity_fell", (after,), before.measured, symbol(after), (before,), Severity.NOTE)


def stopped_above_standing(material: Material) -> Iterator[Derived | Finding]:
    """More of a firm's plant is told to stand still, or to be closed, than it had."""
    for group in grouped((f for f in _capacities(material) if f.owner), lambda f: (f.owner, f.good, f.place)).values():
        for stopped in (f for f in group if f.claim.status == "suspended"):
            had = [f for f in group if f.standing and f.end and stopped.end and f.end <= stopped.end]
            if had and stopped.measured.low > sum(f.measured.high for f in {f.phase: f for f in had}.values()):
                yield disagreement("stopped_above_standing", (stopped,), had[-1].measured, symbol(stopped), had)


def runs_after_its_end(material: Material) -> Iterator[Derived | Finding]:
    """A plant that was given up or closed, and is told later, with the same size, to stand."""
    sized = [f for f in _capacities(material) if f.owner]
    for group in grouped(sized, lambda f: (f.owner, f.good, f.phase, round(f.measured.value))).values():
        for end in (f for f in group if f.claim.status == "cancelled"):
            again = [f for f in group if f.claim.status in STANDING and f.start and end.end and f.start > end.end]
            again = [f for f in again if inside(f.place, end.place) or inside(end.place, f.place)]
            if again:
                yield Finding("runs_after_its_end", Severity.DOUBT, ids((again[0], end)))


def list_against_firms(material: Material) -> Iterator[Derived | Finding]:
    """What several firms have together against what each is told to have then."""
    stood = [f for f in _capacities(material) if f.standing and f.owner]
    by_good = grouped(stood, lambda f: (f.good, f.dimension))
    for joint in stood:
        subject = read_subject(joint.claim.subject, joint.claim.place)
        if not subject.listed or subject.others:
            continue
        parts = [_of_one(names, joint, by_good[joint.good, joint.dimension]) for names in subject.parties]
        known = [f for f in parts if f is not None]
        total = _sum(known)
        above, below = total.low > joint.measured.high, total.high < joint.measured.low
        if above or (below and len(known) == len(parts)):
            yield disagreement("list_against_firms", (joint,), total, symbol(joint), known)


def wrong_power(material: Material) -> Iterator[Derived | Finding]:
    """A level with the digits of its neighbour in time at another power of ten: a unit was mistaken (万吨, 吨)."""
    for series in material.series.values():
        levels = sorted((f for f in series if f.end and is_present(f)), key=lambda f: (f.end or date.min, f.published))
        for before, after in pairwise(levels):
            factor = after.measured.value / before.measured.value
            near = before.end is not None and after.end is not None and after.end - before.end <= NEIGHBOURS
            if near and _digits(after) > 1 and any(isclose(factor, step) or isclose(factor, 1 / step) for step in MISPRINTS):
                yield disagreement("same_digits", (after,), before.measured, symbol(after), (before,))


def _capacities(material: Material) -> list[Fact]:
    return [f for f in material.levels if f.kind == "capacity" and f.end and is_present(f) and f.good]


def _part(inner: Fact, outer: Fact) -> bool:
    return inside(inner.place, outer.place) and outer.owner in ("", inner.owner)


def _of_one(names: frozenset[str], joint: Fact, stood: list[Fact]) -> Fact | None:
    """What one firm of a list has at the time of the list: its latest figure of at most a year before or after."""
    own = [
        f
        for f in stood
        if f is not joint and f.end and joint.end and abs((f.end - joint.end).days) <= 366
        and read_subject(f.claim.subject, f.claim.place).parties == frozenset({names})
        and (inside(f.place, joint.place) or inside(joint.place, f.place))
    ]  # fmt: skip
    return max(own, key=lambda f: f.end or date.min, default=None)


def _sum(facts: list[Fact]) -> Printed:
    figures = [f.measured for f in facts]
    return Printed(sum(f.low for f in figures), sum(f.value for f in figures), sum(f.high for f in figures))


def _digits(fact: Fact) -> int:
    """How many digits a figure tells, without the noughts at its end."""
    value = fact.measured.value
    return len(f"{value / 10 ** int(log10(value)):.6f}".replace(".", "").strip("0")) if value > 0 else 0
