"""Ruled tables of a page: cells are what strokes enclose. Lengths are points (1/72 inch), y upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lianpu.reading.pdf_layout import Char

NEAR = 3.0  # points within which two strokes are one, or touch
SHORTEST = 6.0  # points: shorter strokes rule nothing


class Stroke(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


class Rule(NamedTuple):
    """A stroke along an axis: at ``at`` across it, from ``low`` to ``high`` along it."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: the texts of its cells by row and column, merged cells, the characters in it, and where it stands."""

    rows: list[list[str]]
    same: list[list[tuple[int, int]]]
    chars: list[Char]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def ruled_tables(strokes: Sequence[Stroke], chars: Sequence[Char]) -> list[Ruled]:
    """The tables of two rows and two columns at least that hold text."""
    flat = _rules([Rule((s.y0 + s.y1) / 2, *sorted((s.x0, s.x1))) for s in strokes if abs(s.y0 - s.y1) < 1])
    upright = _rules([Rule((s.x0 + s.x1) / 2, *sorted((s.y0, s.y1))) for s in strokes if abs(s.x0 - s.x1) < 1])
    return [table for group in _groups(flat, upright) if (table := _table(*group, chars))]


def _rules(strokes: list[Rule]) -> list[Rule]:
    """Strokes on one line that touch are one rule."""
    found: list[Rule] = []
    for line in _clustered([rule.at for rule in strokes]):
        ends = sorted((rule.low, rule.high) for rule in strokes if abs(rule.at - line) <= NEAR / 2 + 0.01)
        low, high = ends[0]
        for start, end in ends[1:]:
            if start > high + NEAR:
                found.append(Rule(line, low, high))
                low = start
                high = end
            high = max(high, end)
        found.append(Rule(line, low, high))
    return [rule for rule in found if rule.high - rule.low >= SHORTEST]


def _clustered(values: list[float]) -> list[float]:
    """Values nearer than ``NEAR`` stand for one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _groups(flat: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch each other belong to one table."""
    left = list(range(len(flat))), list(range(len(upright)))
    while left[0]:
        rows, columns, fresh = [left[0].pop()], list[int](), True
        while fresh:
            joined = [v for v in left[1] if any(_cross(flat[h], upright[v]) for h in rows)]
            columns += joined
            left[1][:] = [v for v in left[1] if v not in joined]
            more = [h for h in left[0] if any(_cross(flat[h], upright[v]) for v in joined)]
            rows += more
            left[0][:] = [h for h in left[0] if h not in more]
            fresh = bool(more)
        if len(rows) > 2 and len(columns) > 2:
            yield [flat[h] for h in rows], [upright[v] for v in columns]


def _cross(row: Rule, column: Rule) -> bool:
    return row.low - NEAR <= column.at <= row.high + NEAR and column.low - NEAR <= row.at <= column.high + NEAR


def _table(flat: list[Rule], upright: list[Rule], chars: Sequence[Char]) -> Ruled | None:
    xs = _clustered([rule.at for rule in upright])
    ys = _clustered([rule.at for rule in flat])[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    held: dict[tuple[int, int], list[Char]] = {}
    owner = _merged(xs, ys, flat, upright)
    inside: list[Char] = []
    for char in chars:
        x, y = (char.left + char.right) / 2, (char.bottom + char.top) / 2
        if xs[0] < x < xs[-1] and ys[-1] < y < ys[0]:
            place = (sum(y < line for line in ys) - 1, sum(x > line for line in xs) - 1)
            held.setdefault(owner[place], []).append(char)
            inside.append(char)
    if len([place for place, found in held.items() if any(not c.text.isspace() for c in found)]) < 3:
        return None
    rows = [[_text(held.get((r, c), [])) for c in range(len(xs) - 1)] for r in range(len(ys) - 1)]
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, first in owner.items():
        groups.setdefault(first, []).append(place)
    same = [sorted(places) for places in groups.values() if len(places) > 1]
    return Ruled(rows, same, inside, ys[0], ys[-1])


def _merged(xs: list[float], ys: list[float], flat: list[Rule], upright: list[Rule]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place of the grid the first place of its cell: no rule parts the places of one cell."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            x, y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
            if c and not _ruled(upright, xs[c], y):
                owner[r, c] = owner[r, c - 1]
            elif r and not _ruled(flat, ys[r], x):
                owner[r, c] = owner[r - 1, c]
            else:
                owner[r, c] = (r, c)
    return owner


def _ruled(rules: list[Rule], at: float, along: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.low - NEAR < along < rule.high + NEAR for rule in rules)


def _text(chars: list[Char]) -> str:
    """The text of a cell: its lines run on, as a cell is narrow."""
    from lianpu.reading.pdf_layout import lines_of

    text = ""
    for line in lines_of(chars, 0.0):
        narrow = text and text[-1].isascii() and line.text[0].isascii() and text[-1].isalpha()
        text += (" " if narrow else "") + line.text
    return text
