"""Claims made comparable: what a figure is of, of whom, where and when, in base units with its rounding.

``tokens`` are the words of a definition (产业链, 综合, 规上) and of a breakdown (水电, 火电) that the product cell or the
quote has; two figures are of one series only where these agree. The words stand in ``data/indicator_words.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from lianpu.ledger import places
from lianpu.ledger.indicators import good_of, measured_kind, tokens_of
from lianpu.ledger.owners import Owners, phase_in, subject_of
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.printed import Printed, printed
from lianpu.ledger.queries import LedgerClaim
from lianpu.reading.claims import MODEL_ONLY, Claim
from lianpu.units import Dimension, Unit, unit_of

STANDING = frozenset({"operating", "trial", "built"})
BUILDING = frozenset({"under_construction", "advancing"})
HOPED = frozenset({"signed", "negotiating", "announced", "planned"})
#: Figures of a stretch of time; the others stand at a date.
FLOWS = frozenset(
    "production consumption output_value value_added revenue tax energy emissions growth exports orders throughput wages".split()
)
NATIONAL = "中国"

#: A clause that begins with the country or province speaks of it, whatever place its document is about.
_WIDER = re.compile(r"(?:其中|截至.{2,9}?[，,]|目前|占|\d{4}年(?:底|末|上半年|\d{1,2}月底?)?[，,]?)*(全国|我国|国内|全省)")


@dataclass(frozen=True)
class Fact:
    """A claim as the checks compare it. ``figure`` is in base units (t, kWh, kW, CNY, m2, person, 1).

    ``of`` is the kind of figure: the claim's own, or what a growth or share is of. ``owner`` is empty where the figure
    is a region's. ``region`` is the one that the subject names: for a share the part, where ``place`` is the whole.
    """

    kept: LedgerClaim
    kind: str
    of: str
    good: str
    tokens: frozenset[str]
    owner: str
    phase: int | None
    place: str
    region: str
    figure: Printed | None
    unit: Unit | None
    start: date | None
    end: date | None
    reposted: bool = False

    @property
    def id(self) -> str:
        return self.kept.claim.id

    @property
    def claim(self) -> Claim:
        return self.kept.claim

    @property
    def document(self) -> str:
        return self.kept.document.sha256

    @property
    def rate(self) -> bool:
        return self.unit is not None and self.unit.rate

    @property
    def dimension(self) -> Dimension | None:
        return self.unit.dimension if self.unit else None

    @property
    def measured(self) -> Printed:
        """The figure; for those that were chosen because they have one."""
        assert self.figure is not None
        return self.figure

    @cached_property
    def whole(self) -> bool:
        """Speaks of a region, not of a firm."""
        return not self.owner

    @property
    def standing(self) -> bool:
        claim = self.claim
        return claim.status in STANDING or (claim.status is None and claim.modality == "observed")

    @property
    def published(self) -> str:
        return self.kept.document.published or ""

    @property
    def said(self) -> date | None:
        """When the statement holds, else when it was published; None where a document is older than it says."""
        if self.end is not None:
            return self.end
        return published_on(self.published) if not self.reposted else None

    @property
    def year(self) -> int | None:
        said = self.said
        return said.year if said else None


def facts_of(claims: Iterable[LedgerClaim]) -> list[Fact]:
    """Facts of all claims but rejected ones and those that only a language model has read."""
    used = [c for c in claims if not c.rejected and (c.decision or MODEL_ONLY not in c.claim.flags)]
    subjects = (subject_of(c.claim.subject, c.claim.place)[0] for c in used)
    owners = Owners(subject for subject in subjects if subject)
    facts = [_fact(claim, owners) for claim in used]
    old = {fact.document for fact in facts if planned_before_publication(fact)}
    return [replace(fact, reposted=True) if fact.document in old else fact for fact in facts]


def planned_before_publication(fact: Fact) -> bool:
    """An event that is still to come in a document published later: the document describes an earlier time."""
    published = published_on(fact.published)
    planned = fact.kind == "milestone" and fact.claim.modality == "planned"
    return planned and fact.end is not None and published is not None and fact.end < published.replace(day=1)


@lru_cache(maxsize=4096)
def published_on(published: str) -> date | None:
    """The last day of a publication date of any precision; None where it is none."""
    try:
        return last_day(published[:10]) if published else None
    except ValueError:
        return None


def _fact(kept: LedgerClaim, owners: Owners) -> Fact:
    claim = kept.claim
    words = claim.product or ""
    unit = unit_of(claim.unit) if claim.unit else None
    figure = printed(claim)
    subject, site, region = subject_of(claim.subject, claim.place)
    owner = owners.name(subject) if subject else site
    phase = subject.phase if subject and (subject.phase or subject.whole) else phase_in(claim.quote)
    place = _place_of(claim, kept.document.default_place, region)
    start, end = _days(claim)
    return Fact(
        kept=kept,
        kind=claim.kind,
        of=measured_kind(claim, words),
        good=good_of(claim, words),
        tokens=tokens_of(claim, words, of_region=bool(region)),
        owner=owner,
        phase=phase,
        place=place,
        region=region or place,
        figure=figure.scaled(unit.factor) if figure and unit else figure,
        unit=unit,
        start=start,
        end=end,
    )


def _days(claim: Claim) -> tuple[date | None, date | None]:
    if claim.date is None:
        return None, None
    try:
        return first_day(claim.date.start), last_day(claim.date.end)
    except ValueError:
        return None, None


def _place_of(claim: Claim, default: str | None, region: str) -> str:
    place = places.full_place(claim.place, default) or region
    wider = _WIDER.match(claim.quote) if place == default else None
    if wider is None:
        return place
    return NATIONAL if wider[1] in places.COUNTRY else places.province_of(place) or place


@lru_cache(maxsize=65536)
def inside(inner: str, outer: str) -> bool:
    """``places.within``, kept: the checks ask it of the same pairs again and again."""
    return places.within(inner, outer)


def ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.id for fact in facts))
