"""Repaired text to claims: sentences, clauses, scopes, then the readers of amounts and of statements."""

from __future__ import annotations

import re
from dataclasses import replace

from lianpu.reading import phrases
from lianpu.reading.amounts import read_amounts
from lianpu.reading.claims import Claim
from lianpu.reading.english import english_spans
from lianpu.reading.scan import Clause, clauses, sentences
from lianpu.reading.scope import Scope
from lianpu.reading.statements import read_statements

#: 一是, （二）, 3.: what follows is about one thing until the next.
_NUMERAL = "[一二三四五六七八九十]"
_HEADING = re.compile(rf"[“\s]*(?:{_NUMERAL}是|（{_NUMERAL}+）|第{_NUMERAL}[，、]|\d+[.、．])")

#: A notice or application: what it tells of the project is proposed until it says otherwise.
_PROPOSED = re.compile(
    r"建设性质|建设规模及内容|项目名称：|(?:拟建|环评|环境影响|受理|拟批准|审批|备案).{0,24}(?:项目|公示|公告)"
)


_HAN = re.compile(r"[\u3400-\u9fff]")


def _chain_of(heading: Clause) -> str | None:
    """The chain that a heading names."""
    found = phrases.known_product("".join(token.text for token in heading.tokens))
    return found.chain if found else None


def extract(clean: str, *, default_place: str | None, published: str | None) -> list[Claim]:
    english = english_spans(clean)
    if english:
        return _with_english(clean, english, default_place, published)
    return _chinese(clean, default_place, published)


def _with_english(clean: str, english: list[tuple[int, int]], default_place: str | None, published: str | None) -> list[Claim]:
    """Each paragraph in its language; ids in the order of the text."""
    from lianpu.reading.english.read import read_english

    chinese = list(clean)
    for start, end in english:
        chinese[start:end] = " " * (end - start)
    found = _chinese("".join(chinese), default_place, published) if _HAN.search("".join(chinese)) else []
    found += read_english(clean, english, default_place=default_place, published=published)
    found.sort(key=lambda claim: claim.clean_span)
    ids = {claim.id: f"c{n:03d}" for n, claim in enumerate(found, 1) if claim.id}
    return [replace(claim, id=f"c{n:03d}", part_of=ids.get(claim.part_of or "")) for n, claim in enumerate(found, 1)]


def _chinese(clean: str, default_place: str | None, published: str | None) -> list[Claim]:
    scope = Scope(default_place, published)
    counter = [0]
    out: list[Claim] = []
    for span in sentences(clean):
        found = clauses(clean, span, published, scope.year)
        scope.begin_sentence()
        if clean[: span[0]].endswith("\n"):
            scope.heading_date, scope.proposed, scope.chain = None, False, None
        if _HEADING.match(clean, span[0]):
            scope.chain, scope.product, scope.product_id = _chain_of(found[0]), None, None
        if found and found[0].tokens and found[0].tokens[0].date and len(found[0].tokens) <= 2:
            scope.heading_date = found[0].tokens[0].date.span
        scope.proposed = scope.proposed or bool(_PROPOSED.search(clean[slice(*span)]))
        for n, clause in enumerate(found):
            if n and found[n - 1].closes in "；;":
                scope.ahead, scope.potential, scope.forecast = None, False, False
            following = found[n + 1] if n + 1 < len(found) else None
            amounts = read_amounts(clause, following, scope, counter)
            scope.amount_here = bool(amounts)
            scope.amount_in_sentence |= bool(amounts)
            scope.capacity_here = any(c.kind in ("capacity", "throughput") for c in amounts)
            for claim in read_statements(clause, scope, list(amounts)):
                counter[0] += 1
                amounts.append(replace(claim, id=f"c{counter[0]:03d}"))
            out += amounts
    return out
