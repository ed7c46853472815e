"""From what the ledger holds to a region that can be calculated: claims become plants of the library's technologies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lianpu.errors import LianpuError
from lianpu.ledger.resolve import CapacityStatement, State
from lianpu.ledger.witnesses import Witness
from lianpu.library.goods import Good
from lianpu.library.load import Library
from lianpu.system.model import STATUS_CLASS, Plant, Region, SetAside, ShareOf, Statement, Tranche
from lianpu.units import Dimension, Range, Unit, as_product, parse_unit, unit_of

#: Kinds of claims that the model can be held against.
COMPARABLE = frozenset({"output_value", "investment", "revenue", "jobs"})
NAMED_WITHOUT_SIZE = frozenset({"project", "focus", "presence"})

_Named = tuple[tuple[str, str], ...]


def assemble(
    state: State,
    library: Library,
    *,
    name: str | None,
    year: int,
    province: str | None = None,
    as_of: str | None = None,
    other_year: int | None = None,
) -> Region:
    """The region of ``state`` with recipes of ``year``; a claim that does not fit its good is set aside, and why."""
    aside = [SetAside(u.claim, u.reason, u.detail) for u in state.unused]
    present, aimed_at = _named(state.others, library)
    return Region(
        name=name,
        province=province,
        as_of=as_of,
        year=year,
        other_year=other_year if other_year != year else None,
        plants=_plants(state.capacities, library, aside),
        shares=tuple(_shares(state.others, library)),
        statements=tuple(_statements(state.others)),
        present=present,
        aimed_at=aimed_at,
        set_aside=tuple(aside),
    )


def per_year(unit: Unit) -> Unit:
    """The rate of a good's unit: t → t/a."""
    return Unit(f"{unit.symbol}/a", unit.dimension, unit.factor, rate=True)


def _plants(statements: Iterable[CapacityStatement], library: Library, aside: list[SetAside]) -> tuple[Plant, ...]:
    tranches: dict[tuple[str, str | None], list[Tranche]] = defaultdict(list)
    places: dict[tuple[str, str | None], str | None] = {}
    for s in statements:
        if s.status not in STATUS_CLASS:  # it stands still
            aside.extend(SetAside(claim, s.status) for claim in s.claims)
            continue
        good = library.goods.get(s.product_id)
        try:
            if good is None:
                raise LianpuError("no_such_good")
            tranche = _tranche(s, good)
        except LianpuError as error:
            reason = "no_such_good" if good is None else "unit_does_not_fit"
            aside.extend(SetAside(claim, reason, error.what if good else s.product) for claim in s.claims)
            continue
        tranches[good.id, s.owner].append(tranche)
        places.setdefault((good.id, s.owner), s.place)
    return tuple(
        Plant(
            id=f"{good}:{owner}" if owner else good,
            good=good,
            technology=technology.id if (technology := library.technology_for(good)) else None,
            owner=owner,
            place=places[good, owner],
            tranches=tuple(parts),
        )
        for (good, owner), parts in sorted(tranches.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    )


def _tranche(s: CapacityStatement, good: Good) -> Tranche:
    printed, wanted = parse_unit(s.unit), per_year(good.unit)
    low, value, high = (as_product(end, printed, wanted) for end in (s.low, s.value, s.high))
    return Tranche(Range(low, value, high), s.status, s.bound, s.claims)


def _named(others: Iterable[Witness], library: Library) -> tuple[_Named, _Named]:
    """Goods named without a size: there (a project, a firm that is there and makes it), or only aimed at."""
    named = [w for w in others if w.claim.kind in NAMED_WITHOUT_SIZE]
    firms = {w.claim.subject for w in named if w.claim.kind == "presence"} - {None}
    with_good = [w for w in named if w.claim.product_id in library.goods]
    there = [w for w in with_good if w.claim.kind != "focus" or w.claim.subject in firms]
    pairs = [tuple((w.claim.product_id or "", w.id) for w in some) for some in (there, [w for w in with_good if w not in there])]
    return pairs[0], pairs[1]


def _aggregates(library: Library) -> dict[str, str]:
    """Goods that stand for several stages (processed aluminium for profiles, wheels …) by the good that feeds them."""
    stages = [stage for chain in library.chains for stage in chain.stages]
    aggregates = {stage.share_of for stage in stages if stage.share_of}
    return {good: stage.good_id for good in aggregates for stage in stages if good in stage.feeds}


def _shares(others: Iterable[Witness], library: Library) -> Iterable[ShareOf]:
    """Shares of one good that is worked up in the region, into whatever the aggregate of the next stage stands for."""
    feeders = _aggregates(library)
    for w in others:
        claim = w.claim
        of_good = feeders.get(claim.product_id or "")
        if claim.kind != "share" or of_good is None or claim.value is None or claim.modality != "observed":
            continue
        unit = unit_of(claim.unit)
        if unit is not None and unit.dimension is Dimension.RATIO:
            share = Range.exact(claim.value * unit.factor)
            yield ShareOf(of_good, claim.product_id or "", share, claim.bound or "exact", (w.id,))


def _statements(others: Iterable[Witness]) -> Iterable[Statement]:
    for w in others:
        c = w.claim
        if c.kind in COMPARABLE and c.has_quantity and c.bound != "class" and c.modality != "target":
            value = c.value if c.value is not None else c.low if c.low is not None else c.high
            assert value is not None
            low, high = (c.low, c.high) if c.low is not None and c.high is not None else (value, value)
            middle = (low + high) / 2
            goods = (c.product_id,) if c.product_id else ()
            yield Statement(c.kind, goods, c.chain, Range(low, middle, high), c.unit or "", c.bound or "exact", c.modality, w.id)
