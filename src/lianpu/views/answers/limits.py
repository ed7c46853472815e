"""4 power, land and energy, and who goes first; 5 a dry year; 6 whether stated output values are plausible."""

from __future__ import annotations

from lianpu.engine.dry_year.year import DryYear
from lianpu.engine.priority import Claimant
from lianpu.engine.resilience.region import Resilience
from lianpu.system.model import Scenario
from lianpu.units import Range
from lianpu.views.answers.answered import Answered, answered, headlines_of
from lianpu.views.dossier import Dossier
from lianpu.views.dry_year_tables import cost_note, dry_year_tables
from lianpu.views.numbers import amount, percent, span
from lianpu.views.resilience_tables import resilience_tables
from lianpu.views.table import Table, column
from lianpu.views.tables import value_table
from lianpu.views.wording import listed, stage_name, t

#: Value points shown where none is marked.
FEW_VALUES = 8


def enough(found: tuple[Claimant, ...], dossier: Dossier, lang: str) -> Answered:
    """Need beside the province's hydropower; the order of who earns the most on a kWh. The city's own limits are lacking."""
    answer = dossier.answer
    need = {s: answer.power[s].total for s in Scenario}
    sentences = [
        t("answer.power_need", lang, now=amount(need[Scenario.A], "TWh/a", lang), then=amount(need[Scenario.C], "TWh/a", lang))
    ]
    months = [(share, month) for month, share in enumerate(answer.power[Scenario.A].hydro_share, 1) if share is not None]
    if months:
        most, month = max(months)
        sentences.append(t("answer.power_month", lang, month=month, share=percent(most, lang)))
    ranked = [c for c in found if c.margin_per_kwh is not None]
    if len(ranked) > 1:
        names = [stage_name(c.good, dossier.library, lang) for c in (ranked[0], ranked[-1])]
        sentences.append(t("answer.first_on_power", lang, first=names[0], last=names[1]))
    land = [c for c in found if c.land is not None]
    if land:
        total = sum((c.land for c in land if c.land), Range.exact(0.0))
        names_of = listed(dict.fromkeys(stage_name(c.good, dossier.library, lang) for c in land), lang)
        sentences.append(t("answer.land_need", lang, land=span(total, "mu", lang), names=names_of))
    lacking = [t(f"answer.limit_{what}", lang) for what in ("power", "land", "energy")]
    no_land = [c for c in found if c.land is None]
    if no_land:
        names_of = listed(dict.fromkeys(stage_name(c.good, dossier.library, lang) for c in no_land), lang)
        lacking.append(t("answer.land_unknown", lang, names=names_of))
    return answered(
        4, lang, sentences if found else [t("answer.needs_capacity", lang)], [_claimants(found, dossier, lang)], lacking
    )


def _claimants(found: tuple[Claimant, ...], dossier: Dossier, lang: str) -> Table:
    keys = ("rank", "good", "owner", "power_need", "land_need", "output_per_kwh", "margin_per_kwh")
    rows = [
        {
            "rank": str(number), "good": stage_name(c.good, dossier.library, lang), "owner": c.owner or "–",
            "power_need": amount(c.power, "kWh/a", lang), "land_need": amount(c.land, "mu", lang) if c.land else "–",
            "output_per_kwh": _money(c.output_per_kwh), "margin_per_kwh": _money(c.margin_per_kwh),
        }
        for number, c in enumerate(found, 1)
    ]  # fmt: skip
    return Table("claimants", t("answer.claimants", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def _money(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def dry_year(found: DryYear, dossier: Dossier, lang: str) -> Answered:
    """The driest halves on record with today's loads: the province's cut, what stops here, and what it costs."""
    deepest = max(found.months, key=lambda m: m.cut)
    off = [m for m in found.months if m.cut > 0]
    exports = sum(m.given["exports"] for m in found.months)
    sentences = [
        t(
            "answer.dry_province", lang, province=found.province, dry=found.halves[0], wet=found.halves[1],
            cut=f"{deepest.cut:.0%}", months=len(off), exports=amount(exports, "TWh", lang),
        ) if off else t("answer.dry_enough", lang, province=found.province),
        cost_note(found, lang),
    ]  # fmt: skip
    return answered(5, lang, sentences, list(dry_year_tables(found, dossier, lang)), [t("answer.dry_orders", lang)])


def dry_months(found: Resilience | None, dossier: Dossier, lang: str) -> Answered:
    """The months in which power can fall the most, who slows and what it costs; an upper end."""
    lacking = [t("answer.dry_upper", lang), t("answer.dry_orders", lang)]
    if found is None or not found.dry:
        return answered(5, lang, [t("answer.no_hydro" if found else "answer.needs_capacity", lang)], [], lacking)
    worst = max(found.dry, key=lambda d: d.loss)
    who = listed((f"{stage_name(s.good, dossier.library, lang)} {s.share:.0%}" for s in worst.slowed), lang)
    total = sum(d.loss for d in found.dry)
    sentences = [
        t(
            "answer.dry_worst",
            lang,
            month=worst.month,
            short=f"{worst.short:.0%}",
            loss=amount(worst.loss, "CNY", lang),
            who=who or "–",
        ),
        t("answer.dry_year", lang, loss=amount(total, "CNY", lang), share=f"{total / found.value:.1%}" if found.value else "–"),
    ]
    tables = [table for table in resilience_tables(found, dossier, lang) if table.id == "dry_months"]
    return answered(5, lang, sentences, tables, lacking)


def plausible_values(dossier: Dossier, lang: str) -> Answered:
    """Stated output values against capacity x price."""
    said = headlines_of(dossier, lang, "output_value")
    lacking = [] if dossier.answer.plausible else [t("answer.no_stated_value", lang)]
    table = value_table(dossier, lang)
    marked = [row for row in table.rows if row["remark"]]
    shown = Table(table.id, table.title, table.columns, tuple(marked or table.rows[-FEW_VALUES:]), table.note)
    return answered(6, lang, said or [t("answer.nothing_to_compare", lang)], [shown], lacking)
