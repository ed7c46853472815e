"""The report's small drawings as SVG strings: bars of need and supply, months, chains' shares, values by price time.

Geometry of numbers that are given; colours come from the page's CSS variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from lianpu.units import Range
from lianpu.views.svg import element, text, text_width, ticks

Words = Callable[[float], str]

PLOT_W, PLOT_H = 420.0, 190.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 22.0, 22.0
TICK = 12.0


def svg(body: str, name: str, width: float, height: float, **attributes: str) -> str:
    """A drawing that says in words what it shows."""
    title = f"<title>{escape(name)}</title>"
    return element(
        "svg",
        title + body,
        class_="chart",
        role="img",
        aria_label=name,
        viewBox=f"0 0 {width:g} {height:g}",
        **attributes,
    )


def pair_bars(need: Range, supply: Range, top: float) -> str:
    """Need above, supply below, on a scale to ``top``; from low to high in soft colour."""
    wide = 100 / top if top > 0 else 0.0
    return element(
        "svg",
        _soft_bar(need, wide, 1, "need", "unsure") + _soft_bar(supply, wide, 10, "supply", "supply-unsure"),
        class_="bars", viewBox="0 0 100 18", preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip


def _soft_bar(value: Range, wide: float, y: float, css: str, soft: str) -> str:
    sure = element("rect", x=0, y=y, width=value.low * wide, height=7, class_=css)
    rest = element("rect", x=value.low * wide, y=y, width=(value.high - value.low) * wide, height=7, class_=soft)
    return (sure if value.low > 0 else "") + (rest if value.high > value.low else "")


@dataclass(frozen=True, slots=True)
class Plot:
    """A frame with a value axis from 0 to ``top``; ``words`` says a tick."""

    width: float
    height: float
    top: float
    words: Words

    def y(self, value: float) -> float:
        return TOP + (self.height - TOP - BOTTOM) * (1 - value / self.top)

    @property
    def room(self) -> float:
        return self.width - LEFT - RIGHT

    def axis(self, unit: str) -> str:
        lines = "".join(
            element("line", x1=LEFT, x2=self.width - RIGHT, y1=self.y(v), y2=self.y(v), class_="grid")
            + text(LEFT - 6, self.y(v) + 4, self.words(v), text_anchor="end")
            for v in ticks(self.top)
            if v <= self.top
        )
        return lines + text(4, 12, unit)


def columns(values: Sequence[Range | None], names: Sequence[str], unit: str, words: Words, title: str) -> str:
    """A column for each value with its low–high; an outline where there is none."""
    high = max((v.high for v in values if v), default=1.0) or 1.0
    plot = Plot(PLOT_W, PLOT_H, ticks(high)[-1], words)
    step = plot.room / max(len(values), 1)
    body = plot.axis(unit)
    for i, (value, name) in enumerate(zip(values, names, strict=True)):
        middle = LEFT + (i + 0.5) * step
        body += text(middle, PLOT_H - 6, name, text_anchor="middle") + _column(plot, value, middle, step * 0.64)
    return svg(body, title, PLOT_W, PLOT_H)


def _column(plot: Plot, value: Range | None, middle: float, wide: float) -> str:
    floor = plot.y(0)
    if value is None:
        return element("rect", x=middle - wide / 2, y=floor - 14, width=wide, height=14, class_="none")
    y = plot.y(value.typical)
    bar = element("rect", x=middle - wide / 2, y=y, width=wide, height=max(floor - y, 0.5), class_="bar", fill_opacity=0.85)
    return bar if value.is_exact else bar + _whisker(middle, plot.y(value.low), plot.y(value.high))


def _whisker(x: float, low: float, high: float) -> str:
    ends = f"M{x - 3:g} {low:g}H{x + 3:g}M{x:g} {low:g}V{high:g}M{x - 3:g} {high:g}H{x + 3:g}"
    return element("path", d=ends, class_="whisker", fill="none")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a stacked bar: ``color`` is a CSS colour, ``name`` stands in it where it fits."""

    size: float
    color: str
    name: str


def stacked(bars: Sequence[tuple[str, Sequence[Slice], str]], title: str) -> str:
    """Bars one below another on one scale: (name, slices, total in words)."""
    height, wide = 44.0, PLOT_W - 8
    top = max((sum(s.size for s in slices) for _, slices, _ in bars), default=0.0) or 1.0
    body = ""
    for i, (name, slices, total) in enumerate(bars):
        y = i * height
        body += text(0, y + 14, name, class_="value") + text(PLOT_W - 8, y + 14, total, text_anchor="end", class_="value")
        x = 0.0
        for part in slices:
            width = part.size / top * wide
            body += _slice(part, x, y + 20, width)
            x += width
    return svg(body, title, PLOT_W, max(height * len(bars), 1.0))


def _slice(part: Slice, x: float, y: float, width: float) -> str:
    box = element("rect", x=x, y=y, width=max(width - 1, 0.5), height=16, rx=2, style=f"fill:{part.color}")
    fits = text_width(part.name, 11) < width - 8
    name = text(x + 5, y + 12, part.name, style="fill:var(--card);font-size:11px") if fits else ""
    return element("g", f"<title>{escape(part.name)}</title>{box}{name}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A value at a time: ``sold`` as dot and whisker, ``stages`` as a band behind it, ``tag`` beside it where given.

    ``mean`` marks a year's mean, drawn open; ``name`` is read aloud and shown on hover.
    """

    day: str
    sold: Range
    stages: Range
    mean: bool
    tag: str
    name: str


VALUE_W, VALUE_H = 640.0, 280.0


def values_in_time(marks: Sequence[Mark], stated: Sequence[tuple[float, str]], unit: str, words: Words, title: str) -> str:
    """Values by price time with the stated ones as dashed lines; ``stated`` are (value, words)."""
    high = max([*(max(m.sold.high, m.stages.high) for m in marks), *(value for value, _ in stated)], default=1.0)
    plot = Plot(VALUE_W, VALUE_H, ticks(high)[-1], words)
    years = sorted({int(m.day[:4]) for m in marks})
    first, last = (years[0], years[-1] + 1) if years else (0, 1)

    def x(day: str) -> float:
        return LEFT + plot.room * (_year(day) - first) / (last - first)

    body = plot.axis(unit) + "".join(_year_name(year, x(f"{year}-01-01"), x(f"{year + 1}-01-01")) for year in range(first, last))
    body += "".join(_stages_band(m, x(m.day), plot) for m in marks) + "".join(_stated(v, said, plot) for v, said in stated)
    body += "".join(_dot(m, x(m.day), plot) for m in sorted(marks, key=lambda m: bool(m.tag)))
    return svg(body, title, VALUE_W, VALUE_H)


def _year(day: str) -> float:
    year, month, of_month = ([int(part) for part in day.split("-")] + [1, 1])[:3]
    return year + (date(year, month, of_month) - date(year, 1, 1)).days / 366


def _year_name(year: int, x1: float, x2: float) -> str:
    line = element("line", x1=x1, x2=x1, y1=VALUE_H - BOTTOM, y2=VALUE_H - BOTTOM + 5, class_="grid")
    name = str(year) if x2 - x1 > 36 else f"’{year % 100:02d}"
    return line + text((x1 + x2) / 2, VALUE_H - 6, name, text_anchor="middle")


def _stages_band(mark: Mark, x: float, plot: Plot) -> str:
    low, high = plot.y(mark.stages.low), plot.y(mark.stages.high)
    return element("rect", x=x - 3, y=high, width=6, height=max(low - high, 1), class_="band")


def _dot(mark: Mark, x: float, plot: Plot) -> str:
    y = plot.y(mark.sold.typical)
    whisker = "" if mark.sold.is_exact else _whisker(x, plot.y(mark.sold.low), plot.y(mark.sold.high))
    dot = element("circle", cx=x, cy=y, r=5 if mark.tag else 3.5, class_="open" if mark.mean else "dot")
    tag = text(x, y - 9, mark.tag, text_anchor="middle", class_="value") if mark.tag else ""
    return element("g", f"<title>{escape(mark.name)}</title>{whisker}{dot}{tag}")


def _stated(value: float, words: str, plot: Plot) -> str:
    y = plot.y(value)
    line = element("line", x1=LEFT, x2=plot.width - RIGHT, y1=y, y2=y, class_="stated")
    return line + text(plot.width - RIGHT, y - 5, words, text_anchor="end", class_="stated-name")


def month_names(lang: str) -> Iterable[str]:
    """1 to 12 as short as they can be said."""
    return (f"{month}月" if lang == "zh" else "JFMAMJJASOND"[month - 1] for month in range(1, 13))
