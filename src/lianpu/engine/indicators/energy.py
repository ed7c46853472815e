"""Energy, land and carbon per what is made."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.engine.indicators.inputs import (
    Kilograms,
    KilowattHours,
    Money,
    Mu,
    Numbers,
    Positive,
    TonnesCoal,
)
from lianpu.engine.indicators.registry import ratio, variant
from lianpu.errors import LianpuError

_GB2589 = "GB/T 2589-2020: 0.1229 kgce/kWh is the heat of a kWh (当量值)"
#: kgce per kWh, the heat of electricity (GB/T 2589-2020).
CALORIFIC = 0.1229
#: Yuan in 万元 (the unit in which the intensity is stated).
WAN_YUAN = 1e4


@variant("electricity_to_coal_equivalent", "to_electricity", unit="kWh/kg", source=_GB2589)
def electricity_of_coal(kgce_per_kg: Positive, kgce_per_kwh: Positive = CALORIFIC) -> float:
    """kWh per kg of product whose limit is stated in kgce per kg."""
    return ratio(kgce_per_kg, kgce_per_kwh, "kgce_per_kwh")


@variant("electricity_to_coal_equivalent", "to_coal", unit="kgce/kg", source=_GB2589)
def coal_of_electricity(kwh_per_kg: Positive, kgce_per_kwh: Positive = CALORIFIC) -> float:
    """kgce per kg of product from kWh per kg."""
    return kwh_per_kg * kgce_per_kwh


@variant("electricity_to_coal_equivalent", "per_million_pieces", unit="kWh/piece", source=_GB2589)
def electricity_of_pieces(kgce_per_million_pieces: Positive, kgce_per_kwh: Positive = CALORIFIC) -> float:
    """kWh per piece of product whose limit is stated in kgce per million pieces (wafers)."""
    return ratio(kgce_per_million_pieces / 1e6, kgce_per_kwh, "kgce_per_kwh")


@variant("energy_intensity", "calorific", unit="tce/万元", source=_GB2589)
def intensity_calorific(electricity: KilowattHours, output_value: Money, other: TonnesCoal = 0.0) -> float:
    """当量: electricity at its heat, with other energy in tce, per 万元 of output (ex VAT)."""
    return _intensity(electricity, output_value, other, CALORIFIC)


@variant("energy_intensity", "equivalent", unit="tce/万元", source="GB/T 2589-2020, 等价值: coal that a kWh supplied takes")
def intensity_equivalent(
    electricity: KilowattHours, output_value: Money, kgce_per_kwh: Positive, other: TonnesCoal = 0.0
) -> float:
    """等价: electricity at the coal that thermal plants burn for a kWh supplied in the year (``kgce_per_kwh``)."""
    return _intensity(electricity, output_value, other, kgce_per_kwh)


@variant("output_per_mu", "value", unit="万元/mu", source="亩均论英雄 rules of Zhejiang, 亩均产值")
def output_per_mu(output_value: Money, land: Mu) -> float:
    """Output value in 万元 per mu of industrial land (1 mu = 666.7 m²)."""
    return ratio(output_value / WAN_YUAN, land, "land")


@variant("output_per_mu", "tax", unit="万元/mu", source="亩均论英雄 rules of Zhejiang, 亩均税收")
def tax_per_mu(tax: Money, land: Mu) -> float:
    """Tax paid in 万元 per mu of industrial land."""
    return ratio(tax / WAN_YUAN, land, "land")


@variant("output_per_mu_score", "uncapped", unit="points", source="亩均效益综合评价, Σ actual / baseline x weight")
def mu_score(actual: Numbers, baseline: Numbers, weight: Numbers) -> float:
    """Sum over the components of actual / baseline x weight."""
    return sum(_components(actual, baseline, weight))


@variant("output_per_mu_score", "capped", unit="points", source="亩均效益综合评价, each component at most cap x weight")
def mu_score_capped(actual: Numbers, baseline: Numbers, weight: Numbers, cap: Positive) -> float:
    """As uncapped, with each component at most ``cap`` times its weight."""
    return sum(min(c, cap * w) for c, w in zip(_components(actual, baseline, weight), weight, strict=True))


@variant("green_share", "energy", unit="1", source="renewable electricity over all electricity used")
def green_share(green: KilowattHours, used: KilowattHours) -> float:
    """Renewable electricity used over electricity used; certificates bought count as used."""
    if green > used > 0:
        raise LianpuError(f"green power {green:g} kWh is more than is used ({used:g} kWh)")
    return ratio(green, used, "used")


@variant("park_carbon_intensity", "total", unit="tCO2/tce", source="national zero-carbon park indicators 2025")
def park_carbon_intensity(emissions_tco2: Positive, energy: TonnesCoal) -> float:
    """A park's CO2 over its energy use in tce."""
    return ratio(emissions_tco2, energy, "energy")


@variant("park_carbon_intensity", "electricity", unit="tCO2/tce", source=_GB2589 + " x grid factor")
def electric_carbon_intensity(kg_per_kwh: Positive) -> float:
    """Of a park that uses electricity alone, from the grid's kg CO2 per kWh."""
    return kg_per_kwh / CALORIFIC


@variant("footprint_per_kwh", "capacity", unit="kg CO2e/kWh", source="emissions of a battery over its capacity")
def footprint_per_kwh(kg: Kilograms, kwh: KilowattHours) -> float:
    """kg CO2e of a battery per kWh of its capacity (not per kWh delivered over its life)."""
    return ratio(kg, kwh, "kwh")


def _intensity(electricity: float, output_value: float, other: float, kgce_per_kwh: float) -> float:
    return ratio(electricity * kgce_per_kwh / 1e3 + other, output_value / WAN_YUAN, "output_value")


def _components(actual: Sequence[float], baseline: Sequence[float], weight: Sequence[float]) -> list[float]:
    if not len(actual) == len(baseline) == len(weight):
        raise LianpuError(f"actual, baseline and weight have {len(actual)}, {len(baseline)} and {len(weight)} values")
    return [ratio(a, b, "a baseline") * w for a, b, w in zip(actual, baseline, weight, strict=True)]
