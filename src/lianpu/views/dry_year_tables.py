"""The dry year as tables: the province's months, the plants that stop, what it costs, and the back-test."""

from __future__ import annotations

from typing import Any

from lianpu.engine.dry_year.backtest import Backtest, Tested
from lianpu.engine.dry_year.city import PlantLoss
from lianpu.engine.dry_year.course import MonthResult
from lianpu.engine.dry_year.months import Month
from lianpu.engine.dry_year.year import DryYear
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount
from lianpu.views.plain_json import as_json
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import good_name, listed, region_name, t

#: Below this share of its load a plant is not said to stop.
NOTICEABLE = 0.005


def dry_year_tables(found: DryYear, dossier: Dossier, lang: str) -> tuple[Table, ...]:
    """The months of the province, then the plants, with what it costs in a note."""
    head = t(
        "dry_year.months", lang, province=found.province, start=_month(found.start), hydro=_hydro(found, lang),
    )  # fmt: skip
    months = Table(
        "dry_year_months", head,
        tuple(column(key, lang) for key in
              ("month", "supply_twh", "exports_want", "others_want", "smelters_want", "shortfall", "exports_give",
               "others_give", "smelters_give", "smelters_cut")),
        tuple(_row(m, lang) for m in found.months), _province_note(found, lang),
    )  # fmt: skip
    stopped = [p for p in found.plants if max(p.off, default=0.0) >= NOTICEABLE]
    plants = Table(
        "dry_year_plants",
        t("dry_year.plants", lang, region=region_name(found.region, lang), policy=t(f"policy.{found.policy}", lang)),
        tuple(column(key, lang) for key in
              ("good", "owner", "stopped_months", "deepest", "lost_tonnes", "lost_value", "lost_added", "lost_vat",
               "restart_cost")),
        tuple(_plant(p, found, dossier, lang) for p in stopped), cost_note(found, lang),
    )  # fmt: skip
    return months, plants


def dry_year_json(found: DryYear) -> dict[str, Any]:
    return dict(as_json(found))


def backtest_tables(tested: Backtest, lang: str) -> tuple[Table, ...]:
    """Every month of every episode, and the scores."""
    keys = ("episode", "month", "cause", "predicted_cut", "told_cut", "cut_error", "outflow_twh", "usual_outflow", "metal_kt")
    rows = tuple(_tested(month, lang) for month in tested.tested)
    months = Table("dry_year_backtest", t("dry_year.backtest", lang), tuple(column(k, lang) for k in keys), rows)
    scores = tuple(
        {"episode": s.episode, "cause": t(f"cut_cause.{s.cause}", lang), "within": f"{s.within}/{s.months}",
         "when_right": f"{s.when}/{s.months}", "mean_error": f"{100 * s.error:.0f}"}
        for s in tested.scores
    )  # fmt: skip
    alarms = listed((f"{_month(m)} {cut:.0%}" for m, cut in tested.false_alarms), lang) or t("none", lang)
    note = t("dry_year.backtest_note", lang, calm=tested.calm, false=len(tested.false_alarms), alarms=alarms)
    whole = Table(
        "dry_year_scores", t("dry_year.scores", lang),
        tuple(column(k, lang) for k in ("episode", "cause", "within", "when_right", "mean_error")), scores,
        " ".join(filter(None, (note, _not_water(tested, lang)))),
    )  # fmt: skip
    return months, whole


def backtest_json(tested: Backtest) -> dict[str, Any]:
    return dict(as_json(tested))


def _not_water(tested: Backtest, lang: str) -> str:
    """The months in which smelters were told to be cut while at least as much as usual flowed out of the province."""
    missed = [_month(m.month) for m in tested.tested if not m.when and m.outflow is not None and m.outflow >= m.usual]
    return t("dry_year.not_water", lang, months=listed(missed, lang)) if missed else ""


def _month(month: Month) -> str:
    return f"{month[0]}-{month[1]:02d}"


def _hydro(found: DryYear, lang: str) -> str:
    key = f"hydro_name.{found.hydro}" if found.hydro in ("dry", "normal", "wet", "actual") else "hydro_name.other"
    return t(key, lang, name=found.hydro, dry=found.halves[0], wet=found.halves[1])


def _row(m: MonthResult, lang: str) -> dict[str, Cell]:
    mark = t("dry_year.filled", lang) if m.filled else ""
    return {
        "month": _month(m.month), "supply_twh": f"{m.supply + m.inflow:.1f}{mark}", "exports_want": f"{m.wanted['exports']:.1f}",
        "others_want": f"{m.wanted['others']:.1f}", "smelters_want": f"{m.wanted['smelters']:.1f}",
        "shortfall": f"{m.shortfall:.1f}" if m.shortfall > 0 else "–", "exports_give": f"{m.given['exports']:.1f}",
        "others_give": f"{m.given['others']:.2f}", "smelters_give": f"{m.given['smelters']:.1f}", "smelters_cut": f"{m.cut:.0%}",
    }  # fmt: skip


def _plant(p: PlantLoss, found: DryYear, dossier: Dossier, lang: str) -> dict[str, Cell]:
    unit = dossier.library.goods[p.good].unit.symbol
    when = [_month(m.month) for m, off in zip(found.months, p.off, strict=True) if off >= NOTICEABLE]

    def money(value: Range | None) -> str:
        return amount(value, "CNY", lang) if value is not None else "–"

    return {
        "good": good_name(p.good, dossier.library, lang), "owner": p.owner or "–",
        "stopped_months": f"{when[0]}…{when[-1]} ({len(when)})", "deepest": f"{max(p.off):.0%}",
        "lost_tonnes": amount(p.lost, unit, lang), "lost_value": money(p.value), "lost_added": money(p.added),
        "lost_vat": money(p.vat), "restart_cost": money(p.restart) if p.restart.high > 0 else "–",
        "claims": p.claims, "rows": p.rows,
    }  # fmt: skip


def _province_note(found: DryYear, lang: str) -> str:
    parts = [t("dry_year.note", lang, growth=f"{found.growth:.1%}", fitted=found.fitted, inputs=found.inputs)]
    if any(m.filled for m in found.months):
        parts.append(t("dry_year.filled_note", lang))
    if found.draws:
        d = found.draws
        parts.append(
            t("dry_year.draws", lang, count=d.count, seed=d.seed, with_cut=f"{d.with_cut:.0%}", p10=f"{d.p10:.1f}",
              p50=f"{d.p50:.1f}", p90=f"{d.p90:.1f}", mean=f"{d.mean:.1f}")
        )  # fmt: skip
    return " ".join(parts)


def cost_note(found: DryYear, lang: str) -> str:
    """What it costs the region, or that nothing stops, and where it has no smelter."""
    stops = any(max(p.off, default=0.0) >= NOTICEABLE for p in found.plants)
    parts = [] if found.smelters else [t("dry_year.no_smelters", lang, region=region_name(found.region, lang))]
    if not stops:
        return " ".join([*parts, t("dry_year.nothing_stops", lang)])
    parts.append(
        t("dry_year.cost", lang, value=amount(found.value, "CNY", lang), added=amount(found.added, "CNY", lang),
          vat=amount(found.vat, "CNY", lang), restart=amount(found.restart, "CNY", lang), saved=amount(found.saved, "kWh", lang))
    )  # fmt: skip
    if found.not_saved > 1:
        parts.append(t("dry_year.not_saved", lang, power=amount(found.not_saved, "kWh", lang)))
    return " ".join(parts)


def _tested(m: Tested, lang: str) -> dict[str, Cell]:
    return {
        "episode": m.episode, "month": _month(m.month), "cause": t(f"cut_cause.{m.cause}", lang),
        "predicted_cut": f"{m.predicted:.0%}", "told_cut": f"{m.told:.0%} ({m.low:.0%}–{m.high:.0%})",
        "cut_error": f"{100 * m.error:+.0f}", "outflow_twh": "–" if m.outflow is None else f"{m.outflow:.1f}",
        "usual_outflow": f"{m.usual:.1f}", "metal_kt": "–" if m.metal is None else f"{m.metal:.0f}", "rows": (m.row,),
    }  # fmt: skip
