"""Dates within a sentence or a table's row: output before the building began, plans that were due before the draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.periods import first_day, last_day
from lianpu.reading.claims import DateSpan
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Sentence, Table, dates_in

_BEGIN = re.compile(
    r"开工|动工|奠基|启动建设|开建"
    r"|\b(?:construction|building|work|ground)\b[^.;]{0,24}\b(?:began|begun|broken?|start(?:ed|s)?)\b"
    r"|\b(?:start|begin|began|started)\b[^.;]{0,12}\b(?:construction|building|work)\b",
    re.I,
)
_MADE = re.compile(
    r"投产|试产|投运|竣工|建成|达产|投用|并网|运营"
    r"|\b(?:production|operation|output|commission\w*)\b[^.;]{0,24}\b(?:began|start(?:ed|s)?|begun)\b"
    r"|\b(?:start|begin|began|started)\b[^.;]{0,12}\b(?:production|operation|output)\b"
    r"|\b(?:was|were) (?:completed|commissioned)\b|\bwent into operation\b",
    re.I,
)
_PLAN = re.compile(r"计划|拟于?|预计|将于|将在|争取|力争|\b(?:planned to|is to|will|expected to|scheduled to|due to)\b", re.I)
_HEAD_BEGIN = re.compile(r"开工|动工|^(?:start|beginning) of (?:building|construction|work)", re.I)
_HEAD_MADE = re.compile(r"投产|竣工|建成|投运|^(?:start|beginning) of (?:production|operation)|completion", re.I)


def events(sentences: Sequence[Sentence]) -> Iterator[Found]:
    for sentence in sentences:
        for finding in (_out_of_order(sentence), _due(sentence)):
            if finding is not None:
                yield Found(finding, finding.severity, (), spans=((sentence.start, sentence.end),))
                break


def _out_of_order(sentence: Sentence) -> Finding | None:
    """One date of beginning and one of output in a sentence, the output first."""
    begun = [span for at, end, span in sentence.dates if event_of(sentence, at, end) == "begin"]
    made = [span for at, end, span in sentence.dates if event_of(sentence, at, end) == "made"]
    if len(begun) != 1 or len(made) != 1 or last_day(made[0].end) >= first_day(begun[0].start):
        return None
    words = (("before", "operating"), ("status", "under_construction"))
    return Finding("events_out_of_order", Severity.ERROR, (), words=words)


def event_of(sentence: Sentence, start: int, end: int) -> str | None:
    """What a date dates: the first word of an event after it in Chinese, the last before it in English."""
    if sentence.is_english:
        words = sentence.before(start, 60)
        found = [(m.end(), name) for name, cue in (("begin", _BEGIN), ("made", _MADE)) for m in cue.finditer(words)]
        return max(found)[1] if found else None
    words = re.split(r"[，。；、]", sentence.after(end, 24))[0]
    found = [(m.start(), name) for name, cue in (("begin", _BEGIN), ("made", _MADE)) for m in cue.finditer(words)]
    return min(found)[1] if found else None


def _due(sentence: Sentence) -> Finding | None:
    """A plan for a time before the draft's own date."""
    if not sentence.published:
        return None
    today = first_day(sentence.published[:7])
    for start, end, span in sentence.dates:
        planned = (
            _PLAN.search(sentence.before(start, 10)) if not sentence.is_english else _PLAN.search(sentence.before(start, 60))
        )
        if planned and event_of(sentence, start, end) is not None and last_day(span.end) < today:
            words = (("published", sentence.published), ("due", last_day(span.end).isoformat()))
            return Finding("plan_after_its_date", Severity.DOUBT, (), words=words)
    return None


def table_events(table: Table) -> Iterator[Found]:
    """Rows whose month of output comes before their month of beginning."""
    head = [cell.text for cell in table[0]]
    begin = next((n for n, text in enumerate(head) if _HEAD_BEGIN.search(text)), None)
    made = next((n for n, text in enumerate(head) if _HEAD_MADE.search(text)), None)
    if begin is None or made is None:
        return
    for row in table[1:]:
        if max(begin, made) >= len(row):
            continue
        first, last = _month(row[begin].text), _month(row[made].text)
        if first and last and last_day(last.end) < first_day(first.start):
            words = (("before", "operating"), ("status", "under_construction"))
            finding = Finding("events_out_of_order", Severity.ERROR, (), words=words)
            spans = ((row[made].start, row[made].end), (row[begin].start, row[begin].end))
            yield Found(finding, finding.severity, (), spans=spans)


def _month(text: str) -> DateSpan | None:
    """A cell's date, where it is one and no year alone."""
    return next((span for span in dates_in(text) if len(span.start) > 4), None)
