"""The assumptions of the estimate, each with its source and reason (``data/realise_parameters.csv``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shares are of 1, weights are numbers of cases, times are in months (``repost_days`` in days)."""

    omitted: float
    omitted_from_list: float
    omitted_by_chain: float
    omitted_by_one_firm: float
    omitted_by_all: float
    prior_weight: float
    prior_months: float
    borrowed_weight: float
    horizon_months: float
    repost_days: float


@cache
def parameters() -> Parameters:
    with (files("lianpu.ledger") / "data" / "realise_parameters.csv").open(encoding="utf-8") as table:
        return Parameters(**{row["name"]: float(row["value"]) for row in csv.DictReader(table)})
