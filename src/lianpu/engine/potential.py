"""What a stage's supply could become: how much of the next product it is enough for, and how much of that is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianpu.engine.balance import ZERO, Balance
from lianpu.engine.figures import Figure, Term
from lianpu.library.load import Library
from lianpu.library.recipes import Recipe
from lianpu.system.model import Region, Scenario
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class Potential:
    """``amount`` of ``product`` a year (its unit) that the standing supply of ``good`` is enough for.

    ``without_yield`` takes the bill of materials alone, ``with_yield`` the factory's losses too (None where the recipe
    has none); ``amount`` spans both. ``capacity`` is what the documents name for the product, in all statuses.
    """

    good: str
    product: str
    amount: Range
    without_yield: Range
    with_yield: Range | None
    capacity: Range
    figure: str


def potentials(
    region: Region, balance: Balance, library: Library, scenario: Scenario = Scenario.A
) -> tuple[tuple[Potential, ...], dict[str, Figure]]:
    """Every good that stands in ``scenario`` with every technology that takes it, in the chain's order."""
    out, figures = [], {}
    for good, recipe in _uses(balance, library, scenario, region.year):
        flow = recipe.input(good)
        assert flow is not None  # _uses gives no other pairs
        supply = balance.of(good, scenario).supply
        plain = supply / flow.per_output
        real = plain * recipe.yield_ if recipe.yield_ else None
        amount = Range(min(plain.low, real.low), real.typical, plain.high) if real else plain
        product = library.technologies[recipe.technology_id].main_good
        unit = f"{library.goods[product].unit.symbol}/a"
        terms = (
            Term("supply", supply, f"{library.goods[good].unit.symbol}/a", figures=(f"supply/{good}/{scenario}",)),
            Term("coefficient", flow.per_output, f"{library.goods[good].unit.symbol}/{unit[:-2]}", rows=flow.row_ids),
            *((Term("yield", recipe.yield_, "1", rows=recipe.yield_row_ids),) if recipe.yield_ else ()),
        )
        name = f"enough/{good}/{product}/{scenario}"
        notes = {"good": good, "product": product, "scenario": str(scenario)}
        figures[name] = Figure(name, "enough", amount, unit, terms, notes)
        capacity = balance.of(product, Scenario.C).supply
        out.append(Potential(good, product, amount, plain, real, capacity, name))
    return tuple(out), figures


def _uses(balance: Balance, library: Library, scenario: Scenario, year: int) -> Iterable[tuple[str, Recipe]]:
    """Pairs of a standing good and the default recipe of a stage that the chain feeds with it."""
    for chain in library.chains:
        for stage in chain.stages:
            if balance.of(stage.good_id, scenario).supply.high <= 0:
                continue
            for product in stage.feeds:
                technology = library.technology_for(product)
                recipe = technology.recipe(year) if technology else None
                flow = recipe.input(stage.good_id) if recipe else None
                if recipe and flow and flow.per_output.low > 0:
                    yield stage.good_id, recipe


def processed(region: Region, balance: Balance, library: Library) -> dict[str, Figure]:
    """Amounts that a stated share gives: 63.2 % of what primary metal stands is processed here."""
    figures = {}
    for share in region.shares:
        supply = balance.of(share.of_good, Scenario.A).supply
        if supply == ZERO:
            continue
        name = f"processed/{share.to_good}/A"
        unit = f"{library.goods[share.of_good].unit.symbol}/a"
        figures[name] = Figure(
            name, "processed", supply * share.share, unit,
            (
                Term("supply", supply, unit, figures=(f"supply/{share.of_good}/A",)),
                Term("share", share.share, "1", claims=share.claims),
            ),
            {"good": share.to_good, "of": share.of_good, "bound": share.bound},
        )  # fmt: skip
    return figures
