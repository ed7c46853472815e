"""Carbon footprint of a battery per kWh by the four stages of Regulation (EU) 2023/1542, article 7 and annex II.

Stages: raw material acquisition and pre-processing; main product production; distribution; end of life and recycling.
The declaration is per kWh of the total energy that the battery delivers over its service life; reports and comparisons
are mostly per kWh of capacity. Both are given, and never confused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lianpu.errors import LianpuError


class Stage(StrEnum):
    RAW_MATERIALS = "raw_materials"
    PRODUCTION = "production"
    DISTRIBUTION = "distribution"
    END_OF_LIFE = "end_of_life"


@dataclass(frozen=True, slots=True)
class BatteryFootprint:
    """``stages`` and ``total`` in kg CO2e per kWh of capacity; ``per_kwh_delivered`` per kWh over the service life, None
    where that is not known; ``missing`` names stages without a number, which count nothing in the total."""

    stages: Mapping[Stage, float]
    total: float
    per_kwh_delivered: float | None
    missing: tuple[Stage, ...]

    def share(self, stage: Stage) -> float:
        """A stage's share of the total."""
        if self.total == 0:
            raise LianpuError("the total footprint is zero, and nothing is a share of it", code="zero_denominator")
        return self.stages.get(stage, 0.0) / self.total


def footprint_per_kwh(
    emissions: Mapping[Stage | str, float], capacity_kwh: float, delivered_kwh: float | None = None
) -> BatteryFootprint:
    """``emissions``: kg CO2e of a battery by stage; ``capacity_kwh``: its capacity; ``delivered_kwh``: what it delivers
    over its service life. End of life may be negative where recovered material replaces new one.

    Raises :class:`LianpuError` for an unknown stage or a capacity that is not positive.
    """
    if not capacity_kwh > 0 or (delivered_kwh is not None and not delivered_kwh > 0):
        raise LianpuError(f"a battery of {capacity_kwh:g} kWh that delivers {delivered_kwh or 0:g} kWh", hint="give kWh > 0")
    stages = {}
    for name, kg in emissions.items():
        if name not in tuple(Stage):
            raise LianpuError(f"unknown stage '{name}'", hint=f"one of {', '.join(Stage)}")
        stages[Stage(name)] = kg / capacity_kwh
    total = sum(stages.values())
    per_delivered = total * capacity_kwh / delivered_kwh if delivered_kwh else None
    return BatteryFootprint(stages, total, per_delivered, tuple(stage for stage in Stage if stage not in stages))
