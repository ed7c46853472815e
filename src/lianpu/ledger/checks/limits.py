"""Physical limits: a part is no more than all; a region's capacity takes no more power than the region has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lianpu.ledger.bands import Band, ratio_in
from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.derive import Derived, derived
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import breakdowns
from lianpu.ledger.printed import Printed
from lianpu.units import unit_of

_MAY_PASS = re.compile(
    r"完成|自给|产销|保障率|覆盖率|相当于|是.{0,12}的\d|倍|增|同比|负债|杠杆|completion|of the target|as much as"
)
_OF_USE = re.compile(r"利用率|开工率|负荷率|达产率|utili[sz]ation|load factor", re.IGNORECASE)
#: A plant that runs above its rated capacity by more than this is a mistake.
OVERLOAD = 1.3
#: From this share of all power on, one product's need is worth knowing.
MUCH = 0.5
#: How many years apart capacity and power may be told.
NEAR_YEARS = 3


def shares_above_all(material: Material) -> Iterator[Derived | Finding]:
    """A share of more than all. Rates that may pass it (完成率, 自给率) are none; a use of capacity above it is unusual."""
    for fact in material.of_kind("share"):
        text = f"{fact.claim.product or ''} {fact.claim.quote}"
        if fact.figure is None or fact.figure.low <= 1 or _MAY_PASS.search(text):
            continue
        severity = Severity.NOTE if _OF_USE.search(text) and fact.figure.low <= OVERLOAD else Severity.ERROR
        yield Finding("share_above_whole", severity, (fact.id,), fact.figure.value, "1", None, 1.0)


def power_for_plans(material: Material) -> Iterator[Derived | Finding]:
    """A region's capacity of a product, planned or standing, x the least power that a unit takes."""
    energy = [f for f in material.levels if f.kind == "energy" and f.whole and f.place]
    power = grouped((f for f in energy if not f.tokens & breakdowns() and _yearly(f)), lambda f: f.place)
    products = material.bands.products("energy")
    capacities = [f for f in material.levels if f.kind == "capacity" and f.whole and f.good in products and f.place]
    for group in grouped(capacities, lambda f: (f.good, f.place)).values():
        largest = max(group, key=lambda f: f.measured.value)
        band = material.bands.find("energy", largest.good, None)
        here = [f for f in power.get(largest.place, ()) if _near(f, largest)]
        if band is not None and here:
            yield from _need(largest, min(here, key=lambda f: f.measured.value), band)


def _need(capacity: Fact, power: Fact, band: Band) -> Iterator[Derived | Finding]:
    kwh = unit_of("kWh")
    assert capacity.unit is not None and kwh is not None
    one = ratio_in(band.unit, (1.0, kwh), (capacity.measured.value, capacity.unit))
    if not one:
        return
    need = Printed(band.low / one, band.typical / one, band.high / one)
    yield derived("power_need", need, "kWh/a", (capacity,), capacity, kind="energy")
    share = need.low / power.measured.value
    if share >= MUCH:
        severity = Severity.DOUBT if share > 1 else Severity.NOTE
        words = (("product", capacity.good),)
        yield Finding(
            "power_for_plans", severity, ids((capacity, power)), need.value, "kWh/a", need.low, need.high, band.rows, words=words
        )


def _yearly(fact: Fact) -> bool:
    if fact.rate:
        return True
    return bool(fact.start and fact.end and 360 < (fact.end - fact.start).days < 370)


def _near(one: Fact, other: Fact) -> bool:
    return one.year is not None and other.year is not None and abs(one.year - other.year) <= NEAR_YEARS
