"""Outages in a chain of three goods, with the arithmetic; a larger one against its balance."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from engine.chains import good, library, plant, region, technology
from lianpu.engine.matrices import compile_region
from lianpu.engine.resilience.network import Assumptions, Network, network
from lianpu.engine.resilience.region import Resilience, resilience
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.system.model import Plant, Region, Scenario
from lianpu.units import Range

EXACT = Range.exact


def chain() -> tuple[Library, Region]:
    """1 ore → 1 metal (10 kWh) → 0.5 t of wire per t, and wire is sold; 100 t of metal stand, wire takes 60 of it."""
    goods = [good("ore"), good("metal"), good("wire"), good("electricity", "kWh")]
    power = replace(goods[3], chain="energy")
    metal = technology("metal", {"ore": EXACT(1.0), "electricity": EXACT(10.0)})
    wire = technology("wire", {"metal": EXACT(2.0)})
    shelf = library([*goods[:3], power], [metal, wire])
    prices = {"ore": 100.0, "metal": 1000.0, "wire": 5000.0, "electricity": 0.5}
    rows = {f"IP-{g}": replace(shelf.rows["IP-quartz-2025"], id=f"IP-{g}") for g in prices}
    costs = {g: (EXACT(p * 1.13), f"IP-{g}") for g, p in prices.items()}  # with VAT
    shelf = replace(shelf, input_prices=costs, rows={**shelf.rows, **rows})
    return shelf, region(plant("metal", shelf, operating=365.0 * 100), plant("wire", shelf, operating=365.0 * 30))


def asked(assumed: Assumptions, shelf_and_region: tuple[Library, Region] | None = None) -> tuple[Network, Resilience]:
    shelf, here = shelf_and_region or chain()
    net = network(compile_region(here, shelf), shelf, Scenario.A)
    return net, resilience(net, shelf, assumed)


def test_the_value_of_a_year_is_what_leaves() -> None:
    _, found = asked(Assumptions())
    assert found.value == pytest.approx(365 * (30 * 5000 + 40 * 1000))  # wire, and the metal that it leaves


def test_an_outage_stops_what_lives_on_it_when_stocks_are_gone() -> None:
    _, found = asked(Assumptions(recover=10, stock=2))
    metal = next(p for p in found.plants if p.plant == "metal")
    # 10 days without 40 t of metal sold and, after 2 days of stock (120 t), without 30 t of wire
    assert metal.loss == pytest.approx(10 * 40 * 1000 + 8 * 30 * 5000)
    assert metal.own == pytest.approx(10 * 40 * 1000)
    assert metal.survive == pytest.approx(2) and metal.slowed[0].plant == "wire"
    assert metal.slowed[0].share == pytest.approx(0.2)
    wire = next(p for p in found.plants if p.plant == "wire")
    assert wire.survive == inf and wire.loss == pytest.approx(10 * (30 * 5000 - 60 * 1000))  # its metal is sold instead


def test_what_can_be_bought_instead_softens_it() -> None:
    _, found = asked(Assumptions(recover=10, stock=0, replace=0.5))
    metal = next(p for p in found.plants if p.plant == "metal")
    assert metal.loss == pytest.approx(10 * 40 * 1000 + 10 * 15 * 5000)  # half of the 60 t for wire


def test_a_lost_supplier_and_power_that_cannot_be_stored() -> None:
    _, found = asked(Assumptions(recover=10, stock=4))
    ore = next(g for g in found.goods if g.good == "ore")
    assert ore.bought == pytest.approx(36500) and ore.survive == pytest.approx(4)
    power = next(g for g in found.goods if g.good == "electricity")
    assert power.survive == pytest.approx(0)
    assert power.loss > ore.loss


def test_dependence_on_a_link_agrees_with_the_value_without_it() -> None:
    _, found = asked(Assumptions())
    links = {link.good: link.dependence for link in found.links}
    assert links["metal"] == pytest.approx(1)  # nothing is made of nothing
    assert links["wire"] == pytest.approx(1 - 100 * 1000 / (30 * 5000 + 40 * 1000))


def test_a_dearer_good_costs_its_share() -> None:
    _, found = asked(Assumptions())
    ore = next(s for s in found.shocks if s.good == "ore")
    assert ore.cost == pytest.approx(0.2 * 36500 * 100)


def test_two_plants_of_one_good_stand_in_for_each_other() -> None:
    shelf, here = chain()
    metal = here.plants[0]
    spare = replace(metal, id="metal:spare", owner="spare")
    found = asked(Assumptions(recover=10, stock=0), (shelf, replace(here, plants=(*here.plants, spare))))[1]
    assert {p.survive for p in found.plants if p.good == "metal"} == {inf}


def test_assumptions_that_make_no_sense_are_refused() -> None:
    with pytest.raises(LianpuError, match="replace between 0 and 1"):
        Assumptions(replace=1.5)


def test_an_idle_region_has_no_value() -> None:
    shelf, here = chain()
    idle = replace(here, plants=(Plant("metal", "metal", "make-metal", None, None, ()),))
    net, found = asked(Assumptions(), (shelf, idle))
    assert not net.plants() and found.value == 0 and found.plants == ()


@pytest.mark.parametrize("factor", [1e-6, 1.0, 1e8])
def test_losses_scale_with_the_size_of_the_region(factor: float) -> None:
    shelf, here = chain()
    sized = tuple(replace(p, tranches=tuple(replace(t, capacity=t.capacity * factor) for t in p.tranches)) for p in here.plants)
    _, found = asked(Assumptions(recover=10, stock=2), (shelf, replace(here, plants=sized)))
    metal = next(p for p in found.plants if p.plant == "metal")
    assert metal.loss == pytest.approx(factor * (10 * 40 * 1000 + 8 * 30 * 5000), rel=1e-6)
