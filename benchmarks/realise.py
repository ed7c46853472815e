"""How often the intervals of realisation hold the truth: ``python benchmarks/realise.py``.

Simulated ledgers whose projects stand within 36 months with a known probability, at any time in them; a third of the
projects is seen for a random 6 to 60 months only. Printed is the share of ledgers whose 90 % interval holds the truth,
and the mean width of the interval.
"""

from __future__ import annotations

import math

import numpy as np

from lianpu.ledger.realise.estimate import INTERVAL, prior
from lianpu.ledger.realise.survival import Case, curves

LEDGERS = 2000
TRUTHS = (0.1, 0.2, 0.5, 0.8, 0.9)
NUMBERS = (2, 5, 10, 20, 50)
HORIZON = 36.0


def project(random: np.random.Generator, truth: float) -> Case:
    """One project as far as it was seen."""
    months = random.uniform(0, HORIZON) if random.random() < truth else math.inf
    seen = random.uniform(6, 60) if random.random() < 1 / 3 else 60.0
    return Case(months, True) if months <= seen else Case(seen, False)


def measured(truth: float, number: int) -> tuple[float, float]:
    """Share of intervals that hold the truth, and their mean width."""
    random, hits, width = np.random.default_rng(7), 0, 0.0
    for _ in range(LEDGERS):
        cases = [*prior(), *(project(random, truth) for _ in range(number))]
        low, high = np.quantile(1 - curves(cases, draws=400, seed=1).at(HORIZON), INTERVAL)
        hits += bool(low <= truth <= high)
        width += float(high - low)
    return hits / LEDGERS, width / LEDGERS


def main() -> None:
    print("truth  cases  holds  width")
    for truth in TRUTHS:
        for number in NUMBERS:
            holds, width = measured(truth, number)
            print(f"{truth:5.1f}  {number:5}  {holds:5.3f}  {width:5.2f}")


if __name__ == "__main__":
    main()
