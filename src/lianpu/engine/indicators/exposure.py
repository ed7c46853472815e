"""What an outage costs, and what the region loses without a link."""

# ruff: noqa: N803 (the symbols of the papers)

from __future__ import annotations

import numpy as np

from lianpu.engine.indicators.inputs import Numbers, Positive, Spread, Table
from lianpu.engine.indicators.registry import ratio, variant
from lianpu.engine.resilience.exposure import Suppliers, losses, time_to_survive
from lianpu.errors import LianpuError

_SOURCE = "Simchi-Levi, Schmidt & Wei 2014; Simchi-Levi et al. 2015"


@variant("time_to_recover_loss", "every_supplier_every_product", unit="unit_loss's", source=_SOURCE)
def time_to_recover_loss(
    supplier_capacity: Numbers, demand: Numbers, inventory: Numbers, unit_loss: Numbers, TTR: Spread
) -> list[float]:
    """The least loss of each supplier's outage for TTR periods; every supplier may make every product."""
    return losses(_suppliers(supplier_capacity, demand, inventory, unit_loss), TTR)


@variant("time_to_recover_loss", "who_can_supply", unit="unit_loss's", source=_SOURCE)
def time_to_recover_loss_of_links(
    supplier_capacity: Numbers, demand: Numbers, inventory: Numbers, unit_loss: Numbers, TTR: Spread, can_supply: Table
) -> list[float]:
    """As above, where ``can_supply`` (suppliers x products, 0 or 1) says who makes what."""
    return losses(_suppliers(supplier_capacity, demand, inventory, unit_loss, can_supply), TTR)


@variant("time_to_recover_loss", "some_outages", unit="unit_loss's", source=_SOURCE)
def time_to_recover_loss_of_some(
    supplier_capacity: Numbers, demand: Numbers, inventory: Numbers, unit_loss: Numbers, TTR: Spread, outages: Numbers
) -> list[float]:
    """Of the outages named alone; ``outages``: suppliers by number, the first is 1."""
    every = time_to_recover_loss(supplier_capacity, demand, inventory, unit_loss, TTR)
    if not all(number == int(number) and 1 <= number <= len(every) for number in outages):
        raise LianpuError(f"outages {outages} of {len(every)} suppliers", hint=f"name suppliers by number, 1 to {len(every)}")
    return [every[int(number) - 1] for number in outages]


@variant("time_to_survive", "every_supplier_every_product", unit="periods", source=_SOURCE)
def survival_times(supplier_capacity: Numbers, demand: Numbers, inventory: Numbers) -> list[float]:
    """The longest outage of each supplier without a loss; infinite where the others are enough."""
    suppliers = _suppliers(supplier_capacity, demand, inventory, [0.0] * len(demand))
    return [time_to_survive(suppliers, lost) for lost in range(len(supplier_capacity))]


@variant("key_link_dependence", "loss", unit="1", source="share of the value that is lost when the link is taken out")
def key_link_dependence(with_link: Positive, without_link: Positive) -> float:
    """1 − value without the link / value with it."""
    if without_link > with_link > 0:
        raise LianpuError(f"there is more without the link ({without_link:g}) than with it ({with_link:g})")
    return 1 - ratio(without_link, with_link, "with_link")


def _suppliers(
    capacity: Numbers, demand: Numbers, inventory: Numbers, unit_loss: Numbers, can_supply: Table | None = None
) -> Suppliers:
    sizes, wanted, stocks, loss = (np.asarray(v, dtype=float) for v in (capacity, demand, inventory, unit_loss))
    return Suppliers(sizes, wanted, stocks, loss, None if can_supply is None else can_supply > 0)
