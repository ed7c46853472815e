"""Money, jobs, land and power of a project against its size, told side by side in one sentence.

The checks of a ledger set figures of one owner beside each other; a sentence needs no owner to be about one project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from lianpu.ledger.bands import FEED, Band, Bands, ratio_in
from lianpu.ledger.checks.material import LEVELS, Material
from lianpu.ledger.checks.ratios import NEAR, RATIOS, Divisor, compared
from lianpu.ledger.derive import MISPRINTS
from lianpu.ledger.facts import Fact
from lianpu.ledger.findings import Finding, Severity
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Sentence, agrees
from lianpu.units import unit_of

#: Kinds of claim that a project's size is set beside here; a year's sales depend on more than its size.
_OF_A_PROJECT = {kind: numerator for numerator in ("investment", "jobs", "land", "energy") for kind in RATIOS[numerator][0]}
_MANY = re.compile(r"累计|总金额|共计|合计|等\d+个|(?:[二三四五六七八九十]|\d+)个项目|in total|altogether|projects")
_POWER = re.compile(r"电|power|electricity", re.I)


def sentence_ratios(sentences: Sequence[Sentence], facts: Sequence[Fact], bands: Bands) -> Iterator[Finding]:
    """Findings where a sentence names one size of a known product and a figure that goes with it outside its band."""
    material = Material(tuple(facts), bands)
    at = sorted((f for f in facts if f.kind in LEVELS and f.figure and f.unit), key=lambda f: f.claim.clean_span)
    for sentence in sentences:
        here = [f for f in at if sentence.start <= f.claim.clean_span[0] < sentence.end]
        sizes = {(f.good, f.measured.value): f for f in here if f.kind == "capacity"}
        if len(sizes) != 1 or _MANY.search(sentence.text):
            continue
        (size,) = sizes.values()
        assert size.unit is not None
        for fact in here:
            numerator = _OF_A_PROJECT.get(fact.kind)
            if numerator is None or fact.good not in ("", size.good) or (fact.owner and size.owner and fact.owner != size.owner):
                continue
            if numerator == "energy" and not _POWER.search(f"{fact.claim.product or ''}{fact.claim.quote}"):
                continue
            if size.good in bands.products(numerator) and fact.unit is not None:
                divisor = Divisor(size.good, size.measured, size.unit, size)
                found = compared(numerator, fact, fact.measured, fact.unit, divisor, material)
                yield from (item for item in found if isinstance(item, Finding))


_ALL_OF_IT = re.compile(r"全部|全额|保障|满足|自给|消纳|内部消化|\b(?:all|fully|cover|meet|absorb|self-sufficient)\b", re.I)


def feeds_in_sentence(sentences: Sequence[Sentence], facts: Sequence[Fact], bands: Bands) -> Iterator[Finding]:
    """A sentence that lets one capacity feed another, or be used up by it, where the recipe says that it cannot."""
    feeds = set(bands.feeds())
    sized = [f for f in facts if f.kind in ("capacity", "production") and f.figure and f.unit and f.good]
    for sentence in sentences:
        here = [f for f in sized if sentence.start <= f.claim.clean_span[0] < sentence.end]
        if len(here) > MOST_SIZES or not _ALL_OF_IT.search(sentence.text):
            continue  # of a long list of plants it is not told which feeds which
        for feed, product in permutations(here, 2):
            band = bands.find(f"{FEED}{feed.good}", product.good, product.year) if (feed.good, product.good) in feeds else None
            one = _in_unit(band, feed, product) if band is not None else None
            if band is None or one is None:
                continue
            ratio = feed.measured.value / product.measured.value * one
            if not band.low / SLACK <= ratio <= band.high * SLACK:
                words = (("feed", feed.good), ("product", product.good))
                claims = (feed.id, product.id)
                yield Finding(
                    "feed_against_product", Severity.DOUBT, claims, ratio, band.unit, band.low, band.high, band.rows, words=words
                )


#: Sizes in a sentence beyond which it is a list.
MOST_SIZES = 3
#: A feed may be short or over by so much and still be "all" that is needed: part comes from stocks and elsewhere.
SLACK = 1.5


def _in_unit(band: Band, feed: Fact, product: Fact) -> float | None:
    """One base unit of the feed over one of the product, in the band's unit."""
    if feed.unit is None or product.unit is None:
        return None
    return ratio_in(band.unit, (1.0, feed.unit), (1.0, product.unit))


def intensities(facts: Sequence[Fact], bands: Bands) -> Iterator[Finding]:
    """Power per unit of a product (53 kWh/t of polysilicon) against its band."""
    kwh = unit_of("kWh")
    for fact in facts:
        claim = fact.claim
        above, _, below = (claim.unit or "").partition("/")
        unit = unit_of(f"{below}/a") if above == "kWh" and below not in ("", "a") else None
        band = bands.find("energy", claim.product_id, fact.year) if unit is not None and claim.product_id else None
        one = ratio_in(band.unit, (1.0, kwh), (unit.factor, unit)) if band and unit and kwh else None
        if band is None or one is None or not claim.value:
            continue
        figure = claim.value * one
        if not band.low / NEAR <= figure <= band.high * NEAR:
            factor = next(
                (f for f in MISPRINTS if band.low <= figure * f <= band.high or band.low <= figure / f <= band.high), None
            )
            severity = Severity.ERROR if factor else Severity.DOUBT
            side = "above" if figure > band.high else "below"
            words = (("product", band.product_id), ("numerator", "energy"), ("side", side))
            yield Finding("implied_ratio", severity, (fact.id,), figure, band.unit, band.low, band.high, band.rows, words=words)


_OF_ALL = re.compile(
    r"占(?:(?:全市|全县|全区|全州|本市|全行业|全产业链|全部|总)\S{0,8}?|(?P<good>[^，。；占全市省国]{2,8}?))(?P<kind>产值|产量|收入|投资|产能)\S{0,4}?$"
)
_WHAT = {"产值": "output_value", "产量": "production", "收入": "revenue", "投资": "investment", "产能": "capacity"}


def shares_of_the_whole(sentences: Sequence[Sentence], facts: Sequence[Fact]) -> Iterator[Found]:
    """占全市产值的44.3%: the amount before it, by the largest figure of that kind in the draft, which is the whole."""
    for sentence in sentences:
        for rate in (f for f in sentence.figures if f.is_percent):
            of_all = _OF_ALL.search(sentence.before(rate.start, 24).rstrip("的约超近 "))
            parts = [f for f in sentence.figures if f.end <= rate.start and not f.is_percent]
            if of_all is None or not parts or rate.value <= 0:
                continue
            part, kind, good = parts[-1], _WHAT[of_all["kind"]], of_all["good"] or ""
            wholes = [f for f in facts if f.kind == kind and f.whole and f.figure and f.claim.modality == "observed"]
            wholes = [f for f in wholes if good in (f.claim.product or "")]
            alike = [f for f in wholes if (f.claim.unit or "").removesuffix("/a") == part.unit.removesuffix("/a")]
            values = {f.claim.value: f for f in alike if f.claim.value and f.claim.value > part.value}
            if not values or any(agrees(rate, 100 * part.value / v, 100 * part.half / v + 0.1) for v in values):
                continue
            largest = max(values)
            words = (("stated", repr(rate.value / 100)),)
            finding = Finding("share_in_sentence", Severity.DOUBT, (), part.value / largest, "1", words=words)
            yield Found(finding, finding.severity, (values[largest].id,), spans=((sentence.start, sentence.end),))
