"""Whose a figure is: one name for each firm of a ledger, or the site or region that a subject names instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lianpu.divisions import PREFECTURE, divisions
from lianpu.ledger import places
from lianpu.ledger.firms import Subject, read_subject
from lianpu.ledger.indicators import indicator_words
from lianpu.reading.wordlists import rows as lexicon_rows

#: How the names of sites end that are no firms: a park has its own land and value.
SITES = ("园", "园区", "基地", "片区", "开发区", "新区", "集聚区", "科技城")
_REGION = re.compile(r"^(.{1,12}?(?:省|市|自治区|自治州|州|地区|盟|县|区|旗))(?!场|域|块)")
_PHASE = re.compile(r"(?:第?[一二三四五六七八九十\d]+|首)期|[Pp]hase \w+")
_REMARK = re.compile(r"[(（][^)）]*[)）]")


@lru_cache(maxsize=16384)
def subject_of(subject: str | None, place: str | None) -> tuple[Subject | None, str, str]:
    """The firms of a subject with their phase, else the name of a site, else the region that it is.

    ("隆基 曲靖二期20GW", "曲靖市") → 隆基, phase 2; ("云南省重点企业", …) → the region 云南省; ("硅产业园", …) → a site.
    """
    if not subject:
        return None, "", ""
    plain = _REMARK.sub("", subject).replace(" ", "")
    region = region_of(plain)
    if region:
        return None, "", region
    own = plain.removeprefix(next((n for n in _names_around(place) if plain.startswith(n)), ""))
    if own in generic_words():
        return None, "", ""
    found = read_subject(subject, place)
    if found.named:
        return found, "", ""
    return None, plain if plain.endswith(SITES) else "", ""


class Owners:
    """One name for each firm of a ledger: names that one subject puts side by side (Solargiga 阳光能源) are one firm's."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._parent: dict[str, str] = {}
        for names in dict.fromkeys(party for subject in subjects for party in subject.parties):
            first, *others = sorted(names, key=lambda name: (len(name), name))
            for other in others:
                self._join(first, other)

    def name(self, subject: Subject) -> str:
        return "+".join(sorted(self._root(min(party, key=lambda name: (len(name), name))) for party in subject.parties))

    def _root(self, name: str) -> str:
        while (above := self._parent.get(name, name)) != name:
            name = above
        return name

    def _join(self, one: str, other: str) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._parent[other] = one


@lru_cache(maxsize=16384)
def phase_in(quote: str) -> int | None:
    """The phase that a clause names, where it names one."""
    found = {phase for word in _PHASE.findall(quote) if (phase := read_subject(word).phase) is not None}
    return found.pop() if len(found) == 1 else None


def region_of(subject: str) -> str:
    """The region that a subject names in full (曲靖市光伏 → 曲靖市): with its rank, as firms' names leave it out.

    文山州 is 文山 with its rank; 锦州 of 锦州阳光 is none.
    """
    found = _REGION.match(subject)
    if found is None:
        return ""
    full, short = _division_names()
    return found[1] if found[1] in full or found[1][:-1] in short else ""


@lru_cache(maxsize=1)
def _division_names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all divisions with and without rank."""
    known = divisions()
    return frozenset(d.name for d in known), frozenset(d.short for d in known if d.short != d.name)


@lru_cache(maxsize=4096)
def _names_around(place: str | None) -> tuple[str, ...]:
    """Names of the divisions that a place lies in, and of its own: a subsidiary is called after them."""
    codes = places.parse_place(_REMARK.sub("", place)).codes if place else frozenset()
    table = _short_names()
    cut = {code[:n] for code in codes if code for n in range(2, len(code) + 1, 2)}
    return tuple(name for code in sorted(cut, key=len, reverse=True) for name in table.get(code, ()))


@lru_cache(maxsize=1)
def _short_names() -> dict[str, tuple[str, ...]]:
    return {d.code: tuple(dict.fromkeys((d.name, d.short))) for d in divisions() if len(d.code) <= PREFECTURE + 2}


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Names of products and industries, which own nothing: 云南电解铝 is no firm."""
    words = {row["term"] for name in ("products.csv",) for row in lexicon_rows(name)}
    return frozenset(words | {word for word, i in indicator_words().items() if i.role != "measure"})
