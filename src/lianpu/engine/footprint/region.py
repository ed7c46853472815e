"""Footprints of a region's plants: what the region makes stands on its own grid, what it buys at the factor of what is
bought, or made with the nation's electricity where there is no such factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianpu.engine.footprint.allocation import Allocation
from lianpu.engine.footprint.electricity import NATION, location, market
from lianpu.engine.footprint.footprints import ProductFootprint, footprint
from lianpu.engine.footprint.products import BOUGHT, Choices, ProductSystem, product_system
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.system.model import Plant, Region, Scenario
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class PlantFootprint:
    """A plant at full capacity (good per year): ``per_unit`` from cradle to gate with the place's grid and with a
    contract; ``yearly`` t CO2e by location from cradle to gate, ``direct`` of that from its own process and fuel (scope
    1), ``kwh`` of its own electricity a year."""

    plant: Plant
    capacity: Range
    per_unit: ProductFootprint
    yearly: Range
    direct: Range
    kwh: Range
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionFootprint:
    """``made``: goods that the region makes; ``bought``: goods of their chains that it buys; ``left_out``: plants without
    a recipe."""

    region: str | None
    grid: str
    year: int
    scenario: Scenario
    plants: tuple[PlantFootprint, ...]
    made: tuple[str, ...]
    bought: tuple[str, ...]
    left_out: tuple[str, ...]


def region_footprint(
    region: Region, library: Library, scenario: Scenario, *, year: int | None = None, grid: str | None = None,
    contract: float = 0.0, allocation: Allocation = Allocation.VALUE,
) -> RegionFootprint:  # fmt: skip
    """Every plant that counts in the scenario. ``grid``: the power region, default the region's province, else the nation.

    Raises :class:`LianpuError` where no plant counts, and as :func:`location` for a grid without a factor.
    """
    year = region.year if year is None else year
    classes = scenario.classes
    counted = [p for p in region.plants if p.capacity(classes).high > 0]
    plants = [p for p in counted if p.technology is not None]
    if not plants:
        raise LianpuError(f"no plant counts in scenario {scenario}", hint="name a source with capacities, or --scenario C")
    place = grid or _grid(library, region)
    made = tuple(dict.fromkeys(p.good for p in plants))
    nation = location(library, NATION, year)
    system = product_system(library, year, Choices(_ways(library, made), allocation, _elsewhere(library, made), nation))
    powers = [location(library, place, year), market(library, place, year, contract)]
    each = {good: footprint(system, good, powers) for good in made}
    outputs = {good: system.made(good) for good in made}
    taken = {g for flows in outputs.values() for g, x in zip(system.goods, flows, strict=True) if x > 0}
    return RegionFootprint(
        region.name, place, year, scenario,
        tuple(_plant(p, p.capacity(classes), each[p.good], system, p.claims(classes)) for p in plants), made,
        tuple(g for g in system.goods if g in taken and g not in made), tuple(p.id for p in counted if p.technology is None),
    )  # fmt: skip


def _plant(
    plant: Plant, capacity: Range, each: ProductFootprint, system: ProductSystem, claims: tuple[str, ...]
) -> PlantFootprint:
    own = system.own(plant.good)
    tonnes = 1e-3
    return PlantFootprint(
        plant, capacity, each, each.told[0].total * capacity * tonnes, own.emitted * capacity * tonnes, own.kwh * capacity,
        claims,
    )  # fmt: skip


def _grid(library: Library, region: Region) -> str:
    known = {b.region for b in library.background if b.good_id == "electricity"}
    return next((place for place in (region.province, region.name) if place in known), NATION)


def _ways(library: Library, made: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """What the region does not make is bought where it has a factor."""
    priced = {b.good_id for b in library.background if b.default}
    return {good: {BOUGHT: 1.0} for good in library.goods if good in priced and good not in made and good != "electricity"}


def _elsewhere(library: Library, made: tuple[str, ...]) -> frozenset[str]:
    return frozenset(good for good in library.goods if good not in made)
