"""Published cases of indicators held against what is computed: expected and got, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from lianpu.engine.indicators.registry import choose, compute
from lianpu.errors import LianpuError

#: Arithmetic in binary floating point leaves this much of a number uncertain, also where a tolerance of 0 is stated.
DUST = 1e-14


@dataclass(frozen=True, slots=True)
class Case:
    """One row: ``expected`` is a number, a list or table of them, or ``{"error": code}`` for a case that has none."""

    id: str
    indicator: str
    inputs: Mapping[str, Any]
    expected: Any
    tolerance: float
    source: str


@dataclass(frozen=True, slots=True)
class Compared:
    """``got`` is None with an ``error`` where the inputs have no result; ``compared`` counts the numbers compared."""

    case: Case
    variant: str
    unit: str
    got: Any
    error: str | None
    compared: int
    agrees: bool


def compare(case: Case) -> Compared:
    """Computes a case; what the formula or the names refuse is its error."""
    try:
        chosen = choose(case.indicator, case.inputs)
        got = compute(case.indicator, case.inputs)
    except LianpuError as error:
        return Compared(case, "", "", None, str(error), 0, _error_expected(case.expected, error))
    pairs = _pairs(case.expected, got)
    agrees = pairs is not None and all(_close(a, b, case.tolerance) for a, b in pairs)
    return Compared(case, chosen.name, chosen.unit, got, None, len(pairs or ()), agrees)


def _error_expected(expected: Any, error: LianpuError) -> bool:
    code = expected.get("error") if isinstance(expected, Mapping) else expected
    return code == "error" or (isinstance(code, str) and code == error.code)


def _pairs(expected: Any, got: Any) -> list[tuple[float, float]] | None:
    """Numbers beside numbers; None where the shapes differ. A list may name only the first of what was computed."""
    if isinstance(got, list):
        if not isinstance(expected, list) or not 0 < len(expected) <= len(got):
            return None
        parts = [_pairs(e, g) for e, g in zip(expected, got, strict=False)]
        return None if None in parts else [pair for part in parts if part for pair in part]
    if expected is None:
        return [(inf, got)]
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return None
    return [(float(expected), float(got))]


def _close(expected: float, got: float, tolerance: float) -> bool:
    if inf in (expected, got):
        return expected == got
    return abs(expected - got) <= tolerance + DUST * max(abs(expected), abs(got))
