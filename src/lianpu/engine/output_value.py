"""Output value of a chain by dated price, under two definitions, with and without VAT.

*sold*: what leaves the region at full capacity (supply less the need of the region's own plants), as the national
accounts count one establishment's output. *each stage*: every stage's output counted, as the sums of establishments
along a chain do. A good without a quoted price lies between the value of the main good in it and the value of the
good made from it; that is how far such a sum can be known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lianpu.engine.balance import ZERO, Balance
from lianpu.engine.figures import Figure, Term
from lianpu.library.chains import Stage
from lianpu.library.load import Library
from lianpu.library.prices import Price
from lianpu.system.model import Region, Scenario, Statement
from lianpu.units import Range

#: Prices of two goods are put in one sum when their days lie at most this far apart.
SAME_TIME_DAYS = 60
VALUE_UNIT = "CNY/a"


@dataclass(frozen=True, slots=True)
class ValuePoint:
    """A chain's output value at the prices of one time, in CNY a year. ``price_row`` is the leading good's quote."""

    chain: str
    scenario: Scenario
    leading_good: str
    spec: str
    start: str
    end: str
    basis: str
    price_row: str
    sold_with_vat: Range
    sold_without_vat: Range
    stages_with_vat: Range
    stages_without_vat: Range
    figure: str


@dataclass(frozen=True, slots=True)
class Plausibility:
    """A stated output value against the points since the time described: ``nearest`` is the first of them; then the
    first at which what is sold reaches it with VAT, without VAT, the year's mean without VAT that is closest to it,
    and the first at which it lies in the range that counts each stage. None where there is none."""

    statement: Statement
    chain: str
    stated: float
    nearest: ValuePoint
    reached_with_vat: ValuePoint | None
    reached_without_vat: ValuePoint | None
    year_without_vat: ValuePoint | None
    possible_by_stages: ValuePoint | None


@dataclass(frozen=True)
class OutputValue:
    points: tuple[ValuePoint, ...]
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class _Lot:
    """An amount of one good per year to be priced."""

    good: str
    amount: Range
    figure: str


def output_value(balance: Balance, library: Library, scenario: Scenario = Scenario.A) -> OutputValue:
    """Value points of every chain that sells a good with a price."""
    points: list[ValuePoint] = []
    figures: dict[str, Figure] = {}
    for chain in library.chains:
        made = [_lot(balance, s.good_id, scenario) for s in chain.stages if _supply(balance, s.good_id, scenario) > 0]
        sold = [lot for s in chain.stages if (lot := _surplus(balance, s.good_id, scenario)) is not None]
        leading = _leading(sold, library)
        for price in _prices(leading.good, library) if leading else ():
            assert leading is not None
            point, figure = _point(chain.id, chain.stages, scenario, leading, sold, made, price, library)
            points.append(point)
            figures[figure.id] = figure
    return OutputValue(tuple(sorted(points, key=lambda p: (p.chain, p.start, p.spec))), figures)


def _supply(balance: Balance, good: str, scenario: Scenario) -> float:
    return balance.of(good, scenario).supply.high


def _lot(balance: Balance, good: str, scenario: Scenario) -> _Lot:
    return _Lot(good, balance.of(good, scenario).supply, f"supply/{good}/{scenario}")


def _surplus(balance: Balance, good: str, scenario: Scenario) -> _Lot | None:
    row = balance.of(good, scenario)
    gap = row.gap
    if gap.typical <= 0 or row.supply.high <= 0:
        return None
    return _Lot(good, Range(max(0.0, gap.low), gap.typical, gap.high), f"gap/{good}/{scenario}")


def _leading(lots: list[_Lot], library: Library) -> _Lot | None:
    """The sold good that is worth most at its latest price: its quotes set the dates."""
    priced = [(lot, _prices(lot.good, library)) for lot in lots]
    worth = [(prices[-1].per_unit.typical * lot.amount.typical, lot) for lot, prices in priced if prices]
    return max(worth, key=lambda pair: pair[0])[1] if worth else None


def _point(
    chain: str, stages: tuple[Stage, ...], scenario: Scenario, leading: _Lot, sold: list[_Lot], made: list[_Lot],
    price: Price, library: Library,
) -> tuple[ValuePoint, Figure]:  # fmt: skip
    sold_terms = list(_sold_terms(leading, sold, price, library))
    stage_terms = list(_stage_terms(stages, leading, made, price, library))
    sold_value, stage_value = (sum((t.value for t in terms), ZERO) for terms in (sold_terms, stage_terms))
    gross, net = _vat_factors(price)
    name = f"value/{chain}/{scenario}/{price.row_id}"
    notes = {"chain": chain, "scenario": str(scenario), "start": price.start, "spec": price.spec, "good": leading.good}
    figure = Figure(name, "output_value", sold_value * gross, VALUE_UNIT, tuple(sold_terms), notes)
    point = ValuePoint(
        chain, scenario, leading.good, price.spec, price.start, price.end, price.basis, price.row_id,
        sold_value * gross, sold_value * net, stage_value * gross, stage_value * net, name,
    )  # fmt: skip
    return point, figure


def _sold_terms(leading: _Lot, sold: Iterable[_Lot], price: Price, library: Library) -> Iterable[Term]:
    for lot in sold:
        own = price if lot.good == leading.good else _price_near(lot.good, price.start, library)
        if own is not None:
            yield _priced(lot, own)


def _stage_terms(stages: tuple[Stage, ...], leading: _Lot, made: list[_Lot], price: Price, library: Library) -> Iterable[Term]:
    lots = {lot.good: lot for lot in made}
    for lot in made:
        own = price if lot.good == leading.good else _price_near(lot.good, price.start, library)
        if own is not None:
            yield _priced(lot, own)
        elif (bounds := _between_neighbours(lot, stages, lots, leading, price, library)) is not None:
            yield bounds


def _priced(lot: _Lot, price: Price) -> Term:
    return Term(lot.good, lot.amount * price.per_unit, VALUE_UNIT, rows=price.row_ids, figures=(lot.figure,))


def _between_neighbours(
    lot: _Lot, stages: tuple[Stage, ...], lots: dict[str, _Lot], leading: _Lot, price: Price, library: Library
) -> Term | None:
    """A good without a price: at least the main good in it, at most the good that the next stage makes of it."""
    after = next((s for s in stages if s.good_id == lot.good), None)
    technology = library.technology_for(lot.good)
    if after is None or technology is None:
        return None
    before = next((s.good_id for s in stages if lot.good in s.feeds), None)
    recipe = technology.recipe(int(price.start[:4]))
    content = recipe.input(before) if before else None
    floor = _price_near(before, price.start, library) if before else None
    product = next((lots[g] for g in after.feeds if g in lots), None)
    ceiling = price if product and product.good == leading.good else None
    if content is None or floor is None or product is None or ceiling is None:
        return None
    low = lot.amount * content.per_output * floor.per_unit
    high = product.amount * ceiling.per_unit
    middle = (low.typical + high.typical) / 2  # under the least content where more of the good is made than is worked up
    value = Range.over([low.low, low.typical, high.high], middle)
    rows = floor.row_ids + ceiling.row_ids + content.row_ids
    return Term(lot.good, value, VALUE_UNIT, rows=rows, figures=(lot.figure,))


def _price_near(good: str, day: str, library: Library) -> Price | None:
    """The price of ``good`` nearest in time to ``day``: a quote within :data:`SAME_TIME_DAYS`, else its year's mean."""
    prices = _prices(good, library)
    at = _day(day)
    near = [(abs((_day(p.start) - at).days), p) for p in prices if not _of_a_year(p)]
    close = [pair for pair in near if pair[0] <= SAME_TIME_DAYS]
    if close:
        return min(close, key=lambda pair: pair[0])[1]
    return next((p for p in prices if _of_a_year(p) and p.start[:4] == day[:4]), None)


def _prices(good: str, library: Library) -> tuple[Price, ...]:
    return tuple(p for p in library.prices_of(good) if p.is_price)


def _of_a_year(price: Price) -> bool:
    return price.end[:4] > price.start[:4] or (price.start[5:], price.end[5:]) == ("01-01", "12-31")


def _vat_factors(price: Price) -> tuple[float, float]:
    """Factors to the value with and without VAT. A quote that does not say is taken to hold VAT, as is the custom."""
    rate = 1 + (price.vat_rate or 0.0)
    return (rate, 1.0) if price.vat_included is False else (1.0, 1 / rate)


def _day(text: str) -> date:
    """An ISO date, the first day where only the month or year is given."""
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def plausibility(region: Region, value: OutputValue, library: Library, *, described: str | None) -> tuple[Plausibility, ...]:
    """Every stated output value of a chain against the prices; ``described`` is the start of the state described."""
    out = []
    for statement in region.statements:
        chain = statement.chain or next((library.goods[g].chain for g in statement.goods if g in library.goods), None)
        points = [p for p in value.points if p.chain == chain]
        if statement.kind == "output_value" and chain and points:
            out.append(_plausible(statement, chain, points, described or f"{region.year}-07-01"))
    return tuple(out)


def _plausible(statement: Statement, chain: str, points: list[ValuePoint], described: str) -> Plausibility:
    stated = statement.value.typical
    quotes = [p for p in points if p.start[:7] == p.end[:7]] or points
    years = [p for p in points if p not in quotes]
    since = [p for p in quotes if p.end >= described]
    by_stages = [p for p in since if p.stages_with_vat.low <= stated <= p.stages_with_vat.high]
    return Plausibility(
        statement, chain, stated,
        nearest=min(since or quotes[-1:], key=_earliest),
        reached_with_vat=_first([p for p in since if p.sold_with_vat.typical >= stated]),
        reached_without_vat=_first([p for p in since if p.sold_without_vat.typical >= stated]),
        year_without_vat=min(years, key=lambda p: abs(p.sold_without_vat.typical - stated), default=None),
        possible_by_stages=_first(by_stages),
    )  # fmt: skip


def _first(points: list[ValuePoint]) -> ValuePoint | None:
    return min(points, key=_earliest, default=None)


def _earliest(point: ValuePoint) -> tuple[str, float]:
    """Of several on one day the lowest, so that nothing is called reached on the dearest format."""
    return point.start, point.sold_with_vat.typical
