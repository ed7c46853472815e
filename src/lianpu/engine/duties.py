"""What plants owe by rules of the library: certificates of a green quota."""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.engine.declarations.green import certificates
from lianpu.engine.power import ELECTRICITY
from lianpu.library.load import Library
from lianpu.library.rules import Rule
from lianpu.system.model import Region, Scenario
from lianpu.system.own_figures import OwnFigure
from lianpu.units import Range


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
