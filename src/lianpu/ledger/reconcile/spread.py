"""Standard deviations of claims: the printed places, the words around the figure, and the rank of the source.

The parts are independent and add by their squares. A figure that is only said to lie between two ends is taken as evenly
spread between them. The assumptions stand in ``data/reconcile_spread.csv``, each with its reason.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files

from lianpu.ledger.facts import Fact

#: Half the width of an even spread over its standard deviation.
_EVEN = math.sqrt(3)


def spread(fact: Fact, rank: int) -> float:
    """The standard deviation of a fact's figure in its base unit, told by a source of this rank (5 a filing, 0 a
    repost)."""
    figure, size, table = fact.measured, abs(fact.measured.value), _table()
    of_source = table[f"source_{rank}"] * size
    if fact.claim.bound == "range":
        return math.hypot((figure.high - figure.low) / 2 / _EVEN, of_source)
    words = {"about": table["about"] / _EVEN, "at_least": table["at_least"], "at_most": table["at_least"]}
    return math.hypot(figure.half / _EVEN, words.get(fact.claim.bound or "", 0.0) * size, of_source)


@cache
def _table() -> dict[str, float]:
    with (files("lianpu.ledger") / "data" / "reconcile_spread.csv").open(encoding="utf-8") as table:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(table)}
