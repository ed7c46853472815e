"""The checks of a ledger: pure functions over its claims, one for each fault, in the manner of a linter.

``check`` runs them all. A check takes the :class:`~lianpu.ledger.checks.material.Material` and yields findings and
derived claims; ``REGISTRY`` names them with what they look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log

from lianpu.ledger.bands import Bands
from lianpu.ledger.checks import (
    aims,
    growth,
    limits,
    order,
    prices,
    rates,
    ratios,
    scope,
    shares,
    stages,
    standing,
    starts,
    sums,
    values,
)
from lianpu.ledger.checks.material import ADDITIVE, LEVELS, Material
from lianpu.ledger.derive import Derived, once
from lianpu.ledger.facts import Fact, facts_of
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import MONEY
from lianpu.ledger.queries import LedgerClaim

WEIGHTS = {Severity.ERROR: 0, Severity.DOUBT: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its function, the codes of its findings, and the kinds of claim that it looks at."""

    run: Callable[[Material], Iterator[Derived | Finding]]
    codes: tuple[str, ...]
    kinds: frozenset[str]

    @property
    def name(self) -> str:
        return self.run.__name__

    def looked_at(self, facts: Iterable[Fact]) -> int:
        return sum(fact.kind in self.kinds for fact in facts)


@dataclass(frozen=True, slots=True)
class Ran:
    """A check that ran, how many claims it looked at and how many findings it had."""

    check: str
    claims: int
    findings: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of a ledger found, the gravest first, what follows from its claims, and which checks ran."""

    findings: tuple[Finding, ...]
    derived: tuple[Derived, ...]
    ran: tuple[Ran, ...]


def _of(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


_GROWTH_CODES = ("fall_of_more_than_all", "growth_against_levels", "real_or_nominal")
REGISTRY = (
    Check(ratios.implied_ratios, ("implied_ratio",), LEVELS),
    Check(stages.neighbouring_stages, ("neighbouring_stages",), _of("capacity")),
    Check(ratios.load_of_capacity, ("implied_ratio",), _of("power", "capacity")),
    Check(rates.output_against_capacity, ("made_above_capacity", "made_below_rate"), _of("production", "capacity")),
    Check(rates.rate_for_duration, ("rate_for_duration",), _of("duration", "capacity", "production")),
    Check(rates.use_of_capacity, ("use_of_capacity",), _of("share", "capacity", "production")),
    Check(growth.growth_against_levels, _GROWTH_CODES, LEVELS | {"growth"}),
    Check(growth.average_growth, ("average_growth", "average_real_or_nominal", "target_path"), LEVELS | {"growth"}),
    Check(growth.levels_off_path, ("level_off_path",), LEVELS | {"growth"}),
    Check(growth.growth_out_of_line, ("growth_out_of_line",), _of("growth")),
    Check(sums.parts_against_total, ("parts_above_total", "parts_below_total"), ADDITIVE),
    Check(sums.places_against_total, ("part_above_total", "parts_above_total"), ADDITIVE),
    Check(sums.wholes_and_their_parts, ("parts_above_total",), ADDITIVE),
    Check(sums.built_and_building, ("parts_above_total", "parts_below_total"), _of("capacity")),
    Check(sums.standing_and_building, ("standing_and_building",), _of("capacity")),
    Check(shares.shares_of_levels, ("share_of_levels",), LEVELS | {"share"}),
    Check(shares.shares_above_whole, ("shares_above_whole",), _of("share")),
    Check(shares.cuts_against_capacity, ("cut_share",), _of("share", "capacity")),
    Check(shares.shares_by_difference, ("level_less_difference",), _of("share", "difference")),
    Check(shares.regions_in_regions, (), LEVELS),
    Check(values.two_values, ("two_values",), values.ONE_VALUE),
    Check(values.definitions, ("definitions",), MONEY),
    Check(values.indicator_variants, ("indicator_variants",), _of("share")),
    Check(values.revised_sizes, ("revised_size",), _of("capacity", "land", "investment")),
    Check(aims.targets, ("target_missed", "target_below_present", "target_leap"), LEVELS),
    Check(order.status_backwards, ("status_backwards",), _of("capacity")),
    Check(order.start_passed, ("start_passed", "start_unconfirmed"), _of("milestone", "capacity", "project")),
    Check(order.plan_after_its_date, ("plan_after_its_date",), _of("milestone")),
    Check(order.events_out_of_order, ("events_out_of_order",), _of("milestone")),
    Check(order.trial_after_operation, ("trial_after_operation",), _of("milestone")),
    Check(order.two_dates, ("two_dates",), _of("milestone")),
    Check(order.silent_plans, ("silent_plan",), _of("capacity")),
    Check(order.trial_and_operating, ("trial_and_operating",), _of("milestone", "capacity")),
    Check(order.cumulative_called_built, ("cumulative_called_built",), _of("capacity")),
    Check(starts.seen_before_it_came, ("seen_before_it_came",), LEVELS | {"growth", "share", "milestone"}),
    Check(starts.made_before_start, ("made_before_start",), _of("production", "capacity", "milestone")),
    Check(starts.built_at_once, ("built_at_once",), _of("milestone")),
    Check(standing.standing_above_mixed, ("standing_above_mixed",), _of("capacity")),
    Check(standing.capacity_fell, ("capacity_fell",), _of("capacity")),
    Check(standing.stopped_above_standing, ("stopped_above_standing",), _of("capacity")),
    Check(standing.runs_after_its_end, ("runs_after_its_end",), _of("capacity")),
    Check(standing.list_against_firms, ("list_against_firms",), _of("capacity")),
    Check(standing.wrong_power, ("same_digits",), LEVELS),
    Check(prices.stated_prices, ("stated_price",), _of("price", "output_value", "revenue", "production", "capacity")),
    Check(scope.group_figures, ("group_figure",), LEVELS),
    Check(scope.part_above_group, ("part_above_group",), _of("capacity")),
    Check(scope.several_places, ("several_places",), LEVELS),
    Check(scope.one_plant_two_places, ("one_plant_two_places",), _of("capacity")),
    Check(limits.shares_above_all, ("share_above_whole",), _of("share")),
    Check(limits.power_for_plans, ("power_for_plans",), _of("capacity", "energy")),
)
CODES = tuple(dict.fromkeys(code for check in REGISTRY for code in check.codes))


def check(claims: Sequence[LedgerClaim], bands: Bands | None = None) -> Checked:
    """What does not fit among the claims of a ledger, and what follows from them."""
    material = Material(tuple(facts_of(claims)), bands or Bands())
    found = {entry.name: [item for item in once(entry.run(material)) if _is_finite(item)] for entry in REGISTRY}
    ran = tuple(
        Ran(e.name, e.looked_at(material.facts), sum(isinstance(item, Finding) for item in found[e.name])) for e in REGISTRY
    )
    everything = list(once(item for items in found.values() for item in items))
    places = {fact.id: (fact.document, fact.claim.span) for fact in material.facts}
    findings = sorted(merged((i for i in everything if isinstance(i, Finding)), places), key=weight)
    return Checked(tuple(findings), tuple(i for i in everything if isinstance(i, Derived)), ran)


def _is_finite(item: Derived | Finding) -> bool:
    """False for what figures beyond all bounds make (1e300 ÷ 1e-9)."""
    if isinstance(item, Finding):
        return all(number is None or isfinite(number) for number in (item.figure, item.suggested))
    return item.claim.value is not None and isfinite(item.claim.value)


def merged(findings: Iterable[Finding], places: Mapping[str, object]) -> list[Finding]:
    """One finding for a fault that several documents repeat (the same figures), and for one of several goods that the
    same sentences tell of; with all their claims. ``places`` are the places of the claims in the documents."""
    kept: dict[object, Finding] = {}
    for finding in findings:
        told = () if finding.figure is not None else frozenset(places.get(claim) for claim in finding.claims)
        key = (replace(finding, claims=()), told)
        first = kept.setdefault(key, finding)
        if first is not finding:
            kept[key] = replace(first, claims=tuple(dict.fromkeys((*first.claims, *finding.claims))))
    return list(kept.values())


def weight(finding: Finding) -> tuple[int, int, float]:
    """The order in which findings are told: by severity, then by the order of the checks, then the furthest off."""
    return WEIGHTS[finding.severity], CODES.index(finding.code), -off_by(finding)


def off_by(finding: Finding) -> float:
    """How far (as a logarithm) what is stated lies from what follows, or a figure from its band; 0 where neither is told."""
    stated, figure = dict(finding.words).get("stated"), finding.figure
    if figure is None or figure <= 0:
        return 0.0
    if stated is not None:
        return abs(log(figure / float(stated))) if float(stated) > 0 else 0.0
    ends = [end for end in (finding.low, finding.high) if end is not None and end > 0]
    return min((abs(log(figure / end)) for end in ends), default=0.0)
