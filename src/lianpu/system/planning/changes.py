"""A System with something changed: other limits, a scaled bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Axes, suggest
from lianpu.system.planning.system import System
from lianpu.system.planning.tables import Limits


def limited(system: System, limits: Sequence[str]) -> System:
    """The System with limits as a user writes them: ``power=5000`` sets the bound of a limit (or, where no limit has the
    name, bounds a measure from above in every year), ``power=90%`` scales the bound.

    Raises :class:`LianpuError` for another form, or a name that is neither limit nor measure.
    """
    for text in limits:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign:
            raise LianpuError(f"'{text}' is no limit", place="--limit", hint="write name=value or name=90%")
        system = _with_limit(system, name, *_number(text, value.strip()))
    return system


def _number(text: str, value: str) -> tuple[float, bool]:
    try:
        return (float(value[:-1]) / 100, True) if value.endswith("%") else (float(value), False)
    except ValueError:
        raise LianpuError(f"'{text}' has no number", place="--limit", hint="write name=value or name=90%") from None


def _with_limit(system: System, name: str, value: float, share: bool) -> System:
    found = system.limits
    if name in found.id:
        bound = found.bound.copy()
        row = found.id.index(name)
        bound[row] = bound[row] * value if share else value
        bound.setflags(write=False)
        return replace(system, limits=replace(found, bound=bound))
    if name not in system.measures.id or share:
        known = (*found.id, *system.measures.id)
        raise LianpuError(f"no limit or measure '{name}'", place="--limit", hint=suggest(name, known))
    more = {"id": name, "measure": name, "per": "year", "sense": "<=", "bound": value}
    rows = [_row(system, k) for k in range(len(found))]
    axes = Axes({"measures": system.measures.id}, tuple(int(y) for y in system.years), system.slices)
    limits = Limits.read("limits", [*rows, more], axes)
    return replace(system, limits=replace(limits, places=[*found.places, limits.places[len(found)]]))


def _row(system: System, k: int) -> dict[str, object]:
    limits = system.limits
    bound = np.asarray(limits.bound[k])
    return {
        "id": limits.id[k], "measure": system.measures.id[limits.measure[k]], "per": limits.per[k], "sense": limits.sense[k],
        "bound": bound,
    }  # fmt: skip
