"""Whether plants keep the rules that they are held to, from the plants' own figures.

*green*: its own figure keeps the rule · *red*: it breaks one that is final and in force · *amber*: it breaks a rule that
is not (yet) in force or not sure, or one of which the documents do not say that it speaks of this plant · *grey*: no
figure of its own; what the library takes as typical is shown beside it and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lianpu.library.load import Library
from lianpu.library.recipes import in_force
from lianpu.library.rules import Rule
from lianpu.system.model import Plant, Region, StatusClass
from lianpu.system.own_figures import OwnFigure
from lianpu.units import Range, ratio_factor

#: kgce per kWh, the heat of electricity (GB/T 2589-2020): the power of a stage is part of its energy.
KGCE_PER_KWH = 0.1229
#: Statuses of rules that are not held against anybody.
_GONE = ("superseded", "refuted")
_STANDING = frozenset({StatusClass.STANDING, StatusClass.BETWEEN})
_COMING = frozenset({StatusClass.COMING, StatusClass.HOPED, StatusClass.BETWEEN})


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Light:
    """One plant against one rule. ``own`` is its figure and ``typical`` the library's, both in the rule's unit.

    ``because`` is a code: keeps, breaks, not_sure (the rule), not_in_force, if_it_applies, partly (its electricity alone
    is known of its energy), no_figure. ``change`` is by how much the own figure must move to keep the rule (its sign is
    the direction), None where nothing has to.
    """

    plant: str
    good: str
    owner: str | None
    rule: str
    colour: Colour
    because: str
    own: Range | None = None
    claims: tuple[str, ...] = ()
    day: str = ""
    typical: Range | None = None
    rows: tuple[str, ...] = ()
    change: float | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    plant: str
    good: str
    owner: str | None
    groups: frozenset[str]


def lights(region: Region, library: Library, own: Iterable[OwnFigure], *, at: str | None = None) -> tuple[Light, ...]:
    """Every plant against every limit of its good, the worst first within a plant.

    ``at`` (an ISO date or its beginning) takes the rules in force on that day, superseded ones too; without it every
    rule that is not superseded counts, and what is not final is amber at worst. Figures of a good whose plant no
    document names have a light of their own.
    """
    figures = list(own)
    rules = [r for r in library.rules if r.kind == "limit" and r.goods and _counts(r, at) and _here(r, region)]
    order = [Colour.RED, Colour.AMBER, Colour.GREY, Colour.GREEN]
    found = [
        light
        for subject in _subjects(region, figures)
        for rule in rules
        if subject.good in rule.goods and (not rule.plants or rule.plants in subject.groups)
        for light in [_light(subject, rule, figures, library, region.year, at)]
        if subject.plant or light.own is not None
    ]
    return tuple(sorted(found, key=lambda light: (light.good, light.plant, order.index(light.colour), light.rule)))


def _counts(rule: Rule, at: str | None) -> bool:
    if at is None:
        return rule.status not in _GONE
    return rule.status != "refuted" and (not rule.valid_from or rule.valid_from <= at <= (rule.valid_until or "9999"))


def _here(rule: Rule, region: Region) -> bool:
    return rule.region in ("China", region.province, region.name)


def _subjects(region: Region, figures: list[OwnFigure]) -> Iterator[_Subject]:
    for plant in region.plants:
        yield _Subject(plant.id, plant.good, plant.owner, _groups(plant))
    known = {(p.good, p.owner) for p in region.plants}
    lone = {(f.good, f.owner) for f in figures if not f.plants} - known
    for good, owner in sorted(lone, key=lambda pair: (pair[0], pair[1] or "")):
        yield _Subject("", good, owner, frozenset({"new", "existing"}))


def _groups(plant: Plant) -> frozenset[str]:
    """A plant that stands is an existing one; what is built or hoped for is new; many are both."""
    classes = {t.status_class for t in plant.tranches}
    return frozenset(name for name, some in (("existing", _STANDING), ("new", _COMING)) if classes & some)


def _light(subject: _Subject, rule: Rule, figures: list[OwnFigure], library: Library, year: int, at: str | None) -> Light:
    typical, rows = _typical(rule, subject.good, library, year)
    own, figure = _own(subject, rule, figures)
    if own is None or figure is None:
        return Light(
            subject.plant, subject.good, subject.owner, rule.row_id, Colour.GREY, "no_figure", None, (), "", typical, rows
        )
    colour, because = _judged(rule, own, figure, at)
    change = None if colour is Colour.GREEN or because == "partly" else _change(rule, own)
    return Light(
        subject.plant, subject.good, subject.owner, rule.row_id, colour, because, own, figure.claims, figure.day,
        typical, rows, change,
    )  # fmt: skip


def _own(subject: _Subject, rule: Rule, figures: list[OwnFigure]) -> tuple[Range | None, OwnFigure | None]:
    """The newest figure of the plant that can be told in the rule's unit; electricity stands in for energy."""
    best: tuple[Range, OwnFigure] | None = None
    for figure in figures:
        mine = subject.plant in figure.plants if subject.plant else (figure.good, figure.owner) == (subject.good, subject.owner)
        value = _in_unit(figure, rule) if mine and figure.good == subject.good else None
        if value is not None and (best is None or figure.day > best[1].day):
            best = value, figure
    return best or (None, None)


def _in_unit(figure: OwnFigure, rule: Rule) -> Range | None:
    if figure.quantity == rule.quantity:
        factor = ratio_factor(figure.unit, rule.unit)
    elif (figure.quantity, rule.quantity) == ("electricity", "energy"):
        factor = _as_coal(figure.unit, rule.unit)
    else:
        return None
    return None if factor is None else figure.value * factor


def _as_coal(printed: str, wanted: str) -> float | None:
    """kWh per kg as kgce per kg."""
    top, _, bottom = wanted.partition("/")
    factor = ratio_factor(printed, f"kWh/{bottom}")
    coal = ratio_factor("kgce", top)
    return None if factor is None or coal is None else factor * KGCE_PER_KWH * coal


def _judged(rule: Rule, own: Range, figure: OwnFigure, at: str | None) -> tuple[Colour, str]:
    partly = figure.quantity != rule.quantity
    if rule.met_by(own.low) and rule.met_by(own.high):
        return (Colour.GREY, "partly") if partly else (Colour.GREEN, "keeps")
    if rule.condition:
        return Colour.AMBER, "if_it_applies"
    if rule.status != "final":
        return Colour.AMBER, "not_sure"
    if not rule.valid_from or (at is not None and not rule.holds_on(at)):
        return Colour.AMBER, "not_in_force"
    return Colour.RED, "breaks"


def _change(rule: Rule, own: Range) -> float:
    """From the typical own figure to the rule's nearest end."""
    assert rule.value is not None  # a limit has a number
    end = rule.value.high if rule.operator in ("<", "<=") or own.typical > rule.value.high else rule.value.low
    return end - own.typical


def _typical(rule: Rule, good: str, library: Library, year: int) -> tuple[Range | None, tuple[str, ...]]:
    """What the library's default recipe takes of electricity, in the rule's unit, where it can be told in it."""
    technology = library.technology_for(good)
    if technology is None or rule.quantity not in ("electricity", "energy"):
        return None, ()
    for row in in_force(technology.rows, year):
        if row.direction == "input" and row.good == "electricity":
            printed = f"kWh/{row.per.unit.symbol}"
            factor = ratio_factor(printed, rule.unit) if rule.quantity == "electricity" else _as_coal(printed, rule.unit)
            if factor is not None:
                return row.value * factor, (row.id,)
    return None, ()
