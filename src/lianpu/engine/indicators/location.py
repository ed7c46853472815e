"""How far a region is specialised in an industry."""

from __future__ import annotations

from lianpu.engine.indicators.inputs import Positive
from lianpu.engine.indicators.registry import ratio, variant

_SOURCE = "Isard 1960; US Bureau of Labor Statistics, QCEW location quotients"


@variant("location_quotient", "standard", unit="1", source=_SOURCE)
def location_quotient(x_ir: Positive, x_r: Positive, x_in: Positive, x_n: Positive) -> float:
    """(x_ir / x_r) / (x_in / x_n): the industry's share in the region over its share in the nation."""
    here = ratio(x_ir, x_r, "x_r (the region's total)")
    there = ratio(x_in, x_n, "x_n (the nation's total)")
    return ratio(here, there, "x_in (the industry in the nation)")


@variant("location_quotient", "symmetric", unit="1", source="Laursen 1998, (LQ − 1) / (LQ + 1)")
def symmetric_quotient(x_ir: Positive, x_r: Positive, x_in: Positive, x_n: Positive) -> float:
    """Between −1 and 1; 0 is the nation's mean."""
    quotient = location_quotient(x_ir, x_r, x_in, x_n)
    return (quotient - 1) / (quotient + 1)
