"""The plants of a region by its districts and counties, as JSON: tiles, since borders are not ours to draw."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from lianpu.ledger.places import parts_of, within
from lianpu.ledger.state import PlantState, RegionState
from lianpu.library.load import Library
from lianpu.views.state_table import plant_json


def places_json(state: RegionState, library: Library, lang: str) -> dict[str, Any]:
    """``place``, ``at``, ``tiles[]`` (``place``: null for plants of which the part is not told; ``plants[]`` as of
    ``ledger state``), ``silent[]``: parts that no plant is told of."""
    parts = parts_of(state.place or "")
    held: dict[str | None, list[PlantState]] = defaultdict(list)
    for plant in state.plants:
        held[next((part for part in parts if _lies_in(plant.place, part, state.place)), None)].append(plant)
    order = [*(part for part in parts if part in held), *([None] if None in held else [])]
    return {
        "place": state.place,
        "at": state.at,
        "tiles": [{"place": part, "plants": [plant_json(p, library, lang) for p in held[part]]} for part in order],
        "silent": [part for part in parts if part not in held],
    }


def _lies_in(place: str | None, part: str, region: str | None) -> bool:
    """A part's name is read inside its region: 开发区 and common names of counties are not taken for others'."""
    return within(place, f"{region}{part}") or within(place, part)
