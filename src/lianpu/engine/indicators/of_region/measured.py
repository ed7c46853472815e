"""One indicator of a region under one definition: its value with the inputs it was computed from, or what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lianpu.engine.answer import Answer
from lianpu.engine.figures import Figure
from lianpu.engine.indicators.registry import INDICATORS, compute
from lianpu.engine.margins import net_price
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.system.model import Plant, Scenario
from lianpu.system.own_figures import OwnFigure, Said
from lianpu.units import Range


@dataclass(frozen=True, slots=True)
class Input:
    """``value`` of one input as the formula takes it, and what it rests on."""

    name: str
    value: Any
    unit: str
    claims: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """``subject`` is a chain, a good, a plant or empty for the region; ``basis`` a code of what stands for what was asked
    (capacity for production …). ``value`` is None where ``lacking`` names what it needs, or ``error`` why it has none.
    ``stated`` values are a document's own, and computed by nobody here."""

    indicator: str
    variant: str
    subject: str
    value: Any
    unit: str
    basis: str
    inputs: tuple[Input, ...] = ()
    lacking: tuple[str, ...] = ()
    error: str = ""
    stated: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for i in self.inputs for c in i.claims))

    @property
    def rows(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r for i in self.inputs for r in i.rows))


@dataclass(frozen=True)
class Material:
    """All that the indicators of a region are computed from; ``year`` is that of the prices; ``around``: the plants of the
    wider region (the province), those of this one among them."""

    answer: Answer
    library: Library
    scenario: Scenario
    own: tuple[OwnFigure, ...]
    said: tuple[Said, ...]
    year: int
    around: tuple[Plant, ...] = ()

    def price(self, good: str) -> tuple[float, tuple[str, ...]] | None:
        """CNY without VAT per unit, with its rows."""
        found = net_price(good, self.library, self.year)
        return (found.value.typical, found.rows) if found else None

    def supply(self, good: str) -> Range:
        return self.answer.balance.of(good, self.scenario).supply

    def need(self, good: str) -> Range:
        return self.answer.balance.of(good, self.scenario).need

    def figure(self, kind: str, good: str) -> Figure | None:
        return self.answer.figures.get(f"{kind}/{good}/{self.scenario}")

    def input(self, name: str, kinds: Iterable[tuple[str, str]], value: Any, unit: str) -> Input:
        """An input that rests on the balance's figures of these kinds and goods."""
        figures = [f for kind, good in kinds if (f := self.figure(kind, good)) is not None]
        return Input(
            name, value, unit, tuple(dict.fromkeys(c for f in figures for c in f.claims)),
            tuple(dict.fromkeys(r for f in figures for r in f.rows)), tuple(f.id for f in figures),
        )  # fmt: skip


Rule = Callable[[Material], Iterator[Measured]]


def measure(indicator: str, variant: str, subject: str, basis: str, *inputs: Input) -> Measured:
    """The indicator computed; an input that the formula refuses is its error."""
    unit = INDICATORS[indicator][variant].unit
    try:
        value = compute(indicator, {"variant": variant, **{i.name: i.value for i in inputs}})
    except LianpuError as error:
        return Measured(indicator, variant, subject, None, unit, basis, inputs, error=error.what)
    return Measured(indicator, variant, subject, value, unit, basis, inputs)


def lacks(indicator: str, variant: str, subject: str, *needs: str) -> Measured:
    """Not determined, and what it needs (codes)."""
    return Measured(indicator, variant, subject, None, INDICATORS[indicator][variant].unit, "", lacking=needs)
