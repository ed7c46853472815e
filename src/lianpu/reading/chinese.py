"""Chinese text to claims: sentences, clauses, scopes, then the readers of amounts and of statements."""

from __future__ import annotations

from dataclasses import replace

from lianpu.reading.amounts import read_amounts
from lianpu.reading.cast import cast_of, issuer
from lianpu.reading.claims import Claim
from lianpu.reading.scan import Clause, clauses, sentences
from lianpu.reading.scope import Scope
from lianpu.reading.sections import enter_document, enter_sentence, leave_clause, title_of
from lianpu.reading.statements import read_statements


def read_chinese(clean: str, *, default_place: str | None, published: str | None) -> list[Claim]:
    """The claims of a text, ids in its order; what only a title says is no event."""
    cast = cast_of(clean)
    scope = Scope(default_place, published, cast=cast, main=issuer(clean, cast))
    enter_document(clean, scope)
    title = title_of(clean)
    counter = [0]
    out: list[Claim] = []
    for start, end in sentences(clean):
        sentence = clean[start:end]
        found = clauses(clean, (start, end), published, scope.year, scope.cast)
        if start == 0 or clean[start - 1] == "\n":
            scope.begin_paragraph()
        enter_sentence(sentence, found, scope)
        is_title = not out and sentence.endswith("\n") and sentence.strip() == title
        out += _sentence(found, scope, counter, is_title=is_title)
    return out


def _sentence(found: list[Clause], scope: Scope, counter: list[int], *, is_title: bool) -> list[Claim]:
    said: list[Claim] = []
    for n, clause in enumerate(found):
        if n and found[n - 1].closes in "；;":
            scope.ahead, scope.potential, scope.forecast = None, False, False
        amounts = read_amounts(clause, found[n + 1 :], scope, counter)
        scope.amount_here = bool(amounts)
        scope.amount_in_sentence |= bool(amounts)
        scope.capacity_here = any(c.kind in ("capacity", "throughput") for c in amounts)
        said += amounts
        for claim in () if is_title else read_statements(clause, scope, amounts):
            counter[0] += 1
            said.append(replace(claim, id=f"c{counter[0]:03d}"))
        leave_clause(clause, scope)
    return _without_sized_projects(said)


def _without_sized_projects(said: list[Claim]) -> list[Claim]:
    """A's project whose size the same sentence tells is that size's claim, not one more."""
    sized = {claim.subject for claim in said if claim.kind in ("capacity", "throughput") and claim.subject}
    return [claim for claim in said if claim.kind != "project" or claim.subject not in sized]
