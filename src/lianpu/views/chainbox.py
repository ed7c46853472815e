"""One stage as a box of the chain map: name, capacity by status, bar, owners, and local supply ÷ need under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from lianpu.system.model import Scenario, StatusClass
from lianpu.units import Range
from lianpu.views import numbers
from lianpu.views.chainlayout import BOX_W
from lianpu.views.dossier import Dossier
from lianpu.views.labels import label
from lianpu.views.stages import StageState, StageView
from lianpu.views.svg import element, fit, text
from lianpu.views.wording import t

PAD_X, PAD_Y = 8.0, 7.0
INNER = BOX_W - 2 * PAD_X
NAME_SIZE, SIZE = 13.0, 12.0
NAME_ROW, ROW, BAR_ROW, FOOT = 17.0, 16.0, 18.0, 18.0
BAR = 11.0
#: From this ratio on a multiple reads better than per cent.
MANY = 10.0


@dataclass(frozen=True, slots=True)
class Face:
    """What stands in a box: ``rows`` are (class, text), with ("bar", "") where the bar is; ``foot`` stands under it."""

    rows: tuple[tuple[str, str], ...]
    height: float
    foot: str
    title: str


def face(stage: StageView, names: Mapping[str, str], dossier: Dossier, lang: str) -> Face:
    """The rows of a stage's box; ``names`` are the stages' names by good."""
    facts = tuple((css, words) for css, words in _facts(stage, names, lang) if words or css == "bar")
    rows = (*(("name", line) for line in _lines(stage.name, NAME_SIZE)), *(row for fact in facts for row in _rows(*fact)))
    foot = ratio_line(stage.good, dossier, lang)
    height = 2 * PAD_Y + sum(_room(css) for css, _ in rows)
    title = f"{stage.name}: " + "; ".join(filter(None, (*(words for _, words in facts), *stage.owners, foot)))
    return Face(rows, height, foot, title)


def _rows(css: str, words: str) -> Iterable[tuple[str, str]]:
    """A fact over two rows where one is too narrow for it."""
    return ((css, line) for line in _lines(words, SIZE)) if words else ((css, words),)


def _lines(words: str, size: float) -> tuple[str, ...]:
    return fit(words, INNER, size, lines=2).lines


def _room(css: str) -> float:
    return {"name": NAME_ROW, "bar": BAR_ROW}.get(css, ROW)


def _facts(stage: StageView, names: Mapping[str, str], lang: str) -> Iterable[tuple[str, str]]:
    match stage.state:
        case StageState.SIZED:
            yield from (("q", quantity(stage, lang)), ("bar", ""), ("q", _note(stage, lang)))
        case StageState.SHARED if stage.amount is not None:
            sign = t(f"bound_sign.{stage.amount.notes['bound']}", lang)
            yield from (("q", sign + numbers.span(stage.amount.value, stage.unit, lang)), ("bar", ""))
        case StageState.NAMED:
            yield from (("q", label("map.named", lang)), ("q", _owners(stage, lang)))
        case StageState.COUNTED:
            yield "q", label("map.counted", lang, good=names.get(stage.share_of or "", ""))
        case _:
            if stage.need is not None:
                yield "q", label("map.need", lang, amount=numbers.span(stage.need[1], stage.unit, lang))
            mark = t("mark.missing", lang)
            yield "mark", label("map.aimed", lang, mark=mark) if stage.aimed else mark


def quantity(stage: StageView, lang: str) -> str:
    """Capacities by status in one unit: ``5.3+4+10 万吨/年``; a single one with its sign and range."""
    total = sum((capacity for _, capacity in stage.parts), Range.exact(0.0))
    bounds = {tranche.bound for plant in stage.plants for tranche in plant.tranches}
    sign = t(f"bound_sign.{bounds.pop()}", lang) if len(bounds) == 1 else ""
    if len(stage.parts) == 1:
        return sign + numbers.span(total, stage.unit, lang)
    shown = numbers.scale(total.typical, stage.unit, lang)
    parts = "+".join(numbers.plain(capacity.typical * shown.factor, lang) for _, capacity in stage.parts)
    return f"{sign}{shown.before}{parts}{shown.after}"


def _note(stage: StageView, lang: str) -> str:
    """The part whose status the text does not split is named; else whose plants they are."""
    between = dict(stage.parts).get(StatusClass.BETWEEN)
    if between is not None:
        shown = numbers.scale(between, stage.unit, lang)
        return label("map.between", lang, amount=numbers.plain(between.typical * shown.factor, lang))
    return _owners(stage, lang) if stage.plants else label("map.by_product", lang)


def _owners(stage: StageView, lang: str) -> str:
    return t("list.comma", lang).join(stage.owners)


def ratio_line(good: str, dossier: Dossier, lang: str) -> str:
    """Local supply ÷ need now and with everything named; empty where nothing needs the good or nothing makes it."""
    balance = dossier.answer.balance
    if balance.of(good, Scenario.C).supply.high <= 0:
        return ""
    ratios = {s: balance.of(good, s).ratio for s in (Scenario.A, Scenario.C)}
    shown = {s: _ratio(ratio, lang) for s, ratio in ratios.items() if ratio is not None}
    if len(set(shown.values())) == 1 and len(shown) == 2:
        return next(iter(shown.values()))
    return " · ".join(f"{scenario} {words}" for scenario, words in shown.items())


def _ratio(ratio: Range, lang: str) -> str:
    return numbers.times(ratio.typical, lang) if ratio.typical >= MANY else numbers.percent(ratio.typical, lang)


def draw(stage: StageView, shown: Face, x: float, y: float) -> str:
    """The box at a point, a link to the stage's detail."""
    frame = element("rect", x=x, y=y, width=BOX_W, height=shown.height, rx=8, class_="box")
    inside, at = "", y + PAD_Y
    for css, words in shown.rows:
        if css == "bar":
            inside += _bar(stage, x + PAD_X, at + 4)
        else:
            inside += _row(css, words, x + PAD_X, at)
        at += _room(css)
    foot = shown.foot and _fitted(shown.foot, x + BOX_W - 4, y + shown.height + 14, "q", SIZE, BOX_W - 8, "end")
    title = f"<title>{escape(shown.title)}</title>"
    return element("a", title + frame + inside + foot, href=f"#stage-{stage.good}", class_=f"stage {stage.state}")


def _row(css: str, words: str, x: float, top: float) -> str:
    size = NAME_SIZE if css == "name" else SIZE
    return _fitted(words, x, top + size, css, size, INNER)


def _fitted(words: str, x: float, y: float, css: str, size: float, room: float, anchor: str | None = None) -> str:
    fitted = fit(words, room, size)
    return text(x, y, fitted.lines[0], class_=css, font_size=fitted.size, text_anchor=anchor)


def _bar(stage: StageView, x: float, y: float) -> str:
    """Segments by certainty, as wide as their share of what is named."""
    parts = [(status, capacity.typical) for status, capacity in stage.parts] or [(StatusClass.STANDING, 1.0)]
    total = sum(size for _, size in parts)
    out = ""
    for status, size in parts:
        width = INNER * size / total
        out += segment(status, stage.chain, x, y, width)
        x += width
    return out


def segment(status: StatusClass, chain: str, x: float, y: float, width: float) -> str:
    """A bar's piece: solid, half-shaded, hatched or a dashed outline, from what stands to what is hoped for."""
    box = {"x": x + 0.5, "y": y + 0.5, "width": max(width - 1, 1), "height": BAR, "rx": 2}
    match status:
        case StatusClass.STANDING:
            return element("rect", **box, class_="solid")
        case StatusClass.BETWEEN:
            half = box | {"y": y + 0.5 + BAR / 2, "height": BAR / 2}
            return element("rect", **half, class_="solid") + element("rect", **box, class_="outline")
        case StatusClass.COMING:
            return element("rect", **box, class_="hatched", fill=f"url(#hatch-{chain})")
        case _:
            return element("rect", **box, class_="hoped")
