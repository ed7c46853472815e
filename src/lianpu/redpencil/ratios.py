"""Money, jobs, land and power of a project against its size, told side by side in one sentence.

The checks of a ledger set figures of one owner beside each other; a sentence needs no owner to be about one project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.bands import Bands
from lianpu.ledger.checks.material import LEVELS, Material
from lianpu.ledger.checks.ratios import RATIOS, Divisor, compared
from lianpu.ledger.facts import Fact
from lianpu.ledger.findings import Finding
from lianpu.redpencil.printed import Sentence

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
