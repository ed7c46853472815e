"""Which place lies in which: by the administrative division codes of China, and by name below the county.

The table is :mod:`lianpu.divisions`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from lianpu.divisions import PREFECTURE, PROVINCE, divisions

COUNTRY = frozenset({"中国", "全国", "我国", "国内"})
_LONGER = (("经济技术开发区", "经开区"), ("高新技术产业开发区", "高新区"), ("高新技术开发区", "高新区"))
_SUFFIX = re.compile(r"^(省|市|州|县|区|地区)(?=$|[^区])")
_REMARK = re.compile(r"[(（][^)）]*[)）]|\s+")
_SEVERAL = re.compile(r"[+、,，;；/]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the codes that its name may have (empty: not in the table; ``""``: the country), and what follows it."""

    codes: frozenset[str]
    below: str


@lru_cache(maxsize=65536)
def within(inner: str | None, outer: str | None) -> bool:
    """True where every place that ``inner`` names lies in, or is, one that ``outer`` names.

    ``经开区`` alone is in no city; a name that several counties share lies wherever one of them does.
    """
    if not inner or not outer:
        return False
    outers = [parse_place(part) for part in _SEVERAL.split(plain_place(outer)) if part]
    inners = [parse_place(part) for part in _SEVERAL.split(plain_place(inner)) if part]
    return bool(inners) and all(any(_lies_in(i, o) for o in outers) for i in inners)


def overlap(one: str | None, other: str | None) -> bool:
    """True where one of the two places lies in the other."""
    return within(one, other) or within(other, one)


def may_be_one(one: str | None, other: str | None) -> bool:
    """True where one place lies in the other, or one is not said."""
    return not one or not other or overlap(one, other)


def full_place(place: str | None, region: str | None) -> str | None:
    """``place`` as it is meant in a document about ``region``: 经开区 in one about 曲靖市 is 曲靖市经开区."""
    if not place:
        return region
    complete = not region or place.startswith(region) or bool(parse_place(plain_place(place)).codes)
    return place if complete else f"{region}{place}"


def region_of(place: str) -> str:
    """The prefecture, province or country that ``place`` lies in or is, by its full name; itself where it is in none."""
    plain = plain_place(place)
    codes = frozenset() if _SEVERAL.search(plain) else parse_place(plain).codes
    names = {_region_of_code(code) for code in codes}
    return names.pop() if len(names) == 1 else place


@lru_cache(maxsize=65536)
def common_code(place: str) -> str:
    """The code that all divisions share that the names in ``place`` may be; empty where they share none."""
    parts = [parse_place(part).codes for part in _SEVERAL.split(plain_place(place)) if part]
    if not parts or not all(parts):
        return ""
    codes = sorted(code for some in parts for code in some)
    first, last = codes[0], codes[-1]
    return next((first[:n] for n in (6, 4, 2) if first[:n] == last[:n] and len(first) >= n), "")


@lru_cache(maxsize=65536)
def city_in(text: str) -> str | None:
    """The one prefecture whose name or short name stands in ``text``; None where none or several do."""
    found = {code for name, code in _divisions().prefectures.items() if name in text}
    return _divisions().names[next(iter(found))] if len(found) == 1 else None


def _region_of_code(code: str) -> str:
    """The prefecture; the county itself where a province administers it, the province where it is a city's district."""
    names = _divisions().names
    return names.get(code[:PREFECTURE]) or (names[code] if code[PROVINCE:PREFECTURE] == "90" else names[code[:PROVINCE]])


@lru_cache(maxsize=65536)
def prefecture_of(place: str) -> str | None:
    """The prefecture that ``place`` lies in or is, by its full name (沾益区 → 曲靖市); None where that is not one."""
    codes = {code[:PREFECTURE] for code in parse_place(plain_place(place)).codes}
    code = codes.pop() if len(codes) == 1 else ""
    return _divisions().names.get(code) if len(code) == PREFECTURE else None


def province_of(name: str) -> str | None:
    """The province that a place lies in, by its full name (曲靖市 → 云南省); None where that is not one province."""
    provinces = {code[:2] for code in parse_place(plain_place(name)).codes}
    return _divisions().provinces.get(provinces.pop()) if len(provinces) == 1 else None


@lru_cache(maxsize=4096)
def parse_place(name: str) -> Place:
    """The codes of a name such as 云南省曲靖市经开区, from its widest part to its narrowest, and what is left of it."""
    if name in COUNTRY:
        return Place(frozenset({""}), "")
    codes: frozenset[str] = frozenset()
    while found := _longest(name, codes):
        codes, name = found
    return Place(codes, name)


def parts_of(region: str) -> tuple[str, ...]:
    """The divisions one step below a place, in the order of their codes (曲靖市: its districts and counties); empty where
    the place is not one division, or the table goes no deeper."""
    codes = parse_place(plain_place(region)).codes
    if len(codes) != 1 or parse_place(plain_place(region)).below:
        return ()
    (code,) = codes
    inside = [d for d in divisions() if d.code.startswith(code) and d.code != code]
    step = min((len(d.code) for d in inside), default=0)
    current = {d.code: d.name for d in reversed(inside) if len(d.code) == step}  # the newer name of a code stands first
    return tuple(current[key] for key in sorted(current))


def plain_place(name: str) -> str:
    """A name without remarks, its zone by its short name (经济技术开发区 → 经开区)."""
    name = _REMARK.sub("", name)
    for long, short in _LONGER:
        name = name.replace(long, short)
    return name


def _longest(name: str, inside: frozenset[str]) -> tuple[frozenset[str], str] | None:
    """The divisions in ``inside`` (or anywhere) whose name begins ``name``, and the rest of it."""
    table = _divisions()
    for length in range(min(len(name), table.longest), 1, -1):
        codes = table.by_name.get(name[:length], frozenset())
        below = {c for c in codes if not inside or any(c.startswith(i) and c != i for i in inside)}
        if below:
            widest = min(map(len, below))  # 吉林 is the province, 文山 the prefecture, unless the name says more
            return frozenset(c for c in below if len(c) == widest), _SUFFIX.sub("", name[length:])
    return None


def _lies_in(inner: Place, outer: Place) -> bool:
    if not inner.codes or not outer.codes:
        return inner.codes == outer.codes and inner.below.startswith(outer.below)
    if not outer.below:
        return any(i.startswith(o) for i in inner.codes for o in outer.codes)
    same = not inner.codes.isdisjoint(outer.codes)
    return same and bool(inner.below) and (outer.below in inner.below or outer.below.endswith(inner.below))


@dataclass(frozen=True, slots=True)
class _Divisions:
    by_name: dict[str, frozenset[str]]
    provinces: dict[str, str]
    names: dict[str, str]  # by code; "" is the country
    prefectures: dict[str, str]  # code by name and by short name
    longest: int


@lru_cache(maxsize=1)
def _divisions() -> _Divisions:
    names: dict[str, set[str]] = defaultdict(set)
    provinces: dict[str, str] = {}
    for code, name, short in divisions():
        names[name].add(code)
        names[short].add(code)
        if len(code) == PROVINCE:
            provinces[code] = name
    by_name = {name: frozenset(codes) for name, codes in names.items()}
    full = {"": "中国"} | {d.code: d.name for d in reversed(divisions())}
    prefectures = {name: d.code for d in divisions() if d.is_prefecture for name in (d.name, d.short)}
    return _Divisions(by_name, provinces, full, prefectures, max(map(len, names)))
