"""chain-S/M/L stated through planning Systems, beside raw highspy, linopy, Pyomo and PyPSA: build, solve, memory, ratios.

    python benchmarks/plan.py [--size S|M|L] [--rounds 3] [--peers FOLDER] [--warm]

FOLDER (default ../shared/bench/plan) holds the problem (chain.py) and the same problem in each library; what is not
installed is skipped. Every measurement is a fresh process on one core, in interleaved rounds; CPU seconds, medians. A build
ends when HiGHS holds the model, and starts from plain arrays: for lianpu it contains reading and checking the tables.
--warm: re-solves of chain-S after changed costs, then after changed right-hand sides, from the base's basis.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "bench" / "plan"
#: script, how, largest size that ends in a few minutes
PEERS = (
    ("raw", "csc", "L"), ("m_linopy", "dense", "L"), ("m_linopy", "sparse", "L"), ("m_pyomo", "appsi", "M"),
    ("m_pypsa", "years", "M"),
)  # fmt: skip
SIZES = ("XS", "S", "M", "L")


def chain_system(d: Any) -> Any:
    """chain-N as a System: its costs are already discounted, so the rate is 0; a season is one slice of equal weight, and
    a unit of capacity is one of activity per season."""
    from lianpu.system.planning import System

    R, C, F, Y, K, A = d.R, d.C, d.F, d.Y, d.K, d.A  # noqa: N806

    def ys(x: Any) -> Any:  # items x steps → items x years x slices
        return np.asarray(x).reshape(-1, Y, K)

    def same(x: Any) -> Any:  # items x years → the same in all slices
        return np.repeat(x[:, :, None], K, axis=2)

    f, c, v = d.recipe()
    good, site = np.divmod(np.arange(C * R), R)
    markets = C * R
    flow_good, link = np.divmod(np.arange(C * A), A)
    facilities = [f"f{k}" for k in range(F)]
    return System.of(
        years=list(range(2025, 2025 + Y)),
        slices=[f"s{k}" for k in range(K)],
        conventions={"salvage": "none"},
        sites={"id": [f"r{k}" for k in range(R)]},
        goods={"id": [f"c{k}" for k in range(C)]},
        plants={
            "id": facilities, "site": d.fr, "to_activity": float(K), "residual": d.cap0, "availability": ys(d.avail),
            "capex": d.c_cap, "build": "continuous", "max_build": d.capmax,
        },
        activities={"id": facilities, "plant": np.arange(F), "variable_cost": ys(d.c_act)},
        flows={"activity": f, "good": c, "amount": v},
        markets={
            "id": [f"{side} c{g} r{r}" for side in ("buy", "sell") for g, r in zip(good, site, strict=True)],
            "good": np.tile(good, 2), "site": np.tile(site, 2), "side": ["buy"] * markets + ["sell"] * markets,
            "price": np.concatenate([ys(d.c_imp), -ys(d.c_exp)]),
        },
        routes={
            "id": [f"c{g} a{a}" for g, a in zip(flow_good, link, strict=True)], "good": flow_good, "origin": d.a_from[link],
            "target": d.a_to[link], "cost": ys(d.c_flow),
        },
        demands={"id": [f"d{k}" for k in range(C * R)], "good": good, "site": site, "amount": ys(d.demand)},
        measures={"id": ["emissions", *(f"power r{r}" for r in range(R)), *(f"sold c{k}" for k in range(C))]},
        terms={
            "measure": np.concatenate([np.zeros(F, int), 1 + d.fr, 1 + R + good]),
            "of": ["run"] * (2 * F) + ["sell"] * markets,
            "item": np.concatenate([np.arange(F), np.arange(F), markets + np.arange(markets)]),
            "amount": np.concatenate([d.em, d.elec, np.ones(markets)]),
        },
        limits={
            "id": ["emissions", *(f"power r{r}" for r in range(R)), *(f"sold c{k}" for k in range(C))],
            "measure": np.arange(1 + R + C), "per": ["year"] + ["slice"] * R + ["year"] * C,
            "bound": np.concatenate([same(d.elim[None]), ys(d.plim), same(d.xlim)]),
        },
    )  # fmt: skip


def one(size: str, solve: str) -> dict[str, Any]:
    """One measured run of lianpu in this process: import, arrays, build, solve."""
    import highspy  # noqa: F401
    import scipy.sparse  # noqa: F401
    from chain import make  # type: ignore[import-not-found]

    from lianpu.engine.plan.compile import compile_system
    from lianpu.engine.plan.solve import Options, Solver

    d = make(size, 0)
    data = _rss()
    start, wall = time.process_time(), time.perf_counter()
    model = compile_system(chain_system(d))
    solver = Solver(model, Options(method="choose" if solve == "none" else solve, threads=1))
    out = {"tool": "lianpu", "how": "", "build_cpu": time.process_time() - start, "build_s": time.perf_counter() - wall}
    out |= {"rss_data": data, "rss_build": _rss(), "cols": model.cost.size, "rows": model.low.size, "nnz": int(model.matrix.nnz)}
    if solve != "none":
        start = time.process_time()
        found = solver.solve()
        out |= {"solve_cpu": time.process_time() - start, "obj": found.objective}
    return out | {"rss_peak": _rss()}


def _rss() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measure(command: list[str]) -> dict[str, Any] | None:
    """The JSON line that a process prints last; None when it fails (a library that is not installed)."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(FOLDER)])}
    done = subprocess.run(["taskset", "-c", "0", *command], capture_output=True, text=True, env=env)
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compare(size: str, rounds: int, folder: Path, python: str, solve: str) -> None:
    """Interleaved rounds of lianpu and its peers; prints medians and ratios to raw."""
    mine = [sys.executable, __file__, "--one", "--size", size, "--solve", solve]
    jobs = {("lianpu", ""): mine}
    for script, how, largest in PEERS:
        if SIZES.index(size) <= SIZES.index(largest):
            theirs = "ipm" if solve == "choose" else solve
            at = str(folder / f"{script}.py")
            jobs[script.removeprefix("m_"), how] = [python, at, "--size", size, "--how", how, "--solve", theirs]
    got: dict[tuple[str, str], list[dict[str, Any]]] = {key: [] for key in jobs}
    for _ in range(rounds):
        for key, command in jobs.items():
            found = measure(command)
            if found is not None:
                got[key].append(found)
    raw = _median(got["raw", "csc"], "build_cpu")
    print(f"chain-{size}, {rounds} rounds, CPU seconds")
    print(f"{'tool':16}{'build':>9}{'x raw':>8}{'solve':>9}{'peak MiB':>10}{'columns':>10}  objective")
    for (tool, how), found_all in got.items():
        if not found_all:
            print(f"{tool + ' ' + how:16} not installed, or it failed")
            continue
        build = _median(found_all, "build_cpu")
        print(
            f"{tool + ' ' + how:16}{build:9.3f}{build / raw:8.1f}{_median(found_all, 'solve_cpu'):9.2f}"
            f"{_median(found_all, 'rss_peak'):10.0f}{found_all[0]['cols']:10}  {found_all[0].get('obj', float('nan')):.6f}"
        )


def _median(found: list[dict[str, Any]], key: str) -> float:
    return statistics.median(one.get(key, float("nan")) for one in found) if found else float("nan")


def warm(changes: int) -> None:
    """Median time of cold and warm solves of chain-S after changes of costs and of right-hand sides."""
    from chain import make

    from lianpu.engine.plan.compile import compile_system
    from lianpu.engine.plan.solve import Options, Solver

    model = compile_system(chain_system(make("S", 0)))
    options = Options(method="simplex", threads=1)
    solver = Solver(model, options)
    base = solver.solve().basis
    random = np.random.default_rng(1)
    ratios: list[float] = []
    good = model.system.markets.good
    for kind in ("costs", "right-hand sides"):
        cold, hot, apart = [], [], 0.0
        for _ in range(changes):
            change = {"cost": _dearer(model, good, random)} if kind == "costs" else _needier(model, random)
            fresh = Solver(model, options)
            for held in (fresh, solver):
                held.change(**change)
            a, b = fresh.solve(), solver.solve(base)
            solver.change(cost=model.cost, low=model.low, high=model.high)
            cold.append(a.seconds)
            hot.append(b.seconds)
            apart = max(apart, abs(a.objective / b.objective - 1))
        ratios += [c / h for c, h in zip(cold, hot, strict=True)]
        ratio = statistics.median(ratios[-changes:])
        first, then = statistics.median(cold), statistics.median(hot)
        print(f"{kind}: cold {first:.4f} s, warm {then:.4f} s, {ratio:.1f}x, apart {apart:.0e}")
    print(f"all {len(ratios)} changes: {statistics.median(ratios):.1f}x in the median")


def _dearer(model: Any, good: Any, random: np.random.Generator) -> Any:
    """Prices of buying and selling times 10 % lognormal per good, as in the shared problem's ensembles."""
    cost, block = model.cost.copy(), model.column_block("trade")
    cost[block.index] *= np.exp(random.normal(0, 0.1, good.max() + 1))[good][:, None, None]
    return cost


def _needier(model: Any, random: np.random.Generator) -> dict[str, Any]:
    """Demand times 5 % normal per balance and year, power times 0.75 to 1.1 per year."""
    low, high = model.low.copy(), model.high.copy()
    for rows in model.rows:
        if rows.kind == "balance":
            low[rows.index] *= random.normal(1, 0.05, (rows.shape[0], rows.shape[1], 1)).clip(0.8, 1.2)
        if rows.kind == "limit_slice":
            high[rows.index] *= random.uniform(0.75, 1.1, (1, rows.shape[1], 1))
    return {"low": low, "high": high}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="M", choices=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path, default=FOLDER)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the peers installed")
    parser.add_argument("--solve", default="choose", help="choose, simplex, ipm, hipo, pdlp or none")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--warm", action="store_true")
    given = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(given.peers)]
    if given.one:
        print(json.dumps(one(given.size, given.solve)))
    elif given.warm:
        warm(50)
    else:
        compare(given.size, given.rounds, given.peers, given.python, given.solve)


if __name__ == "__main__":
    main()
