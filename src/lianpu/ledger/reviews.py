"""A person's accept, edit or reject of a claim: checked, kept for good, and applied over what the reader found.

Nothing is taken back: an undo is a further review that names the one that no longer counts, and may be undone itself.
Of several persons the last word counts; where their last words differ the claim is disputed until one is settled on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import isfinite, nan
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.claims import BOUNDS, KINDS, MODALITIES, STATUSES, Claim, DateSpan
from lianpu.units import parse_unit

ACTIONS = ("accept", "edit", "reject")
UNDO = "undo"
#: The decision that ends a dispute: what counted when it was made.
SETTLED = "settled"
EDITABLE = (
    "kind", "subject", "product", "product_id", "value", "low", "high", "unit", "bound", "modality", "status", "place",
    "date", "chain",
)  # fmt: skip
_NUMBERS = ("value", "low", "high")
_WORDS = {"kind": sorted(KINDS), "bound": BOUNDS, "modality": MODALITIES, "status": STATUSES}
_NEEDED = ("kind", "modality")


@dataclass(frozen=True, slots=True)
class Review:
    """Who said what about a claim, when (ISO, UTC) and why. ``seen`` is the content that the person had before them."""

    id: int
    claim_id: str
    action: str
    fields: Mapping[str, Any]
    seen: Mapping[str, Any]
    who: str
    at: str
    why: str | None = None


def standing(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """The reviews that count: not undone, or undone by an undo that was undone itself."""
    undone: set[int] = set()
    for review in reversed(reviews):
        if review.action == UNDO and review.id not in undone:
            undone.add(int(review.fields["review"]))
    return tuple(r for r in reviews if r.action != UNDO and r.id not in undone)


def disputed(reviews: Sequence[Review], settled: int = 0) -> dict[str, Review]:
    """The last words of the persons who disagree about a claim, by person; empty where nobody does.

    An edit speaks of the fields that it changes, an accept of all that the person saw. Words up to the review
    ``settled`` are settled: only a later one opens a dispute again.
    """
    said: dict[str, dict[str, Any] | None] = {}
    last: dict[str, Review] = {}
    for review in standing(reviews):
        if review.action == "reject":
            said[review.who] = None
        else:
            told = review.seen if review.action == "accept" else review.fields
            said[review.who] = (said.get(review.who) or {}) | dict(told)
        last[review.who] = review
    words = list(said.values())
    if max((r.id for r in last.values()), default=0) <= settled or not _differ(words):
        return {}
    return last


def _differ(words: Sequence[dict[str, Any] | None]) -> bool:
    spoken = [word for word in words if word is not None]
    if spoken and len(spoken) < len(words):
        return True  # some reject what others keep
    fields = {name for word in spoken for name in word}
    return any(len({_meant(word[name]) for word in spoken if name in word}) > 1 for name in fields)


def _meant(value: Any) -> str:
    """A field's value without the way in which it was written: a date is its span, 2022年9月 or 2022-09."""
    return f"{value['start']}..{value['end']}" if isinstance(value, dict) else str(value)


def content(claim: Claim) -> dict[str, Any]:
    """What a review speaks about: the editable fields as JSON values."""
    data = claim.to_json()
    return {name: data[name] for name in EDITABLE}


def check_fields(action: str, fields: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """The edited fields as JSON values. Raises :class:`LianpuError` for what is not a review of ``claim``."""
    if action not in ACTIONS:
        raise LianpuError(f"'{action}' is not a review", hint=_suggest(action, ACTIONS))
    if (action == "edit") != bool(fields):
        needs = "needs a field to change" if action == "edit" else "takes no fields"
        raise LianpuError(f"the review '{action}' {needs}", hint="edit is the action that changes fields")
    checked = {name: _checked(name, value) for name, value in fields.items()}
    _check_quantity(_edited(claim, checked))
    return checked


def apply_reviews(claim: Claim, reviews: Sequence[Review]) -> tuple[Claim, str | None]:
    """The claim as the reviews leave it, and the decision in force: the last one, or None.

    Edits stay, each field by itself, until a later edit of the same field. An ``accept`` holds for what the
    person saw: when a later reading says otherwise, the claim waits for a person again.
    """
    decision: str | None = None
    counted = standing(reviews)
    for review in counted:
        claim = _edited(claim, review.fields)
        decision = review.action
    if decision == "accept" and counted[-1].seen != content(claim):
        decision = None
    return claim, decision


def _edited(claim: Claim, fields: Mapping[str, Any]) -> Claim:
    values = dict(fields)
    if values.get("date"):
        values["date"] = DateSpan(**values["date"])
    return replace(claim, **values)


def _checked(name: str, value: Any) -> Any:
    if name not in EDITABLE:
        raise LianpuError(f"a claim has no field '{name}' to edit", hint=_suggest(name, EDITABLE))
    if value is None:
        if name in _NEEDED:
            raise LianpuError(f"'{name}' cannot be empty", hint=f"one of: {', '.join(_WORDS[name])}")
        return None
    if name == "date":
        return _checked_date(value)
    if name in _NUMBERS:
        return _checked_number(name, value)
    if name in _WORDS and value not in _WORDS[name]:
        raise LianpuError(f"'{value}' is not a {name}", hint=_suggest(str(value), _WORDS[name]))
    if name == "unit":
        parse_unit(value)
    return str(value)


def _checked_date(value: Any) -> dict[str, Any]:
    if isinstance(value, DateSpan):
        return {"start": value.start, "end": value.end, "raw": value.raw}
    start, _, end = str(value).partition("..")
    return {"start": start, "end": end or start, "raw": str(value)}


def _checked_number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = nan
    if not isfinite(number):
        raise LianpuError(f"'{value}' is not a number", place=name, hint="write digits, e.g. 53000")
    return number


def _check_quantity(claim: Claim) -> None:
    if (claim.low is None) != (claim.high is None):
        raise LianpuError("a range has a low and a high", hint="give both")
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        raise LianpuError(f"the low {claim.low:g} is above the high {claim.high:g}", hint="swap them")
    if claim.has_quantity and claim.unit is None:
        raise LianpuError("a quantity needs a unit", hint="give unit, e.g. unit='t/a'")


def _suggest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(known)}"
