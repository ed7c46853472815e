"""The claim: one statement with a quantity or a status, with its evidence in the original text.

The vocabulary is that of the project's gold readings (docs/claims.md); ``lianpu claims --json``
prints exactly these keys.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

KINDS_WITH_QUANTITY = frozenset(
    {
        "capacity", "production", "consumption", "output_value", "value_added", "revenue", "tax", "investment", "price",
        "land", "jobs", "power", "energy", "emissions", "share", "growth", "difference", "count", "throughput",
        "orders", "exports", "reserves", "duration", "wages", "other",
    }
)  # fmt: skip
KINDS_WITHOUT_QUANTITY = frozenset({"presence", "project", "milestone", "focus", "goal", "policy"})
KINDS = KINDS_WITH_QUANTITY | KINDS_WITHOUT_QUANTITY
MODALITIES = ("observed", "forecast", "potential", "planned", "target")
STATUSES = (
    "operating", "trial", "built", "under_construction", "built_and_building", "advancing", "signed",
    "negotiating", "announced", "planned", "suspended", "cancelled",
)  # fmt: skip
#: The flag of a claim whose figure touches a damaged place: no model rests on it before a person has looked.
LONGEST_QUOTE = 300  # code points: a quote is a clause, not a page
DIGITS_MAY_BE_MISSING = "digits may be missing"
#: The flag of a claim that a language model made alone: it waits for a person too.
MODEL_ONLY = "said by a language model only"
BOUNDS = ("exact", "at_least", "at_most", "about", "range", "class")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """What date a statement speaks of: ISO, as precise as the text (``2022-09``); never when it was published."""

    start: str
    end: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document.

    ``span`` is start and end in the ORIGINAL text in code points, ``clean_span`` in the repaired text.
    ``value`` (or ``low`` and ``high`` where ``bound`` is ``range``) is in ``unit``; none of them where the
    kind carries no quantity. ``how`` tells for a field whether it was ``stated``, ``carried`` from before or
    ``inferred``. ``flags`` are the reasons why a person should look (``digits may be missing`` …).
    """

    id: str
    kind: str
    subject: str | None = None
    product: str | None = None
    product_id: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    bound: str | None = None
    modality: str = "observed"
    status: str | None = None
    place: str | None = None
    date: DateSpan | None = None
    span: tuple[int, int] = (0, 0)
    clean_span: tuple[int, int] = (0, 0)
    quote: str = ""
    part_of: str | None = None
    chain: str | None = None
    where: str | None = None
    confidence: float = 1.0
    how: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def has_quantity(self) -> bool:
        return self.value is not None or self.low is not None

    @property
    def origin(self) -> str:
        """Who made the claim: ``rules``, the name of a model, or ``both``."""
        return dict(self.how).get("origin", "rules")

    def to_json(self) -> dict[str, Any]:
        """The documented keys, in a stable order; tuples become lists, ``date`` and ``how`` objects."""
        out = {f.name: getattr(self, f.name) for f in fields(self)}
        out["date"] = None if self.date is None else {"start": self.date.start, "end": self.date.end, "raw": self.date.raw}
        out |= {
            "span": list(self.span),
            "clean_span": list(self.clean_span),
            "how": dict(self.how),
            "origin": self.origin,
            "flags": list(self.flags),
        }
        return out

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Claim:
        """The inverse of :meth:`to_json`."""
        known = {f.name for f in fields(cls)}
        values = {k: v for k, v in data.items() if k in known}
        if values.get("date"):
            values["date"] = DateSpan(**values["date"])
        for key in ("span", "clean_span", "flags"):
            values[key] = tuple(values.get(key) or ((0, 0) if key != "flags" else ()))
        values["how"] = tuple((values.get("how") or {}).items())
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: what the ledger keeps.

    ``sha256`` is of the bytes as received; ``text`` is the decoded original, ``clean_text`` the repaired one.
    ``published`` is the date that the document prints for itself (ISO), ``default_place`` the region that it is about.
    ``repairs`` are the places that were changed in more than width or script, each with its confidence.
    """

    name: str
    sha256: str
    kind: str
    encoding: str
    text: str
    clean_text: str
    published: str | None
    source: str | None
    default_place: str | None
    lang: str
    repairs: tuple[dict[str, Any], ...]
    claims: tuple[Claim, ...]
    reader: str

    def to_json(self) -> dict[str, Any]:
        """``{"document": {...}, "claims": [...]}`` as ``lianpu claims DOC --json`` prints it."""
        keys = (
            "name",
            "sha256",
            "kind",
            "encoding",
            "published",
            "source",
            "default_place",
            "lang",
            "reader",
            "clean_text",
        )
        document = {key: getattr(self, key) for key in keys} | {"repairs": list(self.repairs)}
        return {"document": document, "claims": [claim.to_json() for claim in self.claims]}
