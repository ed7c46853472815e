"""The English word lists of ``lexicon/english``: phrases by their first word, products, places, names."""

from __future__ import annotations

import csv
import itertools
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, NamedTuple

from lianpu.reading.active import active, of_lexicon
from lianpu.reading.words import PrintedUnit, Product

Tags = dict[str, str]


class Phrase(NamedTuple):
    """The lower-case words of a phrase and what it may be (tag → value)."""

    words: tuple[str, ...]
    tags: Tags


def _text(name: str) -> str:
    return files("lianpu.reading").joinpath("lexicon", "english", name).read_text(encoding="utf-8")


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """``broke|breaks ground|-`` → (broke, ground), (broke,), (breaks, ground), (breaks,): ``-`` leaves a word out."""
    for chosen in itertools.product(*(part.split("|") for part in pattern.split())):
        words = tuple(word for word in chosen if word != "-")
        if words:
            yield words


@of_lexicon
def names() -> dict[str, Any]:
    """``names.toml``: how firms' names end, what is no name, what says nothing of a product."""
    return tomllib.loads(_text("names.toml"))


@of_lexicon
def word_set(key: str) -> frozenset[str]:
    """A list of ``names.toml`` as a set."""
    return frozenset(names()[key])


@of_lexicon
def units() -> dict[str, PrintedUnit]:
    return {r["printed"]: PrintedUnit(r["printed"], r["unit"], float(r["factor"]), r["group"]) for r in _rows("units.csv")}


@of_lexicon
def products() -> dict[str, Product]:
    """Lower-case term → product; those of the user's lexicon over the shipped ones."""
    own = {p.term.lower(): p for p in (*active().products, *active().english) if p.term.isascii()}
    return {
        term: Product(term, row["product_id"] or None, row["chain"] or None)
        for row in _rows("products.csv")
        for term in row["terms"].split("|")
    } | own


@of_lexicon
def places() -> dict[str, str]:
    """Name of a place → its level (province, prefecture, county, country)."""
    own = {place.name: "prefecture" for place in active().places if place.name.isascii()}
    return {row["name"]: row["level"] for row in _rows("places.csv")} | own


@of_lexicon
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """First word → the phrases that begin with it, longest first."""
    tags: dict[tuple[str, ...], Tags] = {}
    for row in _rows("words.csv"):
        for words in expand(row["words"]):
            tags.setdefault(words, {}).setdefault(row["tag"], row["value"])
    found: dict[str, list[Phrase]] = {}
    for words, said in tags.items():
        found.setdefault(words[0], []).append(Phrase(words, said))
    return {first: tuple(sorted(group, key=lambda p: -len(p.words))) for first, group in found.items()}
