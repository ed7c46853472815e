"""Figures that count more than one place: a whole group's, several places together, one plant in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.checks.sums import Sum, added_up
from lianpu.ledger.derive import Derived, derived, disagreement, symbol
from lianpu.ledger.facts import Fact, ids, inside
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.places import parse_place

_GROUP = re.compile(r"^group\b|全集团|集团合计|集团全部|group[- ]wide|whole group", re.IGNORECASE)
_SEVERAL = re.compile(r"[+、/;；]")
_REMARK = re.compile(r"[(（].*")


def group_figures(material: Material) -> Iterator[Derived | Finding]:
    """Figures of a whole group of firms: none of them is a place's."""
    for facts in grouped(filter(_is_of_group, material.levels), lambda f: f.owner).values():
        yield Finding("group_figure", Severity.NOTE, ids(facts), words=(("owner", facts[0].claim.subject or ""),))


def part_above_group(material: Material) -> Iterator[Derived | Finding]:
    """A plant that is larger than all that its group has or aims at in those years."""
    sized = [f for f in material.levels if f.kind == "capacity" and f.owner and f.end]
    for facts in grouped(sized, lambda f: (f.owner, f.good, f.dimension)).values():
        group = [f for f in facts if _is_of_group(f)]
        for plant in (f for f in facts if not _is_of_group(f)):
            whole = [f for f in group if f.year and plant.year and abs(f.year - plant.year) <= 1]
            largest_first = sorted(whole, key=lambda f: -f.measured.high)
            if largest_first and plant.measured.low > largest_first[0].measured.high:
                yield disagreement("part_above_group", largest_first, plant.measured, symbol(plant), (plant,))


def _is_of_group(fact: Fact) -> bool:
    return bool(_GROUP.search(fact.claim.place or "") or _GROUP.search(fact.claim.subject or ""))


def several_places(material: Material) -> Iterator[Derived | Finding]:
    """A figure of several places together; where the figure of all but one is told, the rest follows."""
    joint = [f for f in material.levels if len(_apart(f)) > 1]
    for fact in joint:
        yield Finding("several_places", Severity.NOTE, ids((fact,)), words=(("places", "、".join(_apart(fact))),))
        singles = [f for f in material.levels if f.kind == fact.kind and _same_event(f, fact)]
        told = [next((f for f in singles if inside(f.place, place)), None) for place in _apart(fact)]
        parts = tuple(f for f in told if f is not None)
        if len(parts) == len(told):
            yield from added_up(Sum((fact,), parts, complete=True))
            continue
        for single in singles:
            if single.measured.value < fact.measured.value:
                rest = fact.measured.less(single.measured)
                others = [place for place in _apart(fact) if not inside(single.place, place)]
                yield derived("rest", rest, symbol(fact), (fact, single), fact, place="+".join(others))


def one_plant_two_places(material: Material) -> Iterator[Derived | Finding]:
    """A plant of one owner, product and size that two sources put into places apart."""
    plants = [f for f in material.levels if f.kind == "capacity" and f.owner and f.place and f.claim.product_id]
    for group in grouped(plants, lambda f: (f.owner, f.phase, f.good, round(f.measured.value), f.claim.status)).values():
        first = group[0]
        elsewhere = [f for f in group if f.document != first.document and _disjoint(first, f)]
        if elsewhere:
            words = (("places", "、".join((first.place, *(f.place for f in elsewhere)))),)
            yield Finding("one_plant_two_places", Severity.DOUBT, ids((first, *elsewhere)), words=words)


def _apart(fact: Fact) -> list[str]:
    """The places of a joint figure (曲靖+合肥), where each is one that is known."""
    place = _REMARK.sub("", fact.claim.place or "")
    parts = [part for part in _SEVERAL.split(place) if part]
    return parts if len(parts) > 1 and all(parse_place(part).codes for part in parts) else []


def _same_event(single: Fact, joint: Fact) -> bool:
    return (
        bool(single.owner) and joint.owner.startswith(single.owner[:2]) and (single.start, single.end) == (joint.start, joint.end)
        and single.dimension is joint.dimension and len(_apart(single)) == 0
        and any(inside(single.place, part) for part in _apart(joint))
    )  # fmt: skip


def _disjoint(one: Fact, other: Fact) -> bool:
    known: Sequence[str] = (one.place, other.place)
    if not all(parse_place(_REMARK.sub("", place)).codes for place in known):
        return False
    return not inside(one.place, other.place) and not inside(other.place, one.place)
