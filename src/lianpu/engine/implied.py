"""Implied ratios: what the documents' own figures say per unit, beside the library's band.

Money per product (yuan/W, yuan/t) from stated sums and standing capacity; material per product (kg/kWh, t/t) from
two neighbouring capacities. A ratio outside its band asks for a second look; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianpu.engine.balance import Balance
from lianpu.engine.figures import Figure, Term
from lianpu.engine.output_value import OutputValue, Plausibility
from lianpu.library.bands import price_band
from lianpu.library.load import Library
from lianpu.system.model import Region, Scenario
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class ImpliedRatio:
    """``value`` in ``unit`` from the documents, ``band`` from the library; ``verdict`` is inside, above or below."""

    kind: str  # money_per_product | material_per_product
    numerator: str
    denominator: str
    value: Range
    unit: str
    band: Range
    band_rows: tuple[str, ...]
    figure: str

    @property
    def verdict(self) -> str:
        if self.value.low > self.band.high:
            return "above"
        return "below" if self.value.high < self.band.low else "inside"


def implied_ratios(
    region: Region, balance: Balance, value: OutputValue, stated: Iterable[Plausibility], library: Library
) -> tuple[tuple[ImpliedRatio, ...], dict[str, Figure]]:
    """Every implied ratio of the region, with its figure."""
    pairs = [*_money(balance, stated, library), *_material(region, balance, library)]
    return tuple(ratio for ratio, _ in pairs), {figure.id: figure for _, figure in pairs}


def _money(balance: Balance, stated: Iterable[Plausibility], library: Library) -> Iterable[tuple[ImpliedRatio, Figure]]:
    for item in stated:
        good = item.nearest.leading_good
        supply = balance.of(good, Scenario.A).supply
        band = price_band(library, good, int(item.nearest.start[:4]))
        if supply.low <= 0 or band is None:
            continue
        result = item.statement.value / supply
        name = f"implied/output_value/{good}/{item.statement.claim[:8]}"
        terms = (
            Term("stated", item.statement.value, "CNY/a", claims=(item.statement.claim,)),
            Term("supply", supply, f"{library.goods[good].unit.symbol}/a", figures=(f"supply/{good}/A",)),
        )
        figure = Figure(name, "implied", result, band.unit, terms, {"numerator": "output_value", "denominator": good})
        ratio = ImpliedRatio("money_per_product", "output_value", good, result, band.unit, band.value, band.rows, name)
        yield ratio, figure


def _material(region: Region, balance: Balance, library: Library) -> Iterable[tuple[ImpliedRatio, Figure]]:
    """Neighbouring stages, everything named counted (scenario C): tonnes of cathode named per kWh of cells named."""
    for chain in library.chains:
        for stage in chain.stages:
            for product in stage.feeds:
                pair = _neighbours(stage.good_id, product, region, balance, library)
                if pair is not None:
                    yield pair


def _neighbours(
    good: str, product: str, region: Region, balance: Balance, library: Library
) -> tuple[ImpliedRatio, Figure] | None:
    supply, made = balance.of(good, Scenario.C).supply, balance.of(product, Scenario.C).supply
    technology = library.technology_for(product)
    if supply.low <= 0 or made.low <= 0 or technology is None:
        return None
    flow = technology.recipe(region.year).input(good)
    if flow is None:
        return None
    units = [library.goods[g].unit.symbol for g in (good, product)]
    name = f"implied/{good}/{product}"
    terms = (
        Term("supply", supply, f"{units[0]}/a", figures=(f"supply/{good}/C",)),
        Term("capacity", made, f"{units[1]}/a", figures=(f"supply/{product}/C",)),
    )
    unit = f"{units[0]}/{units[1]}"
    figure = Figure(name, "implied", supply / made, unit, terms, {"numerator": good, "denominator": product})
    ratio = ImpliedRatio("material_per_product", good, product, supply / made, unit, flow.per_output, flow.row_ids, name)
    return ratio, figure
