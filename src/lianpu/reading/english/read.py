"""English paragraphs to claims: sentences, clauses, scope, then the readers of amounts and of statements."""

from __future__ import annotations

import re
from dataclasses import replace

from lianpu.reading.active import of_lexicon
from lianpu.reading.claims import Claim
from lianpu.reading.english.actors import actor_of
from lianpu.reading.english.amounts import read_amounts
from lianpu.reading.english.names import firms_of
from lianpu.reading.english.quantities import may_hold_quantity
from lianpu.reading.english.scope import Scope, clauses
from lianpu.reading.english.statements import read_statements
from lianpu.reading.english.states import state_of_all
from lianpu.reading.english.tokens import sentences, tokenize
from lianpu.reading.english.words import phrases


@of_lexicon
def _cues() -> re.Pattern[str]:
    """The first words of phrases that make a claim without a figure."""
    tags = ("status", "goal", "focus", "presence")
    first = {p.words[0] for group in phrases().values() for p in group if any(tag in p.tags for tag in tags)}
    plain = sorted(
        w for w in first if w.isalpha() and len(w) > 3 and w not in ("into", "under", "more", "full", "have", "been", "remains")
    )
    return re.compile(rf"\b(?:{'|'.join(plain)})\b")


def _worth_reading(sentence: str) -> bool:
    return may_hold_quantity(sentence) or bool(_cues().search(sentence))


def read_english(text: str, spans: list[tuple[int, int]], *, default_place: str | None, published: str | None) -> list[Claim]:
    """The claims of the English paragraphs at ``spans`` of ``text``, in order, without ids; spans are in ``text``."""
    scope = Scope(default_place, published, firms_of("\n".join(text[a:b] for a, b in spans)))
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


def _mention(sentence: str, scope: Scope) -> None:
    """A sentence without a claim may still name who the next one goes on about."""
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
    scope.period = next(
        (t.date.span for t in tokens if t.date and t.date.span and len(t.date.span.start) == _A_MONTH), scope.period
    )
    for clause in clauses(tokens):
        scope.actor = actor_of(clause.tokens) or scope.actor
        amounts = read_amounts(clause, scope)
        out += amounts + read_statements(clause, scope, amounts)
    scope.subject = scope.actor or scope.subject
    scope.last_place = scope.place or scope.last_place
    scope.last = [claim for claim in out if claim.kind in ("capacity", "throughput")]
    return out
