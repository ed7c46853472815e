"""The tables of ``lexicon/`` as they are shipped, and what their rows are."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
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
    """The rows of a shipped table, by column name."""
    return csv.DictReader(_text(name).splitlines())


@cache
def shipped_names() -> dict[str, Any]:
    """``names.toml``: how firms, goals and places end; what is none."""
    return tomllib.loads(_text("names.toml"))


@cache
def shipped_verbs() -> frozenset[str]:
    """``verbs.txt``: verbs of two characters, at whose edge a noun phrase ends (保留, 种植)."""
    return frozenset(_text("verbs.txt").split())


def _text(name: str) -> str:
    return files("lianpu.reading").joinpath("lexicon", name).read_text(encoding="utf-8")
