"""Who goes first where power, land or energy is short: what each stage earns and makes with a unit of them."""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.engine.margins import margin, net_price
from lianpu.engine.power import ELECTRICITY
from lianpu.library.load import Library
from lianpu.system.model import Plant, Region, Scenario
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class Claimant:
    """One plant. ``power`` in kWh and ``land`` in mu at full capacity (None where no row tells); ``output_per_kwh`` and
    ``margin_per_kwh`` in CNY without VAT (None without a price)."""

    plant: str
    good: str
    owner: str | None
    power: Range
    land: Range | None
    output_per_kwh: float | None
    margin_per_kwh: float | None
    claims: tuple[str, ...]
    rows: tuple[str, ...]


def claimants(region: Region, library: Library, scenario: Scenario, year: int) -> tuple[Claimant, ...]:
    """The plants that use power, the one that earns the most on a kWh first; those without a margin last."""
    found = [c for plant in region.plants if (c := _claimant(plant, region, library, scenario, year)) is not None]
    return tuple(sorted(found, key=lambda c: (c.margin_per_kwh is None, -(c.margin_per_kwh or 0.0), c.plant)))


def _claimant(plant: Plant, region: Region, library: Library, scenario: Scenario, year: int) -> Claimant | None:
    capacity = plant.capacity(scenario.classes)
    if plant.technology is None or capacity.high <= 0:
        return None
    technology = library.technologies[plant.technology]
    recipe = technology.recipe(region.year)
    flow = recipe.input(ELECTRICITY)
    if flow is None:
        return None
    per_unit = recipe.gross(flow).per_output
    price, earned = net_price(plant.good, library, year), margin(plant.good, library, year)
    land = next((e for e in library.economics if e.technology_id == technology.id and e.kind == "land" and e.default), None)
    return Claimant(
        plant.id, plant.good, plant.owner, capacity * per_unit, capacity * land.value if land else None,
        price.value.typical / per_unit.typical if price else None,
        earned.value.typical / per_unit.typical if earned and earned.value else None,
        plant.claims(scenario.classes),
        (*flow.row_ids, *((land.row_id,) if land else ()), *(price.rows if price else ())),
    )  # fmt: skip
