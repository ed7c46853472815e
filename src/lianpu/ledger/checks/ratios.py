"""Implied ratios against bands: yuan per watt and tonne, capex, jobs, land and power per unit of ability.

A ratio is formed of figures of one project: of one owner, or of two figures that one text tells side by side. Where it
lies outside the band, the reading with another power of ten or unit that would lie inside is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from lianpu.divisions import PREFECTURE
from lianpu.ledger.bands import Band, ratio_in
from lianpu.ledger.checks.material import Material, grouped, is_flow, period_of
from lianpu.ledger.derive import MISPRINTS, MU_PER_HECTARE, Derived, derived, symbol
from lianpu.ledger.facts import Fact, ids, inside
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import chain_of
from lianpu.ledger.places import parse_place
from lianpu.ledger.printed import Printed
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.vocabulary import read_sizes
from lianpu.units import Unit, unit_of

#: numerator of the band → kinds of claim that it holds for, and what they are divided by.
RATIOS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "output_value": (("output_value", "revenue"), ("production", "capacity")),
    "investment": (("investment",), ("capacity",)),
    "jobs": (("jobs",), ("capacity",)),
    "land": (("land",), ("capacity",)),
    "energy": (("energy", "consumption"), ("production", "capacity")),
}
#: Hours of a year, for a load that runs all of it.
HOURS = 8760
#: How far outside its band a ratio is only worth knowing: bands are drawn from few plants.
NEAR = 1.5
#: How near in a text two figures of one product stand that belong together.
ADJACENT = 40
_MANY = re.compile(r"累计|总金额|共计|合计|in total|altogether")


@dataclass(frozen=True, slots=True)
class Divisor:
    """What a figure is divided by: of a claim of its own, or a size in the words of the numerator."""

    product_id: str
    figure: Printed
    unit: Unit
    fact: Fact | None


def implied_ratios(material: Material) -> Iterator[Derived | Finding]:
    """Money, jobs, land and energy per unit of what the same project makes or can make."""
    sized = [f for f in material.levels if f.kind in ("capacity", "production") and f.claim.product_id]
    by_document, by_owner = grouped(sized, lambda f: f.document), grouped(sized, lambda f: f.owner)
    for numerator, (kinds, below) in RATIOS.items():
        products = material.bands.products(numerator)
        for fact in material.levels:
            if fact.kind in kinds and fact.claim.modality != "forecast":
                found = _divisor(fact, by_document.get(fact.document, ()), below, products)
                if found is None and fact.owner and (not is_flow(fact) or fact.claim.modality != "observed"):
                    elsewhere = [f for f in by_owner.get(fact.owner, ()) if _told_near(fact, f)]
                    found = _divisor(fact, elsewhere, below, products)
                if found is not None and fact.unit is not None:
                    yield from compared(numerator, fact, fact.measured, fact.unit, found, material)


def load_of_capacity(material: Material) -> Iterator[Derived | Finding]:
    """A plant's load over all hours of a year, per unit of its capacity, against the power that a unit takes."""
    products = material.bands.products("energy")
    capacities = grouped((f for f in material.levels if f.kind == "capacity" and f.good in products), lambda f: (f.good, f.owner))
    for load in material.levels:
        if load.kind != "power" or not load.owner or load.claim.bound == "at_most":
            continue
        alike = [f for f in capacities.get((load.good, load.owner), ()) if f.year == load.year]
        if alike and load.unit is not None:
            yearly = load.measured.scaled(HOURS)
            divisor = Divisor(load.good, alike[0].measured, alike[0].unit or load.unit, alike[0])
            yield from compared("energy", load, yearly, unit_of("kWh") or load.unit, divisor, material)


def _divisor(fact: Fact, candidates: Sequence[Fact], kinds: Sequence[str], products: frozenset[str]) -> Divisor | None:
    """What the figure is for: a size in its own words, its owner's, or the one beside it; None where that is unclear."""
    sized = _size_in_words(fact, products)
    if sized is not None:
        return sized
    for kind in kinds:
        if kind == "capacity" and not _of_a_year(fact):
            continue
        found = [f for f in candidates if f.kind == kind and f.good in products and _belongs(fact, f)]
        if fact.claim.product_id:
            found = [f for f in found if f.good == fact.claim.product_id]
        wholes = [f for f in found if not any(f.claim.part_of == other.id for other in found)]
        wholes = [f for f in wholes if _in_its_time(fact, f)]
        if not fact.owner and _more_is_coming(fact, candidates):
            return None
        if wholes and len({f.good for f in wholes}) == 1:
            return _one(fact, wholes)
    return None


def _in_its_time(fact: Fact, divisor: Fact) -> bool:
    """For a dated figure what stood or was made in its year; for a possible one whatever is named."""
    if fact.end is None or not is_flow(fact):
        return True
    if divisor.kind != "capacity":
        return period_of(divisor) == period_of(fact)
    return divisor.year == fact.year and (divisor.standing or fact.claim.modality != "observed")


def _more_is_coming(fact: Fact, candidates: Sequence[Fact]) -> bool:
    """A text that names further plants of the good which do not stand: a region's possible sum may count them."""
    aimed = fact.claim.modality != "observed"
    return aimed and any(f.good == fact.good and not f.standing and f.owner and inside(f.place, fact.place) for f in candidates)


def _of_a_year(fact: Fact) -> bool:
    """A sum that does not flow, or that flows over a year or an unnamed one: a half-year's is not set beside a rate."""
    if not is_flow(fact) or fact.start is None or fact.end is None:
        return True
    days = (fact.end - fact.start).days
    return 360 < days < 370 or (fact.rate and days < 31)  # a rate told on a day


def _one(fact: Fact, found: Sequence[Fact]) -> Divisor | None:
    """The only size, or that of the phase that the figure speaks of."""
    sizes = {f.measured.value for f in found}
    chosen = next((f for f in found if f.phase == fact.phase and f.owner == fact.owner), None)
    if len(sizes) > 1 and not (fact.phase and chosen):
        return None
    first = chosen or found[0]
    return Divisor(first.good, first.measured, first.unit, first) if first.unit else None


def _belongs(fact: Fact, capacity: Fact) -> bool:
    if fact.owner and capacity.owner:
        same = not fact.phase or not capacity.phase or fact.phase == capacity.phase
        return same and fact.owner == capacity.owner and _one_site(fact.place, capacity.place)
    if fact.kept.document.kind == IMPORTED:
        alike = fact.owner == capacity.owner and fact.place == capacity.place
        return alike and fact.good in (capacity.good, _chain(capacity))
    if fact.place != capacity.place or fact.good not in ("", capacity.good, _chain(capacity)):
        return False
    return _one_clause(fact, capacity) or _of_the_same(fact, capacity)


def _told_near(one: Fact, other: Fact) -> bool:
    """Told within a year of each other, or of no time: later a project may have another size."""
    if one.end is None or other.end is None:
        return True
    return one.said is not None and other.said is not None and abs((one.said - other.said).days) <= 366


def _one_clause(one: Fact, other: Fact) -> bool:
    """Told in one clause, which is of one thing: no sum over many (累计, 总金额)."""
    (start, end), (other_start, other_end) = one.claim.clean_span, other.claim.clean_span
    return start < other_end and other_start < end and not _MANY.search(one.claim.quote)


def _of_the_same(one: Fact, other: Fact) -> bool:
    """Told of one product one after the other: the project is named once, its output and jobs follow."""
    gap = max(one.claim.clean_span[0] - other.claim.clean_span[1], other.claim.clean_span[0] - one.claim.clean_span[1])
    return gap <= ADJACENT and one.good == other.good and not _MANY.search(one.claim.quote)


def _one_site(one: str, other: str) -> bool:
    """Places that may be one plant's: the same, or a park and its city; a firm's figure for a province is of all its plants."""
    if not one or not other or one == other:
        return True
    wider = other if inside(one, other) else one
    return (inside(one, other) or inside(other, one)) and all(len(code) >= PREFECTURE for code in parse_place(wider).codes)


def _chain(fact: Fact) -> str:
    return f"chain:{chain_of(fact.claim, fact.claim.product or '')}"


def _size_in_words(fact: Fact, products: frozenset[str]) -> Divisor | None:
    """ "5.3万吨达产产值" of lfp: 53,000 t; only where the claim's good is known and one size is named."""
    sizes = [q for q in read_sizes(f"{fact.claim.subject or ''} {fact.claim.product or ''}") if q.value]
    good = fact.claim.product_id or ""
    unit = unit_of(sizes[0].unit) if len(sizes) == 1 else None
    if unit is None or good not in products or sizes[0].value is None:
        return None
    value = sizes[0].value * unit.factor
    return Divisor(good, Printed(value, value, value), unit, None)


def compared(
    numerator: str, fact: Fact, above: Printed, unit: Unit, divisor: Divisor, material: Material
) -> Iterator[Derived | Finding]:
    """The ratio of ``above`` in ``unit``, which ``fact`` tells, to ``divisor``; a finding where it lies outside its band."""
    band = material.bands.find(numerator, divisor.product_id, _year(fact, divisor.fact))
    figure = _ratio(band, above, unit, divisor) if band else None
    if band is None or figure is None:
        return
    parents = [fact, *([divisor.fact] if divisor.fact else [])]
    kind = _RATIO_KIND.get(numerator, "other")
    yield derived(f"{numerator}_per_unit", figure, band.unit, parents, divisor.fact or fact, kind=kind)
    outside = _distance(fact, divisor.fact, figure, band)
    if outside > 1 + 1e-9:
        yield _outside(numerator, parents, figure, band, outside)


def _distance(fact: Fact, divisor: Fact | None, figure: Printed, band: Band) -> float:
    """By what factor a ratio lies outside its band. What a year brings or uses per unit of capacity is below it where
    plants stand idle or are still to come; per unit made, and at full output, it must come up to the band."""
    above = figure.low / band.high if band.high else inf
    below = band.low / figure.high if figure.high > 0 else inf
    of_a_year = is_flow(fact) and fact.end is not None and fact.claim.modality in ("observed", "target")
    may_stand_idle = of_a_year and (divisor is None or divisor.kind == "capacity")
    return above if may_stand_idle else max(above, below)


def _year(fact: Fact, divisor: Fact | None) -> int | None:
    """The year of which the ratio speaks: of the figure, else of what it is divided by, else of the publication."""
    if fact.end is None and divisor is not None and divisor.end is not None:
        return divisor.end.year
    return fact.year


#: What a ratio is as a claim of its own: money per product is a price.
_RATIO_KIND = {"output_value": "price"}


def _ratio(band: Band, above: Printed, unit: Unit, divisor: Divisor) -> Printed | None:
    one = ratio_in(band.unit, (1.0, unit), (1.0, divisor.unit))
    return above.over(divisor.figure).scaled(one) if one is not None else None


def _outside(numerator: str, parents: Sequence[Fact], figure: Printed, band: Band, outside: float) -> Finding:
    factor = _misprint(figure, band, numerator)
    severity = Severity.NOTE if outside <= NEAR else Severity.DOUBT
    if factor is not None and outside > NEAR:
        severity = Severity.ERROR
    fact = parents[0]
    suggested = fact.measured.value * factor if factor else None
    product = band.product_id
    side = "above" if figure.low > band.high else "below"
    words = [("product", product), ("numerator", numerator), ("side", side), ("stated_unit", symbol(fact))]
    words += _readings(parents, factor) if factor else []
    return Finding(
        "implied_ratio", severity, ids(parents), figure.value, band.unit, band.low, band.high, band.rows, suggested,
        tuple(words),
    )  # fmt: skip


def _readings(parents: Sequence[Fact], factor: float) -> list[tuple[str, str]]:
    """The factor of the numerator, and the other figure's value if it is that one that is misprinted."""
    words = [("factor", f"{factor:g}")]
    if len(parents) > 1:
        words += [("other", repr(parents[1].measured.value / factor)), ("other_unit", symbol(parents[1]))]
    return words


def _misprint(figure: Printed, band: Band, numerator: str) -> float | None:
    """The factor by which the numerator would have to be misprinted for the ratio to be usual."""
    for step in (*MISPRINTS, *([MU_PER_HECTARE] if numerator == "land" else [])):
        for factor in (step, 1 / step):
            if band.low <= figure.value * factor <= band.high:
                return factor
    return None
