"""Planning in one place: a System from files, the plan, why there is none, and what is saved of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lianpu.engine.plan.conflict import Conflict, conflict
from lianpu.engine.plan.plan import InfeasibleError, plan
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.solve import Options
from lianpu.errors import LianpuError
from lianpu.system.exchange.osemosys import read_osemosys
from lianpu.system.exchange.osemosys_storage import check_storage
from lianpu.system.planning.changes import limited
from lianpu.system.planning.read import read_system
from lianpu.system.planning.system import System


def plan_osemosys(folder: Path, aim: str = "cost", options: Options | None = None, limits: Sequence[str] = ()) -> Plan:
    """The plan of an OSeMOSYS model. Raises :class:`LianpuError` for what cannot be expressed."""
    found = plan(limited(read_osemosys(folder), limits), aim, options)
    run = found.tables["run"]
    left_out = check_storage(folder, dict(zip(run.items, run.values, strict=True)))
    return replace(found, notices=(*found.notices, *(f"storage_left_out:{store}" for store in left_out)))


def plan_system(path: Path, aim: str = "cost", options: Options | None = None, limits: Sequence[str] = ()) -> Plan:
    """The plan of a System in a workbook or a folder of tables."""
    return plan(limited(read_system(path), limits), aim, options)


def why_not(error: InfeasibleError) -> Conflict:
    """The smallest set of facts in conflict where there is no plan."""
    return conflict(error.model)


def plan_json(found: Plan, most: int = 40) -> dict[str, Any]:
    """A plan as JSON: its summary, new capacity by plant, measures, and the ``most`` telling reasons."""
    measures = found.measures
    sums = dict(zip(measures.items, measures.values.sum(axis=2), strict=True))
    years = [str(y) for y in measures.years]
    return found.summary() | {
        "new_capacity": found.new_capacity(),
        "emissions": found.emissions(),
        "measures": {name: dict(zip(years, row.tolist(), strict=True)) for name, row in sums.items()},
        "why": [asdict(reason) for reason in found.why()[:most]],
    }


def conflict_json(found: Conflict) -> dict[str, Any]:
    """A conflict as JSON."""
    return {"status": "infeasible", "conflict": asdict(found)}


def save(found: Plan, folder: Path) -> list[Path]:
    """Writes ``plan.json`` and a Parquet file for every table, each whole or not at all, under the inputs' hash.

    Raises :class:`LianpuError` when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = [_parquet(table.records(), folder / f"{name}.parquet") for name, table in found.tables.items()]
        files.append(_parquet(found.measures.records(), folder / "measures.parquet"))
        half = folder / "plan.json.tmp"
        half.write_text(json.dumps(plan_json(found), ensure_ascii=False, indent=1), encoding="utf-8")
        files.append(half.replace(folder / "plan.json"))
    except OSError as error:
        raise LianpuError(f"cannot be written ({error.strerror})", file=folder) from None
    return files


def _parquet(records: dict[str, list[Any]], path: Path) -> Path:
    import duckdb
    import numpy as np

    kinds = {"item": object, "year": np.int32, "slice": object, "value": np.float64}
    columns = {name: np.array(values, dtype=kinds[name]) for name, values in records.items()}
    half = path.with_suffix(".tmp")
    with duckdb.connect() as db:
        db.execute("CREATE TABLE found (item VARCHAR, year INTEGER, slice VARCHAR, value DOUBLE)")
        if len(columns["item"]):
            db.execute("INSERT INTO found SELECT item, year, slice, value FROM columns")
        db.execute(f"COPY found TO '{str(half).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
    return half.replace(path)


__all__ = ["Plan", "System", "conflict_json", "plan_json", "plan_osemosys", "plan_system", "save", "why_not"]
