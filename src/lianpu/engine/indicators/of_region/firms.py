"""Firms and plants: concentration of capacity, use of capacity, output per land, what documents state themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lianpu.engine.indicators.of_region.measured import Input, Material, Measured, lacks, measure
from lianpu.ledger.checks.values import variant_of
from lianpu.ledger.firms import Subject, read_subject, same_firm
from lianpu.system.model import Plant
from lianpu.units import parse_unit, unit_of

#: How the families of stated rates are called among the indicators.
FAMILIES = {
    "deep_processing": "deep_processing_rate",
    "local_support": "local_support_rate",
    "green_power": "green_share",
}


def concentration(m: Material) -> Iterator[Measured]:
    """Of the capacity of a good among the owners named; capacity without an owner leaves it undetermined."""
    for good, plants in _by_good(m).items():
        sizes = _by_firm(plants, m)
        if any(p.owner is None for p in plants) or len(sizes) < 2:
            need = "owners_of_all_capacity" if any(p.owner is None for p in plants) else "a_second_owner"
            yield lacks("herfindahl", "amounts", good, need)
            continue
        unit = f"{m.library.goods[good].unit.symbol}/a"
        amounts = m.input("amounts", [("supply", good)], sizes, unit)
        yield measure("herfindahl", "amounts", good, "capacity", amounts)
        yield measure("concentration_ratio", "amounts", good, "capacity", amounts, Input("k", 4, "1"))


def utilisation(m: Material) -> Iterator[Measured]:
    """As told of a plant, or a year's production over what stands; else it lacks the production."""
    told = [f for f in m.own if f.quantity == "utilisation"]
    for f in told:
        value = f.value.typical / 100
        inputs = (Input("utilisation", value, "1", f.claims),)
        subject = f.plants[0] if f.plants else f.good
        yield Measured("utilisation", "output", subject, value, "1", f.day, inputs, stated=len(f.claims) == 1)
    for good in sorted(set(_by_good(m)) - {f.good for f in told}):
        yield lacks("utilisation", "output", good, "production_of_a_year")


def output_per_land(m: Material) -> Iterator[Measured]:
    """Of every owner of whom one document tells the land and the output value or tax of a year."""
    told: dict[tuple[str, str], dict[str, Input]] = defaultdict(dict)
    for s in m.said:
        c = s.claim
        unit = unit_of((c.unit or "").removesuffix("/a"))
        if c.kind in ("land", "output_value", "tax") and c.subject and c.value is not None and unit and c.modality == "observed":
            base = parse_unit("mu" if c.kind == "land" else "CNY")
            if unit.dimension == base.dimension:
                told[s.document, c.subject][c.kind] = Input(c.kind, c.value * unit.factor / base.factor, base.symbol, (c.id,))
    some = False
    for (_, owner), found in sorted(told.items()):
        for kind, variant in (("output_value", "value"), ("tax", "tax")):
            if "land" in found and kind in found:
                some = True
                yield measure("output_per_mu", variant, owner, "", found[kind], found["land"])
    if not some:
        yield lacks("output_per_mu", "value", "", "land_and_output_value_of_one_owner")
    yield lacks("output_per_mu_score", "uncapped", "", "baselines_and_weights_of_the_score")


def stated_rates(m: Material) -> Iterator[Measured]:
    """Rates that documents state under a definition's own words, beside those that are computed."""
    shown = {claim for f in m.own for claim in f.claims}
    for s in m.said:
        c = s.claim
        unit = unit_of(c.unit)
        if c.id in shown:
            continue
        found = variant_of(f"{c.product or ''} {c.quote}") if c.kind == "share" else None
        if found is None or c.value is None or unit is None or found[0] not in FAMILIES:
            continue
        value = c.value * unit.factor
        inputs = (Input(c.product or found[1], value, "1", (c.id,)),)
        yield Measured(FAMILIES[found[0]], found[1], c.product or "", value, "1", c.modality, inputs, stated=True)


def _by_firm(plants: list[Plant], m: Material) -> list[float]:
    """Capacity of each firm: phases and subsidiaries of one firm together."""
    firms: list[tuple[Subject, float]] = []
    for plant in plants:
        subject, size = read_subject(plant.owner, plant.place), plant.capacity(m.scenario.classes).typical
        same = next((n for n, (firm, _) in enumerate(firms) if same_firm(firm, subject)), None)
        if same is None:
            firms.append((subject, size))
        else:
            firms[same] = firms[same][0], firms[same][1] + size
    return [size for _, size in firms]


def _by_good(m: Material) -> dict[str, list[Plant]]:
    out: dict[str, list[Plant]] = defaultdict(list)
    for plant in m.answer.region.plants:
        if plant.capacity(m.scenario.classes).high > 0:
            out[plant.good].append(plant)
    return dict(out)
