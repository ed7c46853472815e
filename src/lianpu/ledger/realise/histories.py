"""Projects with their dated statuses, followed through the claims of a ledger by its resolver.

A status counts from the day on which it was told, and only where it was told before the outcome was known: what a
document of 2022 says of a start of building in 2018 of a plant that runs since 2019 was picked because it came true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianpu.ledger.firms import same_firm
from lianpu.ledger.observations import STANDING, STEPS, ends, family_of, status_of
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.places import region_of
from lianpu.ledger.realise.silence import LaterDocuments, Silence, good_of, subject_of, told_on
from lianpu.ledger.resolve import CapacityStatement, State, resolve
from lianpu.ledger.witnesses import Witness
from lianpu.reading.claims import Claim
from lianpu.units import unit_of

#: Steps of a project that are told apart: fewer would mix talks with building, more would leave each without cases.
STAGES = {
    "planned": "announced", "announced": "announced", "negotiating": "negotiating", "signed": "signed",
    "advancing": "building", "under_construction": "building", "built_and_building": "building",
}  # fmt: skip
#: Taken to stand because time has gone by: an assumption of the resolver, no news of the project.
_NO_NEWS = "time_to_stand"


@dataclass(frozen=True, slots=True)
class Event:
    """A claim's news of a project: its status and size (None: not said), true on ``since``, told on ``told``."""

    status: str
    since: date
    told: date
    value: float | None
    claim: str


@dataclass(frozen=True, slots=True)
class ProjectHistory:
    """One project: ``events`` in the order of their telling, those told with hindsight left out.

    ``stands`` is the first day on which it is known to stand; where no start is dated, it came to stand at some time
    after ``pending``. ``given_up`` is the day of its end, ``expected`` the days by which its start-up was announced (the
    last of a month or year), each behind the day of the announcement and before the claim. Sizes are in ``unit``.
    """

    subject: str
    product_id: str
    product: str
    place: str | None
    phase: int | None
    chain: str | None
    unit: str
    events: tuple[Event, ...]
    expected: tuple[tuple[date, date, str], ...]
    stands: date | None
    pending: date | None
    given_up: date | None
    silence: Silence | None
    claims: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What such projects are compared by: the chain, or the product where it is in none."""
        return self.chain or family_of(self.product_id or self.product)

    @property
    def status(self) -> str:
        """The furthest status of which there is news."""
        return max(self.events, key=lambda e: (STEPS[e.status], e.told)).status

    @property
    def stage(self) -> str:
        return STAGES[self.status]

    @property
    def last_told(self) -> date:
        return max(e.told for e in self.events)

    @property
    def open(self) -> bool:
        """Neither standing nor given up."""
        return self.stands is None and self.given_up is None

    def entered(self, stage: str) -> date | None:
        """The day on which it was first told to be in a stage."""
        return min((e.told for e in self.events if STAGES[e.status] == stage), default=None)

    @property
    def project(self) -> tuple[object, ...]:
        """The same for rods and wafers of one project: they come true together and are one case."""
        return self.subject, self.place, self.phase, self.chain, self.events[0].told

    @property
    def start_up(self) -> date | None:
        """The first announced day of its start-up."""
        return min(self.expected)[1] if self.expected else None


def histories(told: Iterable[Witness], until: date = date.max) -> list[ProjectHistory]:
    """The projects that have news from before they stood, as known on ``until``."""
    regions: dict[str | None, list[Witness]] = defaultdict(list)
    for w in told:
        if date.min < told_on(w) <= until:
            regions[region_of(w.place) if w.place else None].append(w)
    return [found for here in regions.values() for found in _in_region(here)]


def _in_region(here: Sequence[Witness]) -> list[ProjectHistory]:
    witnesses, later = {w.id: w for w in here}, LaterDocuments(here)
    state = resolve(here, inside=lambda w: True)
    found = [_history(c, witnesses, later) for c in state.capacities if c.owner and not c.rest]
    found += [_given_up(group, later) for group in _cancelled(state, witnesses)]
    return [history for history in found if history is not None]


def _history(c: CapacityStatement, witnesses: Mapping[str, Witness], later: LaterDocuments) -> ProjectHistory | None:
    own = [witnesses[claim] for claim in c.claims if claim in witnesses]
    started = min((w.since for w in own if _says_standing(w) and w.claim.kind == "milestone"), default=None)
    stands = started or min((w.since for w in own if _says_standing(w)), default=None)
    if stands is None and c.status in STANDING and _NO_NEWS not in c.reasons and c.since:
        stands = first_day(c.since)
    return _told(_Project(c.owner or "", c.product, c.place, c.phase, c.unit), own, _End(stands, started), later) if own else None


def _cancelled(state: State, witnesses: Mapping[str, Witness]) -> list[list[Witness]]:
    """The claims of projects told to be given up, a group for each."""
    groups: list[list[Witness]] = []
    for unused in state.unused:
        if unused.reason != "cancelled" or unused.claim not in witnesses:
            continue
        w = witnesses[unused.claim]
        group = next((g for g in groups if _same_project(g[0], w)), None)
        if group is None:
            groups.append(group := [])
        group.append(w)
    return groups


def _same_project(one: Witness, other: Witness) -> bool:
    mine, theirs = subject_of(one), subject_of(other)
    same = family_of(good_of(one)) == family_of(good_of(other)) and mine.phase == theirs.phase
    return same and (same_firm(mine, theirs) or one.claim.subject == other.claim.subject)


def _given_up(own: Sequence[Witness], later: LaterDocuments) -> ProjectHistory | None:
    ended = min((w.since for w in own if w.claim.status == "cancelled"), default=None)
    first = own[0].claim
    project = _Project(first.subject or "", first.product or "", own[0].place, subject_of(own[0]).phase, first.unit or "")
    return _told(project, own, _End(given_up=ended), later)


@dataclass(frozen=True, slots=True)
class _Project:
    subject: str
    product: str
    place: str | None
    phase: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class _End:
    """``started`` is the dated start of what ``stands``, where there is one."""

    stands: date | None = None
    started: date | None = None
    given_up: date | None = None


def _told(project: _Project, own: Sequence[Witness], end: _End, later: LaterDocuments) -> ProjectHistory | None:
    events = _foresight(own, end.stands, project.unit)
    if not events:
        return None
    last = max(e.told for e in events)
    open_ = end.stands is None and end.given_up is None
    return ProjectHistory(
        subject=project.subject,
        product_id=own[0].claim.product_id or "",
        product=project.product,
        place=project.place,
        phase=project.phase,
        chain=own[0].claim.chain,
        unit=project.unit,
        events=tuple(events),
        expected=tuple(sorted((told_on(w), last_day(w.claim.date.end), w.id) for w in own if _announces(w) and w.claim.date)),
        stands=end.stands,
        pending=last if end.stands is not None and end.started is None else None,
        given_up=end.given_up,
        silence=later.silence(own, project.place, last) if open_ else None,
        claims=tuple(w.id for w in own),
    )


def _foresight(own: Sequence[Witness], stands: date | None, unit: str) -> list[Event]:
    """News of the project before it stood, told before that was known."""
    found = []
    wise = {w.text for w in own if _says_standing(w)}
    for w in own:
        status = status_of(w.claim) if w.claim.kind == "capacity" else w.claim.status or ""
        if status not in STAGES or _announces(w) or w.text in wise:
            continue
        told = told_on(w)
        if w.claim.kind != "capacity" and stands is not None:
            told = max(told, last_day(w.published) if w.published else told)
        if stands is None or told < stands:
            found.append(Event(status, w.since, told, _size(w.claim, unit), w.id))
    return sorted(found, key=lambda e: (e.told, STEPS[e.status]))


def _size(claim: Claim, unit: str) -> float | None:
    """The size that a claim tells, in ``unit``; a capacity often leaves out its "per year"."""
    if not claim.has_quantity:
        return None
    told, wanted = unit_of(claim.unit), unit_of(unit)
    factor = told.factor / wanted.factor if told and wanted and told.dimension is wanted.dimension else 1.0
    return ends(claim)[1] * factor


def _announces(w: Witness) -> bool:
    return w.claim.kind == "milestone" and w.claim.modality != "observed"


def _says_standing(w: Witness) -> bool:
    claim = w.claim
    status = status_of(claim) if claim.kind == "capacity" else claim.status
    return status in STANDING and claim.modality == "observed"


def months_between(start: date, end: date) -> float:
    """Months of a twelfth of a year of 365.25 days."""
    return (end - start) / timedelta(days=365.25) * 12
