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
from lianpu.library.load import Chain, Library
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
    prices = answers.library.prices_of(good)
    before = [p for p in prices if int(p.start[:4]) <= answers.region.year]
    price = (before or list(prices[:1]) or [None])[-1]
    return abs(amount) * price.per_unit.typical if price else 0.0


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
    """Stages of a chain with no local capacity in any status that no standing plant needs either: the chain stops there."""
    named = dict(answers.region.present)
    goods = [
        s.good_id
        for s in chain.stages
        if answers.now.of(s.good_id, Scenario.C).supply.high <= 0
        and answers.now.of(s.good_id, Scenario.C).need.high <= 0
    ]
    if goods:
        params = {"goods": tuple(goods), "aimed_at": tuple(g for g in goods if g in named)}
        yield Finding("missing_stages", chain.id, 0.0, params, ())


def _power(answers: Answers) -> Iterable[Finding]:
    power = answers.power[Scenario.A]
    for chain, share in power.share.items():
        if share.typical >= DOMINATES and len(power.share) > 1:
            params = {"chain": chain, "share": share, "need": power.by_chain[chain], "total": power.total}
            yield Finding(
                "power_dominates", None, 0.0, params, (f"power/{chain}/A", f"power_share/{chain}/A", "power/all/A")
            )


def _processed(answers: Answers) -> Iterable[Finding]:
    for figure in answers.processed.values():
        params = {"good": figure.notes["good"], "of": figure.notes["of"], "value": figure.value, "unit": figure.unit,
                  "bound": figure.notes["bound"], "share": figure.terms[1].value, "supply": figure.terms[0].value}  # fmt: skip
        yield Finding("processed", None, 0.0, params, (figure.id,))


def _values(answers: Answers) -> Iterable[Finding]:
    for item in answers.plausible:
        points = (item.nearest, item.reached_with_vat, item.reached_without_vat, item.possible_by_stages)
        figures = tuple(dict.fromkeys(p.figure for p in points if p))
        yield Finding("output_value", None, 0.0, {"check": item, "stated": item.stated}, figures)
