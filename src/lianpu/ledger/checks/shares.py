"""Shares against parts and wholes: 5.3 of 25.7 is 20.6 %; parts of one whole are not more than all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.checks.growth import told_before
from lianpu.ledger.checks.material import LEVELS, Material, grouped, is_flow, is_present, period_of
from lianpu.ledger.derive import Derived, derived, disagreement, symbol
from lianpu.ledger.facts import NATIONAL, Fact, ids, inside
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.nesting import nested
from lianpu.ledger.places import parse_place, province_of
from lianpu.ledger.printed import Printed
from lianpu.ledger.vocabulary import read_sizes
from lianpu.units import Dimension, unit_of

#: What a share may be of where its words do not say it, in the order in which they are asked.
UNSAID = ("capacity", "production", "output_value", "value_added", "revenue", "energy", "power")
_NATION = re.compile(r"全国|我国|中国|国内|national|China", re.IGNORECASE)
_PROVINCE = re.compile(r"全省|全区|省内|provinc", re.IGNORECASE)
_PART_OF = re.compile(r"占|比重|share of|accounts? for|per cent of|% of", re.IGNORECASE)
_THAN = re.compile(r"[比较](.{2,8}?)(?:平均|水平|的|高|低|多|少|快|慢)")
#: Tokens of wholes that have no good: the economy, and industry as a whole.
ECONOMY = frozenset({"gdp", "industry"})
#: In the place of a place: a firm's part of a country may be told of any of its plants' places.
ANYWHERE = "*"
#: Days between two figures that stand at a date within which they are set against each other.
QUARTER = 92
#: What shares of one whole may come to over 1 by rounding.
ROUNDING = 0.015


def shares_of_levels(material: Material) -> Iterator[Derived | Finding]:
    """A stated share against its part and whole; where one of them is missing, what follows for it."""
    present = [f for f in material.levels if is_present(f)]
    levels = grouped(present, lambda f: (f.kind, f.good, f.owner, f.place))
    of_firms = grouped((f for f in present if f.owner), lambda f: (f.kind, f.good, f.owner, ANYWHERE))
    for share in material.of_kind("share"):
        if not share.figure or share.figure.value <= 0 or share.dimension is not Dimension.RATIO or not is_present(share):
            continue
        whole_place = _whole_place(share)
        part_place = share.region if share.region != whole_place else ""
        if whole_place and (share.good or share.tokens) and not (share.good and share.tokens & ECONOMY):
            anywhere = share.owner and not part_place
            yield from _share(share, {**levels, **of_firms} if anywhere else levels, part_place or ANYWHERE, whole_place)
        elif share.good and share.tokens and share.of in LEVELS:
            yield from _in_its_place(share, levels)
        elif whole_place and (part := told_before(share, material)) is not None:
            wholes = _alike_wholes(part, levels.get((part.kind, part.good, "", whole_place), ()))
            yield from _of_the_part(share, part, wholes, whole_place)


def regions_in_regions(material: Material) -> Iterator[Derived | Finding]:
    """The share of a place in the one around it, where both tell the same figure of the same time."""
    levels = [f for f in material.levels if is_present(f) and f.whole and f.place and (f.kind != "capacity" or f.standing)]
    for group in grouped(levels, lambda f: (f.kind, f.good, f.tokens, f.dimension, f.rate)).values():
        by_place = dict(grouped(group, lambda f: f.place).items())
        for outer, places in nested(by_place).items():
            for place in places:
                yield from _ratios(by_place[place], by_place[outer])


def shares_above_whole(material: Material) -> Iterator[Derived | Finding]:
    """Shares of one whole, told side by side, that come to more than all of it."""
    shares = [f for f in material.of_kind("share") if f.figure and f.dimension is Dimension.RATIO and is_present(f)]
    shares = [f for f in shares if _PART_OF.search(f"{f.claim.product or ''}{f.claim.quote}")]
    for group in grouped(shares, lambda f: (f.document, f.place, f.of, f.tokens, *period_of(f))).values():
        apart = list({(f.good, f.owner, f.region): f for f in group}.values())
        total = sum(f.measured.low for f in apart)
        if len(apart) > 1 and total > 1 + ROUNDING and not _nested(apart):
            yield Finding("shares_above_whole", Severity.DOUBT, ids(apart), sum(f.measured.value for f in apart), "1", 0.0, 1.0)


def shares_by_difference(material: Material) -> Iterator[Derived | Finding]:
    """63.2 %, 20 points above the province: the province has 43.2 %."""
    for facts in material.in_document.values():
        points = [f for f in facts if f.kind == "difference" and f.dimension is Dimension.POINTS and f.figure]
        for gap in points:
            shares = [f for f in facts if f.kind == "share" and f.good == gap.good and f.figure and f.whole == gap.whole]
            outer = _compared_with(gap, shares[0]) if len(shares) == 1 else ""
            if outer:
                step = gap.measured.scaled(0.01)
                level = shares[0].measured
                low, high = level.value - level.half - step.high, level.value + level.half - step.low
                figure = Printed(low, level.value - step.value, high)
                yield from _without_difference(figure, (shares[0], gap), outer, material)


def _without_difference(
    figure: Printed, parents: tuple[Fact, Fact], outer: str, material: Material
) -> Iterator[Derived | Finding]:
    share = parents[0]
    stated = [
        f for f in material.of_kind("share")
        if f.place == outer and f.figure and f.good == share.good and f.tokens == share.tokens and f.id != share.id
        and period_of(f) == period_of(share)
    ]  # fmt: skip
    agreeing = [f for f in stated if f.measured.meets(figure)]
    yield derived("level_less_difference", figure, "1", parents, share, place=outer, confirmed=agreeing)
    if stated and not agreeing:
        yield disagreement("level_less_difference", stated, figure, "1", parents)


def _compared_with(gap: Fact, share: Fact) -> str:
    """The place that a difference is told to: the one of its row, or the one that its clause names; "" for no place."""
    if gap.region != share.region:
        return gap.region
    found = _THAN.search(gap.claim.quote)
    if found is None:
        return ""
    if _NATION.search(found[1]):
        return NATIONAL
    if _PROVINCE.search(found[1]):
        return province_of(gap.region) or ""
    return found[1] if parse_place(found[1]).codes else ""


def cuts_against_capacity(material: Material) -> Iterator[Derived | Finding]:
    """Capacity that is stopped, as a share of what stands, against the share that is said to be stopped."""
    stopped = [f for f in material.facts if f.claim.status == "suspended" and f.figure and f.end and is_present(f)]
    standing = grouped(
        (f for f in material.levels if f.kind == "capacity" and f.standing and is_present(f) and f.end),
        lambda f: (f.good, f.owner, f.place),
    )
    for group in grouped(stopped, lambda f: (f.good, f.owner, f.place, *period_of(f))).values():
        shares = [f for f in group if f.kind == "share" and f.dimension is Dimension.RATIO]
        for cut in (f for f in group if f.kind == "capacity"):
            known = standing.get((cut.good, cut.owner, cut.place), ())
            whole = min(known, key=lambda f: days_apart(f, cut), default=None)
            if whole is None or days_apart(whole, cut) > 366 or not shares:
                continue
            figure = cut.measured.over(whole.measured)
            agreeing = [f for f in shares if f.measured.meets(figure)]
            yield derived("share", figure, "1", (cut, whole), shares[0], confirmed=agreeing)
            if not agreeing:
                yield disagreement("cut_share", shares, figure, "1", (cut, whole))


def days_apart(one: Fact, other: Fact) -> int:
    assert one.end is not None and other.end is not None
    return abs((one.end - other.end).days)


Index = dict[tuple[str, str, str, str], list[Fact]]


def _whole_place(share: Fact) -> str:
    words = f"{share.claim.product or ''} {share.claim.quote}"
    if share.region != share.place and share.place and inside(share.region, share.place):
        return share.place
    if not _PART_OF.search(words):
        return ""
    if _NATION.search(words):
        return NATIONAL
    return (province_of(share.region) or "") if _PROVINCE.search(words) else ""


def _share(share: Fact, levels: Index, part_place: str, whole_place: str) -> Iterator[Derived | Finding]:
    for kind in (share.of,) if share.of in LEVELS else UNSAID:
        parts = _alike(share, levels.get((kind, share.good, share.owner, part_place), ()))
        wholes = _alike(share, levels.get((kind, share.good, "", whole_place), ()))
        if parts and wholes:
            yield from _told_share(share, parts[0], wholes[0])
            return
        if parts:
            figure = parts[0].measured.over(share.measured)
            yield derived("part_over_share", figure, symbol(parts[0]), (parts[0], share), parts[0], place=whole_place)
            return
        if wholes:
            yield from _of_whole(share, wholes[0], part_place)
            return


def _in_its_place(share: Fact, levels: Index) -> Iterator[Derived | Finding]:
    """A good's share of the whole economy or industry of its place (占规上工业增加值)."""
    parts = [f for f in levels.get((share.of, share.good, share.owner, share.place), ()) if same_time(f, share)]
    wholes = [f for f in levels.get((share.of, "", "", share.place), ()) if same_time(f, share) and f.tokens == share.tokens]
    if parts and wholes:
        yield from _told_share(share, parts[0], wholes[0])
    elif wholes:
        figure = wholes[0].measured.times(share.measured)
        yield derived("share_of_whole", figure, symbol(wholes[0]), (wholes[0], share), share, kind=share.of)
    elif parts:
        figure = parts[0].measured.over(share.measured)
        yield derived("part_over_share", figure, symbol(parts[0]), (parts[0], share), share, kind=share.of)


def _alike_wholes(part: Fact, levels: Sequence[Fact]) -> list[Fact]:
    return [f for f in levels if f.tokens == part.tokens and same_time(part, f)]


def _of_the_part(share: Fact, part: Fact, wholes: Sequence[Fact], whole_place: str) -> Iterator[Derived | Finding]:
    """A share whose words only say of what whole it is: the part is the figure just before it."""
    if wholes:
        yield from _told_share(share, part, wholes[0])
    else:
        figure = part.measured.over(share.measured)
        yield derived("part_over_share", figure, symbol(part), (part, share), part, place=whole_place)


def _told_share(share: Fact, part: Fact, whole: Fact) -> Iterator[Derived | Finding]:
    figure = part.measured.over(whole.measured)
    agrees = share.measured.meets(figure)
    confirmed = (share,) if agrees else ()
    yield derived("share", figure, "1", (part, whole), share, place=part.place, confirmed=confirmed)
    if not agrees:
        yield disagreement("share_of_levels", (share,), figure, "1", (part, whole))


def _of_whole(share: Fact, whole: Fact, part_place: str) -> Iterator[Derived | Finding]:
    """The part that follows; where the share's own words name the part's size, that size against the whole."""
    size = next((q for q in read_sizes(share.claim.product or "") if q.value), None)
    unit = unit_of(size.unit) if size else None
    if size is None or unit is None or unit.dimension is not whole.dimension or size.value is None:
        figure = whole.measured.times(share.measured)
        yield derived("share_of_whole", figure, symbol(whole), (whole, share), whole, place=part_place or share.region)
        return
    said = size.value * unit.factor
    figure = Printed(said, said, said).over(whole.measured)
    if not share.measured.meets(figure):
        yield disagreement("share_of_levels", (share,), figure, "1", (whole,))


def _alike(share: Fact, levels: Sequence[Fact]) -> list[Fact]:
    """Levels of the share's time, with its definition; the nearest first."""
    found = [f for f in levels if f.tokens == share.tokens and same_time(f, share) and (f.kind != "capacity" or f.standing)]
    return sorted(found, key=lambda f: (f.document != share.document, f.end != share.end))


def same_time(one: Fact, other: Fact) -> bool:
    """Flows of one period; what stands at a date, within a quarter."""
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return False
    if is_flow(one):
        return period_of(one) == period_of(other)
    return one.start <= other.end and other.start <= one.end and abs((one.end - other.end).days) <= QUARTER


def _ratios(parts: Sequence[Fact], wholes: Sequence[Fact]) -> Iterator[Derived]:
    for part in parts:
        whole = next((f for f in wholes if same_time(part, f)), None)
        if whole is not None and whole.measured.low > 0:
            yield derived("share", part.measured.over(whole.measured), "1", (part, whole), part, kind="share")


def _nested(shares: Sequence[Fact]) -> bool:
    """One share stands for several that follow it (其中)."""
    return any("其中" in f.claim.quote for f in shares)
