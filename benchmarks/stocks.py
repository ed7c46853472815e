"""Dynamic stocks: 200 years x 500 elements against flodym, each case in a process of its own (peak memory), in one run.

    python benchmarks/stocks.py [--years 200] [--elements 500] [--repeat 5]

Prints CPU time, peak memory over the start, the ratio to flodym, and the largest difference of results. flodym is a
package for the benchmark only; without it ours is measured alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

CASES = ("inflow", "stock")
KINDS = ("weibull", "lognormal", "normal")


def problem(years: int, elements: int, kind: str) -> tuple[Any, Any, Any]:
    """Logistic stocks, one for each element, and two lifetime parameters each."""
    rng = np.random.default_rng(0)
    t = np.arange(years)[:, None]
    stock = 1000 / (1 + np.exp(-(t - rng.uniform(40, 140, elements)) / rng.uniform(8, 20, elements))) + 1
    if kind == "weibull":
        return stock, rng.uniform(2, 5, elements), rng.uniform(8, 40, elements)
    mean = rng.uniform(8, 40, elements)
    return stock, mean, 0.3 * mean


def ours(case: str, kind: str, given: Any, first: Any, second: Any) -> Callable[[], Any]:
    from lianpu.engine.stocks.lifetimes import LIFETIMES
    from lianpu.engine.stocks.model import inflow_driven, stock_driven

    def run() -> Any:
        lifetime = LIFETIMES[kind](first, second)  # type: ignore[call-arg]
        found = (inflow_driven if case == "inflow" else stock_driven)(given, lifetime, inflow_at="middle")
        return (found.stock if case == "inflow" else found.inflow), found.outflow

    return run


def flodym(case: str, kind: str, given: Any, first: Any, second: Any) -> Callable[[], Any]:
    import flodym as fd  # type: ignore[import-not-found]

    years, elements = given.shape
    dims = fd.DimensionSet(dim_list=[
        fd.Dimension(name="Time", letter="t", items=list(range(years)), dtype=int),
        fd.Dimension(name="Element", letter="e", items=[f"e{i}" for i in range(elements)], dtype=str),
    ])  # fmt: skip
    names = ("weibull_shape", "weibull_scale") if kind == "weibull" else ("mean", "std")
    model = {"weibull": fd.WeibullLifetime, "lognormal": fd.LogNormalLifetime, "normal": fd.NormalLifetime}[kind]

    def run() -> Any:
        values = {n: fd.Parameter(dims=dims[("e",)], values=v) for n, v in zip(names, (first, second), strict=True)}
        lifetime = model(dims=dims, **values)
        array = fd.StockArray(dims=dims, values=given)
        if case == "inflow":
            stock = fd.InflowDrivenDSM(dims=dims, inflow=array, lifetime_model=lifetime)
            stock.compute()
            return stock.stock.values, stock.outflow.values
        stock = fd.StockDrivenDSM(dims=dims, stock=array, lifetime_model=lifetime)
        stock.compute()
        return stock.inflow.values, stock.outflow.values

    return run


def measure(who: str, case: str, kind: str, years: int, elements: int, repeat: int) -> dict[str, Any]:
    """In this process: the median CPU time, peak memory over what importing took, and a digest of the results."""
    stock, first, second = problem(years, elements, kind)
    reference = ours("stock", kind, stock, first, second)
    given = stock if case == "stock" else reference()[0]
    run = (ours if who == "lianpu" else flodym)(case, kind, given, first, second)
    small = (ours if who == "lianpu" else flodym)(case, kind, given[:120, :2], first[:2], second[:2])
    small()
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = []
    for _ in range(repeat):
        start = time.process_time()
        result = run()
        spent.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
    check = [np.asarray(r)[:: max(years // 7, 1), :: max(elements // 7, 1)].tolist() for r in result]
    return {"cpu_s": float(np.median(spent)), "peak_mb": peak / 1024, "check": check}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--years", type=int, default=200)
    parser.add_argument("--elements", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        who, case, kind = args.one
        print(json.dumps(measure(who, case, kind, args.years, args.elements, args.repeat)))
        return
    peers = ["lianpu", *(["flodym"] if importlib.util.find_spec("flodym") else [])]
    if len(peers) == 1:
        print("flodym is not installed: lianpu alone")
    for case in CASES:
        for kind in KINDS:
            compare(case, kind, args, peers)


def compare(case: str, kind: str, args: argparse.Namespace, peers: list[str]) -> None:
    found = {}
    for who in peers:
        command = [sys.executable, __file__, "--years", str(args.years), "--elements", str(args.elements)]
        command += ["--repeat", str(args.repeat), "--one", who, case, kind]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        )
        found[who] = json.loads(done.stdout.splitlines()[-1])
    line = f"{case}-driven, {kind:9}" + "".join(
        f"  {who} {f['cpu_s'] * 1e3:8.2f} ms {f['peak_mb']:7.1f} MB" for who, f in found.items()
    )
    if "flodym" in found:
        a, b = found["lianpu"], found["flodym"]
        apart = max(float(np.abs(np.subtract(x, y)).max() / np.abs(y).max()) for x, y in zip(a["check"], b["check"], strict=True))
        memory = b["peak_mb"] / a["peak_mb"] if a["peak_mb"] else float("inf")
        line += f"  time 1/{b['cpu_s'] / a['cpu_s']:.0f}  memory 1/{memory:.0f}  largest difference {apart:.1e}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
