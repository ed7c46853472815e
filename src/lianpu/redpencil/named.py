"""Projects of the ledger that a draft's sentence names by their own name: stopped, of another size, at another time or place.

It needs no claim of the draft: the name stands there, and so do figures, dates and places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from lianpu.divisions import PREFECTURE, divisions
from lianpu.ledger.derive import symbol
from lianpu.ledger.facts import STANDING, Fact
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.places import may_be_one, parse_place
from lianpu.redpencil.against import STOPPED, said_on
from lianpu.redpencil.events import event_of
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Figure, Sentence
from lianpu.units import unit_of

#: A name of fewer characters may stand in other words.
SHORTEST = 4
#: Sizes this near are one size, printed differently.
SAME = 0.02
_TOLD_SO = ("终止", "停建", "停工", "取消", "撤销", "暂停", "搁置", "cancelled", "stopped", "suspended")


def named_projects(sentences: Sequence[Sentence], ledger: Sequence[Fact]) -> Iterator[Found]:
    """Findings about sentences that name a subject of the ledger's claims."""
    projects = _by_name(ledger, lambda f: f.claim.subject if f.owner else None)
    regions = _by_name(ledger, lambda f: f.claim.product if f.whole and f.figure and f.claim.modality == "observed" else None)
    for sentence in sentences:
        found = [
            *(item for name in _names_in(sentence, projects) for item in _about(sentence, name, projects[name])),
            *(item for name in _names_in(sentence, regions) for item in _figure_of(sentence, name, regions[name])),
        ]
        for finding in found:
            yield Found(finding, finding.severity, finding.claims, spans=((sentence.start, sentence.end),))


def _by_name(facts: Sequence[Fact], name: Callable[[Fact], str | None]) -> dict[str, list[Fact]]:
    """Facts by a name that is long enough to be known, also by the end of it (配套风电场) where only one has that end."""
    known: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if (printed := name(fact)) and len(printed) >= SHORTEST:
            known[printed].append(fact)
    ends: dict[str, set[str]] = defaultdict(set)
    for printed in known:
        for at in range(1, len(printed) - SHORTEST):
            ends[printed[at:]].add(printed)
    return known | {end: known[whole.pop()] for end, whole in ends.items() if len(whole) == 1 and end not in known}


def _names_in(sentence: Sentence, known: Mapping[str, Sequence[Fact]]) -> list[str]:
    """The one name that a sentence has; of two projects it is not told whose figures are whose."""
    inside = [name for name in known if name in sentence.text]
    whole = [name for name in inside if not any(name != other and name in other for other in inside)]
    return whole if len(whole) == 1 else []


_PART_OF_REGION = re.compile(r"其中|占|新增|增加|增长")


def _figure_of(sentence: Sentence, name: str, told: Sequence[Fact]) -> Iterator[Finding]:
    """A figure of the region (新能源装机) that the ledger has otherwise for that time, or newer."""
    last = max(told, key=said_on)
    place = sentence.text.index(name)
    after = [f for f in sentence.figures if place < f.start < place + 30 and _value(f, last) is not None]
    if len(after) != 1 or _PART_OF_REGION.search(sentence.before(after[0].start, 30)):
        return
    value = _value(after[0], last) or 0.0
    dated = [last_day(span.end) for _, end, span in sentence.dates if end <= after[0].start]
    if last.end is None or not dated or any(abs(value - f.measured.value) <= SAME * f.measured.value for f in told):
        return
    same_time = any(f.end == dated[-1] for f in told)
    if same_time:
        words = (("stated", repr(value)),)
        yield Finding("two_values", Severity.DOUBT, (last.id,), last.measured.value, symbol(last), words=words)
    elif last.end > dated[-1]:
        words = (("when", last.end.isoformat()),)
        yield Finding("older_than_ledger", Severity.NOTE, (last.id,), last.measured.value, symbol(last), words=words)


def _about(sentence: Sentence, name: str, told: Sequence[Fact]) -> Iterator[Finding]:
    last = max((f for f in told if f.claim.status), key=said_on, default=None)
    if last is not None and last.claim.status in STOPPED and not any(word in sentence.text for word in _TOLD_SO):
        words = (("status", last.claim.status or ""), ("when", said_on(last).isoformat()))
        yield Finding("project_stopped", Severity.DOUBT, (last.id,), words=words)
        return
    yield from _size(sentence, name, told)
    yield from _start(sentence, told)
    yield from _place(sentence, told)


def _size(sentence: Sentence, name: str, told: Sequence[Fact]) -> Iterator[Finding]:
    sizes = [f for f in told if f.kind == "capacity" and f.figure is not None and f.unit is not None]
    if len({f.good for f in sizes}) != 1:
        return
    last = max(sizes, key=said_on)
    after = [f for f in sentence.figures if f.start > sentence.text.index(name) and _value(f, last) is not None]
    if len(after) != 1:
        return
    value = _value(after[0], last) or 0.0
    if all(abs(value - f.measured.value) > SAME * f.measured.value for f in sizes):
        words = (("stated", repr(value)), ("when", said_on(last).isoformat()))
        yield Finding("project_size", Severity.DOUBT, (last.id,), last.measured.value, symbol(last), words=words)


def _value(figure: Figure, like: Fact) -> float | None:
    """A printed figure in the base unit of a capacity; None where it measures something else."""
    unit = unit_of(figure.unit)
    if unit is None or like.unit is None or unit.dimension != like.unit.dimension:
        return None
    return figure.value * unit.factor


def _start(sentence: Sentence, told: Sequence[Fact]) -> Iterator[Finding]:
    starts = [f for f in told if f.kind == "milestone" and f.claim.status in STANDING and f.start and f.end]
    last = max(starts, key=lambda f: f.published, default=None)
    dated = [span for at, end, span in sentence.dates if event_of(sentence, at, end) == "made"]
    if last is None or last.start is None or last.end is None or len(dated) != 1:
        return
    first, until = first_day(dated[0].start), last_day(dated[0].end)
    if last.start > until or last.end < first:
        code = "project_later" if last.start > until else "project_earlier"
        words = (("first", until.isoformat()), ("second", last.end.isoformat()))
        yield Finding(code, Severity.DOUBT, (last.id,), words=words)


def _place(sentence: Sentence, told: Sequence[Fact]) -> Iterator[Finding]:
    placed = [f for f in told if f.place and f.kind in ("capacity", "project", "milestone")]
    if not placed:
        return
    last = max(placed, key=said_on)
    here = [name for name in _counties(last.place) if name in sentence.text]
    if here and not any(may_be_one(name, f.place) for name in here for f in placed):
        words = (("places", f"{here[0]} / {last.place}"),)
        yield Finding("project_elsewhere", Severity.DOUBT, (last.id,), words=words)


@lru_cache(maxsize=256)
def _counties(place: str) -> tuple[str, ...]:
    """The full names of the counties of the prefecture that a place lies in."""
    codes = {code[:PREFECTURE] for code in parse_place(place).codes if len(code) >= PREFECTURE}
    return tuple(d.name for d in divisions() if len(d.code) > PREFECTURE and d.code[:PREFECTURE] in codes)
