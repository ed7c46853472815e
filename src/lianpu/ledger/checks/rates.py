"""Rate against amount: 0.9 Mt/a for 5 months makes 0.375 Mt; what is made is not more than what can be made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lianpu.ledger.checks.material import Material, grouped, is_present
from lianpu.ledger.derive import Derived, derived, disagreement, symbol
from lianpu.ledger.facts import Fact
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.printed import Printed, exactly
from lianpu.units import Dimension

#: How far output may exceed capacity before it is an error: plants are run at up to a fifth above their design.
OVERLOAD = 1.2
MONTHS = 12
_UTILISATION = re.compile(r"产能利用率|开工率|运行率|utili[sz]ation|operating rate", re.IGNORECASE)

Owned = tuple[str, str, str]


def output_against_capacity(material: Material) -> Iterator[Derived | Finding]:
    """Production of a time against capacity x that time; for part of a year also where it is less."""
    capacities = _capacities(material)
    for made in material.levels:
        if made.kind != "production" or not is_present(made):
            continue
        capacity = _nearest(capacities.get(_owned(made), ()), made)
        months = _months(made)
        if capacity is None or not months or capacity.dimension is not made.dimension:
            continue
        full = _over_time(capacity, months)
        amount = made.measured if not made.rate else made.measured.scaled(months / MONTHS)
        yield from _made(made, amount, capacity, full, months)


def rate_for_duration(material: Material) -> Iterator[Derived | Finding]:
    """A stated number of months at a capacity against the amount stated for it."""
    capacities = _capacities(material)
    made = grouped((f for f in material.levels if f.kind == "production" and not f.rate), _owned)
    for duration in material.of_kind("duration"):
        if duration.figure is None or duration.figure.value <= 0 or duration.dimension is not Dimension.TIME:
            continue
        capacity = _nearest(capacities.get(_owned(duration), ()), duration)
        if capacity is None:
            continue
        full = capacity.measured.times(exactly(duration.figure.value))
        stated = [f for f in made.get(_owned(duration), ()) if f.document == duration.document or f.year == duration.year]
        yield from _told(full, (capacity, duration), stated, "rate_for_duration")


def use_of_capacity(material: Material) -> Iterator[Derived | Finding]:
    """Capacity x its stated use against what was made."""
    capacities = _capacities(material)
    made = grouped((f for f in material.levels if f.kind == "production" and is_present(f)), _owned)
    for share in material.of_kind("share"):
        told = _UTILISATION.search(f"{share.claim.product or ''}{share.claim.quote}")
        if share.figure is None or share.figure.value <= 0 or told is None:
            continue
        capacity = _nearest(capacities.get(_owned(share), ()), share)
        months = _months(share)
        if capacity is None or not months:
            continue
        figure = _over_time(capacity, months).times(share.figure)
        stated = [f for f in made.get(_owned(share), ()) if (f.start, f.end) == (share.start, share.end)]
        yield from _told(figure, (capacity, share), stated, "use_of_capacity")


def _capacities(material: Material) -> dict[Owned, list[Fact]]:
    found = [f for f in material.levels if f.kind == "capacity" and f.rate and f.claim.modality in ("observed", "planned")]
    return grouped((f for f in found if f.claim.status not in ("suspended", "cancelled")), _owned)


def _owned(fact: Fact) -> Owned:
    return fact.good, fact.owner, fact.place


def _nearest(capacities: Sequence[Fact], made: Fact) -> Fact | None:
    """The capacity told nearest to the time of what was made, standing before planned, within two years."""
    day = made.said
    known = [f for f in capacities if f.said and day and abs((f.said - day).days) <= 2 * 366]
    return min(known, key=lambda f: _rank(f, day or date.min), default=None)


def _rank(capacity: Fact, day: date) -> tuple[bool, int]:
    said = capacity.said
    return not capacity.standing, abs((said - day).days) if said else 0


def _months(fact: Fact) -> int:
    """The whole months of a fact's period; 0 where it is none."""
    if fact.start is None or fact.end is None or fact.start.day != 1:
        return 0
    return (fact.end.year - fact.start.year) * MONTHS + fact.end.month - fact.start.month + 1


def _over_time(capacity: Fact, months: int) -> Printed:
    """What is made at full load; the rounding of a design figure is none of it."""
    value = capacity.measured.value
    figure = exactly(value) if capacity.claim.bound == "exact" else capacity.measured
    return figure.scaled(months / MONTHS)


def _amount(capacity: Fact) -> str:
    return symbol(capacity).removesuffix("/a")


def _made(made: Fact, amount: Printed, capacity: Fact, full: Printed, months: int) -> Iterator[Derived | Finding]:
    agrees = amount.meets(full)
    confirmed = (made,) if agrees else ()
    unit = _amount(capacity)
    yield derived("rate_for_months", full, unit, (capacity, made), made, confirmed=confirmed)
    if capacity.measured.low > 0:
        yield derived("utilisation", amount.over(full), "1", (made, capacity), made, kind="share")
    if agrees:
        return
    if amount.low > full.high:
        severity = Severity.ERROR if amount.low > full.high * OVERLOAD else Severity.DOUBT
        yield disagreement("made_above_capacity", (made,), full, unit, (capacity,), severity)
    elif months < MONTHS:
        yield disagreement("made_below_rate", (made,), full, unit, (capacity,), Severity.NOTE)


def _told(figure: Printed, parents: Sequence[Fact], stated: Sequence[Fact], rule: str) -> Iterator[Derived | Finding]:
    agreeing = [f for f in stated if f.measured.meets(figure)]
    capacity = parents[0]
    yield derived(rule, figure, _amount(capacity), parents, capacity, kind="production", confirmed=agreeing)
    if stated and not agreeing:
        yield disagreement(rule, stated, figure, _amount(capacity), parents)
