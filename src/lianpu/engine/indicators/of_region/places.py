"""The region among the cities of its province: location quotients of chains, and nearness to goods that it lacks.

Both are of capacity at the prices of one year, as far as the same sources tell of the other cities: a ledger that knows one
city alone determines neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lianpu.engine.indicators.of_region.measured import Input, Material, Measured, lacks, measure
from lianpu.ledger.places import prefecture_of

#: Fewer cities or goods than these make no comparison.
LEAST_CITIES, LEAST_GOODS = 3, 3
BASIS = "capacity_value"

Worth = Mapping[str, Mapping[str, float]]


def location(m: Material) -> Iterator[Measured]:
    """Of every chain: its share in the region's capacity by value, over its share in the province's."""
    worth, here = _worth(m), m.answer.region.name or ""
    if here not in worth or len(worth) < LEAST_CITIES:
        yield lacks("location_quotient", "standard", "", "industry_and_total_of_region_and_nation")
        return
    total = {city: sum(goods.values()) for city, goods in worth.items()}
    for chain in sorted({c for g in worth[here] if (c := m.library.goods[g].chain)}):
        of_chain = {city: sum(v for g, v in goods.items() if m.library.goods[g].chain == chain) for city, goods in worth.items()}
        yield measure(
            "location_quotient", "standard", chain, BASIS,
            Input("x_ir", of_chain[here], "CNY/a"), Input("x_r", total[here], "CNY/a"),
            Input("x_in", sum(of_chain.values()), "CNY/a"), Input("x_n", sum(total.values()), "CNY/a"),
        )  # fmt: skip


def relatedness(m: Material) -> Iterator[Measured]:
    """Of every good that other cities make and the region does not: how near it is to what the region makes."""
    worth, here = _worth(m), m.answer.region.name or ""
    goods = sorted({g for of in worth.values() for g in of})
    if here not in worth or len(worth) < LEAST_CITIES or len(goods) < LEAST_GOODS:
        yield lacks("relatedness_density", "proximity", "", "output_of_several_places_by_activity")
        return
    cities = sorted(worth)
    table = [[worth[city].get(g, 0.0) for g in goods] for city in cities]
    inputs = Input("X", table, "CNY/a"), Input("row", cities.index(here), "1"), Input("include_self", True, "1")
    found = measure("relatedness_density", "proximity", "", BASIS, *inputs)
    for good, density in zip(goods, found.value or (), strict=False):
        if good not in worth[here]:
            yield Measured(found.indicator, found.variant, good, density, found.unit, BASIS, inputs)
    if found.value is None:
        yield found


def _worth(m: Material) -> Worth:
    """City → good → capacity x price, of goods that have a price."""
    out: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for plant in m.around:
        city = prefecture_of(plant.place) if plant.place else None
        price, size = m.price(plant.good), plant.capacity(m.scenario.classes).typical
        if city is not None and price is not None and size > 0:
            out[city][plant.good] += size * price[0]
    return out
