"""Figures of one thing in several places of a draft: two values of one quantity, targets below what is there, targets that
its own projects do not reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from lianpu.ledger.checks.material import LEVELS, Period, grouped, is_flow, is_present, period_of, series_of
from lianpu.ledger.derive import symbol
from lianpu.ledger.facts import BUILDING, HOPED, Fact, inside
from lianpu.ledger.findings import Finding, Severity

#: A target is held for what a draft's projects give if it lies within this of them: their figures are round.
ROUND = 1.02
#: Characters within which two figures stand in one sentence or its neighbour.
_ONE_SENTENCE = 120
#: Kinds that are told of a place as a whole, so that two figures of one time contradict each other.
_PART = re.compile(
    r"其中|新增|增加|带动|吸纳|提供|培训|引进|高级|技术|工程师|\b(?:of whom|new jobs|additional|trained|students)\b", re.I
)
_MORE = re.compile(r"新增|增加|新建|净增|再增|additional|add(?:ing|ed)? ", re.I)
_OF_A_PLACE = frozenset(
    {"jobs", "count", "output_value", "revenue", "production", "capacity", "land", "tax", "value_added", "other"}
)


def levels(draft: Sequence[Fact]) -> Iterator[Finding]:
    level = [f for f in draft if f.kind in LEVELS and f.figure is not None and f.unit is not None and not f.claim.part_of]
    yield from _two_values(level)
    yield from _targets(level)


#: A target may be told step by step; what is, or will be when a project is done, is one figure.
_SAID = frozenset({"observed", "potential"})


def _two_values(level: Sequence[Fact]) -> Iterator[Finding]:
    """Undated figures stand at the draft's own time, so two of them of one quantity are one or a slip."""
    told = [
        f
        for f in level
        if f.claim.modality in _SAID and f.kind in _OF_A_PLACE and (f.whole or f.kind == "capacity") and _named(f)
    ]
    for group in grouped(told, _what).values():
        pair = next(((one, other) for one, other in combinations(group, 2) if _contradict(one, other)), None)
        if pair is not None:
            words = (("stated", repr(pair[0].measured.value)),)
            claims, figure = (pair[1].id, pair[0].id), pair[1].measured.value
            yield Finding("two_values", Severity.DOUBT, claims, figure, symbol(pair[1]), words=words)


def _contradict(one: Fact, other: Fact) -> bool:
    """Of one time (what stands, of no other time than the draft's own), apart in the text, and not one figure."""
    dated = [f for f in (one, other) if f.end is not None]
    now = not is_flow(one) and len(dated) < 2 and all(_past(f) for f in dated)
    same_time = now or period_of(one) == period_of(other)
    return same_time and _apart(one, other) and not one.measured.meets(other.measured)


def _past(fact: Fact) -> bool:
    """Of a time before the draft came out."""
    return fact.end is not None and fact.end.isoformat() <= (fact.published or "")


def _apart(one: Fact, other: Fact) -> bool:
    """Not of one sentence, which sets two things side by side, nor a cell of a table, whose rows are different things."""
    near = abs(one.claim.clean_span[0] - other.claim.clean_span[0]) < _ONE_SENTENCE
    return not near and one.claim.where is None and other.claim.where is None


def _named(fact: Fact) -> bool:
    """It is known what the figure is of, and it is one figure; all that work in a place are known without a product."""
    if fact.claim.bound in ("class", "at_least", "at_most") or _PART.search(fact.claim.quote):
        return False
    return bool(fact.good or fact.tokens or fact.claim.product) or fact.kind == "jobs"


def _what(fact: Fact) -> tuple[object, ...]:
    """Status and words too: capacity that stands and capacity being built are two quantities."""
    return (
        *series_of(fact),
        fact.dimension,
        fact.rate,
        fact.claim.status,
        fact.claim.product,
        fact.region,
        fact.of,
        fact.claim.modality,
    )


def _targets(level: Sequence[Fact]) -> Iterator[Finding]:
    aims = [
        f for f in level if f.claim.modality == "target" and f.whole and f.kind != "count" and not _MORE.search(f.claim.quote)
    ]
    for aim in aims:
        same = [f for f in level if _alike(f, aim)]
        standing = (f for f in same if is_present(f) and f.whole and f.standing and f.place == aim.place)
        there = max(standing, key=_value, default=None)
        if there is not None and _value(there) > _value(aim) + aim.measured.high - aim.measured.value:
            words = (("target", repr(_value(aim))), ("level", repr(_value(there))), ("unit", symbol(aim)))
            yield Finding("target_below_present", Severity.DOUBT, (aim.id, there.id), words=words)
        elif aim.kind == "capacity" and there is not None:
            yield from _beyond_projects(aim, there, same)


def _beyond_projects(aim: Fact, there: Fact, same: Sequence[Fact]) -> Iterator[Finding]:
    """A target of capacity above what stands and all that the draft says is coming."""
    coming = [f for f in same if f.claim.status in BUILDING | HOPED and f.claim.modality != "target" and f.owner]
    largest: dict[object, Fact] = {}
    for fact in coming:
        key = (fact.owner, fact.phase)
        largest[key] = max(largest.get(key, fact), fact, key=_value)
    reached = _value(there) + sum(map(_value, largest.values()))
    if coming and _value(aim) > reached * ROUND:
        words = (("stated", repr(_value(aim))),)
        claims = (aim.id, there.id, *(f.id for f in largest.values()))
        yield Finding("target_beyond_projects", Severity.DOUBT, claims, reached, symbol(aim), words=words)


def _alike(fact: Fact, aim: Fact) -> bool:
    here = (fact.kind, fact.good, fact.tokens, fact.dimension, fact.rate)
    there = (aim.kind, aim.good, aim.tokens, aim.dimension, aim.rate)
    named = bool(aim.good or aim.tokens) or fact.claim.product == aim.claim.product
    return here == there and inside(fact.place, aim.place) and named and _one_time(fact, aim)


def _one_time(fact: Fact, aim: Fact) -> bool:
    """Flows of parts of a year are not held against a year's target."""
    period: Period = period_of(fact)
    if fact.kind == "capacity" or period[0] is None or period[1] is None:
        return True
    return (period[1] - period[0]).days > 300


def _value(fact: Fact) -> float:
    return fact.measured.value
