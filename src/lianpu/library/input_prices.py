"""Orders of size of prices that no source of ``prices.csv`` tells: enough to say whether a plant can cover its inputs.

They are the library's own estimates, marked as such wherever they are used, and never the price of an output value.
"""

from __future__ import annotations

from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.tables import Row, read_table
from lianpu.units import Range

COLUMNS = "id good low typical high year source_title source_url quality note"


def read_input_prices(folder: Path, goods: dict[str, Good]) -> tuple[dict[str, tuple[Range, str]], list[Row]]:
    """``input_prices.csv``: good → CNY with VAT per unit of the good, and the row's id; one row a good."""
    prices: dict[str, tuple[Range, str]] = {}
    rows = []
    for record in read_table(folder, "input_prices", COLUMNS):
        good = goods[record.choice("good", goods, "good")]
        if good.id in prices:
            raise record.error(f"'{good.id}' has a price already ({prices[good.id][1]})", "give one row a good")
        prices[good.id] = record.range(), record.id
        rows.append(record.source(f"{good.en}, price", record.range(), f"CNY per {good.unit.symbol}", record.text("year")))
    return prices, rows
