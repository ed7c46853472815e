"""How a sentence was read, step by step: original, repairs, clean text, tokens with their tags, groups, claims.

The basis of a claim's field is found afterwards, by looking where what it says is printed; the rules themselves leave no
trail. It tells what a person would check, not which line of code spoke.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading import phrases
from lianpu.reading.claims import Claim, Reading
from lianpu.reading.extract import extract
from lianpu.reading.files import read_document
from lianpu.reading.groups import Group, groups_of
from lianpu.reading.read import read_source
from lianpu.reading.repair import repair
from lianpu.reading.scan import Clause, Token, clauses, sentences

#: Where what a field says was found.
CLAUSE, SENTENCE, EARLIER, LATER, DOCUMENT, LEXICON, UNIT, RULE, MODEL = (
    "clause", "sentence", "earlier", "later", "document", "lexicon", "unit", "rule", "model",
)  # fmt: skip
_CUES = ("cue", "make")
#: Words that make a claim without a quantity.
_SAYS = {"presence": "attract", "focus": "focus", "goal": "goal", "milestone": "status", "project": "head"}
_STATES = ("status", "aspect", "phase")
_OUTLOOK = ("target", "forecast", "potential", "forward", "aspect", "status")
_UNSAID = {"modality": "observed", "bound": "exact"}


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a field is what it is: ``basis`` one of the words above, ``words`` the printed words that tell it."""

    field: str
    value: str
    basis: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """One sentence. ``span`` is of the original text, ``clean_span`` of the repaired one, both in code points."""

    document: str
    number: int
    of: int
    span: tuple[int, int]
    clean_span: tuple[int, int]
    original: str
    clean: str
    repairs: tuple[dict[str, Any], ...]
    clauses: tuple[Clause, ...]
    claims: tuple[tuple[Claim, tuple[Basis, ...]], ...]

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as ``lianpu explain-reading --json`` prints them."""
        return {
            "document": self.document,
            "sentence": self.number,
            "of": self.of,
            "span": list(self.span),
            "clean_span": list(self.clean_span),
            "original": self.original,
            "clean": self.clean,
            "repairs": list(self.repairs),
            "clauses": [_clause_json(clause) for clause in self.clauses],
            "claims": [
                claim.to_json()
                | {"basis": {b.field: {"value": b.value, "basis": b.basis, "words": list(b.words)} for b in bases}}
                for claim, bases in self.claims
            ],
        }


@dataclass(frozen=True, slots=True)
class Outline:
    """The sentences of a document by number, each with the number of its claims."""

    document: str
    sentences: tuple[tuple[int, str, int], ...]

    def to_json(self) -> dict[str, Any]:
        listed = [{"sentence": n, "text": text, "claims": claims} for n, text, claims in self.sentences]
        return {"document": self.document, "sentences": listed}


def explain(
    path: Path, *, number: int | None = None, find: str | None = None, place: str | None = None
) -> SentenceTrace | Outline:
    """How a sentence of a document was read: the ``number``-th (from 1), or the first that holds ``find``.

    Without either the sentences are listed. Raises :class:`LianpuError` for a file that cannot be read, and where there
    is no such sentence.
    """
    source = read_document(path)
    reading = read_source(source, extract, place=place)
    spans = sentences(reading.clean_text)
    if number is None and find is None:
        return Outline(reading.name, tuple(_listed(reading, spans)))
    repaired = repair(source)
    originals = [repaired.offsets.to_original(*span) for span in spans]
    chosen = _chosen(reading, spans, originals, number, find)
    return _trace(reading, spans, originals[chosen], chosen)


def _listed(reading: Reading, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str, int]]:
    for n, (start, end) in enumerate(spans, 1):
        yield n, reading.clean_text[start:end].strip(), sum(start <= c.clean_span[0] < end for c in reading.claims)


def _chosen(
    reading: Reading,
    spans: Sequence[tuple[int, int]],
    originals: Sequence[tuple[int, int]],
    number: int | None,
    find: str | None,
) -> int:
    if number is not None:
        if 1 <= number <= len(spans):
            return number - 1
        hint = "leave out --sentence to see them all"
        raise LianpuError(f"has no sentence {number}, only {len(spans)}", file=reading.name, hint=hint)
    wanted = find or ""
    for n, (clean, original) in enumerate(zip(spans, originals, strict=True)):
        if wanted in reading.clean_text[slice(*clean)] or wanted in reading.text[slice(*original)]:
            return n
    hint = "the words must stand in one sentence, as printed or as repaired"
    raise LianpuError(f"no sentence holds “{wanted}”", file=reading.name, hint=hint)


def _trace(reading: Reading, spans: Sequence[tuple[int, int]], original: tuple[int, int], chosen: int) -> SentenceTrace:
    start, end = spans[chosen]
    found = _clauses(reading, spans, chosen)
    here = [c for c in reading.claims if start <= c.clean_span[0] < end]
    return SentenceTrace(
        document=reading.name,
        number=chosen + 1,
        of=len(spans),
        span=original,
        clean_span=(start, end),
        original=reading.text[slice(*original)],
        clean=reading.clean_text[start:end],
        repairs=tuple(r for r in reading.repairs if r["start"] < original[1] and original[0] < r["end"]),
        clauses=tuple(found),
        claims=tuple((claim, tuple(_bases(claim, found, reading, (start, end)))) for claim in here),
    )


def _clauses(reading: Reading, spans: Sequence[tuple[int, int]], chosen: int) -> list[Clause]:
    """The sentence's clauses, with the year that the sentences before it have set."""
    year: int | None = None
    found: list[Clause] = []
    for span in spans[: chosen + 1]:
        found = clauses(reading.clean_text, span, reading.published, year)
        for token in (t for clause in found for t in clause.dates):
            if token.date is not None and token.date.span is not None:
                year = int(token.date.span.start[:4])
    return found


def _bases(claim: Claim, found: Sequence[Clause], reading: Reading, sentence: tuple[int, int]) -> Iterator[Basis]:
    """The basis of each field that the claim fills."""
    clause = next((c for c in found if c.start <= claim.clean_span[0] < max(c.end, c.start + 1)), None)
    how = dict(claim.how)
    for field in ("kind", "subject", "product", "product_id", "quantity", "bound", "status", "modality", "place", "date"):
        value = _value(claim, field)
        if value is None:
            continue
        if field in how:
            yield Basis(field, value, MODEL, (how[field],))
        elif claim.origin not in ("rules", "both") and field != "quantity":
            yield Basis(field, value, MODEL, (claim.origin,))
        else:
            basis, words = _basis(field, claim, clause, reading, sentence)
            yield Basis(field, value, basis, words)


def _value(claim: Claim, field: str) -> str | None:
    if field == "quantity":
        ends = (claim.value,) if claim.value is not None else (claim.low, claim.high)
        told = [f"{end:,.12g}" for end in ends if end is not None]
        return f"{'–'.join(told)} {claim.unit or ''}".strip() if told else None
    if field == "date":
        return None if claim.date is None else "–".join(dict.fromkeys((claim.date.start, claim.date.end)))
    value = getattr(claim, field)
    return None if value is None else str(value)


Found = tuple[str, tuple[str, ...]]


def _basis(field: str, claim: Claim, clause: Clause | None, reading: Reading, sentence: tuple[int, int]) -> Found:
    if field in ("subject", "product"):
        return _printed(str(getattr(claim, field)), claim, reading, sentence)
    if field == "product_id":
        known = phrases.known_product(claim.product, claim.chain) if claim.product else None
        return (LEXICON, (known.term,)) if known else (RULE, ())
    if field == "place":
        basis, words = _printed(str(claim.place), claim, reading, sentence)
        return (DOCUMENT, ()) if claim.place == reading.default_place and basis != CLAUSE else (basis, words)
    if field == "date":
        raw = claim.date.raw if claim.date else None
        return _printed(raw, claim, reading, sentence) if raw else (RULE, ())
    return _in_clause(field, claim, clause)


def _in_clause(field: str, claim: Claim, clause: Clause | None) -> Found:
    """Kind, quantity, bound, status and modality: the words of the clause that tell them, else the rule for unsaid ones."""
    if clause is None:
        return RULE, ()
    if field in ("quantity", "bound"):
        printed = tuple(t.text for t in clause.quantities if _is_of(t, claim))
        return (CLAUSE, printed[:1]) if printed and claim.bound != _UNSAID.get(field) else (RULE, ())
    if field == "kind":
        return _kind(claim, clause)
    if field == "status":
        words = tuple(t.text for t in clause.of(*_STATES))
    else:
        words = () if claim.modality == _UNSAID["modality"] else tuple(t.text for t in clause.of(*_OUTLOOK))
    return (CLAUSE, words) if words else (RULE, ())


def _kind(claim: Claim, clause: Clause) -> Found:
    """The cue of the kind; of a quantity without one its unit tells."""
    if not claim.has_quantity:
        words = tuple(t.text for t in clause.of(_SAYS.get(claim.kind, "cue")))
        return (CLAUSE, words) if words else (RULE, ())
    words = tuple(t.text for t in clause.tokens if any(t.tags.get(tag) == claim.kind for tag in _CUES))
    return (CLAUSE, words) if words else (UNIT, tuple(t.text for t in clause.quantities if _is_of(t, claim))[:1])


def _is_of(token: Token, claim: Claim) -> bool:
    q = token.quantity
    if q is None:
        return False
    if q.value is not None and claim.value is not None:
        return abs(claim.value) in (q.value, q.value * 100)
    return (q.low, q.high) == (claim.low, claim.high) and claim.low is not None


def _printed(text: str, claim: Claim, reading: Reading, sentence: tuple[int, int]) -> Found:
    """Where a printed text stands: in the claim's clause, its sentence, before it, after it, or nowhere as it is."""
    clean = reading.clean_text
    if text in clean[slice(*claim.clean_span)]:
        return CLAUSE, (text,)
    if text in clean[slice(*sentence)]:
        return SENTENCE, (text,)
    if text in clean[: sentence[0]]:
        return EARLIER, (text,)
    return (LATER, (text,)) if text in clean[sentence[1] :] else (RULE, ())


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "start": clause.start,
        "end": clause.end,
        "tokens": [_token_json(token) for token in clause.tokens],
        "groups": [_group_json(group) for group in groups_of(clause)],
    }


def _token_json(token: Token) -> dict[str, Any]:
    out: dict[str, Any] = {"text": token.text, "kind": token.kind, "start": token.start, "end": token.end}
    if token.tags:
        out["tags"] = dict(token.tags)
    if (q := token.quantity) is not None:
        out |= {"value": q.value, "low": q.low, "high": q.high, "unit": q.unit, "group": q.group, "bound": q.bound}
    if token.date is not None and token.date.span is not None:
        out["date"] = {"start": token.date.span.start, "end": token.date.span.end}
    return out


def _group_json(group: Group) -> dict[str, Any]:
    return {"quantity": group.token.text, "product": group.product, "further": list(group.more), "listed": group.listed}
