"""Capacity statements in one measure: what a witness says of one product, in one unit a year, and of whose plant."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from lianpu.ledger.firms import Subject, phase_before
from lianpu.ledger.witnesses import Witness
from lianpu.reading.claims import DIGITS_MAY_BE_MISSING, MODEL_ONLY, Claim
from lianpu.units import Dimension, parse_unit, unit_of

STANDING = frozenset({"operating", "trial", "built"})
BUILDING = frozenset({"under_construction", "advancing"})
MIXED = "built_and_building"
SUSPENDED = "suspended"
#: The way of a project; a later statement of an earlier step is no news of it.
STEPS = {
    "planned": 0, "announced": 0, "negotiating": 1, "signed": 2, "advancing": 3, "under_construction": 3,
    "built_and_building": 3, "trial": 4, "built": 4, "operating": 4, "suspended": 4, "cancelled": 4,
}  # fmt: skip

#: The unit in which the capacity of each dimension is given (vocabulary of docs/claims.md).
_SHOWN_IN = {
    Dimension.MASS: "t/a", Dimension.POWER: "GW/a", Dimension.ENERGY: "GWh/a", Dimension.AREA: "m2/a",
    Dimension.VOLUME: "m3/a", Dimension.LENGTH: "km/a", Dimension.PIECE: "piece/a", Dimension.VEHICLE: "vehicle/a",
}  # fmt: skip
_COUNTED = "吨|千瓦时|千瓦|平方米|辆|台|套|片|只|艘|GWh?|MWh?"
_BESIDES_PATTERNS = (
    r"(?:改|技改)?扩建后?|(?<=\s)共(?=\s|$)|(?:19|20)\d\d年?底?|[一二三四五六七八九十\d]+期",
    rf"\d+(?:\.\d+)?[百千万亿]*(?:{_COUNTED})(?:/[年月日])?",
    r"\b(?:additional|total|new|planned|existing|expansion of)\b",
)
#: Before the printed name of a product that the library does not know.
PRINTED = "printed:"
_WHOLE = re.compile(
    r"(?:全部|整体)(?:建成|投产|达产|完工)|(?:建成|达产|投产)后[^，。；]{0,12}(?:总|合计|累计|达到|达)|总产能|总规模|合计|累计|布局"
    r"|total capacity (?:of|to|will)|bring(?:ing)? (?:the )?total",
    re.IGNORECASE,
)
#: Words of what is added to a plant, not of what it has then; money, jobs and output are added too.
_ADDED = re.compile(
    r"(?:新增|增加|扩建|扩能|扩产)(?!后|至|到|为|完成|建成后|投产后|投资|就业|产值|企业)"
    r"|\b(?:additional|incremental|expansion of)\b",
    re.IGNORECASE,
)


_STATE = re.compile(
    r"建成|投产|投运|达产|满产|试产|运行|运营|已有|现有|形成|已达|达到|operat|commission|complet|on stream|running|existing",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unused:
    """A claim that the state does not rest on, and why (a code; the views put it in words)."""

    claim: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """``low``, ``value``, ``high`` in ``unit`` (a rate per year); None of an event without a size.

    ``whole``: the figure counts what stands already (全部建成后总产能); ``added``: it comes to that (新增). ``good`` is the
    product's id, or ``PRINTED`` and its printed name where it has none.
    """

    witness: Witness
    good: str
    subject: Subject
    status: str
    low: float = 0.0
    value: float | None = None
    high: float = 0.0
    unit: str = ""
    whole: bool = False
    added: bool = False
    claims: tuple[str, ...] = ()

    @property
    def since(self) -> date:
        return self.witness.since

    @property
    def step(self) -> int:
        return STEPS[self.status]

    @property
    def place(self) -> str | None:
        return self.witness.place

    @property
    def product(self) -> str | None:
        """The product as printed; one that goes by its name without what its cell says besides."""
        printed = self.witness.claim.product
        return printed if self.witness.claim.product_id or not printed else _bare_product(printed)

    @property
    def order(self) -> tuple[object, ...]:
        """In time; on one day plans before their phases, standing phases before their firm's sum and that before phases
        still to come, firms before places, dated events last; the order of import decides nothing."""
        later = (self.subject.phase is None) == (self.status in STANDING)
        wide = (self.value is None, not self.subject.named, self.status == MIXED, self.whole, later)
        step = -self.step if later else self.step
        return (self.since, *wide, step, self.witness.published, self.witness.claim.quote)


def observe(witnesses: Sequence[Witness]) -> tuple[list[Observation], list[Unused]]:
    """The capacities and dated events that ``witnesses`` tell, and the claims that tell none, with the reason."""
    unused: list[Unused] = []
    usable: list[Witness] = []
    for witness in witnesses:
        reason = _unusable(witness) if witness.claim.kind == "capacity" else None
        if reason:
            unused.append(Unused(witness.id, reason))
        elif witness.claim.kind in ("capacity", "milestone") or _is_end(witness.claim):
            usable.append(witness)
    usable = _as_far_as_their_wholes(usable)
    taken = _taken_by_parts(usable)
    read = [(w, _observation(w, taken)) for w in usable]
    unused += [Unused(w.id, "total_of_parts") for w, o in read if o is None and w.claim.kind == "capacity"]
    return _told_once(o for _, o in read if o is not None), unused


def family_of(good: str) -> str:
    """Goods that are counted in one total (data/families.csv); a good for itself where no family has it."""
    return _families().get(good, good)


def _unusable(witness: Witness) -> str | None:
    claim = witness.claim
    if MODEL_ONLY in claim.flags and not witness.reviewed:
        return "model_only"
    if DIGITS_MAY_BE_MISSING in claim.flags and not witness.reviewed:
        return "digits_in_doubt"
    if claim.modality in ("target", "forecast"):
        return "target"
    if claim.status == SUSPENDED and not witness.subject.named:
        return SUSPENDED  # a cut of a region's running capacity is no plant
    if claim.bound == "class" or not claim.has_quantity:
        return "no_size"
    return None if claim.product_id or claim.product else "unknown_product"


def _bare_product(printed: str) -> str:
    """The product without what its cell says besides: how far it is, how much, since when."""
    bare = " ".join(_besides().sub("", printed).split()).strip("：:，,、()（） ")
    return bare or printed.strip()


def _is_end(claim: Claim) -> bool:
    """A project told to be given up, without its size."""
    return claim.kind == "project" and claim.status == "cancelled" and not claim.has_quantity


def status_of(claim: Claim) -> str:
    """A capacity without a stated status stands where it is observed, and is a plan otherwise."""
    return claim.status or ("operating" if claim.modality == "observed" else "planned")


def _observation(witness: Witness, taken: dict[tuple[str, str], float]) -> Observation | None:
    claim = witness.claim
    subject = _subject(witness)
    good = claim.product_id or PRINTED + "".join(_bare_product(claim.product or "").casefold().split())
    if claim.kind != "capacity":
        known = claim.status in STEPS and (claim.date is not None or _is_end(claim))
        return Observation(witness, good, subject, claim.status or "", claims=(witness.id,)) if known else None
    gone = taken.get((witness.document, claim.id), 0.0)
    factor, unit = _shown(claim.unit or "")
    low, value, high = (max(0.0, end - gone) * factor for end in ends(claim))
    if high <= 0:
        return None
    whole = not gone and (subject.whole or (status_of(claim) not in STANDING and bool(_WHOLE.search(claim.quote))))
    added = not whole and bool(_ADDED.search(claim.quote))
    return Observation(witness, good, subject, status_of(claim), low, value, high, unit, whole, added, (witness.id,))


def _subject(witness: Witness) -> Subject:
    """The subject with the phase that stands before the figure, where a text tells it apart from the firm."""
    subject, claim = witness.subject, witness.claim
    if subject.phase is None and not subject.whole and claim.value is not None and claim.kind == "capacity":
        return replace(subject, phase=phase_before(claim.quote, claim.value))
    return subject


def ends(claim: Claim) -> tuple[float, float, float]:
    """Low, middle and high of a printed quantity."""
    if claim.value is not None:
        return claim.value, claim.value, claim.value
    low = claim.low if claim.low is not None else claim.high
    high = claim.high if claim.high is not None else claim.low
    assert low is not None and high is not None  # has_quantity was checked
    return low, (low + high) / 2, high


@cache
def _shown(symbol: str) -> tuple[float, str]:
    """The factor to the unit in which a capacity is shown; a capacity often leaves out its "per year"."""
    unit = unit_of(symbol)
    if unit is None:
        return 1.0, symbol if "/" in symbol else f"{symbol}/a"
    name = symbol.rpartition("/")[0] or symbol
    shown = _SHOWN_IN.get(unit.dimension, f"{name}/a")
    return unit.factor / parse_unit(shown).factor, shown


def _as_far_as_their_wholes(usable: Sequence[Witness]) -> list[Witness]:
    """A part whose own words tell no state (其中一期100万吨) is as far as the project that it is a part of."""
    claims = {(w.document, w.claim.id): w.claim for w in usable}
    wholes = [claims.get((w.document, w.claim.part_of or "")) for w in usable]
    return [
        replace(w, claim=replace(w.claim, status=whole.status, modality=whole.modality))
        if whole is not None and w.claim.kind == "capacity" and status_of(whole) not in (*STANDING, MIXED)
        and status_of(w.claim) in STANDING and w.claim.quote and not _STATE.search(w.claim.quote)
        else w
        for w, whole in zip(usable, wholes, strict=True)
    ]  # fmt: skip


def _taken_by_parts(usable: Iterable[Witness]) -> dict[tuple[str, str], float]:
    """What the parts of a document's claims take out of their wholes, by document and the whole's id. A whole that
    stands, or counts what stands, contains them as they are."""
    taken: dict[tuple[str, str], float] = defaultdict(float)
    claims = {(w.document, w.claim.id): w.claim for w in usable}
    for w in usable:
        whole = claims.get((w.document, w.claim.part_of or ""))
        if whole is None or w.claim.kind != "capacity" or status_of(whole) in (*STANDING, MIXED):
            continue
        if whole.unit == w.claim.unit:
            taken[w.document, whole.id] += ends(w.claim)[1]
    return taken


def _told_once(found: Iterable[Observation]) -> list[Observation]:
    """One statement told twice in a text, in its copies, or elsewhere of the same time, is one with several claims.
    Equal phases of one project are not: the second of a document is matched with the second of another."""
    of_texts = _merged(found, lambda o: o.witness.text or o.witness.document)
    return _merged(of_texts, lambda o: o.since)


def _merged(found: Iterable[Observation], apart: Callable[[Observation], object]) -> list[Observation]:
    merged: dict[tuple[object, ...], Observation] = {}
    phases: dict[tuple[object, ...], int] = defaultdict(int)
    for o in found:
        when = o.value is None and o.since
        key: tuple[object, ...] = (apart(o), o.good, o.subject, o.place, o.low, o.high, o.unit, o.status, when)
        if o.witness.claim.part_of:
            phases[key, o.witness.document] += 1
            key = (*key, phases[key, o.witness.document])
        seen = merged.get(key)
        if seen is None:
            merged[key] = o
        else:
            first = min(seen, o, key=lambda x: (x.since, x.witness.published))
            merged[key] = replace(first, claims=(*seen.claims, *o.claims))
    return list(merged.values())


def in_region(witnesses: Iterable[Witness], inside: Callable[[Witness], bool]) -> tuple[list[Witness], list[Unused]]:
    """Those that speak of the region, and the others as unused."""
    here: list[Witness] = []
    away: list[Unused] = []
    for w in witnesses:
        if inside(w):
            here.append(w)
        else:
            away.append(Unused(w.id, "other_place", w.claim.place or ""))
    return here, away


@cache
def _besides() -> re.Pattern[str]:
    """What a cell says besides the product: words of ``data/besides_words.csv``, sizes, years and phases."""
    with (files("lianpu.ledger") / "data" / "besides_words.csv").open(encoding="utf-8") as table:
        words = sorted((row["word"] for row in csv.DictReader(table)), key=len, reverse=True)
    return re.compile("|".join((*_BESIDES_PATTERNS, *map(re.escape, words))), re.IGNORECASE)


@cache
def _families() -> dict[str, str]:
    with (files("lianpu.ledger") / "data" / "families.csv").open(encoding="utf-8") as table:
        return {row["product_id"]: row["family"] for row in csv.DictReader(table)}
