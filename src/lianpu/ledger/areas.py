"""New areas, zones and ports by their own names: which city or province an area lies in that is no division.

National new areas stand in ``data/new_areas.csv``; others are learnt from a ledger's own claims, where one of them
names an area with its city (连云港徐圩新区) and another without (徐圩新区).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from lianpu.ledger.places import parse_place, plain_place, region_of

_KINDS = r"(?:新区|新城|经开区|高新区|开发区|保税区|港区|港|片区|示范区|试验区|工业园区?|产业园区?|园区|基地|工业城|产业城)$"
_AREA = re.compile(rf"^\w*?{_KINDS}")
#: Two characters before the kind tell an area from the 经开区 of every city.
_OWN_NAME = re.compile(rf"^\w{{2,}}{_KINDS}")


@lru_cache(maxsize=65536)
def is_area(place: str) -> bool:
    """True of the name of a zone, port or new area without its city."""
    plain = plain_place(place)
    return bool(_AREA.match(plain)) and not parse_place(plain).codes


def areas_of(places: Iterable[str]) -> dict[str, str]:
    """Areas with names of their own that ``places`` name with their city, by these names; none that two cities have."""
    found: dict[str, set[str]] = defaultdict(set)
    for place in dict.fromkeys(places):
        known = parse_place(plain_place(place))
        if known.codes and _OWN_NAME.match(known.below):
            found[known.below].add(place)
    return {name: min(full, key=len) for name, full in found.items() if len({region_of(place) for place in full}) == 1}


def placed(place: str | None, areas: Mapping[str, str]) -> str | None:
    """``place`` with its city where it is an area by its own name."""
    if not place:
        return place
    name = plain_place(place)
    full = areas.get(name)
    if full is not None:
        return full
    return f"{outer}{name}" if (outer := _nationally(name)) is not None else place


@lru_cache(maxsize=65536)
def _nationally(name: str) -> str | None:
    return next((outer for area, outer in _national().items() if name.startswith(area)), None)


@cache
def _national() -> dict[str, str]:
    with (files("lianpu.ledger") / "data" / "new_areas.csv").open(encoding="utf-8") as table:
        return {row["area"]: row["lies_in"] for row in csv.DictReader(table)}
