"""One quantity told twice: two values of one date, definitions that differ under one name, sizes that were revised."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from lianpu.ledger.checks.material import Material, grouped, is_flow, is_present, period_of
from lianpu.ledger.derive import Derived, disagreement, power_fix, symbol
from lianpu.ledger.facts import Fact, ids
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.indicators import MONEY

#: Kinds of which a place or firm has one value at a time; of others (prices, counts, projects) it may have many.
ONE_VALUE = frozenset(
    "capacity production consumption output_value value_added revenue tax energy power emissions growth share land"
    " exports jobs".split()
)
#: Shares and growths are of the same thing only where it is known what they are of.
OF_WHAT = frozenset({"growth", "share"})


def two_values(material: Material) -> Iterator[Derived | Finding]:
    """The same quantity of the same subject and date, with different figures in different sources."""
    for group in grouped((f for f in material.facts if _single(f)), _same_quantity).values():
        groups = _clusters(group)
        if len(groups) > 1 and len({f.document for f in group}) > 1:
            first, *others = groups
            flat = [f for facts in groups for f in facts]
            severity = Severity.ERROR if power_fix(first[0].measured, others[0][0].measured) else Severity.DOUBT
            yield disagreement("two_values", first, others[0][0].measured, symbol(first[0]), flat, severity)


def definitions(material: Material) -> Iterator[Derived | Finding]:
    """Figures of one name, place and time under different definitions: kept apart, never averaged."""
    money = [f for f in material.levels if f.kind in MONEY and f.start and f.whole]
    for group in grouped(money, lambda f: (f.kind, f.good, f.place, *period_of(f), is_present(f))).values():
        apart = list({f.tokens: f for f in group}.values())
        if f"{group[0].good}" and len(apart) > 1 and not apart[0].measured.meets(apart[1].measured):
            apart.sort(key=lambda f: f.measured.value)
            words = (("definitions", _printed_names(apart)),)
            low, high = apart[0].measured.value, apart[-1].measured.value
            yield Finding("definitions", Severity.NOTE, ids(apart), high / low, "1", None, None, words=words)


def indicator_variants(material: Material) -> Iterator[Derived | Finding]:
    """Rates that share a name and count different things (精深加工率, 合金化率): listed side by side by family."""
    families: dict[str, dict[str, list[Fact]]] = {}
    for fact in material.of_kind("share"):
        found = variant_of(f"{fact.claim.product or ''} {fact.claim.quote}")
        if found is not None and fact.figure is not None:
            families.setdefault(found[0], {}).setdefault(found[1], []).append(fact)
    for family, variants in families.items():
        if len(variants) > 1:
            facts = [f for group in variants.values() for f in group]
            words = (("family", family), ("variants", ",".join(variants)))
            yield Finding("indicator_variants", Severity.NOTE, ids(facts), unit="1", words=words)


def revised_sizes(material: Material) -> Iterator[Derived | Finding]:
    """A plan or site whose size is another in a later source: 4 became 6."""
    sized = [
        f for f in material.levels
        if f.owner and f.end and f.kind in ("capacity", "land", "investment")
        and f.claim.modality == "planned" and not f.claim.part_of
    ]  # fmt: skip
    for group in grouped(sized, lambda f: (f.kind, f.good, f.owner, f.phase, f.dimension)).values():
        ordered = sorted(group, key=lambda f: (f.end, f.published))
        changes = [f for f, before in zip(ordered[1:], ordered, strict=False) if not f.measured.meets(before.measured)]
        if changes and len({f.end for f in ordered}) > 1:
            first, last = ordered[0], ordered[-1]
            words = (("from", repr(first.measured.value)), ("to", repr(last.measured.value)), ("unit", symbol(last)))
            figure = last.measured.value / first.measured.value if first.measured.value else None
            yield Finding("revised_size", Severity.NOTE, ids((last, *ordered)), figure, "1", words=words)


@lru_cache(maxsize=4096)
def variant_of(text: str) -> tuple[str, str] | None:
    """The family and variant of an indicator that words name, the longest word first."""
    found = [(len(word), family, variant) for word, family, variant in _variants() if word in text]
    return max(found)[1:] if found else None


def variant_names(family: str) -> dict[str, tuple[str, str]]:
    """The Chinese and English name of each variant of a family."""
    return {row["variant"]: (row["zh"], row["en"]) for row in _rows() if row["family"] == family}


@lru_cache(maxsize=1)
def _variants() -> tuple[tuple[str, str, str], ...]:
    return tuple((word, row["family"], row["variant"]) for row in _rows() for word in row["words"].split("|"))


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    with (files("lianpu.ledger") / "data" / "indicator_variants.csv").open(encoding="utf-8") as table:
        return tuple(csv.DictReader(table))


def _single(fact: Fact) -> bool:
    """Facts that can be set beside others of the same quantity: it is known what they are of, and of when."""
    if fact.figure is None or fact.unit is None or fact.kind not in ONE_VALUE or fact.start is None or fact.claim.part_of:
        return False
    if fact.kind in OF_WHAT and not (fact.of and fact.of != fact.kind):
        return False
    return bool(fact.good or fact.tokens) and (fact.kind != "capacity" or fact.standing or bool(fact.owner))


def _same_quantity(fact: Fact) -> tuple[object, ...]:
    claim = fact.claim
    state = claim.status if fact.kind == "capacity" and not fact.standing else fact.standing
    words = variant_of(f"{claim.product or ''} {claim.quote}") if fact.kind == "share" else None
    who = (fact.owner, fact.phase, fact.place, fact.region)
    what = (fact.kind, fact.of, fact.good, fact.tokens, fact.dimension, fact.rate, words)
    own_words = _own_words(fact)
    return (*what, *who, *period_of(fact), claim.modality, state, own_words)


def _own_words(fact: Fact) -> str:
    """For figures that stand at a date the words that set them apart (前负荷上限): a chain's name is none."""
    if is_flow(fact) or fact.kind in ("capacity", "share"):
        return ""
    return fact.claim.product or ""


def _clusters(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts in groups that agree with each other, the most often told first."""
    groups: list[list[Fact]] = []
    for fact in facts:
        for group in groups:
            if group[0].measured.meets(fact.measured):
                group.append(fact)
                break
        else:
            groups.append([fact])
    return sorted(groups, key=len)


def _printed_names(facts: Sequence[Fact]) -> str:
    return " / ".join(dict.fromkeys(f.claim.product or f.claim.quote for f in facts))
