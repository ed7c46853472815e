"""Whose a figure is, and where: the firm that a clause names, and the place."""

from __future__ import annotations

import re

from lianpu.reading import phrases
from lianpu.reading.active import of_lexicon
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import Scope
from lianpu.reading.words import alternatives, names


def actor(tokens: tuple[Token, ...], rest: tuple[Token, ...]) -> str | None:
    """The firm among tokens before a quantity: known, firm-like, or what stands where an actor stands."""
    run: list[Token] = []
    after: tuple[Token, ...] = rest
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.has("firm"):
            return token.text
        if token.kind == "text" or token.has("product", "place", "head") or (run and token.has("cue", "works")):
            run.insert(0, token)
            continue
        firm = _as_firm(run, after)
        if firm:
            return firm
        run, after = [], tokens[n:]
        if token.quantity and not (n + 1 < len(tokens) and tokens[n + 1].text.startswith("的")):
            return None
    return _as_firm(run, after)


def _as_firm(run: list[Token], rest: tuple[Token, ...]) -> str | None:
    if not run:
        return None
    name = "".join([t.text for t in run])
    if _park().search(name):
        return None
    for stop in range(len(run), 0, -1):
        firm = phrases.firm_in(name)
        if firm and (stop > 1 or not run[0].has("place")):
            return firm
        name = name[: len(name) - len(run[stop - 1].text)]
    return _by_position(run, rest)


@of_lexicon
def _park() -> re.Pattern[str]:
    return re.compile(alternatives(names()["park_suffixes"]))


def _by_position(run: list[Token], rest: tuple[Token, ...]) -> str | None:
    """金力永新投资15亿元, 江西赣新20万吨再生铅项目: an unknown name where an actor stands."""
    name = "".join([t.text for t in run])
    if not 3 <= len(name) <= 8:
        return None
    unknown = any(t.kind == "text" and len(t.text) > 1 for t in run) and not any(t.has("product", "head") for t in run)
    if (
        any(t.tags.get("head") == "park" for t in run)
        or not unknown
        or name in names()["not_firms"]
        or phrases.tidy(name) != name
    ):
        return None
    acts = rest and (rest[0].has("status", "aspect", "cue") and any("投资" in t.text or "建设" in t.text for t in rest[:3]))
    first = 1 if rest and rest[0].has("make", "phase") else 0
    near = rest[: first + 6]
    project = len(rest) > first and rest[first].quantity and any(t.tags.get("head") in ("project", "park") for t in near)
    return name if acts or project else None


def place_of(clause: Clause, scope: Scope) -> str | None:
    """A place that the clause names as one: after 在, 于, 落户 …; a name's first word (上海瑞科) is none."""
    for i, token in enumerate(clause.tokens):
        if token.has("place") and i and clause.tokens[i - 1].text[-1] in "在于到与户驻":
            j, parts = i, []
            while j < len(clause.tokens) and (
                clause.tokens[j].has("place")
                or clause.tokens[j].tags.get("head") == "park"
                or (clause.tokens[j].kind == "text" and j == i + 1)
            ):
                parts.append(clause.tokens[j].text)
                j += 1
            return "".join(parts)
    return scope.place
