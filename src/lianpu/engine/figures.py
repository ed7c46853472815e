"""A figure: a number with all that it rests on, so that ``why`` can follow it to sentences and library rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class Term:
    """One summand or factor of a figure: its own value and what it rests on."""

    label: str
    value: Range
    unit: str
    claims: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an answer.

    ``id`` is stable and can be typed (``need/alumina/A``); ``kind`` names the calculation (the views say it in
    words); ``terms`` are what was added or multiplied.
    """

    id: str
    kind: str
    value: Range
    unit: str
    terms: tuple[Term, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for t in self.terms for c in t.claims))

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r for t in self.terms for r in t.rows))


def trace(figure: Figure, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """The figure and every figure that it rests on, each once, nearest first."""
    seen: set[str] = set()
    queue = [figure.id]
    while queue:
        name = queue.pop(0)
        if name in seen:
            continue
        seen.add(name)
        current = figure if name == figure.id else figures[name]
        yield current
        queue.extend(f for term in current.terms for f in term.figures)


def evidence(figure: Figure, figures: Mapping[str, Figure]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All claims and all library rows behind a figure, each once."""
    behind = list(trace(figure, figures))
    return (
        tuple(dict.fromkeys(c for f in behind for c in f.claims)),
        tuple(dict.fromkeys(r for f in behind for r in f.rows)),
    )
