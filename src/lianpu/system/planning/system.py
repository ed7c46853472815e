"""A planning System: the region to be planned, as immutable tables with names, checked before anything is solved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from lianpu.errors import LianpuError
from lianpu.system.planning import tables as tb
from lianpu.system.planning.columns import Axes, Floats, Ints, Names, Place, Places, suggest
from lianpu.system.planning.table import Columns, Rows

#: Tables that others point to, in the order in which they are read.
_NAMED = ("sites", "goods", "plants", "activities", "markets", "routes", "measures")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = tuple(f"{m:02d}" for m in range(1, 13))
MONTH_WEIGHTS = tuple(d / 365 for d in _DAYS)


@dataclass(frozen=True, slots=True)
class Conventions:
    """How time and money are counted; every result repeats them.

    ``investment`` and ``running`` say when in its year money flows (``start``, ``mid``, ``end``). ``salvage`` values what
    outlives the horizon: ``sinking_fund`` (what an annuity at the discount rate has not yet paid back; straight line at a
    rate of 0), ``straight_line`` or ``none``; it is discounted to the end of the last year. ``capital`` counts investment
    when it is made (``overnight``) or as equal yearly payments over the lifetime, as far as they fall inside the horizon
    (``annuity``, no salvage). Amounts discount to the start of ``base_year`` (default: the first year).
    """

    discount_rate: float = 0.0
    base_year: int | None = None
    investment: str = "start"
    running: str = "mid"
    salvage: str = "sinking_fund"
    capital: str = "overnight"
    currency: str = ""

    def __post_init__(self) -> None:
        allowed = {
            "investment": ("start", "mid", "end"), "running": ("start", "mid", "end"),
            "salvage": ("sinking_fund", "straight_line", "none"), "capital": ("overnight", "annuity"),
        }  # fmt: skip
        for name, choices in allowed.items():
            if getattr(self, name) not in choices:
                raise LianpuError(
                    f"'{name}' is '{getattr(self, name)}'", place="conventions", hint=suggest(getattr(self, name), choices)
                )
        if not (np.isfinite(self.discount_rate) and self.discount_rate > -1):
            raise LianpuError(f"a discount rate of {self.discount_rate:g}", place="conventions", hint="e.g. 0.08")


@dataclass(frozen=True)
class System:
    """``spans`` are the calendar years that each step of ``years`` stands for; ``weights`` (years x slices) the share of
    a year that a slice takes. Make one with :meth:`of`, or read one from files (``read.py``)."""

    name: str
    years: Ints
    spans: Floats
    slices: Names
    weights: Floats
    conventions: Conventions
    sites: tb.Sites
    goods: tb.Goods
    plants: tb.Plants
    activities: tb.Activities
    flows: tb.Flows
    bands: tb.Bands
    markets: tb.Markets
    routes: tb.Routes
    demands: tb.Demands
    storages: tb.Storages
    build_flows: tb.BuildFlows
    returns: tb.Returns
    measures: tb.Measures
    terms: tb.Terms
    limits: tb.Limits

    @classmethod
    def of(
        cls,
        *,
        years: Sequence[int],
        spans: Sequence[float] | None = None,
        slices: Sequence[str] = MONTHS,
        weights: Any = None,
        conventions: Conventions | Mapping[str, Any] | None = None,
        name: str = "",
        places: Mapping[str, Sequence[Place]] | None = None,
        may_idle: bool = False,
        **tables: Rows | Columns,
    ) -> System:
        """A System from tables of rows or of columns; a plant's row may carry its ``recipe`` and ``variable_cost``.

        ``may_idle`` allows plants that nobody supplies. The last step is as long as the one before it, unless ``spans`` says
        otherwise; a step may stand for fewer years than lie before the next. Raises :class:`LianpuError` naming table, row
        and field for whatever cannot be planned with.
        """
        from lianpu.system.planning.check import check
        from lianpu.system.planning.units import in_goods_units

        for table in tables:
            if table not in tb.TABLES:
                raise LianpuError(f"unknown table '{table}'", hint=suggest(table, tuple(tb.TABLES)))
        known, long = _years(years, spans)
        if isinstance(conventions, Mapping):
            conventions = _conventions(conventions)
        names = tuple(str(s) for s in slices)
        given, where = _with_recipes(tables, dict(places or {}))
        axes: dict[str, Names] = {}
        read: dict[str, Any] = {}
        look = Axes(axes, tuple(int(y) for y in known), names)
        for table in (*_NAMED, *(t for t in tb.TABLES if t not in _NAMED)):
            read[table] = tb.TABLES[table].read(table, given.get(table, ()), look, where.get(table))
            axes[table] = getattr(read[table], "id", ())
        system = in_goods_units(
            cls(name, known, long, names, _weights(weights, names, len(known)), conventions or Conventions(), **read)
        )
        check(system, may_idle=may_idle)
        return system

    @property
    def shape(self) -> tuple[int, int]:
        """Years x slices."""
        return len(self.years), len(self.slices)

    def digest(self) -> str:
        """SHA-256 of everything that the System holds: the inputs' hash of a result."""
        found = hashlib.sha256()
        for part in (self.years, self.spans, self.weights, self.slices, self.conventions, *(getattr(self, t) for t in tb.TABLES)):
            _feed(found, part)
        return found.hexdigest()


def _feed(found: Any, part: Any) -> None:
    if isinstance(part, np.ndarray):
        found.update(f"{part.dtype}{part.shape}".encode())
        found.update(np.ascontiguousarray(part).data)
    elif hasattr(part, "specs"):
        for name in type(part).specs():
            found.update(name.encode())
            _feed(found, getattr(part, name))
    else:
        found.update(repr(part).encode())


def _years(years: Sequence[int], spans: Sequence[float] | None) -> tuple[Ints, Floats]:
    known = np.array(years, dtype=np.int32)
    if known.size == 0 or np.any(np.diff(known) <= 0):
        raise LianpuError("years must rise and there must be one", place="years", hint="e.g. 2025, 2030, 2040")
    steps = np.diff(known).astype(np.float64)
    if spans is None:
        long = np.append(steps, steps[-1] if steps.size else 1.0)
    else:
        long = np.array(spans, dtype=np.float64)
        if long.shape != known.shape or np.any(long[:-1] > steps) or np.any(long < 1) or np.any(long % 1):
            raise LianpuError("spans do not fit the years", place="years", hint="whole years, none longer than to the next step")
    known.setflags(write=False)
    long.setflags(write=False)
    return known, long


def _conventions(given: Mapping[str, Any]) -> Conventions:
    known = tuple(f.name for f in fields(Conventions))
    for name in given:
        if name not in known:
            raise LianpuError(f"unknown field '{name}'", place="conventions", hint=suggest(name, known))
    return Conventions(**given)


def _weights(weights: Any, slices: Names, years: int) -> Floats:
    if len(set(slices)) < len(slices) or not slices:
        raise LianpuError("slices need names of their own", place="slices")
    if weights is None:
        weights = MONTH_WEIGHTS if slices == MONTHS else np.full(len(slices), 1 / len(slices))
    found = np.asarray(weights, dtype=np.float64)
    if found.shape not in ((len(slices),), (years, len(slices))):
        raise LianpuError(f"{found.shape} weights for {len(slices)} slices", place="slices")
    found = np.array(np.broadcast_to(found, (years, len(slices))))
    if not np.all(found > 0):
        empty = slices[int(np.argwhere(~(found > 0))[0][-1])]
        raise LianpuError(f"the slice '{empty}' has no time in it", place="slices", hint="give it a weight, or leave it out")
    found.setflags(write=False)
    return found


def _with_recipes(
    tables: Mapping[str, Rows | Columns], places: dict[str, Sequence[Place]]
) -> tuple[dict[str, Rows | Columns], dict[str, Sequence[Place]]]:
    """A plant (a row, not columns) that no activity names gets one of its own name, with its ``variable_cost`` and with
    its ``recipe`` as flows."""
    plants, activities, flows = (tables.get(t, ()) for t in ("plants", "activities", "flows"))
    if isinstance(plants, Mapping) or isinstance(activities, Mapping) or isinstance(flows, Mapping):
        return dict(tables), places
    run = {str(row.get("plant")) for row in activities}
    more: dict[str, list[tuple[Mapping[str, Any], Place]]] = {"activities": [], "flows": []}
    for row, place in zip(plants, _places("plants", plants, places), strict=True):
        name = row.get("id", "")
        if str(name) in run and not _SUGAR & set(row):
            continue
        more["activities"].append(({"id": name, "plant": name, "variable_cost": row.get("variable_cost", 0.0)}, place))
        recipe = dict(row.get("recipe", {})).items()
        more["flows"] += [({"activity": name, "good": good, "amount": amount}, place) for good, amount in recipe]
    bare = [{field: v for field, v in row.items() if field not in _SUGAR} for row in plants]
    out: dict[str, Rows | Columns] = {**tables, "plants": bare}
    where = dict(places)
    for table, rows in (("activities", activities), ("flows", flows)):
        out[table] = [*rows, *(row for row, _ in more[table])]
        where[table] = [*_places(table, rows, places), *(place for _, place in more[table])]
    return out, where


_SUGAR = frozenset({"recipe", "variable_cost"})


def _places(table: str, rows: Rows, places: Mapping[str, Sequence[Place]]) -> Sequence[Place]:
    return places.get(table) or Places(None, table, len(rows))
