"""Prices as dated ranges in CNY per unit of the good, with what they were printed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Dimension, Range

FORMAT_COLUMNS = "id good format vintage low typical high unit per year source_title source_url quality note"
RATE_COLUMNS = "id kind item start end low typical high unit year source_title source_url quality note"
PRICE_COLUMNS = (
    "id good spec format start end basis low typical high currency per vat derived year source_title source_url quality note"
)

#: ``premium`` is a difference to another price and ``cost`` a cost: neither is a price of the good.
BASES = ("quote", "list", "annual_mean", "contract", "tender", "estimate", "premium", "cost")
CURRENCIES = ("CNY", "USD", "EUR")
_VAT = {"in": True, "out": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Format:
    """A size that a good is counted in: ``per_unit`` pieces in one unit of the good, from ``vintage`` on."""

    row_id: str
    good_id: str
    format: str
    vintage: int
    per_unit: Range


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of VAT (a fraction) or a currency (CNY for one) from ``start`` to ``end``, both included."""

    row_id: str
    kind: str
    item: str
    start: str
    end: str
    value: float


@dataclass(frozen=True, slots=True)
class Rates:
    rates: tuple[Rate, ...]

    def vat(self, day: str) -> Rate | None:
        """China's general rate of VAT on goods on an ISO date; None outside the table."""
        return self._find("vat", "goods", day)

    def currency(self, currency: str, day: str) -> Rate | None:
        """CNY for one unit of a currency, mean of the year of an ISO date; None outside the table."""
        return self._find("currency", currency, day)

    def _find(self, kind: str, item: str, day: str) -> Rate | None:
        return next((r for r in self.rates if (r.kind, r.item) == (kind, item) and r.start <= day <= r.end), None)


@dataclass(frozen=True, slots=True)
class Price:
    """``per_unit``: CNY per one unit of the good, as quoted (``vat_included``: True, False, or None where not said).

    ``quoted`` is the printed number in ``currency`` per ``quoted_per``. ``row_ids`` has the price's row and the rows
    of the format and exchange rate that it was turned with. ``derived``: calculated from other quotes.
    """

    row_id: str
    good_id: str
    spec: str
    format: str | None
    start: str
    end: str
    basis: str
    per_unit: Range
    vat_included: bool | None
    vat_rate: float | None
    derived: bool
    quoted: Range
    currency: str
    quoted_per: str
    row_ids: tuple[str, ...]

    @property
    def is_price(self) -> bool:
        return self.basis not in ("premium", "cost")

    @property
    def net(self) -> Range | None:
        """CNY per unit without VAT at the rate of the first day; None where nobody says whether VAT is in."""
        if self.vat_included is None or self.vat_rate is None:
            return None
        return self.per_unit / (1 + self.vat_rate) if self.vat_included else self.per_unit


def read_formats(folder: Path, goods: dict[str, Good]) -> tuple[tuple[Format, ...], list[Row]]:
    """``formats.csv``: pieces per Wp of wafers, wheels per tonne."""
    records = read_table(folder, "formats", FORMAT_COLUMNS)
    formats = tuple(_format(record, goods) for record in records)
    rows = [_source(record, record.text("format"), f"{record.text('unit')} per {record.text('per')}") for record in records]
    return formats, rows


def _format(record: Record, goods: dict[str, Good]) -> Format:
    good = goods[record.choice("good", goods, "good")]
    unit, per = record.unit("unit"), record.unit("per")
    if unit.dimension is not Dimension.PIECE or per.dimension != good.unit.dimension:
        raise record.error(f"{unit.symbol} per {per.symbol} is not pieces of {good.id}, counted in {good.unit.symbol}")
    per_unit = record.range() * (good.unit.factor / per.factor)
    return Format(record.id, good.id, record.text("format"), record.year("vintage"), per_unit)


def read_rates(folder: Path) -> tuple[Rates, list[Row]]:
    """``rates.csv``: VAT and yearly exchange rates."""
    records = read_table(folder, "rates", RATE_COLUMNS)
    rows = [_source(record, f"{record.text('kind')} {record.text('item')}", record.text("unit")) for record in records]
    return Rates(tuple(_rate(record) for record in records)), rows


def _rate(record: Record) -> Rate:
    kind = record.choice("kind", ("vat", "currency"), "kind of rate")
    start, end = _period(record)
    value = record.range().typical * (record.unit("unit").factor if kind == "vat" else 1.0)
    return Rate(record.id, kind, record.text("item"), start, end, value)


def _period(record: Record) -> tuple[str, str]:
    start, end = record.day("start"), record.day("end")
    if end < start:
        raise record.error(f"the period ends ({end}) before it starts ({start})")
    return start.isoformat(), end.isoformat()


def read_prices(
    folder: Path, goods: dict[str, Good], formats: Iterable[Format], rates: Rates
) -> tuple[tuple[Price, ...], list[Row]]:
    """``prices.csv``. Raises :class:`LianpuError` for a unit that is not the good's and a currency without a rate."""
    by_format: dict[tuple[str, str], list[Format]] = {}
    for found in sorted(formats, key=lambda f: f.vintage):
        by_format.setdefault((found.good_id, found.format), []).append(found)
    records = read_table(folder, "prices", PRICE_COLUMNS)
    prices = tuple(_price(record, goods, by_format, rates) for record in records)
    rows = [
        _source(record, " ".join(filter(None, ("price", record.text("good"), record.optional("spec")))), _unit(record))
        for record in records
    ]
    return prices, rows


def _unit(record: Record) -> str:
    return f"{record.text('currency')} per {record.text('per')}"


def _source(record: Record, item: str, unit: str) -> Row:
    return record.source(item, record.range(), unit, record.text("year"))


def _price(record: Record, goods: dict[str, Good], formats: dict[tuple[str, str], list[Format]], rates: Rates) -> Price:
    good = goods[record.choice("good", goods, "good")]
    quoted, currency = record.range(), record.choice("currency", CURRENCIES, "currency")
    basis = record.choice("basis", BASES, "basis")
    if basis != "premium" and quoted.low <= 0:
        raise record.error(f"a price of {quoted.low:g}", "prices are above zero; a difference has basis=premium")
    start, end = _period(record)
    units, format_ids = _units_per_quoted(record, good, formats, start)
    exchange, rate_ids = _exchange(record, currency, start, rates)
    vat = rates.vat(start)
    return Price(
        record.id, good.id, record.optional("spec"), record.optional("format") or None, start, end, basis,
        quoted * units * exchange, _VAT[record.choice("vat", _VAT, "value of 'vat'")], vat.value if vat else None,
        record.flag("derived"), quoted, currency, record.text("per"), (record.id, *format_ids, *rate_ids),
    )  # fmt: skip


def _units_per_quoted(
    record: Record, good: Good, formats: dict[tuple[str, str], list[Format]], start: str
) -> tuple[Range, tuple[str, ...]]:
    """What the printed price is multiplied with: how many quoted units make one unit of the good."""
    per, name = record.unit("per"), record.optional("format")
    if per.dimension is Dimension.PIECE:
        known = formats.get((good.id, name))
        if known is None:
            names = sorted(f for g, f in formats if g == good.id)
            raise record.error(f"no format '{name}' of {good.id}", f"formats.csv has {', '.join(names) or 'none'}")
        year = date.fromisoformat(start).year
        chosen = next((f for f in reversed(known) if f.vintage <= year), known[0])
        return chosen.per_unit * (1 / per.factor), (chosen.row_id,)
    if per.dimension != good.unit.dimension or per.rate:
        raise record.error(f"per {per.symbol} does not fit {good.id}, counted in {good.unit.symbol}")
    return Range.exact(good.unit.factor / per.factor), ()


def _exchange(record: Record, currency: str, start: str, rates: Rates) -> tuple[float, tuple[str, ...]]:
    if currency == "CNY":
        return 1.0, ()
    rate = rates.currency(currency, start)
    if rate is None:
        raise record.error(f"no rate of {currency} for {start[:4]}", "add the year to rates.csv")
    return rate.value, (rate.row_id,)
