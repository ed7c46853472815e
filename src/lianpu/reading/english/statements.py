"""Claims without a quantity: dated events, projects without a size, aims, what is to be developed, who is there."""

from __future__ import annotations

from collections.abc import Iterator

from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.english import products as goods
from lianpu.reading.english.actors import place_of, subject_of
from lianpu.reading.english.scope import Clause, Scope
from lianpu.reading.english.states import PLANS, meant
from lianpu.reading.english.tokens import Token

_EVENTS = frozenset({"operating", "built", "trial", "under_construction", "suspended", "cancelled", "signed"})


def read_statements(clause: Clause, scope: Scope, amounts: list[Claim]) -> list[Claim]:
    """Milestones, projects, goals, focus and presence of a clause, without ids; ``amounts`` are its other claims."""
    found = [*_milestone(clause, scope, amounts)]
    if not any(c.kind in ("capacity", "throughput") for c in amounts):
        found += _project(clause, scope)
    return [*found, *_goal(clause, scope), *_focus(clause, scope), *_presence(clause, scope)]


def _base(
    clause: Clause,
    i: int,
    scope: Scope,
    kind: str,
    subject: str | None,
    product: str | None,
    *,
    status: str | None = None,
    modality: str = "observed",
    date: DateSpan | None = None,
) -> Claim:
    known = goods.known_product(product)
    end = min(clause.end, clause.start + 300)
    return Claim(
        "", kind, subject, product, known.product_id if known else None, modality=modality, status=status, date=date,
        place=place_of(clause, i, scope), clean_span=(clause.start, end), chain=known.chain if known else None,
    )  # fmt: skip


def _milestone(clause: Clause, scope: Scope, amounts: list[Claim]) -> Iterator[Claim]:
    """A dated event: started production in June; is to be completed by the end of 2026."""
    tokens = clause.tokens
    told = {c.status for c in amounts if c.status} | ({"signed"} if any(c.kind == "orders" for c in amounts) else set())
    for j, token in enumerate(tokens):
        value = token.tags.get("status")
        if value not in _EVENTS | {"building"} or _attribute(tokens, j):
            continue
        date = _event_date(tokens, j)
        if date is None:
            continue
        state = meant(tokens, j)
        ahead = date[1] or state in PLANS
        reached = value if ahead and value != "building" else "built" if value == "building" else state
        if reached in told and not ahead:
            continue
        subject = subject_of(clause, j, scope) or scope.subject
        product = scope.project or scope.product
        yield _base(
            clause,
            j,
            scope,
            "milestone",
            subject,
            product,
            status=reached,
            modality="planned" if ahead else "observed",
            date=date[0],
        )
        return


_ATTRIBUTES = frozenset(
    {
        "existing", "installed", "current", "currently", "present", "in operation", "in production", "operates", "operating",
        "runs", "in use", "running", "operational",
    }
)  # fmt: skip


def _attribute(tokens: list[Token], j: int) -> bool:
    """existing, operates: a state that lasts, no event."""
    return (
        tokens[j].low in _ATTRIBUTES or tokens[j].low.endswith((" running", " producing")) or tokens[j].low.startswith("in full")
    )


_FAR = 7  # tokens between a predicate and its date


def _event_date(tokens: list[Token], j: int) -> tuple[DateSpan, bool] | None:
    """The date nearest to a predicate, with no quantity or other predicate between; and whether it lies ahead."""
    near = [(abs(k - j), t.date) for k, t in enumerate(tokens) if t.date and t.date.span and _beside(tokens, j, k)]
    if not near:
        return None
    found = min(near, key=lambda item: item[0])[1]
    return (found.span, found.ahead) if found.span else None


def _beside(tokens: list[Token], j: int, k: int) -> bool:
    between = tokens[min(j, k) + 1 : max(j, k)]
    if k < j and any(t.low == "," for t in between) and any(t.kind == "word" and not t.has("prep") for t in tokens[:k]):
        return False
    return abs(k - j) <= _FAR and not any(t.quantity or t.tags.get("status", "planned") != "planned" for t in between)


def _project(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """has shelved a foil mill; a methanol engine test centre was announced: a project whose size is not told."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if token.tags.get("head") not in ("works", "project") or token.has("anaphor", "phase"):
            continue
        name, first = goods.phrase_before(tokens, i)
        if name is None or not goods.known_product(name) or not _introduced(tokens, first):
            continue
        state = _state(tokens, i, first)
        if state is None or state in ("operating", "advancing"):
            continue
        scope.project, scope.project_id = name, None
        modality = "planned" if state in PLANS else "observed"
        yield _base(
            clause, i, scope, "project", subject_of(clause, first, scope) or scope.actor, name, status=state, modality=modality
        )
        return


def _introduced(tokens: list[Token], first: int) -> bool:
    """a, an, its, another, new, or a sum before it."""
    before = tokens[max(0, first - 3) : first + 1]
    return any(t.low in ("a", "an", "another", "new", "second", "its", "proposed", "planned") or t.quantity for t in before)


def _state(tokens: list[Token], i: int, first: int) -> str | None:
    left = next((j for j in range(first - 1, -1, -1) if tokens[j].has("status")), None)
    right = next((j for j in range(i + 1, min(len(tokens), i + 14)) if tokens[j].has("status")), None)
    if right is not None and (left is None or any(t.tags.get("aux") == "be" for t in tokens[i:right])):
        return meant(tokens, right)
    return meant(tokens, left) if left is not None else None


def _goal(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """aims to become a base for offshore equipment."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if (
            not token.has("goal")
            or i == 0
            or not any(t.has("forward", "aux", "status") or t.low == "to" for t in tokens[max(0, i - 4) : i])
        ):
            continue
        words = []
        for later in tokens[i + 1 :]:
            if later.kind in ("date", "quantity") or later.low in (",", ";", "and", "by", "."):
                break
            words.append(later.text)
        if words and words[0].lower() in ("a", "an", "the", "one"):
            words = words[1:]
        if words:
            yield _base(clause, i, scope, "goal", subject_of(clause, i, scope), " ".join(words)[:80], modality="target")
        return


def _focus(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """focuses on A and B; will move into C: what is meant to be developed."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if not token.has("focus") or token.has("negation"):
            continue
        start = i + 1
        while start < len(tokens) and (
            tokens[start].has("det", "prep")
            or tokens[start].low in ("making", "producing", "developing", "industries", "such as")
        ):
            start += 1
        found, _ = goods.listed_from(tokens, start)
        ahead = any(t.tags.get("aux") == "future" or t.has("forward") for t in tokens[:i]) or token.low.startswith(
            ("promot", "foster", "nurtur", "develop")
        )
        for name, first, _ in found:
            if goods.known_product(name) and not tokens[first].quantity:
                yield _base(
                    clause, i, scope, "focus", subject_of(clause, i, scope), name, modality="planned" if ahead else "observed"
                )
        if found:
            return


def _presence(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """home to A, B and C; has attracted A: firms that are at a place."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        value = token.tags.get("presence")
        if value in ("home", "attract"):
            firms = [t.firm for t in tokens[i + 1 :] if t.firm]
        elif value in ("settle", "based") and any(t.place for t in tokens[i + 1 : i + 4]):
            firms = [t.firm for t in tokens[:i] if t.firm][-1:]
        else:
            continue
        for firm in firms:
            yield _base(clause, i, scope, "presence", firm, None)
        if firms:
            return
