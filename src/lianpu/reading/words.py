"""The word lists of ``lexicon/``, read once: what a printed word may be."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon: what it may be (tag → value) and what must stand after it to be read so."""

    text: str
    tags: dict[str, str]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A printed product: the good's id and chain, where it has one."""

    term: str
    product_id: str | None
    chain: str | None


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A unit as printed: its symbol, how many of the symbol's it is, and the group that decides what is meant."""

    printed: str
    unit: str
    factor: float
    group: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of the lexicon, by column name."""
    text = files("lianpu.reading").joinpath("lexicon", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


@cache
def names() -> dict[str, Any]:
    """``names.toml``: how firms, goals and places end; what is none."""
    return tomllib.loads(files("lianpu.reading").joinpath("lexicon", "names.toml").read_text(encoding="utf-8"))


@cache
def units() -> dict[str, PrintedUnit]:
    return {r["printed"]: PrintedUnit(r["printed"], r["unit"], float(r["factor"]), r["group"]) for r in rows("units.csv")}


@cache
def products() -> dict[str, Product]:
    return {r["term"]: Product(r["term"], r["product_id"] or None, r["chain"] or None) for r in rows("products.csv")}


@cache
def firms() -> frozenset[str]:
    return frozenset(r["name"] for r in rows("firms.csv"))


@cache
def places() -> dict[str, str]:
    """Name of a place as printed, with or without its suffix → its full name."""
    found: dict[str, str] = {}
    for row in rows("places.csv"):
        found[row["name"]] = row["name"]
        short = re.sub(r"(壮族|回族|维吾尔)?自治区$|特别行政区$|地区$|[省市州盟]$", "", row["name"])
        if len(short) > 1:
            found.setdefault(short, row["name"])
    return found


@cache
def parents() -> dict[str, str]:
    """Prefecture → province."""
    return {r["name"]: r["parent"] for r in rows("places.csv") if r["parent"]}


@cache
def words() -> dict[str, Word]:
    """Every word that the grammar knows, products, firms and places included."""
    found: dict[str, Word] = {}
    for row in rows("words.csv"):
        word = found.setdefault(row["word"], Word(row["word"], {}, row["next"]))
        word.tags.setdefault(row["tag"], row["value"])
    for tag, listed in (("product", products()), ("firm", firms()), ("place", places())):
        for text in listed:
            found.setdefault(text, Word(text, {})).tags.setdefault(tag, text)
    return found


@cache
def by_first() -> dict[str, tuple[Word, ...]]:
    """First character → words that begin so, longest first."""
    found: dict[str, list[Word]] = {}
    for word in words().values():
        found.setdefault(word.text[0], []).append(word)
    return {first: tuple(sorted(group, key=lambda w: -len(w.text))) for first, group in found.items()}


def alternatives(texts: Iterable[str]) -> str:
    """A pattern for any of the texts, longest first."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t)))
