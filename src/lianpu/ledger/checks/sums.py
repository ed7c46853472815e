"""Sums: the parts of a total by plant, phase, source and place, and what stood and was being built against what stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianpu.ledger.checks.material import ADDITIVE, Material, grouped, is_flow, is_present, period_of
from lianpu.ledger.derive import Derived, derived, disagreement, power_fix, symbol
from lianpu.ledger.facts import BUILDING, STANDING, Fact, inside
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import breakdowns
from lianpu.ledger.nesting import nested
from lianpu.ledger.printed import Printed
from lianpu.ledger.rows import IMPORTED

#: Kinds whose figures are given, not measured: a plant of 10 GW has 10 GW, so sums of them must come out even.
NOMINAL = frozenset({"capacity", "count"})
_TOTAL = re.compile(
    r"全[国省市州县区旗]|合计|总计|共计|总产能|总规模|总产量|累计|in total|altogether|combined|city's|county's|province's",
    re.IGNORECASE,
)
#: So long a plant may be under construction before a total that stays the same is asked about.
STILL_BUILDING = timedelta(days=2 * 366)
#: A capacity that was last told of so long ago may have changed since.
STALE = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total (told once or several times) and its parts; ``complete`` where the parts claim to be all of it."""

    totals: tuple[Fact, ...]
    parts: tuple[Fact, ...]
    complete: bool

    @property
    def figure(self) -> Printed:
        """The sum of the parts, with what rounding may add: nominal figures only round in the total."""
        found = [part.measured for part in self.parts]
        value = sum(p.value for p in found)
        low, high = sum(p.low for p in found), sum(p.high for p in found)
        total = self.totals[0].measured
        if self.totals[0].kind in NOMINAL and all(p.claim.bound == "exact" for p in self.parts):
            slack = total.half if total.step > min(p.step for p in found) else 0.0
            low, high = value - slack, value + slack
        return Printed(low, value, high, max(p.step for p in found))

    @property
    def falls_short(self) -> bool:
        return self.figure.high < self.totals[0].measured.low

    def meets(self, figure: Printed) -> bool:
        total = self.totals[0].measured
        if self.totals[0].kind in NOMINAL and self.totals[0].claim.bound == "exact":
            total = Printed(total.value, total.value, total.value)
        return total.meets(figure)


def parts_against_total(material: Material) -> Iterator[Derived | Finding]:
    """Named plants, phases of a project, sources of power: their sum against the total that is told."""
    levels = [f for f in material.levels if f.kind in ADDITIVE and _counted(f)]
    for group in grouped(levels, lambda f: (f.kind, f.good, f.dimension, f.rate)).values():
        for found in (*_by_plant(group), *_by_phase(group), *_by_source(group)):
            yield from added_up(found)


def places_against_total(material: Material) -> Iterator[Derived | Finding]:
    """Places inside a place: none may have more than the whole, nor all of them together."""
    levels = [f for f in material.levels if f.kind in ADDITIVE and _counted(f) and f.whole and f.place]
    key = lambda f: (f.kind, f.good, f.tokens, f.dimension, f.rate, *period_of(f))  # noqa: E731
    for group in grouped(levels, key).values():
        by_place = grouped(group, lambda f: f.place)
        for outer, places in nested(by_place).items():
            inner = _apart([by_place[place][0] for place in places])
            yield from _not_above(by_place[outer], inner)
            yield from _all_named(by_place[outer], inner)


def wholes_and_their_parts(material: Material) -> Iterator[Derived | Finding]:
    """Phases that a text counts to a project: together not more than the project."""
    by_id = {f.id: f for f in material.levels}
    parts = grouped((f for f in material.levels if f.claim.part_of in by_id), lambda f: f.claim.part_of or "")
    for whole_id, members in parts.items():
        whole = by_id[whole_id]
        alike = [f for f in members if (f.kind, f.dimension, f.rate) == (whole.kind, whole.dimension, whole.rate)]
        if alike:
            yield from _parts_of(Sum((whole,), tuple(alike), complete=False))


def _parts_of(found: Sum) -> Iterator[Derived | Finding]:
    """A text names some of the parts (其中): less than the whole is no fault, more is."""
    if found.falls_short:
        yield _rest(found)
    else:
        yield from added_up(found)


def standing_and_building(material: Material) -> Iterator[Derived | Finding]:
    """What stood and was being built, against what later stands: 10 + 90 = 100."""
    capacities = [f for f in material.levels if f.kind == "capacity" and f.end and f.claim.modality == "observed"]
    for group in grouped(capacities, lambda f: (f.good, f.tokens, f.dimension)).values():
        totals = sorted((f for f in group if f.standing and f.place), key=lambda f: f.end or date.max)
        building = [f for f in group if f.claim.status in BUILDING]
        for (owner, _, _), same in grouped(totals, lambda f: (f.owner, f.phase, f.place)).items():
            own = [f for f in building if not owner or f.owner == owner]
            for before, after in itertools.pairwise(same):
                yield from _came_true(before, after, own)


def built_and_building(material: Material) -> Iterator[Derived | Finding]:
    """A total of built and being built against what is told of each in the year before it."""
    capacities = [f for f in material.levels if f.kind == "capacity" and f.end and f.claim.modality == "observed" and f.place]
    for group in grouped(capacities, lambda f: (f.good, f.tokens, f.dimension)).values():
        places, at = nested(f.place for f in group), grouped(group, lambda f: f.place)
        for total in (f for f in group if f.claim.status == "built_and_building"):
            here = [f for inner in (total.place, *places.get(total.place, ())) for f in at[inner]]
            near = [f for f in here if _within_a_year(f, total) and (not total.owner or f.owner == total.owner)]
            stood = [f for f in near if f.claim.status in STANDING and f.owner == total.owner]
            coming = [f for f in near if f.claim.status in BUILDING]
            if stood and coming:
                latest = max(stood, key=lambda f: f.end or date.min)
                yield from added_up(Sum((total,), (latest, *coming), _one_document((total, latest, *coming))))


def _within_a_year(fact: Fact, total: Fact) -> bool:
    return fact.end is not None and total.end is not None and 0 <= (total.end - fact.end).days <= 366


def _came_true(before: Fact, after: Fact, building: Sequence[Fact]) -> Iterator[Derived | Finding]:
    assert before.end is not None and after.end is not None
    coming = [
        f for f in building
        if f.end and before.end - timedelta(days=366) <= f.end < after.end and inside(f.place, before.place)
    ]  # fmt: skip
    unchanged = after.measured.meets(before.measured) and after.end - before.end < STILL_BUILDING
    if not coming or before.end >= after.end or unchanged:
        return
    found = Sum((after,), (before, *coming), complete=False)
    figure = found.figure
    agrees = found.meets(figure)
    confirmed = (after,) if agrees else ()
    yield derived("standing_and_building", figure, symbol(after), found.parts, after, confirmed=confirmed)
    if not agrees:
        yield disagreement("standing_and_building", (after,), figure, symbol(after), found.parts, Severity.NOTE)


def _counted(fact: Fact) -> bool:
    """A figure that stands as a fact; a capacity only where the plant stands."""
    return is_present(fact) and (fact.kind != "capacity" or fact.standing)


def _by_plant(group: Sequence[Fact]) -> Iterator[Sum]:
    """Totals of a place beside the plants named in it, each at its latest size up to the total's date."""
    if group[0].kind == "count":
        return  # nine firms of one sort are no part of sixty of another
    totals = [f for f in group if _is_total(f)]
    plants = [f for f in group if not f.whole]
    if not totals or not plants:
        return
    places = nested(f.place for f in (*totals, *plants))
    at = grouped(plants, lambda f: (f.place, f.tokens))
    for (place, tokens), of_place in grouped(totals, lambda f: (f.place, f.tokens)).items():
        here = [f for inner in (place, *places.get(place, ())) for f in at.get((inner, tokens), ())]
        for same in grouped(of_place, lambda f: (period_of(f), f.measured.value)).values():
            parts = _sizes_at(same[0], here)
            if parts:
                yield Sum(tuple(same), tuple(parts), _one_document((*same, *parts)))


def _is_total(fact: Fact) -> bool:
    """A region's figure; in a running text only where words say so, since a firm may stand in another sentence."""
    if not fact.whole or not fact.place or fact.claim.part_of:
        return False
    return fact.kept.document.kind == IMPORTED or bool(_TOTAL.search(fact.claim.quote))


def _sizes_at(total: Fact, plants: Sequence[Fact]) -> list[Fact]:
    if is_flow(total):
        known = [f for f in plants if period_of(f) == period_of(total)]
    else:
        known = [f for f in plants if _stands_by(f, total)]
    parts: list[Fact] = []
    for phases in grouped(known, lambda f: f.owner).values():
        parts += _owned(phases)
    return parts


def _stands_by(plant: Fact, total: Fact) -> bool:
    """Told up to the total's date, and not long before it; undated figures of one text are of one date."""
    if plant.end is None and total.end is None and plant.document == total.document:
        return True
    plant_day, day = plant.said, total.said
    return plant_day is not None and day is not None and day - STALE <= plant_day <= day


def _owned(facts: Sequence[Fact]) -> list[Fact]:
    """One owner's plants: the latest size of each phase, or of the whole where that is told and not smaller."""
    in_time = sorted(facts, key=lambda f: f.end or date.min)
    latest = {f.phase: f for f in in_time if f.phase is not None}
    phases = list(latest.values())
    unphased = [f for f in in_time if f.phase is None]
    if not unphased:
        return phases
    last = unphased[-1]
    beside = [f for f in unphased if (f.end, f.document) == (last.end, last.document)]  # two plants told together
    wholes = list({f.measured.value: f for f in beside}.values())
    return wholes if sum(f.measured.value for f in wholes) >= sum(f.measured.value for f in phases) else phases


def _by_phase(group: Sequence[Fact]) -> Iterator[Sum]:
    """A project's total beside its phases."""
    for facts in grouped((f for f in group if f.owner), lambda f: (f.owner, f.tokens)).values():
        phases = [f for f in facts if f.phase]
        for total in facts:
            if total.phase or not total.end:
                continue
            known = [f for f in phases if f.end and f.end <= total.end and (not is_flow(f) or f.end == total.end)]
            parts = list({f.phase: f for f in sorted(known, key=lambda f: f.end or date.min)}.values())
            found = Sum((total,), tuple(parts), _one_document((total, *parts)))
            if len(parts) > 1 and (found.complete or not found.falls_short):
                yield found  # of an owner's later total, earlier phases are only some


def _by_source(group: Sequence[Fact]) -> Iterator[Sum]:
    """A total of power or energy beside its sources."""
    if group[0].kind not in ("energy", "power", "production"):
        return
    for facts in grouped(group, lambda f: (f.place, f.owner, period_of(f))).values():
        totals = [f for f in facts if not f.tokens & breakdowns()]
        for total in totals:
            parts: dict[str, Fact] = {}
            for fact in facts:
                source = fact.tokens & breakdowns()
                if len(source) == 1 and fact.tokens - source <= total.tokens:
                    parts.setdefault(next(iter(source)), fact)
            if len(parts) > 1:
                yield Sum((total,), tuple(parts.values()), len(parts) > 2 and _one_document((total, *parts.values())))


def _rest(found: Sum) -> Derived:
    """What of a total its named parts leave."""
    total, figure = found.totals[0], found.figure
    return derived("rest", total.measured.less(figure), symbol(total), (total, *found.parts), total)


def _one_document(facts: Sequence[Fact]) -> bool:
    return len({f.document for f in facts}) == 1


def added_up(found: Sum) -> Iterator[Derived | Finding]:
    figure, total = found.figure, found.totals[0]
    if found.meets(figure) and len(found.parts) > 1:
        yield derived("sum", figure, symbol(total), found.parts, total, confirmed=found.totals)
    elif figure.low > total.measured.high:
        yield disagreement("parts_above_total", found.totals, figure, symbol(total), found.parts, Severity.ERROR)
    elif len(found.parts) > 1 and not found.meets(figure):
        yield from _short_of(found, figure)


def _short_of(found: Sum, figure: Printed) -> Iterator[Derived | Finding]:
    """The parts named are less than the total: the rest is not named, or a figure is wrong."""
    total = found.totals[0]
    yield _rest(found)
    doubtful = found.complete or power_fix(total.measured, figure) is not None
    severity = Severity.DOUBT if doubtful else Severity.NOTE
    yield disagreement("parts_below_total", found.totals, figure, symbol(total), found.parts, severity)


def _apart(facts: Sequence[Fact]) -> list[Fact]:
    """Those that lie in none of the others."""
    within = {place for inner in nested(f.place for f in facts).values() for place in inner}
    return [f for f in facts if f.place not in within]


def _all_named(totals: Sequence[Fact], parts: Sequence[Fact]) -> Iterator[Derived | Finding]:
    """Places inside a place that come to its total; half of it or less is taken for a list of some."""
    found = Sum(tuple(totals[:1]), tuple(parts), complete=False)
    figure, total = found.figure, totals[0].measured
    if len(parts) > 1 and (not found.falls_short or figure.value > total.value / 2 or power_fix(total, figure) is not None):
        yield from added_up(found)


def _not_above(totals: Sequence[Fact], parts: Sequence[Fact]) -> Iterator[Derived | Finding]:
    total = totals[0]
    largest = max(parts, key=lambda f: f.measured.low)
    if largest.measured.low > total.measured.high:
        yield disagreement("part_above_total", totals, largest.measured, symbol(total), (largest,), Severity.ERROR)
    elif len(parts) > 1 and sum(p.measured.low for p in parts) > total.measured.high:
        figure = Sum((total,), tuple(parts), complete=False).figure
        yield disagreement("parts_above_total", totals, figure, symbol(total), parts, Severity.ERROR)
