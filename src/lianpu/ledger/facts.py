"""Claims made comparable: what a figure is of, of whom, where and when, in base units with its rounding.

``tokens`` are the words of a definition (产业链, 综合, 规上) and of a breakdown (水电, 火电) that the product cell or the
quote has; two figures are of one series only where these agree. The words stand in ``data/indicator_words.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files

from lianpu.divisions import PREFECTURE, divisions
from lianpu.ledger import places
from lianpu.ledger.firms import Subject, read_subject
from lianpu.ledger.periods import first_day, last_day
from lianpu.ledger.printed import Printed, printed
from lianpu.ledger.queries import LedgerClaim
from lianpu.reading.claims import MODEL_ONLY, Claim
from lianpu.reading.phrases import known_product
from lianpu.reading.wordlists import rows as lexicon_rows
from lianpu.units import Dimension, Unit, unit_of

STANDING = frozenset({"operating", "trial", "built"})
BUILDING = frozenset({"under_construction", "advancing"})
HOPED = frozenset({"signed", "negotiating", "announced", "planned"})
#: Figures of a stretch of time; the others stand at a date.
FLOWS = frozenset(
    "production consumption output_value value_added revenue tax energy emissions growth exports orders throughput"
    " wages".split()
)
#: Kinds whose figures are of another kind: the growth of what, the share in what.
OF_ANOTHER = frozenset({"growth", "share", "difference"})
NATIONAL = "中国"
ELECTRICITY = "electricity"

_REMARK = re.compile(r"[(（][^)）]*[)）]")
_PHASE = re.compile(r"(?:第?[一二三四五六七八九十\d]+|首)期|[Pp]hase \w+")
_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:[百千万亿]*(?:吨|千瓦时|千瓦|平方米|辆)|[kMG]Wh?p?)")
_TIME = re.compile(
    r"\d{4}\s*[年-]?\s*(?:\d{1,2}\s*[-至]\s*\d{1,2}\s*月?|\d{1,2}(?:-\d{1,2})?\s*月?|[QHqh]\d)?(?:年?底|年|月)?|十年|[“”\"]"
    r"|十[一二三四五]五|上半年|下半年|[一二三四]季度|全年|去年|当年|未来\d+年|今年"
)
_GROWTH = re.compile(
    r"已建成|建成|在建|计划|力争|同比|环比|可比价|年均|平均|增长率|增长|增速|增幅|累计|预计|达到|实现|占比?|比重|率$|合计|目标|\(.*?\)|（.*?）|[,，:：;；/\s]"
)
#: A clause that begins with the country or province speaks of it, whatever place its document is about.
_WIDER = re.compile(r"(?:其中|截至.{2,9}?[，,]|目前|占|\d{4}年(?:底|末|上半年|\d{1,2}月底?)?[，,]?)*(全国|我国|国内|全省)")
_REGION = re.compile(r"^(.{1,12}?(?:省|市|自治区|自治州|州|地区|盟|县|区|旗))(?!场|域|块)")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an indicator word says: the ``kind`` of figure, a ``token`` that tells series apart, and its ``role``
    (measure, definition, breakdown, flow, generic)."""

    kind: str
    token: str
    role: str


@dataclass(frozen=True)
class Fact:
    """A claim as the checks compare it. ``figure`` is in base units (t, kWh, kW, CNY, m2, person, 1).

    ``of`` is the kind of figure: the claim's own, or what a growth or share is of. ``owner`` is empty where the figure
    is a region's. ``region`` is the one that the subject names: for a share the part, where ``place`` is the whole.
    """

    kept: LedgerClaim
    kind: str
    of: str
    good: str
    tokens: frozenset[str]
    owner: str
    phase: int | None
    place: str
    region: str
    figure: Printed | None
    unit: Unit | None
    start: date | None
    end: date | None
    reposted: bool = False

    @property
    def id(self) -> str:
        return self.kept.claim.id

    @property
    def claim(self) -> Claim:
        return self.kept.claim

    @property
    def document(self) -> str:
        return self.kept.document.sha256

    @property
    def rate(self) -> bool:
        return self.unit is not None and self.unit.rate

    @property
    def dimension(self) -> Dimension | None:
        return self.unit.dimension if self.unit else None

    @property
    def measured(self) -> Printed:
        """The figure; for those that were chosen because they have one."""
        assert self.figure is not None
        return self.figure

    @cached_property
    def whole(self) -> bool:
        """Speaks of a region, not of a firm."""
        return not self.owner

    @property
    def standing(self) -> bool:
        claim = self.claim
        return claim.status in STANDING or (claim.status is None and claim.modality == "observed")

    @property
    def published(self) -> str:
        return self.kept.document.published or ""

    @property
    def said(self) -> date | None:
        """When the statement holds, else when it was published; None where a document is older than it says."""
        if self.end is not None:
            return self.end
        return published_on(self.published) if not self.reposted else None

    @property
    def year(self) -> int | None:
        said = self.said
        return said.year if said else None


def facts_of(claims: Iterable[LedgerClaim]) -> list[Fact]:
    """Facts of all claims but rejected ones and those that only a language model has read."""
    used = [c for c in claims if not c.rejected and (c.decision or MODEL_ONLY not in c.claim.flags)]
    subjects = (subject_of(c.claim.subject, c.claim.place, c.claim.product or "")[0] for c in used)
    owners = Owners(subject for subject in subjects if subject)
    facts = [_fact(claim, owners) for claim in used]
    old = {fact.document for fact in facts if planned_before_publication(fact)}
    return [replace(fact, reposted=True) if fact.document in old else fact for fact in facts]


def planned_before_publication(fact: Fact) -> bool:
    """An event that is still to come in a document published later: the document describes an earlier time."""
    published = published_on(fact.published)
    planned = fact.kind == "milestone" and fact.claim.modality == "planned"
    return planned and fact.end is not None and published is not None and fact.end < published.replace(day=1)


@lru_cache(maxsize=4096)
def published_on(published: str) -> date | None:
    """The last day of a publication date of any precision; None where it is none."""
    try:
        return last_day(published[:10]) if published else None
    except ValueError:
        return None


def _fact(kept: LedgerClaim, owners: Owners) -> Fact:
    claim = kept.claim
    words = claim.product or ""
    unit = unit_of(claim.unit) if claim.unit else None
    figure = printed(claim)
    subject, site, region = subject_of(claim.subject, claim.place, words)
    owner = owners.name(subject) if subject else site
    phase = subject.phase if subject and (subject.phase or subject.whole) else _phase_in(claim.quote)
    place = _place_of(claim, kept.document.default_place, region)
    start, end = _days(claim)
    return Fact(
        kept, claim.kind, _measured_kind(claim, words), _good(claim, words), _tokens(claim, words), owner, phase, place,
        region or place, figure.scaled(unit.factor) if figure and unit else figure, unit, start, end,
    )  # fmt: skip


def _days(claim: Claim) -> tuple[date | None, date | None]:
    if claim.date is None:
        return None, None
    try:
        return first_day(claim.date.start), last_day(claim.date.end)
    except ValueError:
        return None, None


def _place_of(claim: Claim, default: str | None, region: str) -> str:
    place = places.full_place(claim.place, default) or region
    wider = _WIDER.match(claim.quote) if place == default else None
    if wider is None:
        return place
    return NATIONAL if wider[1] in places.COUNTRY else places.province_of(place) or place


@lru_cache(maxsize=16384)
def subject_of(subject: str | None, place: str | None, words: str = "") -> tuple[Subject | None, str, str]:
    """The firms of a subject with their phase, else the name of a site, else the region that it is.

    ("隆基 曲靖二期20GW", "曲靖市") → 隆基, phase 2; ("云南省重点企业", …) → the region 云南省; ("硅产业园", …) → a site.
    """
    if not subject:
        return None, "", ""
    plain = _REMARK.sub("", subject).replace(" ", "")
    region = _region_of(plain)
    if region:
        return None, "", region
    own = plain.removeprefix(next((n for n in _names_around(place) if plain.startswith(n)), ""))
    if own in generic_words() or own in words:
        return None, "", ""
    found = read_subject(subject, place)
    if found.named:
        return found, "", ""
    return None, plain if plain.endswith(SITES) else "", ""


class Owners:
    """One name for each firm of a ledger: names that one subject puts side by side (Solargiga 阳光能源) are one firm's."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._parent: dict[str, str] = {}
        for names in dict.fromkeys(party for subject in subjects for party in subject.parties):
            first, *others = sorted(names, key=lambda name: (len(name), name))
            for other in others:
                self._join(first, other)

    def name(self, subject: Subject) -> str:
        return "+".join(sorted(self._root(min(party, key=lambda name: (len(name), name))) for party in subject.parties))

    def _root(self, name: str) -> str:
        while (above := self._parent.get(name, name)) != name:
            name = above
        return name

    def _join(self, one: str, other: str) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._parent[other] = one


@lru_cache(maxsize=16384)
def _phase_in(quote: str) -> int | None:
    """The phase that a clause names, where it names one."""
    found = {phase for word in _PHASE.findall(quote) if (phase := read_subject(word).phase) is not None}
    return found.pop() if len(found) == 1 else None


def _region_of(subject: str) -> str:
    """The region that a subject names in full (曲靖市光伏 → 曲靖市): with its rank, as firms' names leave it out.

    文山州 is 文山 with its rank; 锦州 of 锦州阳光 is none.
    """
    found = _REGION.match(subject)
    if found is None:
        return ""
    full, short = _division_names()
    return found[1] if found[1] in full or found[1][:-1] in short else ""


@lru_cache(maxsize=1)
def _division_names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of all divisions with and without rank."""
    known = divisions()
    return frozenset(d.name for d in known), frozenset(d.short for d in known if d.short != d.name)


@lru_cache(maxsize=4096)
def _names_around(place: str | None) -> tuple[str, ...]:
    """Names of the divisions that a place lies in, and of its own: a subsidiary is called after them."""
    codes = places.parse_place(_REMARK.sub("", place)).codes if place else frozenset()
    table = _short_names()
    cut = {code[:n] for code in codes if code for n in range(2, len(code) + 1, 2)}
    return tuple(name for code in sorted(cut, key=len, reverse=True) for name in table.get(code, ()))


@lru_cache(maxsize=1)
def _short_names() -> dict[str, tuple[str, ...]]:
    return {d.code: tuple(dict.fromkeys((d.name, d.short))) for d in divisions() if len(d.code) <= PREFECTURE + 2}


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Names of products and industries, which own nothing: 云南电解铝 is no firm."""
    words = {row["term"] for name in ("products.csv",) for row in lexicon_rows(name)}
    return frozenset(words | {word for word, i in indicator_words().items() if i.role != "measure"})


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


def _tokens(claim: Claim, words: str) -> frozenset[str]:
    said_of_region = claim.subject if _region_of(claim.subject or "") else ""
    kind = _measured_kind(claim, words)
    of_power = kind in _OF_SOURCES or claim.product_id == ELECTRICITY
    told_here = [i for i in told(f"{said_of_region} {words}") if i.role != "breakdown" or of_power]
    found = {token for i in told_here for token in i.token.split()}
    if found & breakdowns() and of_power and not found & _flows():
        found.add(_OF_SOURCES.get(kind, "generation"))  # 水电 in kilowatt-hours is what was generated
    return frozenset(found)


#: What a source of power named alone is the figure of.
_OF_SOURCES = {"energy": "generation", "power": "installed"}


@lru_cache(maxsize=1)
def _flows() -> frozenset[str]:
    return frozenset(token for i in indicator_words().values() if i.role == "flow" for token in i.token.split())


def _measured_kind(claim: Claim, words: str) -> str:
    """For a growth, share or difference the kind of figure that it is of; "" where no word says it."""
    if claim.kind not in OF_ANOTHER:
        return claim.kind
    for text in (words, claim.quote):
        measures = [i.kind for i in told(text) if i.kind]
        if measures:
            return measures[0]
    sourced = claim.product_id == ELECTRICITY and any(i.role == "breakdown" for i in told(words))
    return "energy" if sourced else ""


def _good(claim: Claim, words: str) -> str:
    """The good's id, else the chain for money and rates of a whole chain, else the cleaned words."""
    if claim.product_id:
        return claim.product_id
    chain = chain_of(claim, words)
    if chain and (claim.kind in MONEY or claim.kind in OF_ANOTHER):
        return f"chain:{chain}"
    return plain_words(words) or (f"chain:{chain}" if chain else "")


def chain_of(claim: Claim, words: str) -> str:
    """The chain that a claim is told of, or that its product belongs to; "" for the economy as a whole."""
    if claim.chain:
        return "" if claim.chain in NO_CHAINS else CHAINS.get(claim.chain, claim.chain)
    known = known_product(words) if words else None
    return (known.chain or "") if known else ""


#: The chains that tables call otherwise than the reader.
CHAINS = {"pv": "silicon"}
#: How the names of sites end that are no firms: a park has its own land and value.
SITES = ("园", "园区", "基地", "片区", "开发区", "新区", "集聚区", "科技城")
#: What tables put in the place of a chain where a figure is of none.
NO_CHAINS = frozenset({"economy", "energy", "meta"})
MONEY = frozenset({"output_value", "value_added", "revenue", "tax"})


@lru_cache(maxsize=16384)
def plain_words(words: str) -> str:
    """The words of an indicator without time, growth and the kind of figure: "2025 GDP" → "GDP"."""
    text = _TIME.sub("", _SIZE.sub("", words))
    return _pattern().sub("", _GROWTH.sub("", text))


@lru_cache(maxsize=65536)
def inside(inner: str, outer: str) -> bool:
    """``places.within``, kept: the checks ask it of the same pairs again and again."""
    return places.within(inner, outer)


def same_place(one: str, other: str) -> bool:
    return one == other or (inside(one, other) and inside(other, one))


def ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.id for fact in facts))


def with_figure(facts: Iterable[Fact], *kinds: str) -> list[Fact]:
    """The facts of some kinds that carry a figure in a unit."""
    return [f for f in facts if f.kind in kinds and f.figure is not None and f.unit is not None]
