"""Goods: anything that flows, with the unit it is counted in and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.library.chemistry import atoms, mass_fraction
from lianpu.library.tables import Record, read_table
from lianpu.units import Unit

COLUMNS = "id zh en unit chain formula purity note"


@dataclass(frozen=True, slots=True)
class Good:
    """``formula`` is the substance that counts, ``purity`` its share of the mass: spodumene is 6 % Li2O."""

    id: str
    zh: str
    en: str
    unit: Unit
    chain: str
    formula: str | None
    purity: float = 1.0
    note: str = ""

    def fraction(self, element: str) -> float:
        """Tonnes of an element in a tonne of the good; 0 where the formula is not known."""
        return self.purity * mass_fraction(self.formula, element) if self.formula else 0.0


def read_goods(folder: Path) -> dict[str, Good]:
    """``goods.csv``. Raises :class:`LianpuError` for a wrong unit, formula or purity."""
    return {record.id: _good(record) for record in read_table(folder, "goods", COLUMNS)}


def _good(record: Record) -> Good:
    formula = record.optional("formula") or None
    purity = record.number_of("purity") if formula else 1.0
    if not 0 < purity <= 1:
        raise record.error(f"purity must be between 0 and 1, not {purity:g}")
    if formula:
        try:
            atoms(formula)
        except LianpuError as error:
            raise record.error(error.what, error.hint) from None
    zh, en, chain = (record.text(column) for column in ("zh", "en", "chain"))
    return Good(record.id, zh, en, record.unit("unit"), chain, formula, purity, record.optional("note"))
