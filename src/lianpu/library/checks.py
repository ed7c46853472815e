"""What a library must satisfy before anything is calculated with it.

Structure: one default technology for a good, no two rows that tell one thing twice, every named basis defined.
Chemistry, over every vintage of every recipe: the low end of the inputs holds the elements of the main good (Li, Fe,
P, Si, Al, C), the typical inputs hold those of the by-products and of process CO2 as well, ore is reduced with enough
carbon, and a cell has electrodes for its charge. Less than that is refused; far more is flagged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.library.chemistry import ATOMIC_WEIGHT, atoms, capacity, mass_fraction
from lianpu.library.goods import Good
from lianpu.library.recipes import Flow, Recipe, RecipeRow, Technology
from lianpu.library.tables import Record, Row
from lianpu.units import Dimension, Range

ELEMENTS = ("Li", "Fe", "P", "Si", "Al", "C")
TOLERANCE = 0.01  # rounding of printed analyses and coefficients
FLAG_ABOVE = 1.6  # typical inputs over what the products hold: a loss this large wants a look

#: Oxygen atoms that one carbon atom takes away: silicon furnaces give CO, alumina cells give CO2.
OXYGEN_PER_CARBON = {"Si": 1, "Al": 2}

NOMINAL_VOLT = {"LiFePO4": 3.2}  # of a cell against graphite
LITHIUM_HOST = {"C": "C6"}  # graphite holds one Li in six C


def one_default_each(technologies: Iterable[Record]) -> None:
    """Each good that is made has one default technology."""
    by_good: dict[str, list[Record]] = defaultdict(list)
    for record in technologies:
        by_good[record.text("main_good")].append(record)
    for good, records in by_good.items():
        defaults = [record for record in records if record.flag("default")]
        if len(defaults) != 1:
            names = ", ".join(record.id for record in defaults or records)
            raise records[-1].error(f"{good} needs one default technology", f"default=yes for one of: {names}")


def told_once(rows: Iterable[tuple[Record, RecipeRow]]) -> None:
    """No two default rows of one recipe tell the same thing: same good and vintage, or two variants of a group."""
    seen: dict[tuple[object, ...], Record] = {}
    variants: dict[str, tuple[str, Record]] = {}
    for record, row in rows:
        if not row.default:
            continue
        other = seen.setdefault((*row.series, row.vintage), record)
        if other is not record:
            raise _twice(record, other)
        group, _, variant = row.alternative.partition(":")
        if group:
            first, other = variants.setdefault(group, (variant, record))
            if first != variant:
                raise _twice(record, other)


def _twice(record: Record, other: Record) -> LianpuError:
    return record.error(f"tells the same thing as row {other.number} ({other.id})", "set use=alternative for one")


def bases_known(rows: Iterable[tuple[Record, RecipeRow]]) -> None:
    """Every named basis ("kg rod") has a conversion row, and a conversion through a good has that good as input."""
    rows = [(record, row) for record, row in rows if row.default]
    bases = {row.key for _, row in rows if row.direction == "conversion"}
    inputs = {row.good for _, row in rows if row.direction == "input" and not row.per.label}
    for record, row in rows:
        label = row.per.label
        if row.direction == "conversion":
            if row.counted is None and row.good not in inputs:
                raise record.error(f"the recipe has no input of {row.good} to convert with")
        elif label and label not in bases:
            raise record.error(f"no conversion row says what '{label}' is", f"known here: {', '.join(sorted(bases))}")


def check_recipes(technologies: dict[str, Technology], goods: dict[str, Good], folder: Path, rows: dict[str, Row]) -> list[str]:
    """Balances of every recipe in every vintage; returns what is odd but allowed. Raises :class:`LianpuError`."""
    flags: dict[str, None] = {}
    for technology in technologies.values():
        for recipe in technology.recipes.values():
            try:
                flags.update(dict.fromkeys(_balances(recipe, technology, goods)))
            except _BrokenError as broken:
                raise _located(broken, technology, folder, rows) from None
    return list(flags)


class _BrokenError(Exception):
    """A balance that does not close, and the rows to look at."""

    def __init__(self, what: str, hint: str, flows: Iterable[Flow]) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint
        self.row_ids = [row_id for flow in flows for row_id in flow.row_ids]


def _located(broken: _BrokenError, technology: Technology, folder: Path, rows: dict[str, Row]) -> LianpuError:
    file = folder / "recipes.csv"
    if not broken.row_ids:
        return LianpuError(f"{technology.id}: {broken.what}", file=file, hint=broken.hint)
    first = broken.row_ids[0]
    number = rows[first].number
    return LianpuError(f"{technology.id}: {broken.what}", file=file, place=f"row {number} ({first})", hint=broken.hint)


def _balances(recipe: Recipe, technology: Technology, goods: dict[str, Good]) -> Iterator[str]:
    main = goods[recipe.main_good]
    if main.unit.dimension is Dimension.MASS and main.formula and recipe.inputs:
        for element in ELEMENTS:
            yield from _element(recipe, main, element, goods)
        _reduction(recipe, main, goods)
    if main.unit.dimension is Dimension.CELL_ENERGY:
        _charge(recipe, goods)


def _element(recipe: Recipe, main: Good, element: str, goods: dict[str, Good]) -> Iterator[str]:
    holders = [flow for flow in recipe.inputs if _fraction(goods[flow.good_id], element)]
    supply = held(holders, element, goods)
    need = main.fraction(element)
    if need and supply.low < need * (1 - TOLERANCE):
        raise _BrokenError(
            f"the low inputs hold {supply.low:.4g} t of {element} per t of {main.id}, which holds {need:.4g}",
            f"raise the inputs that hold {element} to stoichiometry",
            holders,
        )
    out = need + held((*recipe.outputs, *recipe.emissions), element, goods).typical
    known = bool(need or holders)  # a mixture's formula names what counts in it: scrap holds more than that
    if known and supply.typical < out * (1 - TOLERANCE):
        raise _BrokenError(
            f"typical inputs hold {supply.typical:.4g} t of {element}, products and emissions {out:.4g}",
            "an output or emission is too high, or an input too low",
            holders,
        )
    if need and supply.typical > FLAG_ABOVE * out:
        yield f"{recipe.technology_id}: typical inputs hold {supply.typical / out:.1f} times the {element} of the products"


def held(flows: Iterable[Flow], element: str, goods: dict[str, Good]) -> Range:
    """Tonnes of an element in flows that are counted by mass."""
    total = Range.exact(0.0)
    for flow in flows:
        total += flow.per_output * _fraction(goods[flow.good_id], element)
    return total


def _fraction(good: Good, element: str) -> float:
    return good.fraction(element) if good.unit.dimension in (Dimension.MASS, Dimension.CO2E) else 0.0


def _reduction(recipe: Recipe, main: Good, goods: dict[str, Good]) -> None:
    """A metal from its oxide: the oxygen has to leave with carbon."""
    for element, oxygen_per_carbon in OXYGEN_PER_CARBON.items():
        oxides = [flow for flow in recipe.inputs if _is_oxide(goods[flow.good_id], element)]
        if main.formula != element or not oxides:
            continue
        oxide = goods[oxides[0].good_id].formula or ""
        oxygen = main.fraction(element) * mass_fraction(oxide, "O") / mass_fraction(oxide, element)
        need = oxygen / ATOMIC_WEIGHT["O"] / oxygen_per_carbon * ATOMIC_WEIGHT["C"]
        supply = held(recipe.inputs, "C", goods).low
        if supply < need * (1 - TOLERANCE):
            carbon = [flow for flow in recipe.inputs if _fraction(goods[flow.good_id], "C")]
            raise _BrokenError(
                f"the low inputs hold {supply:.4g} t of carbon; to reduce {oxide} takes {need:.4g}",
                "raise the reductants or anodes",
                carbon or oxides,
            )


def _is_oxide(good: Good, element: str) -> bool:
    return bool(good.formula) and set(atoms(good.formula or "")) == {element, "O"}


def _charge(recipe: Recipe, goods: dict[str, Good]) -> None:
    """Cathode and anode of a cell must each be able to hold its charge at theoretical capacity."""
    cathode = next((goods[flow.good_id] for flow in recipe.inputs if goods[flow.good_id].formula in NOMINAL_VOLT), None)
    if cathode is None or not cathode.formula:
        return
    charge = 1000 / NOMINAL_VOLT[cathode.formula]  # Ah per kWh
    anode = next((goods[flow.good_id] for flow in recipe.inputs if flow.good_id == "graphite_anode"), None)
    for good in (cathode, anode):
        host = LITHIUM_HOST.get(good.formula or "", good.formula) if good else None
        flow = recipe.input(good.id) if good else None
        if not (good and host and flow):
            raise _BrokenError("a cell with this cathode needs a graphite_anode input", "add the row", recipe.inputs[:1])
        floor = charge / capacity(host)  # kg per kWh, which is t per MWh
        if flow.per_output.low < floor * (1 - TOLERANCE):
            raise _BrokenError(
                f"{flow.per_output.low:.4g} kg of {good.id} per kWh cannot hold {charge:.1f} Ah; floor {floor:.3g}",
                f"raise it to the theoretical {capacity(host):.0f} mAh/g",
                [flow],
            )
