"""Power of a province by month and year: what the rivers gave, what else ran, what was used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.library.tables import Record, Row, read_table, suggestion
from lianpu.units import Dimension, Range, Unit

COLUMNS = "id region series year_of first_month last_month low typical high unit year source_title source_url quality note"
SERIES = {
    "hydro_share": Dimension.RATIO,
    "hydro_generation": Dimension.ENERGY,
    "thermal_generation": Dimension.ENERGY,
    "wind_generation": Dimension.ENERGY,
    "solar_generation": Dimension.ENERGY,
    "use": Dimension.ENERGY,
    "net_outflow": Dimension.ENERGY,
    "hydro_capacity": Dimension.POWER,
    "co2_factor": Dimension.CO2E,
    "nonferrous_output": Dimension.MASS,
}


@dataclass(frozen=True, slots=True)
class PowerRow:
    """``value`` in ``unit`` (TWh, GW, a fraction, kg CO2 per kWh) over first_month..last_month of ``year``.

    ``year`` is None for a typical year. Months that the source gives together (January and February) are one row.
    """

    row_id: str
    region: str
    series: str
    year: int | None
    first_month: int
    last_month: int
    value: Range
    unit: Unit


@dataclass(frozen=True, slots=True)
class PowerTable:
    rows: tuple[PowerRow, ...]

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.region for row in self.rows))

    def hydro_shares(self, region: str) -> tuple[PowerRow, ...]:
        """Twelve rows: the share of a year's hydro generation in each month (fractions; typicals add up to 1).

        Raises :class:`LianpuError` for a region that the library does not have.
        """
        rows = tuple(row for row in self.rows if row.region == region and row.series == "hydro_share")
        if not rows:
            raise LianpuError(f"no monthly hydro shares of '{region}'", hint=suggestion(region, self.regions))
        return rows

    def months(self, region: str, series: str, year: int) -> tuple[PowerRow, ...]:
        """The months known of a year, in order. A month may be missing where the source revised its sums."""
        return tuple(row for row in self._of(region, series, year) if not _whole_year(row))

    def year(self, region: str, series: str, year: int) -> PowerRow | None:
        """The value of the whole year (of its end for a capacity)."""
        rows = self._of(region, series, year)
        return next((row for row in rows if _whole_year(row)), None)

    def _of(self, region: str, series: str, year: int) -> list[PowerRow]:
        return [row for row in self.rows if (row.region, row.series, row.year) == (region, series, year)]


def _whole_year(row: PowerRow) -> bool:
    return row.series == "hydro_capacity" or (row.first_month, row.last_month) == (1, 12)


def read_power(folder: Path) -> tuple[PowerTable, list[Row]]:
    """``power.csv``. The typical shares of a region's twelve months must add up to one."""
    records = read_table(folder, "power", COLUMNS)
    table = PowerTable(tuple(_row(record) for record in records))
    for region in table.regions:
        _check_shares(region, [row for row in table.rows if row.series == "hydro_share"], folder)
    rows = [record.source(_item(record), record.range(), record.text("unit"), _when(record)) for record in records]
    return table, rows


def _row(record: Record) -> PowerRow:
    series = record.choice("series", SERIES, "series")
    unit = record.unit("unit")
    if unit.dimension is not SERIES[series]:
        raise record.error(f"{unit.symbol} does not fit {series}, which is {SERIES[series]}")
    first, last = int(record.number_of("first_month")), int(record.number_of("last_month"))
    if not 1 <= first <= last <= 12:
        raise record.error(f"months {first} to {last}", "months run from 1 to 12")
    year = record.year("year_of") if record.optional("year_of") else None
    value = record.range() * (unit.factor if series == "hydro_share" else 1.0)
    return PowerRow(record.id, record.text("region"), series, year, first, last, value, unit)


def _item(record: Record) -> str:
    return f"{record.text('region')} {record.text('series').replace('_', ' ')}"


def _when(record: Record) -> str:
    """2021, 2021-06, 2021-01..02, or month 06 of a typical year."""
    year, first, last = (record.optional(column) for column in ("year_of", "first_month", "last_month"))
    months = f"{int(first):02d}" if first == last else f"{int(first):02d}..{int(last):02d}"
    if not year:
        return f"month {months}"
    return year if months == "01..12" else f"{year}-{months}"


def _check_shares(region: str, rows: list[PowerRow], folder: Path) -> None:
    shares = [row for row in rows if row.region == region]
    if not shares:
        return
    total = sum(row.value.typical for row in shares)
    if [row.first_month for row in shares] != list(range(1, 13)) or abs(total - 1) > 0.005:
        raise LianpuError(
            f"hydro shares of {region}: {len(shares)} months that add up to {total:.1%}",
            file=folder / "power.csv", place=f"region {region}", hint="give months 1 to 12 that add up to 100 %",
        )  # fmt: skip
