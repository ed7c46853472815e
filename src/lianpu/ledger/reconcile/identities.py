"""The balances that claims hold among themselves, found by the rules of the checks: growth, shares, sums.

The checks derive what stated figures imply and say where a statement denies it. Both name the claims, and so does each
identity here, whether it holds or not: whether it does is for the reconciliation to weigh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lianpu.ledger.checks import growth, shares, sums
from lianpu.ledger.checks.material import Material, period_of, series_of
from lianpu.ledger.derive import Derived, once
from lianpu.ledger.facts import Fact
from lianpu.ledger.findings import Finding, Severity

#: The checks whose rules are identities; those of plausibility and order are none.
RULES: tuple[Callable[[Material], Iterable[Derived | Finding]], ...] = (
    growth.growth_against_levels, growth.average_growth, sums.parts_against_total, sums.standing_and_building,
    shares.shares_of_levels,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """``result`` (claims that state it, or none) follows from ``terms`` by ``rule``; ``derived`` is its figure where
    nobody states it."""

    rule: str
    result: tuple[Fact, ...]
    terms: tuple[Fact, ...]
    derived: Derived | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (*self.result, *self.terms)


def identities(facts: Sequence[Fact]) -> list[Identity]:
    """Every identity among the facts, each once; what a claim states goes before what only follows."""
    material, by_id = Material(tuple(facts)), {f.id: f for f in facts}
    found: dict[object, Identity] = {}
    for rule in RULES:
        items = list(once(rule(material)))
        for identity in (*_of_findings(items, by_id), *_of_derived(items, by_id)):
            tied = frozenset(f.id for f in identity.facts)
            if identity.result or not any(tied <= other for other in _tied(found.values())):
                found.setdefault((_SUMS.get(identity.rule, identity.rule), tied), identity)
    return list(found.values())


#: A total less its parts is tied as their sum is.
_SUMS = {"rest": "sum"}


def _tied(found: Iterable[Identity]) -> Iterator[frozenset[str]]:
    for identity in found:
        yield frozenset(f.id for f in identity.facts)


def _of_derived(items: Iterable[Derived | Finding], by_id: Mapping[str, Fact]) -> Iterator[Identity]:
    for item in items:
        if isinstance(item, Derived) and item.rule in _DERIVED:
            terms = tuple(by_id[name] for name in item.parents)
            yield Identity(_DERIVED[item.rule], tuple(by_id[name] for name in item.confirmed_by), terms, item)


#: Rules of derived claims by the shape of their balance.
_DERIVED = {
    "growth": "growth", "growth_back": "growth_back", "average_growth": "average_growth", "sum": "sum", "rest": "rest",
    "standing_and_building": "sum", "share": "share", "share_of_whole": "share_of_whole", "part_over_share": "part_over_share",
}  # fmt: skip


def _of_findings(items: Iterable[Derived | Finding], by_id: Mapping[str, Fact]) -> Iterator[Identity]:
    for item in items:
        if isinstance(item, Finding) and item.code in _DENIED and item.severity is not Severity.NOTE:
            rule, split = _DENIED[item.code]
            facts = tuple(by_id[name] for name in item.claims)
            at = split(facts)
            if 0 < at < len(facts):
                yield Identity(rule, facts[:at], facts[at:])


def _but_two(facts: Sequence[Fact]) -> int:
    return len(facts) - 2


def _one(facts: Sequence[Fact]) -> int:
    return 1


def _one_of_three(facts: Sequence[Fact]) -> int:
    return 1 if len(facts) == 3 else 0


def _totals(facts: Sequence[Fact]) -> int:
    """Totals go first and are of one series and period."""
    first = (series_of(facts[0]), period_of(facts[0]))
    return next((n for n, f in enumerate(facts) if (series_of(f), period_of(f)) != first), len(facts))


#: Findings that deny an identity: its shape, and how many of their claims state its result.
_DENIED: dict[str, tuple[str, Callable[[Sequence[Fact]], int]]] = {
    "growth_against_levels": ("growth", _but_two),
    "average_growth": ("average_growth", _one),
    "share_of_levels": ("share", _one_of_three),
    "parts_above_total": ("sum", _totals),
    "parts_below_total": ("sum", _totals),
    "standing_and_building": ("sum", _one),
}
