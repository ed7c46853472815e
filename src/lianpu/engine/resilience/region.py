"""What the region loses when a plant, a supplier or a stage is lost, when prices rise, and when power is short."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from lianpu.engine.margins import Margin, margin
from lianpu.engine.matrices import TYPICAL
from lianpu.engine.power import ELECTRICITY
from lianpu.engine.resilience.lp import Vector
from lianpu.engine.resilience.network import DAYS, Assumptions, Network, Outcome
from lianpu.library.load import Library
from lianpu.system.model import Scenario

#: A plant that runs less than this share below its capacity is not said to stop.
NOTICEABLE = 1e-4


@dataclass(frozen=True, slots=True)
class Slowed:
    """A plant that runs at ``share`` of its capacity."""

    plant: str
    good: str
    share: float


@dataclass(frozen=True, slots=True)
class PlantOutage:
    """``loss``: CNY without VAT over the time to recover; ``own``: what the plant itself would have sold of it;
    ``share``: of the region's output value in that time; ``survive``: days until another plant lacks its good (``inf``
    where none takes it, or others make enough)."""

    plant: str
    good: str
    owner: str | None
    loss: float
    own: float
    share: float
    survive: float
    slowed: tuple[Slowed, ...]
    claims: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplierLoss:
    """A good that the region buys: ``bought`` a year in its unit, what its loss costs, and how long stocks last."""

    good: str
    bought: float
    loss: float
    share: float
    survive: float
    slowed: tuple[Slowed, ...]


@dataclass(frozen=True, slots=True)
class KeyLink:
    """A stage taken out for a year with nothing to replace it: ``dependence`` is the share of output value lost."""

    good: str
    plants: int
    value_with: float
    value_without: float
    dependence: float


@dataclass(frozen=True, slots=True)
class PriceShock:
    """``good`` dearer by ``shock`` (a fraction): the yearly cost to the plants that take it, and the stages whose
    margin (typical) turns negative by it."""

    good: str
    shock: float
    cost: float
    turns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DryMonth:
    """``short``: share of the month's power that is missing; ``loss`` in CNY; ``slowed``: who runs less in the best plan."""

    month: int
    short: float
    loss: float
    slowed: tuple[Slowed, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Resilience:
    scenario: Scenario
    year: int
    assumptions: Assumptions
    value: float
    plants: tuple[PlantOutage, ...]
    goods: tuple[SupplierLoss, ...]
    links: tuple[KeyLink, ...]
    shocks: tuple[PriceShock, ...]
    dry: tuple[DryMonth, ...]
    unpriced: tuple[str, ...]


def resilience(
    net: Network, library: Library, assumed: Assumptions, *, shock: float = 0.2, province: str | None = None
) -> Resilience:
    """Every outage of one plant and one bought good, ranked by loss; ``shock``: by how much each bought good gets dearer.

    Amounts of money are CNY without VAT. ``value`` is the output value of a whole year in which all run.
    """
    whole = net.run(DAYS)
    base = net.run(assumed.recover)
    plants = [_plant_outage(net, j, base, assumed) for j, _ in net.plants()]
    goods = [_supplier_loss(net, int(i), base, assumed) for i in np.flatnonzero(net.bought > 0)]
    links = [_key_link(net, good, whole) for good in dict.fromkeys(p.good for _, p in net.plants())]
    shocks = [_price_shock(net, int(i), library, shock) for i in np.flatnonzero(net.need > 0)]
    return Resilience(
        net.scenario, net.year, assumed, whole.value,
        tuple(sorted(plants, key=lambda p: (-p.loss, p.survive, p.plant))),
        tuple(sorted(goods, key=lambda g: (-g.loss, g.survive, g.good))),
        tuple(sorted(links, key=lambda link: (-link.dependence, link.good))),
        tuple(sorted((s for s in shocks if s.cost > 0), key=lambda s: (-s.cost, s.good))),
        tuple(_dry_months(net, library, province)), net.unpriced,
    )  # fmt: skip


def _plant_outage(net: Network, j: int, base: Outcome, assumed: Assumptions) -> PlantOutage:
    plant = net.matrices.plants[j]
    given = _column(net, net.matrices.outputs, j)
    lacking = np.maximum(0.0, net.need - (net.made - given) - net.bought)  # a day, beyond what is bought anyway
    bought = net.bought + assumed.replace * np.minimum(given, lacking)
    stock = net.stocks(assumed.stock, given > 0)
    out = net.run(assumed.recover, without=frozenset({j}), bought=bought, stock=stock)
    good = net.matrices.goods.index(plant.good)
    own = net.price[good] * max(0.0, min(given[good], net.made[good] - net.need[good])) * assumed.recover
    lost = max(0.0, base.value - out.value)
    taken_by_others = net.need - _column(net, net.matrices.inputs, j)
    return PlantOutage(
        plant.id, plant.good, plant.owner, lost, min(own, lost), _share(lost, base.value),
        _survive(taken_by_others, net.made - given + bought, stock, given > 0),
        _slowed(net, base, out, frozenset({j})), plant.claims(net.scenario.classes),
        net.price_rows.get(plant.good, ()),
    )  # fmt: skip


def _column(net: Network, matrices: tuple[Any, ...], j: int) -> Vector:
    """What plant ``j`` takes or makes a day."""
    column: Vector = matrices[TYPICAL].tocsc()[:, [j]].toarray()[:, 0] * net.capacity[j]
    return column


def _supplier_loss(net: Network, i: int, base: Outcome, assumed: Assumptions) -> SupplierLoss:
    bought = net.bought.copy()
    bought[i] *= assumed.replace
    only = np.arange(bought.size) == i
    stock = net.stocks(assumed.stock, only)
    out = net.run(assumed.recover, bought=bought, stock=stock)
    lost = max(0.0, base.value - out.value)
    survive = _survive(net.need, net.made + bought, stock, only)
    yearly = float(net.bought[i] * DAYS)
    return SupplierLoss(
        net.matrices.goods[i], yearly, lost, _share(lost, base.value), survive, _slowed(net, base, out, frozenset())
    )


def _survive(need: Vector, supply: Vector, stock: Vector, among: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    """Days until the stock of the first good of ``among`` is gone while the others run in full: the time to survive."""
    short = need - supply
    gone = [stock[i] / short[i] for i in np.flatnonzero(among) if short[i] > 1e-9 * max(need[i], 1e-30)]
    return float(min(gone, default=inf))


def _key_link(net: Network, good: str, whole: Outcome) -> KeyLink:
    out_of_use = frozenset(j for j, plant in net.plants() if plant.good == good)
    without = net.run(DAYS, without=out_of_use)
    lost = max(0.0, whole.value - without.value)
    return KeyLink(good, len(out_of_use), whole.value, without.value, _share(lost, whole.value))


def _price_shock(net: Network, i: int, library: Library, shock: float) -> PriceShock:
    good = net.matrices.goods[i]
    cost = net.bought[i] * DAYS * net.price[i] * shock
    goods = dict.fromkeys(p.good for _, p in net.plants())
    margins = [m for g in goods if (m := margin(g, library, net.year)) is not None]
    return PriceShock(
        good, shock, float(cost), tuple(m.good for m in margins if _turns(m, good, shock)), net.price_rows.get(good, ())
    )


def _turns(found: Margin, good: str, shock: float) -> bool:
    extra = sum(cost.value.typical for cost in found.costs if cost.good == good) * shock
    return found.value is not None and found.value.typical >= 0 > found.value.typical - extra


def _dry_months(net: Network, library: Library, province: str | None) -> list[DryMonth]:
    """Every month with its lowest share in a year's hydropower on record: all power is taken to fall as far below the
    typical as that, which is the upper end of what a dry month can cost."""
    rows = [r for r in library.power.rows if province and (r.region, r.series) == (province, "hydro_share")]
    power = net.matrices.goods.index(ELECTRICITY)
    out = []
    for row in rows:
        days = DAYS / 12
        short = 1 - row.value.low / row.value.typical
        bought = net.bought.copy()
        bought[power] *= 1 - short
        base, dry = net.run(days), net.run(days, bought=bought)
        slowed = _slowed(net, base, dry, frozenset())
        out.append(DryMonth(row.first_month, short, max(0.0, base.value - dry.value), slowed, (row.row_id,)))
    return out


def _slowed(net: Network, base: Outcome, out: Outcome, lost: frozenset[int]) -> tuple[Slowed, ...]:
    found = [
        Slowed(plant.id, plant.good, max(0.0, float(out.running[j])))
        for j, plant in net.plants()
        if j not in lost and base.running[j] - out.running[j] > NOTICEABLE
    ]
    return tuple(sorted(found, key=lambda s: s.share))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
