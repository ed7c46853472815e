"""What plants cost and employ, and how long goods last and what comes back of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.recipes import Technology
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Range, Unit

ECONOMIC_COLUMNS = "id technology kind item low typical high unit per use year source_title source_url quality note"
PARAMETER_COLUMNS = "id good kind item low typical high unit per year source_title source_url quality note"


@dataclass(frozen=True, slots=True)
class Economic:
    """``value`` in ``unit`` (CNY, person, mu) per one unit of the main good a year (capacity) or per unit made
    (``kind`` processing_margin). ``default`` rows are meant; the others are for comparison.
    """

    row_id: str
    technology_id: str
    kind: str
    value: Range
    unit: Unit
    year: int
    default: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A fact about a good in use or after use: lifetime (years), collection, recovery, energy use."""

    row_id: str
    good_id: str
    kind: str
    value: Range
    unit: Unit
    per: str
    year: int


def read_economics(
    folder: Path, technologies: dict[str, Technology], goods: dict[str, Good]
) -> tuple[tuple[Economic, ...], list[Row]]:
    """``economics.csv``. Raises :class:`LianpuError` where ``per`` is not a capacity of the technology's main good."""
    records = read_table(folder, "economics", ECONOMIC_COLUMNS)
    return tuple(_economic(record, technologies, goods) for record in records), _sources(records)


def _economic(record: Record, technologies: dict[str, Technology], goods: dict[str, Good]) -> Economic:
    technology = technologies[record.choice("technology", technologies, "technology")]
    value = record.range()
    per = record.text("per")
    if per != "project":
        main, unit = goods[technology.main_good].unit, record.unit("per")
        if unit.dimension != main.dimension:
            raise record.error(f"per {unit.symbol} does not fit {technology.main_good}, counted in {main.symbol}")
        value = value * (main.factor / unit.factor)
    default = record.choice("use", ("default", "alternative"), "use") == "default"
    return Economic(record.id, technology.id, record.text("kind"), value, record.unit("unit"), record.year("year"), default)


def read_parameters(folder: Path, goods: dict[str, Good]) -> tuple[tuple[Parameter, ...], list[Row]]:
    """``parameters.csv``."""
    records = read_table(folder, "parameters", PARAMETER_COLUMNS)
    return tuple(_parameter(record, goods) for record in records), _sources(records)


def _parameter(record: Record, goods: dict[str, Good]) -> Parameter:
    good = record.choice("good", goods, "good")
    kind, per = record.text("kind"), record.optional("per")
    return Parameter(record.id, good, kind, record.range(), record.unit("unit"), per, record.year("year"))


def _sources(records: list[Record]) -> list[Row]:
    return [record.source(record.text("item"), record.range(), _unit(record), record.text("year")) for record in records]


def _unit(record: Record) -> str:
    per = record.optional("per")
    return record.text("unit") + (f" per {per}" if per else "")
