"""Why no plan keeps everything: the smallest set of facts in conflict, and how far each must give.

An elastic model (every fact may give way at a price: Chinneck, Feasibility and Infeasibility in Optimization, 2008, ch. 6)
is solved first; the facts whose bounds have a price there contain a conflict. A deletion filter makes it irreducible: a
fact is let go for good when the others are still in conflict without it. Then each fact of the conflict gives alone, with
all others of the whole System held. Whole numbers count when the linear relaxation alone is not in conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.facts import Bounds, bounds, item_name, unit_of_fact, where
from lianpu.engine.plan.solve import Options, Solution, Solver
from lianpu.system.planning.columns import Booleans, Floats

if TYPE_CHECKING:
    from scipy.sparse import csc_array

#: Below this share of a bound a violation is the solver's tolerance.
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Give:
    """At one place of a fact: its bound, and what it would have to be."""

    year: int | None
    slice: str | None
    bound: float
    becomes: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the user's tables in the conflict. ``gives`` are the places where it gives way when it gives alone; empty
    where it alone cannot mend the plan."""

    aspect: str
    table: str
    name: str
    unit: str
    place: str
    gives: tuple[Give, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Facts that cannot all hold; without any one of them the others can. ``proven`` is false when a time limit ended the
    search before the set was known to be the smallest."""

    facts: tuple[Fact, ...]
    whole_numbers: bool
    proven: bool


def conflict(model: Model, seconds: float = 5.0) -> Conflict:
    """The conflict in a model that has no plan. ``seconds`` bounds each solve with whole numbers."""
    elastic = _Elastic(model, bounds(model), seconds)
    every = np.ones(len(elastic.bounds.facts), dtype=bool)
    first = elastic.strain(every, whole=False)
    whole = first.objective <= _SMALL
    if whole:
        first = elastic.strain(every, whole=True)
    support = elastic.support(first, whole)
    core, proven = _irreducible(elastic, support, whole)
    return Conflict(tuple(_fact(elastic, int(f), whole) for f in np.flatnonzero(core)), whole, proven)


def _irreducible(elastic: _Elastic, core: Booleans, whole: bool) -> tuple[Booleans, bool]:
    """Lets go of facts one by one as long as the rest is in conflict."""
    proven = True
    if elastic.strain(core, whole).objective <= _SMALL:  # what the prices named is not enough (a tie): all facts are asked
        core = np.ones_like(core)
    for fact in np.flatnonzero(core):
        without = core.copy()
        without[fact] = False
        found = elastic.strain(without, whole)
        if found.status not in ("optimal", "feasible"):
            proven = False
        elif (found.bound if whole else found.objective) > _SMALL:
            core = without & elastic.support(found, whole) if not whole else without
        elif found.objective > _SMALL:
            proven = False
    return core, proven


def _fact(elastic: _Elastic, fact: int, whole: bool) -> Fact:
    model, (aspect, table, item) = elastic.model, elastic.bounds.facts[fact]
    places = getattr(model.system, table).places if table != "pairs" else None
    return Fact(
        aspect,
        table,
        item_name(model.system, table, item),
        unit_of_fact(model.system, aspect, table, item),
        _place(places[item]) if places is not None else _demand_place(model, item),
        elastic.alone(fact, whole),
    )


def _place(place: Any) -> str:
    return f"{place.file + ', ' if place.file else ''}{place.sheet}, row {place.number}"


def _demand_place(model: Model, pair: int) -> str:
    d, sites = model.system.demands, len(model.system.sites)
    rows = np.flatnonzero(d.good * sites + d.site == pair)
    return "; ".join(_place(d.places[int(r)]) for r in rows)


class _Elastic:
    """The model with a column for every fact's bound by which it may be missed; bounds of columns become rows."""

    def __init__(self, model: Model, found: Bounds, seconds: float) -> None:
        self.model, self.bounds = model, found
        self.columns = model.cost.size
        free = _free(model, found)
        self.weight = 1 / np.maximum(1.0, np.abs(found.value))
        n = found.fact.size
        slack = np.zeros(n)
        self._whole = replace(
            model,
            cost=np.concatenate([np.zeros(self.columns), self.weight]),
            lower=np.concatenate([free[0], slack]),
            upper=np.concatenate([free[1], slack + np.inf]),
            integer=np.concatenate([model.integer, slack]),
            low=np.concatenate([model.low, free[2]]),
            high=np.concatenate([model.high, free[3]]),
            matrix=_matrix(model, found),
        )
        self._solvers = {
            False: Solver(replace(self._whole, integer=np.zeros_like(self._whole.integer)), Options("simplex")),
            True: Solver(self._whole, Options(time_limit=seconds, gap=1e-6)) if model.integer.any() else None,
        }
        self._basis: Any = None

    def strain(self, held: Booleans, whole: bool) -> Solution:
        """The least total by which the facts that are ``held`` are missed, the others being free."""
        return self._solve(np.where(held[self.bounds.fact], self.weight, 0.0), np.full(self.weight.size, np.inf), whole)

    def support(self, found: Solution, whole: bool) -> Booleans:
        """Facts whose bounds have a price in a strained solution, and those that are missed."""
        out = np.zeros(len(self.bounds.facts), dtype=bool)
        if whole:  # prices know nothing of whole numbers
            return ~out
        priced = np.abs(found.reduced[self.columns :] - self._cost) > 1e-9
        out[self.bounds.fact[priced | (found.x[self.columns :] > _SMALL)]] = True
        return out

    def alone(self, fact: int, whole: bool) -> tuple[Give, ...]:
        """Where the fact gives, and how far, when it alone gives."""
        mine = self.bounds.fact == fact
        found = self._solve(np.where(mine, 1.0, 0.0), np.where(mine, np.inf, 0.0), whole)
        if found.status not in ("optimal", "feasible"):
            return ()
        missed = found.x[self.columns :]
        b, out = self.bounds, []
        for k in np.flatnonzero(mine & (missed > _SMALL * np.maximum(1.0, np.abs(b.value)))):
            name = where(self.model, int(b.row[k]), int(b.column[k]))
            out.append(Give(name.year, name.slice, float(b.value[k]), float(b.value[k] + b.side[k] * missed[k])))
        return tuple(out)

    def _solve(self, cost: Floats, most: Floats, whole: bool) -> Solution:
        solver = self._solvers[whole]
        assert solver is not None
        self._cost = cost
        upper = np.concatenate([self._whole.upper[: self.columns], most])
        solver.change(cost=np.concatenate([np.zeros(self.columns), cost]))
        solver.change(lower=self._whole.lower, upper=upper)
        found = solver.solve(None if whole else self._basis)
        if not whole and found.status == "optimal":
            self._basis = found.basis
        return found


def _free(model: Model, found: Bounds) -> tuple[Floats, Floats, Floats, Floats]:
    """Column bounds without those that are facts, and row bounds of the rows that take their place."""
    lower, upper = model.lower.copy(), model.upper.copy()
    at = found.column >= 0
    below, above = at & (found.side < 0), at & (found.side > 0)
    lower[found.column[below]] = 0.0
    upper[found.column[above]] = np.inf
    value, side = found.value[at], found.side[at]
    return lower, upper, np.where(side < 0, value, -np.inf), np.where(side > 0, value, np.inf)


def _matrix(model: Model, found: Bounds) -> csc_array:
    """[A S; I S']: a slack adds to its row where the lower bound may be missed and takes from it where the upper may."""
    from scipy.sparse import coo_array, csc_array

    rows, columns = model.matrix.shape
    at = np.flatnonzero(found.column >= 0)
    extra = rows + np.arange(at.size)
    row = found.row.copy()
    row[at] = extra
    old = model.matrix.tocoo()
    n = found.fact.size
    i = np.concatenate([old.coords[0], extra, row])
    j = np.concatenate([old.coords[1], found.column[at], columns + np.arange(n)])
    v = np.concatenate([old.data, np.ones(at.size), -found.side.astype(np.float64)])
    return csc_array(coo_array((v, (i, j)), shape=(rows + at.size, columns + n)))
