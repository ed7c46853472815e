"""The tables of a planning System. Every field: kind, default, bounds and meaning, said here and nowhere else.

Amounts are per year: a run, sale or demand of a slice is the amount of that slice in one year of the step; the slices of
a year add up to the year. Money is in the System's currency at constant prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lianpu.system.planning.columns import Floats, Ints, Names, column
from lianpu.system.planning.table import Table

INF = np.inf
#: Variables that a measure may count, and the table that its items are of.
COUNTED = {
    "run": "activities", "buy": "markets", "sell": "markets", "ship": "routes", "build": "plants", "capacity": "plants",
    "start": "plants", "flex": "bands",
}  # fmt: skip


@dataclass(frozen=True)
class Sites(Table):
    id: Names = column("key", doc="the site's name")
    discount_rate: Floats = column("number", -1.0, low=-1.0, doc="its own rate; below 0: the System's")
    salvage: Names = column(
        "choice", "", choices=("", "sinking_fund", "straight_line", "none"), doc="its own salvage method; empty: the System's"
    )


@dataclass(frozen=True)
class Goods(Table):
    id: Names = column("key")
    unit: Names = column("text", "", doc="a unit that arithmetic knows, or empty (then nothing is converted)")
    balance: Names = column(
        "choice", "slice", choices=("slice", "year"), doc="balanced in every slice, or over the year (stored within it freely)"
    )
    surplus: Names = column("choice", "free", choices=("free", "none"), doc="may a surplus be thrown away without cost")
    price: Floats = column("profile", 0.0, yearly=True, doc="what a unit is worth in output value and value added, without VAT")


@dataclass(frozen=True)
class Plants(Table):
    """A technology (of a vintage) at a site. Capacity is in units of activity per year, over ``to_activity``."""

    id: Names = column("key")
    site: Ints = column("ref", to="sites")
    group: Names = column("text", "", doc="technology, chain or owner, for reading results")
    source: Names = column("text", "", doc="claims and library rows behind it")
    unit: Names = column("text", "", doc="unit of capacity: a rate (kt/a) or a power (MW)")
    to_activity: Floats = column("number", 1.0, low=0.0, doc="activity per year of one unit of capacity at full load")
    residual: Floats = column("profile", 0.0, yearly=True, low=0.0, doc="capacity standing from before, by year")
    lifetime: Floats = column("number", INF, low=1e-9, doc="years that new capacity stands")
    availability: Floats = column("profile", 1.0, low=0.0, doc="share of capacity usable in a slice")
    annual_availability: Floats = column(
        "profile", 1.0, yearly=True, low=0.0, doc="share of what the slices allow that a year allows"
    )
    capex: Floats = column("profile", 0.0, yearly=True, doc="money per unit of capacity built in a year")
    fixed_cost: Floats = column("profile", 0.0, yearly=True, doc="money per unit of standing capacity and year")
    build: Names = column(
        "choice", "none", choices=("none", "continuous", "lumps", "project"), doc="how it is built: not, any size, lumps, yes/no"
    )
    lump: Floats = column("profile", 1.0, yearly=True, low=0.0, doc="size of a lump or of the project")
    earliest: Floats = column("number", -INF, doc="first year in which it may stand new")
    latest: Floats = column("number", INF, doc="last year in which it may stand new")
    must: Ints = column("flag", 0, doc="the project has to be built")
    max_build: Floats = column("profile", INF, yearly=True, low=0.0, doc="most capacity built in a step")
    min_build: Floats = column("profile", 0.0, yearly=True, low=0.0, doc="least capacity built in a step")
    max_capacity: Floats = column("profile", INF, yearly=True, low=0.0)
    min_capacity: Floats = column("profile", 0.0, yearly=True, low=0.0)
    may_retire: Ints = column("flag", 0, doc="residual capacity may be given up early, for good")
    min_run: Floats = column("number", 0.0, low=0.0, high=1.0, doc="least load as a share of what is online")
    online: Names = column(
        "choice", "all", choices=("all", "part", "blocks"), doc="all capacity is online, a part of any size, or blocks"
    )
    block: Floats = column("number", 1.0, low=1e-9, doc="size of a block that is online or not")
    restart_cost: Floats = column("profile", 0.0, yearly=True, low=0.0, doc="money per unit of capacity that comes online again")
    ramp: Floats = column("number", INF, low=0.0, doc="greatest change of load between slices, as a share of capacity")


@dataclass(frozen=True)
class Activities(Table):
    """Ways to run a plant: recipes (modes). Those of one plant share its capacity."""

    id: Names = column("key")
    plant: Ints = column("ref", to="plants")
    variable_cost: Floats = column("profile", 0.0, doc="money per unit of activity beside what is bought")


@dataclass(frozen=True)
class Flows(Table):
    """The recipe: what one unit of activity makes (positive) and takes (negative)."""

    activity: Ints = column("ref", to="activities")
    good: Ints = column("ref", to="goods")
    amount: Floats = column("profile")
    unit: Names = column("text", "", doc="unit of the amount; empty: the good's")


@dataclass(frozen=True)
class Bands(Table):
    """An input (or output) whose ratio may lie between low and high per unit of activity; those of a group add up,
    each times its weight, to the group's total per unit of activity."""

    activity: Ints = column("ref", to="activities")
    good: Ints = column("ref", to="goods")
    direction: Names = column("choice", "in", choices=("in", "out"))
    low: Floats = column("number", 0.0, low=0.0)
    high: Floats = column("number", INF, low=0.0)
    group: Names = column("text", "")
    weight: Floats = column("number", 1.0)
    total: Floats = column("number", 0.0, low=0.0, doc="the group's total; said in each of its rows")


@dataclass(frozen=True)
class Markets(Table):
    """A step of buying or selling at a price; steps of one good are several rows."""

    id: Names = column("key")
    good: Ints = column("ref", to="goods")
    site: Ints = column("ref", to="sites")
    side: Names = column("choice", choices=("buy", "sell"))
    price: Floats = column("profile", 0.0)
    limit: Floats = column("profile", INF, low=0.0, doc="most in a slice")
    year_limit: Floats = column("profile", INF, yearly=True, low=0.0, doc="most in a year")
    year_least: Floats = column("profile", 0.0, yearly=True, low=0.0, doc="least in a year")
    outside: Ints = column("flag", 1, doc="the other side is outside the region (self-sufficiency counts it)")
    unit: Names = column("text", "", doc="unit of amounts and of what the price is per; empty: the good's")


@dataclass(frozen=True)
class Routes(Table):
    """Freight of a good from a site to another."""

    id: Names = column("key")
    good: Ints = column("ref", to="goods")
    origin: Ints = column("ref", to="sites")
    target: Ints = column("ref", to="sites")
    cost: Floats = column("profile", 0.0)
    loss: Floats = column("number", 0.0, low=0.0, high=1.0, doc="share lost on the way")
    limit: Floats = column("profile", INF, low=0.0)


@dataclass(frozen=True)
class Demands(Table):
    """What has to be supplied, in every slice (``amount``) and over the year beside it (``year_amount``)."""

    id: Names = column("key")
    good: Ints = column("ref", to="goods")
    site: Ints = column("ref", to="sites")
    amount: Floats = column("profile", 0.0, doc="in a slice; below 0: a supply that is there anyway")
    year_amount: Floats = column("profile", 0.0, yearly=True, low=0.0, doc="in a year, in whatever slices")
    unit: Names = column("text", "")


@dataclass(frozen=True)
class Storages(Table):
    """A store of a good, between the slices of a year (each year closed) or through all years."""

    id: Names = column("key")
    good: Ints = column("ref", to="goods")
    site: Ints = column("ref", to="sites")
    through: Names = column("choice", "year", choices=("year", "years"))
    capacity: Floats = column("profile", INF, low=0.0, yearly=True)
    start: Floats = column("number", 0.0, low=0.0, doc="what is in it before the first slice (through all years)")
    put_efficiency: Floats = column("number", 1.0, low=1e-9, high=1.0)
    take_efficiency: Floats = column("number", 1.0, low=1e-9, high=1.0)
    keep: Floats = column("number", 1.0, low=0.0, high=1.0, doc="share that is left after a slice")
    rate: Floats = column("profile", INF, low=0.0, doc="most put in, and most taken out, in a slice")
    cost: Floats = column("profile", 0.0, doc="money per unit put in")


@dataclass(frozen=True)
class BuildFlows(Table):
    """Material that building takes, and what comes free when new capacity ends, per unit of capacity."""

    plant: Ints = column("ref", to="plants")
    good: Ints = column("ref", to="goods")
    taken: Floats = column("number", 0.0, low=0.0)
    freed: Floats = column("number", 0.0, low=0.0)


@dataclass(frozen=True)
class Returns(Table):
    """Scrap out of what the model itself sold: ``recovery`` of good per unit of the market's sale, when it leaves use.

    An inflow enters use at the end of its year and survives while its age is below ``lifetime`` (shape ``fixed``), or
    leaves it by a Weibull distribution of the given mean and shape.
    """

    market: Ints = column("ref", to="markets")
    good: Ints = column("ref", to="goods")
    site: Ints = column("ref", to="sites")
    lifetime: Floats = column("number", low=1e-9)
    law: Names = column("choice", "fixed", choices=("fixed", "weibull"))
    shape: Floats = column("number", 1.0, low=1e-3)
    recovery: Floats = column("number", 1.0, low=0.0, doc="collected and recovered, per unit sold")


@dataclass(frozen=True)
class Measures(Table):
    """A sum that is counted: emissions, power, land, capital, a share's two sides."""

    id: Names = column("key")
    unit: Names = column("text", "")
    kind: Names = column("text", "", doc="emission, power, land … or empty; results list emissions apart")
    price: Floats = column("profile", 0.0, yearly=True, doc="money per unit, added to the cost (a carbon price)")


@dataclass(frozen=True)
class Terms(Table):
    """``amount`` times a variable, in a measure. ``item`` names a row of the table that ``of`` counts."""

    measure: Ints = column("ref", to="measures")
    of: Names = column("choice", choices=tuple(COUNTED))
    item: Ints = column("ref", to="*", doc="an activity (run), market (buy, sell), route (ship), plant (build, capacity …)")
    amount: Floats = column("profile", 1.0)


@dataclass(frozen=True)
class Limits(Table):
    """A bound on a measure in every slice, every year, or over all years."""

    id: Names = column("key")
    measure: Ints = column("ref", to="measures")
    per: Names = column("choice", "year", choices=("slice", "year", "all"))
    sense: Names = column("choice", "<=", choices=("<=", ">=", "="))
    bound: Floats = column("profile", endless=True, doc="infinite: none in that year or slice")


TABLES: dict[str, type[Table]] = {
    "sites": Sites, "goods": Goods, "plants": Plants, "activities": Activities, "flows": Flows, "bands": Bands,
    "markets": Markets, "routes": Routes, "demands": Demands, "storages": Storages, "build_flows": BuildFlows,
    "returns": Returns, "measures": Measures, "terms": Terms, "limits": Limits,
}  # fmt: skip
