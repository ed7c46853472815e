"""Points along an SVG path of M, L, Q and C commands with absolute coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import comb

Point = tuple[float, float]


def points(path: str, steps: int = 24) -> list[Point]:
    """The path's points, each command in ``steps``."""
    return list(_points(path, steps))


def _points(path: str, steps: int) -> Iterator[Point]:
    at: Point = (0.0, 0.0)
    for command, numbers in re.findall(r"([MLQC])([^MLQC]+)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        control = [at, *zip(values[::2], values[1::2], strict=True)]
        if command == "M":
            control = control[1:]
        yield from (_bezier(control, i / steps) for i in range(steps + 1))
        at = control[-1]


def _bezier(control: list[Point], t: float) -> Point:
    n = len(control) - 1
    weights = [comb(n, i) * t**i * (1 - t) ** (n - i) for i in range(n + 1)]
    return tuple(sum(w * p[axis] for w, p in zip(weights, control, strict=True)) for axis in (0, 1))  # type: ignore[return-value]
