"""Indicators by name, each with its definitions side by side: pure functions, numbers and arrays in, numbers out.

``compute("location_quotient", {"x_ir": 120, …})`` is the door; ``INDICATORS`` lists every variant with its inputs, unit
and source. A module holds the formulas of one concern.
"""

from lianpu.engine.indicators import chain, circularity, concentration, declared, energy, exposure, location, rates, structure
from lianpu.engine.indicators.registry import INDICATORS, Variant, choose, compute, every_variant

__all__ = [
    "INDICATORS", "Variant", "chain", "choose", "circularity", "compute", "concentration", "declared", "energy", "every_variant",
    "exposure", "location", "rates", "structure",
]  # fmt: skip
