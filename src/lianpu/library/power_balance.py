"""The power of a province month by month, as it is published: January and February together, gaps where nothing was.

The shipped rows stand in ``power.csv``. Another province comes as a csv table of year-to-date sums, the form in which
the National Bureau of Statistics publishes; an empty cell is a month that was not published, and a sum that falls is a
revision, so that the month it falls in is not known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.library.curtailment import month_of
from lianpu.library.power import PowerTable
from lianpu.library.tables import Record, read_records

SOURCES = ("hydro", "thermal", "wind", "solar")
#: Columns of a province's own table; all but ``month`` may be empty.
COLUMNS = "month hydro_ytd_twh thermal_ytd_twh wind_ytd_twh solar_ytd_twh use_twh use_ytd_twh"
#: No province makes or uses as much in a month; a cell above is in another unit (100 million kWh, GWh).
MOST_TWH = 1000.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was published of months ``first``..``last`` of a year: TWh by series (``hydro``, …, ``use``), kt of metal.

    A series that was not published is not in ``values``. ``rows`` are ids of library rows, or rows of the user's file.
    """

    year: int
    first: int
    last: int
    values: dict[str, float]
    rows: tuple[str, ...] = field(default=())

    @property
    def months(self) -> int:
        return self.last - self.first + 1


def published(power: PowerTable, region: str) -> tuple[Reading, ...]:
    """The readings of a region of the library in order of time; none for a region that it lacks."""
    names = {f"{source}_generation": source for source in SOURCES} | {"use": "use", "nonferrous_output": "metal"}
    cells: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    ids: dict[tuple[int, int], list[str]] = defaultdict(list)
    singles: dict[tuple[int, str], dict[int, float]] = defaultdict(dict)
    for row in power.rows:
        if row.region != region or row.series not in names or row.year is None or (row.first_month, row.last_month) == (1, 12):
            continue
        name, at = names[row.series], (row.year, max(row.last_month, 2))
        ids[at].append(row.row_id)
        if row.last_month <= 2 and row.first_month == row.last_month:  # use is published in January as well
            singles[row.year, name][row.last_month] = row.value.typical
        else:
            cells[at][name] = row.value.typical
    for (year, name), parts in singles.items():
        if len(parts) == 2:
            cells[year, 2].setdefault(name, sum(parts.values()))
    return tuple(_reading(year, month, cells[year, month], tuple(ids[year, month])) for year, month in sorted(cells))


def read_balance(path: Path) -> tuple[Reading, ...]:
    """A province's own table (docs/dry-year.md). Raises :class:`LianpuError` naming file, row and column."""
    records = read_records(path, COLUMNS)
    if not records:
        raise LianpuError("this table has no rows", file=path, hint=f"its columns are {COLUMNS.replace(' ', ', ')}")
    before: dict[str, float] = {}
    readings: list[Reading] = []
    last = (0, 0)
    january: float | None = None
    for record in records:
        year, month = month_of(record, "month")
        if (year, month) <= last:
            raise record.error(f"month {record.text('month')} stands after {last[0]}-{last[1]:02d}", "write months in order")
        if year != last[0]:
            before, january = {}, None
        skipped = month not in (1, 2) and (year, month - 1) != last
        last = (year, month)
        sums = {name: _cell(record, f"{name}_ytd_twh") for name in (*SOURCES, "use")}
        own = _cell(record, "use_twh")
        if month == 1:
            january = own
            continue
        values = {n: v if month == 2 else v - before[n] for n, v in sums.items()
                  if v is not None and (month == 2 or (n in before and not skipped))}  # fmt: skip
        if own is not None and month > 2:
            values["use"] = own
        elif own is not None and january is not None:
            values.setdefault("use", own + january)
        before = {name: value for name, value in sums.items() if value is not None}
        values = {name: value for name, value in values.items() if value >= 0}  # a sum that falls was revised
        readings.append(_reading(year, month, values, (f"{path.name} row {record.number}",)))
    return tuple(readings)


def _reading(year: int, month: int, values: dict[str, float], rows: tuple[str, ...]) -> Reading:
    return Reading(year, 1 if month == 2 else month, month, values, rows)


def _cell(record: Record, column: str) -> float | None:
    if not record.optional(column):
        return None
    value = record.number_of(column)
    if not 0 <= value <= MOST_TWH * 12:
        raise record.error(f"column '{column}' is {value:g} TWh", "give TWh (100 million kWh / 10) of zero or more")
    return value
