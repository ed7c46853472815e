"""Energy, carbon and recycling of the region."""

from __future__ import annotations

from collections.abc import Iterator

from lianpu.engine.indicators.of_region.chains import output_value
from lianpu.engine.indicators.of_region.measured import Input, Material, Measured, lacks, measure

_GREEN = ("hydro_generation", "wind_generation", "solar_generation")


def energy_intensity(m: Material) -> Iterator[Measured]:
    """Electricity of a chain's plants over their output value; other energy is not counted (basis)."""
    for chain in m.library.chains:
        power = m.answer.figures.get(f"power/{chain.id}/{m.scenario}")
        value = output_value(m, chain)
        if power is None or value.value <= 0:
            continue
        kwh = Input("electricity", power.value.typical * 1e9, "kWh/a", power.claims, power.rows, (power.id,))  # TWh
        yield measure("energy_intensity", "calorific", chain.id, "electricity_alone", kwh, value)
        yield lacks("energy_intensity", "equivalent", chain.id, "coal_per_kwh_of_the_year")


def green_share(m: Material) -> Iterator[Measured]:
    """What plants tell of themselves, and the province's generation of the year (location-based)."""
    for f in m.own:
        if f.quantity == "green_share":
            value = f.value.typical / 100
            told = (Input("green_share", value, "1", f.claims),)
            yield Measured("green_share", "energy", f.plants[0] if f.plants else f.good, value, "1", f.day, told, stated=True)
    province, year = m.answer.region.province, _year(m)
    every = [m.library.power.year(province, s, year) for s in (*_GREEN, "thermal_generation")] if province and year else []
    rows = [r for r in every if r is not None]
    if not rows or not any(r.series == "thermal_generation" for r in rows):
        yield lacks("green_share", "energy", "", "generation_of_the_province_by_source")
        return
    green = [r for r in rows if r.series in _GREEN]
    inputs = (
        Input("green", sum(r.value.typical for r in green) * 1e9, "kWh/a", rows=tuple(r.row_id for r in green)),
        Input("used", sum(r.value.typical for r in rows) * 1e9, "kWh/a", rows=tuple(r.row_id for r in rows)),
    )
    yield measure("green_share", "energy", "", f"generation_of_the_province:{year}", *inputs)


def carbon(m: Material) -> Iterator[Measured]:
    """Of a park that uses the province's electricity alone; a park's own needs its emissions and energy."""
    province, year = m.answer.region.province, m.answer.region.year
    years = [y for y in range(year, year - 5, -1) if province and m.library.power.year(province, "co2_factor", y)]
    row = m.library.power.year(province, "co2_factor", years[0]) if province and years else None
    yield lacks("park_carbon_intensity", "total", "", "emissions_and_energy_of_a_park")
    if row is not None:
        factor = Input("kg_per_kwh", row.value.typical, "kg CO2/kWh", rows=(row.row_id,))
        yield measure("park_carbon_intensity", "electricity", "", f"electricity_alone:{row.year}", factor)


def recycling(m: Material) -> Iterator[Measured]:
    """Aluminium: recycled capacity over primary and recycled, where a recycler is known; the others lack what is
    collected."""
    primary, recycled = m.supply("primary_aluminium").typical, m.supply("recycled_aluminium").typical
    if recycled <= 0:
        yield lacks("eol_recycling_input_rate", "old_scrap", "aluminium", "capacity_of_recycling")
    else:
        inputs = (
            m.input("old_scrap", [("supply", "recycled_aluminium")], recycled, "t/a"),
            m.input("primary", [("supply", "primary_aluminium")], primary, "t/a"),
        )
        yield measure("eol_recycling_input_rate", "old_scrap", "aluminium", "capacity", *inputs)
    yield lacks("eol_recycling_rate", "functional", "", "scrap_collected_and_products_at_their_end")
    yield lacks("material_circularity", "product", "", "recycled_feedstock_and_collection_of_a_product")


def _year(m: Material) -> int | None:
    """The newest year not after the region's of which the province's generation is told."""
    province = m.answer.region.province
    years = range(m.answer.region.year, m.answer.region.year - 5, -1)
    return next((y for y in years if province and m.library.power.year(province, "thermal_generation", y)), None)
