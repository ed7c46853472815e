"""Measures, their limits and their prices: sums over any variables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lianpu.engine.plan.blocks import Builder
from lianpu.engine.plan.money import Money
from lianpu.engine.plan.plants import Columns, lump_sizes
from lianpu.system.planning.columns import Floats, Ints
from lianpu.system.planning.system import System

#: The block of columns that a term's word means.
BLOCK = {
    "run": "run", "buy": "trade", "sell": "trade", "ship": "ship", "build": "build", "capacity": "capacity", "start": "start",
    "flex": "flex",
}  # fmt: skip
#: What is counted once, not once in every calendar year of its step.
ONCE = frozenset({"build"})


def add_limits(system: System, into: Builder, columns: Columns) -> None:
    """A row per limit and slice, year, or for all years. Over all years a flow or a capacity counts once a calendar year,
    what is built once."""
    limits = system.limits
    for per, shape in (("slice", system.shape), ("year", (len(system.years), 1)), ("all", (1, 1))):
        of = np.flatnonzero([p == per for p in limits.per]).astype(np.int32)
        if not of.size:
            continue
        bound = limits.bound[of][:, : shape[0], : shape[1]]
        sense = np.array([limits.sense[k] for k in of])[:, None, None]
        low = np.where((sense == "<=") | np.isinf(bound), -np.inf, bound)
        rows = into.add_rows(f"limit_{per}", "limits", of, *shape, low, np.where(sense == ">=", np.inf, bound))
        for word, terms, limit in _by_word(system, *joined(system.terms.measure, limits.measure[of])):
            found, amount, there = _columns(system, columns, word, terms)
            if per == "all" and word not in ONCE:
                amount = amount * system.spans[None, :, None]
            into.put(rows[limit[there]], found, amount)


def price_measures(system: System, columns: Columns, money: Money, size: int) -> Floats:
    """What measures with a price add to the cost of each of ``size`` columns."""
    out = np.zeros(size)
    priced = np.any(system.measures.price != 0, axis=(1, 2)) if len(system.measures) else np.zeros(0, dtype=bool)
    terms = np.flatnonzero(priced[system.terms.measure])
    for word, mine, _ in _by_word(system, terms, terms):
        found, amount, there = _columns(system, columns, word, mine)
        price = system.measures.price[system.terms.measure[mine[there]]]
        factor = money.running[_sites(system, word, system.terms.item[mine[there]])][:, :, None]
        np.add.at(out, found, np.broadcast_to(amount * price * factor, found.shape))
    return out


def measured(system: System, columns: Columns, x: Floats) -> Floats:
    """Measures x years x slices at a solution; what has no slice stands in the first."""
    out = np.zeros((len(system.measures), *system.shape))
    every = np.arange(len(system.terms))
    for word, terms, _ in _by_word(system, every, every):
        found, amount, there = _columns(system, columns, word, terms)
        value = amount * x[found]
        np.add.at(out[:, :, : value.shape[2]], system.terms.measure[terms[there]], value)
    return out


def weigh(system: System, columns: Columns, measure: int, weights: Floats, size: int) -> Floats:
    """A measure as a vector over columns, with a weight per year."""
    out = np.zeros(size)
    mine = np.flatnonzero(system.terms.measure == measure)
    for word, terms, _ in _by_word(system, mine, mine):
        found, amount, _ = _columns(system, columns, word, terms)
        each = np.ones_like(weights) if word in ONCE else weights
        np.add.at(out, found, np.broadcast_to(amount * each[None, :, None], found.shape))
    return out


def joined(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Positions of equal keys: i and j for every pair left[i] == right[j]."""
    order = np.argsort(left, kind="stable")
    first, last = (np.searchsorted(left[order], right, side=side) for side in ("left", "right"))
    count = last - first
    j = np.repeat(np.arange(right.size), count)
    at = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    return order[at], j


def _by_word(system: System, terms: Ints, beside: Ints) -> Iterator[tuple[str, Ints, Ints]]:
    """Terms, and an array beside them, by what they count."""
    words = np.array(system.terms.of)[terms] if terms.size else np.zeros(0, dtype=str)
    for word in dict.fromkeys(words.tolist()):
        yield word, terms[words == word], beside[words == word]


def _columns(
    system: System, columns: Columns, word: str, terms: Ints
) -> tuple[Ints, Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Columns and amounts of terms, and which of them have columns (a plant that cannot be built has none to build)."""
    item = system.terms.item[terms]
    block = columns.get(BLOCK[word])
    if block is None:
        return np.zeros((0, 1, 1), np.int32), np.zeros((0, 1, 1)), np.zeros(terms.size, dtype=bool)
    found = block[item]
    there = found[:, 0, 0] >= 0
    amount = system.terms.amount[terms][there]
    if word == "build":
        amount = amount * lump_sizes(system)[item[there]]
    return found[there], amount, there


def _sites(system: System, word: str, item: Ints) -> Ints:
    """Sites at whose discount rate a measure's price is paid."""
    plants = system.plants
    return {
        "run": lambda: plants.site[system.activities.plant[item]], "buy": lambda: system.markets.site[item],
        "sell": lambda: system.markets.site[item], "ship": lambda: system.routes.origin[item],
        "flex": lambda: plants.site[system.activities.plant[system.bands.activity[item]]],
    }.get(word, lambda: plants.site[item])()  # fmt: skip
