"""The characters that a damaged text can hold, by their GBK bytes."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from lianpu.reading import gbk
from lianpu.reading.language import MARKS, Language, language

FREQUENT = 12.0  # nats: characters that are tried where both bytes are open
FEW_LEADS = 4  # up to here, first bytes are looked up one by one
_VARIANT, _UNCONVERTED = 2.0, 3.0  # nats against forms that the tool's conversion does not usually give


class Candidate(NamedTuple):
    """A character that may stand in the text, with its bytes there; ``own`` is its cost on its own."""

    read: str
    written: str
    lead: int
    trail: int
    cost: float
    own: float


Candidates = list[Candidate]


class Alphabet:
    """Candidates by what is known of their bytes."""

    def __init__(self, words: Language, traditional: bool) -> None:
        self.simplified = simplified_forms()
        self.by_lead: dict[int, Candidates] = defaultdict(list)
        self.by_trail: dict[int, Candidates] = defaultdict(list)
        self.at: dict[tuple[int, int], Candidate] = {}
        self.written: dict[str, Candidate] = {}
        self.trailing: dict[tuple[int, frozenset[int]], Candidates] = {}
        self.hiding: dict[frozenset[int], Candidates] = {}
        usual = _usual_forms() if traditional else {}
        for written, read in self.simplified.items():
            if read in words.words and (pair := gbk.encode(written)):
                odd = _oddity(written, read, usual)
                self._add(Candidate(read, written, *pair, odd, odd + words.single(read)))
        for mark in MARKS:
            self._add(Candidate(mark, mark, *(gbk.encode(mark) or (0, 0)), 0.0, words.single(mark)))

    def _add(self, one: Candidate) -> None:
        self.by_lead[one.lead].append(one)
        self.by_trail[one.trail].append(one)
        self.at[one.lead, one.trail] = self.written[one.written] = one

    def with_trail(self, leads: frozenset[int], byte: int) -> Candidates:
        """Those with this second byte and one of these first bytes."""
        if (found := self.trailing.get((byte, leads))) is None:
            some = [self.at.get((lead, byte)) for lead in leads] if len(leads) <= FEW_LEADS else self.by_trail[byte]
            found = self.trailing[byte, leads] = [one for one in some if one and one.lead in leads]
        return found

    def before_hidden(self, leads: frozenset[int]) -> Candidates:
        """Those with one of these first bytes whose second byte can be the first of a pair that shows nothing."""
        if (found := self.hiding.get(leads)) is None:
            pairs, few = gbk.hidden_pairs(), len(leads) <= FEW_LEADS
            some = (one for lead in leads for one in self.by_lead[lead] if pairs.get(one.trail))
            found = self.hiding[leads] = [one for one in some if few or one.own < FREQUENT]
        return found


def _oddity(written: str, read: str, usual: dict[str, str]) -> float:
    """How unusual it is that the tool writes this character so."""
    if usual.get(read, read) == written:
        return 0.0
    return _UNCONVERTED if written == read else _VARIANT


@lru_cache(maxsize=2)
def alphabet(traditional: bool) -> Alphabet:
    return Alphabet(language(), traditional)


@lru_cache(maxsize=1)
def simplified_forms() -> dict[str, str]:
    """Every Chinese character of GBK and its simplified form, character by character."""
    chars = [c for lead in gbk.LEADS for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF))
             if (c := gbk.decode(lead, trail)) and "\u4e00" <= c <= "\u9fa5"]  # fmt: skip
    return dict(zip(chars, _convert("t2s", chars), strict=True))


@lru_cache(maxsize=1)
def _usual_forms() -> dict[str, str]:
    chars = list(simplified_forms())
    return dict(zip(chars, _convert("s2t", chars), strict=True))


def _convert(config: str, chars: list[str]) -> list[str]:
    from opencc import OpenCC

    return str(OpenCC(config).convert("\n".join(chars))).split("\n")
