"""Footprints asked for: of goods by name, of a region's plants, by month, as a declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianpu.engine.declarations.sheets import Declaration, battery_sheet, cbam_by_year
from lianpu.engine.footprint.allocation import Allocation
from lianpu.engine.footprint.contributions import Path as SupplyPath
from lianpu.engine.footprint.electricity import Electricity, counterfactual, location, market
from lianpu.engine.footprint.footprints import ProductFootprint, footprint, supply_paths
from lianpu.engine.footprint.grid import ByMonth, calibrate, months
from lianpu.engine.footprint.products import Choices, ProductSystem, product_system
from lianpu.engine.footprint.region import RegionFootprint, region_footprint
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.library.tables import suggestion
from lianpu.system.model import Scenario
from lianpu.views.dossier import Dossier


@dataclass(frozen=True)
class Asked:
    """``grid``: a place or kg CO2e per kWh; ``contract``: the share of hydropower under contract; ``ways``: words such as
    ``solar_cell=cell_perc`` or ``aluminium_alloy=alloy_casting:0.7,alloy_from_recycled:0.3``."""

    year: int | None = None
    grid: str | None = None
    scope: str | None = None
    contract: float = 0.0
    ways: Sequence[str] = ()
    allocation: str = Allocation.VALUE.value
    most: int = 12
    draws: int = 0
    seed: int = 0


def system_of(library: Library, asked: Asked) -> ProductSystem:
    """The system of products with the choices made. Raises :class:`LianpuError` for a choice that is not one."""
    return product_system(library, asked.year or library.latest_year, Choices(_ways(library, asked.ways), _allocation(asked)))


def of_products(library: Library, goods: Sequence[str], asked: Asked) -> tuple[ProductFootprint, ...]:
    """Footprints of goods named by id or in Chinese or English: with the grid and, beside it, the contract.

    Raises :class:`LianpuError` with a suggestion for a name that no good has.
    """
    system = system_of(library, asked)
    powers = electricities(library, asked)
    return tuple(
        footprint(system, good_named(library, good), powers, most=asked.most, draws=asked.draws, seed=asked.seed)
        for good in goods
    )


def paths_of(library: Library, good: str, asked: Asked, cutoff: float) -> tuple[ProductSystem, tuple[SupplyPath, ...]]:
    """The supply-chain paths that carry at least ``cutoff`` of a good's footprint."""
    system = system_of(library, asked)
    return system, supply_paths(system, good_named(library, good), electricities(library, asked)[0], cutoff=cutoff)


def of_plants(dossier: Dossier, scenario: Scenario, asked: Asked) -> RegionFootprint:
    """The plants of a region at full capacity."""
    if asked.ways or asked.scope or asked.draws:
        raise LianpuError("ways, scope and draws are choices for a good", hint="name the good")
    return region_footprint(
        dossier.answer.region, dossier.library, scenario, year=asked.year, grid=asked.grid, contract=asked.contract,
        allocation=_allocation(asked),
    )  # fmt: skip


def by_month(library: Library, good: str, asked: Asked, year: int, calibrated_on: int) -> ByMonth:
    """A good's footprint in each month of a year, by the province's generation (location-based)."""
    if asked.grid is None or _number(asked.grid) is not None:
        raise LianpuError("months need a place whose generation is known", hint="--grid 云南省")
    found = of_products(library, [good], Asked(**{**asked.__dict__, "grid": "0", "draws": 0}))[0]
    calibration = calibrate(library, asked.grid, calibrated_on)
    other, kwh = found.told[0].total.typical, found.kwh.typical
    each = tuple((month, other + kwh * month.factor) for month in months(library, calibration, year))
    return ByMonth(found.good, found.unit, each, calibration)


def declared(library: Library, goods: Sequence[str], what: str, price: float, asked: Asked) -> tuple[Declaration, ...]:
    """A declaration of each good: ``cbam`` at a certificate price in EUR, or ``battery``."""
    system, power = system_of(library, asked), electricities(library, asked)[0]
    named = [good_named(library, good) for good in goods]
    if what == "cbam":
        return tuple(Declaration(good, power, cbam=cbam_by_year(system, good, price)) for good in named)
    return tuple(Declaration(good, power, battery=battery_sheet(system, power, good)) for good in named)


def electricities(library: Library, asked: Asked) -> tuple[Electricity, ...]:
    """The grid asked for and the market-based factor beside it; a number stands alone."""
    place, year = asked.grid or "china", asked.year or library.latest_year
    number = _number(place)
    if number is not None:
        return (counterfactual(number),)
    return location(library, place, year, asked.scope), market(library, place, year, asked.contract)


def good_named(library: Library, name: str) -> str:
    """The id of a good by its id or name."""
    names = {text: good.id for good in library.goods.values() for text in (good.zh, good.en, good.id)}
    if name not in names:
        raise LianpuError(f"unknown good '{name}'", hint=suggestion(name, names))
    return names[name]


def _ways(library: Library, words: Sequence[str]) -> dict[str, dict[str, float]]:
    ways: dict[str, dict[str, float]] = {}
    for word in words:
        good, equals, parts = word.partition("=")
        if not equals:
            raise LianpuError(f"'{word}' is no way to get a good", hint="write solar_cell=cell_perc")
        shares = [part.partition(":") for part in parts.split(",")]
        numbers = [(way, 1.0 if not colon else _number(text)) for way, colon, text in shares]
        for way, share in numbers:
            if share is None:
                raise LianpuError(f"the share of {way} in '{word}' is no number", hint="write alloy_casting:0.7")
        ways[good_named(library, good)] = {way: share for way, share in numbers if share is not None}
    return ways


def _allocation(asked: Asked) -> Allocation:
    if asked.allocation not in tuple(Allocation):
        raise LianpuError(f"unknown allocation '{asked.allocation}'", hint=f"one of {', '.join(Allocation)}")
    return Allocation(asked.allocation)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
