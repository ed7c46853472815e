"""Whose a figure is, and where."""

from __future__ import annotations

from lianpu.reading.english.scope import Clause, Scope
from lianpu.reading.english.tokens import Token
from lianpu.reading.english.words import places

_NO_ACTOR = frozenset({"than", "unlike", "from", "with", "to", "for", "against", "like", "of", "after"})
_AGENT = frozenset({"by"})


def subject_of(clause: Clause, i: int, scope: Scope) -> str | None:
    """The firm of the figure at ``i``: the nearest before it that acts, the one after ``by``, else who is gone on about."""
    tokens = clause.tokens
    agent = _agent(tokens, i, scope)
    if agent is not None:
        return agent
    for j in range(i - 1, -1, -1):
        if tokens[j].firm and not (j and tokens[j - 1].low in _NO_ACTOR) and not _apposed(tokens, j):
            return tokens[j].firm
    opening = [t for t in tokens[:i] if t.kind != "mark" and not t.has("adverb", "sub", "conj")][:5]
    if any(t.has("anaphor", "phase") for t in opening):
        return scope.actor if scope.actor and not scope.goes_on else scope.subject
    if _owner(tokens, i):
        return None
    return scope.actor or (scope.subject if scope.goes_on or scope.of_firm else None)


def _agent(tokens: list[Token], i: int, scope: Scope) -> str | None:
    """by FIRM, of FIRM or at FIRM after the quantity, before the next quantity."""
    for j in range(i + 1, len(tokens)):
        if tokens[j].quantity:
            return None
        if tokens[j].firm and tokens[j - 1].low in _AGENT:
            return tokens[j].firm
        if tokens[j].tags.get("anaphor") == "firm" and tokens[j - 1].low in _AGENT:
            return scope.actor or scope.subject
    return None


def _apposed(tokens: list[Token], j: int) -> bool:
    """a subsidiary of Guangye: the parent is not who acts."""
    return any(
        t.low in ("subsidiary", "unit", "affiliate", "arm", "part", "owned", "backed", "controlled")
        for t in tokens[max(0, j - 3) : j]
    )


def _owner(tokens: list[Token], i: int) -> bool:
    """Suining's capacity, the city had: it is the region's."""
    return any((t.place or t.has("region")) for t in tokens[: min(i, 4)]) and not any(t.has("status") for t in tokens[:i])


def actor_of(tokens: list[Token]) -> str | None:
    """The firm that a sentence is about: the first that is not inside a prepositional phrase."""
    for j, token in enumerate(tokens):
        if token.firm and not (j and tokens[j - 1].low in _NO_ACTOR | {"at"}) and not _apposed(tokens, j):
            return token.firm
    return None


def _wide(place: str | None) -> bool:
    return (place or "").endswith(("Region", "Province", "State", "Peninsula", "Basin", "province", "region"))


def place_of(clause: Clause, i: int, scope: Scope) -> str | None:
    """The place nearest to the figure in its clause, towns before countries; else the sentence's, else home."""
    named = [(abs(j - i), t.place) for j, t in enumerate(clause.tokens) if t.place and _locates(clause.tokens, j)]
    if named:
        towns = [item for item in named if places().get(item[1] or "", "") not in ("country", "province") and not _wide(item[1])]
        return min(towns or named)[1]
    return scope.place or scope.home


_WHERE = frozenset({"in", "at", "near", "outside", "around", "across", "within", "inside", "throughout", "of", "into"})


def _locates(tokens: list[Token], j: int) -> bool:
    """Not: exports to Germany, listed in Hong Kong, a firm from Japan."""
    if (
        j == 0
        or tokens[j - 1].low in _WHERE
        or tokens[j - 1].place
        or (tokens[j - 1].low == "," and j > 1 and tokens[j - 2].place)
    ):
        return not (j and tokens[j - 1].low in ("to", "from", "than", "with"))
    return not any(t.has("verb", "aux", "status") for t in tokens[:j]) and tokens[j - 1].low not in ("to", "from", "than", "with")
