"""What a draft's wording leaves open: an order of magnitude that stands for a number, a rate with several definitions,
a date that is later than what the text describes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.checks.values import variant_names, variant_of
from lianpu.ledger.dating import Dating
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity
from lianpu.reading.doubts import CAPACITY_OR_PRODUCTION, WRONG_POWER
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Sentence


def classes(draft: Sequence[Fact]) -> Iterator[Finding]:
    """千亿级 and the like: no number that could be added up or examined."""
    for fact in draft:
        if fact.claim.bound == "class":
            yield Finding("class_no_number", Severity.NOTE, (fact.id,))


_CLASS = re.compile(r"\b(?:ten|hundred|thousand)[- ](?:billion|million)[- ](?:class|level|scale)\b", re.I)


def english_classes(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """A hundred-billion-class chain: the same in English."""
    for sentence in sentences:
        if sentence.is_english and _CLASS.search(sentence.text):
            finding = Finding("class_no_number", Severity.NOTE, ())
            yield Found(finding, finding.severity, (), spans=((sentence.start, sentence.end),))


def definitions(draft: Sequence[Fact]) -> Iterator[Finding]:
    """A rate of a family that has several definitions."""
    for fact in draft:
        named = variant_of(f"{fact.claim.product or ''} {fact.claim.quote}") if fact.kind == "share" else None
        if named is not None and len(variant_names(named[0])) > 1:
            yield Finding("one_definition", Severity.NOTE, (fact.id,), words=(("family", named[0]), ("variant", named[1])))


def describes_earlier(draft: Sequence[Fact], dating: Dating | None) -> Iterator[Finding]:
    """A draft that describes a time more than a year before its own date, by its own words or by other documents."""
    if dating is None or not dating.is_repost or not draft:
        return
    own = {fact.id for fact in draft}
    telling = [name for e in dating.evidence if (name := e.own) in own]
    claims = tuple(dict.fromkeys(telling)) or ids(draft[:1])
    words = (("published", dating.published or ""), ("until", dating.end or ""))
    yield Finding("describes_earlier", Severity.DOUBT, claims, words=words)


def doubtful(draft: Sequence[Fact]) -> Iterator[Finding]:
    """Figures that their own clause makes doubtful: the reader's flags about units, and 产能 used for 产量."""
    for fact in draft:
        for flag, code in ((CAPACITY_OR_PRODUCTION, "capacity_or_production"), (WRONG_POWER, "wrong_power")):
            if flag in fact.claim.flags:
                severity = Severity.ERROR if code == "wrong_power" else Severity.DOUBT
                yield Finding(code, severity, (fact.id,))
