"""The indicators of a region as a table: every definition side by side, with inputs and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf
from typing import Any

from lianpu.engine.indicators.of_region import Input, Measured
from lianpu.ledger.checks.values import variant_names
from lianpu.library.load import Library
from lianpu.reading.claims import MODALITIES
from lianpu.system.model import Scenario
from lianpu.views.dossier import Dossier
from lianpu.views.plain_json import as_json
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import chain_name, region_name, stage_name, t

COLUMNS = ("indicator_name", "definition", "of_what", "figure_value", "basis_of", "inputs")
FIGURES = 4


def region_table(found: Iterable[Measured], dossier: Dossier, scenario: Scenario, lang: str) -> Table:
    """A row for each indicator, definition and subject; inputs with ids of claims and library rows."""
    words = _Words(dossier, lang)
    columns = [*(column(k, lang) for k in COLUMNS), column("claims", lang, "claims"), column("rows", lang, "rows")]
    name = region_name(dossier.answer.region.name, lang)
    title = t("region_indicators.title", lang, region=name, scenario=t(f"scenario.{scenario}", lang))
    return Table("indicators", title, tuple(columns), tuple(map(words.row, found)), t("region_indicators.note", lang))


def region_json(found: Iterable[Measured], dossier: Dossier, scenario: Scenario, lang: str) -> dict[str, Any]:
    """``indicators[]`` with ``inputs[]`` (value, unit, claims, rows, figures) and ``needs`` in words."""
    words = _Words(dossier, lang)
    rows = [{**as_json(m), "name": words.name(m), "needs": words.needs(m)} for m in found]
    return {"region": dossier.answer.region.name, "scenario": scenario.value, "indicators": rows}


def value_text(found: Measured) -> str:
    """A share in per cent, any other number with four digits."""
    if isinstance(found.value, list):
        return ", ".join(_number(v, found.unit) for v in found.value)
    return _number(found.value, found.unit)


def _number(value: float, unit: str) -> str:
    if isinf(value):
        return "∞"
    return f"{value:.1%}" if unit == "1" else f"{value:,.{FIGURES}g} {unit}"


class _Words:
    def __init__(self, dossier: Dossier, lang: str) -> None:
        self.library: Library = dossier.library
        self.region, self.lang = dossier.answer.region, lang

    def row(self, m: Measured) -> dict[str, Cell]:
        return {
            "indicator_name": self.name(m), "definition": self.definition(m), "of_what": self.subject(m.subject),
            "figure_value": t("region_indicators.lacks", self.lang, needs=self.needs(m)) if m.value is None else value_text(m),
            "basis_of": self.basis(m), "inputs": "; ".join(self.input(i) for i in m.inputs) or "–",
            "claims": m.claims, "rows": m.rows,
        }  # fmt: skip

    def name(self, m: Measured) -> str:
        return t(f"indicator.{m.indicator}", self.lang)

    def definition(self, m: Measured) -> str:
        """The words of the definition: a stated rate keeps the document's."""
        families = ("deep_processing", "local_support", "green_power", "use_of_capacity")
        named = {v: names for family in families for v, names in variant_names(family).items()}
        if m.stated and m.variant in named:
            return named[m.variant][self.lang == "en"]
        return t(f"definition.{m.variant}", self.lang)

    def subject(self, subject: str) -> str:
        plant = next((p for p in self.region.plants if p.id == subject), None)
        if plant is not None:
            return stage_name(plant.good, self.library, self.lang) + (f" {plant.owner}" if plant.owner else "")
        if any(chain.id == subject for chain in self.library.chains):
            return chain_name(subject, self.library, self.lang)
        return stage_name(subject, self.library, self.lang) if subject else t("region_indicators.whole", self.lang)

    def needs(self, m: Measured) -> str:
        if m.error:
            return m.error
        return t("list.clauses", self.lang).join(self._need(code) for code in m.lacking)

    def _need(self, code: str) -> str:
        name, _, of = code.partition(":")
        return t(f"needs.{name}", self.lang) + (f" ({stage_name(of, self.library, self.lang)})" if of else "")

    def basis(self, m: Measured) -> str:
        if m.stated:
            when = t(f"modality.{m.basis}", self.lang) if m.basis in MODALITIES else m.basis
            return t("basis_is.stated", self.lang, when=when)
        name, _, of = m.basis.partition(":")
        if name in ("capacity", "capacity_value", "electricity_alone", "generation_of_the_province", "linear_programme"):
            return t(f"basis_is.{name}", self.lang) + (f" ({of})" if of else "")
        return ", ".join(stage_name(g, self.library, self.lang) for g in m.basis.split(", ")) if m.basis else "–"

    def input(self, i: Input) -> str:
        if isinstance(i.value, list):
            return f"{i.name} = [{len(i.value)}]"
        value = f"{i.value:,.{FIGURES + 2}g}" if isinstance(i.value, int | float) else str(i.value)
        return f"{i.name} = {value} {i.unit}".removesuffix(" 1")
