"""Where sources disagree about what stands or is coming: the figure that counts, and the claims that say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lianpu.ledger.findings import Severity
from lianpu.ledger.state import RegionState
from lianpu.ledger.tranches import Against

#: How much a disagreement asks of a reader; figures that followed each other in time are history.
SEVERITY = {
    "parts_above_total": Severity.DOUBT,
    "other_size": Severity.DOUBT,
    "other_status": Severity.DOUBT,
    "smaller_than_named": Severity.NOTE,
    "smaller_than_known": Severity.NOTE,
    "earlier_size": Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """``value`` in ``unit`` counts, by ``claims``; ``against`` say otherwise, for the ``reason`` (a code).

    ``owner`` is None of a total of the ``place``.
    """

    reason: str
    severity: Severity
    place: str | None
    product_id: str
    product: str | None
    owner: str | None
    status: str
    value: float
    unit: str
    claims: tuple[str, ...]
    against: tuple[str, ...]


def conflicts_in(states: Iterable[RegionState]) -> list[Conflict]:
    """The disagreements in these states, doubts before notes."""
    order = list(Severity)
    found = [conflict for state in states for conflict in _in_region(state)]
    return sorted(found, key=lambda c: (order.index(c.severity), c.place or "", c.product_id, c.owner or ""))


def _in_region(state: RegionState) -> Iterator[Conflict]:
    for total in state.totals:
        for reason, against in _by_reason(total.against, total.claims):
            yield Conflict(
                reason, SEVERITY[reason], total.place or state.place, total.product_id, total.product, None, total.status,
                total.value, total.unit, total.claims, against,
            )  # fmt: skip
    for plant in state.plants:
        for tranche in plant.tranches:
            for reason, against in _by_reason(tranche.against, ()):
                claims = tuple(c for c in tranche.claims if c not in against)
                yield Conflict(
                    reason, SEVERITY[reason], plant.place or state.place, plant.product_id, plant.product, plant.owner,
                    tranche.status, tranche.value, tranche.unit, claims, against,
                )  # fmt: skip


def _by_reason(against: Iterable[Against], besides: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in against:
        if one.claim not in besides and one.claim not in groups[one.reason]:
            groups[one.reason].append(one.claim)
    return [(reason, tuple(claims)) for reason, claims in groups.items() if claims]
