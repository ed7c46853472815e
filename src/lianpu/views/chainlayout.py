"""Where the boxes of one chain stand and how its edges run: geometry only, in px, no words and no colours.

Boxes stand in columns (the stage's column, empty ones left out) and lanes. The weightiest path of the chain is its
first lane; what feeds it from beside stands below, near what it feeds. All text belongs to a box's column, so an edge
that keeps to the gutters between columns, to empty cells and to the tracks above and below the lanes crosses no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from typing import Literal

BOX_W = 128.0
GUTTER = 36.0
LANE_GAP = 16.0
TRACK, RETURN_TRACK = 14.0, 24.0
PORT_MARGIN = 0.18  # of a box's height, above the first and below the last edge

Edge = tuple[str, str]
Way = Literal["forward", "beside", "back"]


@dataclass(frozen=True, slots=True)
class Node:
    """A stage's box. ``foot`` is the room for text under it; ``weight`` decides which path is the main line."""

    id: str
    column: int
    height: float
    foot: float = 0.0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """An edge's path from box to box; ``way`` is back for a return path, whose label stands centred at ``label``."""

    edge: Edge
    path: str
    way: Way
    label: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """``boxes`` are the upper left corners; all lies within ``left`` (≤ 0) … ``width`` and 0 … ``height``."""

    left: float
    width: float
    height: float
    boxes: Mapping[str, tuple[float, float]]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    nodes: Mapping[str, Node]
    column: Mapping[str, int]
    lane: Mapping[str, int]

    def goes(self, edge: Edge) -> int:
        """How many columns an edge leads to the right; negative for a return path."""
        return self.column[edge[1]] - self.column[edge[0]]

    def lane_sizes(self) -> list[tuple[float, float]]:
        """For each lane its greatest box height and foot."""
        sizes: dict[int, tuple[float, float]] = {}
        for name, lane in self.lane.items():
            height, foot = sizes.get(lane, (0.0, 0.0))
            sizes[lane] = max(height, self.nodes[name].height), max(foot, self.nodes[name].foot)
        return [sizes[lane] for lane in sorted(sizes)]

    def straight(self, edge: Edge) -> int | None:
        """The lane in which an edge can run: all cells between its columns are empty there."""
        taken = {(self.column[name], self.lane[name]) for name in self.lane}
        between = range(self.column[edge[0]] + 1, self.column[edge[1]])
        lanes = (self.lane[name] for name in edge)
        return next((lane for lane in lanes if not any((column, lane) in taken for column in between)), None)


def lay_out(nodes: Sequence[Node], edges: Collection[Edge]) -> Layout:
    """Boxes and routes of one chain. Edges of unknown nodes are left out; a chain without nodes has no size."""
    known = {node.id: node for node in nodes}
    kept = [edge for edge in dict.fromkeys(edges) if set(edge) <= known.keys() and edge[0] != edge[1]]
    columns = {column: i for i, column in enumerate(sorted({node.column for node in nodes}))}
    column = {node.id: columns[node.column] for node in nodes}
    return _placed(_Grid(known, column, _lanes(nodes, kept, column)), kept)


def _lanes(nodes: Sequence[Node], edges: Sequence[Edge], column: Mapping[str, int]) -> dict[str, int]:
    main = _weightiest(nodes, edges, column)
    lane = dict.fromkeys(main, 0)
    for place in sorted(set(column.values()), reverse=True):
        beside = [node for node in nodes if column[node.id] == place and node.id not in lane]
        beside.sort(key=lambda node: _wanted(node, edges, lane))
        first = int(any(column[name] == place for name in main))
        lane |= {node.id: first + i for i, node in enumerate(beside)}
    return lane


def _wanted(node: Node, edges: Sequence[Edge], lane: Mapping[str, int]) -> tuple[float, float]:
    """Near what it feeds; of equals the weightier first."""
    placed = [lane[target] for source, target in edges if source == node.id and target in lane]
    return sum(placed) / len(placed) if placed else float("inf"), -node.weight


def _weightiest(nodes: Sequence[Node], edges: Sequence[Edge], column: Mapping[str, int]) -> list[str]:
    """The forward path of the greatest weight; of equals the one named first."""
    best: dict[str, tuple[float, list[str]]] = {}
    for node in sorted(nodes, key=lambda n: -column[n.id]):
        after = [best[t] for s, t in edges if s == node.id and column[t] > column[s]]
        weight, path = max(after, key=lambda found: found[0], default=(0.0, []))
        best[node.id] = (weight + node.weight, [node.id, *path])
    return max((best[n.id] for n in nodes), key=lambda found: found[0], default=(0.0, []))[1]


def _placed(grid: _Grid, edges: Sequence[Edge]) -> Layout:
    over = _tracks([e for e in edges if grid.goes(e) > 1 and grid.straight(e) is None], grid)
    back = _tracks([e for e in edges if grid.goes(e) < 0], grid)
    top = _depth(over) * TRACK
    sizes = grid.lane_sizes()
    *lane_top, floor = accumulate([top, *(height + foot + LANE_GAP for height, foot in sizes)])
    boxes = {
        name: (grid.column[name] * (BOX_W + GUTTER), lane_top[lane] + (sizes[lane][0] - grid.nodes[name].height) / 2)
        for name, lane in grid.lane.items()
    }
    levels = {e: top - (level + 0.6) * TRACK for e, level in over.items()}
    levels |= {e: floor + level * RETURN_TRACK for e, level in back.items()}
    ports = _ports(grid, boxes, edges, levels)
    routes = tuple(_route(e, grid, boxes, ports, levels) for e in edges)
    width = max((x + BOX_W for x, _ in boxes.values()), default=0.0)
    turn = GUTTER / 2 if back else 0.0  # a return path turns in the gutters beside its boxes
    return Layout(-turn, width + turn, floor + _depth(back) * RETURN_TRACK, boxes, routes)


def _depth(tracks: Mapping[Edge, int]) -> int:
    return max(tracks.values(), default=-1) + 1


def _tracks(edges: Iterable[Edge], grid: _Grid) -> dict[Edge, int]:
    """A level for each edge such that two on one level do not overlap; short ones nearest to the boxes."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    out = {}
    for edge in sorted(edges, key=lambda e: abs(grid.goes(e))):
        low, high = sorted(grid.column[name] for name in edge)
        level = next(i for i in count() if all(high <= a or b <= low for a, b in taken[i]))
        taken[level].append((low, high))
        out[edge] = level
    return out


def _ports(
    grid: _Grid, boxes: Mapping[str, tuple[float, float]], edges: Sequence[Edge], levels: Mapping[Edge, float]
) -> dict[tuple[Edge, str], float]:
    """The height at which each edge leaves and enters: spread over the side, in the order in which they come."""
    ports: dict[tuple[Edge, str], float] = {}
    for name, (_, top) in boxes.items():
        height = grid.nodes[name].height
        for side, own, other in (("out", 0, 1), ("in", 1, 0)):
            mine = sorted((levels.get(e, boxes[e[other]][1]), e) for e in edges if e[own] == name)
            step = height * (1 - 2 * PORT_MARGIN) / max(len(mine), 1)
            ports |= {(e, side): top + height * PORT_MARGIN + (i + 0.5) * step for i, (_, e) in enumerate(mine)}
    return ports


def _route(
    edge: Edge,
    grid: _Grid,
    boxes: Mapping[str, tuple[float, float]],
    ports: Mapping[tuple[Edge, str], float],
    levels: Mapping[Edge, float],
) -> Route:
    x1, y1 = boxes[edge[0]][0] + BOX_W, ports[edge, "out"]
    x2, y2 = boxes[edge[1]][0], ports[edge, "in"]
    if grid.goes(edge) == 0:
        reach = x1 + GUTTER * 0.7
        return Route(edge, f"M{x1:g} {y1:g}C{reach:g} {y1:g},{reach:g} {y2:g},{x1:g} {y2:g}", "beside")
    if grid.goes(edge) < 0:
        return Route(edge, _return(x1, y1, x2, y2, levels[edge]), "back", ((x1 + x2) / 2, levels[edge]))
    if edge in levels:
        level, down = levels[edge], x2 - GUTTER
        arc = f"M{x1:g} {y1:g}{_bend(x1, y1, x1 + GUTTER, level)}L{down:g} {level:g}{_bend(down, level, x2, y2)}"
        return Route(edge, arc, "forward")
    return Route(edge, _through(x1, y1, x2, y2, grid.straight(edge) == grid.lane[edge[0]]), "forward")


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"C{middle:g} {y1:g},{middle:g} {y2:g},{x2:g} {y2:g}"


def _through(x1: float, y1: float, x2: float, y2: float, bend_last: bool) -> str:
    """Straight along a free lane, the bend in the last gutter or in the first."""
    if bend_last:
        return f"M{x1:g} {y1:g}L{x2 - GUTTER:g} {y1:g}{_bend(x2 - GUTTER, y1, x2, y2)}"
    return f"M{x1:g} {y1:g}{_bend(x1, y1, x1 + GUTTER, y2)}L{x2:g} {y2:g}"


def _return(x1: float, y1: float, x2: float, y2: float, level: float) -> str:
    """Down in the gutter right of the source, back along the track below, up in the gutter left of the target."""
    half = GUTTER / 2
    out, back = x1 + half, x2 - half
    return (
        f"M{x1:g} {y1:g}Q{out:g} {y1:g},{out:g} {y1 + half:g}L{out:g} {level - half:g}Q{out:g} {level:g},{x1:g} {level:g}"
        f"L{x2:g} {level:g}Q{back:g} {level:g},{back:g} {level - half:g}L{back:g} {y2 + half:g}Q{back:g} {y2:g},{x2:g} {y2:g}"
    )
