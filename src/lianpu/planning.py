"""Planning in one place: a System from files, the plan, why there is none, and what is saved of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lianpu.engine.margins import margin, net_price, price_year
from lianpu.engine.plan.conflict import Conflict, conflict
from lianpu.engine.plan.plan import InfeasibleError, plan
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.solve import Options
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.pipeline import open_dossier
from lianpu.system.exchange.osemosys import read_osemosys
from lianpu.system.exchange.osemosys_storage import check_storage
from lianpu.system.planning.changes import limited
from lianpu.system.planning.read import read_system
from lianpu.system.planning.region import Assumptions, region_system
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


def plan_region(
    sources: Sequence[Path], aim: str = "npv", options: Options | None = None, limits: Sequence[str] = (),
    *, place: str | None = None, library: Path | None = None, given: Assumptions | None = None,
) -> Plan:  # fmt: skip
    """The plan of a region as a run's folder, a ledger or documents tell it (see :func:`region_system`)."""
    dossier = open_dossier(sources, place=place, library=library)
    shelf = dossier.library
    system, notices = region_system(dossier.answer.region, shelf, lambda good: _price(good, shelf), given)
    found = plan(limited(system, limits), aim, options)
    return replace(found, notices=(*found.notices, *notices))


def assumptions(years: str | None) -> Assumptions:
    """Of ``FIRST-LAST`` or ``LAST``; the defaults where nothing is said. Raises :class:`LianpuError` for another form."""
    if not years:
        return Assumptions()
    try:
        first, _, last = years.rpartition("-")
        return Assumptions(first_year=int(first) if first else None, last_year=int(last))
    except ValueError:
        raise LianpuError(f"'{years}' are no years", place="--years", hint="write 2025-2035 or 2035") from None


def _price(good: str, library: Library) -> tuple[float, tuple[str, ...]] | None:
    """CNY without VAT at the newest prices; of a good that nobody prices, what its maker takes."""
    year = price_year(library)
    found = net_price(good, library, year)
    if found is not None:
        return found.value.typical, found.rows
    own = margin(good, library, year)
    if own is None or not own.costs:
        return None
    return sum(cost.value.typical for cost in own.costs), own.rows


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
