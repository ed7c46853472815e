"""From a region's state and the library to a planning System: plants that stand, projects yes or no, power by month.

What stands runs as it is; every tranche that is not standing (from advancing to planned) is a project, built whole in some
year or not at all; stages next to the region's own that nobody has said a word of are candidates in the size that the
region's own output feeds or needs. Goods that no plant of the region makes are bought: their cost is in the plant's
variable cost. Money is 亿元 without VAT at the library's newest prices, kept constant; goods in kt, GWp, GWh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.library.recipes import Recipe
from lianpu.system.model import STATUS_CLASS, Plant, Region, StatusClass, Tranche
from lianpu.system.planning.power_of_region import province_by_month
from lianpu.system.planning.system import MONTHS, System

ELECTRICITY = "electricity"
MONEY = 1e8  # CNY in 亿元
_SCALES = {"t": ("kt", 1e3), "MWp": ("GWp", 1e3), "MWh_cell": ("GWh_cell", 1e3), "kWh": ("GWh", 1e6)}
#: Years from the state's year until a project of a status can stand, where the library knows no construction time.
_YEARS_TO_BUILD = 2
_EMISSIONS = ("co2_process", "pfc", "co2_total")

#: A good → CNY without VAT per unit of the good and the rows behind it; None where nobody prices it.
PriceOf = Callable[[str], tuple[float, tuple[str, ...]] | None]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What neither documents nor library say; each is a planner's choice and repeated in the result.

    ``spread``: bought goods cost so much more, and sold ones bring so much less, than their price (freight and trade).
    ``fixed_share``: yearly fixed cost of a new plant as a share of its investment. ``power_growth``: growth of the
    province's supply per year. ``power_share``: the region's share of the province's generation; None: what its standing
    and advancing plants need at full load over a year.
    """

    first_year: int | None = None
    last_year: int = 2035
    discount_rate: float = 0.08
    lifetime: float = 20.0
    spread: float = 0.03
    fixed_share: float = 0.04
    power_growth: float = 0.04
    power_share: float | None = None
    candidates: bool = True


@dataclass(frozen=True, slots=True)
class _Maker:
    """A plant to be: who makes what by which recipe, per unit of the main good."""

    id: str
    plant: Plant
    recipe: Recipe
    tranche: Tranche | None  # None: it stands
    capacity: float  # in the library's unit
    earliest: int | None
    source: tuple[str, ...]


def region_system(
    region: Region, library: Library, price_of: PriceOf, given: Assumptions | None = None
) -> tuple[System, tuple[str, ...]]:
    """The System of a region to ``last_year`` and notices (``code:detail``) of what could not be taken in.

    Raises :class:`LianpuError` when the region has no plant that can be planned with.
    """
    return _Region(region, library, price_of, given or Assumptions()).system()


class _Region:
    def __init__(self, region: Region, library: Library, price_of: PriceOf, given: Assumptions) -> None:
        self.region, self.library, self.price_of, self.given = region, library, price_of, given
        self.first = region.year if given.first_year is None else given.first_year
        if given.last_year < self.first:
            raise LianpuError(f"the plan would end in {given.last_year}, before it starts in {self.first}", hint="other --years")
        self.notices: list[str] = []
        self.makers = [*self._plants(), *(self._candidates() if given.candidates else ())]
        if not self.makers:
            raise LianpuError("the region has no plant with a recipe, so there is nothing to plan", hint="see lianpu balance")
        self.made = {m.plant.good for m in self.makers} | {f.good_id for m in self.makers for f in m.recipe.outputs}
        self.taken = {f.good_id for m in self.makers for f in m.recipe.inputs}

    def system(self) -> tuple[System, tuple[str, ...]]:
        plants = [self._plant(m) for m in self.makers]
        measures, terms, limits = self._counts()
        system = System.of(
            name=self.region.name or "",
            years=range(self.first, self.given.last_year + 1),
            slices=MONTHS,
            conventions={"discount_rate": self.given.discount_rate, "currency": "亿元"},
            sites=[{"id": self.region.name or "region"}],
            goods=[self._good(g) for g in self._goods()],
            plants=plants,
            markets=list(self._markets()),
            measures=measures,
            terms=terms,
            limits=limits,
            may_idle=True,
        )
        return system, tuple(dict.fromkeys(self.notices))

    # --- who makes what

    def _plants(self) -> Iterator[_Maker]:
        for plant in self.region.plants:
            if plant.technology is None:
                self.notices.append(f"no_recipe:{plant.id}")
                continue
            recipe = self.library.technologies[plant.technology].recipe(self.first)
            standing = frozenset({StatusClass.STANDING})
            if (there := plant.capacity(standing).typical) > 0:
                yield _Maker(plant.id, plant, recipe, None, there, None, plant.claims(standing))
            coming = [t for t in plant.tranches if t.status_class is not StatusClass.STANDING]
            for number, tranche in enumerate(coming, 1):
                name = f"{plant.id} {tranche.status}" + (f" {number}" if len(coming) > 1 else "")
                if self._capex(plant.technology) is None:
                    self.notices.append(f"no_capex:{name}")
                else:
                    yield self._project(name, plant, recipe, tranche)

    def _project(self, name: str, plant: Plant, recipe: Recipe, tranche: Tranche) -> _Maker:
        begun = STATUS_CLASS[tranche.status] in (StatusClass.BETWEEN, StatusClass.COMING)
        months = self._economic(recipe.technology_id, "construction")
        wait = ceil(months[0] / 12) if months else _YEARS_TO_BUILD
        earliest = self.first + (1 if begun else 1 + wait)
        return _Maker(name, plant, recipe, tranche, tranche.capacity.typical, earliest, tranche.claims)

    def _candidates(self) -> Iterator[_Maker]:
        """Stages next to the region's own in its chains, sized by what these make or need when all that is told is built."""
        size: dict[str, float] = {}
        for plant in self.region.plants:
            size[plant.good] = size.get(plant.good, 0.0) + plant.capacity(frozenset(StatusClass)).typical
        for chain in self.library.chains:
            for stage in chain.stages:
                way = self.library.technology_for(stage.good_id)
                if stage.good_id in size or way is None or stage.share_of or self._capex(way.id) is None:
                    continue
                recipe = way.recipe(self.first)
                fed = [size[f.good_id] / f.per_output.typical for f in recipe.inputs if f.good_id in size]
                asked = [size[t] * taken for t in stage.feeds if t in size and (taken := self._takes(t, stage.good_id)) > 0]
                if fed or asked:
                    capacity = min(fed) if fed else max(asked)
                    plant = Plant(stage.good_id, stage.good_id, way.id, None, self.region.name, ())
                    earliest = self.first + 1 + _YEARS_TO_BUILD
                    yield _Maker(f"{stage.good_id} candidate", plant, recipe, None, capacity, earliest, ())

    def _takes(self, maker_of: str, good: str) -> float:
        way = self.library.technology_for(maker_of)
        recipe = way.recipe(self.first) if way else None
        flow = recipe.input(good) if recipe else None
        return recipe.gross(flow).per_output.typical if recipe and flow else 0.0

    # --- tables

    def _plant(self, m: _Maker) -> dict[str, Any]:
        unit, scale = self._unit(m.plant.good)
        recipe, cost, rows = self._recipe(m)
        out: dict[str, Any] = {
            "id": m.id, "site": self.region.name or "region", "group": m.recipe.technology_id, "unit": f"{unit}/a",
            "recipe": recipe, "variable_cost": cost,
        }  # fmt: skip
        size = m.capacity / scale
        if m.earliest is None:
            return out | {"residual": size, "source": " ".join((*m.source, *rows))}
        capex = self._capex(m.recipe.technology_id)
        assert capex is not None
        each = capex[0] * scale / MONEY
        return out | {
            "build": "project", "lump": size, "capex": each, "fixed_cost": each * self.given.fixed_share,
            "earliest": m.earliest, "lifetime": self.given.lifetime, "source": " ".join((*m.source, *rows, capex[1])),
        }  # fmt: skip

    def _recipe(self, m: _Maker) -> tuple[dict[str, float], float, tuple[str, ...]]:
        """Flows of goods of the region, per scaled unit; the cost of all that is bought; the rows behind."""
        _, scale = self._unit(m.plant.good)
        flows, cost = {m.plant.good: 1.0}, 0.0
        rows: list[str] = []
        for flow in m.recipe.inputs:
            gross = m.recipe.gross(flow)
            amount = gross.per_output.typical * scale
            rows += gross.row_ids
            if flow.good_id in self._goods():
                flows[flow.good_id] = flows.get(flow.good_id, 0.0) - amount / self._unit(flow.good_id)[1]
            elif (price := self.price_of(flow.good_id)) is not None:
                cost += amount * price[0] * (1 + self.given.spread) / MONEY
                rows += price[1]
            else:
                self.notices.append(f"no_price:{flow.good_id}")
        for out in m.recipe.outputs:
            amount = out.per_output.typical * scale / self._unit(out.good_id)[1]
            flows[out.good_id] = flows.get(out.good_id, 0.0) + amount
        return {good: amount for good, amount in flows.items() if amount}, cost, tuple(dict.fromkeys(rows))

    def _goods(self) -> list[str]:
        """Goods that are balanced: made in the region, or electricity."""
        return [g for g in self.library.goods if g == ELECTRICITY or g in self.made]

    def _good(self, good: str) -> dict[str, Any]:
        unit, scale = self._unit(good)
        price = self.price_of(good)
        worth = price[0] * scale / MONEY if price else 0.0
        return {"id": good, "unit": unit, "balance": "slice" if good == ELECTRICITY else "year", "price": worth}

    def _markets(self) -> Iterator[dict[str, Any]]:
        site = self.region.name or "region"
        for good in self._goods():
            price = self.price_of(good)
            if price is None:
                self.notices.append(f"no_market:{good}")
                continue
            worth = price[0] * self._unit(good)[1] / MONEY
            at = {"good": good, "site": site}
            if good == ELECTRICITY:
                yield at | {"id": f"buy {good}", "side": "buy", "price": worth}
                continue
            if good in self.taken:
                yield at | {"id": f"buy {good}", "side": "buy", "price": worth * (1 + self.given.spread)}
            yield at | {"id": f"sell {good}", "side": "sell", "price": worth * (1 - self.given.spread)}

    def _counts(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
        """Measures power, capital, land, jobs and emissions, their terms, and the limit of power."""
        measures = [
            {"id": "power", "unit": "GWh", "kind": "power"}, {"id": "capital", "unit": "亿元", "kind": "capital"},
            {"id": "land", "unit": "mu", "kind": "land"}, {"id": "jobs", "unit": "person", "kind": "jobs"},
            {"id": "co2", "unit": "ktCO2e", "kind": "emission"},
        ]  # fmt: skip
        buy = f"buy {ELECTRICITY}"
        terms: list[dict[str, Any]] = [{"measure": "power", "of": "buy", "item": buy}]
        factor = self.library.power.year(self.region.province or "", "co2_factor", self._newest("co2_factor"))
        if factor is not None:
            terms.append({"measure": "co2", "of": "buy", "item": buy, "amount": factor.value.typical})  # kg/kWh = kt/GWh
        else:
            self.notices.append("no_co2_factor:")
        for m in self.makers:
            terms += self._terms(m)
        if self.price_of(ELECTRICITY) is None:
            raise LianpuError("the library has no price of electricity", hint="add one to prices.csv or input_prices.csv")
        return measures, terms, self._power_limit()

    def _terms(self, m: _Maker) -> Iterator[dict[str, Any]]:
        _, scale = self._unit(m.plant.good)
        direct = self._direct(m.recipe)
        if direct:
            yield {"measure": "co2", "of": "run", "item": m.id, "amount": direct * scale / 1e3}  # t → kt
        for measure in ("land", "jobs"):
            found = self._economic(m.recipe.technology_id, measure)
            if found:
                yield {"measure": measure, "of": "capacity", "item": m.id, "amount": found[0] * scale}
        if m.earliest is not None and (capex := self._capex(m.recipe.technology_id)):
            yield {"measure": "capital", "of": "build", "item": m.id, "amount": capex[0] * scale / MONEY}

    def _direct(self, recipe: Recipe) -> float:
        """t CO2e per unit: of processes and PFC, or the total where nothing else is said."""
        found = {f.good_id: f.per_output.typical for f in recipe.emissions if f.good_id in _EMISSIONS}
        parts = found.get("co2_process", 0.0) + found.get("pfc", 0.0)
        return parts or found.get("co2_total", 0.0)

    def _power_limit(self) -> list[dict[str, Any]]:
        """Power by month: the region's share of the province's generation, in the year's shape, growing."""
        shape = province_by_month(self.library, self.region.province)
        if shape is None:
            self.notices.append("no_power_by_month:")
            return []
        year, months = shape  # GWh
        need = sum(self._power_need(m) for m in self.makers if self._sure(m))
        share = self.given.power_share if self.given.power_share is not None else need / sum(months)
        years = range(self.first, self.given.last_year + 1)
        growth = [(1 + self.given.power_growth) ** max(0, y - max(year, self.first)) for y in years]
        grown = [[share * v * g for v in months] for g in growth]
        return [{"id": "power by month", "measure": "power", "per": "slice", "sense": "<=", "bound": grown}]

    def _sure(self, m: _Maker) -> bool:
        """It stands, or it has been begun."""
        return m.earliest is None or (m.tranche is not None and STATUS_CLASS[m.tranche.status] is not StatusClass.HOPED)

    def _power_need(self, m: _Maker) -> float:
        flow = m.recipe.input(ELECTRICITY)
        return m.recipe.gross(flow).per_output.typical * m.capacity / 1e6 if flow else 0.0

    def _newest(self, series: str) -> int:
        rows = [r.year for r in self.library.power.rows if r.region == self.region.province and r.series == series and r.year]
        return max(rows, default=0)

    def _capex(self, technology: str) -> tuple[float, str] | None:
        return self._economic(technology, "capex")

    def _economic(self, technology: str, kind: str) -> tuple[float, str] | None:
        """CNY, mu, persons … per unit of the main good a year, with its row."""
        rows = [e for e in self.library.economics if (e.technology_id, e.kind) == (technology, kind) and e.default]
        return (rows[-1].value.typical, rows[-1].row_id) if rows else None

    def _unit(self, good: str) -> tuple[str, float]:
        symbol = self.library.goods[good].unit.symbol
        return _SCALES.get(symbol, (symbol, 1.0))
