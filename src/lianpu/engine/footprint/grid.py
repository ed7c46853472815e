"""Electricity of a province by month: kg CO2 per kWh generated, from what its thermal plants make.

``factor(month) = thermal(month) x fleet / generation(month)``, where ``fleet`` (kg CO2 per kWh of thermal power) is
calibrated so that the official factor of one year is met. Other years with an official factor test it. Trade between
provinces, which official factors count, is not in it; nor are losses.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.library.power import PowerRow
from lianpu.units import Range

SOURCES = ("hydro_generation", "thermal_generation", "wind_generation", "solar_generation")


@dataclass(frozen=True, slots=True)
class MonthFactor:
    """kg CO2/kWh of the months first..last of a year (January and February come together), and the rows behind it."""

    year: int
    first_month: int
    last_month: int
    factor: float
    generation_twh: float
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """A year's factor beside the official one; ``error`` is relative, None where there is no official one (one that is
    itself derived from generation is no test). ``lacking``: sources whose generation is not published, counted as zero."""

    year: int
    factor: float
    official: Range | None
    official_row: str | None
    error: float | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """``fleet``: kg CO2 per kWh of thermal power that meets the official factor of ``year``; ``tests``: other years."""

    region: str
    year: int
    fleet: float
    tests: tuple[Tested, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class ByMonth:
    """kg CO2e per unit of a good in each month of a year (typical), and the calibration of the grid's factor."""

    good: str
    unit: str
    months: tuple[tuple[MonthFactor, float], ...]
    calibration: Calibration


def calibrate(library: Library, region: str, year: int) -> Calibration:
    """The thermal fleet's factor from one year, tested on all others.

    Raises :class:`LianpuError` for a region or year without generation or official factor.
    """
    power = library.power
    official = _official(library, region, year)
    total, thermal, rows, _ = _year(library, region, year)
    if official is None or not total:
        known = sorted(y for y in {r.year for r in power.rows if r.year} if _official(library, region, y))
        raise LianpuError(
            f"no CO2 factor and generation of {region} in {year}", hint=f"years with a factor: {', '.join(map(str, known))}"
        )
    fleet = official.value.typical * total / thermal
    others = sorted({r.year for r in power.rows if r.region == region and r.year and r.year != year})
    tests = tuple(t for t in (_tested(library, region, other, fleet) for other in others) if t is not None)
    return Calibration(region, year, fleet, tests, (official.row_id, *rows))


def months(library: Library, calibration: Calibration, year: int) -> tuple[MonthFactor, ...]:
    """The months of a year that have hydro and thermal generation. Wind and solar that are not published count zero."""
    region, power = calibration.region, library.power
    series = {s: {(r.first_month, r.last_month): r for r in power.months(region, s, year)} for s in SOURCES}
    found = []
    for span, thermal in series["thermal_generation"].items():
        if span not in series["hydro_generation"]:
            continue
        parts = [series[s][span] for s in SOURCES if span in series[s]]
        total = sum(row.value.typical for row in parts)
        factor = thermal.value.typical * calibration.fleet / total
        found.append(MonthFactor(year, *span, factor, total, tuple(row.row_id for row in parts)))
    return tuple(found)


def _official(library: Library, region: str, year: int) -> PowerRow | None:
    """The factor of a year as published; one that the library derived from generation is none."""
    row = library.power.year(region, "co2_factor", year)
    return row if row is not None and library.rows[row.row_id].quality != "derived" else None


def _tested(library: Library, region: str, year: int, fleet: float) -> Tested | None:
    total, thermal, _, lacking = _year(library, region, year)
    if not total:
        return None
    factor = thermal * fleet / total
    official = _official(library, region, year)
    if official is None:
        return Tested(year, factor, None, None, None, lacking)
    return Tested(year, factor, official.value, official.row_id, factor / official.value.typical - 1, lacking)


def _year(library: Library, region: str, year: int) -> tuple[float, float, tuple[str, ...], tuple[str, ...]]:
    """Generation and thermal generation of a whole year, from its year rows or the sum of all its months; the rows, and
    the sources that lack. Zeros where hydro or thermal lacks."""
    power = library.power
    found: dict[str, float] = {}
    rows: list[str] = []
    for series in SOURCES:
        whole = power.year(region, series, year)
        parts = [whole] if whole else list(power.months(region, series, year))
        if sum(p.last_month - p.first_month + 1 for p in parts) == 12:
            found[series] = sum(p.value.typical for p in parts)
            rows.extend(p.row_id for p in parts)
    if not {"hydro_generation", "thermal_generation"} <= found.keys():
        return 0.0, 0.0, (), ()
    lacking = tuple(series for series in SOURCES if series not in found)
    return sum(found.values()), found["thermal_generation"], tuple(rows), lacking
