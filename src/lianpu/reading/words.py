"""The words in use: what a printed word may be, from the shipped tables and the user's lexicon over them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lianpu.divisions import COUNTY, divisions
from lianpu.reading.active import active, of_lexicon
from lianpu.reading.wordlists import PrintedUnit, Product, Word, rows, shipped_names

__all__ = [
    "PrintedUnit",
    "Product",
    "Word",
    "alternatives",
    "begins_a_word",
    "companies",
    "firm_endings",
    "firms",
    "names",
    "openings",

    "places",
    "products",
    "rows",
    "units",
    "words",
]  # fmt: skip

#: Lists of names.toml that the user's ``[endings]`` add to.
_ENDINGS = {"firm": "firm_suffixes", "goal": "goal_ends", "park": "park_suffixes"}


@of_lexicon
def names() -> dict[str, Any]:
    """``names.toml`` with the user's endings: how firms, goals and places end; what is none."""
    shipped = shipped_names()
    own = {_ENDINGS[kind]: [*shipped[_ENDINGS[kind]], *listed] for kind, listed in active().endings.items()}
    return shipped | own


@of_lexicon
def units() -> dict[str, PrintedUnit]:
    found = {r["printed"]: PrintedUnit(r["printed"], r["unit"], float(r["factor"]), r["group"]) for r in rows("units.csv")}
    return found | {unit.printed: unit for unit in active().units}


@of_lexicon
def products() -> dict[str, Product]:
    found = {r["term"]: Product(r["term"], r["product_id"] or None, r["chain"] or None) for r in rows("products.csv")}
    return found | {product.term: product for product in active().products}


@of_lexicon
def industries() -> dict[str, str]:
    """Product id → its code in GB/T 4754-2017 with the first amendment, where that is certain (2 to 4 digits)."""
    return {r["product_id"]: r["gbt4754"] for r in rows("industries.csv")} | active().industries


@of_lexicon
def companies() -> dict[str, str]:
    """Name of a firm as printed → the name that it goes by."""
    return {r["name"]: r["name"] for r in rows("firms.csv")} | active().companies


@of_lexicon
def firms() -> frozenset[str]:
    return frozenset(companies())


@of_lexicon
def places() -> dict[str, str]:
    """Name of a place as printed, with or without its suffix → its full name."""
    found = dict(names()["place_nicknames"])
    for division in sorted(divisions(), key=lambda d: len(d.code)):
        found[division.name] = division.name
        of_hainan = division.code.startswith("46") and len(division.code) == COUNTY
        if of_hainan or not (division.is_prefecture or len(division.code) < COUNTY):
            continue  # the short names of counties are common words too (大方, 平安, 合作; 东方)
        if division.name.endswith("自治州"):
            found.setdefault(f"{division.short}州", division.name)
        if len(division.short) > 1:
            found.setdefault(division.short, division.name)
    for place in active().places:
        found |= dict.fromkeys(filter(None, (place.name, place.short)), place.name)
    return found


@of_lexicon
def words() -> dict[str, Word]:
    """Every word that the grammar knows, products, firms and places included."""
    found: dict[str, Word] = {}
    for row in rows("words.csv"):
        word = found.setdefault(row["word"], Word(row["word"], {}, row["next"]))
        word.tags.setdefault(row["tag"], row["value"])
    for text, tag, value in active().words:
        found.setdefault(text, Word(text, {})).tags[tag] = value
    for tag, listed in (("product", products()), ("firm", firms()), ("place", places())):
        for text in listed:
            found.setdefault(text, Word(text, {})).tags.setdefault(tag, text)
    return found


@of_lexicon
def openings() -> dict[str, tuple[int, ...]]:
    """First two characters → lengths of the words that begin so, longest first; a single character stands for itself."""
    return _lengths(words(), 2)


@of_lexicon
def firm_endings() -> dict[str, tuple[int, ...]]:
    """Last character → lengths of the known firms that end so, longest first."""
    return _lengths((name[::-1] for name in firms()), 1)


def _lengths(texts: Iterable[str], first: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for text in texts:
        found.setdefault(text[:first], set()).add(len(text))
    return {char: tuple(sorted(group, reverse=True)) for char, group in found.items()}


def begins_a_word(text: str, i: int, end: int) -> bool:
    """Whether a word of two characters or more begins at ``text[i]`` and ends by ``end``."""
    known = words()
    return any(i + n <= end and text[i : i + n] in known for n in openings().get(text[i : i + 2], ()))


def alternatives(texts: Iterable[str]) -> str:
    """A pattern for any of the texts, longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t)))
