"""The state of regions at a date: capacity by place, product and status, and the plants behind it.

A row of a region counts everything once: a stated total with all that it contains is one row with the total's status,
``of_which`` says how far the plants in it are known to be; the rest is summed by status. Only what stands still is a row
of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from lianpu.errors import LianpuError
from lianpu.ledger.areas import areas_of, placed
from lianpu.ledger.copies import texts_of
from lianpu.ledger.dating import Dating, date_document
from lianpu.ledger.firm_words import firm_words
from lianpu.ledger.observations import SUSPENDED, Unused
from lianpu.ledger.periods import read_period
from lianpu.ledger.places import region_of, within
from lianpu.ledger.queries import AsKnown, Document, LedgerClaim
from lianpu.ledger.resolve import LATER, CapacityStatement, State, Total, resolve
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.sources import source_rank
from lianpu.ledger.store import Ledger
from lianpu.ledger.tranches import Against
from lianpu.ledger.witnesses import Witness, witnesses
from lianpu.reading.claims import MODEL_ONLY


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """Capacity of one product and status in a region; ``of_which`` the known tranches in it by product and status.

    ``claims`` say it, ``against`` say otherwise; ``reasons`` are codes of the rules that made it.
    """

    place: str | None
    product_id: str
    product: str
    status: str
    low: float
    value: float
    high: float
    unit: str
    since: str | None
    claims: tuple[str, ...]
    against: tuple[Against, ...]
    reasons: tuple[str, ...]
    of_which: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class PlantState:
    """The tranches of one owner (None: not said) of one product at one place."""

    owner: str | None
    product_id: str
    product: str
    place: str | None
    tranches: tuple[CapacityStatement, ...]


@dataclass(frozen=True, slots=True)
class RegionState:
    """``rows``, ``plants`` and stated ``totals`` of a region (None: claims that name no place) at a date (None: of all
    that is told)."""

    place: str | None
    at: str | None
    rows: tuple[CapacityRow, ...]
    plants: tuple[PlantState, ...]
    totals: tuple[Total, ...]
    unused: tuple[Unused, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a state rests on: the claims that count as witnesses, and what time each document describes."""

    claims: tuple[LedgerClaim, ...]
    datings: dict[str, Dating]
    witnesses: tuple[Witness, ...]


def evidence(ledger: Ledger, as_known: AsKnown = None, place: str | None = None) -> Evidence:
    """The claims in force that are not rejected, as witnesses; with ``place`` those that may speak of it. A table's
    rows about a document that stands in the ledger itself are no witnesses beside it."""
    held = ledger.claims_within(place, as_known) if place is not None else ledger.claims(as_known=as_known)
    read_here = ledger.names_of_read(c.document.name for c in held if c.document.kind == IMPORTED)
    claims = tuple(c for c in held if not c.rejected and not _second_hand(c, read_here))
    datings = _datings(claims)
    firms = firm_words(ledger, as_known)
    told = witnesses(claims, datings, rank=source_rank, texts=texts_of(claims), firms=firms)
    return Evidence(claims, datings, tuple(told))


def states_of(ledger: Ledger, *, at: str | None = None, place: str | None = None, as_known: AsKnown = None) -> list[RegionState]:
    """The state of ``place`` with all that lies in it; without one of every prefecture, and of provinces and wider or
    other places as far as claims speak of them as a whole. ``at`` is an ISO date or its beginning, ``as_known``
    leaves out what was learnt later. Raises :class:`LianpuError` for what is no date, and for a place that no claim
    speaks of."""
    period = read_period(at) if at else None
    at = period.end if period else None
    told = evidence(ledger, as_known, place).witnesses
    if place is not None:
        place = placed(place, areas_of(w.place for w in told if w.place)) or place
        if not any(within(w.place, place) for w in told):
            _refuse_place(ledger.name, place, evidence(ledger, as_known).witnesses)
        return [state_in(told, place, at)]
    regions: dict[str | None, list[Witness]] = defaultdict(list)
    for w in told:
        regions[region_of(w.place) if w.place else None].append(w)
    states = [
        region_state(region, at, resolve(regions[region], inside=lambda w: True, as_of=at))
        for region in sorted(regions, key=lambda name: name or "")
    ]
    return [state for state in states if state.rows or any(u.reason != LATER for u in state.unused)]


def _refuse_place(ledger: str, place: str, told: Iterable[Witness]) -> NoReturn:
    places = {w.place for w in told if w.place}
    regions = sorted({region_of(name) for name in places})
    near = get_close_matches(place, [*regions, *places], n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"it speaks of {', '.join(regions[:10]) or 'no place'}"
    raise LianpuError(f"no claim speaks of '{place}'", file=ledger, hint=hint)


def state_in(told: Iterable[Witness], place: str, at: str | None) -> RegionState:
    return region_state(place, at, resolve(told, inside=lambda w: within(w.place, place), as_of=at))


def region_state(place: str | None, at: str | None, state: State) -> RegionState:
    """Rows and plants of what was resolved for a place."""
    return RegionState(place, at, tuple(_rows(place, state)), tuple(_plants(state.capacities)), state.totals, state.unused)


def _rows(place: str | None, state: State) -> list[CapacityRow]:
    groups: dict[tuple[str, str, str], list[CapacityStatement]] = defaultdict(list)
    for c in state.capacities:
        counted = c if c.total is None or c.status == SUSPENDED else state.totals[c.total]
        groups[counted.product_id or counted.product or "", c.unit, counted.status].append(c)
    return [_row(place, status, tuple(group), state.totals) for (_, _, status), group in sorted(groups.items())]


def _row(place: str | None, status: str, group: Sequence[CapacityStatement], totals: Sequence[Total]) -> CapacityRow:
    covers = [totals[n] for n in dict.fromkeys(c.total for c in group if c.total is not None and c.status != SUSPENDED)]
    first = max(group, key=lambda c: c.value)
    known: dict[tuple[str, str], float] = defaultdict(float)
    for c in group:
        known[c.product_id or c.product, c.status] += c.value
    claims = [*(claim for total in covers for claim in total.claims), *(claim for c in group for claim in c.claims)]
    against = [*(a for total in covers for a in total.against), *(a for c in group for a in c.against)]
    told_for = set(claims)
    reasons = [*(r for total in covers for r in ("total", *total.reasons)), *(r for c in group for r in c.reasons)]
    since = [total.since for total in covers] or [c.since for c in group if c.since]
    return CapacityRow(
        place,
        covers[0].product_id if covers else first.product_id,
        (covers[0].product if covers else first.product) or first.product,
        status,
        sum(c.low for c in group),
        sum(c.value for c in group),
        sum(c.high for c in group),
        first.unit,
        max((s for s in since if s), default=None),
        tuple(dict.fromkeys(claims)),
        tuple(a for a in dict.fromkeys(against) if a.claim not in told_for or a.reason != "earlier_size"),
        tuple(dict.fromkeys(reasons)),
        tuple((good, of, value) for (good, of), value in sorted(known.items())),
    )


def _plants(capacities: Iterable[CapacityStatement]) -> list[PlantState]:
    groups: dict[tuple[str, str, str], list[CapacityStatement]] = defaultdict(list)
    for c in capacities:
        groups[c.product_id or c.product, c.owner or "", c.place or ""].append(c)
    return [
        PlantState(group[0].owner, group[0].product_id, group[0].product, group[0].place, tuple(group))
        for _, group in sorted(groups.items())
    ]


def _second_hand(claim: LedgerClaim, read_here: set[str]) -> bool:
    return claim.document.kind == IMPORTED and claim.document.name in read_here


def _datings(claims: Iterable[LedgerClaim]) -> dict[str, Dating]:
    """What time each document that was read describes, by its own claims and by capacities of others of its products."""
    sure = [c for c in claims if MODEL_ONLY not in c.claim.flags or c.decision in ("accept", "edit")]
    own: dict[str, list[LedgerClaim]] = defaultdict(list)
    told: dict[str | None, list[LedgerClaim]] = defaultdict(list)
    for c in sure:
        own[c.document.sha256].append(c)
        if c.claim.kind == "capacity" and c.claim.product_id:
            told[c.claim.product_id].append(c)
    documents = {c.document.sha256: c.document for c in claims if c.document.kind != IMPORTED}
    return {sha: _dating(document, own[sha], told) for sha, document in documents.items()}


def _dating(document: Document, own: Sequence[LedgerClaim], told: Mapping[str | None, Sequence[LedgerClaim]]) -> Dating:
    products = dict.fromkeys(c.claim.product_id for c in own if c.claim.kind == "capacity")
    others = [
        c
        for product in products
        for c in told.get(product, ())
        if c.document.sha256 != document.sha256 and c.document.name != document.name
    ]
    return date_document(own, others, document.published)
