"""Risk exposure of a set of suppliers: what an outage costs until it is over, and how long stocks last.

Simchi-Levi, Schmidt & Wei (2014), "From superstorms to factory fires", Harvard Business Review 92(1), and Simchi-Levi
et al. (2015), "Identifying risks and mitigating disruptions in the automotive supply chain", Interfaces 45(5): the time
to recover (TTR) model minimises the loss while a node is out; the time to survive (TTS) is the longest outage without
any loss. Amounts and capacities are per period, times in periods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lianpu.engine.resilience.lp import Vector, minimise
from lianpu.errors import LianpuError


@dataclass(frozen=True)
class Suppliers:
    """``capacity`` of each supplier over all products; ``can_supply``: suppliers x products (None: every one makes
    every product); ``demand``, ``inventory`` and ``unit_loss`` of each product."""

    capacity: Vector
    demand: Vector
    inventory: Vector
    unit_loss: Vector
    can_supply: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        products = self.demand.size
        if not self.inventory.size == self.unit_loss.size == products:
            sizes = f"{products}, {self.inventory.size} and {self.unit_loss.size}"
            raise LianpuError(f"demand, inventory and unit_loss have {sizes} values", hint="give one for each product")
        if self.can_supply is not None and self.can_supply.shape != (self.capacity.size, products):
            sizes = f"{self.capacity.size} suppliers and {products} products"
            raise LianpuError(f"can_supply is {self.can_supply.shape}, with {sizes}")

    @property
    def links(self) -> NDArray[np.bool_]:
        shape = (self.capacity.size, self.demand.size)
        return np.ones(shape, dtype=bool) if self.can_supply is None else self.can_supply


def loss_of_outage(suppliers: Suppliers, lost: int, time: float) -> float:
    """The least loss while supplier ``lost`` is out for ``time`` periods, in the unit of ``unit_loss`` x demand."""
    from scipy.sparse import block_array, eye_array

    deliver, draw = _network(suppliers)
    cost = np.concatenate([np.zeros(deliver.shape[1]), suppliers.unit_loss])
    # deliveries + loss >= what stocks leave of each product's need; deliveries <= each supplier's capacity
    need = np.maximum(0.0, suppliers.demand * time - suppliers.inventory)
    upper = block_array([[-deliver, -eye_array(need.size)], [draw, None]])
    return minimise(cost, upper, np.concatenate([-need, _without(suppliers, lost) * time])).value


def time_to_survive(suppliers: Suppliers, lost: int) -> float:
    """The longest outage of supplier ``lost`` without a loss; ``inf`` where the others are enough for ever."""
    from scipy.sparse import block_array, csr_array

    deliver, draw = _network(suppliers)
    left = _without(suppliers, lost)
    cost = np.concatenate([np.zeros(deliver.shape[1]), [-1.0]])  # the last variable is the time
    upper = block_array([[-deliver, csr_array(suppliers.demand[:, None])], [draw, csr_array(-left[:, None])]])
    return -minimise(cost, upper, np.concatenate([suppliers.inventory, np.zeros(left.size)])).value


def losses(suppliers: Suppliers, times: Sequence[float]) -> list[float]:
    """The loss of each supplier's outage; ``times`` to recover: one for all, or one for each."""
    count = suppliers.capacity.size
    if len(times) not in (1, count):
        raise LianpuError(f"there are {len(times)} times to recover and {count} suppliers", hint="give one, or one for each")
    every = list(times) * count if len(times) == 1 else times
    return [loss_of_outage(suppliers, lost, time) for lost, time in enumerate(every)]


def _without(suppliers: Suppliers, lost: int) -> Vector:
    left = suppliers.capacity.astype(float)  # a copy
    left[lost] = 0.0
    return left


def _network(suppliers: Suppliers) -> tuple[Any, Any]:
    """Links of a supplier and a product, summed by product and by supplier (sparse)."""
    from scipy.sparse import coo_array

    sources, targets = np.nonzero(suppliers.links)
    links, ones = np.arange(sources.size), np.ones(sources.size)
    deliver = coo_array((ones, (targets, links)), shape=(suppliers.demand.size, links.size))
    return deliver, coo_array((ones, (sources, links)), shape=(suppliers.capacity.size, links.size))
