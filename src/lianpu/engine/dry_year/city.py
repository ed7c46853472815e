"""What a city's plants lose: their share of what the province's smelters and other users give up, in blocks and months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lianpu.engine.dry_year.months import Month, days_in
from lianpu.engine.dry_year.stops import Stops, Unit, Vector, in_order, least_loss, proportional
from lianpu.engine.margins import VAT, Margin, margin
from lianpu.engine.power import ELECTRICITY
from lianpu.errors import LianpuError
from lianpu.units import Range

if TYPE_CHECKING:
    from lianpu.engine.matrices import Matrices
    from lianpu.library.load import Library
    from lianpu.system.model import Plant, Scenario

SMELTING = "primary_aluminium"
POLICIES = ("proportional", "least-loss", "order")
YEAR_DAYS = 365.0
LEAST_LOSS = 0.01  # CNY/kWh
ZERO = Range.exact(0.0)


@dataclass(frozen=True, slots=True)
class User:
    """A plant that takes power: ``capacity`` in its good a year, ``kwh`` per unit, CNY without VAT per unit: ``price``
    and value ``added`` (None where not known), ``restart`` CNY per unit a year, ``blocks``."""

    plant: str
    good: str
    owner: str | None
    capacity: Range
    kwh: Range
    price: Range | None
    added: Range | None
    restart: Range
    blocks: int
    claims: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def smelter(self) -> bool:
        return self.good == SMELTING


@dataclass(frozen=True, slots=True)
class PlantLoss:
    """``off``: share not produced by month; ``lost`` in the good's unit; ``value``, ``added``, ``vat`` (on the value added
    that is lost) and ``restart`` in CNY."""

    plant: str
    good: str
    owner: str | None
    off: tuple[float, ...]
    lost: Range
    value: Range | None
    added: Range | None
    vat: Range | None
    restart: Range
    saved: float
    claims: tuple[str, ...]
    rows: tuple[str, ...]


def users(matrices: Matrices, library: Library, scenario: Scenario, year: int) -> tuple[User, ...]:
    """The plants that take power in ``scenario``, at recipes and prices of ``year`` or the newest before it."""
    found = []
    for plant, flows in zip(matrices.plants, matrices.taken, strict=True):
        capacity = plant.capacity(scenario.classes)
        flow = next((f for f in flows if f.good_id == ELECTRICITY), None)
        if flow is not None and capacity.typical > 0:
            found.append(_user(plant, scenario, capacity, flow.per_output, flow.row_ids, library, year))
    return tuple(found)


def _user(
    plant: Plant, scenario: Scenario, capacity: Range, kwh: Range, rows: tuple[str, ...], library: Library, year: int
) -> User:
    earned: Margin | None = margin(plant.good, library, year)
    price = earned.price.value if earned and earned.price else None
    restart = next(
        (e for e in library.economics if e.technology_id == plant.technology and e.kind == "restart" and e.default), None
    )
    block = library.curtailment.rules.get("block")
    in_blocks = plant.good == SMELTING and block is not None
    blocks = max(1, round(capacity.typical / (block[0].typical * 1e3))) if in_blocks and block else 0
    more = [restart.row_id] if restart else []
    more += [block[1]] if in_blocks and block else []
    return User(
        plant.id, plant.good, plant.owner, capacity, kwh, price, earned.value if earned else None,
        restart.value if restart else ZERO, blocks, plant.claims(scenario.classes),
        tuple(dict.fromkeys((*rows, *more, *(earned.price.rows if earned and earned.price else ())))),
    )  # fmt: skip


def losses(
    group: Sequence[User], months: Sequence[Month], share: Vector, policy: str, order: Sequence[str], *,
    restart_months: float, least_run: float, spread: Range,
) -> tuple[tuple[PlantLoss, ...], Vector]:  # fmt: skip
    """What ``group`` loses when it must save ``share`` (by month, fractions) of its load, and the kWh it could not save.

    ``spread``: the factor by which the whole cut may be smaller or larger. Raises :class:`LianpuError` for another policy.
    """
    if policy not in POLICIES:
        raise LianpuError(f"no policy '{policy}'", hint=f"one of {', '.join(POLICIES)}")
    known_losses = [w for u in group if (w := _loss_per_kwh(u)) is not None]
    unknown = sum(known_losses) / len(known_losses) if known_losses else 1.0
    units = [_unit(user, months, least_run, unknown) for user in group]
    need = share * sum((u.kwh for u in units), np.zeros(len(months)))
    if policy == "order":
        known = [u.plant for u in units]
        ranked = [*order, *sorted((p for p in known if p not in order), key=lambda p: units[known.index(p)].loss)]
        stops = in_order(units, need, restart_months, ranked)
    else:
        stops = (least_loss if policy == "least-loss" else proportional)(units, need, restart_months)
    return tuple(_loss(user, i, stops, units[i], months, spread) for i, user in enumerate(group)), stops.not_saved


def _loss_per_kwh(user: User) -> float | None:
    """CNY of value added lost with a kWh, no less than a floor, so that nobody stops who need not; None where not priced."""
    if user.added is None:
        return None
    return max(LEAST_LOSS, user.added.typical / user.kwh.typical)


def _unit(user: User, months: Sequence[Month], least_run: float, unknown: float) -> Unit:
    """``unknown``: the loss of a plant whose good has no price, the mean of those that have one."""
    days = np.array([days_in(m) for m in months])
    kwh = user.capacity.typical * user.kwh.typical * days / YEAR_DAYS
    loss = _loss_per_kwh(user)
    restart = user.restart.typical * user.capacity.typical
    least = least_run if user.blocks else 0.0
    return Unit(user.plant, kwh, unknown if loss is None else loss, user.blocks, restart, least)


def _loss(user: User, i: int, stops: Stops, unit: Unit, months: Sequence[Month], spread: Range) -> PlantLoss:
    off = stops.off[i]
    years = float(off @ np.array([days_in(m) for m in months])) / YEAR_DAYS
    lost = user.capacity * years * spread
    value = user.price * lost if user.price else None
    added = user.added * lost if user.added else None
    restarted = stops.restarts[i] / unit.restart if unit.restart > 0 else 0.0
    return PlantLoss(
        user.plant, user.good, user.owner, tuple(map(float, off)), lost, value, added,
        _vat(added), user.restart * user.capacity * restarted * spread,
        float(off @ unit.kwh), user.claims, user.rows,
    )  # fmt: skip


def _vat(added: Range | None) -> Range | None:
    """VAT of value added; none comes back where it is negative."""
    return None if added is None else Range(*(VAT * max(0.0, end) for end in added))


def total(values: Iterable[Range | None]) -> Range:
    """The sum of what is known."""
    return sum((v for v in values if v is not None), ZERO)
