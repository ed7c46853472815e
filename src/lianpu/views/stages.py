"""What is shown of each stage of the region's chains: its state, its capacity by status, its need and its users."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lianpu.engine.balance import ZERO
from lianpu.engine.figures import Figure
from lianpu.library.chains import Chain, Stage
from lianpu.system.model import Plant, Scenario, StatusClass
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount
from lianpu.views.wording import chain_name, good_name

EVERY = frozenset(StatusClass)
OTHER = "other"


class StageState(StrEnum):
    """SIZED has a capacity, SHARED an amount that a stated share of another stage gives, NAMED a project or presence
    without a size; COUNTED is contained in another stage that is there; the rest is missing, with or without users."""

    SIZED = "sized"
    SHARED = "shared"
    NAMED = "named"
    COUNTED = "counted"
    NEEDED = "needed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class StageView:
    """``parts`` are typical capacities by status class, in the good's unit per year (``unit``); ``need`` is the first
    scenario with a need and that need; ``amount`` of a SHARED stage is its figure; ``named`` and ``aimed`` are the claims
    that name it without a size, as there or only as an aim."""

    good: str
    name: str
    chain: str
    column: int
    feeds: tuple[str, ...]
    share_of: str | None
    state: StageState
    unit: str
    plants: tuple[Plant, ...]
    parts: tuple[tuple[StatusClass, Range], ...]
    need: tuple[Scenario, Range] | None
    amount: Figure | None
    named: tuple[str, ...]
    aimed: tuple[str, ...]

    @property
    def missing(self) -> bool:
        return self.state in (StageState.NEEDED, StageState.MISSING)

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(plant.owner for plant in self.plants if plant.owner))

    @property
    def claims(self) -> tuple[str, ...]:
        """All claims that speak of the stage: capacities, its share, and where it is only named."""
        own = (claim for plant in self.plants for claim in plant.claims(EVERY))
        return tuple(dict.fromkeys((*own, *(self.amount.claims if self.amount else ()), *self.named, *self.aimed)))


@dataclass(frozen=True, slots=True)
class ChainView:
    """A chain that the region has a part in; ``color`` is its place in the library's list, from 1."""

    id: str
    name: str
    color: int
    stages: tuple[StageView, ...]


def chain_views(dossier: Dossier, lang: str) -> tuple[ChainView, ...]:
    """The chains of the library in which the region has or names anything, and then what stands outside every chain."""
    views = [_chain(chain, i, dossier, lang) for i, chain in enumerate(dossier.library.chains, 1)]
    known = {stage.good for view in views for stage in view.stages}
    rest = [good for good in _goods_made(dossier) if good not in known]
    if rest:
        stages = (Stage(good, "", "", column, (), None) for column, good in enumerate(rest))
        name = chain_name(OTHER, dossier.library, lang)
        views.append(ChainView(OTHER, name, 0, tuple(_stage(s, OTHER, dossier, lang) for s in stages)))
    return tuple(view for view in views if any(_is_there(stage) for stage in view.stages))


def _goods_made(dossier: Dossier) -> Iterable[str]:
    return dict.fromkeys(plant.good for plant in dossier.answer.region.plants)


def _is_there(stage: StageView) -> bool:
    return stage.state in (StageState.SIZED, StageState.SHARED, StageState.NAMED)


def _chain(chain: Chain, color: int, dossier: Dossier, lang: str) -> ChainView:
    name = chain.en if lang == "en" else chain.zh
    return ChainView(chain.id, name, color, tuple(_stage(stage, chain.id, dossier, lang) for stage in chain.stages))


def _stage(stage: Stage, chain: str, dossier: Dossier, lang: str) -> StageView:
    good, region = stage.good_id, dossier.answer.region
    plants = tuple(plant for plant in region.plants if plant.good == good)
    return StageView(
        good=good,
        name=(stage.en if lang == "en" else stage.zh) or good_name(good, dossier.library, lang),
        chain=chain,
        column=stage.column,
        feeds=stage.feeds,
        share_of=stage.share_of,
        state=_state(stage, dossier),
        unit=f"{dossier.library.goods[good].unit.symbol}/a",
        plants=plants,
        parts=_parts(good, plants, dossier),
        need=_first_need(good, dossier),
        amount=_amount(good, dossier),
        named=tuple(claim for name, claim in region.present if name == good),
        aimed=tuple(claim for name, claim in region.aimed_at if name == good),
    )


def _parts(good: str, plants: tuple[Plant, ...], dossier: Dossier) -> tuple[tuple[StatusClass, Range], ...]:
    """Capacity by status; of a good that only comes as a by-product, what standing plants give."""
    parts = ((c, sum((p.capacity(frozenset({c})) for p in plants), ZERO)) for c in StatusClass)
    by_product = (StatusClass.STANDING, dossier.answer.balance.of(good, Scenario.A).supply)
    return tuple((status, capacity) for status, capacity in (parts if plants else (by_product,)) if capacity.high > 0)


def _state(stage: Stage, dossier: Dossier) -> StageState:
    there = _there(stage.good_id, dossier)
    if there is not None:
        return there
    if stage.share_of and _there(stage.share_of, dossier) is not None:
        return StageState.COUNTED
    return StageState.NEEDED if _first_need(stage.good_id, dossier) else StageState.MISSING


def _there(good: str, dossier: Dossier) -> StageState | None:
    if dossier.answer.balance.of(good, Scenario.C).supply.high > 0:
        return StageState.SIZED
    if _amount(good, dossier) is not None:
        return StageState.SHARED
    named = any(name == good for name, _ in dossier.answer.region.present)
    return StageState.NAMED if named else None


def _amount(good: str, dossier: Dossier) -> Figure | None:
    return dossier.answer.figures.get(f"processed/{good}/{Scenario.A}")


def _first_need(good: str, dossier: Dossier) -> tuple[Scenario, Range] | None:
    rows = ((scenario, dossier.answer.balance.of(good, scenario).need) for scenario in Scenario)
    return next(((scenario, need) for scenario, need in rows if need.high > 0), None)


def stage_takes(stage: StageView, dossier: Dossier, lang: str) -> list[tuple[str, str, str]]:
    """What one unit of the stage takes of other stages and of electricity: (good, library row, amount in words)."""
    technology = dossier.library.technology_for(stage.good)
    if technology is None:
        return []
    recipe, unit = technology.recipe(dossier.answer.region.year), stage.unit.removesuffix("/a")
    staged = {s.good_id for chain in dossier.library.chains for s in chain.stages} | {"electricity"}
    goods = dossier.library.goods
    return [
        (flow.good_id, flow.row_ids[0], amount(flow.per_output, f"{goods[flow.good_id].unit.symbol}/{unit}", lang))
        for flow in recipe.inputs
        if flow.good_id in staged
    ]
