"""Planning in one place: a System from files or from a state, the plan, and what is saved of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lianpu.engine.plan.plan import plan
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.solve import Options
from lianpu.system.exchange.osemosys import read_osemosys
from lianpu.system.exchange.osemosys_storage import check_storage


def plan_osemosys(folder: Path, aim: str = "cost", options: Options | None = None) -> Plan:
    """The plan of an OSeMOSYS model. Raises :class:`LianpuError` for what cannot be expressed."""
    found = plan(read_osemosys(folder), aim, options)
    run = found.tables["run"]
    left_out = check_storage(folder, dict(zip(run.items, run.values, strict=True)))
    return replace(found, notices=(*found.notices, *(f"storage_left_out:{store}" for store in left_out)))


def plan_json(found: Plan) -> dict[str, Any]:
    """A plan as JSON: its summary, new capacity by plant, and measures (emissions and others) summed over the years."""
    measures = found.measures
    sums = dict(zip(measures.items, measures.values.sum(axis=2), strict=True))
    years = [str(y) for y in measures.years]
    return found.summary() | {
        "new_capacity": found.new_capacity(),
        "emissions": found.emissions(),
        "measures": {name: dict(zip(years, row.tolist(), strict=True)) for name, row in sums.items()},
    }
