"""The rules' claims and the model's, put together: the model fills what is empty, and what it alone says waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lianpu.reading.claims import MODEL_ONLY, Claim

ALONE = 0.4  # confidence of a claim that only the model makes
_FILLED = ("subject", "product", "place", "status", "date")
_STATED = frozenset({"capacity", "throughput", "land", "project", "milestone"})
_SAME = 1e-6


def merged(rules: Sequence[Claim], model: Sequence[Claim], name: str) -> list[Claim]:
    """The claims of both, in the order of the text. ``name`` is the model's, noted wherever something is of it.

    A claim of the model that says the same (quantity and an overlapping span; without a quantity kind, span and firm or
    product) fills fields that the rules left empty and changes none. A further one is kept with low confidence and a
    flag: nothing rests on it before a person has looked.
    """
    out = list(rules)
    met: set[int] = set()
    added: list[Claim] = []
    for claim in model:
        same = [i for i, one in enumerate(rules) if says_the_same(one, claim)]
        free = [i for i in same if i not in met]
        if free:
            best = max(free, key=lambda i: (rules[i].kind == claim.kind, _shared(rules[i], claim)))
            met.add(best)
            out[best] = filled(out[best], claim, name)
        elif not same:
            number = f"m{len(added) + 1:03d}"
            added.append(replace(claim, id=number, confidence=ALONE, how=(("origin", name),), flags=(MODEL_ONLY,)))
    noted = [one if one.origin == "both" else replace(one, how=(*one.how, ("origin", "rules"))) for one in out]
    return sorted([*noted, *added], key=lambda c: c.clean_span[0])


def says_the_same(one: Claim, other: Claim) -> bool:
    if min(one.clean_span[1], other.clean_span[1]) <= max(one.clean_span[0], other.clean_span[0]):
        return False
    if one.has_quantity != other.has_quantity:
        return False
    if one.has_quantity:
        unit = (one.unit or "").removesuffix("/a") == (other.unit or "").removesuffix("/a")
        return unit and all(_near(getattr(one, key), getattr(other, key)) for key in ("value", "low", "high"))
    return one.kind == other.kind and (_names(one.subject, other.subject) or _names(one.product, other.product))


def filled(one: Claim, said: Claim, name: str) -> Claim:
    """The rules' claim with the model's word where it has none."""
    new = {key: getattr(said, key) for key in _FILLED if getattr(one, key) is None and getattr(said, key) is not None}
    if one.kind not in _STATED:
        new.pop("status", None)
    if "product" in new:
        new |= {"product_id": said.product_id, "chain": one.chain or said.chain}
    notes = [(key, name) for key in new if key in _FILLED]
    return replace(one, **new, how=(*one.how, *notes, ("origin", "both")))


def _near(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(abs(a) - abs(b)) <= _SAME * max(abs(a), abs(b))  # a fall is printed without its sign


def _names(a: str | None, b: str | None) -> bool:
    return bool(a and b) and (str(a) in str(b) or str(b) in str(a))


def _shared(a: Claim, b: Claim) -> int:
    return sum(_names(getattr(a, key), getattr(b, key)) for key in ("subject", "product"))
