"""What the ledger holds true of a region: capacity statements, each with the claims behind it.

The rules, in order: a part is taken out of its whole; one statement repeated is one statement; a total that equals
its named parts is not added to them; of two documents the one that describes the later state speaks for a product
and owner; a later total without owner contains earlier named plants. What is not used is listed with its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from lianpu.reading.claims import DIGITS_MAY_BE_MISSING, MODEL_ONLY, Claim

#: Relative difference under which a total and the sum of its parts are the same (rounding of printed figures).
SAME_TOTAL = 0.01
#: A plan that was last told of so many years before the date of the state is taken to be given up: plants of these
#: industries are built in two years, and five-year plans name anew what is still meant.
FORGOTTEN_YEARS = 5


STANDING = frozenset({"operating", "trial", "built", "built_and_building"})


@dataclass(frozen=True, slots=True)
class Witness:
    """A claim of the ledger. ``described`` is the last day of the state that its document describes, if known."""

    id: str
    claim: Claim
    document: str
    described: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class CapacityStatement:
    """One capacity as the ledger holds it: value, or low and high, in ``unit``; ``claims`` all say it."""

    product_id: str
    product: str
    owner: str | None
    place: str | None
    low: float
    value: float
    high: float
    unit: str
    bound: str
    status: str
    document: str
    described: str
    claims: tuple[str, ...]
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Unused:
    """A claim that the state does not rest on, and why (a code; the views put it in words)."""

    claim: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The region as the ledger holds it: capacities, other statements about it, and what was not used."""

    capacities: tuple[CapacityStatement, ...]
    others: tuple[Witness, ...]
    unused: tuple[Unused, ...]


def resolve(witnesses: Iterable[Witness], *, inside: Callable[[Witness], bool], as_of: str | None = None) -> State:
    """The state of the region, as far as documents that describe a time up to ``as_of`` tell.

    ``inside`` tells whether a witness speaks of the region. ``as_of`` is an ISO date or its beginning; None takes
    every document.
    """
    unused: list[Unused] = []
    here: list[Witness] = []
    for witness in witnesses:
        reason = _not_here(witness, inside, as_of)
        if reason:
            unused.append(Unused(witness.id, reason, witness.claim.place or ""))
        else:
            here.append(witness)
    capacities = [w for w in here if w.claim.kind == "capacity"]
    unused += [Unused(w.id, reason) for w in capacities if (reason := _unusable(w))]
    usable = [w for w in capacities if not _unusable(w)]
    statements = _merge_repeats(_whole_less_parts(usable))
    statements = _latest(_without_totals(statements, unused), unused)
    return State(tuple(statements), tuple(w for w in here if w.claim.kind != "capacity"), tuple(unused))


def _not_here(witness: Witness, inside: Callable[[Witness], bool], as_of: str | None) -> str | None:
    if MODEL_ONLY in witness.claim.flags and not witness.reviewed:
        return "model_only"
    if not inside(witness):
        return "other_place"
    if as_of and witness.described and witness.described[: len(as_of)] > as_of:
        return "later_document"
    if as_of and witness.described and _status(witness.claim) not in STANDING:
        return "forgotten_plan" if int(as_of[:4]) - int(witness.described[:4]) > FORGOTTEN_YEARS else None
    return None


def _unusable(witness: Witness) -> str | None:
    claim = witness.claim
    if DIGITS_MAY_BE_MISSING in claim.flags and not witness.reviewed:
        return "digits_in_doubt"
    if claim.modality in ("target", "forecast"):
        return "target"
    if claim.status in ("suspended", "cancelled"):
        return claim.status
    if claim.bound == "class" or not claim.has_quantity:
        return "no_size"
    if not claim.product_id:
        return "unknown_product"
    return None


def _status(claim: Claim) -> str:
    """A capacity without a stated status stands where it is observed, and is a plan otherwise."""
    return claim.status or ("operating" if claim.modality == "observed" else "planned")


def _ends(claim: Claim) -> tuple[float, float, float]:
    if claim.value is not None:
        return claim.value, claim.value, claim.value
    low = claim.low if claim.low is not None else claim.high
    high = claim.high if claim.high is not None else claim.low
    assert low is not None and high is not None  # has_quantity was checked
    return low, (low + high) / 2, high


def _whole_less_parts(witnesses: Sequence[Witness]) -> list[CapacityStatement]:
    """Statements; a whole keeps its status for what its parts do not cover (3 GWh announced, 1 of it being built)."""
    parts: dict[tuple[str, str], float] = defaultdict(float)
    units = {(w.document, w.claim.id): w.claim for w in witnesses}
    for w in witnesses:
        whole = units.get((w.document, w.claim.part_of or ""))
        if whole is not None and whole.unit == w.claim.unit:
            parts[w.document, whole.id] += _ends(w.claim)[1]
    out = []
    for w in witnesses:
        claim, taken = w.claim, parts[w.document, w.claim.id]
        low, value, high = (max(0.0, end - taken) for end in _ends(claim))
        if high > 0:
            out.append(
                CapacityStatement(
                    claim.product_id or "",
                    claim.product or "",
                    claim.subject,
                    claim.place,
                    low,
                    value,
                    high,
                    claim.unit or "",
                    claim.bound or "exact",
                    _status(claim),
                    w.document,
                    w.described,
                    (w.id,),
                    claim.part_of,
                )
            )
    return out


def _merge_repeats(statements: Iterable[CapacityStatement]) -> list[CapacityStatement]:
    """One statement told twice in a document, or in several, is one with several witnesses. Equal phases of one
    project are not: the second of a document is matched with the second of another."""
    merged: dict[tuple[object, ...], CapacityStatement] = {}
    phases: Counter[tuple[object, ...]] = Counter()
    for s in statements:
        key: tuple[object, ...] = (s.product_id, s.owner, s.low, s.high, s.unit, s.status)
        if s.part_of:
            phases[key, s.document] += 1
            key += (phases[key, s.document],)
        seen = merged.get(key)
        if seen is None:
            merged[key] = s
        else:
            newest = max(seen, s, key=lambda x: x.described)
            merged[key] = replace(newest, claims=tuple(dict.fromkeys(seen.claims + s.claims)))
    return list(merged.values())


def _without_totals(statements: list[CapacityStatement], unused: list[Unused]) -> list[CapacityStatement]:
    """Drop an ownerless figure that is the sum of named ones of the same product, status and document."""
    named: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for s in statements:
        if s.owner:
            named[s.document, s.product_id, s.status, s.unit] += s.value
    kept = []
    for s in statements:
        total = named.get((s.document, s.product_id, s.status, s.unit), 0.0)
        if not s.owner and total and abs(s.value - total) <= SAME_TOTAL * total:
            unused.extend(Unused(claim, "total_of_parts") for claim in s.claims)
        else:
            kept.append(s)
    return kept


def _latest(statements: list[CapacityStatement], unused: list[Unused]) -> list[CapacityStatement]:
    """The document of the latest state speaks for a product and owner; its total contains earlier plants."""
    newest: dict[tuple[str, str | None], tuple[str, str]] = {}
    for s in statements:
        key = (s.product_id, s.owner)
        newest[key] = max(newest.get(key, ("", "")), (s.described, s.document))
    kept = []
    for s in statements:
        total = newest.get((s.product_id, None), ("", ""))
        if (s.described, s.document) != newest[s.product_id, s.owner]:
            unused.extend(Unused(claim, "superseded", newest[s.product_id, s.owner][1]) for claim in s.claims)
        elif s.owner and total[1] != s.document and total[0] > s.described:
            unused.extend(Unused(claim, "in_later_total", total[1]) for claim in s.claims)
        else:
            kept.append(s)
    return kept
