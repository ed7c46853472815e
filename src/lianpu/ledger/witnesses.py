"""A claim as a witness of a state: when what it says held, how good its source is, and which text it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianpu.ledger.areas import areas_of, is_area, placed
from lianpu.ledger.dating import Dating
from lianpu.ledger.firm_words import NO_WORDS, FirmWords
from lianpu.ledger.firms import Subject
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.places import city_in, full_place, prefecture_of
from lianpu.ledger.queries import Document, LedgerClaim
from lianpu.ledger.rows import IMPORTED
from lianpu.reading.claims import Claim

#: Lengths in months of the periods of statistics: a stock told for one of them is its stock at the end.
_STATISTICAL_MONTHS = frozenset({3, 6, 12})


@dataclass(frozen=True, slots=True)
class Witness:
    """A claim of the ledger. What it says held some time from ``start`` to ``described`` (ISO; empty: not known).

    ``place`` is the claim's place with the region that its document is about; ``text`` is the same for copies of one
    text; a higher ``rank`` is a better source (:mod:`lianpu.ledger.sources`).
    """

    id: str
    claim: Claim
    document: str
    described: str = ""
    reviewed: bool = False
    start: str = ""
    published: str = ""
    place: str | None = None
    rank: int = 0
    text: str = ""
    firms: FirmWords = NO_WORDS

    @property
    def subject(self) -> Subject:
        """Whose plant the claim is about, as persons corrected it."""
        return self.firms.subject(self.claim.subject, self.place)

    @property
    def since(self) -> date:
        """The first day from which the claim speaks for the state: the end of a year, half-year or quarter that it
        names, the beginning of any other time; the first day of all where no time is known."""
        if not self.described:
            return date.min
        if not self.start:
            return last_day(self.described)
        first, last = first_day(self.start), last_day(self.described)
        return last if _is_statistical(first, last) else first

    @property
    def strength(self) -> tuple[bool, int]:
        return self.reviewed, self.rank

    @property
    def until(self) -> date:
        return last_day(self.described) if self.described else date.max


def witnesses(
    claims: Iterable[LedgerClaim],
    datings: Mapping[str, Dating],
    *,
    rank: Callable[[Document], int] = lambda document: 0,
    texts: Mapping[str, str] | None = None,
    firms: FirmWords = NO_WORDS,
) -> list[Witness]:
    """The claims as witnesses. ``datings`` and ``texts`` (which copies are one text) by the document's hash; ``firms``
    are persons' words on which names are one firm."""
    told = [(claim, _place(claim)) for claim in claims]
    told = _with_cities(told)
    areas = areas_of(place for _, place in told if place)
    return [_witness(claim, placed(place, areas), datings, rank, texts or {}, firms) for claim, place in told]


def _witness(
    kept: LedgerClaim,
    place: str | None,
    datings: Mapping[str, Dating],
    rank: Callable[[Document], int],
    texts: Mapping[str, str],
    firms: FirmWords,
) -> Witness:
    document = kept.document
    start, end = _time(kept, datings.get(document.sha256))
    return Witness(
        kept.id,
        kept.claim,
        document.sha256,
        end,
        kept.decision in ("accept", "edit"),
        start,
        document.published or "",
        place,
        rank(document),
        texts.get(document.sha256, document.sha256),
        firms,
    )


def _with_cities(told: Sequence[tuple[LedgerClaim, str | None]]) -> list[tuple[LedgerClaim, str | None]]:
    """An area without its city lies in the one city that its document speaks of."""
    cities: dict[str, set[str]] = defaultdict(set)
    for kept, place in told:
        if place and (city := prefecture_of(place)):
            cities[kept.document.sha256].add(city)
    return [
        (kept, f"{city}{place}" if place and is_area(place) and (city := _only(cities[kept.document.sha256])) else place)
        for kept, place in told
    ]


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _place(kept: LedgerClaim) -> str | None:
    """The claim's place; one without its city (经开区) with the city that the document is about, or that the firm's
    name or the document's title begins with or names alone."""
    place, document = kept.claim.place, kept.document
    region = document.default_place or city_in(kept.claim.subject or "") or city_in(document.name)
    return full_place(place, region) if document.default_place or place else None


def _time(kept: LedgerClaim, dating: Dating | None) -> tuple[str, str]:
    """From when to when a claim speaks: its own date where that had come, else the time that its document describes."""
    published = kept.document.published or ""
    start, end = (dating.start or "", dating.end or published) if dating is not None else ("", published)
    if published and end and last_day(end) == last_day(published):
        start = end  # nothing tells of an earlier time
    own = kept.claim.date
    if own is not None and (kept.claim.modality == "observed" or kept.document.kind == IMPORTED):
        told = end or published
        if not told or first_day(own.start) <= last_day(told):
            return own.start, own.end
    return start, end


def _is_statistical(first: date, last: date) -> bool:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last.month, last.day) == (last.month, _last_of_month(last))
    return whole and months in _STATISTICAL_MONTHS and (first.month - 1) % months == 0


def _last_of_month(day: date) -> int:
    return last_day(f"{day.year}-{day.month:02d}").day
