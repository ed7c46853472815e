"""CPU seconds of a reconciliation: ``OPENBLAS_NUM_THREADS=1 python benchmarks/reconcile.py``, with the Python that has
lianpu; one thread, as the command line sets it.

Random networks with balances at every node, a tenth of the flows unknown, a tenth tied by transfer coefficients. Each
line is one size, best of three: without and with a gross error of 30 standard deviations (which is then looked for
one reading at a time).
"""

from __future__ import annotations

import platform
import time

import numpy as np
from numpy.typing import NDArray

from lianpu.ledger.reconcile.adjust import Reconciliation, reconcile
from lianpu.ledger.reconcile.problem import Equation, Measurement, Problem, Quantity

Values = NDArray[np.float64]
Arcs = list[tuple[int, int]]
SIZES = ((30, 100), (300, 1000), (1000, 3000))
TIMES = 3


def network(nodes: int, flows: int, gross: bool) -> Problem:
    """A ring through all nodes that balances random flows across it; every flow is read with 5 % of error."""
    random = np.random.default_rng(1)
    arcs: Arcs = [(n, (n + 1) % nodes) for n in range(nodes)]
    arcs += [(int(a), int(b)) for a, b in (random.choice(nodes, 2, replace=False) for _ in range(flows - nodes))]
    values = _balanced(arcs, random.uniform(10, 100, flows), nodes)
    sds = 0.05 * values
    read = values + sds * random.normal(size=flows)
    if gross:
        read[nodes // 2 + 1] += 30 * sds[nodes // 2 + 1]
    known = [n for n in range(flows) if n % 10 != 3]
    ties = [n for n in range(nodes, flows) if n % 10 == 7]
    quantities = [Quantity(f"F{n}") for n in range(flows)] + [Quantity(f"T{n}") for n in ties]
    readings = [Measurement(f"F{n}", f"F{n}", float(read[n]), float(sds[n])) for n in known]
    readings += [Measurement(f"T{n}", f"T{n}", *_share(values, arcs, n)) for n in ties]
    balances = [_balance(node, arcs) for node in range(nodes)] + [f"F{n}=T{n}*F{arcs[n][0]}" for n in ties]
    return Problem(tuple(quantities), tuple(readings), tuple(Equation(text, text) for text in balances))


def _share(values: Values, arcs: Arcs, n: int) -> tuple[float, float]:
    """The transfer coefficient of a flow over the ring flow that leaves the same node, and 5 % of it."""
    share = float(values[n] / values[arcs[n][0]])
    return share, 0.05 * share


def _balanced(arcs: Arcs, across: Values, nodes: int) -> Values:
    """The flows ``across`` as they are, and those along the ring that balance every node."""
    net = np.zeros(nodes)
    for (a, b), amount in zip(arcs[nodes:], across[nodes:], strict=True):
        net[a] -= amount
        net[b] += amount
    ring = np.cumsum(net)
    return np.append(ring - ring.min() + 50.0, across[nodes:])


def _balance(node: int, arcs: Arcs) -> str:
    into = "+".join(f"F{n}" for n, (_, b) in enumerate(arcs) if b == node)
    return f"{into}={'+'.join(f'F{n}' for n, (a, _) in enumerate(arcs) if a == node)}"


def timed(problem: Problem) -> tuple[float, Reconciliation]:
    """Least CPU seconds of three runs, and the result."""
    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        found = reconcile(problem)
        taken.append(time.process_time() - before)
    return min(taken), found


def main() -> None:
    print(f"CPU seconds, best of {TIMES}; Python {platform.python_version()}, {platform.machine()}")
    print(f"{'nodes':>6} {'flows':>6} {'clean':>7} {'steps':>6} {'gross':>7} {'suspects':>9}")
    for nodes, flows in SIZES:
        clean, found = timed(network(nodes, flows, gross=False))
        wrong, doubted = timed(network(nodes, flows, gross=True))
        print(f"{nodes:6} {flows:6} {clean:7.2f} {found.steps:6} {wrong:7.2f} {len(doubted.suspects):9}")


if __name__ == "__main__":
    main()
