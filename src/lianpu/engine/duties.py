"""What plants owe by rules of the library: certificates of a green quota, and CBAM on metal by year of import."""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.engine.declarations.cbam import FIRST_YEAR, FULL_YEAR, Embedded, charge
from lianpu.engine.declarations.green import certificates
from lianpu.engine.power import ELECTRICITY
from lianpu.library.load import Library
from lianpu.library.rules import Rule
from lianpu.system.model import Region, Scenario
from lianpu.system.own_figures import OwnFigure
from lianpu.units import Range

#: The goods of which Regulation (EU) 2023/956 charges metal, and the rows of rules.csv that it is reckoned with.
METAL = "primary_aluminium"
BENCHMARK, DEFAULT = "RU-cbam-bm-primary", "RU-cbam-default-cn"
PAYABLE, MARKUP = "RU-cbam-payable-share-{year}", "RU-cbam-markup-{year}"
#: The mark-up on default values stays at its last step from then on (Implementing Regulation (EU) 2025/2621).
LAST_MARKUP = 2028
#: Direct emissions of one tonne of metal that its maker answers for.
DIRECT = ("co2_process", "pfc")


@dataclass(frozen=True, slots=True)
class GreenDuty:
    """``quota`` of ``power`` (MWh a year at full capacity) asks for ``required`` certificates; ``share`` is the green
    share that the plant itself tells (None: not told), and ``short`` what is missing of the quota by it."""

    plant: str
    good: str
    owner: str | None
    rule: str
    power: Range
    quota: float
    required: Range
    share: float | None
    short: Range | None
    claims: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CbamYear:
    """EUR per tonne of metal imported in ``year``: with default values (mark-up in), and with actual direct emissions."""

    year: int
    payable_share: float
    default_emissions: float
    default_cost: float
    actual_emissions: Range
    actual_cost: Range
    rows: tuple[str, ...]


def green_duties(region: Region, library: Library, scenario: Scenario, own: tuple[OwnFigure, ...]) -> tuple[GreenDuty, ...]:
    """Of plants whose good has a green quota in the region's province: the newest quota that is not only a draft."""
    out = []
    for plant in region.plants:
        rule = _quota(plant.good, region, library)
        technology = library.technologies.get(plant.technology or "")
        flow = technology.recipe(region.year).input(ELECTRICITY) if technology else None
        capacity = plant.capacity(scenario.classes)
        if rule is None or rule.value is None or flow is None or technology is None or capacity.high <= 0:
            continue
        power = capacity * technology.recipe(region.year).gross(flow).per_output / 1e3
        quota = rule.value.typical / 100
        told = next((f for f in own if f.quantity == "green_share" and plant.id in f.plants), None)
        share = told.value.typical / 100 if told else None
        out.append(GreenDuty(
            plant.id, plant.good, plant.owner, rule.row_id, power, quota,
            Range(*(certificates(p, quota).required for p in power)), share,
            None if share is None else Range(*(certificates(p, quota, transferred=p * share).short for p in power)),
            (*plant.claims(scenario.classes), *(told.claims if told else ())), (rule.row_id, *flow.row_ids),
        ))  # fmt: skip
    return tuple(out)


def _quota(good: str, region: Region, library: Library) -> Rule | None:
    rules = [
        r
        for r in library.rules
        if r.kind == "limit" and r.quantity == "green_share" and good in r.goods and r.operator in (">=", ">")
        and r.region in (region.province, region.name) and r.status in ("final", "belief")
    ]  # fmt: skip
    return max(rules, key=lambda r: (r.valid_from, r.row_id), default=None)


def cbam_years(library: Library, year: int, price_eur: float) -> tuple[CbamYear, ...]:
    """Every year of import to 2034 at one certificate price (EUR/t CO2e), with the recipe of ``year``.

    Only direct emissions are charged; the actual ones are the library's typical, not a plant's own. Empty where the
    library lacks a rule.
    """
    rules = {rule.row_id: rule for rule in library.rules}
    technology = library.technology_for(METAL)
    if technology is None or BENCHMARK not in rules or DEFAULT not in rules:
        return ()
    flows = [f for f in technology.recipe(year).emissions if f.good_id in DIRECT]
    actual = sum((f.per_output for f in flows), Range.exact(0.0))
    benchmark, default = _number(rules[BENCHMARK]), _number(rules[DEFAULT])
    out = []
    for when in range(FIRST_YEAR, FULL_YEAR + 1):
        payable, markup = rules.get(PAYABLE.format(year=when)), rules.get(MARKUP.format(year=min(when, LAST_MARKUP)))
        if payable is None or markup is None:
            continue
        share, extra = _number(payable) / 100, _number(markup) / 100
        by_default = charge(Embedded(default), benchmark=benchmark, payable_share=share, price=price_eur, markup=extra)
        costs = [charge(Embedded(e), benchmark=benchmark, payable_share=share, price=price_eur).cost for e in actual]
        rows = (BENCHMARK, DEFAULT, payable.row_id, markup.row_id, *(r for f in flows for r in f.row_ids))
        out.append(CbamYear(when, share, by_default.charged, by_default.cost, actual, Range(*costs), rows))
    return tuple(out)


def _number(rule: Rule) -> float:
    assert rule.value is not None  # these rows are numbers
    return rule.value.typical
