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
from lianpu.reading.states import MEASURED, PLANS, goes_on_about_it, state_of


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
            out = _settled(out, scope)
            scope.begin_paragraph()
        enter_sentence(sentence, found, scope)
        out = _told_now(out, found, scope)
        is_title = not out and sentence.endswith("\n") and sentence.strip() == title
        out += _sentence(found, scope, counter, is_title=is_title)
    return _settled(out, scope)


def _settled(claims: list[Claim], scope: Scope) -> list[Claim]:
    """Capacities whose state the paragraph never told: 年产5万吨项目 is announced, 产能5万吨 works."""
    for at in range(len(claims) - 1, -1, -1):  # they stand last: a long document is not gone through again and again
        if not scope.unstated:
            break
        if (status := scope.unstated.pop(claims[at].id, None)) is not None:
            claims[at] = replace(claims[at], status=status, modality="planned" if status in PLANS else claims[at].modality)
    scope.unstated.clear()
    return claims


def _told_now(claims: list[Claim], found: list[Clause], scope: Scope) -> list[Claim]:
    """项目已签约未开工: a sentence without a figure of its own that tells the state of what was said before it."""
    if not scope.unstated or not found or not (scope.is_item or goes_on_about_it(found[0])):
        return claims
    plain = [clause for clause in found if not any(t.quantity and t.quantity.group in MEASURED for t in clause.tokens)]
    state = next((told for clause in plain if not clause.of("firm", "of") and (told := state_of(clause))), None)
    if state is None or len(plain) < len(found):
        return claims
    seen = "planned" if state in PLANS else "observed"
    projects = {id_ for id_, else_ in scope.unstated.items() if scope.is_item or else_ == "announced"}
    for id_ in projects:
        del scope.unstated[id_]
    return [replace(c, status=state, modality=seen) if c.id in projects else c for c in claims]


def _sentence(found: list[Clause], scope: Scope, counter: list[int], *, is_title: bool) -> list[Claim]:
    said: list[Claim] = []
    for n, clause in enumerate(found):
        if n and found[n - 1].closes in "；;":
            scope.ahead, scope.potential, scope.forecast = scope.aimed, False, False
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
