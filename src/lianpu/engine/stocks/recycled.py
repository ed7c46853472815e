"""Recycled supply: what is collected and recovered of what leaves use, and when it covers a share of the need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.stocks.lifetimes import Lifetime, Vector
from lianpu.engine.stocks.model import InflowAt, Initial, inflow_driven
from lianpu.errors import LianpuError


@dataclass(frozen=True)
class RecycledSupply:
    """Per year (T,): ``need`` of the material, ``leaving`` use, ``old`` scrap recovered of it, ``new`` scrap recovered at
    the factories; ``share`` = (old + new) / need, nan where nothing is needed."""

    years: Vector
    need: Vector
    leaving: Vector
    old: Vector
    new: Vector
    share: Vector
    inflow_at: InflowAt


@dataclass(frozen=True, slots=True)
class Arrival:
    """The first year in which recycled supply covers ``share`` of the need, and the one from which it does in all later
    years of the path; None where it never does."""

    share: float
    first: int | None
    lasting: int | None


def recycled_supply(
    years: Sequence[int],
    need: ArrayLike,
    uses: Sequence[tuple[float, Lifetime]],
    *,
    collection: ArrayLike,
    recovery: ArrayLike,
    factory_scrap: ArrayLike = 0.0,
    inflow_at: InflowAt | str = InflowAt.MIDDLE,
    in_use: Sequence[Initial | None] | None = None,
) -> RecycledSupply:
    """Of a path of needs (T,), amounts per year that go into use: what comes back.

    ``uses``: (share of the need, lifetime) for each use, shares adding up to 1; ``collection`` and ``recovery``: shares,
    one or one per year; ``factory_scrap``: share of the need that becomes new scrap and is remelted in the same year
    with the same recovery; ``in_use``: what each use holds at the start.
    Raises :class:`LianpuError` for shares outside 0 to 1, or that do not add up.
    """
    x = np.asarray(need, dtype=float)
    if x.shape != (len(years),):
        raise LianpuError(f"{x.size} needs for {len(years)} years", hint="give one amount per year")
    if any(b - a != 1 for a, b in pairwise(years)):
        raise LianpuError("the years of a need do not follow each other", hint="give every year once, in order")
    collected = _share(collection, "collection", x)
    recovered = _share(recovery, "recovery", x)
    scrap = _share(factory_scrap, "factory scrap", x)
    if abs(sum(share for share, _ in uses) - 1) > 1e-6:
        raise LianpuError(f"shares of uses add up to {sum(s for s, _ in uses):g}", hint="they must add up to 1")
    held = in_use or [None] * len(uses)
    leaving = np.zeros_like(x)
    for (share, lifetime), initial in zip(uses, held, strict=True):
        leaving += inflow_driven(x * share, lifetime, inflow_at=inflow_at, initial=initial).outflow[:, 0]
    old, new = leaving * collected * recovered, x * scrap * recovered
    covered = np.divide(old + new, x, out=np.full_like(x, np.nan), where=x > 0)
    return RecycledSupply(np.asarray(years, dtype=float), x, leaving, old, new, covered, InflowAt(inflow_at))


def arrival(years: Sequence[int], share: ArrayLike, wanted: float) -> Arrival:
    """When a path of shares (T,) reaches ``wanted``."""
    reached = np.asarray(share, dtype=float) >= wanted
    after = np.flatnonzero(~reached)
    lasting = int(after[-1]) + 1 if after.size else 0
    return Arrival(
        wanted,
        years[int(np.argmax(reached))] if reached.any() else None,
        years[lasting] if lasting < len(years) else None,
    )


def _share(value: ArrayLike, name: str, years: Vector) -> Vector:
    found = np.asarray(value, dtype=float)
    if not ((found >= 0) & (found <= 1)).all():
        raise LianpuError(f"a {name} outside 0 to 1", hint="give a fraction, or one per year")
    return np.broadcast_to(found, years.shape)
