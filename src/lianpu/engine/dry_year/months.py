"""Readings as single months: what was published together is split by days, what was not published is filled and said."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from lianpu.errors import LianpuError
from lianpu.library.power_balance import SOURCES, Reading

Month = tuple[int, int]
#: A series not published in a month is filled from the year before, raised by how much these readings before it rose.
LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class Power:
    """One month in TWh. ``use`` is None where it was not published; ``reading`` numbers what was published together;
    ``filled`` names the sources that are estimates, ``absent`` those that the province never publishes."""

    month: Month
    made: dict[str, float]
    use: float | None
    metal: float | None
    reading: int
    filled: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def supply(self) -> float:
        return sum(self.made.values())

    @property
    def outflow(self) -> float | None:
        """Supply less use in the province: what other provinces got (negative: what came in)."""
        return None if self.use is None else self.supply - self.use


def days_in(month: Month) -> int:
    return monthrange(*month)[1]


def after(month: Month, by: int = 1) -> Month:
    year, index = divmod(month[0] * 12 + month[1] - 1 + by, 12)
    return year, index + 1


def by_month(readings: Sequence[Reading]) -> dict[Month, Power]:
    """Every month whose supply is known or can be filled, in order.

    Raises :class:`LianpuError` where no month is left.
    """
    never = {s for s in SOURCES if not any(s in r.values for r in readings)}
    known = [dict(r.values) | dict.fromkeys(never, 0.0) for r in readings]
    at = {(r.year, r.last): i for i, r in enumerate(readings)}
    out: dict[Month, Power] = {}
    for i, reading in enumerate(readings):
        filled = tuple(s for s in SOURCES if s not in known[i])
        for source in filled:
            value = _fill(source, i, readings, known, at)
            if value is not None:
                known[i][source] = value
        if all(s in known[i] for s in SOURCES):
            out |= {p.month: p for p in _split(i, reading, known[i], filled)}
    if not out:
        raise LianpuError("no month of this power balance is known by all its sources", hint="see docs/dry-year.md")
    return out


def _fill(source: str, i: int, readings: Sequence[Reading], known: list[dict[str, float]], at: dict[Month, int]) -> float | None:
    """The same months of the year before x the growth of the readings just before both; None where they are not known."""
    same = at.get((readings[i].year - 1, readings[i].last))
    if same is None or source not in known[same]:
        return None
    pairs = []
    for j in range(max(0, i - LOOK_BACK), i):
        before = at.get((readings[j].year - 1, readings[j].last))
        if before is not None and source in known[j] and source in known[before]:
            pairs.append((known[j][source], known[before][source]))
    earlier = sum(b for _, b in pairs)
    return known[same][source] * (sum(a for a, _ in pairs) / earlier if earlier > 0 else 1.0)


def _split(i: int, reading: Reading, values: dict[str, float], filled: tuple[str, ...]) -> list[Power]:
    months = [(reading.year, m) for m in range(reading.first, reading.last + 1)]
    total = sum(map(days_in, months))

    def part(name: str, month: Month) -> float | None:
        return values[name] * days_in(month) / total if name in values else None

    return [
        Power(m, {s: values[s] * days_in(m) / total for s in SOURCES}, part("use", m), part("metal", m), i, filled, reading.rows)
        for m in months
    ]
