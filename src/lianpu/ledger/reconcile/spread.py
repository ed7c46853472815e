"""Standard deviations of claims: the printed places, the words around the figure, and the kind of source.

The parts are independent and add by their squares. A figure that is only said to lie between two ends is taken as evenly
spread between them. The assumptions stand in ``data/reconcile_spread.csv``, each with its reason.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files

from lianpu.errors import LianpuError
from lianpu.ledger.facts import Fact

#: Half the width of an even spread over its standard deviation.
_EVEN = math.sqrt(3)
UNKNOWN = "unknown"


def spread(fact: Fact, source: str = UNKNOWN) -> float:
    """The standard deviation of a fact's figure in its base unit, told by a ``source`` of a kind of the table."""
    figure, size = fact.measured, abs(fact.measured.value)
    of_source = _share(source) * size
    if fact.claim.bound == "range":
        return math.hypot((figure.high - figure.low) / 2 / _EVEN, of_source)
    words = {"about": _share("about") / _EVEN, "at_least": _share("at_least"), "at_most": _share("at_least")}
    return math.hypot(figure.half / _EVEN, words.get(fact.claim.bound or "", 0.0) * size, of_source)


def _share(name: str) -> float:
    if name not in _table():
        raise LianpuError(f"no kind of source '{name}'", hint=f"one of {', '.join(_table())}")
    return _table()[name]


@cache
def _table() -> dict[str, float]:
    with (files("lianpu.ledger") / "data" / "reconcile_spread.csv").open(encoding="utf-8") as table:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(table)}
