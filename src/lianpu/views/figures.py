"""Figures as ECharts options in plain data (no functions), each with its table, its units on the axes and its source.

One module for the page, the report and notebooks: ``chart_json(NAME, …)["option"]`` draws as it is. Colours are safe for
the colour-blind (told apart by lightness and by decal too) and stand as ``@names`` until :func:`themed` fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lianpu.errors import LianpuError
from lianpu.system.model import Scenario
from lianpu.units import Dimension, Range
from lianpu.views import numbers
from lianpu.views.charts import month_names
from lianpu.views.dossier import Dossier
from lianpu.views.table import Cell, Column, Table
from lianpu.views.table_json import table_json
from lianpu.views.wording import chain_name, region_name, spec_words, stage_name, t

Json = dict[str, Any]

THEMES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "ink": "#1c2530", "soft": "#5a6572", "line": "#e3e1da", "card": "#ffffff", "warn": "#b1452c", "pale": "#d9d6cd",
        "chain0": "#5d6875", "chain1": "#2b6c9e", "chain2": "#66717d", "chain3": "#2b7a5a", "chain4": "#7a5195",
        "chain5": "#8a6d3b", "chain6": "#0f7c86",
    },
    "dark": {
        "ink": "#e8ecf0", "soft": "#9aa6b3", "line": "#2e3842", "card": "#1a2129", "warn": "#f0866b", "pale": "#3a4550",
        "chain0": "#9aa6b3", "chain1": "#6fb1e2", "chain2": "#a9b4bf", "chain3": "#67c49b", "chain4": "#c09ad9",
        "chain5": "#cfae78", "chain6": "#5cc2cc",
    },
}  # fmt: skip
FONT = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
TEXT = {"fontFamily": FONT, "fontSize": 12, "color": "@ink"}
SOFT = {"fontFamily": FONT, "fontSize": 12, "color": "@soft"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure: its option with ``@`` colours, and the same numbers as a table. ``height`` in px suits its content."""

    id: str
    title: str
    option: Json
    table: Table
    height: int = 340


def chart_json(name: str, dossier: Dossier, lang: str, *, scenario: Scenario = Scenario.A, theme: str = "light") -> Json:
    """``id``, ``title``, ``source``, ``height``, ``option`` and ``table`` of the figure of a name.

    Raises :class:`LianpuError` for a name that is none of ``CHARTS``.
    """
    if name not in CHARTS:
        raise LianpuError(f"no figure '{name}'", hint=f"one of {', '.join(CHARTS)}")
    chart = CHARTS[name](dossier, lang, scenario)
    region = dossier.answer.region
    source = t(
        "web.figure.source", lang, place=region_name(region.name, lang), as_of=region.as_of or region.year,
        ledger=dossier.ledger, made_by=dossier.made_by,
    )  # fmt: skip
    base: Json = {"animation": False, "textStyle": TEXT, "backgroundColor": "transparent", "aria": {"enabled": True}}
    return {
        "id": chart.id, "title": chart.title, "source": source, "height": chart.height,
        "option": themed(base | chart.option, theme), "table": table_json(chart.table, lang),
    }  # fmt: skip


def themed(option: Any, theme: str) -> Any:
    """The option with the colours of ``light`` or ``dark`` in the places of ``@names``."""
    if isinstance(option, dict):
        return {key: themed(value, theme) for key, value in option.items()}
    if isinstance(option, list):
        return [themed(value, theme) for value in option]
    if isinstance(option, str) and option.startswith("@"):
        return THEMES[theme][option[1:]]
    return option


def flows(dossier: Dossier, lang: str, scenario: Scenario) -> Chart:
    """What goes from which stage into which, in tonnes a year, everything at full load; what is bought comes from the
    left, what is left over leaves on the right. Goods that are not told in tonnes are ends of flows only."""
    links = _without_dust(list(_links(dossier, lang, scenario)), lang)
    factor, unit = _common_scale([value for *_, value in links], "t/a", lang)
    shown = [(source, target, value * factor) for source, target, value in links]
    names = dict.fromkeys(name for source, target, _ in shown for name in (source, target))
    colors = _stage_colors(dossier, lang)
    outside = {t("web.figure.bought", lang): "@warn", t("web.figure.left_over", lang): "@pale"}
    series = {
        "type": "sankey", "left": 8, "right": 120, "top": 12, "bottom": 12, "nodeGap": 14, "nodeWidth": 14,
        "draggable": False, "emphasis": {"focus": "adjacency"}, "label": TEXT,
        "lineStyle": {"color": "gradient", "opacity": 0.35},
        "data": [{"name": name, "itemStyle": {"color": outside.get(name) or colors.get(name, "@chain0")}} for name in names],
        "links": [{"source": source, "target": target, "value": _tidy(value)} for source, target, value in shown],
    }  # fmt: skip
    columns = (
        Column("source", t("web.figure.from", lang)), Column("target", t("web.figure.to", lang)),
        Column("value", t("web.figure.flow", lang), unit, "number"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [{"source": a, "target": b, "value": value} for a, b, value in shown]
    title = f"{t('web.figure.flows', lang)} · {t(f'scenario.{scenario}', lang)} · {unit}"
    option = {"tooltip": {"trigger": "item", "renderMode": "richText"}, "series": [series]}
    return Chart("flows", title, option, Table("flows", title, columns, tuple(rows)), 120 + 30 * len(names))


def _links(dossier: Dossier, lang: str, scenario: Scenario) -> Iterator[tuple[str, str, float]]:
    """(from, to, t/a). A flow that would close a ring (recycled metal) goes to a node of its own on the right."""
    plants = {plant.id: plant.good for plant in dossier.answer.region.plants}
    goods, after = dossier.library.goods, dict[str, set[str]]()
    for (good, of), row in dossier.answer.balance.rows.items():
        if of is not scenario or goods[good].unit.dimension is not Dimension.MASS:
            continue
        name = stage_name(good, dossier.library, lang)
        for term in dossier.answer.figures[f"need/{good}/{scenario}"].terms:
            made = plants.get(term.label, term.label)
            if term.value.typical > 0:
                target = stage_name(made, dossier.library, lang)
                if good == made or _reaches(after, made, good):
                    target = t("web.figure.again", lang, good=target)
                after.setdefault(good, set()).add(made)
                yield name, target, term.value.typical
        if row.bought > 0:
            yield t("web.figure.bought", lang), name, row.bought
        if row.sold > 0 and row.need.typical > 0:
            yield name, t("web.figure.left_over", lang), row.sold


#: Goods of which less than this share of all need goes anywhere are drawn as one.
DUST = 0.01


def _without_dust(links: list[tuple[str, str, float]], lang: str) -> list[tuple[str, str, float]]:
    """The links with small bought goods drawn as one, so that the others can be read; the sums stay."""
    bought = t("web.figure.bought", lang)
    least = DUST * sum(value for source, _, value in links if source != bought)
    size = {target: value for source, target, value in links if source == bought}
    ends = {target for source, target, _ in links if source != bought}
    dust = {name for name, value in size.items() if value < least and name not in ends}
    if len(dust) < 2:
        return links
    summed: dict[tuple[str, str], float] = {}
    for source, target, value in links:
        pair = tuple(t("web.figure.others", lang) if name in dust else name for name in (source, target))
        summed[pair[0], pair[1]] = summed.get((pair[0], pair[1]), 0.0) + value
    return [(source, target, value) for (source, target), value in summed.items()]


def _reaches(after: Mapping[str, set[str]], start: str, end: str) -> bool:
    seen, waiting = set[str](), [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        if at not in seen:
            seen.add(at)
            waiting += after.get(at, ())
    return False


def power(dossier: Dossier, lang: str, scenario: Scenario) -> Chart:
    """Electricity of the chains in all three scenarios, TWh a year; typical values, the whiskers' ends in the table."""
    needs = dossier.answer.power
    chains = list(dict.fromkeys(chain for need in needs.values() for chain in need.by_chain))
    factor, unit = _common_scale([need.total.typical for need in needs.values()], "TWh/a", lang)
    series = [
        {
            "type": "bar", "stack": "power", "name": chain_name(chain, dossier.library, lang), "barMaxWidth": 34,
            "itemStyle": {"color": _chain_color(chain, dossier)},
            "data": [_tidy(_typical(need.by_chain.get(chain)) * factor) for need in needs.values()],
        }
        for chain in chains
    ]  # fmt: skip
    columns = (
        Column("scenario", t("column.scenario", lang)), Column("chain", t("column.chain", lang)),
        Column("power", t("column.power", lang), unit, "range"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {"scenario": t(f"scenario.{s}", lang), "chain": chain_name(c, dossier.library, lang), "power": value * factor}
        for s, need in needs.items()
        for c, value in need.by_chain.items()
    ]
    option = _axes([t(f"scenario.{s}", lang) for s in needs], unit, across=True) | {"series": series, "legend": _legend()}
    return Chart("power", t("table.power", lang), option, Table("power", t("table.power", lang), columns, tuple(rows)), 260)


def power_months(dossier: Dossier, lang: str, scenario: Scenario) -> Chart:
    """Electricity by month beside its share in the province's hydropower, where that is known."""
    need = dossier.answer.power[scenario]
    factor, unit = _common_scale([value.typical for value in need.by_month], "GWh", lang)
    names = list(month_names(lang))
    shares = [None if share is None else _tidy(share * 100) for share in need.hydro_share]
    bars = {
        "type": "bar", "name": t("column.power", lang), "data": [_tidy(v.typical * factor) for v in need.by_month],
        "itemStyle": {"color": "@chain1"}, "barMaxWidth": 26,
    }  # fmt: skip
    line = {
        "type": "line", "name": t("column.hydro_share", lang), "data": shares, "yAxisIndex": 1, "symbolSize": 7,
        "itemStyle": {"color": "@warn"}, "lineStyle": {"color": "@warn"},
    }  # fmt: skip
    option = _axes(names, unit, across=False)
    if any(share is not None for share in shares):
        option["yAxis"] = [option["yAxis"], _value_axis("%") | {"splitLine": {"show": False}}]
    series = [bars, line] if isinstance(option["yAxis"], list) else [bars]
    columns = (
        Column("month", t("column.month", lang)), Column("power", t("column.power", lang), unit, "range"),
        Column("share", t("column.hydro_share", lang), "%", "number"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {"month": name, "power": value * factor, "share": share}
        for name, value, share in zip(names, need.by_month, shares, strict=True)
    ]
    title = f"{t('table.power_months', lang)} · {t(f'scenario.{scenario}', lang)}"
    table = Table("power_months", title, columns, tuple(rows), t("note.power_months", lang))
    return Chart("power_months", title, option | {"series": series, "legend": _legend()}, table)


def sufficiency(dossier: Dossier, lang: str, scenario: Scenario) -> Chart:
    """Local supply in per cent of local need, by stage; a full stage is cut at 300 %, its figure stands beside it."""
    found = [
        (stage_name(stage.good_id, dossier.library, lang), chain.id, row.ratio)
        for chain in dossier.library.chains
        for stage in chain.stages
        if (row := dossier.answer.balance.rows.get((stage.good_id, scenario))) and row.ratio is not None
    ]
    bars = [
        {
            "value": _tidy(min(ratio.typical * 100, MOST_PERCENT)),
            "itemStyle": {"color": "@warn" if ratio.high < 1 else _chain_color(chain, dossier)},
            "label": {"show": True, "position": "right", "formatter": numbers.percent(ratio, lang), **SOFT},
        }
        for _, chain, ratio in found
    ]
    whole = {"symbol": "none", "silent": True, "label": {"show": False}, "lineStyle": {"color": "@ink", "type": "solid"}}
    series = {"type": "bar", "data": bars, "barMaxWidth": 16, "markLine": whole | {"data": [{"xAxis": 100}]}}
    option = _axes([name for name, *_ in found], "%", across=True) | {"series": [series]}
    option["xAxis"] |= {"max": MOST_PERCENT}
    option["grid"] |= {"right": 150, "top": 36}
    columns = (Column("good", t("column.good", lang)), Column("ratio", t("column.ratio", lang), "%", "range"))
    rows: list[dict[str, Cell]] = [{"good": name, "ratio": ratio * 100} for name, _, ratio in found]
    title = f"{t('web.figure.sufficiency', lang)} · {t(f'scenario.{scenario}', lang)}"
    return Chart("sufficiency", title, option, Table("sufficiency", title, columns, tuple(rows)), 90 + 26 * len(found))


MOST_PERCENT = 300.0


def output_value(dossier: Dossier, lang: str, scenario: Scenario) -> Chart:
    """What the standing plants sell at each time's prices, with VAT, beside the stated output values (dashed)."""
    points = dossier.answer.value.points
    stated = dossier.answer.plausible
    sizes = [p.sold_with_vat.typical for p in points] + [c.stated for c in stated]
    factor, unit = _common_scale(sizes, "CNY/a", lang)
    chains = list(dict.fromkeys(p.chain for p in points))
    series: list[Json] = []
    for chain in chains:
        lines = [{"yAxis": _tidy(c.stated * factor)} for c in stated if c.chain == chain]
        mark = {"symbol": "none", "silent": True, "data": lines, "lineStyle": {"color": _chain_color(chain, dossier)}}
        data = [[p.start[:10], _tidy(p.sold_with_vat.typical * factor)] for p in points if p.chain == chain]
        color = {"color": _chain_color(chain, dossier)}
        series.append(
            {"type": "scatter", "name": chain_name(chain, dossier.library, lang), "data": data, "symbolSize": 9,
             "itemStyle": color, "markLine": mark | {"label": SOFT | {"position": "insideEndTop"}}}
        )  # fmt: skip
    columns = (
        Column("chain", t("column.chain", lang)), Column("spec", t("column.spec", lang)),
        Column("start", t("column.start", lang)),
        Column("value", t("column.sold_with_vat", lang), unit, "range"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = [
        {
            "chain": chain_name(p.chain, dossier.library, lang),
            "spec": spec_words(p.spec, lang),
            "start": p.start,
            "value": p.sold_with_vat * factor,
        }
        for p in points
    ]
    option: Json = {
        "grid": GRID, "tooltip": {"trigger": "item", "renderMode": "richText"}, "legend": _legend(), "series": series,
        "xAxis": {"type": "time", "axisLabel": SOFT, "axisLine": {"lineStyle": {"color": "@line"}}}, "yAxis": _value_axis(unit),
    }  # fmt: skip
    title = t("table.output_value", lang)
    return Chart("output_value", title, option, Table("output_value", title, columns, tuple(rows), t("note.output_value", lang)))


CHARTS: Mapping[str, Callable[[Dossier, str, Scenario], Chart]] = {
    "flows": flows, "sufficiency": sufficiency, "power": power, "power_months": power_months, "output_value": output_value,
}  # fmt: skip
GRID = {"left": 12, "right": 24, "top": 44, "bottom": 12, "containLabel": True}


def _axes(names: list[str], unit: str, *, across: bool) -> Json:
    """A category axis with these names and a value axis in ``unit``; ``across``: bars lie, the first on top."""
    category = {"type": "category", "data": names, "axisLabel": TEXT, "axisTick": {"show": False}}
    category |= {"axisLine": {"lineStyle": {"color": "@line"}}}
    value = _value_axis(unit)
    both = {"xAxis": value, "yAxis": category | {"inverse": True}} if across else {"xAxis": category, "yAxis": value}
    if across:
        both["xAxis"] = value | {"position": "top"}
    return {
        "grid": GRID | ({"right": 76, "top": 64} if across else {}),
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        **both,
    }


def _value_axis(unit: str) -> Json:
    line = {"lineStyle": {"color": "@line"}}
    return {"type": "value", "name": unit, "nameTextStyle": SOFT, "axisLabel": SOFT, "splitLine": line}


def _legend() -> Json:
    return {"top": 4, "left": 8, "textStyle": TEXT, "itemWidth": 16, "itemHeight": 10}


def _common_scale(values: Iterable[float], unit: str, lang: str) -> tuple[float, str]:
    """One step of the unit's ladder for all values, by the greatest: its factor and name."""
    shown = numbers.scale(max(values, default=1.0), unit, lang)
    return shown.factor, shown.name


def _chain_color(chain: str, dossier: Dossier) -> str:
    ids = [entry.id for entry in dossier.library.chains]
    return f"@chain{ids.index(chain) % 6 + 1}" if chain in ids else "@chain0"


def _stage_colors(dossier: Dossier, lang: str) -> dict[str, str]:
    goods = dossier.library.goods.items()
    return {stage_name(good, dossier.library, lang): _chain_color(entry.chain or "", dossier) for good, entry in goods}


def _typical(value: Range | None) -> float:
    return value.typical if value else 0.0


def _tidy(value: float) -> float:
    """Six digits: more than an eye can tell, and short in the file."""
    return float(f"{value:.6g}")
