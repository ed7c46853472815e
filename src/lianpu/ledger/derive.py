"""Derived claims: what stated figures imply, with their parents and the rounding of the printed figures.

A derived figure that a claim states is confirmed by it; one that a claim denies becomes a finding. What is equal is
judged by the printed places (71.6 means 71.55 to 71.65), never by a fixed percentage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.printed import Printed
from lianpu.reading.claims import Claim, DateSpan
from lianpu.units import Dimension

#: The unit in which a base figure of each dimension is told, and what a rate of it is called.
SYMBOLS = {
    Dimension.MASS: "t", Dimension.ENERGY: "kWh", Dimension.POWER: "kW", Dimension.PV_POWER: "Wp",
    Dimension.CELL_ENERGY: "Wh_cell", Dimension.AREA: "m2", Dimension.VOLUME: "m3", Dimension.LENGTH: "km",
    Dimension.MONEY: "CNY", Dimension.CO2E: "tCO2e", Dimension.PERSON: "person", Dimension.PIECE: "piece",
    Dimension.VEHICLE: "vehicle", Dimension.COUNT: "project", Dimension.RATIO: "1", Dimension.POINTS: "pp",
    Dimension.TIME: "year",
}  # fmt: skip
#: Steps by which a figure may be misprinted or its unit confused: 万 is 10⁴, 亿 10⁸, MW and GW are 10³ apart.
MISPRINTS = (10.0, 100.0, 1e3, 1e4, 1e6, 1e8)
#: How many 亩 a 公顷 is, for which it is mistaken.
MU_PER_HECTARE = 15.0


@dataclass(frozen=True, slots=True)
class Derived:
    """``claim`` (its id begins ``derived-``) follows by ``rule`` from ``parents``; ``low`` to ``high`` in its unit.

    ``confirmed_by`` are the claims that state the same.
    """

    claim: Claim
    parents: tuple[str, ...]
    rule: str
    low: float
    high: float
    confirmed_by: tuple[str, ...] = ()


def symbol(fact: Fact) -> str:
    """The base unit of a fact's figure, ``t/a`` for 万吨/年."""
    assert fact.unit is not None
    money = fact.unit.symbol.split("/")[0] if fact.unit.dimension is Dimension.MONEY else None
    name = money or (fact.unit.symbol.split("/")[0] if fact.unit.dimension is Dimension.COUNT else SYMBOLS[fact.unit.dimension])
    return f"{name}/a" if fact.unit.rate and fact.unit.dimension is not Dimension.RATIO else name


def derived(
    rule: str,
    figure: Printed,
    unit: str,
    parents: Sequence[Fact],
    like: Fact,
    *,
    kind: str | None = None,
    place: str | None = None,
    period: DateSpan | None = None,
    confirmed: Iterable[Fact] = (),
) -> Derived:
    """The derived claim: what ``like`` is of, with the changes named."""
    sources = ids(parents)
    mark = hashlib.sha256("\x1f".join((rule, *sources)).encode()).hexdigest()[:12]
    source = like.claim
    claim = Claim(
        id=f"derived-{mark}",
        kind=kind or source.kind,
        subject=source.subject,
        product=source.product,
        product_id=source.product_id,
        value=figure.value,
        unit=unit,
        bound="exact",
        modality=source.modality,
        status=source.status,
        place=place or like.region or source.place,
        date=period or source.date,
        chain=source.chain,
        how=(("origin", "derived"), ("rule", rule)),
    )
    return Derived(claim, sources, rule, figure.low, figure.high, ids(confirmed))


def disagreement(
    code: str, stated: Sequence[Fact], figure: Printed, unit: str, parents: Sequence[Fact], severity: Severity = Severity.DOUBT
) -> Finding:
    """The finding that a stated figure is not what others make it; a power of ten between them is suggested."""
    said = stated[0].measured
    suggested = power_fix(said, figure)
    if suggested is not None:
        severity = Severity.ERROR
    return Finding(
        code,
        severity,
        ids((*stated, *parents)),
        figure.value,
        unit,
        figure.low if isfinite(figure.low) else None,
        figure.high if isfinite(figure.high) else None,
        suggested=suggested,
        words=(("stated", repr(said.value)),),
    )


def power_fix(said: Printed, figure: Printed) -> float | None:
    """The stated value with another power of ten or unit, where that is what was derived."""
    for step in MISPRINTS:
        for factor in (step, 1 / step):
            if said.value and said.scaled(factor).meets(figure):
                return said.value * factor
    return None


def once(found: Iterable[Derived | Finding]) -> Iterator[Derived | Finding]:
    """Each finding of the same claims once, each derived claim once."""
    seen: set[object] = set()
    for item in found:
        key = (item.code, frozenset(item.claims)) if isinstance(item, Finding) else item.claim.id
        if key not in seen:
            seen.add(key)
            yield item
