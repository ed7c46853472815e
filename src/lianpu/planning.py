"""Planning in one place: a System from files, the plan, why there is none, and what is saved of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import inf
from pathlib import Path
from typing import Any

from lianpu.engine.margins import margin, net_price, price_year
from lianpu.engine.plan.compile import Model, compile_system
from lianpu.engine.plan.conflict import Conflict, conflict
from lianpu.engine.plan.plan import InfeasibleError
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.several import Point, fixed, lexicographic
from lianpu.engine.plan.solve import Options, Progress
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.pipeline import open_dossier
from lianpu.system.exchange.osemosys import read_osemosys
from lianpu.system.planning.changes import limited
from lianpu.system.planning.read import read_system
from lianpu.system.planning.region import Assumptions, region_system
from lianpu.system.planning.system import System
from lianpu.views.dossier import Dossier
from lianpu.views.plan_names import region_names
from lianpu.views.wording import LANGUAGES


@dataclass(frozen=True, slots=True)
class Loaded:
    """A System, what could not be taken into it (``code:detail``), and the library where it is a region's."""

    system: System
    notices: tuple[str, ...] = ()
    library: Library | None = None


def plan(
    system: System | Loaded | str | Path,
    objective: str | Sequence[str] = "cost",
    *,
    limits: Sequence[str] = (),
    projects: Mapping[str, int | None] | None = None,
    method: str = "choose",
    gap: float = 1e-4,
    time_limit: float = inf,
    threads: int = 0,
    log: str | Path | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The best plan of a System, or of a workbook, a folder of tables or an OSeMOSYS folder.

    ``objective``: cost, npv, value_added, output_value, self_sufficiency, a measure (made least; ``-measure``: most), or
    several, one after another. ``limits`` are ``name=value`` or ``name=90%``. ``projects``: just these are built, each in
    its year (None: whatever is best). Raises :class:`InfeasibleError` where no plan keeps all limits
    (:func:`why_not` says why), :class:`LianpuError` for what cannot be planned with.
    """
    loaded = load(system)
    options = Options(method, gap, time_limit, threads, str(log) if log else None, progress)
    aims = (objective,) if isinstance(objective, str) else tuple(objective)
    found = lexicographic(model_of(loaded, limits, projects), aims, options)
    return replace(found, notices=(*found.notices, *loaded.notices))


def load(system: System | Loaded | str | Path) -> Loaded:
    """A System in memory, a workbook or folder of tables, or an OSeMOSYS folder (it holds YEAR.csv)."""
    if isinstance(system, Loaded):
        return system
    if isinstance(system, System):
        return Loaded(system)
    path = Path(system)
    if (path / "YEAR.csv").is_file():
        return load_osemosys(path)
    return Loaded(read_system(path))


def load_osemosys(folder: Path) -> Loaded:
    """An OSeMOSYS model. Raises :class:`LianpuError` for what cannot be expressed."""
    return Loaded(read_osemosys(folder))


def load_region(
    sources: Sequence[Path], *, place: str | None = None, library: Path | None = None, given: Assumptions | None = None
) -> Loaded:
    """A region as a run's folder, a ledger or documents tell it (see :func:`region_system`)."""
    return load_dossier(open_dossier(sources, place=place, library=library), given)


def load_dossier(dossier: Dossier, given: Assumptions | None = None) -> Loaded:
    """The region of a dossier as a System."""
    shelf = dossier.library
    system, notices = region_system(dossier.answer.region, shelf, lambda good: _price(good, shelf), given)
    return Loaded(system, notices, shelf)


def model_of(loaded: Loaded, limits: Sequence[str] = (), projects: Mapping[str, int | None] | None = None) -> Model:
    """The compiled model, with limits changed and a list of projects fixed."""
    ids = _ids(loaded)
    written = (text.partition("=") for text in limits)
    model = compile_system(limited(loaded.system, [f"{ids.get(n.strip(), n)}{sign}{value}" for n, sign, value in written]))
    return model if projects is None else fixed(model, {ids.get(name, name): year for name, year in projects.items()})


def _ids(loaded: Loaded) -> dict[str, str]:
    """Ids of a region's limits, measures and projects by the words that a plan is told in."""
    if loaded.library is None:
        return {}
    known = (*loaded.system.plants.id, *loaded.system.measures.id, *loaded.system.limits.id)
    return {region_names(loaded.library, lang)(name): name for lang in LANGUAGES for name in known}


def chosen(projects: Sequence[str]) -> dict[str, int | None]:
    """``NAME`` or ``NAME=YEAR`` as a list of projects. Raises :class:`LianpuError` for a year that is none."""
    out: dict[str, int | None] = {}
    for text in projects:
        name, sign, year = text.rpartition("=")
        try:
            out[name if sign else text] = int(year) if sign else None
        except ValueError:
            raise LianpuError(f"'{year}' is no year", place="--project", hint="write NAME or NAME=2027") from None
    return out


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
        "projects": [asdict(project) for project in found.projects()],
        "emissions": found.emissions(),
        "measures": {name: dict(zip(years, row.tolist(), strict=True)) for name, row in sums.items()},
        "why": [asdict(reason) for reason in found.why()[:most]],
    }


def front_json(points: Sequence[Point]) -> dict[str, Any]:
    """A front as JSON: both values of every point and what it builds."""
    return {"front": [{"first": p.first, "second": p.second, "new_capacity": p.plan.new_capacity()} for p in points]}


def compare_json(base: Plan, other: Plan) -> list[dict[str, Any]]:
    """What changed against the base, as JSON."""
    return [asdict(c) | {"change": c.change} for c in base.compare(other)]


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
