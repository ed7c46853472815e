"""Dated events of projects: 计划于2022年9月底投产."""

from __future__ import annotations

from collections.abc import Iterator

from lianpu.reading import phrases
from lianpu.reading.actors import actor, place_of
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import Scope
from lianpu.reading.states import meant


def base_claim(clause: Clause, scope: Scope, kind: str, **fields: object) -> Claim:
    """A claim without an id, of the clause, at the place in hand."""
    told = {"clean_span": clause.quoted} | fields
    return Claim("", kind, place=place_of(clause, scope), chain=scope.chain, **told)  # type: ignore[arg-type]


_LABELS_END = frozenset({"：", ":", "日期", "时间", "时间为", "日期为"})


def milestones(clause: Clause, scope: Scope, amounts: list[Claim]) -> Iterator[Claim]:
    """计划于2022年9月底投产; 9月15日，…正式投产: the dated events of the project that was named last.

    Not where the clause's capacities carry the same state themselves.
    """
    tokens = clause.tokens
    told = {claim.status for claim in amounts if claim.status}
    if any(c.kind == "count" for c in amounts):
        return
    last = -1  # 2023年11月动工、2025年2月投料试车 are two events
    for i, token in enumerate(tokens):
        if token.date is None or token.date.span is None or i < last:
            continue
        label = tokens[i - 2].tags.get("status") if i > 1 and tokens[i - 1].text in _LABELS_END else None
        if label:
            yield _event(clause, scope, label, scope.firm, token.date.span, False)  # 竣工：2025年10月
            return
        j = _state_after(tokens, i)
        if j is None:
            continue
        if (
            tokens[j].tags["status"] in told
            or any(t.has("cue") for t in tokens[i + 1 : j])
            or any(t.quantity for t in tokens[j:])
        ):
            return
        yield _event_at(clause, scope, i, j)
        last = j
    day = scope.date is not None and len(scope.date.start) > 4
    in_hand = scope.after_a_date or not scope.amount_in_sentence
    if last < 0 and day and not amounts and in_hand and clause.closes != "\n":
        yield from _event_of_the_day(clause, scope)


_NO_EVENT = ("building", "planned", "advancing")


def _state_after(tokens: tuple[Token, ...], i: int) -> int | None:
    """Where the state stands that the date at ``i`` is of."""
    for j in range(i + 1, min(i + 6, len(tokens))):
        if tokens[j].quantity or (tokens[j].kind == "mark" and tokens[j].text not in "、"):
            return None
        called = j + 1 < len(tokens) and tokens[j + 1].has("of")
        if tokens[j].has("status") and not called and tokens[j].tags["status"] not in _NO_EVENT:
            return j
    return None


def _event_at(clause: Clause, scope: Scope, i: int, j: int) -> Claim:
    """The event of the date at ``i`` with the state at ``j``."""
    tokens, day = clause.tokens, clause.tokens[i].date
    assert day is not None
    before = tokens[max(0, i - 3) : j]
    ahead = day.ahead or any(t.tags.get("aspect") == "future" or t.has("target") for t in before)
    whose = actor(tokens[:i], tokens[i:]) or actor(tokens[i + 1 : j], tokens[j:]) or scope.firm or scope.subject
    return _event(clause, scope, tokens[j].tags["status"], whose, day.span, ahead)


_DATED = frozenset({"operating", "built", "trial", "under_construction", "suspended", "cancelled", "signed"})


def _event_of_the_day(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """9月15日，A的B项目正式投产: the date stands in an earlier clause of the sentence."""
    tokens = clause.tokens
    for j, token in enumerate(tokens):
        status = token.tags.get("status")
        if status in _DATED and not clause.quantities:
            whose = actor(tokens[:j], tokens[j:]) or scope.firm or scope.doer
            if whose or scope.after_a_date:
                yield _event(clause, scope, meant(tokens, j), whose, scope.date, False)
            return


def _good_in_hand(scope: Scope, whose: str | None) -> tuple[str | None, str | None]:
    """The product that the sentence names, or a known one named before it."""
    known = scope.named_here or (scope.product_here and phrases.known_product(scope.product or "") is not None)
    of_another = whose is not None and scope.product_owner not in (None, whose)
    return (scope.product, scope.product_id) if known and not of_another else (None, None)


def _good_that_begins(clause: Clause, scope: Scope) -> tuple[str, str | None] | None:
    """扶绥蔗渣浆餐具项目4月20日投产: the project that the clause begins with, up to its date or state."""
    tokens = clause.tokens
    stop = next((n for n, t in enumerate(tokens) if t.date or t.has("status", "aspect", "forecast", "target")), 0)
    while stop and tokens[stop - 1].has("head", "phase"):
        stop -= 1
    name, first = phrases.before(tokens, stop)
    if not stop or first > 1 or not phrases.is_product(name) or phrases.firm_in(name) or any(t.quantity for t in tokens[:stop]):
        return None
    known = phrases.known_product(name, scope.chain)
    return (name, known.product_id) if known else None


def _event(clause: Clause, scope: Scope, status: str, whose: str | None, when: DateSpan | None, ahead: bool) -> Claim:
    ahead = ahead or (when is not None and scope.published is not None and when.start > scope.published[: len(when.start)])
    product, product_id = _good_that_begins(clause, scope) or _good_in_hand(scope, whose)
    return base_claim(
        clause, scope, "milestone", subject=whose, product=product, product_id=product_id, status=status,
        modality="planned" if ahead else "observed", date=when,
    )  # fmt: skip
