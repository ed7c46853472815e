"""Neighbouring stages of one project or city: tonnes of cathode per kWh of cells, in one text's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lianpu.ledger.bands import FEED, Band, ratio_in
from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.derive import MISPRINTS, Derived, derived
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity

#: Stages need not match, since feeds are bought and sold: only a ratio so many times off is asked about, and only where
#: a power of ten would put it right.
FAR = 5.0


def neighbouring_stages(material: Material) -> Iterator[Derived | Finding]:
    """Capacity of a stage ÷ capacity of the next, told together, against what a unit of the next takes."""
    pairs = material.bands.feeds()
    sized = [f for f in material.levels if f.kind == "capacity" and f.claim.product_id and not f.claim.part_of]
    for group in grouped(sized, lambda f: (f.document, f.owner, f.place)).values():
        by_good = grouped(group, lambda f: f.good)
        for feed, product in pairs if len(by_good) > 1 else ():
            band = material.bands.find(f"{FEED}{feed}", product, None)
            above, below = (_only(by_good.get(good, ())) for good in (feed, product))
            if band is not None and above is not None and below is not None:
                yield from _held_against(above, below, band)


def _only(facts: Sequence[Fact]) -> Fact | None:
    """The one size that is told of a good."""
    return facts[0] if len({f.measured.value for f in facts}) == 1 else None


def _held_against(feed: Fact, product: Fact, band: Band) -> Iterator[Derived | Finding]:
    assert feed.unit is not None and product.unit is not None
    one = ratio_in(band.unit, (1.0, feed.unit), (1.0, product.unit))
    if one is None:
        return
    figure = feed.measured.over(product.measured).scaled(one)
    yield derived("feed_per_unit", figure, band.unit, (feed, product), product, kind="other")
    off = max(figure.value / band.high, band.low / figure.value if figure.value else 0.0)
    if off >= FAR and _misprinted(figure.value, band):
        words = (("feed", feed.good), ("product", product.good))
        yield Finding(
            "neighbouring_stages", Severity.NOTE, ids((feed, product)), figure.value, band.unit, band.low, band.high,
            band.rows, words=words,
        )  # fmt: skip


def _misprinted(ratio: float, band: Band) -> bool:
    return any(band.low <= ratio * factor <= band.high for step in MISPRINTS for factor in (step, 1 / step))
