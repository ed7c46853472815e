"""The administrative divisions of China, for all rooms: code, name and short name.

``divisions.csv``: codes after GB/T 2260 (2 digits a province, 4 a prefecture, 6 a county) as collected in the
``adcodes.csv`` of cpca 0.5.5 (MIT License, Copyright (c) 2018 QinYuan Du), state of 2020, with the divisions made
between 2018 and 2023 that it lacks. A name that was given up stands beside the new one: older texts use it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

PROVINCE, PREFECTURE, COUNTY = 2, 4, 6  # digits of the code


class Division(NamedTuple):
    """A division; ``short`` is its name without the words for rank and nationality."""

    code: str
    name: str
    short: str

    @property
    def is_prefecture(self) -> bool:
        """A prefecture, or a county that a province administers itself (仙桃市: 90 in its code)."""
        return len(self.code) == PREFECTURE or (len(self.code) == COUNTY and self.code[2:4] == "90")


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions, in the order of the table."""
    with (files("lianpu") / "divisions.csv").open(encoding="utf-8") as table:
        return tuple(Division(row["code"], row["name"], row["short"]) for row in csv.DictReader(table))
