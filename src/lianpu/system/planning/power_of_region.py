"""The province's generation by month, of the newest year that is known whole."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable

from lianpu.library.load import Library
from lianpu.library.power import PowerRow

_SERIES = ("hydro_generation", "thermal_generation", "wind_generation", "solar_generation")


def province_by_month(library: Library, province: str | None) -> tuple[int, tuple[float, ...]] | None:
    """Year and GWh of its twelve months, all series that know the year whole; hydro must. None where no year is whole.

    Months that a source gives together (January and February) are split by their days.
    """
    if province is None:
        return None
    years = {row.year for row in library.power.rows if row.region == province and row.series == _SERIES[0] and row.year}
    for year in sorted(years, reverse=True):
        months = [_whole(library.power.months(province, series, year), year) for series in _SERIES]
        if months[0] is not None:
            known = [m for m in months if m is not None]
            return year, tuple(sum(m[k] for m in known) for k in range(12))
    return None


def _whole(rows: Iterable[PowerRow], year: int) -> list[float] | None:
    out = [0.0] * 12
    for row in rows:
        span = range(row.first_month, row.last_month + 1)
        days = [monthrange(year, month)[1] for month in span]
        for month, day in zip(span, days, strict=True):
            out[month - 1] = row.value.typical * 1e3 * day / sum(days)  # TWh → GWh
    return out if all(out) else None
