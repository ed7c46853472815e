"""9 product footprints and CBAM, 11 recycled material."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lianpu.engine.declarations.sheets import CbamYear
from lianpu.engine.footprint.electricity import NATION
from lianpu.engine.footprint.footprints import ProductFootprint, Told
from lianpu.engine.footprint.products import Part
from lianpu.engine.recycled import ShareNow
from lianpu.stocking import Returns
from lianpu.system.model import Scenario
from lianpu.views.answers.answered import Answered, answered
from lianpu.views.dossier import Dossier
from lianpu.views.footprint_tables import cbam_table
from lianpu.views.numbers import amount
from lianpu.views.stock_tables import return_tables
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import listed, stage_name, t

LITHIUM, METAL = "lithium_carbonate", "primary_aluminium"
#: The year of which the answer says what is replaced: between the EU's two shares, 2031 and 2036.
LOOKED_AT = 2035


def footprints(
    made: Sequence[ProductFootprint], charged: Mapping[str, tuple[CbamYear, ...]], price_eur: float, dossier: Dossier, lang: str
) -> Answered:
    """Cradle to gate of what the region makes, with each grid; CBAM by year, default against actual, of what it covers."""
    sentences = [_greatest(made, dossier, lang)]
    lacking = [t("answer.own_energy" if made else "answer.needs_capacity", lang)]
    for good, years in charged.items():
        sentences += [_cbam_sentence(y, good, price_eur, dossier, lang) for y in dict.fromkeys((years[0], years[-1]))]
    if charged:
        lacking += [t("answer.actual_is_library", lang), t("answer.exports_untold", lang)]
    else:
        sentences.append(t("answer.no_metal", lang))
    sheets = [cbam_table(years, good, price_eur, dossier.library, lang) for good, years in charged.items()]
    lacking += _without_factor(made, dossier, lang)
    return answered(9, lang, sentences, [_products(made, dossier, lang), *sheets], lacking)


def _greatest(made: Sequence[ProductFootprint], dossier: Dossier, lang: str) -> str:
    """The metal where it is made, else the first product, with the grids beside each other."""
    found = next((f for f in made if f.good == METAL), next(iter(made), None))
    if found is None:
        return ""
    name = stage_name(found.good, dossier.library, lang)
    told = listed((f"{_place(x, lang)} {amount(x.total.typical, 'kgCO2e', lang)}" for x in found.told), lang)
    return t("answer.footprint", lang, name=name, unit=found.unit, told=told)


def _place(told: Told, lang: str) -> str:
    place = t("answer.nation_grid", lang) if told.electricity.place == NATION else told.electricity.place
    return f"{place} {told.electricity.year or ''}".strip()


def _products(made: Sequence[ProductFootprint], dossier: Dossier, lang: str) -> Table:
    rows: list[dict[str, Cell]] = [
        {
            "good": stage_name(f.good, dossier.library, lang), "per_unit": f.unit, "grid": _place(x, lang),
            "factor": f"{x.electricity.factor.typical:.3f}", "footprint": amount(x.total, "kgCO2e", lang),
            "power_part": f"{x.parts[Part.ELECTRICITY].typical / x.total.typical:.0%}" if x.total.typical else "–",
            "rows": (*x.electricity.rows, *f.rows),
        }
        for f in made
        for x in f.told
    ]  # fmt: skip
    keys = ("good", "per_unit", "grid", "factor", "footprint", "power_part")
    columns = (*(column(k, lang) for k in keys), column("rows", lang, "rows"))
    return Table("footprints", t("answer.footprint_table", lang), columns, tuple(rows), t("answer.footprint_note", lang))


def _without_factor(made: Sequence[ProductFootprint], dossier: Dossier, lang: str) -> list[str]:
    goods = dict.fromkeys(g for f in made for g in f.lacking)
    return (
        [t("answer.no_factor", lang, names=listed((stage_name(g, dossier.library, lang) for g in goods), lang))] if goods else []
    )


def _cbam_sentence(y: CbamYear, good: str, price_eur: float, dossier: Dossier, lang: str) -> str:
    costs = {"default": f"{y.default.cost:,.0f}", "actual": f"{y.actual.cost:,.0f}", "price": f"{price_eur:g}"}
    return t("answer.cbam_year", lang, year=y.year, name=stage_name(good, dossier.library, lang), **costs)


def recycled(found: Sequence[Returns], metal: ShareNow | None, dossier: Dossier, lang: str) -> Answered:
    """When recycled material covers the shares asked for, and what it replaces of the lithium needed here."""
    sentences = [_arrivals(r, lang) for r in found] or [t("answer.no_stock", lang)]
    lithium = next((r.recycling for r in found if r.recycling.material == "lithium"), None)
    need = dossier.answer.balance.of(LITHIUM, Scenario.C).need
    if lithium is not None and need.high > 0 and LOOKED_AT in lithium.years:
        share = float(lithium.supply["typical"].share[lithium.years.index(LOOKED_AT)])
        name = stage_name(LITHIUM, dossier.library, lang)
        part = amount(need * share, "t/a", lang)
        sentences.append(t("answer.replaces", lang, name=name, year=LOOKED_AT, amount=part, need=amount(need, "t/a", lang)))
    if metal is not None:
        sentences.append(t("answer.aluminium", lang, year=metal.year, share=f"{metal.share:.0%}"))
    lacking = [t("answer.recycled_path", lang), t("answer.catchment", lang)]
    return answered(11, lang, sentences, [table for r in found for table in return_tables(r, lang)], lacking)


def _arrivals(found: Returns, lang: str) -> str:
    cases = []
    for case, arrivals in found.recycling.arrivals.items():
        years = ", ".join(f"{a.share:.0%} {a.lasting or t('stocks.never', lang)}" for a in arrivals)
        cases.append(f"{t(f'case.{case}', lang)} {years}")
    material = t(f"material.{found.recycling.material}", lang)
    return t("answer.arrival", lang, material=material, when=t("list.clauses", lang).join(cases))
