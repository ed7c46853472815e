"""Repaired text to claims, each paragraph in its language."""

from __future__ import annotations

import re
from dataclasses import replace

from lianpu.reading.chinese import read_chinese
from lianpu.reading.claims import Claim
from lianpu.reading.english import english_spans

_HAN = re.compile(r"[\u3400-\u9fff]")


def extract(clean: str, *, default_place: str | None, published: str | None) -> list[Claim]:
    """The claims of a clean text, in its order. ``default_place`` is the region that it is about; ``published`` (ISO)
    resolves relative dates."""
    english = english_spans(clean)
    if english:
        return _with_english(clean, english, default_place, published)
    return read_chinese(clean, default_place=default_place, published=published)


def _with_english(clean: str, english: list[tuple[int, int]], default_place: str | None, published: str | None) -> list[Claim]:
    """Each paragraph in its language; ids in the order of the text."""
    from lianpu.reading.english.read import read_english

    rest = list(clean)
    for start, end in english:
        rest[start:end] = " " * (end - start)
    chinese = "".join(rest)
    found = read_chinese(chinese, default_place=default_place, published=published) if _HAN.search(chinese) else []
    found = [replace(c, id=f"zh-{c.id}", part_of=c.part_of and f"zh-{c.part_of}") for c in found]
    found += read_english(clean, english, default_place=default_place, published=published)
    found.sort(key=lambda claim: claim.clean_span)
    ids = {claim.id: f"c{n:03d}" for n, claim in enumerate(found, 1) if claim.id}
    return [replace(claim, id=f"c{n:03d}", part_of=ids.get(claim.part_of or "")) for n, claim in enumerate(found, 1)]
