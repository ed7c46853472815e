"""Every table of an answer, in both languages: for the report, the workbook and the command line."""

from __future__ import annotations

from lianpu.views.answer_tables import (
    gap_table,
    goods_table,
    power_months_table,
    power_table,
    ratios_table,
    value_table,
)
from lianpu.views.dossier import Dossier
from lianpu.views.evidence_tables import (
    claim_quantity,
    claims_table,
    documents_table,
    findings_table,
    provenance_table,
    set_aside_table,
    sources_table,
)
from lianpu.views.table import Cell, Column, Kind, Table, cell_text, printed

__all__ = [
    "Cell",
    "Column",
    "Kind",
    "Table",
    "all_tables",
    "cell_text",
    "claim_quantity",
    "claims_table",
    "documents_table",
    "findings_table",
    "gap_table",
    "goods_table",
    "power_months_table",
    "power_table",
    "printed",
    "provenance_table",
    "ratios_table",
    "set_aside_table",
    "sources_table",
    "value_table",
]

_ALL = (
    findings_table, gap_table, goods_table, power_table, power_months_table, value_table, ratios_table,
    claims_table, set_aside_table, documents_table, sources_table, provenance_table,
)  # fmt: skip


def all_tables(dossier: Dossier, lang: str) -> tuple[Table, ...]:
    """All tables in the order in which they are read."""
    return tuple(make(dossier, lang) for make in _ALL)
