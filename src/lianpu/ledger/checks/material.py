"""What the checks look at: the facts, the bands, and the indexes that several of them use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from lianpu.divisions import PREFECTURE
from lianpu.ledger.bands import Bands
from lianpu.ledger.facts import FLOWS, Fact
from lianpu.ledger.indicators import OF_ANOTHER
from lianpu.ledger.places import parse_place

K = TypeVar("K", bound=Hashable)
#: What a figure is of, whatever its period: kind, good, tokens, owner, phase and place.
Series = tuple[str, str, frozenset[str], str, int | None, str]
Period = tuple[date | None, date | None]

LEVELS = frozenset(
    "capacity production consumption output_value value_added revenue tax investment jobs energy power land count"
    " exports throughput emissions orders wages".split()
)
#: Kinds whose figures may be added up.
ADDITIVE = LEVELS - {"wages"}


@dataclass(frozen=True)
class Material:
    facts: tuple[Fact, ...]
    bands: Bands = field(default_factory=Bands)

    @cached_property
    def levels(self) -> tuple[Fact, ...]:
        """Facts with a figure above nought that is a level, not a rate of change or a share."""
        return tuple(f for f in self.facts if f.kind in LEVELS and f.figure and f.figure.value > 0 and f.unit is not None)

    @cached_property
    def series(self) -> dict[Series, list[Fact]]:
        return grouped(self.levels, series_of)

    @cached_property
    def in_document(self) -> dict[str, list[Fact]]:
        """The facts of each document in the order of its text."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.document].append(fact)
        for facts in found.values():
            facts.sort(key=lambda fact: fact.claim.span)
        return found

    @cached_property
    def sizes(self) -> dict[str, float]:
        """Capacities by the id of their claim: the size of an event that is part of one."""
        return {f.id: f.measured.value for f in self.levels if f.kind == "capacity"}

    def of_kind(self, *kinds: str) -> list[Fact]:
        return [f for f in self.facts if f.kind in kinds]

    @cached_property
    def latest(self) -> dict[str, date]:
        """The last day that is told of as observed, by the code of the prefecture or province that it is told of.

        What is dated after its document came to the ledger is no observation.
        """
        found: dict[str, date] = {}
        for fact in self.facts:
            if fact.end and is_present(fact) and fact.end.isoformat() <= (fact.kept.document.added_at[:10] or "9999"):
                for code in prefectures(fact.place):
                    found[code] = max(fact.end, found.get(code, fact.end))
        return found

    def last_word(self, facts: Iterable[Fact]) -> date | None:
        """The last day told of any of the prefectures where ``facts`` are: later silence about them means something."""
        days = [self.latest[code] for fact in facts for code in prefectures(fact.place) if code in self.latest]
        return max(days, default=None)


@lru_cache(maxsize=16384)
def prefectures(place: str) -> frozenset[str]:
    """The codes of the prefectures that a place may lie in, of its province where it is one; none for unknown places."""
    return frozenset(code[:PREFECTURE] for code in parse_place(place).codes if code)


def series_of(fact: Fact, kind: str | None = None) -> Series:
    return kind or fact.kind, fact.good, fact.tokens, fact.owner, fact.phase, fact.place


def period_of(fact: Fact) -> Period:
    return fact.start, fact.end


def is_flow(fact: Fact) -> bool:
    return fact.kind in FLOWS or fact.kind in OF_ANOTHER


def is_present(fact: Fact) -> bool:
    """Told as a fact, not as an aim or a possibility."""
    return fact.claim.modality == "observed"


def grouped(facts: Iterable[Fact], key: Callable[[Fact], K]) -> dict[K, list[Fact]]:
    """The facts by ``key``, in their order."""
    found: dict[K, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[key(fact)].append(fact)
    return found
