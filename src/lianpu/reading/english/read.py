"""English paragraphs to claims: sentences, clauses, scope, then the readers of amounts and of statements."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from lianpu.reading.active import of_lexicon
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.english.actors import actor_of
from lianpu.reading.english.amounts import read_amounts
from lianpu.reading.english.names import firms_of
from lianpu.reading.english.scope import Scope, clauses
from lianpu.reading.english.statements import read_statements
from lianpu.reading.english.states import predicate_of, state_of_all
from lianpu.reading.english.tokens import sentences, tokenize
from lianpu.reading.english.words import names, phrases

_MARKS = str.maketrans(dict.fromkeys(",.;:!?()[]\"“”'’-–—/", " "))
_DIGIT = re.compile(r"\d")


@of_lexicon
def _cues() -> frozenset[str]:
    """The words that a sentence without a digit must have to make a claim: numbers in words, first words of events."""
    tags = ("status", "goal", "focus", "presence")
    first = {p.words[0] for group in phrases().values() for p in group if any(tag in p.tags for tag in tags)}
    common = {
        "into",
        "under",
        "more",
        "full",
        "have",
        "been",
        "remains",
        "in",
        "at",
        "on",
        "to",
        "is",
        "are",
        "was",
        "were",
        "put",
        "set",
    }
    folds = {"half", "doubled", "doubles", "double", "doubling", "twice", "twofold", "trebled", "tripled", "threefold"}
    return frozenset((first - common) | (set(names()["numbers"]) - {"one"}) | folds | {"hold", "million", "billion"})


def _worth_reading(sentence: str) -> bool:
    return bool(_DIGIT.search(sentence)) or not _cues().isdisjoint(sentence.lower().translate(_MARKS).split())


def read_english(text: str, spans: list[tuple[int, int]], *, default_place: str | None, published: str | None) -> list[Claim]:
    """The claims of the English paragraphs at ``spans`` of ``text``, in order, without ids; spans are in ``text``."""
    scope = Scope(default_place, published, firms_of("\n".join(text[a:b] for a, b in spans)))
    scope.first_words = frozenset(name.split()[0].rstrip(",.") for name in scope.known)
    out: list[Claim] = []
    for start, end in spans:
        scope.paragraph()
        for span in sentences(text, start, end):
            if _worth_reading(text[slice(*span)]):
                before = scope.last
                found = _sentence(text, span, scope)
                if before and not scope.last and (status := state_of_all(scope.tokens)):
                    out = [replace(c, status=status) if any(c is old for old in before) else c for c in out]
                out += found
            elif scope.known:
                _mention(text[slice(*span)], scope)
    return out


_A_MONTH = len("2024-03")


def _is_period(span: DateSpan) -> bool:
    """A part of a year: a quarter, a half, January to August."""
    return len(span.start) == _A_MONTH and span.start < span.end


def _mention(sentence: str, scope: Scope) -> None:
    """A sentence without a claim may still name who the next one goes on about."""
    if scope.first_words.isdisjoint(sentence.replace("’", " ").replace("'", " ").split()):
        return
    named = [name for name in scope.known if name in sentence]
    if named:
        scope.subject = max(named, key=len)


def _sentence(text: str, span: tuple[int, int], scope: Scope) -> list[Claim]:
    tokens = tokenize(text, span, scope.published, scope.year, scope.known)
    if not tokens:
        return []
    scope.begin(tokens)
    scope.tokens = tokens
    out: list[Claim] = []
    scope.period = next((when for t in tokens if t.date and (when := t.date.span) and _is_period(when)), scope.period)
    parts = clauses(tokens)
    for clause, following in zip_longest(parts, parts[1:]):
        scope.actor = actor_of(clause.tokens) or scope.actor
        amounts = read_amounts(clause, scope)
        if following is not None and (status := predicate_of(following)):
            amounts = [replace(c, status=status) if c.kind in ("capacity", "throughput") else c for c in amounts]
        out += amounts + read_statements(clause, scope, amounts)
    scope.subject = scope.actor or scope.subject
    scope.last_place = scope.place or scope.last_place
    scope.last = [claim for claim in out if claim.kind in ("capacity", "throughput")]
    scope.sized = scope.last or scope.sized
    return out
