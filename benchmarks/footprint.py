"""Footprints: 20,000 processes against bw2calc with pypardiso, and 10,000 Monte Carlo draws at 200, in one run.

    python benchmarks/footprint.py [--processes 20000] [--repeat 5] [--peer-limit 600]

Two kinds of system: ``layered`` (loops in a core of 5 % only) and ``hub`` (a few products feed everything, so that one loop
holds nearly all). Prints CPU time for one product, for all products by one adjoint solve, the ratio to bw2calc and the
difference of results. bw2calc and pypardiso are packages for the benchmark only; without them ours is measured alone. On
``hub`` a direct solver fills in: the peer is stopped after --peer-limit seconds, and the ratio is then a lower bound.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it: two threads take twice the CPU here

import numpy as np
from scipy import sparse

KINDS = ("layered", "hub")


def system(n: int, kind: str, per_column: int = 10, seed: int = 1) -> Any:
    """n x n, one product per process, diagonal 1; a process takes 0.2 to 0.8 per unit in all."""
    rng = np.random.default_rng(seed)
    counts = np.maximum(rng.poisson(per_column - 1, n), 1)
    columns = np.repeat(np.arange(n), counts)
    m = columns.size
    if kind == "hub":
        rank, weight = rng.permutation(n), 1.0 / np.arange(1, n + 1)
        hubs = rank[rng.choice(n, m, p=weight / weight.sum())]
        rows = np.where(rng.random(m) < 0.7, hubs, (columns + rng.integers(-50, 51, m)) % n)
    else:
        core = max(n // 20, 2)
        weight = 1.0 / np.arange(1, core + 1)
        hubs = rng.choice(core, m, p=weight / weight.sum())
        before = np.maximum(columns - rng.integers(1, 51, m), 0)
        inner = np.where(rng.random(m) < 0.5, hubs, rng.integers(0, core, m))
        rows = np.where(columns < core, inner, np.where(rng.random(m) < 0.6, hubs, before))
        rename = rng.permutation(n)
        rows, columns = rename[rows], rename[columns]
    apart = rows != columns
    rows, columns = rows[apart], columns[apart]
    taken = sparse.coo_array((rng.lognormal(0.0, 1.0, rows.size), (rows, columns)), shape=(n, n)).tocsc()
    total = np.asarray(taken.sum(axis=0)).ravel()
    scale = np.divide(rng.uniform(0.2, 0.8, n), total, out=np.zeros(n), where=total > 0)
    return (sparse.eye_array(n) - taken @ sparse.diags_array(scale)).tocsc()


def direct(n: int) -> Any:
    rng = np.random.default_rng(2)
    return rng.lognormal(0, 1, n) * (rng.random(n) < 0.3)


def ours(n: int, kind: str, target: int, repeat: int) -> dict[str, float]:
    from lianpu.engine.footprint.solve import Solver
    from lianpu.engine.footprint.technosphere import technosphere

    matrix, g = system(n, kind), direct(n)
    demand = np.zeros(n)
    demand[target] = 1.0
    one, adjoint = [], []
    for _ in range(repeat):
        start = time.process_time()
        found = Solver(technosphere(matrix)).outputs(demand)
        score = float(g @ found.activity)
        one.append(time.process_time() - start)
        start = time.process_time()
        every = Solver(technosphere(matrix)).intensities(g)
        adjoint.append(time.process_time() - start)
    return {
        "one_s": float(np.median(one)), "all_s": float(np.median(adjoint)), "score": score, "bound": found.bound,
        "adjoint_apart": abs(float(every.values[target]) - score) / abs(score),
    }  # fmt: skip


def peer(n: int, kind: str, target: int) -> dict[str, float]:
    """One product by bw2calc's LCA: datapackage in memory, built outside the clock."""
    import bw2calc as bc  # type: ignore[import-not-found]
    import bw_processing as bwp  # type: ignore[import-not-found]

    a, g = system(n, kind).tocoo(), direct(n)
    indices = np.zeros(a.nnz, dtype=bwp.INDICES_DTYPE)
    indices["row"], indices["col"] = a.coords[0] + 1, a.coords[1] + 1
    package = bwp.create_datapackage()
    package.add_persistent_vector(
        matrix="technosphere_matrix", name="t", indices_array=indices, data_array=np.abs(a.data),
        flip_array=a.coords[0] != a.coords[1],
    )  # fmt: skip
    flows = np.zeros(n, dtype=bwp.INDICES_DTYPE)
    flows["row"], flows["col"] = n + 1, np.arange(n) + 1
    package.add_persistent_vector(matrix="biosphere_matrix", name="b", indices_array=flows, data_array=g)
    factor = np.zeros(1, dtype=bwp.INDICES_DTYPE)
    factor["row"], factor["col"] = n + 1, n + 1
    package.add_persistent_vector(matrix="characterization_matrix", name="c", indices_array=factor, data_array=np.ones(1))
    spent = []
    for _ in range(3 if kind == "layered" else 1):
        start = time.process_time()
        lca = bc.LCA({target + 1: 1}, data_objs=[package])
        lca.lci()
        lca.lcia()
        spent.append(time.process_time() - start)
    return {"one_s": float(np.median(spent)), "score": float(lca.score)}


def draws(kind: str, processes: int = 200, count: int = 10_000) -> str:
    from lianpu.engine.footprint.draws import lognormal, monte_carlo
    from lianpu.engine.footprint.technosphere import technosphere

    t = technosphere(system(processes, kind))
    demand = np.zeros(processes)
    demand[int(np.argmax(np.diff(t.transposed.indptr)))] = 1.0
    start = time.process_time()
    found = monte_carlo(t, demand, direct(processes), lognormal(0.1), draws=count, seed=1)
    spent = time.process_time() - start
    return (
        f"{count} draws at {processes} ({kind}): {spent:.2f} s CPU, mean {found.values.mean():.5g}, sd {found.values.std():.3g}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--processes", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peer-limit", type=float, default=600.0, help="CPU seconds of wall time given to the peer")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        kind, target = args.peer
        print(json.dumps(peer(args.processes, kind, int(target))))
        return
    target = int(np.random.default_rng(3).integers(args.processes))
    for kind in KINDS:
        a = ours(args.processes, kind, target, args.repeat)
        print(f"{kind}: one product {a['one_s'] * 1e3:.1f} ms CPU (bound {a['bound']:.0e}), all {args.processes} products "
              f"{a['all_s'] * 1e3:.1f} ms CPU, forward and adjoint apart {a['adjoint_apart']:.0e}", flush=True)  # fmt: skip
        print(against(kind, target, a, args), flush=True)
        print(draws(kind), flush=True)


def against(kind: str, target: int, a: dict[str, float], args: argparse.Namespace) -> str:
    if not importlib.util.find_spec("bw2calc"):
        return "  bw2calc is not installed: lianpu alone"
    command = [sys.executable, __file__, "--processes", str(args.processes), "--peer", kind, str(target)]
    env = {**os.environ, "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=args.peer_limit, env=env)
    except subprocess.TimeoutExpired:
        return f"  bw2calc: stopped after {args.peer_limit:.0f} s; ratio at least {args.peer_limit / a['one_s']:.0f}"
    b = json.loads(done.stdout.splitlines()[-1])
    solver = "pypardiso" if importlib.util.find_spec("pypardiso") else "its default solver"
    apart = abs(b["score"] - a["score"]) / abs(b["score"])
    return f"  bw2calc ({solver}): {b['one_s']:.2f} s CPU, ratio 1/{b['one_s'] / a['one_s']:.0f}, results apart {apart:.0e}"


if __name__ == "__main__":
    main()
