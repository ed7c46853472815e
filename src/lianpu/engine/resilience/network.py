"""The region's plants and goods as one network: what an outage, a lost supplier or less power costs, and how long
stocks last.

The question is asked of the matrices that the balance uses. In a period of so many days a plant runs up to its capacity;
a good is taken from local plants, from stocks, and from outside up to what the region buys when everything runs (and a
stated share of what is lost, where the market can replace it). What leaves the region at the year's prices is the
output value of the period; its greatest value is a linear programme. The loss of an outage is the difference to the
period in which all run (Simchi-Levi et al. 2014 and 2015; goods without a price are worth nothing and are named).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianpu.engine.margins import net_price, price_year
from lianpu.engine.matrices import TYPICAL, Matrices
from lianpu.engine.resilience.lp import Vector, minimise
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.system.model import Plant, Scenario

DAYS = 365.0
#: What running is worth by itself, as a part of the dearest good's value.
TIE = 1e-9
#: Goods that come as they are used, beside those of the energy chain.
PIPED = frozenset({"water", "steam"})


@dataclass(frozen=True)
class Assumptions:
    """``recover``: days until a lost plant or supplier is back; ``stock``: days of each good's need that lie in store;
    ``replace``: share of a lost local supply that can be bought at once (0 to 1)."""

    recover: float = 90.0
    stock: float = 15.0
    replace: float = 0.0

    def __post_init__(self) -> None:
        if not (self.recover > 0 and self.stock >= 0 and 0 <= self.replace <= 1):
            raise LianpuError(
                f"recover {self.recover:g} days, stock {self.stock:g} days, replace {self.replace:g}",
                hint="recover is above 0, stock from 0, replace between 0 and 1",
            )


@dataclass(frozen=True)
class Outcome:
    """Output value of a period in CNY without VAT, and how much of its capacity each plant runs (0 to 1)."""

    value: float
    running: Vector


@dataclass(frozen=True)
class Network:
    """The plants that count in ``scenario``, at prices of ``year``. ``unpriced``: goods that leave without a price;
    ``storable``: 1 for a good of which stocks are kept, 0 for power, heat, gas and water."""

    matrices: Matrices
    scenario: Scenario
    year: int
    price: Vector
    price_rows: Mapping[str, tuple[str, ...]]
    unpriced: tuple[str, ...]
    storable: Vector

    @cached_property
    def capacity(self) -> Vector:
        """Capacity a day of each plant, in its good."""
        return np.asarray(self.matrices.running(self.scenario.classes)[TYPICAL]) / DAYS

    @cached_property
    def need(self) -> Vector:
        """What all plants take a day."""
        return np.asarray(self.matrices.inputs[TYPICAL] @ self.capacity)

    @cached_property
    def made(self) -> Vector:
        """What all plants make a day."""
        return np.asarray(self.matrices.outputs[TYPICAL] @ self.capacity)

    @cached_property
    def bought(self) -> Vector:
        """What comes from outside a day when all run."""
        return np.maximum(0.0, self.need - self.made)

    def run(
        self,
        days: float,
        *,
        without: frozenset[int] = frozenset(),
        bought: Vector | None = None,
        stock: Vector | None = None,
    ) -> Outcome:
        """The best that ``days`` can give without some plants, with ``bought`` of each good a day (default: as always)
        and ``stock`` of each good to draw on (default: none, stocks stay as they are)."""
        none = np.zeros(self.need.size)
        return _solve(self, days, without, self.bought if bought is None else bought, none if stock is None else stock)

    def stocks(self, days: float, lost: NDArray[np.bool_]) -> Vector:
        """``days`` of need of the goods that are lost; nothing of power, heat, gas and water."""
        return np.asarray(np.where(lost, self.need * self.storable * days, 0.0))

    def plants(self) -> tuple[tuple[int, Plant], ...]:
        """The plants that count here, with their places in the matrices."""
        return tuple((j, p) for j, p in enumerate(self.matrices.plants) if self.capacity[j] > 0)


def network(matrices: Matrices, library: Library, scenario: Scenario, year: int | None = None) -> Network:
    """``year`` is that of the prices (default: the newest that the library prices inputs of)."""
    year = price_year(library) if year is None else year
    prices = {good: net_price(good, library, year) for good in matrices.goods}
    made = matrices.outputs[TYPICAL] @ matrices.running(scenario.classes)[TYPICAL]
    return Network(
        matrices,
        scenario,
        year,
        np.array([p.value.typical if p else 0.0 for p in prices.values()]),
        {good: p.rows for good, p in prices.items() if p},
        tuple(g for g, amount in zip(matrices.goods, made, strict=True) if amount > 0 and prices[g] is None),
        np.array([float(library.goods[g].chain != "energy" and g not in PIPED) for g in matrices.goods]),
    )


def _solve(net: Network, days: float, without: frozenset[int], bought: Vector, stock: Vector) -> Outcome:
    """Variables: share of capacity that each plant runs, what is bought and what is sold of each good.

    Rows: taken + sold − made − bought <= stock, and sold <= made: nothing bought is sold on. Every good is counted in
    what all take and make of it, so that kWh and tonnes weigh alike.
    """
    from scipy.sparse import block_array, diags_array

    size = np.maximum(net.need, net.made) * days
    moved = np.flatnonzero(size > 0)
    scale = diags_array(1.0 / size[moved])
    amounts = diags_array(net.capacity * days)
    taken = scale @ net.matrices.inputs[TYPICAL].tocsr()[moved] @ amounts
    made = scale @ net.matrices.outputs[TYPICAL].tocsr()[moved] @ amounts
    one = diags_array(np.ones(moved.size))
    upper: Any = block_array([[taken - made, -one, one], [-made, None, one]])
    held = stock[moved] / size[moved]
    plants = net.capacity.size
    most = np.concatenate([np.ones(plants), bought[moved] * days / size[moved], np.full(moved.size, inf)])
    most[list(without)] = 0.0
    worth = net.price[moved] * size[moved]
    # in parts of the dearest good, and of equal values the one that runs the most: an idle plant is one that cannot run
    cost = np.concatenate([np.full(plants, -TIE), np.zeros(moved.size), -worth / max(worth.max(initial=0.0), 1.0)])
    found = minimise(cost, upper, np.concatenate([held, np.zeros(moved.size)]), most)
    return Outcome(float(worth @ found.x[plants + moved.size :]), found.x[:plants])
