"""Recycled aluminium and lithium from the library's lifetimes, collection and recovery, for any path of needs.

Three cases: typical; early (short lives, high collection and recovery), late (the opposite). Lifetimes are Weibull with the
library's median and a shape that is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.footprint.products import product_system
from lianpu.engine.matrices import compile_region
from lianpu.engine.stocks.lifetimes import Vector, weibull_of_median
from lianpu.engine.stocks.model import InflowAt
from lianpu.engine.stocks.recycled import Arrival, RecycledSupply, arrival, recycled_supply
from lianpu.errors import LianpuError
from lianpu.library.economics import Parameter
from lianpu.library.load import Library
from lianpu.library.tables import suggestion
from lianpu.system.model import Region, Scenario
from lianpu.units import Range

CASES = ("late", "typical", "early")


@dataclass(frozen=True, slots=True)
class Material:
    """``good`` is what goes into use and whose market is the national need; ``uses``: (share, lifetime) by parameter kinds
    of a good; ``collected`` and ``recovered``: parameters as (good, kind), recoveries multiplied."""

    good: str
    of: str
    uses: tuple[tuple[str, str, str], ...]
    collected: tuple[str, str]
    recovered: tuple[tuple[str, str], ...]


_AL = ("building", "transport", "electrical", "packaging", "machinery", "durables")
MATERIALS = {
    "aluminium": Material(
        "primary_aluminium", "processed_aluminium", tuple((f"use_{u}", "processed_aluminium", f"lifetime_{u}") for u in _AL),
        ("aluminium_scrap", "collection"), (("recycled_aluminium", "melt_yield_old_scrap"),),
    ),
    "lithium": Material(
        "battery_cell", "battery_cell",
        (("use_vehicles", "battery_pack", "lifetime_car"), ("use_storage", "storage_system", "lifetime")),
        ("spent_battery", "collection"),
        (("spent_battery", "recovery_electrode_powder"), ("black_mass", "recovery_lithium")),
    ),
}  # fmt: skip
#: What of a material a region's plants are asked about.
REGION_GOODS = {"aluminium": "primary_aluminium", "lithium": "lithium_carbonate"}


@dataclass(frozen=True)
class Recycling:
    """``supply`` and ``arrivals`` by case; ``known``: years of the need that are data, the rest being a path; ``rows``."""

    material: str
    years: tuple[int, ...]
    supply: dict[str, RecycledSupply]
    arrivals: dict[str, tuple[Arrival, ...]]
    rows: tuple[str, ...]
    shape: float


def recycling(
    library: Library, material: str, years: Sequence[int], need: ArrayLike, *, shares: Sequence[float] = (0.06, 0.12),
    shape: float = 3.0, inflow_at: InflowAt | str = InflowAt.MIDDLE,
) -> Recycling:  # fmt: skip
    """What comes back of a path of needs (one per year), and when it covers each of ``shares`` of the need.

    Raises :class:`LianpuError` for another material, or one whose parameters the library lacks.
    """
    if material not in MATERIALS:
        raise LianpuError(f"no lifetimes of '{material}'", hint=suggestion(material, MATERIALS))
    kind = MATERIALS[material]
    supply = {case: _supply(library, kind, years, need, case, shape, inflow_at) for case in CASES}
    arrivals = {case: tuple(arrival(years, found.share, s) for s in shares) for case, found in supply.items()}
    return Recycling(material, tuple(years), supply, arrivals, _rows(library, kind), shape)


def national_need(library: Library, material: str, until: int, growth: float) -> tuple[tuple[int, ...], Vector, tuple[str, ...]]:
    """What the country made of the material's good, by year: data interpolated between years, then growing by ``growth`` a
    year to ``until``. Also the library rows. Raises :class:`LianpuError` where the library has no market of it."""
    rows = library.market.of(MATERIALS[material].good, "production") if material in MATERIALS else ()
    if len(rows) < 2:
        raise LianpuError(f"no national market of '{material}'", hint=suggestion(material, MATERIALS))
    known = {row.year: row.value.typical for row in rows}
    years = tuple(range(min(known), max(max(known), until) + 1))
    last = max(known)
    path = np.interp(years, sorted(known), [known[y] for y in sorted(known)])
    ahead = np.maximum(np.array(years) - last, 0)
    return years, np.asarray(path * (1 + growth) ** ahead), tuple(row.row_id for row in rows)


@dataclass(frozen=True)
class RegionReturns:
    """A region against the nation's returns. ``need``: t a year of ``good`` at full capacity; ``supply``: t a year recovered
    in the nation by case; ``catchment``: the region's share of it; ``arrivals`` by case at the shares asked for."""

    good: str
    need: Range
    years: tuple[int, ...]
    supply: dict[str, Vector]
    catchment: float
    arrivals: dict[str, tuple[Arrival, ...]]
    claims: tuple[str, ...]

    def wanted(self, share: float, case: str = "typical") -> Vector:
        """The catchment that would cover ``share`` of the need in each year; above 1 the nation has not enough."""
        supply = self.supply[case]
        return np.divide(share * self.need.typical, supply, out=np.full_like(supply, np.inf), where=supply > 0)


def region_returns(
    national: Recycling, region: Region, library: Library, scenario: Scenario, catchment: float, *,
    shares: Sequence[float] = (0.06, 0.12),
) -> RegionReturns:  # fmt: skip
    """When a share of the nation's returns covers the need of a region's plants: of lithium, the carbonate that they take;
    of aluminium, the metal that they smelt.

    Raises :class:`LianpuError` for a catchment outside 0 to 1, or a region whose plants take or make none.
    """
    if not 0 < catchment <= 1:
        raise LianpuError(f"a catchment of {catchment:g}", hint="give the region's share of what the nation recovers, 0.02")
    good = REGION_GOODS[national.material]
    matrices = compile_region(region, library)
    amounts = matrices.supply(scenario.classes) if good == "primary_aluminium" else matrices.need(scenario.classes)
    need = amounts[:, matrices.goods.index(good)]
    if need[1] <= 0:
        raise LianpuError(f"no plant of scenario {scenario} takes or makes {good}", hint="--scenario C counts all")
    per_unit = _content(library, national.material, region.year)
    supply = {case: found.old * per_unit for case, found in national.supply.items()}
    arrivals = {
        case: tuple(arrival(national.years, found * catchment / need[1], s) for s in shares) for case, found in supply.items()
    }
    taking = [p for p, taken in zip(matrices.plants, matrices.taken, strict=True)
              if p.good == good or any(f.good_id == good for f in taken)]  # fmt: skip
    claims = tuple(dict.fromkeys(c for p in taking for c in p.claims(scenario.classes)))
    low, typical, high = (float(v) for v in need)
    return RegionReturns(good, Range(low, typical, high), national.years, supply, catchment, arrivals, claims)


def _content(library: Library, material: str, year: int) -> float:
    """Tonnes of the region's good in a unit of what the nation makes: carbonate in a MWh of cells; metal is metal."""
    if material != "lithium":
        return 1.0
    system = product_system(library, year)
    return float(system.made("battery_cell")[system.index("lithium_carbonate")])


def _supply(
    library: Library, kind: Material, years: Sequence[int], need: ArrayLike, case: str, shape: float,
    inflow_at: InflowAt | str,
) -> RecycledSupply:  # fmt: skip
    best, worst = ("high", "low") if case == "early" else ("low", "high") if case == "late" else ("typical", "typical")
    weights = [_parameter(library, kind.of, share).value.typical for share, _, _ in kind.uses]
    lives = [
        weibull_of_median(max(getattr(_parameter(library, good, life).value, worst), 1e-3), shape) for _, good, life in kind.uses
    ]
    uses = [(weight / sum(weights), life) for weight, life in zip(weights, lives, strict=True)]
    recovery = np.prod([_share(_parameter(library, *r), best) for r in kind.recovered])
    return recycled_supply(
        years, need, uses, collection=_share(_parameter(library, *kind.collected), best), recovery=float(recovery),
        inflow_at=inflow_at,
    )  # fmt: skip


def _share(parameter: Parameter, end: str) -> float:
    return float(getattr(parameter.value, end)) * parameter.unit.factor


def _rows(library: Library, kind: Material) -> tuple[str, ...]:
    asked = [kind.collected, *kind.recovered, *((kind.of, s) for s, _, _ in kind.uses), *((g, k) for _, g, k in kind.uses)]
    return tuple(_parameter(library, good, name).row_id for good, name in asked)


def _parameter(library: Library, good: str, kind: str) -> Parameter:
    found = next((p for p in library.parameters if (p.good_id, p.kind) == (good, kind)), None)
    if found is None:
        raise LianpuError(f"the library has no {kind} of {good}", hint="add a row to parameters.csv")
    return found
