"""What is made best: a vector over the model's columns and a direction, by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.counting import weigh
from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Floats, Ints, suggest

#: cost and npv are discounted; the others count every calendar year alike.
NAMED = ("cost", "npv", "value_added", "output_value", "self_sufficiency")


@dataclass(frozen=True)
class Objective:
    """``value`` = vector·x; it is made as large as possible where ``most`` is true, else as small."""

    name: str
    vector: Floats
    most: bool

    @property
    def minimised(self) -> Floats:
        return -self.vector if self.most else self.vector


def objective(model: Model, name: str) -> Objective:
    """The objective of a name: one of ``NAMED``, or a measure of the System (made least; ``-measure``: made most).

    * cost: present value of all costs less sales (and salvage); npv: the same with the sign turned round
    * output_value: goods made, at their prices; value_added: less the goods taken, at their prices
    * self_sufficiency: what is bought outside, at its prices, made least

    Raises :class:`LianpuError` with a suggestion for another name.
    """
    if name == "cost":
        return Objective(name, model.cost, False)
    if name == "npv":
        return Objective(name, -model.cost, True)
    if name in ("value_added", "output_value"):
        return Objective(name, valued(model, takes=name == "value_added"), True)
    if name == "self_sufficiency":
        return Objective(name, _bought(model), False)
    measure, most = name.removeprefix("-"), name.startswith("-")
    known = model.system.measures.id
    if measure not in known:
        raise LianpuError(f"no objective '{name}'", hint=suggest(measure, (*NAMED, *known)))
    vector = weigh(model.system, model.numbers, known.index(measure), model.system.spans, model.cost.size)
    return Objective(name, vector, most)


def valued(model: Model, *, takes: bool) -> Floats:
    """Goods that activities make (and, with ``takes``, less what they take) at the goods' prices, per calendar year."""
    system, out = model.system, np.zeros(model.cost.size)
    _no_prices(model)
    spans = system.spans[None, :, None]
    flows, run = system.flows, model.numbers["run"]
    amount = flows.amount if takes else np.maximum(flows.amount, 0.0)
    _add(out, run[flows.activity], amount * system.goods.price[flows.good] * spans)
    if takes:
        _add(out, run, -system.activities.variable_cost * spans)
    if len(system.bands):
        sign = np.where([d == "out" for d in system.bands.direction], 1.0, -1.0 if takes else 0.0)[:, None, None]
        _add(out, model.numbers["flex"], sign * system.goods.price[system.bands.good] * spans)
    return out


def _bought(model: Model) -> Floats:
    out, markets = np.zeros(model.cost.size), model.system.markets
    of = np.flatnonzero([side == "buy" and outside for side, outside in zip(markets.side, markets.outside, strict=True)])
    _add(out, model.numbers["trade"][of], markets.price[of] * model.system.spans[None, :, None])
    return out


def _no_prices(model: Model) -> None:
    if not model.system.goods.price.any():
        raise LianpuError("no good has a price", place="goods", hint="output value and value added need goods.price")


def _add(out: Floats, columns: Ints, values: Floats) -> None:
    np.add.at(out, columns, np.broadcast_to(values, columns.shape))
