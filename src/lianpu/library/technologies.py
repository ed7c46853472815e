"""Reading ``technologies.csv`` and ``recipes.csv``: names, units and dimensions are settled here."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from lianpu.library import checks
from lianpu.library.goods import Good
from lianpu.library.recipes import DIRECTIONS, Basis, RecipeRow, Technology
from lianpu.library.tables import Record, Row, read_table
from lianpu.units import Dimension, Range, Unit, parse_unit

TECHNOLOGY_COLUMNS = "id zh en main_good default note"
RECIPE_COLUMNS = (
    "id technology vintage direction item good low typical high unit per alternative use"
    " year source_title source_url quality note"
)

_ONE = parse_unit("1")


def read_technologies(folder: Path, goods: dict[str, Good]) -> tuple[dict[str, Technology], list[Row]]:
    """Technologies by id with the rows of their recipes, and those rows for `why`.

    A recipe row may name several technologies, with ``;`` between. Raises :class:`LianpuError`.
    """
    records = read_table(folder, "technologies", TECHNOLOGY_COLUMNS)
    main_goods = {record.id: goods[record.choice("main_good", goods, "good")] for record in records}
    checks.one_default_each(records)
    by_technology: dict[str, list[tuple[Record, RecipeRow]]] = defaultdict(list)
    sources = []
    for record in read_table(folder, "recipes", RECIPE_COLUMNS):
        for name in _technologies(record, main_goods):
            by_technology[name].append((record, _recipe_row(record, goods, main_goods[name])))
        unit = f"{record.text('unit')} per {record.text('per')}"
        sources.append(record.source(record.text("item"), record.range(), unit, record.text("year")))
    technologies = {}
    for record in records:
        rows = by_technology[record.id]
        checks.told_once(rows)
        checks.bases_known(rows)
        technologies[record.id] = _technology(record, main_goods[record.id], tuple(row for _, row in rows))
    return technologies, sources


def _technology(record: Record, main: Good, rows: tuple[RecipeRow, ...]) -> Technology:
    zh, en = record.text("zh"), record.text("en")
    return Technology(record.id, zh, en, main.id, main.chain, record.flag("default"), main.unit, rows)


def _technologies(record: Record, known: dict[str, Good]) -> list[str]:
    names = record.text("technology").split(";")
    for name in names:
        Record(record.file, record.number, {**record.cells, "technology": name}).choice("technology", known, "technology")
    return names


def _recipe_row(record: Record, goods: dict[str, Good], main: Good) -> RecipeRow:
    direction = record.choice("direction", DIRECTIONS, "direction")
    per = _basis(record, "per")
    counted: Basis | None = None
    good = ""
    value = record.range()
    if value.low < 0:
        raise record.error(f"a recipe cannot take {value.low:g}", "give amounts of zero or more")
    if direction == "yield":
        value = _scaled(record, value, record.unit("unit"), _ONE)
        if not 0 < value.low <= value.high <= 1:
            raise record.error("a yield lies between 0 and 1 (or 0 and 100 %)")
    elif direction == "conversion" and not record.optional("good"):
        counted = _basis(record, "unit")
    else:
        good = record.choice("good", goods, "good")
        value = _scaled(record, value, record.unit("unit"), goods[good].unit)
    if not per.label and direction != "yield":
        _same_dimension(record, per.unit, main)
    use = record.choice("use", ("default", "alternative"), "use")
    alternative = _alternative(record)
    return RecipeRow(record.id, record.year("vintage"), direction, good, value, per, counted, alternative, use == "default")


def _basis(record: Record, column: str) -> Basis:
    symbol, _, label = record.text(column).partition(" ")
    return Basis(record.parse_unit(symbol), label)


def _alternative(record: Record) -> str:
    text = record.optional("alternative")
    if text and text.count(":") != 1:
        raise record.error(f"alternative '{text}' is not 'group:variant'", "write it like power:ac")
    return text


def _scaled(record: Record, value: Range, unit: Unit, wanted: Unit) -> Range:
    if (unit.dimension, unit.rate) != (wanted.dimension, wanted.rate):
        raise record.error(
            f"{unit.symbol} ({unit.kind}) does not fit this good, which is counted in {wanted.symbol} ({wanted.kind})"
        )
    return value * (unit.factor / wanted.factor)


def _same_dimension(record: Record, per: Unit, main: Good) -> None:
    if per.dimension == main.unit.dimension and not per.rate:
        return
    hint = "write Wp or Wh_cell for power and capacity of product, or add a conversion row for a named basis"
    raise record.error(
        f"per {per.symbol} ({per.kind}) does not fit {main.id}, counted in {main.unit.symbol} ({main.unit.kind})",
        hint if per.dimension in (Dimension.POWER, Dimension.ENERGY, Dimension.MASS, Dimension.PIECE) else None,
    )
