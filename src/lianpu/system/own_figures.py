"""What documents tell of a plant's own working: power per tonne, utilisation, efficiency, recovery, green share.

A figure belongs to the plants of its good whose owner it names, or that are told in the same sentence; to none of them
where the text does not say whose it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files

from lianpu.ledger.firms import read_subject, same_firm
from lianpu.library.load import Library
from lianpu.reading.claims import Claim
from lianpu.system.model import Plant, Region, StatusClass
from lianpu.units import Range, unit_of

#: Kinds that carry a figure of a plant's working: intensities are read as prices or energy, the rest as shares.
KINDS = frozenset({"price", "energy", "power", "share", "consumption", "other", "count", "duration"})
DERIVED_UTILISATION = "production over capacity"


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the sentence and the document that it stands in."""

    claim: Claim
    document: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """``value`` in ``unit`` of one ``quantity`` (the names of :mod:`lianpu.library.rules`) of ``plants`` (ids; none
    where the text does not say whose it is). ``day`` is the ISO date that it speaks of, or empty."""

    quantity: str
    good: str
    owner: str | None
    value: Range
    unit: str
    day: str
    plants: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """``goods``: what such a figure can be of, the usual one first (电池's conversion efficiency is a solar cell's)."""

    quantity: str
    units: tuple[str, ...]
    goods: tuple[str, ...]
    words: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    with (files("lianpu.system") / "data" / "own_figures.csv").open(encoding="utf-8") as table:
        return tuple(
            _Pattern(
                row["quantity"],
                tuple(row["units"].split(";")),
                tuple(filter(None, row["goods"].split(";"))),
                re.compile(row["words"], re.I) if row["words"] else None,
            )
            for row in csv.DictReader(table)
        )


def own_figures(said: Iterable[Said], region: Region, library: Library) -> tuple[OwnFigure, ...]:
    """The figures of the region's plants; targets and plans are no figures of how a plant works."""
    told = [s for s in said if s.claim.modality == "observed" and s.claim.has_quantity]
    sentences: dict[tuple[str, str], set[str]] = {}
    for s in told:
        sentences.setdefault((s.document, s.sentence), set()).add(s.claim.id)
    return (*_stated(told, sentences, region, library), *_utilisation(told, region, library))


def _stated(
    told: Iterable[Said], sentences: dict[tuple[str, str], set[str]], region: Region, library: Library
) -> Iterator[OwnFigure]:
    for s in told:
        pattern = _pattern(s.claim) if s.claim.kind in KINDS else None
        if pattern is None:
            continue
        beside = sentences[s.document, s.sentence]
        plants = _plants_of(s.claim, beside, region, library)
        named = tuple(dict.fromkeys(p.good for p in plants)) or ((s.claim.product_id,) if s.claim.product_id else ())
        possible = tuple(g for g in named if g in pattern.goods) or pattern.goods[:1] if pattern.goods else named
        for good in possible:
            of_good = tuple(p.id for p in plants if p.good == good)
            owner = s.claim.subject or next((p.owner for p in plants if p.good == good), None)
            day = s.claim.date.end if s.claim.date else ""
            yield OwnFigure(pattern.quantity, good, owner, _value(s.claim), s.claim.unit or "1", day, of_good, (s.claim.id,))


def _pattern(claim: Claim) -> _Pattern | None:
    text = f"{claim.product or ''} {claim.quote}"
    for pattern in _patterns():
        unit_fits = any(fnmatchcase(claim.unit or "", unit) for unit in pattern.units)
        if unit_fits and (pattern.words is None or pattern.words.search(text)):
            return pattern
    return None


def _plants_of(claim: Claim, beside: set[str], region: Region, library: Library) -> list[Plant]:
    """Plants of the owner that the claim names; else those told in the same sentence; of the claim's good first."""
    text = f"{claim.subject or ''} {claim.product or ''} {claim.quote}"
    named = [p for p in region.plants if _is_of(p, claim) or (p.owner and p.owner in text)]
    near = [p for p in region.plants if beside & set(p.claims(frozenset(StatusClass)))]
    for found in (named, near):
        same = [p for p in found if p.good == claim.product_id]
        if same:
            return same
        chains = {p.good for p in found}
        if found and len(chains) == 1 and _fits(claim, library, found[0].good):
            return found
    return []


def _fits(claim: Claim, library: Library, good: str) -> bool:
    """A figure whose own product is not known (a share of power, a recovery) may be of the only good in its sentence."""
    told = claim.product_id
    return told is None or told not in library.goods or library.goods[told].chain in ("energy", library.goods[good].chain)


def _value(claim: Claim) -> Range:
    if claim.value is not None:
        return Range.exact(claim.value)
    low = claim.low if claim.low is not None else claim.high
    high = claim.high if claim.high is not None else claim.low
    assert low is not None and high is not None  # it has a quantity
    return Range(low, (low + high) / 2, high)


def _utilisation(told: Iterable[Said], region: Region, library: Library) -> Iterator[OwnFigure]:
    """A year's production of an owner over all of his that stands."""
    for s in told:
        claim = s.claim
        year = claim.date.end[:4] if claim.date and claim.date.start[:4] == claim.date.end[:4] else ""
        whole = bool(claim.date) and claim.date is not None and len(claim.date.end) == 4
        if claim.kind != "production" or claim.value is None or not whole or claim.product_id not in library.goods:
            continue
        unit, good = unit_of((claim.unit or "").removesuffix("/a")), library.goods[claim.product_id or ""]
        if unit is None or unit.dimension != good.unit.dimension:
            continue
        plants = [p for p in region.plants if p.good == good.id and _is_of(p, claim) and _standing(p) > 0]
        if plants:
            value = Range.exact(claim.value * unit.factor / good.unit.factor / sum(map(_standing, plants)) * 100)
            rests = (claim.id, *(c for p in plants for c in p.claims(frozenset({StatusClass.STANDING}))))
            yield OwnFigure("utilisation", good.id, claim.subject, value, "%", year, tuple(p.id for p in plants), rests)


def _standing(plant: Plant) -> float:
    return plant.capacity(frozenset({StatusClass.STANDING})).typical


def _is_of(plant: Plant, claim: Claim) -> bool:
    """Whether the claim's subject is the plant's owner, also by another of its names."""
    if not plant.owner or not claim.subject:
        return False
    return plant.owner == claim.subject or same_firm(read_subject(plant.owner, plant.place), read_subject(claim.subject))
