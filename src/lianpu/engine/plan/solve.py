"""HiGHS on a compiled model: arrays in, solution, bound and status out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from lianpu.engine.plan.compile import Model
from lianpu.engine.plan.highs import quiet_highs
from lianpu.errors import LianpuError
from lianpu.system.planning.columns import Floats

#: Above this many rows + columns the interior point method is quicker than simplex (benchmarks/plan.py, docs/plan.md).
IPM_FROM = 40_000
METHODS = ("choose", "simplex", "ipm", "hipo", "pdlp")
_DUAL, _PRIMAL = 1, 4  # HiGHS's simplex_strategy
Progress = Callable[[float, float, float], None]


@dataclass(frozen=True, slots=True)
class Options:
    """``method``: choose (by size) or one of HiGHS's; ``gap`` is relative; ``time_limit`` in seconds; ``log`` a file for
    the solver's own log; ``progress`` is called with (seconds, best so far, bound)."""

    method: str = "choose"
    gap: float = 1e-4
    time_limit: float = np.inf
    threads: int = 0
    log: str | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise LianpuError(f"no solution method '{self.method}'", hint=f"one of {', '.join(METHODS)}")


@dataclass(frozen=True)
class Solution:
    """``status``: optimal, feasible (stopped early, ``x`` is the best so far), infeasible, unbounded or none (stopped
    without one). ``dual`` are row duals, ``reduced`` column duals (of the relaxation with fixed integers for a MILP)."""

    status: str
    objective: float
    bound: float
    x: Floats
    dual: Floats
    reduced: Floats
    seconds: float
    iterations: int
    method: str
    basis: Any = field(default=None, repr=False)


class Solver:
    """A model held by HiGHS, for one solve or many with changed costs, bounds and right-hand sides."""

    def __init__(self, model: Model, options: Options | None = None) -> None:
        self.model, self.options = model, options or Options()
        self._h = quiet_highs()
        self._costs_only = False
        self._set(self.options)
        load(self._h, model)

    def _set(self, options: Options) -> None:
        h = self._h
        if options.log:
            h.setOptionValue("output_flag", True)
            h.setOptionValue("log_to_console", False)
            h.setOptionValue("log_file", options.log)
        import highspy

        if h.setOptionValue("solver", method(self.model, options.method)) != highspy.HighsStatus.kOk:
            raise LianpuError(f"this build of HiGHS has no method '{options.method}'", hint="choose, simplex, ipm or pdlp")
        h.setOptionValue("mip_rel_gap", options.gap)
        if options.threads:
            h.setOptionValue("threads", options.threads)
        if options.progress:
            _follow(h, options.progress)

    def change(
        self, *, cost: Floats | None = None, lower: Floats | None = None, upper: Floats | None = None,
        low: Floats | None = None, high: Floats | None = None,
    ) -> None:  # fmt: skip
        """New costs, column bounds (both) and row bounds (both), for all columns or rows."""
        columns, rows = (np.arange(n, dtype=np.int32) for n in (self.model.cost.size, self.model.low.size))
        self._costs_only = cost is not None and lower is None and low is None
        if cost is not None:
            self._h.changeColsCost(columns.size, columns, cost)
        if lower is not None and upper is not None:
            self._h.changeColsBounds(columns.size, columns, lower, upper)
        if low is not None and high is not None:
            self._h.changeRowsBounds(rows.size, rows, low, high)

    def solve(self, basis: Any = None) -> Solution:
        """Solves, from a basis where one is given: then the simplex method goes on from there, the primal one where only
        costs have changed since (the basis is still feasible), else the dual one (it is still optimal but for that)."""
        h = self._h
        if basis is not None:
            h.setBasis(basis)
            h.setOptionValue("solver", "simplex")
            h.setOptionValue("simplex_strategy", _PRIMAL if self._costs_only else _DUAL)
        h.setOptionValue("time_limit", h.getRunTime() + self.options.time_limit)  # its clock runs on from solve to solve
        start = time.perf_counter()
        _run(h, bool(self.model.integer.any()))
        seconds = time.perf_counter() - start
        found = _solution(h, self.model, seconds)
        if found.status in ("optimal", "feasible") and self.model.integer.any():
            found = self._with_duals(found)
        return found

    def tightened(self, tolerance: float) -> Solution:
        """Solves again from where it stands, with tighter tolerances; a linear model by the simplex method."""
        if not self.model.integer.any():
            self._h.setOptionValue("solver", "simplex")
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance", "mip_feasibility_tolerance"):
            self._h.setOptionValue(name, tolerance)
        return self.solve()

    def _with_duals(self, found: Solution) -> Solution:
        """Duals of the linear problem that is left when the integers are fixed."""
        fixed, held = self.model.integer > 0, self._h.getLp()  # costs and bounds as they were changed
        value = np.round(found.x)
        lp = replace(
            self.model,
            integer=np.zeros_like(self.model.integer),
            lower=np.where(fixed, value, np.array(held.col_lower_)),
            upper=np.where(fixed, value, np.array(held.col_upper_)),
            cost=np.array(held.col_cost_),
            low=np.array(held.row_lower_),
            high=np.array(held.row_upper_),
        )
        h = quiet_highs()
        load(h, lp)
        h.run()
        again = _solution(h, lp, found.seconds)
        if again.status != "optimal":
            return found
        return replace(found, x=again.x, dual=again.dual, reduced=again.reduced, objective=again.objective)


def method(model: Model, wanted: str) -> str:
    """HiGHS's name of a method; ``choose`` goes by the size of the model."""
    if wanted != "choose" or model.integer.any():
        return wanted
    return "ipm" if model.cost.size + model.low.size > IPM_FROM else "simplex"


def load(h: Any, model: Model) -> None:
    """Hands the arrays to HiGHS. Raises :class:`LianpuError` when it refuses them."""
    import highspy

    a = model.matrix
    whole = model.integer.astype(np.int32) if model.integer.any() else np.zeros(model.cost.size, np.int32)
    status = h.passModel(
        model.cost.size, model.low.size, a.nnz, 1, 1, 0.0, model.cost, model.lower, model.upper, model.low, model.high,
        a.indptr.astype(np.int32, copy=False), a.indices.astype(np.int32, copy=False), a.data, whole,
    )  # fmt: skip
    if status == highspy.HighsStatus.kError:
        raise LianpuError("the solver refuses the model", hint="a coefficient may be infinite or above 1e15")


def _solution(h: Any, model: Model, seconds: float) -> Solution:
    from highspy import HighsModelStatus as S

    info, status = h.getInfo(), h.getModelStatus()
    held = h.getSolution()
    stopped = {S.kTimeLimit, S.kInterrupt, S.kIterationLimit, S.kSolutionLimit, S.kUnknown}
    word = {S.kOptimal: "optimal", S.kInfeasible: "infeasible", S.kUnbounded: "unbounded", S.kModelEmpty: "optimal"}.get(status)
    if status == S.kUnboundedOrInfeasible:
        word = "infeasible"
    if word is None:
        word = "feasible" if status in stopped and info.primal_solution_status == 2 else "none"
    integer = bool(model.integer.any())
    bound = info.mip_dual_bound if integer else info.objective_function_value
    zeros = np.zeros
    return Solution(
        word, info.objective_function_value, bound,
        np.array(held.col_value) if held.value_valid else zeros(model.cost.size),
        np.array(held.row_dual) if held.dual_valid else zeros(model.low.size),
        np.array(held.col_dual) if held.dual_valid else zeros(model.cost.size),
        seconds, max(info.simplex_iteration_count, info.ipm_iteration_count, 0),
        str(h.getOptionValue("solver")[1]), h.getBasis() if not integer else None,
    )  # fmt: skip


def _run(h: Any, whole: bool) -> None:
    """Runs HiGHS; Ctrl-C ends a search for whole numbers with the best it has."""
    if not whole or threading.current_thread() is not threading.main_thread():
        h.run()
        return
    h.HandleUserInterrupt = True
    h.startSolve()
    done = False
    while not done:
        try:
            done = h.wait(0.05)[0]
        except KeyboardInterrupt:
            h.cancelSolve()


def _follow(h: Any, progress: Progress) -> None:
    def tell(event: Any) -> None:
        out = event.data_out
        progress(out.running_time, out.mip_primal_bound, out.mip_dual_bound)

    for when in (h.cbMipImprovingSolution, h.cbMipLogging):
        when.subscribe(tell)
