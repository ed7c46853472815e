"""Chains: completeness, self-sufficiency, local support, deep processing, value added, upstreamness."""

from __future__ import annotations

from collections.abc import Iterator

from lianpu.engine.indicators.of_region.measured import Input, Material, Measured, lacks, measure
from lianpu.library.chains import Chain
from lianpu.system.model import Plant

#: A region's plants are taken at nameplate.
CAPACITY = "capacity"
#: Goods of these chains come by wire and pipe: no supplier is recruited for them.
PIPED = ("energy", "emission")


def completeness(m: Material) -> Iterator[Measured]:
    """Three numbers a chain: stages that stand, links in balance, the least covered need."""
    for chain in _chains(m):
        stages = [s.good_id for s in chain.stages if s.share_of is None]
        there = [g for g in stages if m.supply(g).typical > 0]
        present = m.input("present", (("supply", g) for g in there), len(there), "1")
        yield measure("chain_completeness", "coverage", chain.id, CAPACITY, present, Input("stages", len(stages), "1"))
        linked = [s.good_id for s in chain.stages if m.need(s.good_id).typical > 0]
        if not linked:
            yield lacks("chain_completeness", "balance", chain.id, "a_plant_that_takes_a_good_of_the_chain")
            continue
        supply = m.input("supply", (("supply", g) for g in linked), [m.supply(g).typical for g in linked], "per year")
        need = m.input("need", (("need", g) for g in linked), [m.need(g).typical for g in linked], "per year")
        for variant in ("balance", "bottleneck"):
            yield measure("chain_completeness", variant, chain.id, CAPACITY, supply, need)


def self_sufficiency(m: Material) -> Iterator[Measured]:
    """Of every stage's good that local plants need."""
    for good in (s.good_id for c in m.library.chains for s in c.stages if m.need(s.good_id).typical > 0):
        unit = f"{m.library.goods[good].unit.symbol}/a"
        supply = m.input("supply", [("supply", good)], m.supply(good).typical, unit)
        need = m.input("need", [("need", good)], m.need(good).typical, unit)
        for variant in ("uncapped", "capped"):
            yield measure("self_sufficiency", variant, good, CAPACITY, supply, need)


def local_support(m: Material) -> Iterator[Measured]:
    """What local plants could supply of the inputs of each chain's plants, at nameplate."""
    for chain in _chains(m):
        goods = sorted({g for p in _plants(m, chain) for g in _inputs(m, p)})
        yield lacks("local_support_rate", "suppliers", chain.id, "suppliers_of_each_plant")
        if not goods:
            continue
        supply = m.input("supply", (("supply", g) for g in goods), [m.supply(g).typical for g in goods], "per year")
        need = m.input("need", (("need", g) for g in goods), [m.need(g).typical for g in goods], "per year")
        yield measure("local_support_rate", "physical", chain.id, CAPACITY, supply, need)
        yield _support_by_value(m, chain, goods)


def _support_by_value(m: Material, chain: Chain, goods: list[str]) -> Measured:
    priced = {g: p for g in goods if (p := m.price(g)) is not None}
    if len(priced) < len(goods):
        return lacks("local_support_rate", "value", chain.id, *(f"price_of:{g}" for g in goods if g not in priced))
    rows = tuple(dict.fromkeys(r for _, of in priced.values() for r in of))
    local = sum(min(m.supply(g).typical, m.need(g).typical) * price for g, (price, _) in priced.items())
    every = sum(m.need(g).typical * price for g, (price, _) in priced.items())
    inputs = Input("local_purchases", local, "CNY/a", rows=rows), Input("purchases", every, "CNY/a", rows=rows)
    return measure("local_support_rate", "value", chain.id, CAPACITY, *inputs)


def deep_processing(m: Material) -> Iterator[Measured]:
    """Of the metal chains that have a stage which stands for several goods (processed aluminium)."""
    for chain in _chains(m):
        aggregate = next((s.share_of for s in chain.stages if s.share_of), None)
        metal = next((s.good_id for s in chain.stages if aggregate in s.feeds), None)
        if aggregate is None or metal is None:
            continue
        if m.supply(metal).typical <= 0:
            yield from (lacks("deep_processing_rate", v, chain.id, "capacity_of_the_metal") for v in ("A", "B", "C"))
            continue
        parts = [aggregate, *(s.good_id for s in chain.stages if s.share_of == aggregate)]
        yield from _deep(m, chain, metal, [g for g in parts if m.supply(g).typical > 0])


def _deep(m: Material, chain: Chain, metal: str, deep: list[str]) -> Iterator[Measured]:
    made = m.supply(metal).typical
    produced = m.input("produced", [("supply", metal)], made, "t/a")
    taken = m.input("processed", [("need", metal), ("supply", metal)], min(m.need(metal).typical, made), "t/a")
    if taken.value <= 0:
        yield from (lacks("deep_processing_rate", v, chain.id, "capacity_of_local_processing") for v in ("A", "B", "C"))
        return
    yield measure("deep_processing_rate", "A", chain.id, CAPACITY, taken, produced)
    products = m.input("deep_products", (("supply", g) for g in deep), sum(m.supply(g).typical for g in deep), "t/a")
    yield measure("deep_processing_rate", "B", chain.id, CAPACITY, products, produced)
    value = {s.good_id: m.supply(s.good_id).typical * p[0] for s in chain.stages if (p := m.price(s.good_id)) is not None}
    inputs = (
        Input("deep_value", sum(value.get(g, 0.0) for g in deep), "CNY/a"),
        Input("chain_value", sum(value.values()), "CNY/a"),
    )
    yield measure("deep_processing_rate", "C", chain.id, CAPACITY, *inputs)


def value_added(m: Material) -> Iterator[Measured]:
    """Every stage an establishment: output value less what the stages take, at the year's prices."""
    for chain in _chains(m):
        plants = _plants(m, chain)
        unpriced = sorted({p.good for p in plants if m.price(p.good) is None})
        if unpriced:
            yield lacks("value_added_rate", "from_inputs", chain.id, *(f"price_of:{g}" for g in unpriced))
            continue
        yield measure("value_added_rate", "from_inputs", chain.id, CAPACITY, output_value(m, chain), _taken_value(m, chain))


def output_value(m: Material, chain: Chain) -> Input:
    """Of every stage's plants, in CNY a year without VAT."""
    goods = sorted({p.good for p in _plants(m, chain)})
    priced = [(g, p) for g in goods if (p := m.price(g)) is not None]
    base = m.input(
        "output_value", (("supply", g) for g, _ in priced), sum(m.supply(g).typical * p[0] for g, p in priced), "CNY/a"
    )
    return Input(base.name, base.value, base.unit, base.claims, (*base.rows, *(r for _, p in priced for r in p[1])), base.figures)


def _taken_value(m: Material, chain: Chain) -> Input:
    total = 0.0
    rows: list[str] = []
    for plant in _plants(m, chain):
        size = plant.capacity(m.scenario.classes).typical
        for good, amount in _inputs(m, plant, every=True).items():
            price = m.price(good)
            if price is not None:
                total += size * amount * price[0]
                rows += price[1]
    return Input("intermediate", total, "CNY/a", rows=tuple(dict.fromkeys(rows)))


def upstreamness(m: Material) -> Iterator[Measured]:
    """Of the stages that stand, in value: what leaves the region or is used up in it is final."""
    for chain in _chains(m):
        goods = sorted({p.good for p in _plants(m, chain)})
        prices = {g: m.price(g) for g in goods}
        lacking = [g for g in goods if prices[g] is None]
        if lacking:
            yield lacks("upstreamness", "output", chain.id, *(f"price_of:{g}" for g in lacking))
            continue
        yield _upstream(m, chain, goods, {g: p[0] for g, p in prices.items() if p is not None})


def _upstream(m: Material, chain: Chain, goods: list[str], price: dict[str, float]) -> Measured:
    """A local input is bought locally as far as local supply covers the need."""
    taken = {p.good: _inputs(m, p, every=True) for p in _plants(m, chain)}
    covered = {g: min(1.0, m.supply(g).typical / m.need(g).typical) if m.need(g).typical > 0 else 0.0 for g in goods}
    a = [[taken[j].get(i, 0.0) * covered[i] * price[i] / price[j] for j in goods] for i in goods]
    x = [m.supply(g).typical * price[g] for g in goods]
    final = [max(0.0, x[i] - sum(a[i][j] * x[j] for j in range(len(goods)))) for i in range(len(goods))]
    figures = [("supply", g) for g in goods]
    return measure(
        "upstreamness", "output", chain.id, ", ".join(goods), m.input("A", figures, a, "1"), m.input("F", figures, final, "CNY/a")
    )


def _chains(m: Material) -> list[Chain]:
    """Chains in which something stands or is needed."""
    return [c for c in m.library.chains if any(m.supply(s.good_id).high > 0 or m.need(s.good_id).high > 0 for s in c.stages)]


def _plants(m: Material, chain: Chain) -> list[Plant]:
    goods = {s.good_id for s in chain.stages}
    return [p for p in m.answer.region.plants if p.good in goods and p.capacity(m.scenario.classes).high > 0]


def _inputs(m: Material, plant: Plant, *, every: bool = False) -> dict[str, float]:
    """What one unit of the plant's good takes (losses included), typical; without what comes by wire and pipe."""
    if plant.technology is None:
        return {}
    recipe = m.library.technologies[plant.technology].recipe(m.answer.region.year)
    flows = map(recipe.gross, recipe.inputs)
    return {f.good_id: f.per_output.typical for f in flows if every or m.library.goods[f.good_id].chain not in PIPED}
