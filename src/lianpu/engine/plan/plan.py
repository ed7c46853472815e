"""``plan``: a System in, a :class:`Plan` out."""

from __future__ import annotations

from dataclasses import replace

from lianpu import __version__
from lianpu.engine.plan.compile import Model, compile_system
from lianpu.engine.plan.evidence import TOLERANCE, Evidence, evidence
from lianpu.engine.plan.objectives import Objective, objective
from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.solve import Options, Solution, Solver
from lianpu.errors import LianpuError
from lianpu.system.planning.system import System

#: Simplex stops at violations of 1e-7 before it scales back; a second run at the tightest makes up for it.
_TIGHT = 1e-10


class InfeasibleError(LianpuError):
    """No plan keeps all limits. ``model`` is what was tried."""

    def __init__(self, model: Model) -> None:
        super().__init__("no plan keeps all limits and demands", hint="see which are in conflict (lianpu plan says so)")
        self.model = model


def plan(system: System, aim: str = "cost", options: Options | None = None) -> Plan:
    """The best plan of a System for an objective (see :func:`lianpu.engine.plan.objectives.objective`).

    Raises :class:`InfeasibleError` when no plan keeps all limits, :class:`LianpuError` for an objective without end, or when
    the time limit ended the search before it had any plan.
    """
    model = compile_system(system)
    return planned(model, objective(model, aim), options)


def planned(model: Model, aim: Objective, options: Options | None = None) -> Plan:
    """The plan of a compiled model."""
    settings = options or Options()
    goal = replace(model, cost=aim.minimised)
    solver = Solver(goal, settings)
    found = solver.solve()
    if found.status in ("optimal", "feasible"):
        proof = evidence(goal, found, goal.cost)
        if max(proof.balance, proof.rows) > TOLERANCE:
            found = solver.tightened(_TIGHT)
            proof = evidence(goal, found, goal.cost)
        worst = max(proof.balance, proof.rows)
        if worst > TOLERANCE:
            raise LianpuError(
                f"the solver's plan breaks a balance or limit by {worst:.1e} (relative)",
                hint="choose units in which amounts are neither tiny nor huge, or --method simplex",
            )
        return _plan(model, aim, found, proof)
    raise _failure(model, found, settings)


def _plan(model: Model, aim: Objective, found: Solution, proof: Evidence) -> Plan:
    return Plan(
        system=model.system,
        status=found.status,
        objective_name=aim.name,
        objective=float(aim.vector @ found.x),
        cost=float(model.cost @ found.x),
        evidence=proof,
        inputs=model.system.digest(),
        version=__version__,
        seconds=found.seconds,
        method=found.method,
        notices=(),
        model=model,
        solution=found,
    )


def _failure(model: Model, found: Solution, settings: Options) -> LianpuError:
    if found.status == "infeasible":
        return InfeasibleError(model)
    if found.status == "unbounded":
        return LianpuError("the objective has no end: some sale or build pays without a limit", hint="limit markets or builds")
    return LianpuError(f"no plan within {settings.time_limit:g} s", hint="a longer --time-limit, or a larger --gap")
