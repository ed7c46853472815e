"""Tables of what was calculated: balance, goods, power, output value, implied ratios."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lianpu.engine.output_value import Plausibility, ValuePoint
from lianpu.library.load import Library
from lianpu.system.model import Scenario, StatusClass
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount, percent, times
from lianpu.views.table import Cell, Column, Table, column
from lianpu.views.wording import chain_name, good_name, spec_words, stage_name, t

Name = Callable[[str, Library, str], str]
MULTIPLE = 1.5  # from here on a ratio reads better as a multiple
BETWEEN = frozenset({StatusClass.BETWEEN})
MARKED = ("nearest", "reached_with_vat", "reached_without_vat", "year_without_vat", "possible_by_stages")


def gap_table(dossier: Dossier, lang: str) -> Table:
    """A row for each stage and scenario in which the stage's good is needed or made."""
    stages = [stage.good_id for chain in dossier.library.chains for stage in chain.stages]
    rows = [row for good in stages for row in _balance_rows(good, dossier, lang, stage_name)]
    scenarios = t("list.clauses", lang).join(t(f"scenario_is.{s}", lang) for s in Scenario)
    return Table(
        "gaps",
        t("table.gaps", lang),
        _balance_columns(dossier, lang),
        tuple(rows),
        t("note.gaps", lang, scenarios=scenarios),
    )


def gaps_in_words(dossier: Dossier, lang: str) -> Table:
    """The same with amounts as people read them, for a terminal."""
    full = gap_table(dossier, lang)
    rows: list[dict[str, Cell]] = []
    for row in full.rows:
        need, supply, gap, unit = (row[key] for key in ("need", "supply", "gap", "unit"))
        ratio = dossier.answer.balance.of(str(row["good_id"]), Scenario(str(row["scenario_id"]))).ratio
        assert isinstance(need, Range) and isinstance(supply, Range) and isinstance(gap, Range)
        texts = {key: amount(value, str(unit), lang) for key, value in (("need", need), ("supply", supply), ("gap", gap))}
        shown = "" if ratio is None else times(ratio, lang) if ratio.typical >= MULTIPLE else percent(ratio, lang)
        rows.append({**row, **texts, "ratio": shown, "scenario": row["scenario_id"], "figure": None})
    names = ("chain", "good", "scenario", "need", "supply", "gap", "ratio", "mark")
    return Table(full.id, full.title, tuple(column(name, lang) for name in names), tuple(rows), full.note)


def goods_table(dossier: Dossier, lang: str) -> Table:
    """The same for every good that moves, bought materials too."""
    rows = [row for good in dossier.library.goods for row in _balance_rows(good, dossier, lang, good_name)]
    return Table("goods", t("table.goods", lang), _balance_columns(dossier, lang), tuple(rows), t("note.goods", lang))


def _balance_columns(dossier: Dossier, lang: str) -> tuple[Column, ...]:
    year = dossier.answer.region.other_year
    other = (column("need_other", lang, "range", year=year),) if year else ()
    return (
        column("chain", lang), column("good", lang), column("scenario", lang), column("unit", lang),
        column("need", lang, "range"), *other, column("supply", lang, "range"),
        column("built_and_building", lang, "range"), column("gap", lang, "range"), column("ratio", lang, "range", "%"),
        column("mark", lang), column("figure", lang, "figures"), column("claims", lang, "claims"), column("rows", lang, "rows"),
    )  # fmt: skip


def _balance_rows(good: str, dossier: Dossier, lang: str, name: Name) -> Iterable[dict[str, Cell]]:
    answer, entry = dossier.answer, dossier.library.goods[good]
    for scenario in Scenario:
        row = answer.balance.rows.get((good, scenario))
        if row is None or (row.need.high <= 0 and row.supply.high <= 0):
            continue
        between = sum((p.capacity(BETWEEN) for p in answer.region.plants if p.good == good), Range.exact(0.0))
        other = answer.other.of(good, scenario).need if answer.other else None
        need, supply = (answer.figures[f"{kind}/{good}/{scenario}"] for kind in ("need", "supply"))
        yield {
            "good_id": good,
            "scenario_id": str(scenario),
            "chain": chain_name(entry.chain, dossier.library, lang),
            "good": name(good, dossier.library, lang),
            "scenario": t(f"scenario.{scenario}", lang),
            "unit": f"{entry.unit.symbol}/a",
            "need": row.need,
            "need_other": other,
            "supply": row.supply,
            "built_and_building": between if between.high > 0 and scenario is not Scenario.A else None,
            "gap": row.gap,
            "ratio": row.ratio * 100 if row.ratio else None,
            "mark": t(f"mark.{balance_mark(row.need, row.supply)}", lang),
            "figure": (f"gap/{good}/{scenario}",),
            "claims": tuple(dict.fromkeys(need.claims + supply.claims)),
            "rows": tuple(dict.fromkeys(need.rows + supply.rows)),
        }


def balance_mark(need: Range, supply: Range) -> str:
    """The code of how a supply stands to a need, over both ranges: missing, short, even, over; made without a need."""
    if need.high <= 0:
        return "made"
    if supply.high <= 0:
        return "missing"
    if supply.high < need.low:
        return "short"
    return "over" if supply.low > need.high else "even"


def power_table(dossier: Dossier, lang: str) -> Table:
    """Power by chain and scenario, in TWh a year, with each chain's share."""
    columns = (
        column("scenario", lang), column("chain", lang), column("power", lang, "range", "TWh/a"),
        column("power_share", lang, "range", "%"), column("figure", lang, "figures"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for scenario, power in dossier.answer.power.items():
        lines = [
            (chain_name(chain, dossier.library, lang), chain, value, power.share[chain])
            for chain, value in power.by_chain.items()
        ]
        lines.append((t("total.chains", lang), "all", power.total, Range.exact(1.0)))
        rows += [
            {
                "scenario": t(f"scenario.{scenario}", lang),
                "scenario_id": str(scenario),
                "chain": name,
                "chain_id": chain,
                "power": value,
                "power_share": share * 100,
                "figure": (f"power/{chain}/{scenario}",),
            }
            for name, chain, value, share in lines
        ]
    return Table("power", t("table.power", lang), columns, tuple(rows), t("note.power", lang))


def power_months_table(dossier: Dossier, lang: str) -> Table:
    """Power by month and scenario, in GWh, beside the province's hydropower of the month."""
    columns = (
        column("scenario", lang), column("month", lang, "number"), column("power", lang, "range", "GWh"),
        column("hydro_share", lang, "number", "%"), column("figure", lang, "figures"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "scenario": t(f"scenario.{scenario}", lang),
            "scenario_id": str(scenario),
            "month": month,
            "power": need,
            "hydro_share": None if share is None else share * 100,
            "figure": (f"power_month/{month:02d}/{scenario}",) if share is None else (f"hydro_share/{month:02d}/{scenario}",),
        }
        for scenario, power in dossier.answer.power.items()
        for month, (need, share) in enumerate(zip(power.by_month, power.hydro_share, strict=True), 1)
    ]
    return Table("power_months", t("table.power_months", lang), columns, tuple(rows), t("note.power_months", lang))


def value_table(dossier: Dossier, lang: str) -> Table:
    """What the standing plants' output is worth at each time's prices, in 亿元 (100 million CNY)."""
    kinds = ("sold_with_vat", "sold_without_vat", "stages_with_vat", "stages_without_vat")
    unit, size = ("亿元/年", 1e8) if lang == "zh" else ("CNY bn/a", 1e9)
    columns = (
        column("chain", lang), column("good", lang), column("spec", lang), column("start", lang), column("end", lang),
        column("basis", lang), *(column(kind, lang, "range", unit) for kind in kinds), column("remark", lang),
        column("figure", lang, "figures"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "chain": chain_name(point.chain, dossier.library, lang),
            "chain_id": point.chain,
            "good": stage_name(point.leading_good, dossier.library, lang),
            "spec": spec_words(point.spec, lang),
            "start": point.start,
            "end": point.end,
            "basis": t(f"basis.{point.basis}", lang),
            **{kind: getattr(point, kind) * (1 / size) for kind in kinds},
            "remark": remark(point, dossier.answer.plausible, lang),
            "figure": (point.figure,),
        }
        for point in dossier.answer.value.points
    ]
    return Table("output_value", t("table.output_value", lang), columns, tuple(rows), t("note.output_value", lang))


def remark(point: ValuePoint, stated: Iterable[Plausibility], lang: str) -> str:
    """What a point means for a stated output value."""
    marks = [name for check in stated for name in MARKED if getattr(check, name) is point]
    return t("list.clauses", lang).join(t(f"remark.{name}", lang) for name in dict.fromkeys(marks))


def ratios_table(dossier: Dossier, lang: str) -> Table:
    """Ratios that the documents' figures imply, beside the library's band."""
    columns = (
        column("numerator", lang), column("denominator", lang), column("value", lang), column("band", lang),
        column("verdict", lang), column("figure", lang, "figures"), column("rows", lang, "rows"),
    )  # fmt: skip

    def named(good: str) -> str:
        return t(f"kind.{good}", lang) if good == "output_value" else stage_name(good, dossier.library, lang)

    rows: list[dict[str, Cell]] = [
        {
            "numerator": named(ratio.numerator),
            "denominator": named(ratio.denominator),
            "value": amount(ratio.value, ratio.unit, lang),
            "band": amount(ratio.band, ratio.unit, lang),
            "verdict": t(f"verdict.{ratio.verdict}", lang),
            "verdict_id": ratio.verdict,
            "figure": (ratio.figure,),
            "rows": ratio.band_rows,
        }
        for ratio in dossier.answer.implied
    ]
    return Table("ratios", t("table.ratios", lang), columns, tuple(rows), t("note.ratios", lang))
