"""What a figure is of, in words: the kind, the good or chain, and the tokens of a definition or a source of power.

The words stand in ``data/indicator_words.csv``; two figures are of one series only where their tokens agree.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lianpu.reading.claims import Claim
from lianpu.reading.phrases import known_product

#: Kinds whose figures are of another kind: the growth of what, the share in what.
OF_ANOTHER = frozenset({"growth", "share", "difference"})
ELECTRICITY = "electricity"
#: The chains that tables call otherwise than the reader.
CHAINS = {"pv": "silicon"}
#: What tables put in the place of a chain where a figure is of none.
NO_CHAINS = frozenset({"economy", "energy", "meta"})
MONEY = frozenset({"output_value", "value_added", "revenue", "tax"})
#: Measures of a product rather than of a chain.
_OF_GOODS = frozenset({"production", "capacity"})
#: What a source of power named alone is the figure of.
_OF_SOURCES = {"energy": "generation", "power": "installed"}

_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:[百千万亿]*(?:吨|千瓦时|千瓦|平方米|辆)|[kMG]Wh?p?)")
_TIME = re.compile(
    r"\d{4}\s*[年-]?\s*(?:\d{1,2}\s*[-至]\s*\d{1,2}\s*月?|\d{1,2}(?:-\d{1,2})?\s*月?|[QHqh]\d)?(?:年?底|年|月)?|十年|[“”\"]"
    r"|十[一二三四五]五|上半年|下半年|[一二三四]季度|全年|去年|当年|未来\d+年|今年"
)
_GROWTH = re.compile(
    r"全[国省市区县州]|名义|实际|可比|已建成|建成|在建|计划|力争|同比|环比|可比价|年均|平均|增长率|增长|增速|增幅|累计|预计|达到|实现|占比?|比重|率$|合计|目标"
    r"|已?投产|开工|竣工|试生产|签约|奠基|生产线"
    r"|\(.*?\)|（.*?）|[,，:：;；/\s]"
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an indicator word says: the ``kind`` of figure, a ``token`` that tells series apart, and its ``role``
    (measure, definition, breakdown, flow, generic)."""

    kind: str
    token: str
    role: str


@lru_cache(maxsize=1)
def indicator_words() -> dict[str, Indicator]:
    """The words of ``data/indicator_words.csv`` in small letters, the longest first."""
    with (files("lianpu.ledger") / "data" / "indicator_words.csv").open(encoding="utf-8") as table:
        found = {row["word"].lower(): Indicator(row["kind"], row["token"], row["role"]) for row in csv.DictReader(table)}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = (rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in indicator_words())
    return re.compile("|".join(words), re.IGNORECASE)


@lru_cache(maxsize=16384)
def told(text: str) -> tuple[Indicator, ...]:
    """The indicator words in ``text``, in order."""
    return tuple(indicator_words()[word.lower()] for word in _pattern().findall(text))


@lru_cache(maxsize=4096)
def breakdowns() -> frozenset[str]:
    """Tokens that name a source of power: parts of one whole."""
    return frozenset(i.token for i in indicator_words().values() if i.role == "breakdown")


@lru_cache(maxsize=1)
def _flows() -> frozenset[str]:
    return frozenset(token for i in indicator_words().values() if i.role == "flow" for token in i.token.split())


def tokens_of(claim: Claim, words: str, *, of_region: bool) -> frozenset[str]:
    """Tokens of the product's words, and of the subject's where it names a region (云南省重点企业)."""
    said_of_region = claim.subject if of_region else ""
    kind = measured_kind(claim, words)
    of_power = kind in _OF_SOURCES or claim.product_id == ELECTRICITY
    told_here = [i for i in told(f"{said_of_region} {words}") if i.role != "breakdown" or of_power]
    found = {token for i in told_here for token in i.token.split()}
    if found & breakdowns() and of_power and not found & _flows():
        found.add(_OF_SOURCES.get(kind, "generation"))  # 水电 in kilowatt-hours is what was generated
    return frozenset(found)


def measured_kind(claim: Claim, words: str) -> str:
    """For a growth, share or difference the kind of figure that it is of; "" where no word says it."""
    if claim.kind not in OF_ANOTHER:
        return claim.kind
    for text in (words, claim.quote):
        measures = [i.kind for i in told(text) if i.kind]
        if measures:
            return measures[0]
    sourced = claim.product_id == ELECTRICITY and any(i.role == "breakdown" for i in told(words))
    return "energy" if sourced else ""


def good_of(claim: Claim, words: str) -> str:
    """The good's id, else the chain for money and rates of a whole chain, else the cleaned words: the growth of a
    product's output is of the product, though the library does not know it."""
    if claim.product_id:
        return claim.product_id
    chain = chain_of(claim, words)
    measured = measured_kind(claim, words)
    of_chain = claim.kind in MONEY or (claim.kind in OF_ANOTHER and not (measured in _OF_GOODS and plain_words(words)))
    if chain and of_chain:
        return f"chain:{chain}"
    return plain_words(words) or (f"chain:{chain}" if chain else "")


def chain_of(claim: Claim, words: str) -> str:
    """The chain that a claim is told of, or that its product belongs to; "" for the economy as a whole."""
    if claim.chain:
        return "" if claim.chain in NO_CHAINS else CHAINS.get(claim.chain, claim.chain)
    known = known_product(words) if words else None
    return (known.chain or "") if known else ""


@lru_cache(maxsize=16384)
def plain_words(words: str) -> str:
    """The words of an indicator without time, growth and the kind of figure: "2025 GDP" → "GDP"."""
    text = _TIME.sub("", _SIZE.sub("", words))
    return _pattern().sub("", _GROWTH.sub("", text))
