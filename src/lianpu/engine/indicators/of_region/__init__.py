"""The indicators of a region: every definition side by side, with inputs and sources, or what is lacking."""

from __future__ import annotations

from lianpu.engine.answer import Answer
from lianpu.engine.indicators.of_region import chains, energy, firms, places
from lianpu.engine.indicators.of_region.measured import Input, Material, Measured, measure
from lianpu.engine.margins import price_year
from lianpu.engine.resilience.network import DAYS, Network
from lianpu.library.load import Library
from lianpu.system.model import Plant, Scenario
from lianpu.system.own_figures import OwnFigure, Said

RULES = (
    chains.completeness, chains.self_sufficiency, chains.local_support, chains.deep_processing, firms.stated_rates,
    firms.utilisation, firms.concentration, chains.value_added, energy.energy_intensity, firms.output_per_land,
    energy.green_share, energy.carbon, energy.recycling, chains.upstreamness, places.location, places.relatedness,
)  # fmt: skip


def of_region(
    answer: Answer, library: Library, scenario: Scenario, own: tuple[OwnFigure, ...], said: tuple[Said, ...], net: Network,
    around: tuple[Plant, ...] = (),
) -> tuple[Measured, ...]:  # fmt: skip
    """Everything that can be said of the region in one scenario. ``net`` is the same region for what its links are worth,
    ``around`` the plants of its province, where the same sources tell of them."""
    about = Material(answer, library, scenario, own, said, price_year(library), around)
    return (*(found for rule in RULES for found in rule(about)), *_key_links(net))


def _key_links(net: Network) -> list[Measured]:
    whole = net.run(DAYS).value
    out = []
    for good in dict.fromkeys(plant.good for _, plant in net.plants()):
        gone = frozenset(j for j, plant in net.plants() if plant.good == good)
        left = net.run(DAYS, without=gone).value
        rows = net.price_rows.get(good, ())
        inputs = Input("with_link", whole, "CNY/a", rows=rows), Input("without_link", min(left, whole), "CNY/a", rows=rows)
        out.append(measure("key_link_dependence", "loss", good, "linear_programme", *inputs))
    return out


__all__ = ["Input", "Measured", "of_region"]
