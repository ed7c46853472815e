"""Marks: findings tied to the sentences of a draft. A fault is marked once; what stands in many places is one list."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lianpu.engine.findings import Finding as AnswerFinding
from lianpu.ledger.checks import WEIGHTS, off_by
from lianpu.ledger.findings import Finding, Severity
from lianpu.reading.claims import Claim, Reading

#: Codes whose sentence holds for every place alike, so that all of them are one mark.
ALIKE = frozenset({"class_no_number", "one_definition", "older_than_ledger", "start_unconfirmed", "silent_plan"})
#: Findings that say one thing in two ways: from the words of a sentence, and from its claims.
_KIND = {
    "growth_in_sentence": "growth", "growth_against_levels": "growth", "real_or_nominal": "growth", "average_growth": "growth",
    "share_in_sentence": "share", "share_of_levels": "share", "counted_twice": "sum", "parts_above_total": "sum",
    "parts_below_total": "sum", "made_above_capacity": "made", "use_of_capacity": "made", "start_passed": "due",
    "plan_after_its_date": "due", "project_later": "start", "project_earlier": "start", "status_backwards": "status",
    "project_stopped": "status", "revised_size": "size", "project_size": "size", "one_plant_two_places": "place",
    "project_elsewhere": "place",
}  # fmt: skip
#: Findings of the balance that are marked, those that question a stated figure first.
ANSWER_CODES = ("output_value", "power_dominates", "short", "no_local_source", "more_than_local_use", "missing_stages")
_END = re.compile(r"[。！？!?\n\t]|\.(?=\s+[A-Z])|\.(?=\s*$)")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence (or table cell) of the draft: at ``start:end`` of its original text, at ``clean`` of the repaired text,
    where its words are ``sentence`` and the claim's are ``quote``."""

    start: int
    end: int
    clean: tuple[int, int]
    sentence: str
    quote: str
    where: str | None
    claim: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault of the draft. ``places`` are in it, that in question first; ``beside`` are ids of claims of other documents.

    ``finding`` is what was found: by the checks of claims, or by the balance of the chains that the draft describes.
    """

    code: str
    severity: Severity
    places: tuple[Place, ...]
    beside: tuple[str, ...]
    rows: tuple[str, ...]
    figures: tuple[str, ...]
    finding: Finding | AnswerFinding

    @property
    def id(self) -> str:
        """The same for the same fault of the same sentence, also in a later version of the draft."""
        words = re.sub(r"\s", "", self.places[0].sentence)
        return hashlib.sha256(f"{self.code}\x1f{words}".encode()).hexdigest()[:10]

    @property
    def start(self) -> int:
        return self.places[0].start


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the ids of all claims, library rows and figures that it rests on; ``spans`` of the repaired text where
    it rests on words of the draft themselves."""

    finding: Finding | AnswerFinding
    severity: Severity
    claims: tuple[str, ...]
    rows: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def found_by_checks(finding: Finding) -> Found:
    return Found(finding, finding.severity, finding.claims, finding.rows)


#: From a span of the repaired text to the same words of the original.
ToOriginal = Callable[[int, int], tuple[int, int]]


def marks_of(found: Iterable[Found], draft: Mapping[str, Claim], reading: Reading, to_original: ToOriginal) -> list[Mark]:
    """The marks of findings that touch the draft, which was read as ``reading`` and has the claims ``draft`` by id; the
    gravest first, then those whose figure lies furthest off."""
    marks = []
    for one in found:
        places = _places([draft[i] for i in one.claims if i in draft], one.spans, reading, to_original)
        if places:
            beside = tuple(i for i in one.claims if i not in draft)
            marks.append(Mark(one.finding.code, one.severity, places, beside, one.rows, one.figures, one.finding))
    return sorted(_once(_together(marks)), key=_weight)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence or cell, or of the sentences, that ``start:end`` touches."""
    left = max((m.end() for m in _END.finditer(text, max(0, start - 2000), start)), default=max(0, start - 2000))
    right = _END.search(text, max(start, end - 1))
    stop = len(text) if right is None else right.end() if right[0] not in "\n\t" else right.start()
    while left < start and text[left].isspace():
        left += 1
    return left, max(stop, end)


def _places(
    claims: Sequence[Claim], spans: Sequence[tuple[int, int]], reading: Reading, to_original: ToOriginal
) -> tuple[Place, ...]:
    """One place for each sentence, the spans before the claims."""
    text = reading.clean_text
    kept: dict[tuple[int, int], Place] = {}
    for start, end in spans:
        clean = sentence_at(text, start, end)
        quote = text[start:end].strip()
        kept.setdefault(clean, Place(*to_original(*clean), clean, text[slice(*clean)], quote, None, None))
    for claim in claims:
        clean = sentence_at(text, *claim.clean_span)
        at = to_original(*clean)
        kept.setdefault(clean, Place(*at, clean, text[slice(*clean)], claim.quote, claim.where, claim.id))
    return tuple(kept.values())


def _together(marks: Iterable[Mark]) -> list[Mark]:
    """Marks of one code that say the same of every place become one."""
    groups: dict[object, list[Mark]] = defaultdict(list)
    for number, mark in enumerate(marks):
        groups[mark.code if mark.code in ALIKE else number].append(mark)
    return [group[0] if len(group) == 1 else _joined(group) for group in groups.values()]


def _joined(group: Sequence[Mark]) -> Mark:
    places = {(p.start, p.end): p for mark in group for p in mark.places}
    beside = dict.fromkeys(i for mark in group for i in mark.beside)
    return replace(group[0], places=tuple(sorted(places.values(), key=lambda p: p.start)), beside=tuple(beside))


def _once(marks: Iterable[Mark]) -> list[Mark]:
    """Of findings of one kind on a sentence, and of several about the same claims, the gravest is told."""
    kept: list[Mark] = []
    told: set[object] = set()
    for mark in sorted(marks, key=_weight):
        claims = frozenset((*(p.claim for p in mark.places), *mark.beside))
        keys: list[object] = [(_KIND.get(mark.code, mark.code), mark.places[0].clean)]
        keys += [claims] if None not in claims and not isinstance(mark.finding, AnswerFinding) else []
        if told.isdisjoint(keys):
            kept.append(mark)
        told.update(keys)
    return kept


def _weight(mark: Mark) -> tuple[int, int, float, int]:
    """By severity; of one severity what contradicts before what is missing; then by how far off, or by the money."""
    finding = mark.finding
    if isinstance(finding, AnswerFinding):
        return WEIGHTS[mark.severity], 1 + ANSWER_CODES.index(mark.code), -finding.weight, mark.start
    return WEIGHTS[mark.severity], 0, -off_by(finding), mark.start
