"""Declarations filled from the library: CBAM by year, default against actual; a battery's footprint by stage.

What the law says (benchmarks, defaults, mark-ups, shares) is read from the table of rules, each with its status: some were
read in reports of an approved text, not in the Official Journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianpu.engine.declarations.battery import BatteryFootprint, Stage, footprint_per_kwh
from lianpu.engine.declarations.cbam import FIRST_YEAR, FULL_YEAR, Charge, Embedded, Precursor, charge, embedded
from lianpu.engine.footprint.electricity import Electricity
from lianpu.engine.footprint.footprints import totals
from lianpu.engine.footprint.products import ProductSystem
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.library.rules import Rule

#: Rules for a good: the benchmark, and the default value for China. Wheels (8708) and modules (8541) are not covered.
CBAM_RULES = {
    "primary_aluminium": ("RU-cbam-bm-primary", "RU-cbam-default-cn"),
    "aluminium_alloy": ("RU-cbam-bm-primary", "RU-cbam-default-cn"),
    "recycled_aluminium": ("RU-cbam-bm-secondary", "RU-cbam-default-cn"),
    "aluminium_profile": ("RU-cbam-bm-mid-primary", "RU-cbam-default-cn-mid"),
    "processed_aluminium": ("RU-cbam-bm-mid-primary", "RU-cbam-default-cn-mid"),
    "aluminium_foil": ("RU-cbam-bm-end-primary", "RU-cbam-default-cn-foil"),
}
#: Unwrought metal, whose own process counts; products only carry what their metal carries.
UNWROUGHT = ("primary_aluminium", "recycled_aluminium", "aluminium_alloy")


@dataclass(frozen=True, slots=True)
class CbamYear:
    """A year of a declaration, default and actual side by side (EUR per t at ``price``). ``statuses``: how sure the rules
    behind it are; ``provisional``: the benchmark is to be replaced from 2027."""

    year: int
    payable_share: float
    markup: float
    benchmark: float
    default_value: float
    default: Charge
    actual: Charge
    provisional: bool
    statuses: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Declaration:
    """Of one good: CBAM by year, or a battery's stages with the electricity that they are told with."""

    good: str
    electricity: Electricity
    cbam: tuple[CbamYear, ...] = ()
    battery: BatteryFootprint | None = None


def cbam_by_year(
    system: ProductSystem, good: str, price: float, years: Iterable[int] = range(FIRST_YEAR, FULL_YEAR + 1)
) -> tuple[CbamYear, ...]:
    """Default with mark-up against actual direct emissions, by year of import.

    ``price`` of a certificate in EUR per t CO2e. Raises :class:`LianpuError` for a good that CBAM does not cover or a year
    before it.
    """
    if good not in CBAM_RULES:
        raise LianpuError(f"CBAM has no rule for '{good}'", hint=f"one of {', '.join(CBAM_RULES)}")
    actual = direct_emissions(system, good)
    return tuple(_year(system.library, good, actual, price, year) for year in years)


def direct_emissions(system: ProductSystem, good: str) -> Embedded:
    """Specific direct embedded emissions, t CO2e/t (typical): of unwrought metal its own process, PFC, anode baking on the
    site and fuel; of products the metal that they take (precursor rule), their own process nothing."""
    own = 0.0
    if good in UNWROUGHT:
        anode = system.own("prebaked_anode").emitted.typical * _taken(system, good, "prebaked_anode")
        own = (system.own(good).emitted.typical + anode) / 1e3
    metals = [
        Precursor(_taken(system, good, metal), direct_emissions(system, metal).direct)
        for metal in CBAM_RULES
        if metal != good and _taken(system, good, metal) > 0
    ]
    return embedded(Embedded(own), metals)


def battery_sheet(system: ProductSystem, electricity: Electricity, good: str = "battery_pack") -> BatteryFootprint:
    """kg CO2e per kWh of a cell or pack by stage. Production: the plants of cell and pack, fuel and electricity in. End of
    life: shredding and wet recycling of what is spent, without credit. Distribution is left open: it needs a distance.

    Raises :class:`LianpuError` for a good that is no cell, pack or storage system.
    """
    if good not in ("battery_cell", "battery_pack", "storage_system"):
        raise LianpuError(f"'{good}' is no battery", hint="battery_cell, battery_pack or storage_system")
    whole = float(totals(system, electricity)[1, system.index(good)]) / 1e3
    made = system.made(good)
    factor = electricity.factor.typical
    plants = [g for g in ("battery_cell", good) if g in system.goods]
    production = sum(
        float(made[system.index(g)]) * (system.own(g).emitted.typical + system.own(g).kwh.typical * factor)
        for g in dict.fromkeys(plants)
    )
    production /= 1e3
    stages = {Stage.RAW_MATERIALS: whole - production, Stage.PRODUCTION: production}
    spent = next((p for p in system.library.parameters if p.good_id == "spent_battery" and p.kind == "mass_per_capacity"), None)
    if spent is not None:
        tonnes_per_kwh = spent.value.typical * 1e3 / 1e6  # kt per GWh
        stages[Stage.END_OF_LIFE] = tonnes_per_kwh * _recycling(system, electricity)
    return footprint_per_kwh({str(stage): kg for stage, kg in stages.items()}, 1.0)


def _recycling(system: ProductSystem, electricity: Electricity) -> float:
    """kg CO2e per t of spent battery: shredding and sorting, then wet recycling of its black mass."""
    technologies = system.library.technologies
    shred = technologies["battery_dismantling"].recipe(system.year).input("spent_battery")
    wet = technologies["li2co3_recycling"].recipe(system.year)
    black = wet.input("black_mass")
    assert shred is not None and black is not None
    every = totals(system, electricity)[1]
    burden = sum(
        flow.per_output.typical
        * (electricity.factor.typical if flow.good_id == "electricity" else float(every[system.index(flow.good_id)]))
        for flow in wet.inputs
    )
    return burden / black.per_output.typical / shred.per_output.typical


def _taken(system: ProductSystem, good: str, other: str) -> float:
    """Units of another good that a unit takes in its own process (typical)."""
    return max(-float(system.matrices[1][system.index(other), system.index(good)]), 0.0)


def _year(library: Library, good: str, actual: Embedded, price: float, year: int) -> CbamYear:
    benchmark, default = (_rule(library, row) for row in CBAM_RULES[good])
    share = _of_year(library, "RU-cbam-payable-share", year)
    markup = _of_year(library, "RU-cbam-markup", year)
    used = (benchmark, default, share, markup)
    values = [_value(rule) for rule in used]
    free, defaults = values[2] / 100, values[3] / 100
    owed = [
        charge(emissions, benchmark=values[0], payable_share=free, price=price, markup=extra)
        for emissions, extra in ((Embedded(values[1]), defaults), (actual, 0.0))
    ]
    return CbamYear(
        year, free, defaults, values[0], values[1], owed[0], owed[1], year > FIRST_YEAR,
        tuple(dict.fromkeys(rule.status for rule in used)), tuple(rule.row_id for rule in used),
    )  # fmt: skip


def _rule(library: Library, row: str) -> Rule:
    found = next((rule for rule in library.rules if rule.row_id == row), None)
    if found is None:
        raise LianpuError(f"the library has no rule '{row}'", hint="keep it in rules.csv")
    return found


def _of_year(library: Library, prefix: str, year: int) -> Rule:
    """The rule of a series in force in a year: the latest that has begun."""
    begun = [r for r in library.rules if r.row_id.startswith(prefix) and r.valid_from[:4] <= str(year)]
    if not begun:
        raise LianpuError(f"CBAM charges nothing in {year}", hint=f"years from {FIRST_YEAR}")
    return max(begun, key=lambda rule: rule.valid_from)


def _value(rule: Rule) -> float:
    assert rule.value is not None
    return rule.value.typical
