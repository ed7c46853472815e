"""Copies of one text: a repost is no second witness, and speaks of the time of the first.

Texts are compared by MinHash over shingles of characters (Broder 1997, "On the resemblance and containment of
documents"): two signatures agree in about as many places as their texts share shingles. Reports made after one pattern
share most of their text too, so copies must tell the same figures besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lianpu.ledger.queries import Document, LedgerClaim

#: Characters of a shingle: Chinese words have two or three, so five cross a word's end.
SHINGLE = 5
#: Hashes in a signature: the resemblance is known to about 1 / sqrt(64) = 0.12.
HASHES = 64
#: Places that make up a band: texts that share 0.4 of their shingles share a whole band of 3 with 75 % in 21 bands, of
#: 0.5 with 94 %.
BAND = 3
#: Share of shingles from which two texts with the same figures are one: a page's furniture, or a passage that a repost
#: leaves out, is up to half of it, and the share is known to 0.12 only.
ALIKE = 0.4
#: Share of the figures of the shorter one that the other must tell too.
SAME_FIGURES = 0.9
_SEED = 20_240_218
_PRIME = 1_000_003
_Figure = tuple[str, float | None, float | None, str | None]


def signature(text: str) -> str | None:
    """The MinHash of a text as 64 numbers of 32 bits in hex; None of a text without a shingle."""
    import numpy as np

    letters = "".join(character for character in text if character.isalnum())
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return None
    shingles = np.zeros(count, dtype=np.uint64)
    for at in range(SHINGLE):
        shingles = shingles * np.uint64(_PRIME) + codes[at : at + count]
    dice = np.random.default_rng(_SEED)
    factors = dice.integers(1, 2**63, size=(HASHES, 1), dtype=np.uint64) | np.uint64(1)
    hashed = (np.unique(shingles)[None, :] * factors) >> np.uint64(32)
    return "".join(f"{int(value):08x}" for value in hashed.min(axis=1))


def resemblance(one: str, other: str) -> float:
    """The share of places in which two signatures agree."""
    places = [one[at : at + 8] == other[at : at + 8] for at in range(0, 8 * HASHES, 8)]
    return sum(places) / HASHES


def texts_of(claims: Iterable[LedgerClaim]) -> dict[str, str]:
    """By the hash of each document: the hash of the earliest document with the same text (often its own)."""
    documents: dict[str, Document] = {}
    figures: dict[str, set[_Figure]] = defaultdict(set)
    for kept in claims:
        documents[kept.document.sha256] = kept.document
        if kept.claim.has_quantity:
            c = kept.claim
            figures[kept.document.sha256].add((c.kind, c.value, c.low, c.unit))
    texts = {sha: sha for sha in documents}
    for one, other in _candidates(documents):
        first, second = sorted((one, other), key=lambda sha: _age(documents[sha]))
        if texts[second] != texts[first] and _same(documents[first], documents[second], figures[first], figures[second]):
            old = texts[second]
            texts |= {sha: texts[first] for sha, text in texts.items() if text == old}
    return texts


def _candidates(documents: Mapping[str, Document]) -> Sequence[tuple[str, str]]:
    """Pairs that share a band of their signatures."""
    bands: dict[tuple[int, str], list[str]] = defaultdict(list)
    for sha, document in documents.items():
        mark = document.signature or ""
        for at in range(0, len(mark) - 8 * BAND + 1, 8 * BAND):
            bands[at, mark[at : at + 8 * BAND]].append(sha)
    pairs = {(group[0], other) for group in bands.values() for other in group[1:]}
    return sorted(pairs)


def _same(one: Document, other: Document, figures: set[_Figure], others: set[_Figure]) -> bool:
    fewer = min(len(figures), len(others))
    shared = len(figures & others)
    return fewer > 0 and shared >= SAME_FIGURES * fewer and resemblance(one.signature or "", other.signature or "") >= ALIKE


def _age(document: Document) -> tuple[str, str]:
    return (document.published or document.added_at, document.sha256)
