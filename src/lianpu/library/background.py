"""Factors of what is bought: cradle-to-gate kg CO2e of goods, combustion and upstream of fuels, and electricity by mix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Dimension, Range, parse_unit

COLUMNS = "id good region scope variant low typical high unit per use year source_title source_url quality note"
SCOPES = ("cradle_to_gate", "combustion", "upstream", "generation", "life_cycle", "as_published")

_KILOGRAM = parse_unit("kgCO2e")


@dataclass(frozen=True, slots=True)
class Background:
    """``value``: kg CO2e per unit of the good. ``scope`` says what is in it; ``variant`` names a mix of electricity."""

    row_id: str
    good_id: str
    region: str
    scope: str
    variant: str
    value: Range
    default: bool
    year: int


def read_background(folder: Path, goods: dict[str, Good]) -> tuple[tuple[Background, ...], list[Row]]:
    """``background.csv``. Raises :class:`LianpuError` for a unit that is no mass of CO2e, or a basis that is not the good's."""
    records = read_table(folder, "background", COLUMNS)
    found = tuple(_background(record, goods) for record in records)
    rows = [
        record.source(_item(record), record.range(), f"{record.text('unit')} per {record.text('per')}", record.text("year"))
        for record in records
    ]
    return found, rows


def _background(record: Record, goods: dict[str, Good]) -> Background:
    good = goods[record.choice("good", goods, "good")]
    unit, per = record.unit("unit"), record.unit("per")
    if unit.dimension is not Dimension.CO2E or unit.rate:
        raise record.error(f"{unit.symbol} is no mass of CO2e", "write kgCO2e or tCO2e")
    if per.dimension is not good.unit.dimension or per.rate:
        raise record.error(f"per {per.symbol} does not fit {good.id}, counted in {good.unit.symbol}")
    value = record.range() * (unit.factor / _KILOGRAM.factor * good.unit.factor / per.factor)
    return Background(
        record.id, good.id, record.text("region"), record.choice("scope", SCOPES, "scope"), record.optional("variant"),
        value, record.choice("use", ("default", "alternative"), "use") == "default", record.year("year"),
    )  # fmt: skip


def _item(record: Record) -> str:
    parts = (record.text("good"), record.optional("variant"), record.text("scope"), record.text("region"))
    return ", ".join(part.replace("_", " ") for part in parts if part)
