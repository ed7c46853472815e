"""The national market of a good: what the country makes, can make, exports and plans, by year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Dimension, Range

COLUMNS = "id good kind item low typical high unit year source_title source_url quality note"
#: ``utilisation`` is of capacity, ``utilisation_of_cap`` of a ceiling set by policy; ``item`` says of what month or part.
KINDS = (
    "production", "capacity", "capacity_running", "planned_capacity", "capacity_cap", "exports", "demand", "utilisation",
    "utilisation_of_cap",
)  # fmt: skip
_SHARES = ("utilisation", "utilisation_of_cap")


@dataclass(frozen=True, slots=True)
class MarketRow:
    """``value`` in the good's unit a year; a fraction for a utilisation."""

    row_id: str
    good_id: str
    kind: str
    item: str
    year: int
    value: Range


@dataclass(frozen=True, slots=True)
class Market:
    rows: tuple[MarketRow, ...]

    def of(self, good: str, kind: str) -> tuple[MarketRow, ...]:
        """The rows of one series in order of year."""
        return tuple(sorted((r for r in self.rows if (r.good_id, r.kind) == (good, kind)), key=lambda r: r.year))

    def latest(self, good: str, kind: str, year: int | None = None) -> MarketRow | None:
        """The newest row, or that of the year nearest before ``year``."""
        rows = [row for row in self.of(good, kind) if year is None or row.year <= year]
        return rows[-1] if rows else None


def read_market(folder: Path, goods: dict[str, Good], name: str = "market") -> tuple[Market, list[Row]]:
    """``market.csv``. A unit must fit its good; a utilisation is in percent."""
    records = read_table(folder, name, COLUMNS)
    rows = [r.source(f"{r.text('good')} {r.text('kind')}", r.range(), r.text("unit"), r.text("year")) for r in records]
    return Market(tuple(_row(record, goods) for record in records)), rows


def _row(record: Record, goods: dict[str, Good]) -> MarketRow:
    good = goods[record.choice("good", goods, "good")]
    kind = record.choice("kind", KINDS, "kind")
    unit = record.unit("unit")
    fits = (Dimension.RATIO, False) if kind in _SHARES else (good.unit.dimension, True)
    if (unit.dimension, unit.rate) != fits:
        raise record.error(f"{unit.symbol} does not fit {kind} of {good.id}, counted in {good.unit.symbol}")
    factor = unit.factor if kind in _SHARES else unit.factor / good.unit.factor
    return MarketRow(record.id, good.id, kind, record.optional("item"), record.year("year"), record.range() * factor)
