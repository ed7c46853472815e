"""The region as a typed model: plants with capacity tranches, and what the documents say beside them.

A capacity is a rate in its good's unit per year. A scenario is a set of statuses:
A = what stands (operating, trial, built); B = A + under construction or advancing; C = B + signed, negotiating,
announced or planned. ``built_and_building`` (建成和在建, no split said) counts from B on and is kept apart, since it
lies between A and B.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lianpu.units import Range


class StatusClass(StrEnum):
    """Where a tranche stands, as scenarios see it; the order is the order of certainty."""

    STANDING = "standing"
    BETWEEN = "between"
    COMING = "coming"
    HOPED = "hoped"


class Scenario(StrEnum):
    A = "A"
    B = "B"
    C = "C"

    @property
    def classes(self) -> frozenset[StatusClass]:
        return _COUNTED[self]


_COUNTED = {
    Scenario.A: frozenset({StatusClass.STANDING}),
    Scenario.B: frozenset({StatusClass.STANDING, StatusClass.BETWEEN, StatusClass.COMING}),
    Scenario.C: frozenset(StatusClass),
}

STATUS_CLASS = {
    "operating": StatusClass.STANDING,
    "trial": StatusClass.STANDING,
    "built": StatusClass.STANDING,
    "built_and_building": StatusClass.BETWEEN,
    "under_construction": StatusClass.COMING,
    "advancing": StatusClass.COMING,
    "signed": StatusClass.HOPED,
    "negotiating": StatusClass.HOPED,
    "announced": StatusClass.HOPED,
    "planned": StatusClass.HOPED,
}


@dataclass(frozen=True, slots=True)
class Tranche:
    """A piece of capacity with one status; ``capacity`` is in the plant's good per year."""

    capacity: Range
    status: str
    bound: str
    claims: tuple[str, ...]

    @property
    def status_class(self) -> StatusClass:
        return STATUS_CLASS[self.status]


@dataclass(frozen=True, slots=True)
class Plant:
    """What makes ``good`` for one owner (None: the documents name none). ``technology`` is None without a recipe."""

    id: str
    good: str
    technology: str | None
    owner: str | None
    place: str | None
    tranches: tuple[Tranche, ...]

    def capacity(self, classes: frozenset[StatusClass]) -> Range:
        """Capacity per year over the tranches of these classes."""
        return sum((t.capacity for t in self.tranches if t.status_class in classes), Range.exact(0.0))

    def claims(self, classes: frozenset[StatusClass]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for t in self.tranches if t.status_class in classes for c in t.claims))


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A stated share of one good that is worked up into another here (63.2 % of primary metal is processed)."""

    of_good: str
    to_good: str
    share: Range
    bound: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated sum of a chain or product that the model can be held against: an output value, an investment."""

    kind: str
    goods: tuple[str, ...]
    chain: str | None
    value: Range
    unit: str
    bound: str
    modality: str
    claim: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A claim that the model does not use, and the reason (a code that the views put in words)."""

    claim: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """The region at a date. ``year`` chooses recipe vintages; ``other_year`` is a second vintage worth showing
    (the year of publication, where it differs). ``name`` is None where no document says what place it is about,
    ``province``, the power region, where it is not known."""

    name: str | None
    province: str | None
    as_of: str | None
    year: int
    other_year: int | None
    plants: tuple[Plant, ...]
    shares: tuple[ShareOf, ...]
    statements: tuple[Statement, ...]
    present: tuple[tuple[str, str], ...]  # (good, claim): there or coming by name, without a size
    aimed_at: tuple[tuple[str, str], ...]  # (good, claim): only an aim of the place
    set_aside: tuple[SetAside, ...]

    @property
    def around(self) -> str | None:
        """The province that the region lies in; None where the region is one, or lies in none that is known."""
        return None if self.province == self.name else self.province
