"""A plan: immutable, with its names, its evidence and the conventions that it was made under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.counting import measured
from lianpu.engine.plan.evidence import Evidence
from lianpu.engine.plan.explain import Change, Reason, compared, reasons
from lianpu.engine.plan.plants import lump_sizes
from lianpu.engine.plan.solve import Solution
from lianpu.system.planning.columns import Floats, Names
from lianpu.system.planning.system import System

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped,import-not-found,unused-ignore]

#: Tables of a plan by the kind of their columns; ``new_capacity`` is build times the size of a lump.
_TABLES = {
    "run": "run", "trade": "trade", "ship": "ship", "flex": "flex", "put": "put", "take": "take", "level": "level",
    "online": "online", "start": "start", "capacity": "capacity", "kept": "kept", "new_capacity": "build",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """``values`` are items x years x slices (an axis of length 1: not told apart)."""

    name: str
    items: Names
    years: tuple[int, ...]
    slices: Names
    values: Floats

    def records(self, least: float = 1e-9) -> dict[str, list[Any]]:
        """The table in long form, without what is (almost) nothing: item, year, slice, value."""
        at = np.argwhere(np.abs(self.values) > least)
        return {
            "item": [self.items[i] for i, _, _ in at],
            "year": [self.years[y] for _, y, _ in at],
            "slice": [self.slices[s] if len(self.slices) > 1 or self.values.shape[2] > 1 else "" for _, _, s in at],
            "value": [float(self.values[i, y, s]) for i, y, s in at],
        }


@dataclass(frozen=True, slots=True)
class Project:
    """A yes/no project: the year in which it is built (None: it is not), its size, the claims and rows behind it."""

    name: str
    year: int | None
    size: float
    unit: str
    source: str


@dataclass(frozen=True)
class Plan:
    """What to build and run. ``objective`` is the value of what was made best, ``cost`` the present value of all costs.

    ``status``: optimal, or feasible where the search was stopped before it was proven (``evidence.mip_gap`` says how far).
    Balances hold to ``evidence.balance``; ``inputs`` is the SHA-256 of the System that was planned.
    """

    system: System
    status: str
    objective_name: str
    objective: float
    cost: float
    evidence: Evidence
    inputs: str
    version: str
    seconds: float
    method: str
    notices: tuple[str, ...]
    model: Model = field(repr=False)
    solution: Solution = field(repr=False)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every kind of variable as a table, by name."""
        out = {}
        for name, kind in _TABLES.items():
            block = self.model.column_block(kind)
            if block is None:
                continue
            values = self.solution.x[block.first : block.first + block.size].reshape(block.shape)
            if name == "new_capacity":
                values = values * lump_sizes(self.system)[block.items]
            names = _names(self.system, block.table)
            items = tuple(names[i] for i in block.items)
            years, slices = self._axes(block.shape)
            out[name] = Table(name, items, years, slices, values)
        return out

    def _axes(self, shape: tuple[int, int, int]) -> tuple[tuple[int, ...], Names]:
        years = tuple(int(y) for y in self.system.years) if shape[1] == len(self.system.years) else ()
        return years, self.system.slices if shape[2] == len(self.system.slices) else ("",)

    @cached_property
    def measures(self) -> Table:
        """Every measure by year and slice; what has no slice (capacity, building) stands in the first."""
        values = measured(self.system, self.model.numbers, self.solution.x)
        return Table("measures", self.system.measures.id, *self._axes(values.shape), values)

    @cached_property
    def shadow_prices(self) -> tuple[tuple[int, float], ...]:
        """Rows whose bound costs something: row number and what one unit more of it is worth (objective per unit)."""
        found = np.flatnonzero(np.abs(self.solution.dual) > 1e-9)
        return tuple((int(r), float(self.solution.dual[r])) for r in found)

    def new_capacity(self) -> dict[str, float]:
        """Capacity built over all years, by plant."""
        table = self.tables.get("new_capacity")
        if table is None:
            return {}
        return dict(zip(table.items, table.values.sum(axis=(1, 2)).tolist(), strict=True))

    def projects(self) -> tuple[Project, ...]:
        """What is decided of every project, in the System's order."""
        table, plants = self.tables.get("new_capacity"), self.system.plants
        out = []
        for name, values in zip(table.items, table.values[:, :, 0], strict=True) if table else ():
            k = plants.id.index(name)
            if plants.build[k] == "project":
                built = [int(y) for y, v in zip(self.system.years, values, strict=True) if v > 0.5 * plants.lump[k].max()]
                size = float(plants.lump[k].max())
                out.append(Project(name, built[0] if built else None, size, plants.unit[k], plants.source[k]))
        return tuple(out)

    def emissions(self) -> dict[str, float]:
        """Measures of the kind ``emission``, summed over all calendar years."""
        sums = self.measures.values.sum(axis=2) @ self.system.spans
        kinds = self.system.measures.kind
        return {n: float(v) for n, v, kind in zip(self.measures.items, sums, kinds, strict=True) if kind == "emission"}

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """Every table in long form. Needs pandas, which lianpu does not install."""
        try:
            import pandas as pd
        except ImportError:
            from lianpu.errors import LianpuError

            raise LianpuError("pandas is not installed", hint="pip install pandas, or use .tables") from None
        return {name: pd.DataFrame(table.records()) for name, table in self._all()}

    def why(self) -> tuple[Reason, ...]:
        """What binds and what one more of it is worth, what is in surplus; the most telling first."""
        return reasons(self)

    def compare(self, other: Plan) -> tuple[Change, ...]:
        """What is different in another plan, this one being the base."""
        return compared(self, other)

    def _all(self) -> Iterator[tuple[str, Table]]:
        yield from self.tables.items()
        yield "measures", self.measures

    def summary(self) -> dict[str, Any]:
        """Everything but the tables, for JSON."""
        return {
            "status": self.status, "objective_name": self.objective_name, "objective": self.objective, "cost": self.cost,
            "evidence": asdict(self.evidence), "conventions": asdict(self.system.conventions),
            "years": [int(y) for y in self.system.years], "spans": self.system.spans.tolist(), "inputs": self.inputs,
            "version": self.version, "seconds": self.seconds, "method": self.method, "notices": list(self.notices),
            "size": {"columns": self.model.cost.size, "rows": self.model.low.size, "entries": int(self.model.matrix.nnz),
                     "integers": int(self.model.integer.sum())},
        }  # fmt: skip


def _names(system: System, table: str) -> Names:
    rows = getattr(system, table)
    if hasattr(rows, "id"):
        return tuple(rows.id)
    return tuple(f"{system.activities.id[a]} {system.goods.id[g]}" for a, g in zip(rows.activity, rows.good, strict=True))
