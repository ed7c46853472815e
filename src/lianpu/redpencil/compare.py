"""Two versions of a draft: which faults went, which came, and which figures changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from lianpu.reading.claims import Claim
from lianpu.redpencil.marks import Mark

T = TypeVar("T")
#: From this likeness of their words on, two sentences (their figures left out) are one sentence, written anew.
LIKE = 0.6
_FIGURE = re.compile(r"[\d.,%]+")


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure as it was and as it is."""

    before: Claim
    after: Claim


@dataclass(frozen=True, slots=True)
class Compared:
    """Marks of the older version that the newer one has no more (``gone``), marks that it has alone (``came``), how many
    both have, and the figures that changed."""

    gone: tuple[Mark, ...]
    came: tuple[Mark, ...]
    stayed: int
    changed: tuple[Changed, ...]


def compare(
    old_marks: Sequence[Mark], new_marks: Sequence[Mark], old_claims: Iterable[Claim], new_claims: Iterable[Claim]
) -> Compared:
    pairs = _paired(old_marks, new_marks, lambda mark: mark.code, lambda mark: mark.places[0].sentence)
    figures = _paired(_told(old_claims), _told(new_claims), _thing, lambda claim: claim.quote)
    old, new = {id(before) for before, _ in pairs}, {id(after) for _, after in pairs}
    return Compared(
        tuple(mark for mark in old_marks if id(mark) not in old),
        tuple(mark for mark in new_marks if id(mark) not in new),
        len(pairs),
        tuple(Changed(a, b) for a, b in figures if (a.value, a.low, a.high) != (b.value, b.low, b.high)),
    )


def _told(claims: Iterable[Claim]) -> list[Claim]:
    return sorted((claim for claim in claims if claim.has_quantity), key=lambda claim: claim.clean_span)


def _thing(claim: Claim) -> Hashable:
    """What a figure is of: as told, but for how much and for its state."""
    date = (claim.date.start, claim.date.end) if claim.date else None
    return claim.kind, claim.subject, claim.product_id or claim.product, claim.place, claim.unit, date, claim.modality


def _paired(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], words: Callable[[T], str]) -> list[tuple[T, T]]:
    """Each of the newer with the likest of the older that has its key, none twice; the likest pairs are made first."""
    before_by, after_by = defaultdict[Hashable, list[T]](list), defaultdict[Hashable, list[T]](list)
    for groups, ones in ((before_by, old), (after_by, new)):
        for one in ones:
            groups[key(one)].append(one)
    likeness = [
        (_like(words(before), words(after)), abs(n - m), before, after)
        for name, group in after_by.items()
        for n, after in enumerate(group)
        for m, before in enumerate(before_by.get(name, ()))
    ]
    pairs: list[tuple[T, T]] = []
    taken: set[int] = set()
    for like, _, before, after in sorted(likeness, key=lambda item: (-item[0], item[1])):
        if like >= LIKE and id(before) not in taken and id(after) not in taken:
            taken |= {id(before), id(after)}
            pairs.append((before, after))
    return pairs


def _like(one: str, other: str) -> float:
    one, other = _FIGURE.sub("", one), _FIGURE.sub("", other)
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
