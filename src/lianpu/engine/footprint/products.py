"""Footprints of the library's products: recipes and factors of bought goods as one system, all products at once.

Made is what has a technology (the default one, unless the user chooses, mixes, or buys); the rest is bought at its factor.
Six kinds of emission are kept apart: process (anodes, reductants), PFC, fuel, electricity, bought goods; beside them kWh of
electricity, MJ of energy and m3 of water of the steps that are modelled. Electricity is counted where it is used, so that
every grid and contract is a factor on the same kWh.

Three systems stand side by side: all coefficients and factors low, typical, high. The ends are therefore outer bounds, not
likely ranges; :func:`lianpu.engine.footprint.draws.monte_carlo` gives those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from lianpu.engine.footprint.allocation import Allocation, shares
from lianpu.engine.footprint.electricity import Electricity
from lianpu.engine.footprint.solve import Solver
from lianpu.engine.footprint.technosphere import Vector, technosphere
from lianpu.errors import LianpuError
from lianpu.library.background import Background
from lianpu.library.load import Library
from lianpu.library.prices import Price
from lianpu.library.recipes import Flow, Recipe
from lianpu.library.tables import suggestion
from lianpu.units import Dimension, Range

BOUGHT = "bought"
ELECTRICITY, WATER = "electricity", "water"

#: MJ per unit of the goods that carry energy: 3.6 MJ/kWh; 38.93 MJ/Nm3 and 2.75 GJ/t of steam are the lower heating value
#: and enthalpy that the factors of fuels were derived with (background.csv).
ENERGY_MJ = {ELECTRICITY: 3.6, "heat": 1.0, "natural_gas": 38.93, "steam": 2750.0}
ENDS = ("low", "typical", "high")


class Part(StrEnum):
    """Kinds of emission, kg CO2e."""

    PROCESS = "process"
    PFC = "pfc"
    FUEL = "fuel"
    ELECTRICITY = "electricity"
    BOUGHT = "bought"


#: Rows of the direct values: emissions without electricity, then what is counted beside them.
_ROWS = (Part.PROCESS, Part.PFC, Part.FUEL, Part.BOUGHT, "kwh", "energy", "water", "combustion")
_KWH, _ENERGY, _WATER, _COMBUSTION = (_ROWS.index(row) for row in ("kwh", "energy", "water", "combustion"))


@dataclass(frozen=True)
class Choices:
    """``ways``: good → technology (or "bought") → share, for goods not made the default way. ``allocation`` by
    name; by value as a default, so that scrap that is sold on carries a part, and waste none. ``elsewhere``: goods made
    outside the place that electricity is chosen for, with the grid that their kWh are charged at once (as bought)."""

    ways: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    allocation: Allocation = Allocation.VALUE
    elsewhere: frozenset[str] = frozenset()
    grid_elsewhere: Electricity | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """Of one process, per unit of its good: kg CO2e of process and fuel, kWh."""

    emitted: Range
    kwh: Range


@dataclass(frozen=True)
class ProductSystem:
    """``goods``: products of the system; ``ways[i]``: (technology or "bought", share) that supply good i;
    ``matrices`` and ``direct`` for each end, products x processes and rows x processes; ``rows[i]``: library rows behind
    column i; ``lacking``: goods with neither recipe nor factor, which count nothing; ``year``: of recipes."""

    library: Library = field(repr=False)
    year: int
    choices: Choices
    goods: tuple[str, ...]
    ways: tuple[tuple[tuple[str, float], ...], ...]
    matrices: tuple[Vector, ...] = field(repr=False)
    direct: tuple[Vector, ...] = field(repr=False)
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    lacking: tuple[str, ...]

    @cached_property
    def solvers(self) -> tuple[Solver, ...]:
        return tuple(Solver(technosphere(m, products=self.goods, processes=self.goods)) for m in self.matrices)

    @cached_property
    def intensities(self) -> Vector:
        """Ends x rows x goods: per unit of each good, from cradle to gate."""
        return np.stack([solver.intensities(d).values for solver, d in zip(self.solvers, self.direct, strict=True)])

    def index(self, good: str) -> int:
        """Raises :class:`LianpuError` with a suggestion for a good that is not in the system."""
        if good not in self.goods:
            raise LianpuError(f"no footprint of '{good}'", hint=suggestion(good, self.goods))
        return self.goods.index(good)

    def own(self, good: str) -> Own:
        """What the process of a good itself emits and uses per unit: fuel as it is burnt (bought heat and steam
        too), without what it took to bring the fuel."""
        i = self.index(good)
        direct = np.stack(self.direct)[:, :, i]
        emitted = direct[:, [_ROWS.index(Part.PROCESS), _ROWS.index(Part.PFC)]].sum(axis=1)
        for fuel in (f for f in ENERGY_MJ if f in self.goods):
            j = self.goods.index(fuel)
            amounts = np.array([-m[j, i] for m in self.matrices])
            emitted = emitted + amounts * np.stack(self.direct)[:, _COMBUSTION, j]
        return Own(_ends(emitted), _ends(direct[:, _KWH]))

    def made(self, good: str, end: int = 1) -> Vector:
        """Outputs of all goods for one unit of a good."""
        demand = np.zeros(len(self.goods))
        demand[self.index(good)] = 1.0
        return self.solvers[end].outputs(demand).output


def product_system(library: Library, year: int, choices: Choices | None = None) -> ProductSystem:
    """The system of all goods of the library with the recipes of ``year``.

    Raises :class:`LianpuError` for a way that no technology of the good is, shares that do not add up to 1, and as
    :class:`Solver` where loops make no more than they take.
    """
    chosen = choices or Choices()
    builder = _Builder(library, year, chosen)
    for good in library.goods:
        builder.need(good)
    return builder.system()


class _Builder:
    def __init__(self, library: Library, year: int, choices: Choices) -> None:
        self.library, self.year, self.choices = library, year, choices
        self.factors = _factors(library.background)
        self.ways: dict[str, tuple[tuple[str, float], ...]] = {}
        for good in choices.ways:
            if good not in library.goods:
                raise LianpuError(f"unknown good '{good}'", hint=suggestion(good, library.goods))

    def need(self, good: str) -> None:
        """Enters a good, and all that making it takes. Emissions and electricity are no products of the system."""
        if good in self.ways or good == ELECTRICITY or self._counts(good):
            return
        self.ways[good] = self._ways(good)
        for way, _ in self.ways[good]:
            if way != BOUGHT:
                for flow in self._recipe(way).inputs:
                    self.need(flow.good_id)

    def system(self) -> ProductSystem:
        goods = tuple(self.ways)
        at = {good: i for i, good in enumerate(goods)}
        n = len(goods)
        matrices, direct = np.zeros((3, n, n)), np.zeros((3, len(_ROWS), n))
        rows: list[dict[str, None]] = [{} for _ in goods]
        lacking = []
        for good, i in at.items():
            matrices[:, i, i] += 1.0
            for way, share in self.ways[good]:
                if way == BOUGHT:
                    if not self._buy(good, i, share, direct, rows[i]) and good not in lacking:
                        lacking.append(good)
                else:
                    self._make(way, i, share, at, matrices, direct, rows[i])
        return ProductSystem(
            self.library, self.year, self.choices, goods, tuple(self.ways.values()), tuple(matrices), tuple(direct),
            tuple(tuple(r) for r in rows), tuple(lacking),
        )  # fmt: skip

    def _counts(self, good: str) -> bool:
        return self.library.goods[good].unit.dimension is Dimension.CO2E or self.library.goods[good].id == "energy_total"

    def _recipe(self, technology: str) -> Recipe:
        return self.library.technologies[technology].recipe(self.year)

    def _ways(self, good: str) -> tuple[tuple[str, float], ...]:
        known = [t.id for t in self.library.technologies_of(good)]
        asked = self.choices.ways.get(good)
        if asked is None:
            return ((known[0] if known else BOUGHT, 1.0),)
        for way in asked:
            if way != BOUGHT and way not in known:
                raise LianpuError(f"'{way}' is no way to get {good}", hint=suggestion(way, [*known, BOUGHT]))
        if abs(sum(asked.values()) - 1) > 1e-6 or min(asked.values()) < 0:
            raise LianpuError(f"shares of the ways to get {good} add up to {sum(asked.values()):g}", hint="they must be 1")
        return tuple((way, share) for way, share in asked.items() if share > 0)

    def _buy(self, good: str, i: int, share: float, direct: Vector, rows: dict[str, None]) -> bool:
        found = self.factors.get(good, ())
        for factor in found:
            part = Part.BOUGHT if factor.scope == "cradle_to_gate" else Part.FUEL
            direct[:, _ROWS.index(part), i] += share * np.array(tuple(factor.value))
            direct[:, _COMBUSTION, i] += share * np.array(tuple(factor.value)) * (factor.scope == "combustion")
            rows[factor.row_id] = None
        direct[:, _ENERGY, i] += share * ENERGY_MJ.get(good, 0.0)
        direct[:, _WATER, i] += share * (good == WATER)
        return bool(found)

    def _make(
        self, technology: str, i: int, share: float, at: Mapping[str, int], matrices: Vector, direct: Vector,
        rows: dict[str, None],
    ) -> None:  # fmt: skip
        recipe = self._recipe(technology)
        carried = share * self._carried(recipe)
        for flow in map(recipe.gross, recipe.inputs):
            amounts = carried * np.array(tuple(flow.per_output))
            rows.update(dict.fromkeys(flow.row_ids))
            if flow.good_id == ELECTRICITY:
                self._use(recipe.main_good, i, amounts, direct, rows)
                direct[:, _ENERGY, i] += amounts * ENERGY_MJ[ELECTRICITY]
            elif flow.good_id in at:
                matrices[:, at[flow.good_id], i] -= amounts
        for flow in recipe.emissions:
            part = Part.PFC if flow.good_id == "pfc" else Part.PROCESS
            direct[:, _ROWS.index(part), i] += carried * np.array(tuple(flow.per_output)) * 1e3  # tCO2e → kg
            rows.update(dict.fromkeys(flow.row_ids))
        if self.choices.allocation is Allocation.SUBSTITUTION:
            for flow in self._by_products(recipe):
                if flow.good_id in at:  # the low end credits most, as it takes least
                    matrices[:, at[flow.good_id], i] += share * np.array(tuple(flow.per_output))[::-1]
                    rows.update(dict.fromkeys(flow.row_ids))

    def _use(self, good: str, i: int, kwh: Vector, direct: Vector, rows: dict[str, None]) -> None:
        grid = self.choices.grid_elsewhere
        if good not in self.choices.elsewhere or grid is None:
            direct[:, _KWH, i] += kwh
            return
        direct[:, _ROWS.index(Part.BOUGHT), i] += kwh * np.array(tuple(grid.factor))
        rows.update(dict.fromkeys(grid.rows))

    def _carried(self, recipe: Recipe) -> float:
        """The share of a process's burden that its main product carries."""
        by_products = self._by_products(recipe)
        if self.choices.allocation not in (Allocation.MASS, Allocation.VALUE) or not by_products:
            return 1.0
        goods = [recipe.main_good, *(flow.good_id for flow in by_products)]
        made = np.array([[1.0], *([flow.per_output.typical] for flow in by_products)])
        worth = [self._worth(good) for good in goods]
        if any(np.isnan(w) for w in worth):
            lacking = goods[int(np.argmax(np.isnan(worth)))]
            raise LianpuError(
                f"products of {recipe.technology_id} cannot be weighed by {self.choices.allocation}: {lacking} has no "
                f"{'price' if self.choices.allocation is Allocation.VALUE else 'mass'}", code="no_worth",
                hint="use allocation none or substitution",
            )  # fmt: skip
        return float(shares(made, worth, self.choices.allocation)[0, 0])

    def _by_products(self, recipe: Recipe) -> list[Flow]:
        """Outputs that some recipe takes or that have a price; the others are waste and carry nothing."""
        return [flow for flow in recipe.outputs if flow.good_id in self._wanted]

    @cached_property
    def _wanted(self) -> frozenset[str]:
        taken = {r.good for t in self.library.technologies.values() for r in t.rows if r.direction == "input"}
        return frozenset(taken | {p.good_id for p in self.library.prices} | set(self.library.input_prices))

    def _worth(self, good: str) -> float:
        """Mass in tonnes, or CNY with VAT, of a unit; nan where it has none."""
        unit = self.library.goods[good].unit
        if self.choices.allocation is Allocation.MASS:
            return unit.factor if unit.dimension is Dimension.MASS else float("nan")
        if good in self.library.input_prices:
            return self.library.input_prices[good][0].typical
        prices = [p for p in self.library.prices_of(good) if p.is_price]
        return prices[-1].per_unit.typical * _vat(prices[-1]) if prices else float("nan")


def _vat(price: Price) -> float:
    """What brings a quote to a price with VAT, as most quotes are."""
    return 1 + price.vat_rate if price.vat_included is False and price.vat_rate is not None else 1.0


def _ends(values: Vector) -> Range:
    low, typical, high = (float(v) for v in values)
    return Range(low, typical, high)


def _factors(background: Iterable[Background]) -> dict[str, tuple[Background, ...]]:
    """Of each good and scope the default factor, China's before others', the latest year; fuels have two scopes."""
    best: dict[tuple[str, str], Background] = {}
    for row in background:
        if row.default and row.good_id != ELECTRICITY:
            key = (row.good_id, row.scope)
            other = best.get(key)
            if other is None or (row.region == "china", row.year) > (other.region == "china", other.year):
                best[key] = row
    found: dict[str, tuple[Background, ...]] = {}
    for (good, _), row in best.items():
        found[good] = (*found.get(good, ()), row)
    return found
