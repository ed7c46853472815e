"""Findings: what the balance says that matters, each with the money at stake and the figures behind it.

A finding is a code with parameters; the views put it in words. The weight of a finding is the yearly value, at the
library's latest price in or before the region's year, of what is short or over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianpu.engine.balance import Balance, GoodBalance
from lianpu.engine.figures import Figure
from lianpu.engine.output_value import Plausibility
from lianpu.engine.potential import Potential
from lianpu.engine.power import PowerNeed
from lianpu.library.chains import Chain, Stage
from lianpu.library.load import Library
from lianpu.system.model import Region, Scenario

#: A chain that takes at least this share of the listed power is said to dominate it.
DOMINATES = 0.5


@dataclass(frozen=True, slots=True)
class Finding:
    """``params`` hold ranges, goods' ids, years and scenario results by name; ``figures`` are ids to follow."""

    code: str
    chain: str | None
    weight: float
    params: Mapping[str, Any]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """What the findings are drawn from."""

    region: Region
    library: Library
    now: Balance
    other: Balance | None
    power: Mapping[Scenario, PowerNeed]
    potentials: tuple[Potential, ...]
    plausible: tuple[Plausibility, ...]
    processed: Mapping[str, Figure]


def find(answers: Answers) -> tuple[Finding, ...]:
    """All findings, the weightiest first."""
    found = [
        finding
        for chain in answers.library.chains
        if _present(chain, answers.now)
        for finding in (*_inputs(chain, answers), *_uses(chain, answers), *_gaps_in_chain(chain, answers))
    ]
    found += [*_power(answers), *_processed(answers), *_values(answers)]
    return tuple(sorted(found, key=lambda f: -f.weight))


def headlines(findings: Iterable[Finding], count: int = 3) -> tuple[Finding, ...]:
    """The weightiest finding of each chain, at most ``count``; filled up with the next where there are fewer chains."""
    ranked = sorted(findings, key=lambda f: -f.weight)
    firsts = [f for i, f in enumerate(ranked) if f.chain and f.chain not in {g.chain for g in ranked[:i]}]
    rest = [f for f in ranked if f not in firsts]
    return tuple([*firsts, *rest][:count])


def _present(chain: Chain, balance: Balance) -> bool:
    return any(balance.of(s.good_id, Scenario.C).supply.high > 0 for s in chain.stages)


def _worth(good: str, amount: float, answers: Answers) -> float:
    """CNY a year: the amount at the last price up to the region's year, else at the first later one."""
    prices = [p for p in answers.library.prices_of(good) if p.is_price]
    before = [p for p in prices if int(p.start[:4]) <= answers.region.year]
    nearest = before[-1:] or prices[:1]
    return sum(abs(amount) * price.per_unit.typical for price in nearest)


def _inputs(chain: Chain, answers: Answers) -> Iterable[Finding]:
    """Stages that others of the region need: without any local source, or short of the need."""
    for stage in chain.stages:
        rows = {s: answers.now.of(stage.good_id, s) for s in Scenario}
        now, last = rows[Scenario.A], rows[Scenario.C]
        if now.need.typical <= 0:
            continue
        if last.supply.high <= 0:
            yield _finding("no_local_source", chain, now, answers)
        elif now.short:
            yield _finding("short", chain, now, answers, later=rows[Scenario.B], last=last)


def _finding(code: str, chain: Chain, now: GoodBalance, answers: Answers, **more: GoodBalance) -> Finding:
    year = answers.region.other_year
    other = answers.other.of(now.good, Scenario.A) if answers.other else None
    params: dict[str, Any] = {"good": now.good, "now": now, "year": answers.region.year, **more}
    if other is not None and other.need != now.need:
        params |= {"other": other, "other_year": year}
    # What makes a shortage turn into a surplus moves more money than the shortage of today.
    worth = max(_worth(now.good, row.gap.typical, answers) for row in (now, *more.values()))
    figures = tuple(f"{kind}/{now.good}/{s}" for kind in ("need", "supply", "gap") for s in (Scenario.A, Scenario.B))
    return Finding(code, chain.id, worth, params, figures)


def _uses(chain: Chain, answers: Answers) -> Iterable[Finding]:
    """Stages that make more than all named local users could take."""
    for potential in answers.potentials:
        if answers.library.goods[potential.good].chain != chain.id:
            continue
        now, last = (answers.now.of(potential.good, s) for s in (Scenario.A, Scenario.C))
        if now.supply.low > last.need.high and potential.amount.low > potential.capacity.high > 0:
            worth = _worth(potential.good, now.supply.typical - last.need.typical, answers)
            params = {"good": potential.good, "now": now, "last": last, "potential": potential}
            figures = (potential.figure, f"supply/{potential.good}/A", f"supply/{potential.product}/C")
            yield Finding("more_than_local_use", chain.id, worth, params, figures)


def _gaps_in_chain(chain: Chain, answers: Answers) -> Iterable[Finding]:
    """Stages after those with a size that nobody names a size or a firm for: there the chain stops.

    Where the documents only tell a share for an aggregate (processed aluminium), its members are not called missing.
    What a local plant needs is told as a shortage, not here.
    """
    region, now = answers.region, answers.now
    sized = {s.good_id for s in chain.stages if now.of(s.good_id, Scenario.C).supply.high > 0}
    sized |= {share.to_good for share in region.shares} & {s.good_id for s in chain.stages}
    known = sized | {good for good, _ in region.present}
    covered = max((s.column for s in chain.stages if _is_aggregate(s, chain) and s.good_id in known), default=-1)
    after = _after(sized, chain)
    goods = tuple(
        s.good_id
        for s in chain.stages
        if s.good_id in after - known and s.column > covered and now.of(s.good_id, Scenario.C).need.high <= 0
    )
    if goods:
        aims = [(good, claim) for good, claim in region.aimed_at if good in goods]
        params = {"goods": goods, "aimed_at": tuple(dict.fromkeys(g for g, _ in aims)), "claims": tuple(c for _, c in aims)}
        yield Finding("missing_stages", chain.id, 0.0, params, _last(chain, now))


def _is_aggregate(stage: Stage, chain: Chain) -> bool:
    return any(other.share_of == stage.good_id for other in chain.stages)


def _after(known: set[str], chain: Chain) -> set[str]:
    """Goods of the chain that can be reached from the known ones along its feeds."""
    feeds = {s.good_id: s.feeds for s in chain.stages}
    reached: set[str] = set()
    ahead = list(known & feeds.keys())
    while ahead:
        fresh = set(feeds.get(ahead.pop(), ())) & feeds.keys() - reached
        reached |= fresh
        ahead += fresh
    return reached


def _last(chain: Chain, balance: Balance) -> tuple[str, ...]:
    """The figure of the furthest standing stage: what the missing ones would take."""
    standing = [s for s in chain.stages if balance.of(s.good_id, Scenario.A).supply.high > 0]
    return tuple(f"supply/{s.good_id}/A" for s in standing[-1:])


def _power(answers: Answers) -> Iterable[Finding]:
    power = answers.power[Scenario.A]
    for chain, share in power.share.items():
        if share.typical >= DOMINATES and len(power.share) > 1:
            params = {"chain": chain, "share": share, "need": power.by_chain[chain], "total": power.total}
            yield Finding("power_dominates", None, 0.0, params, (f"power/{chain}/A", f"power_share/{chain}/A", "power/all/A"))


def _processed(answers: Answers) -> Iterable[Finding]:
    for figure in answers.processed.values():
        supply, share = (term.value for term in figure.terms)
        params = dict(figure.notes) | {"value": figure.value, "unit": figure.unit, "share": share, "supply": supply}
        yield Finding("processed", None, 0.0, params, (figure.id,))


def _values(answers: Answers) -> Iterable[Finding]:
    for item in answers.plausible:
        points = (item.nearest, item.reached_with_vat, item.reached_without_vat, item.possible_by_stages)
        figures = tuple(dict.fromkeys(p.figure for p in points if p))
        yield Finding("output_value", None, 0.0, {"check": item, "stated": item.stated}, figures)
