"""Technologies and their recipes: what one unit of the main good takes and gives, by vintage.

A row of ``recipes.csv`` says: *low/typical/high* ``unit`` of a good per one ``per``. ``per`` is a unit of the
technology's main good ("t", "Wp") or a named basis ("kg rod", "piece M10"), which a ``conversion`` row of the same
technology turns into the main good, in one of two ways:

- directly: 0.1305 ``piece M10`` per ``Wp``;
- through a good that the recipe already takes: 1.07 ``kg`` of polysilicon per ``kg rod``, while the recipe takes
  2.5 g of polysilicon per Wp; then 25 kWh per kg rod are 25 x 2.5 / 1.07 kWh per kWp.

Ends are combined by interval arithmetic, and a flow keeps the ids of all rows it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from lianpu.units import Range, Unit

DIRECTIONS = ("input", "output", "emission", "yield", "conversion")


@dataclass(frozen=True, slots=True)
class Basis:
    """A unit, and the name of what is counted where that is not the main good: "kg" of "rod"."""

    unit: Unit
    label: str = ""


@dataclass(frozen=True, slots=True)
class RecipeRow:
    """A row of ``recipes.csv``; ``value`` is in the good's own unit (a fraction for a yield) per one ``per``.

    ``alternative`` is "group:variant" for rows that tell one thing twice: a recipe holds one variant of a group.
    ``default`` rows make the recipe; the others are kept for comparison.
    """

    id: str
    vintage: int
    direction: str
    good: str
    value: Range
    per: Basis
    counted: Basis | None
    alternative: str
    default: bool

    @property
    def key(self) -> str:
        """What the row is about: a good, or the basis that a conversion defines."""
        if self.direction != "conversion":
            return self.good
        return self.counted.label if self.counted else self.per.label

    @property
    def series(self) -> tuple[str, str]:
        """Rows of one series replace each other by vintage."""
        return self.direction, self.key


@dataclass(frozen=True, slots=True)
class Flow:
    """``per_output``: the good's unit per one unit of the main good, from the rows named."""

    good_id: str
    per_output: Range
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one good unit of the main product takes and gives in a vintage year.

    ``yield_`` is the share of good product where the bill of materials is per *good* unit (cells); technologies whose
    inputs already hold the losses have none, so that nothing is counted twice.
    """

    technology_id: str
    main_good: str
    year: int
    inputs: tuple[Flow, ...]
    outputs: tuple[Flow, ...]
    emissions: tuple[Flow, ...]
    yield_: Range | None
    yield_row_ids: tuple[str, ...] = ()

    def input(self, good_id: str) -> Flow | None:
        return next((flow for flow in self.inputs if flow.good_id == good_id), None)

    def gross(self, flow: Flow) -> Flow:
        """The flow with what goes into rejects: low = the low bill of materials without any loss, typical = bill /
        typical yield, high = high bill / lowest yield. So 53 kt of LFP fill 53 / 2.78 = 19 to 53 / 2.05 = 26 GWh.
        """
        if self.yield_ is None:
            return flow
        net, good = flow.per_output, self.yield_
        per_output = Range(net.low, net.typical / good.typical, net.high / good.low)
        return Flow(flow.good_id, per_output, flow.row_ids + self.yield_row_ids)


@dataclass(frozen=True)
class Technology:
    """A way to make ``main_good``. ``default`` marks the one meant where a document does not say how."""

    id: str
    zh: str
    en: str
    main_good: str
    chain: str
    default: bool
    unit: Unit
    rows: tuple[RecipeRow, ...] = field(default=(), repr=False)

    @cached_property
    def recipes(self) -> dict[int, Recipe]:
        """The recipe from each vintage on; 0 stands for the years before the first."""
        vintages = sorted({row.vintage for row in self.rows if row.default})
        return {vintage: self._build(vintage) for vintage in (0, *vintages)}

    def recipe(self, year: int) -> Recipe:
        """The recipe in force in ``year``: of each series the latest vintage not after it, else the earliest."""
        start = max(vintage for vintage in self.recipes if vintage <= year)
        return replace(self.recipes[start], year=year)

    def _build(self, year: int) -> Recipe:
        rows = in_force(self.rows, year)
        flow = _converter(rows, self.unit)
        inputs, outputs, emissions = (
            tuple(flow(row) for row in rows if row.direction == direction) for direction in ("input", "output", "emission")
        )
        yields = [row for row in rows if row.direction == "yield"]
        yield_, ids = (yields[0].value, (yields[0].id,)) if yields else (None, ())
        return Recipe(self.id, self.main_good, year, inputs, outputs, emissions, yield_, ids)


def in_force(rows: Iterable[RecipeRow], year: int) -> list[RecipeRow]:
    """Of each series the default row of the latest vintage not after ``year``, else of the earliest."""
    chosen: dict[tuple[str, str], RecipeRow] = {}
    for row in sorted((row for row in rows if row.default), key=lambda row: row.vintage):
        if row.vintage <= year:
            chosen[row.series] = row
        else:
            chosen.setdefault(row.series, row)
    return list(chosen.values())


def _converter(rows: list[RecipeRow], main: Unit) -> Callable[[RecipeRow], Flow]:
    bases = {row.key: row for row in rows if row.direction == "conversion"}
    inputs = {row.good: row for row in rows if row.direction == "input" and not row.per.label}

    def per_main(row: RecipeRow) -> Range:
        return row.value * (main.factor / row.per.unit.factor)

    def flow(row: RecipeRow) -> Flow:
        if not row.per.label:
            return Flow(row.good, per_main(row), (row.id,))
        basis = bases[row.per.label]
        if basis.counted is not None:  # 0.1305 piece M10 per Wp
            amount = per_main(basis) * (basis.counted.unit.factor / row.per.unit.factor)
            return Flow(row.good, row.value * amount, (row.id, basis.id))
        reference = inputs[basis.good]  # 1.07 kg of polysilicon per kg rod, and the recipe's polysilicon per Wp
        amount = per_main(reference) / (basis.value * (row.per.unit.factor / basis.per.unit.factor))
        return Flow(row.good, row.value * amount, (row.id, reference.id, basis.id))

    return flow
