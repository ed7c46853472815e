"""Clauses of an English sentence, and what earlier ones hold for later ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.words import places, word_set

_BREAKS = frozenset(";:—")
_SPLITTING = frozenset({"while", "whereas", "but", "although", "though", "because", "unless", "despite"})


@dataclass(slots=True)
class Clause:
    """Tokens between two breaks; ``sentence`` are all tokens of its sentence."""

    tokens: list[Token]
    sentence: list[Token]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@dataclass
class Scope:
    """What holds from earlier sentences: whose and what the text goes on about; and in the sentence the rest."""

    home: str | None
    published: str | None
    known: dict[str, str] = field(default_factory=dict)
    first_words: frozenset[str] = frozenset()  # of the firms that the document names
    subject: str | None = None
    product: str | None = None
    product_id: str | None = None
    product_group: str | None = None  # of the unit that it was measured in
    project: str | None = None  # the product of the plant or project that was named last
    project_id: str | None = None
    place: str | None = None  # of the sentence
    last_place: str | None = None
    date: DateSpan | None = None
    year: int | None = None
    actor: str | None = None  # who acts in this sentence
    of_firm: bool = False  # the paragraph speaks of one firm, and this sentence of no other owner
    goes_on: bool = False  # the sentence begins with it, the plant …
    potential: bool = False
    forecast: bool = False
    tokens: list[Token] = field(default_factory=list)  # of the sentence
    period: DateSpan | None = None  # the last part of a year that was named
    named_firm: bool = False  # the paragraph has named a firm
    sized: list[Claim] = field(default_factory=list)  # the capacities told last in the paragraph
    last: list[Claim] = field(default_factory=list)  # of the sentence before
    listed: list[tuple[str | None, str | None]] = field(default_factory=list)
    recent: list[Claim] = field(default_factory=list)

    def begin(self, tokens: list[Token]) -> None:
        """A sentence begins: its date and place are its own; ``it`` and ``the plant`` keep what went before."""
        first = [t for t in tokens if t.kind != "mark"][:5]
        self.goes_on = any(t.has("anaphor", "phase") for t in first) and not any(t.firm for t in first)
        self.place = self.last_place if self.goes_on or any(t.low == "there" for t in first) else None
        self.of_firm = self.named_firm and not any(t.place or t.has("region") for t in tokens)
        self.named_firm = self.named_firm or any(t.firm for t in tokens)
        self.date, self.actor, self.listed = None, None, []
        self.potential = any(t.tags.get("forward") == "potential" for t in tokens)
        self.forecast = any(t.has("others") for t in tokens)
        self.recent = self.recent[-8:]
        self.date = self.period if self._same_period(tokens) else None
        here = [t for t in tokens if t.place and places().get(t.place, "") != "country"] or [t for t in tokens if t.place]
        if here:
            self.place = here[0].place

    def _same_period(self, tokens: list[Token]) -> bool:
        """in the quarter, over the period: the one that was named before."""
        return any(a.low == "the" and b.low in ("quarter", "period", "half", "month") for a, b in pairwise(tokens))

    def paragraph(self) -> None:
        """A paragraph begins: places of the last one are left."""
        self.last_place, self.named_firm, self.sized = None, False, []


def clauses(tokens: list[Token]) -> list[Clause]:
    """The clauses of a sentence: broken at marks, at while and but, and at an ``and`` that begins a new predicate."""
    cuts: list[int] = []
    for i in range(1, len(tokens)):
        if _cuts(tokens, i, cuts[-1] if cuts else 0):
            cuts.append(i)
    out = []
    for a, b in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
        part = [t for t in tokens[a:b] if not (t.kind == "mark" and t.low in _BREAKS)]
        if part:
            out.append(Clause(part, tokens))
    return out


def _cuts(tokens: list[Token], i: int, start: int) -> bool:
    token = tokens[i]
    if token.low in _BREAKS and token.kind == "mark":
        return token.low != ":" or not _labels(tokens, i)
    if token.low in ("-", "–") and tokens[i - 1].end < token.start:
        return True
    if token.low in _SPLITTING:
        return not (token.low == "but" and i + 1 < len(tokens) and tokens[i + 1].quantity is not None)
    if token.has("conj") and token.low in ("and", "or"):
        return any(_finite(t) for t in tokens[start:i]) and _new_predicate(tokens, i + 1)
    return False


def _labels(tokens: list[Token], i: int) -> bool:
    """Employees: 2,150; total outlay: CNY 21 bn; (Q1 2024: 38,900 t): the figure of what stands before the colon."""
    return i + 1 < len(tokens) and tokens[i + 1].quantity is not None


_FINITE_FORMS = frozenset({"broke", "began", "ran", "came", "put", "went", "rose", "fell", "grew", "drew"})
_FINITE_STATES = frozenset({"under_construction", "signed", "suspended", "operating", "announced", "cancelled", "planned"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "will"})
_FINITE_CUES = frozenset({"growth", "decline", "jobs", "consumption", "land", "production"})


def _finite(token: Token) -> bool:
    """Whether a token can be the verb of a clause of its own: is, broke, rose, employs; not to build, being, jobs."""
    if token.kind != "word":
        return False
    if token.tags.get("aux"):
        return not token.low.startswith("to ") and token.low not in ("been", "being", "be")
    words = token.low.split()
    first = words[0]
    if len(words) > 1 and not _AUXILIARIES.isdisjoint(words):
        return True
    formed = first in _FINITE_FORMS or first.endswith(("ed", "s"))
    if token.tags.get("status") in _FINITE_STATES:
        return formed
    if token.tags.get("cue") in _FINITE_CUES:
        return formed and token.low not in word_set("nouns_in_s")
    return token.has("verb") and not token.low.endswith("ing") and token.low not in word_set("not_finite")


def _new_predicate(tokens: list[Token], i: int) -> bool:
    """Whether a finite verb comes before the next quantity and comma; after a comma, also after the quantity."""
    after_comma = i >= 2 and tokens[i - 2].low == ","
    seen_quantity = False
    for at, token in enumerate(tokens[i : i + 14], i):
        if token.low in (",", ";") or (token.has("conj") and token.low == "and") or (at > i and token.has("sub")):
            return False
        if token.quantity:
            if not after_comma:
                return False
            seen_quantity = True
        elif _finite(token) and not (at > i and tokens[at - 1].low == "to"):
            return not seen_quantity or bool(token.tags.get("aux"))
    return False
