"""9 product footprints and CBAM, 11 recycled material."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.engine.duties import METAL, CbamYear
from lianpu.engine.footprint.electricity import NATION
from lianpu.engine.footprint.footprints import ProductFootprint, Told
from lianpu.engine.footprint.products import Part
from lianpu.engine.recycled import Case, ShareNow
from lianpu.system.model import Scenario
from lianpu.views.answers.answered import Answered, answered
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount
from lianpu.views.table import Cell, Column, Table, column
from lianpu.views.wording import listed, stage_name, t

YEARS_SHOWN = (2025, 2030, 2035, 2040, 2050)


def footprints(
    made: Sequence[ProductFootprint], years: tuple[CbamYear, ...], price_eur: float, dossier: Dossier, lang: str
) -> Answered:
    """Cradle to gate of what the region makes, with each grid; CBAM by year, default against actual, where it makes metal."""
    supply = dossier.answer.balance.of(METAL, Scenario.C).supply
    sentences, lacking = [_greatest(made, dossier, lang)], []
    if made:
        lacking.append(t("answer.own_energy", lang))
    else:
        lacking.append(t("answer.needs_capacity", lang))
    if supply.high > 0 and years:
        sentences += [_cbam_sentence(y, price_eur, lang) for y in dict.fromkeys((years[0], years[-1]))]
        lacking += [t("answer.actual_is_library", lang), t("answer.exports_untold", lang)]
    else:
        sentences.append(t("answer.no_metal", lang))
    tables = [_products(made, dossier, lang), *([_cbam(years, lang)] if supply.high > 0 else [])]
    return answered(9, lang, sentences, tables, [*lacking, *_without_factor(made, dossier, lang)])


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


def _cbam_sentence(y: CbamYear, price_eur: float, lang: str) -> str:
    costs = {"low": y.actual_cost.low, "actual": y.actual_cost.typical, "high": y.actual_cost.high, "default": y.default_cost}
    shown = {name: f"{cost:,.0f}" for name, cost in costs.items()}
    return t("answer.cbam_year", lang, year=y.year, price=f"{price_eur:g}", **shown)


def _cbam(years: tuple[CbamYear, ...], lang: str) -> Table:
    rows: list[dict[str, Cell]] = [
        {
            "year": str(y.year), "payable_share": f"{y.payable_share:.1%}",
            "default_emissions": f"{y.default_emissions:.2f}", "default_cost": f"{y.default_cost:,.1f}",
            "actual_emissions": _span(y.actual_emissions.low, y.actual_emissions.high, 2),
            "actual_cost": _span(y.actual_cost.low, y.actual_cost.high, 1), "rows": y.rows,
        }
        for y in years
    ]  # fmt: skip
    keys = ("year", "payable_share", "default_emissions", "default_cost", "actual_emissions", "actual_cost")
    return Table(
        "cbam", t("answer.cbam_table", lang), (*(column(k, lang) for k in keys), column("rows", lang, "rows")), tuple(rows)
    )


def _span(low: float, high: float, digits: int) -> str:
    return f"{low:,.{digits}f}–{high:,.{digits}f}"


def recycled(cases: tuple[Case, ...], metal: ShareNow | None, dossier: Dossier, lang: str) -> Answered:
    """Arrival of recycled lithium at the shares that the EU asks for; aluminium's share now; what it replaces here."""
    sentences = []
    typical = next((c for c in cases if c.name == "typical"), None)
    if typical is not None:
        when = listed((_arrival(c, lang) for c in cases), lang)
        sentences.append(t("answer.lithium", lang, when=when))
        need = dossier.answer.balance.of("lithium_carbonate", Scenario.C).need
        if need.high > 0:
            replaced = need * typical.in_year(2035)
            name = stage_name("lithium_carbonate", dossier.library, lang)
            sentences.append(
                t("answer.replaces", lang, name=name, amount=amount(replaced, "t/a", lang), need=amount(need, "t/a", lang))
            )
    if metal is not None:
        sentences.append(t("answer.aluminium", lang, year=metal.year, share=f"{metal.share:.0%}"))
    lacking = [t("answer.recycled_path", lang), t("answer.catchment", lang)]
    return answered(11, lang, sentences or [t("answer.no_stock", lang)], [_shares(cases, lang)], lacking)


def _arrival(case: Case, lang: str) -> str:
    parts = [f"{a.share:.0%} {a.lasting or t('answer.never', lang)}" for a in case.arrivals]
    return f"{t(f'recycled_case.{case.name}', lang)} {', '.join(parts)}"


def _shares(cases: tuple[Case, ...], lang: str) -> Table:
    rows: list[dict[str, Cell]] = [
        {
            "case": t(f"recycled_case.{c.name}", lang), "rows": c.rows,
            **{f"y{y}": f"{c.in_year(y):.1%}" for y in YEARS_SHOWN if y in c.years},
        }
        for c in cases
    ]  # fmt: skip
    columns = (column("case", lang), *(Column(f"y{y}", str(y)) for y in YEARS_SHOWN), column("rows", lang, "rows"))
    return Table("recycled", t("answer.recycled_table", lang), columns, tuple(rows))
