"""What it says of a project that later documents pass it over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import prod

from lianpu.ledger.firms import Subject, read_subject, same_firm
from lianpu.ledger.observations import family_of
from lianpu.ledger.periods import last_day
from lianpu.ledger.places import overlap
from lianpu.ledger.realise.parameters import Parameters, parameters
from lianpu.ledger.witnesses import Witness


@dataclass(frozen=True, slots=True)
class Silence:
    """Documents after the last news of a project that tell of its product or chain in its place, and not of it.

    ``until`` is the day of the last; ``missed`` the probability that all leave out a plant that stands; ``lists`` of the
    ``documents`` name two firms or more with the product.
    """

    until: date
    missed: float
    documents: int
    lists: int


def told_on(w: Witness) -> date:
    """When the claim became known: the publication of its document; for a repost, the time that it speaks of; the first
    day of all where neither is known."""
    if not w.published:
        return w.since
    published = last_day(w.published)
    late = (published - w.since).days if w.since != date.min else 0
    return published if late <= parameters().repost_days else w.since


def good_of(w: Witness) -> str:
    return w.claim.product_id or w.claim.product or ""


def subject_of(w: Witness) -> Subject:
    return _read(w.claim.subject, w.place)


@dataclass(slots=True)
class _Document:
    """What a document tells of one family of goods or of one chain: places, firms, and whether of a place as a whole."""

    told: date
    places: set[str] = field(default_factory=set)
    firms: set[Subject] = field(default_factory=set)
    whole: bool = False

    def take(self, w: Witness, subject: Subject) -> None:
        self.told = max(self.told, told_on(w))
        self.places |= {w.place} if w.place else set()
        self.firms |= {subject} if subject.named else set()
        self.whole |= not subject.named

    def tells_of(self, place: str) -> bool:
        return any(_overlap(place, other) for other in self.places)


class LaterDocuments:
    """The documents of a region by what they tell of, to be asked which of them pass a project over."""

    def __init__(self, told: Iterable[Witness]) -> None:
        self._of_good: dict[str, dict[str, _Document]] = defaultdict(dict)
        self._of_chain: dict[str, dict[str, _Document]] = defaultdict(dict)
        for w in told:
            subject = subject_of(w)
            for index, key in ((self._of_good, family_of(good_of(w))), (self._of_chain, w.claim.chain or "")):
                if key:
                    index[key].setdefault(w.text, _Document(told_on(w))).take(w, subject)

    def silence(self, own: Sequence[Witness], place: str | None, last: date) -> Silence | None:
        """What is said after ``last`` past the project that the claims ``own`` tell of; None where nothing is."""
        firm = next((subject for w in own if (subject := subject_of(w)).named), None)
        if place is None or firm is None:
            return None
        of_good = self._of_good.get(family_of(good_of(own[0])), {})
        of_chain = self._of_chain.get(own[0].claim.chain or "", {})
        told = list(_silent(of_good.values(), place, last, firm))
        beside = list(_silent((d for text, d in of_chain.items() if text not in of_good), place, last, firm))
        if not told and not beside:
            return None
        p, lists = parameters(), sum(len(d.firms) > 1 for d in told)
        chances = [self._left_out(d, p) for d in told] + [p.omitted_by_chain] * len(beside)
        every = [*told, *beside]
        return Silence(max(d.told for d in every), max(p.omitted_by_all, prod(chances)), len(every), lists)

    @staticmethod
    def _left_out(d: _Document, p: Parameters) -> float:
        if len(d.firms) > 1:
            return p.omitted_from_list
        return p.omitted if d.whole else p.omitted_by_one_firm


def _silent(documents: Iterable[_Document], place: str, last: date, firm: Subject) -> Iterator[_Document]:
    for d in documents:
        if d.told > last and d.tells_of(place) and not any(same_firm(f, firm) for f in d.firms):
            yield d


@cache
def _overlap(one: str, other: str) -> bool:
    return overlap(one, other)


@cache
def _read(subject: str | None, place: str | None) -> Subject:
    return read_subject(subject, place)
