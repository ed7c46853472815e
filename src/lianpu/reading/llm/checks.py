"""What a model says, held against the text: a claim is kept as far as the text prints it.

The quote must stand in the text. The quantity is the one that our own grammar reads there; the model only points at
it. Dates are read by our grammar too. Firm, product and place must be printed in the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lianpu.reading import phrases
from lianpu.reading.active import of_lexicon
from lianpu.reading.claims import (
    KINDS_WITH_QUANTITY,
    KINDS_WITHOUT_QUANTITY,
    LONGEST_QUOTE,
    MODALITIES,
    STATUSES,
    Claim,
    DateSpan,
)
from lianpu.reading.dates import Found, find_dates
from lianpu.reading.english import is_english
from lianpu.reading.quantities import Quantity, find_quantities
from lianpu.reading.words import Product, alternatives, words

LONGEST_NAME = 40
MOST = 200  # claims of one answer
_WITH_STATUS = frozenset({"capacity", "throughput", "land", "project", "milestone"})
_A_YEAR = frozenset({"capacity", "throughput", "output_value"})
_GOODS = frozenset({"capacity", "production", "consumption", "throughput", "orders", "exports", "reserves", "other"})
_SUMS = frozenset({"output_value", "value_added", "revenue", "tax", "investment", "price", "exports", "orders", "wages", "other"})
#: Which kinds a figure of a group of units can be of; a model that says otherwise is wrong.
_KINDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("mass", "piece", "item", "vehicle", "volume", "charge", "length"), _GOODS | {"count", "emissions"}),
    "power": _GOODS | {"power"}, "energy": _GOODS | {"energy"}, "area": _GOODS | {"land"}, "land": frozenset({"land", "other"}),
    "money": _SUMS, "bare": _SUMS, "price": frozenset({"price"}),
    "coal": frozenset({"consumption", "emissions", "energy", "other"}),
    "percent": frozenset({"share", "growth", "difference", "other"}), "points": frozenset({"difference", "growth", "share"}),
    "times": frozenset({"growth", "other"}), "person": frozenset({"jobs", "count"}), "enterprise": frozenset({"count"}),
    "line": frozenset({"count", "capacity"}), "duration": frozenset({"duration"}),
}  # fmt: skip


class NoClaimsError(Exception):
    """The answer holds no claims in JSON."""


@dataclass(frozen=True, slots=True)
class Page:
    """The document that is read: its clean text, the piece asked about, its region and day of publication."""

    text: str
    start: int
    end: int
    place: str | None
    published: str | None


def parsed(answer: str) -> list[dict[str, Any]]:
    """The claims of an answer; words and fences around its JSON are passed over. Raises :class:`NoClaimsError`."""
    answer = re.sub(r"<think>.*?</think>", "", answer, flags=re.DOTALL)
    first, last = answer.find("{"), answer.rfind("}")
    try:
        data = json.loads(answer[first : last + 1])
    except (ValueError, RecursionError):
        raise NoClaimsError("did not answer in JSON") from None
    found = data.get("claims") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise NoClaimsError("gave JSON without 'claims'")
    return [one for one in found[:MOST] if isinstance(one, dict)]


def kept(said: list[dict[str, Any]], page: Page) -> Iterator[Claim]:
    """The claims that the text bears out, with quantities and dates as our grammar reads them; the others are dropped."""
    used: set[tuple[str, int, int]] = set()
    for one in said:
        claim = _claim(one, page)
        key = (claim.kind, *claim.clean_span) if claim else ("", 0, 0)
        if claim is not None and not (key in used and not claim.has_quantity):
            used.add(key)
            yield claim


def _claim(said: dict[str, Any], page: Page) -> Claim | None:
    kind, quote = said.get("kind"), said.get("quote")
    span = _find(quote, page) if isinstance(quote, str) else None
    if span is None or not isinstance(kind, str):
        return None
    if kind in KINDS_WITHOUT_QUANTITY:
        claim = Claim("", kind)
    elif kind in KINDS_WITH_QUANTITY and (quantity := _pointed_at(said.get("quantity"), span, page)) is not None:
        if kind not in _KINDS.get(quantity.group, frozenset()):
            return None
        claim = _measured(kind, quantity, page.text[span[0] : quantity.number])
    else:
        return None
    claim = _linked(claim, said, span, page)
    return claim if claim.has_quantity or claim.subject or claim.product else None


def _linked(claim: Claim, said: dict[str, Any], span: tuple[int, int], page: Page) -> Claim:
    """With the firm, product, place, state and date that the model tells, as far as the text prints them."""
    product = _printed(said.get("product"), page)
    known = _known(product)
    status, modality = said.get("status"), said.get("modality")
    return replace(
        claim,
        subject=_printed(said.get("subject"), page),
        product=product,
        product_id=known.product_id if known else None,
        chain=known.chain if known else None,
        modality=modality if modality in MODALITIES else "observed",
        status=status if status in STATUSES and claim.kind in _WITH_STATUS else None,
        place=_printed(said.get("place"), page) or page.place,
        date=_date(said.get("date"), span, page),
        clean_span=span,
    )


def _measured(kind: str, q: Quantity, before: str) -> Claim:
    """The quantity as a claim of this kind; ``before`` are the words before it, which tell a fall."""
    unit, value = ("%", q.value and q.value * 100) if q.group == "times" else (q.unit, q.value)
    if kind == "jobs":
        unit = "person"
    if kind in _A_YEAR and "/" not in unit:
        unit += "/a"
    if kind == "growth" and value is not None and _falling().search(before):
        value = -value
    return Claim("", kind, value=value, low=q.low, high=q.high, unit=unit, bound=q.bound)


@of_lexicon
def _falling() -> re.Pattern[str]:
    chinese = alternatives(word.text for word in words().values() if word.tags.get("cue") == "decline")
    return re.compile(rf"{chinese}|\b(?:fell|fall|fallen|down|dropp?ed|drop|declined?|decreased?|shrank|lower)\b")


def _find(quote: str, page: Page) -> tuple[int, int] | None:
    """Where the quote stands in the piece; white space may differ, nothing else."""
    words = quote.split()
    if not words or len(quote) > LONGEST_QUOTE:
        return None
    match = re.compile(r"\s*".join(re.escape(part) for part in "".join(words))).search(page.text, page.start, page.end)
    return match.span() if match else None


def _pointed_at(printed: object, span: tuple[int, int], page: Page) -> Quantity | None:
    """The quantity of our grammar that the model means: in the quote, whole, and as it prints it.

    The grammar reads the whole sentence, so that a quote that cuts a figure (``0万吨`` of ``10万吨``) points at none.
    """
    quantities, _ = _figures(span, page)
    if not isinstance(printed, str):
        return None
    wanted = "".join(printed.split())
    fitting = [q for q in quantities if wanted and _same_figure(wanted, page.text[q.start : q.end], page.text[q.number : q.end])]
    return fitting[0] if fitting else None


def _same_figure(said: str, whole: str, figure: str) -> bool:
    """The model copies the figure with or without 约, 以上 and the like: one holds the other, with all its digits."""
    whole, figure = "".join(whole.split()), "".join(figure.split())
    digits = re.findall(r"\d[\d.,，]*", said)
    return said in (whole, figure) or (digits == re.findall(r"\d[\d.,，]*", whole) and (said in whole or figure in said))


def _figures(span: tuple[int, int], page: Page) -> tuple[list[Quantity], list[Found]]:
    """Quantities and dates that our grammar reads inside the quote, at their places in the text."""
    start = max((page.text.rfind(mark, 0, span[0]) for mark in "。！？!?\n"), default=-1) + 1
    stops = [at for mark in "。！？!?\n" if (at := page.text.find(mark, span[1])) >= 0]
    end = min(stops, default=len(page.text))
    quantities, dates = _read(page.text[start:end], page.published)
    inside = [_moved(q, start) for q in quantities if span[0] <= q.number + start and q.end + start <= span[1]]
    return inside, [d for d in dates if span[0] <= d.start + start and d.end + start <= span[1]]


def _read(sentence: str, published: str | None) -> tuple[list[Quantity], list[Found]]:
    """Quantities and dates of a sentence, by the grammar of its language."""
    if is_english(sentence):
        from lianpu.reading.english import dates as english_dates
        from lianpu.reading.english import quantities as english_quantities

        dates = english_dates.find_dates(sentence, published, None)
        return english_quantities.find_quantities(sentence, [(d.start, d.end) for d in dates]), dates
    dates = find_dates(sentence, published)
    return find_quantities(sentence, tuple((d.start, d.end) for d in dates)), dates


def _known(product: str | None) -> Product | None:
    if product is None or not product.isascii():
        return phrases.known_product(product) if product else None
    from lianpu.reading.english.products import known_product

    return known_product(product)


def _moved(q: Quantity, by: int) -> Quantity:
    return replace(q, start=q.start + by, end=q.end + by, number=q.number + by)


def _date(said: object, span: tuple[int, int], page: Page) -> DateSpan | None:
    """The date of our grammar in the quote that the model points at."""
    _, dates = _figures(span, page)
    wanted = "".join(said.split()) if isinstance(said, str) else ""
    fitting = (d.span for d in dates if d.span and d.span.raw and wanted)
    return next((span for span in fitting if _holds(wanted, "".join((span.raw or "").split()))), None)


def _holds(a: str, b: str) -> bool:
    return a in b or b in a


def _printed(name: object, page: Page) -> str | None:
    """A name that the document prints, tidied; None for any other."""
    if not isinstance(name, str):
        return None
    name = name.strip()
    if not 1 < len(name) <= LONGEST_NAME:
        return None
    return name if _squeezed(name) in _squeezed(page.text) else None


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
