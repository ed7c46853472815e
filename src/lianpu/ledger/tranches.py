"""Tranches of capacity and the totals that contain them, and when two sizes are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from lianpu.ledger.firms import Subject, same_firm
from lianpu.ledger.observations import BUILDING, MIXED, STANDING, STEPS, SUSPENDED

#: Relative difference under which two printed figures are one (rounding to two or three digits).
SAME = 0.02
#: A project's size changed by at most this factor between announcement and start-up in the projects of the ledger
#: that can be followed by name (4 → 6 and 6 → 7.2 万吨, 10 → 11 万吨, 20 → 30 GW; 2020 to 2022).
REVISION = 1.5
#: Reasons that later rules ask for.
REST_OF_PLAN, ADDED = "rest_of_plan", "added"
#: Subsets of so many projects are tried for a sum; more is guessing.
MOST_IN_A_SUM = 12


@dataclass(frozen=True, slots=True)
class Against:
    """A claim that says otherwise, and how (a code)."""

    claim: str
    reason: str


@dataclass(slots=True)
class Cover:
    """A stated total that contains tranches: what is in it is not counted beside it. ``mixed``: built and building."""

    good: str
    product: str | None
    status: str
    value: float
    unit: str
    place: str | None
    since: date
    until: date
    claims: list[str]
    strength: tuple[bool, int] = (False, 0)
    against: list[Against] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def mixed(self) -> bool:
        return self.status == MIXED


@dataclass(slots=True)
class Tranche:
    """A piece of capacity with one status. ``subject`` names nobody where it is the rest of a total, or nobody said.

    ``since`` is the day from which the status is known, ``pending`` the last day on which it was known not to stand,
    ``inferred`` that it stands only by what a later total leaves room for, ``aliases`` who else was told to have it: a
    venture whose parents were told before.
    """

    good: str
    product: str | None
    subject: Subject
    owner: str | None
    place: str | None
    low: float
    value: float
    high: float
    unit: str
    status: str
    bound: str
    since: date
    told: date
    claims: list[str]
    strength: tuple[bool, int] = (False, 0)  # of what its size rests on: reviewed, rank of the source
    rest: bool = False
    cover: Cover | None = None
    started: date | None = None
    expected: str | None = None
    inferred: bool = False
    phase: int | None = None
    aliases: list[Subject] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)  # (document, status) that told of it
    wholes: set[str] = field(default_factory=set)  # claims of which it is a part
    against: list[Against] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def step(self) -> int:
        return STEPS[self.status]

    def is_of(self, firm: Subject) -> bool:
        return any(same_firm(subject, firm) for subject in (self.subject, *self.aliases))

    @property
    def stands(self) -> bool:
        return self.status in STANDING

    @property
    def exists(self) -> bool:
        """Built, whether or not it runs: what a total of capacity counts."""
        return self.stands or self.status == SUSPENDED

    @property
    def building(self) -> bool:
        return self.status in BUILDING

    def resize(self, low: float, value: float, high: float) -> None:
        self.value = max(0.0, value)
        self.low, self.high = min(max(0.0, low), self.value), max(high, self.value)  # sums are exact to binary dust

    def shrink(self, by: float) -> None:
        self.resize(self.low - by, self.value - by, self.high - by)


def same_size(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * max(one, other)


def fits(part: float, whole: float) -> bool:
    return part <= whole * (1 + SAME)


def near_size(one: float, other: float) -> bool:
    return max(one, other) <= REVISION * (1 + SAME) * min(one, other)


def adding_up(tranches: Sequence[Tranche], wanted: float) -> tuple[Tranche, ...] | None:
    """The smallest set of tranches whose sizes make up ``wanted``, or None."""
    some = [t for t in tranches if t.value <= wanted * (1 + SAME)][:MOST_IN_A_SUM]
    for count in range(1, len(some) + 1):
        for chosen in combinations(some, count):
            if same_size(sum(t.value for t in chosen), wanted):
                return chosen
    return None
