"""Where sources disagree: what counts, what stands against it, and how much that asks of a reader."""

from __future__ import annotations

from ledger.test_resolve import capacity
from lianpu.ledger.conflicts import conflicts_in
from lianpu.ledger.findings import Severity
from lianpu.ledger.resolve import resolve
from lianpu.ledger.state import state_in
from lianpu.ledger.witnesses import Witness


def conflicts(*told: Witness) -> list[tuple[str, Severity, tuple[str, ...], tuple[str, ...]]]:
    found = conflicts_in([state_in(told, "曲靖市", None)])
    return [(c.reason, c.severity, c.claims, c.against) for c in found]


def at_qujing(name: str, value: float, status: str, described: str, document: str, rank: int = 0, **more: object) -> Witness:
    witness = capacity(name, value, status, described=described, document=document, place="曲靖市", **more)
    return Witness(**{f: getattr(witness, f) for f in Witness.__slots__} | {"rank": rank})


def test_two_totals_of_one_time_are_a_doubt_and_the_better_source_counts() -> None:
    filing = at_qujing("filing", 10.0, "operating", "2022-06", "a", rank=2)
    portal = at_qujing("portal", 12.0, "operating", "2022-06", "b", rank=0)
    assert conflicts(filing, portal) == [("other_size", Severity.DOUBT, ("filing",), ("portal",))]
    assert conflicts(portal, filing) == [("other_size", Severity.DOUBT, ("filing",), ("portal",))]


def test_a_size_that_grew_in_time_is_only_noted() -> None:
    small = at_qujing("small", 4.0, "under_construction", "2020-11", "a", subject="甲材料")
    large = at_qujing("large", 6.0, "under_construction", "2021-06", "b", subject="甲材料")
    assert conflicts(small, large) == [("earlier_size", Severity.NOTE, ("large",), ("small",))]


def test_a_later_source_that_still_builds_what_stood_is_a_doubt() -> None:
    stands = at_qujing("stands", 11.0, "trial", "2022-05", "a", subject="甲材料")
    builds = at_qujing("builds", 11.0, "under_construction", "2022-09", "b", subject="甲材料")
    assert conflicts(stands, builds) == [("other_status", Severity.DOUBT, ("stands",), ("builds",))]
    state = resolve([stands, builds], inside=lambda w: True)
    assert [(s.value, s.status) for s in state.capacities] == [(11.0, "trial")]  # one plant, not two


def test_a_lesser_source_counts_after_a_year() -> None:
    filing = at_qujing("filing", 10.0, "operating", "2020-06", "a", rank=2)
    portal = at_qujing("portal", 12.0, "operating", "2022-06", "b", rank=0)
    assert conflicts(filing, portal) == []
    assert [s.value for s in resolve([filing, portal], inside=lambda w: True).capacities] == [12.0]
