"""Geometry of the chain map: boxes apart, edges in gutters, empty cells and tracks only."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.views.chainlayout import BOX_W, GUTTER, Layout, Node, lay_out
from views.svg_paths import points


def nodes(*spec: tuple[str, int]) -> list[Node]:
    return [Node(name, column, height=60, foot=18) for name, column in spec]


def test_columns_are_compact_and_the_longest_path_is_the_first_lane() -> None:
    stages = nodes(("ore", 0), ("anode", 3), ("metal", 7), ("alumina", 3))
    layout = lay_out(stages, [("ore", "alumina"), ("alumina", "metal"), ("anode", "metal")])
    assert {name: x for name, (x, _) in layout.boxes.items()} == {
        "ore": 0, "alumina": BOX_W + GUTTER, "anode": BOX_W + GUTTER, "metal": 2 * (BOX_W + GUTTER),
    }  # fmt: skip
    assert layout.boxes["ore"][1] == layout.boxes["alumina"][1] == layout.boxes["metal"][1] < layout.boxes["anode"][1]


def test_an_edge_that_jumps_a_taken_column_passes_over_its_box() -> None:
    layout = lay_out(nodes(("a", 0), ("b", 1), ("c", 2)), [("a", "b"), ("b", "c"), ("a", "c")])
    jump = next(route for route in layout.routes if route.edge == ("a", "c"))
    top = layout.boxes["b"][1]
    assert min(y for _, y in points(jump.path)) < top
    assert not crossings(layout)


def test_a_return_path_runs_below_everything_and_carries_its_label() -> None:
    layout = lay_out(nodes(("metal", 0), ("scrap", 2)), [("metal", "scrap"), ("scrap", "metal")])
    back = next(route for route in layout.routes if route.way == "back")
    assert back.label is not None
    assert back.label[1] > max(y + 60 for _, y in layout.boxes.values())
    assert layout.left < 0 <= layout.height - back.label[1]


def test_stages_of_one_column_are_joined_beside_it() -> None:
    layout = lay_out(nodes(("salt", 1), ("electrolyte", 1)), [("salt", "electrolyte")])
    (route,) = layout.routes
    assert route.way == "beside"
    assert all(x >= BOX_W for x, _ in points(route.path))


@pytest.mark.parametrize("spec", [(), (("only", 4),)])
def test_nothing_and_one_stage_have_no_edges(spec: tuple[tuple[str, int], ...]) -> None:
    layout = lay_out(nodes(*spec), [("only", "only"), ("only", "unknown")])
    assert layout.routes == ()
    assert layout.width == (BOX_W if spec else 0)


@given(st.data())
def test_any_chain_has_boxes_apart_and_edges_that_cross_no_box(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.integers(0, 6), min_size=1, max_size=9))
    named = [Node(f"s{i}", c, data.draw(st.sampled_from([44.0, 62.0, 84.0])), 18) for i, c in enumerate(columns)]
    ids = st.sampled_from([node.id for node in named])
    layout = lay_out(named, data.draw(st.lists(st.tuples(ids, ids), max_size=14)))
    heights = {node.id: node.height + node.foot for node in named}
    for (one, (x1, y1)), (other, (x2, y2)) in combinations(layout.boxes.items(), 2):
        assert x1 != x2 or y1 + heights[one] <= y2 or y2 + heights[other] <= y1
    assert not crossings(layout, heights)


def crossings(layout: Layout, heights: dict[str, float] | None = None) -> list[tuple[str, str]]:
    """Edges that pass through a box or the text under it, their own ends apart."""
    found = []
    for route in layout.routes:
        for name, (x, y) in layout.boxes.items():
            height = (heights or {}).get(name, 78.0)
            if any(x + 1 < px < x + BOX_W - 1 and y < py < y + height for px, py in points(route.path)):
                found.append((name, route.path))
    return found
