"""Which stages to recruit next, how large, and why; and which gaps are no opportunities.

A stage is a candidate where local plants need its good and it is short, or where a good leaves the region that it would
work up. It is **advised** only where three things are known and speak for it: the country's use of capacity is not below
a threshold, the margin at current prices is positive, and new capacity is permitted. Any other is a *gap, not advised*,
with the codes of what speaks against it or is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianpu.engine.balance import Balance
from lianpu.engine.margins import Margin, margin
from lianpu.library.chains import Chain
from lianpu.library.load import Library
from lianpu.library.rules import Rule
from lianpu.system.model import Region, Scenario
from lianpu.units import Range

#: NBS: use of industrial capacity of China, 75.0 % in 2024 and 74.4 % in 2025 (orders of size of the normal year).
NORMAL_USE = 0.75
PERMITTED = ("encouraged", "conditional")
ELECTRICITY = "electricity"


@dataclass(frozen=True, slots=True)
class NationalUse:
    """Use of the country's capacity (a fraction) in ``year``, from the rows named; ``derived``: production / capacity."""

    value: Range
    year: int
    derived: bool
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a plant of the size takes: kWh a year, mu of land, CNY of capital, persons; None where no row tells."""

    electricity: Range | None
    land: Range | None
    capital: Range | None
    jobs: Range | None
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """A stage to look for. ``size``: capacity a year in the good's unit that closes the gap (low to high over the
    recipes' ranges). ``why``: short (local plants need it) or outlet (it works up ``feeds_on``, which leaves).

    ``value``: margin x size in CNY a year. ``linked`` of ``links`` neighbouring stages stand. ``coverage_gain``: how
    much of the chain's stages it adds. ``against``: codes; empty where it is ``advised``. ``province_gap``: supply less
    need in the province, None where it is not asked.
    """

    good: str
    chain: str
    why: str
    feeds_on: str | None
    size: Range
    need: Range
    supply: Range
    coming: Range
    province_gap: Range | None
    margin: Margin | None
    value: float | None
    use: NationalUse | None
    permission: Rule | None
    norms: tuple[Rule, ...]
    needs: Needs
    linked: int
    links: int
    coverage_gain: float
    against: tuple[str, ...]
    claims: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def advised(self) -> bool:
        return not self.against


@dataclass(frozen=True)
class Question:
    """What is asked: gaps of ``scenario``, prices of ``year``, the least use of capacity that speaks for a stage."""

    scenario: Scenario = Scenario.B
    year: int | None = None
    least_use: float = NORMAL_USE


def targets(
    region: Region, balance: Balance, library: Library, question: Question, province: Balance | None = None
) -> tuple[Target, ...]:
    """Every candidate: the advised first, then by the value of closing the gap."""
    found = [
        _target(chain, good, why, feeder, size, region, balance, library, question, province)
        for chain in library.chains
        for good, why, feeder, size in _candidates(chain, balance, library, region.year, question.scenario)
    ]
    return tuple(sorted(found, key=lambda t: (not t.advised, -(t.value if t.value is not None else float("-inf")), t.good)))


def _candidates(
    chain: Chain, balance: Balance, library: Library, year: int, scenario: Scenario
) -> Iterator[tuple[str, str, str | None, Range]]:
    """Goods that are short, then stages that could work up what leaves. An ore is mined, not recruited."""
    for stage in chain.stages:
        good = stage.good_id
        row = balance.of(good, scenario)
        if library.technology_for(good) is None:
            continue
        if row.need.typical > row.supply.typical and row.need.high > 0:
            yield good, "short", None, Range(max(0.0, -row.gap.high), -row.gap.typical, -row.gap.low)
            continue
        feeder = next((s.good_id for s in chain.stages if good in s.feeds and _leaves(balance, s.good_id, scenario)), None)
        if feeder is not None and row.supply.typical <= 0:
            size = _worked_up(feeder, good, balance, library, year, scenario)
            if size is not None:
                yield good, "outlet", feeder, size


def _leaves(balance: Balance, good: str, scenario: Scenario) -> bool:
    return balance.of(good, scenario).gap.low > 0


def _worked_up(feeder: str, good: str, balance: Balance, library: Library, year: int, scenario: Scenario) -> Range | None:
    """How much of ``good`` what leaves of ``feeder`` is enough for."""
    technology = library.technology_for(good)
    recipe = technology.recipe(year) if technology else None
    flow = recipe.input(feeder) if recipe else None
    if recipe is None or flow is None or recipe.gross(flow).per_output.low <= 0:
        return None
    return balance.of(feeder, scenario).gap / recipe.gross(flow).per_output


def _target(
    chain: Chain, good: str, why: str, feeder: str | None, size: Range, region: Region, balance: Balance,
    library: Library, question: Question, province: Balance | None,
) -> Target:  # fmt: skip
    earned = margin(good, library, question.year)
    use = national_use(good, library)
    permission = next((r for r in library.rules if r.kind == "permission" and good in r.goods), None)
    now, last = balance.of(good, question.scenario), balance.of(good, Scenario.C)
    needs = _needs(good, size, library, region.year)
    around, standing = _neighbours(chain, good), {s.good_id for s in chain.stages if _stands(balance, s.good_id, question)}
    value = earned.value.typical * size.typical if earned and earned.value else None
    figures = [
        balance.figures[f]
        for f in (f"need/{good}/{question.scenario}", f"supply/{good}/{question.scenario}")
        if f in balance.figures
    ]
    return Target(
        good, chain.id, why, feeder, size, now.need, now.supply, last.supply - now.supply,
        province.of(good, question.scenario).gap if province else None,
        earned, value, use, permission, _norms(good, library, region), needs, len(around & standing), len(around),
        1 / len(chain.stages) if good not in standing else 0.0, _against(earned, use, permission, question),
        tuple(dict.fromkeys(c for f in figures for c in f.claims)),
        tuple(dict.fromkeys([*(r for f in figures for r in f.rows), *needs.rows, *(use.rows if use else ())])),
    )  # fmt: skip


def _stands(balance: Balance, good: str, question: Question) -> bool:
    return balance.of(good, question.scenario).supply.typical > 0


def _neighbours(chain: Chain, good: str) -> set[str]:
    """The stages that feed the good's and that it feeds."""
    own = next(s for s in chain.stages if s.good_id == good)
    return {*own.feeds, *(s.good_id for s in chain.stages if good in s.feeds)}


def national_use(good: str, library: Library) -> NationalUse | None:
    """The newest use of the country's capacity: as printed, else production over capacity of one year."""
    printed = library.market.latest(good, "utilisation")
    derived = _derived_use(good, library)
    if printed is None or (derived is not None and derived.year > printed.year):
        return derived
    return NationalUse(printed.value, printed.year, False, (printed.row_id,))


def _derived_use(good: str, library: Library) -> NationalUse | None:
    for made in reversed(library.market.of(good, "production")):
        able = next((c for c in library.market.of(good, "capacity") if c.year == made.year), None)
        if able is not None:
            return NationalUse(made.value / able.value, made.year, True, (made.row_id, able.row_id))
    return None


def _against(earned: Margin | None, use: NationalUse | None, permission: Rule | None, question: Question) -> tuple[str, ...]:
    found = []
    if use is None:
        found.append("use_unknown")
    elif use.value.typical < question.least_use:
        found.append("use_low")
    if earned is None or earned.value is None:
        found.append("margin_unknown")
    elif earned.value.typical <= 0:
        found.append("margin_negative")
    elif earned.unpriced:
        found.append("margin_at_most")
    if permission is None:
        found.append("permission_unknown")
    elif permission.text not in PERMITTED:
        found.append(f"permission_{permission.text}")
    return tuple(found)


def _norms(good: str, library: Library, region: Region) -> tuple[Rule, ...]:
    """What a new plant will be held to."""
    return tuple(
        r
        for r in library.rules
        if r.kind == "limit" and good in r.goods and r.plants != "existing" and r.status not in ("superseded", "refuted")
        and r.region in ("China", region.province, region.name)
    )  # fmt: skip


def _needs(good: str, size: Range, library: Library, year: int) -> Needs:
    technology = library.technology_for(good)
    assert technology is not None  # candidates have one
    recipe = technology.recipe(year)
    flow = recipe.input(ELECTRICITY)
    power = size * recipe.gross(flow).per_output if flow else None
    found: dict[str, Range] = {}
    rows = list(flow.row_ids) if flow else []
    for kind in ("land", "capex", "jobs"):
        row = next((e for e in library.economics if e.technology_id == technology.id and e.kind == kind and e.default), None)
        if row is not None:
            found[kind] = size * row.value
            rows.append(row.row_id)
    return Needs(power, found.get("land"), found.get("capex"), found.get("jobs"), tuple(rows))
