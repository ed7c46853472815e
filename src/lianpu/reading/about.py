"""Which place a document is about: the one that it names most."""

from __future__ import annotations

import re
from collections import Counter

from lianpu.divisions import PROVINCE, divisions
from lianpu.reading.active import of_lexicon
from lianpu.reading.wordlists import shipped_names
from lianpu.reading.words import names

#: As many mentions more for the city that the title names in full: the text then says 全市, and names its counties.
_IN_TITLE = 10
FULL = 3  # mentions of the bare name that one with its suffix outweighs


def main_place(clean: str) -> str | None:
    """The city, county or park that the text names most; of equals, the one named first.

    A name with its suffix (曲靖市) tells more than the bare one, which is also the first word of firms (上海瑞科).
    Names that no table has are known by their suffix, at the start of a clause or after a word such as 在.
    """
    listed = _listed()
    named: Counter[str] = Counter()
    title = clean.lstrip().split("\n", 1)[0]
    for match in _listed_pattern().finditer(clean):
        full, weight = listed[match[0]]
        named[full] += weight
        if weight == FULL and match.end() <= len(clean) - len(clean.lstrip()) + len(title):
            named[full] += _IN_TITLE * weight
    unlisted = {name for match in _DIVISION.finditer(clean) if (name := _division(match)) and name not in listed}
    for name in unlisted:
        named[name] += FULL * clean.count(name)
    return max(named, key=lambda name: (named[name], -clean.find(name[:2])), default=None)


_HAN = r"[\u4e00-\u9fff]"
_BEFORE = "市州年月日在到于从是由据对进"
_PARK = "|".join(shipped_names()["administered_parks"])
_DIVISION = re.compile(
    rf"(?:^|(?<=[\W_{_BEFORE}]))(?=({_HAN}{{2,4}}?)({_PARK})|({_HAN}{{2,6}}?(?:自治县|[市县旗区])))", re.MULTILINE
)


def _division(match: re.Match[str]) -> str | None:
    """The name found, 平湖区 for 平湖区经开区; none for what only ends like one (城市, 全县), and for 经开区 alone: every city
    has one."""
    whose, park, name = match.groups()
    if name in shipped_names()["administered_parks"]:
        return None
    if whose and whose in _listed():
        return None
    if whose and whose[-1] not in "市县旗区":
        name, stem = whose + park, whose
    else:
        name = stem = whose or name
    return None if is_no_place(stem) else name


def is_no_place(stem: str) -> bool:
    """What only ends like the name of a place (城市, 全县, 示范区)."""
    no = names()["not_places"]
    return stem.startswith(tuple(no["starts"])) or stem.endswith(tuple(no["ends"])) or any(w in stem for w in no["inside"])


@of_lexicon
def _listed() -> dict[str, tuple[str, int]]:
    """Prefectures, and the cities that are provinces, by each name that texts use: the full name, and its weight."""
    cities = [d for d in divisions() if d.is_prefecture or (len(d.code) == PROVINCE and d.name.endswith("市"))]
    short = {d.short: (d.name, 1) for d in cities if len(d.short) > 1}
    states = {f"{d.short}州": (d.name, FULL) for d in cities if d.name.endswith("自治州")}
    return short | states | {d.name: (d.name, FULL) for d in cities}


@of_lexicon
def _listed_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _listed()), key=len, reverse=True)))
