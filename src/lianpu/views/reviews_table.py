"""Reviews, the history of a thing, and what is new: as text and as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from lianpu.ledger.history import Change, Difference, Event
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviews import Review
from lianpu.ledger.state import CapacityRow
from lianpu.ledger.store import Decision
from lianpu.library.load import Library
from lianpu.views.numbers import amount
from lianpu.views.wording import good_name, region_name, t


def claim_line(kept: LedgerClaim, lang: str) -> str:
    """A claim in a line: what it says now, its document, its id."""
    return t("review.claim", lang, quote=kept.claim.quote, document=kept.document.name, id=kept.id)


def review_line(review: Review, lang: str) -> str:
    """Who said what, when and why."""
    if review.action == "undo":
        what = t("review.undo", lang, number=review.fields["review"])
    else:
        fields = t("list.comma", lang).join(f"{name} = {_value(value)}" for name, value in review.fields.items())
        what = f"{t(f'review.{review.action}', lang)} {fields}".strip()
    why = t("review.because", lang, why=review.why) if review.why else ""
    return t("review.line", lang, number=review.id, at=review.at[:19], who=review.who, what=what, why=why)


def after_text(kept: Sequence[LedgerClaim], lang: str) -> str:
    """The claims after a review, each with the reviews that it has."""
    lines = []
    for one in kept:
        lines.append(claim_line(one, lang))
        lines += [f"  {review_line(review, lang)}" for review in one.reviews]
    return "\n".join(lines)


def disputes_text(found: Mapping[str, tuple[LedgerClaim, Mapping[str, Review]]], lang: str) -> str:
    """The claims that reviewers disagree about, with their last words."""
    if not found:
        return t("review.no_dispute", lang)
    lines = []
    for kept, words in found.values():
        lines.append(claim_line(kept, lang))
        lines += [f"  {review_line(review, lang)}" for review in words.values()]
    return "\n".join([*lines, t("review.last_word", lang)])


def history_text(events: Iterable[Event], claims: Iterable[LedgerClaim], lang: str) -> str:
    """What was learnt, in order; then what is said, in the order of the times spoken of."""
    lines = [t("history.learnt", lang)]
    lines += [f"  {event.at[:19]}  {_event_line(event, lang)}" for event in events]
    lines.append(t("history.said", lang))
    for kept in claims:
        date = (kept.claim.date.raw or kept.claim.date.end) if kept.claim.date else kept.document.published or ""
        mark = t("review.reject", lang) + " " if kept.rejected else ""
        lines.append(f"  {date}  {mark}{claim_line(kept, lang)}")
    return "\n".join(lines)


def _event_line(event: Event, lang: str) -> str:
    if event.review:
        return review_line(event.review, lang)
    if event.decision:
        return decision_line(event.decision, lang)
    why = t("review.because", lang, why=event.why) if event.why else ""
    return t(
        f"history.{event.what}", lang, document=event.document, reader=event.reader, claims=event.claims, who=event.who, why=why
    )


def decision_line(decision: Decision, lang: str) -> str:
    """Who decided what, when and why."""
    names = t("list.comma", lang).join(decision.subjects)
    one, other = (decision.subjects * 2)[:2]
    what = t(f"firm_word.{decision.kind}", lang, one=one, other=other, names=names, number=decision.content.get("decision"))
    why = t("review.because", lang, why=decision.why) if decision.why else ""
    return t("review.line", lang, number=decision.id, at=decision.at[:19], who=decision.who, what=what, why=why)


def decisions_text(told: Sequence[Decision], counted: Collection[int], lang: str) -> str:
    """All decisions, each of those that count no longer with a mark."""
    if not told:
        return t("firm_word.none", lang)
    void = t("firm_word.void", lang)
    return "\n".join(f"{decision_line(d, lang)}{'' if d.id in counted else f' {void}'}" for d in told)


def decisions_json(told: Iterable[Decision], counted: Collection[int]) -> list[dict[str, Any]]:
    return [decision_json(d) | {"counts": d.id in counted} for d in told]


def decision_json(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.id, "kind": decision.kind, "subjects": list(decision.subjects), "content": decision.content,
        "who": decision.who, "at": decision.at, "why": decision.why,
    }  # fmt: skip


def difference_text(found: Difference, library: Library, lang: str) -> str:
    """Claims added, changed and withdrawn, and the figures of the state that changed."""
    until = found.until or t("diff.now", lang)
    counts = {"added": len(found.added), "changed": len(found.changed), "withdrawn": len(found.withdrawn)}
    lines = [t("diff.head", lang, since=found.since, until=until, reviews=len(found.reviews), **counts)]
    lines += [f"  + {claim_line(c, lang)}" for c in found.added]
    lines += [f"  ~ {claim_line(c, lang)}" for _, c in found.changed]
    lines += [f"  - {claim_line(c, lang)}" for c in found.withdrawn]
    lines += [f"  {review_line(review, lang)}" for review in found.reviews]
    lines += [f"  {decision_line(decision, lang)}" for decision in found.decisions]
    if found.states:
        lines.append(t("diff.states", lang))
    lines += [f"  {_change_line(change, library, lang)}" for change in found.states]
    return "\n".join(lines)


def claim_json(kept: LedgerClaim) -> dict[str, Any]:
    """A claim with its document and reviews."""
    return {
        **kept.claim.to_json(), "id": kept.id, "document": kept.document.name, "published": kept.document.published,
        "decision": kept.decision, "reviews": [review_json(review) for review in kept.reviews],
    }  # fmt: skip


def review_json(review: Review) -> dict[str, Any]:
    return {
        "review": review.id, "claim": review.claim_id, "action": review.action, "fields": dict(review.fields),
        "who": review.who, "at": review.at, "why": review.why,
    }  # fmt: skip


def disputes_json(found: Mapping[str, tuple[LedgerClaim, Mapping[str, Review]]]) -> list[dict[str, Any]]:
    return [{"claim": claim_json(kept), "words": [review_json(r) for r in words.values()]} for kept, words in found.values()]


def history_json(events: Iterable[Event], claims: Iterable[LedgerClaim]) -> dict[str, Any]:
    return {
        "events": [
            {"at": e.at, "what": e.what, "document": e.document, "claim": e.claim, "reader": e.reader, "who": e.who, "why": e.why,
             "review": review_json(e.review) if e.review else None,
             "decision": decision_json(e.decision) if e.decision else None}
            for e in events
        ],
        "claims": [claim_json(c) for c in claims],
    }  # fmt: skip


def difference_json(found: Difference) -> dict[str, Any]:
    return {
        "since": found.since, "until": found.until, "added": [claim_json(c) for c in found.added],
        "changed": [{"before": claim_json(b), "after": claim_json(a)} for b, a in found.changed],
        "withdrawn": [claim_json(c) for c in found.withdrawn], "reviews": [review_json(r) for r in found.reviews],
        "decisions": [decision_json(d) for d in found.decisions],
        "states": [{"before": _row_json(c.before), "after": _row_json(c.after)} for c in found.states],
    }  # fmt: skip


def _row_json(row: CapacityRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    keys = ("place", "product", "product_id", "status", "value", "low", "high", "unit")
    return {key: getattr(row, key) or None for key in keys} | {"claims": list(row.claims)}


def _change_line(change: Change, library: Library, lang: str) -> str:
    row = change.after or change.before
    assert row is not None
    product = good_name(row.product_id, library, lang) if row.product_id else row.product
    before, after = (amount(r.value, r.unit, lang) if r else t("none", lang) for r in (change.before, change.after))
    place, status = region_name(row.place, lang), t(f"status.{row.status}", lang)
    return t("diff.state", lang, place=place, product=product, status=status, before=before, after=after)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("raw") or value.get("start"))
    return "" if value is None else str(value)
