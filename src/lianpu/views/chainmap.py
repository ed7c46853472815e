"""The chain map as SVG: who is there, what is missing and how much, one row a chain.

Status is told by pattern, never by hue alone. Colours are CSS variables with fallbacks, so that the drawing follows a
page's light or dark scheme and still stands on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from math import sqrt

from lianpu.system.model import Scenario, StatusClass
from lianpu.units import parse_unit
from lianpu.views import numbers
from lianpu.views.chainbox import FOOT, SIZE, draw, face, segment
from lianpu.views.chainlayout import Edge, Layout, Node, Route, lay_out
from lianpu.views.dossier import Dossier
from lianpu.views.labels import label
from lianpu.views.stages import ChainView, StageState, StageView, chain_views
from lianpu.views.svg import element, text
from lianpu.views.wording import t

HEAD, BETWEEN_CHAINS, MARGIN = 28.0, 30.0, 4.0
WIDEST, THINNEST = 13.0, 2.0
WEIGHTS = {StageState.SIZED: 3.0, StageState.SHARED: 3.0, StageState.NAMED: 2.0}

PALETTE = ("#5d6875", "#2b6c9e", "#66717d", "#2b7a5a", "#7a5195", "#8a6d3b", "#0f7c86")
_CHAINS = "".join(f".chainmap .chain-{i},.chainmap.chain-{i}{{--c:var(--chain{i},{color})}}\n" for i, color in enumerate(PALETTE))
STYLE = (
    f"""{_CHAINS}"""
    + """\
.chainmap{display:block;font-family:inherit}
.chainmap text{fill:var(--ink,#1c2530)}
.chainmap .chain-name{font-weight:650;fill:var(--c)}
.chainmap .name{font-weight:600}
.chainmap .q{fill:var(--soft,#5d6875)}
.chainmap .box{fill:var(--card,#fff);stroke:var(--c)}
.chainmap .needed .box{fill:var(--warn-wash,#fcf3f0);stroke:var(--warn,#b1452c);stroke-width:1.5;stroke-dasharray:5 4}
.chainmap .needed .name,.chainmap .mark{fill:var(--warn,#b1452c)}
.chainmap .missing .box{stroke:var(--warn,#b1452c);stroke-opacity:.6;stroke-dasharray:5 4}
.chainmap .missing .name{fill:var(--soft,#5d6875)}
.chainmap .named .box{stroke-width:2;stroke-dasharray:.1 4;stroke-linecap:round}
.chainmap .counted .box{stroke:var(--line,#e3e1da)}
.chainmap .counted .name{fill:var(--soft,#5d6875);font-weight:400}
.chainmap .solid{fill:var(--c)}
.chainmap .outline{fill:none;stroke:var(--c)}
.chainmap .hatched{stroke:var(--c)}
.chainmap .hoped{fill:none;stroke:var(--c);stroke-dasharray:3 3}
.chainmap .edge{fill:none;stroke:var(--c);stroke-opacity:.34}
.chainmap .edge.coming{stroke-opacity:.16}
.chainmap .edge.lacking{stroke:var(--warn,#b1452c);stroke-opacity:.7;stroke-dasharray:5 4}
.chainmap .edge.idle{stroke:var(--soft,#5d6875);stroke-opacity:.5;stroke-dasharray:2 4}
.chainmap .edge.back{stroke-opacity:.7;stroke-dasharray:2 4}
.chainmap .back-name{stroke:var(--card,#fff);stroke-width:8;paint-order:stroke}
.chainmap a{text-decoration:none}
.chainmap a:hover .box,.chainmap a:focus-visible .box{stroke-width:2.4}
"""
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What runs along an edge with everything named at full load, in ``unit``; ``kind`` is its way of drawing."""

    kind: str  # standing | coming | lacking | idle | back
    amount: float
    unit: str


def chain_map(dossier: Dossier, lang: str, *, styled: bool = True) -> str:
    """An ``<svg>`` of the region's chains; every box links to ``#stage-GOOD``. Says so in words where there is no chain.

    Not ``styled``, it has neither style sheet nor style attributes, for a page that has ``STYLE`` in a file of its own.
    """
    chains = chain_views(dossier, lang)
    drawn = [_chain(chain, dossier, lang) for chain in chains]
    *tops, height = accumulate((HEAD + layout.height + BETWEEN_CHAINS for layout, _ in drawn), initial=MARGIN)
    left = MARGIN - min((layout.left for layout, _ in drawn), default=0.0)
    width = left + max((layout.width for layout, _ in drawn), default=480.0) + MARGIN
    bands = (_band(chain, markup, left, top) for chain, (_, markup), top in zip(chains, drawn, tops, strict=True))
    body = "".join(bands) or text(MARGIN, 30, label("map.empty", lang), class_="q", font_size=13)
    return _frame(body, width, max(height - BETWEEN_CHAINS + MARGIN, 48.0), lang, styled)


def _frame(body: str, width: float, height: float, lang: str, styled: bool) -> str:
    head = (
        f'<title id="chainmap-title">{escape(label("map.title", lang))}</title>'
        f'<desc id="chainmap-desc">{escape(label("map.about", lang))}</desc>'
    ) + (f"<style>{STYLE}</style>" if styled else "")
    size = f"width:100%;min-width:{0.78 * width:.0f}px;max-width:{1.1 * width:.0f}px;height:auto"
    return element(
        "svg", head + body, xmlns="http://www.w3.org/2000/svg", class_="chainmap", role="group", lang=lang,
        aria_labelledby="chainmap-title", aria_describedby="chainmap-desc", viewBox=f"0 0 {width:g} {height:g}",
        style=size if styled else None,
    )  # fmt: skip


def _band(chain: ChainView, markup: str, left: float, top: float) -> str:
    """A chain's row: its hatch, its name, and the drawing below."""
    name = text(left, top + 15, chain.name, class_="chain-name", font_size=14)
    inside = element("g", markup, transform=f"translate({left:g} {top + HEAD:g})")
    return element("g", hatch(chain.id) + name + inside, class_=f"chain {chain_class(chain.color)}")


def color_of(number: int) -> str:
    """The CSS colour of the library's chain with this number (from 1); 0 for what stands outside every chain."""
    place = _place(number)
    return f"var(--chain{place},{PALETTE[place]})"


def chain_class(number: int) -> str:
    """The class in ``STYLE`` that has the colour of a chain."""
    return f"chain-{_place(number)}"


def _place(number: int) -> int:
    return (number - 1) % (len(PALETTE) - 1) + 1 if number else 0


def hatch(name: str) -> str:
    """The pattern of what is being built, in the colour of its surroundings."""
    line = element("rect", width=3, height=6, class_="solid")
    attributes = {"patternTransform": "rotate(45)", "patternUnits": "userSpaceOnUse"}
    return f"<defs>{element('pattern', line, id=f'hatch-{name}', width=6, height=6, **attributes)}</defs>"


def _chain(chain: ChainView, dossier: Dossier, lang: str) -> tuple[Layout, str]:
    names = {stage.good: stage.name for stage in chain.stages}
    faces = {stage.good: face(stage, names, dossier, lang) for stage in chain.stages}
    nodes = [
        Node(s.good, s.column, faces[s.good].height, FOOT if faces[s.good].foot else 0.0, WEIGHTS.get(s.state, 1.0))
        for s in chain.stages
    ]
    layout = lay_out(nodes, [(s.good, target) for s in chain.stages for target in s.feeds])
    edges = "".join(_edges(chain, layout, names, dossier, lang))
    return layout, edges + "".join(draw(s, faces[s.good], *layout.boxes[s.good]) for s in chain.stages)


def _edges(chain: ChainView, layout: Layout, names: Mapping[str, str], dossier: Dossier, lang: str) -> Iterable[str]:
    stages = {stage.good: stage for stage in chain.stages}
    flows = {route.edge: _flow(route, stages, dossier) for route in layout.routes}
    for route in layout.routes:
        flow = flows[route.edge]
        path = element(
            "path", _edge_title(route.edge, flow, names, lang), d=route.path, class_=f"edge {flow.kind}",
            stroke_width=_width(flow, flows.values()),
        )  # fmt: skip
        yield path + _back_name(route, names, lang)


def _flow(route: Route, stages: Mapping[str, StageView], dossier: Dossier) -> Flow:
    source, target = (stages[name] for name in route.edge)
    if target.amount is not None and target.amount.notes["of"] == source.good:
        return Flow("standing", target.amount.value.typical, source.unit)
    taken = {s: _taken(route.edge, s, dossier) for s in Scenario}
    if route.way == "back":
        return Flow("back", taken[Scenario.C], source.unit)
    if taken[Scenario.C] <= 0:
        return Flow("idle", 0.0, source.unit)
    if source.missing:
        return Flow("lacking", taken[Scenario.C], source.unit)
    made = dossier.answer.balance.of(source.good, Scenario.A).supply.high
    return Flow("standing" if taken[Scenario.A] > 0 < made else "coming", taken[Scenario.C], source.unit)


def _taken(edge: Edge, scenario: Scenario, dossier: Dossier) -> float:
    """What the plants of the edge's target take of its source a year."""
    figure = dossier.answer.balance.figures.get(f"need/{edge[0]}/{scenario}")
    users = {plant.id for plant in dossier.answer.region.plants if plant.good == edge[1]}
    return sum(term.value.typical for term in figure.terms if term.label in users) if figure else 0.0


def _width(flow: Flow, others: Iterable[Flow]) -> float:
    """By the square root of the flow, so that a tenth is still seen; comparable within a chain and unit."""
    if flow.kind in ("idle", "back"):
        return 1.6
    dimension = parse_unit(flow.unit).dimension
    greatest = max(other.amount for other in others if parse_unit(other.unit).dimension is dimension)
    return max(THINNEST, WIDEST * sqrt(flow.amount / greatest))


def _edge_title(edge: Edge, flow: Flow, names: Mapping[str, str], lang: str) -> str:
    ends = {"source": names[edge[0]], "target": names[edge[1]]}
    if flow.amount <= 0:
        return f"<title>{escape(label('map.flow', lang, **ends))}</title>"
    key = "map.flow_missing" if flow.kind == "lacking" else "map.flow_is"
    return f"<title>{escape(label(key, lang, amount=numbers.amount(flow.amount, flow.unit, lang), **ends))}</title>"


def _back_name(route: Route, names: Mapping[str, str], lang: str) -> str:
    if route.label is None:
        return ""
    x, y = route.label
    words = label("map.back", lang, good=names[route.edge[1]])
    return text(x, y + 4, words, class_="q back-name", font_size=SIZE, text_anchor="middle")


def legend(lang: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a small drawing and its words; the drawings need one ``hatch("legend")`` on the page."""
    statuses = ((segment(status, "legend", 0, 0, 30), t(f"status_class.{status}", lang)) for status in StatusClass)
    boxes = ((f'<g class="{state}">{_sample_box()}</g>', label(f"legend.{state}", lang)) for state in list(StageState)[2:])
    back = element("path", d="M0 6.5H30", class_="edge back", stroke_width=1.6)
    width = element("path", d="M0 6.5H30", class_="edge", stroke_width=7)
    lines = ((back, label("legend.back", lang)), (width, label("legend.width", lang)))
    return tuple((_sample(markup), words) for markup, words in (*statuses, *boxes, *lines))


def _sample_box() -> str:
    return element("rect", x=1, y=1, width=28, height=11, rx=3, class_="box")


def _sample(markup: str) -> str:
    return element(
        "svg",
        markup,
        class_=f"chainmap sample {chain_class(0)}",
        viewBox="0 0 30 13",
        width=30,
        height=13,
        aria_hidden="true",
    )
