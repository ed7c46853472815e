"""A product's footprint with all that it rests on: kinds of emission, electricity by each way of counting, what contributes,
likely range, library rows, and what has no factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lianpu.engine.footprint.contributions import Path, paths
from lianpu.engine.footprint.draws import monte_carlo, triangular
from lianpu.engine.footprint.electricity import Electricity
from lianpu.engine.footprint.products import _ENERGY, _KWH, _ROWS, _WATER, Part, ProductSystem
from lianpu.engine.footprint.technosphere import Vector
from lianpu.units import Range

_EMISSIONS = slice(0, _KWH)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one step emits by itself for a unit of the product (typical): kg CO2e, its electricity in."""

    good: str
    ways: tuple[tuple[str, float], ...]
    value: float
    electricity: float
    share: float
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The footprint with one electricity: ``total`` and ``parts`` in kg CO2e per unit; ``likely``: 5, 50 and 95 % of
    draws, None without draws; ``contributions`` and ``remainder`` add up to the typical total."""

    electricity: Electricity
    total: Range
    parts: Mapping[Part, Range]
    contributions: tuple[Contribution, ...]
    remainder: float
    likely: tuple[float, float, float] | None


@dataclass(frozen=True)
class ProductFootprint:
    """Per unit of the good. ``kwh``, ``energy_mj`` and ``water_m3`` are of the steps that are modelled, not of what is
    bought; ``lacking``: goods in the chain without a factor, which count nothing; ``bound``: of the solution."""

    good: str
    unit: str
    year: int
    ways: tuple[tuple[str, float], ...]
    allocation: str
    told: tuple[Told, ...]
    kwh: Range
    energy_mj: Range
    water_m3: Range
    lacking: tuple[str, ...]
    rows: tuple[str, ...]
    bound: float
    library: str


def footprint(
    system: ProductSystem, good: str, electricity: Sequence[Electricity], *, most: int = 12, draws: int = 0, seed: int = 0
) -> ProductFootprint:
    """One product told with each electricity; contributions of the ``most`` largest steps.

    ``draws`` > 0: Monte Carlo with triangular distributions between low, typical and high, coefficients and factors
    drawn independently. Raises :class:`LianpuError` for a good that the system does not have.
    """
    j = system.index(good)
    made = system.made(good)
    solver = system.solvers[1]
    taken_part = np.flatnonzero(np.abs(made) > 1e-15 * np.abs(made).max())
    drawn = _draws(system, j, electricity, draws, seed) if draws else None
    told = tuple(_told(system, j, made, e, most, None if drawn is None else drawn[k]) for k, e in enumerate(electricity))
    demand = np.eye(len(system.goods))[j]
    kwh, energy, water = (_range(system.intensities[:, row, j]) for row in (_KWH, _ENERGY, _WATER))
    chain = [system.goods[i] for i in taken_part]
    return ProductFootprint(
        good, system.library.goods[good].unit.symbol, system.year, system.ways[j], str(system.choices.allocation), told,
        kwh, energy, water, tuple(g for g in system.lacking if g in chain),
        tuple(dict.fromkeys(row for i in taken_part for row in system.rows[i])),
        solver.outputs(demand).bound, system.library.version,
    )  # fmt: skip


def supply_paths(system: ProductSystem, good: str, electricity: Electricity, *, cutoff: float = 0.01) -> tuple[Path, ...]:
    """The supply-chain paths that carry at least ``cutoff`` of a product's footprint, largest first; a path's indices
    are those of ``system.goods``."""
    direct = system.direct[1]
    emitted = direct[_EMISSIONS].sum(axis=0) + direct[_KWH] * electricity.factor.typical
    return paths(system.solvers[1], emitted, system.index(good), cutoff=cutoff).paths


def totals(system: ProductSystem, electricity: Electricity) -> Vector:
    """Footprints of all goods at once: ends x goods, kg CO2e per unit."""
    factors = np.array(tuple(electricity.factor))[:, None]
    return np.asarray(system.intensities[:, _EMISSIONS].sum(axis=1) + system.intensities[:, _KWH] * factors)


def _told(
    system: ProductSystem, j: int, made: Vector, electricity: Electricity, most: int, drawn: Vector | None
) -> Told:  # fmt: skip
    values = system.intensities[:, :, j]
    power = values[:, _KWH] * np.array(tuple(electricity.factor))
    parts = {Part(row): _range(values[:, k]) for k, row in enumerate(_ROWS[:_KWH])}
    parts[Part.ELECTRICITY] = _range(power)
    total = _range(values[:, _EMISSIONS].sum(axis=1) + power)
    direct = system.direct[1]
    by_power = direct[_KWH] * electricity.factor.typical * made
    emitted = direct[_EMISSIONS].sum(axis=0) * made + by_power
    order = [int(i) for i in np.argsort(-np.abs(emitted), kind="stable")[:most] if emitted[i] != 0]
    whole = float(emitted.sum())
    contributions = tuple(
        Contribution(
            system.goods[i], system.ways[i], float(emitted[i]), float(by_power[i]),
            float(emitted[i]) / whole if whole else 0.0, system.rows[i],
        )
        for i in order
    )  # fmt: skip
    likely = None
    if drawn is not None:
        low, middle, high = np.quantile(drawn, (0.05, 0.5, 0.95))
        likely = (float(low), float(middle), float(high))
    return Told(electricity, total, parts, contributions, whole - sum(c.value for c in contributions), likely)


def _draws(system: ProductSystem, j: int, electricity: Sequence[Electricity], draws: int, seed: int) -> Vector:
    """Footprints drawn: electricities x draws. The factor of electricity is drawn with the rest."""
    middle = system.solvers[1].system
    row, column = middle.taken.tocoo().coords
    ends = [-np.asarray(matrix)[row, column] for matrix in system.matrices]
    order = np.sort(np.stack(ends), axis=0)
    direct = np.stack([np.stack([d[_EMISSIONS].sum(axis=0), d[_KWH]]) for d in system.direct])
    found = monte_carlo(
        middle, np.eye(len(system.goods))[j], direct[1], triangular(*order), draws=draws, seed=seed,
        direct_sampler=triangular(*(d.ravel() for d in direct)),
    ).values  # fmt: skip
    rng = np.random.default_rng(seed + 1)
    factors = [_drawn(e.factor, rng, draws) for e in electricity]
    return np.stack([found[:, 0] + found[:, 1] * factor for factor in factors])


def _drawn(factor: Range, rng: np.random.Generator, draws: int) -> Vector:
    if factor.is_exact:
        return np.full(draws, factor.typical)
    return np.asarray(rng.triangular(factor.low, factor.typical, factor.high, draws))


def _range(ends: Vector) -> Range:
    low, typical, high = (float(end) for end in ends)
    return Range(min(low, typical), typical, max(high, typical))
