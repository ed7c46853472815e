"""Which of many places lie in which: by their division codes, so that not every pair is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lianpu.divisions import COUNTY, PREFECTURE, PROVINCE
from lianpu.ledger.places import parse_place, within


def nested(places: Iterable[str]) -> dict[str, list[str]]:
    """The places that lie in each one, itself left out: {"云南省": ["曲靖市", "文山州"], "中国": ["云南省", …]}."""
    names = list(dict.fromkeys(name for name in places if name))
    by_code: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for code in _codes(name):
            by_code[code].append(name)
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for outer in dict.fromkeys(wider for code in _codes(name) for wider in _around(code, by_code)):
            if outer != name and within(name, outer):
                found[outer].append(name)
    return dict(found)


def _codes(name: str) -> tuple[str, ...]:
    """The codes that a name may have, the country's too; one that stands for all places without a code."""
    return tuple(sorted(parse_place(name).codes)) or (_NO_CODE,)


_NO_CODE = "none"


def _around(code: str, by_code: dict[str, list[str]]) -> Iterable[str]:
    if code == _NO_CODE:
        return by_code[code]
    wider = dict.fromkeys([*(code[:digits] for digits in (0, PROVINCE, PREFECTURE, COUNTY)), code])
    return (name for part in wider for name in by_code.get(part, ()))
