"""Several objectives and several plans: one after another, the front of two, other plans nearly as good, fixed projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lianpu.engine.plan.blocks import Block
from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.objectives import Objective, objective
from lianpu.engine.plan.plan import planned
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.solve import Options
from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Floats, Ints, suggest

#: By this share an objective that was made best before may get worse for the next: the solver's own tolerance.
_HELD = 1e-6


@dataclass(frozen=True, slots=True)
class Point:
    """A plan of a front, with the values of both objectives."""

    first: float
    second: float
    plan: Plan


def lexicographic(model: Model, aims: Sequence[str], options: Options | None = None, slack: float = _HELD) -> Plan:
    """The plan that is best in the first aim; among those, in the second; and so on. ``slack`` is the share by which an
    earlier aim may get worse. Raises ``InfeasibleError`` where there is none."""
    found: Plan | None = None
    for name in aims:
        aim = objective(model, name)
        found = planned(model, aim, options)
        model = held(model, aim, found.objective, slack)
    if found is None:
        raise LianpuError("no objective", hint="name at least one")
    return found


def front(model: Model, first: str, second: str, points: int = 5, options: Options | None = None) -> tuple[Point, ...]:
    """The front of two aims by the epsilon constraint method (Haimes et al. 1971), its ends made best in the other aim too
    (Mavrotas 2009): ``points`` plans that are each best in ``first`` for a bound on ``second``."""
    if points < 2:
        raise LianpuError(f"a front of {points} points", hint="at least 2: its ends")
    a, b = objective(model, first), objective(model, second)
    ends = (lexicographic(model, [first, second], options), lexicographic(model, [second, first], options))
    values = [float(b.vector @ end.solution.x) for end in ends]
    bounds = np.linspace(values[0], values[1], points)[1:-1]
    between = [planned(held(model, b, float(bound), _HELD), a, options) for bound in bounds]
    return tuple(_point(a, b, found) for found in (ends[0], *between, ends[1]))


def alternatives(model: Model, aim: str, slack: float = 0.02, count: int = 4, options: Options | None = None) -> tuple[Plan, ...]:
    """How else, within ``slack`` of the best: the best plan, then plans that build (or, where nothing can be built, run)
    as little as they can of what those before did. Modelling to generate alternatives, hop-skip-jump (Brill 1979).

    Ends sooner when a plan repeats what those before did.
    """
    best = objective(model, aim)
    found = [planned(model, best, options)]
    near = held(model, best, found[0].objective, slack)
    block = model.column_block("build") or model.column_block("run")
    assert block is not None
    counted = block.index.reshape(block.shape[0], -1)
    penalty: Floats = np.zeros(block.shape[0])
    size = np.maximum(1e-9, _most(found[0], counted))
    for _ in range(count):
        penalty += _used(found[-1], counted)
        vector = np.zeros(model.cost.size)
        vector[counted] = (penalty / np.maximum(size, 1.0))[:, None]
        other = planned(near, Objective(aim, vector, False), options)
        other = replace(other, objective_name=best.name, objective=float(best.vector @ other.solution.x), model=model)
        if any(np.array_equal(_used(other, counted), _used(one, counted)) for one in found):
            break
        found.append(other)
    return tuple(found)


def fixed(model: Model, projects: Mapping[str, int | None]) -> Model:
    """The model with just these projects built, in the year given (None: in whatever year is best), and no other one.

    Raises :class:`LianpuError` for a name that is no project, and a year in which it cannot be built.
    """
    system, build = model.system, model.numbers["build"]
    known = [name for name, how in zip(system.plants.id, system.plants.build, strict=True) if how == "project"]
    lower, upper, low = model.lower.copy(), model.upper.copy(), model.low.copy()
    for name in projects:
        if name not in known:
            raise LianpuError(f"no project '{name}'", hint=suggest(name, known))
    rows = {
        int(item): int(row) for b in model.rows if b.kind == "project" for item, row in zip(b.items, b.index.ravel(), strict=True)
    }
    for name in known:
        plant = system.plants.id.index(name)
        columns = build[plant, :, 0]
        if name not in projects:
            lower[columns] = upper[columns] = 0.0
            continue
        year = projects[name]
        if year is not None:
            able = [int(y) for y, most in zip(system.years, model.upper[columns], strict=True) if most > 0]
            if year not in able:
                raise LianpuError(f"'{name}' cannot be built in {year}", hint=f"possible: {', '.join(map(str, able))}")
            upper[columns] = np.where(system.years == year, upper[columns], 0.0)
        low[rows[plant]] = 1.0
    return replace(model, lower=lower, upper=upper, low=low)


def held(model: Model, aim: Objective, value: float, slack: float) -> Model:
    """The model with a row that keeps an aim within ``slack`` (a share) of a value."""
    from scipy.sparse import csc_array, vstack

    room = slack * max(1.0, abs(value))
    low, high = (value - room, np.inf) if aim.most else (-np.inf, value + room)
    row = Block("aim", "aims", np.zeros(1, dtype=np.int32), model.low.size, (1, 1, 1))
    return replace(
        model,
        rows=(*model.rows, row),
        low=np.append(model.low, low),
        high=np.append(model.high, high),
        matrix=csc_array(vstack([model.matrix, csc_array(aim.vector[None, :])])),
    )


def _point(a: Objective, b: Objective, found: Plan) -> Point:
    x = found.solution.x
    return Point(float(a.vector @ x), float(b.vector @ x), found)


def _most(found: Plan, counted: Ints) -> Floats:
    return np.asarray(found.solution.x[counted].sum(axis=1))


def _used(found: Plan, counted: Ints) -> Floats:
    return np.asarray(_most(found, counted) > 1e-6, dtype=np.float64)
