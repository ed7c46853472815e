"""The reconciliation problem that the claims of a ledger pose: their figures as readings, their identities as balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.ledger.checks.material import is_present, series_of
from lianpu.ledger.derive import symbol
from lianpu.ledger.facts import Fact, facts_of
from lianpu.ledger.places import within
from lianpu.ledger.queries import AsKnown, Document, LedgerClaim
from lianpu.ledger.reconcile.adjust import Reconciliation, reconcile
from lianpu.ledger.reconcile.equations import parse_equation
from lianpu.ledger.reconcile.identities import Identity, identities
from lianpu.ledger.reconcile.problem import Equation, Measurement, Problem, Quantity
from lianpu.ledger.reconcile.problem_file import reconcile_file
from lianpu.ledger.reconcile.spread import spread
from lianpu.ledger.reconcile.units import in_base_units
from lianpu.ledger.sources import source_rank
from lianpu.ledger.store import Ledger

Key = tuple[object, ...]
#: What a rule is called where the figure that follows is none of the rule's own kind.
_FOLLOWS = {"growth": "by_growth", "sum": "by_sum"}
_NOT_IN_NAMES = str.maketrans("[]", "()")


def reconcile_source(
    file: Path | None, address: str, *, place: str | None = None, year: int | None = None, as_known: AsKnown = None
) -> Reconciliation:
    """A problem file adjusted, or without one the claims of a ledger. Raises :class:`LianpuError` where ``place``,
    ``year`` or ``as_known`` are asked of a file."""
    if file is None:
        return reconcile_ledger(address, place=place, year=year, as_known=as_known)
    if place or year or as_known:
        what = "place, year and day of knowledge choose among the claims of a ledger, not in a file"
        raise LianpuError(what, file=file, hint="leave the file out, or the choice")
    return reconcile_file(file)


def reconcile_ledger(
    address: str, *, place: str | None = None, year: int | None = None, as_known: AsKnown = None
) -> Reconciliation:
    """The claims of a ledger adjusted to each other. Raises :class:`LianpuError` with the ledger's name."""
    with Ledger.open(address, create=False) as ledger:
        claims, name = ledger.claims(as_known=as_known), ledger.name
    try:
        return reconcile(ledger_problem(claims, place=place, year=year))
    except LianpuError as error:
        raise LianpuError(error.what, file=name, place=error.place, hint=error.hint) from None


def ledger_problem(
    claims: Iterable[LedgerClaim],
    *,
    place: str | None = None,
    year: int | None = None,
    rank: Callable[[Document], int] = source_rank,
) -> Problem:
    """Readings and balances of the claims that speak of ``place`` and ``year`` (None: of any).

    ``rank`` tells how far a document's source is to be believed. A figure told again in the same
    digits is a repetition and no second reading. Raises :class:`LianpuError` where no balance is found.
    """
    facts = facts_of(claims)
    found = [i for i in identities(facts) if _asked(i, place, year)]
    if not found:
        hint = "a balance needs two figures and what ties them: a growth, a share, a total and its parts"
        asked = " and ".join(part for part in (place, str(year) if year else None) if part) or "the ledger"
        raise LianpuError(f"no balance among the claims about {asked}", hint=hint)
    names = _Names()
    equations = {e.text: e for identity in found for e in _equations(identity, names) if _of_one_kind(e, names.units)}
    names.further(facts)
    tied = {name for equation in equations.values() for name in parse_equation(equation.text).names}
    return Problem(
        tuple(Quantity(name, unit) for name, unit in names.units.items() if name in tied),
        tuple(r for name, facts in names.facts.items() if name in tied for r in _readings(name, facts, rank)),
        tuple(equations.values()),
    )


def _of_one_kind(equation: Equation, units: Mapping[str, str]) -> bool:
    """False where claims tie figures that cannot be compared, such as an amount of half a year and a yearly rate."""
    try:
        in_base_units(parse_equation(equation.text), units)
    except LianpuError:
        return False
    return True


def _asked(identity: Identity, place: str | None, year: int | None) -> bool:
    facts = identity.facts
    here = place is None or any(within(f.place, place) or within(f.region, place) for f in facts)
    return here and (year is None or any(f.year == year for f in facts))


@dataclass(slots=True)
class _Names:
    """Quantities by what they are of: a name in the words of the claims, a unit, and the facts that tell them."""

    units: dict[str, str] = field(default_factory=dict)
    facts: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[Key, str] = field(default_factory=dict)

    def of(self, fact: Fact) -> str:
        """The quantity that a fact tells, with the fact among its readings."""
        name = self._named(_key(fact), _words(fact), symbol(fact))
        if fact not in self.facts[name]:
            self.facts[name].append(fact)
        return name

    def further(self, facts: Iterable[Fact]) -> None:
        """Other facts that tell a quantity of a balance are readings of it too."""
        for fact in facts:
            if fact.figure is not None and fact.unit is not None and is_present(fact) and _key(fact) in self._names:
                self.of(fact)

    def unknown(self, identity: Identity) -> str:
        """What follows from an identity and is told by nobody: one quantity for the same rule of the same quantities."""
        assert identity.derived is not None  # only derived claims lack a result
        claim = identity.derived.claim
        what = claim.product or claim.product_id or f"({claim.kind})"
        rule, when = _FOLLOWS.get(identity.rule, identity.rule), claim.date.start[:4] if claim.date else ""
        words = " ".join(part for part in (claim.subject or claim.place, what, f"({rule})", when) if part)
        return self._named((identity.rule, *(_key(f) for f in identity.terms)), words, claim.unit or "1")

    def _named(self, key: Key, words: str, unit: str) -> str:
        if key not in self._names:
            plain, count = words.translate(_NOT_IN_NAMES), 2
            name = plain
            while name in self.units:
                name, count = f"{plain} #{count}", count + 1
            self._names[key], self.units[name] = name, unit
        return self._names[key]


def _key(fact: Fact) -> Key:
    period = (fact.end,) if fact.kind == "capacity" else (fact.start, fact.end)
    stage = fact.claim.status if fact.kind == "capacity" and not fact.standing else None
    return (*series_of(fact), fact.of, fact.region, stage, symbol(fact), *period)


def _words(fact: Fact) -> str:
    """Whose, what, of which kind and when; the views put the kind, between brackets, into words."""
    when = fact.claim.date.start if fact.claim.date else ""
    if fact.claim.date and fact.claim.date.end != fact.claim.date.start:
        when = f"{fact.claim.date.start}..{fact.claim.date.end}"
    who = fact.claim.subject or fact.claim.place or fact.place
    return " ".join(part for part in (who, fact.claim.product, f"({fact.kind})", when) if part)


def _readings(name: str, facts: Sequence[Fact], rank: Callable[[Document], int]) -> list[Measurement]:
    """One reading for each figure that is told, of the standard deviation of its surest claim."""
    told: dict[tuple[float, float, float], list[Fact]] = defaultdict(list)
    for fact in facts:
        told[fact.measured.low, fact.measured.value, fact.measured.high].append(fact)
    return [
        Measurement(
            name if number == 1 else f"{name} ({number})",
            name,
            group[0].measured.value,
            min(spread(f, rank(f.kept.document)) for f in group),
            tuple(dict.fromkeys(f.id for f in group)),
        )
        for number, group in enumerate(told.values(), 1)
    ]


# -- balances -------------------------------------------------------------------------------------------------------


def _equations(identity: Identity, names: _Names) -> Iterable[Equation]:
    terms = [f"[{names.of(fact)}]" for fact in identity.terms]
    results = list(dict.fromkeys(f"[{names.of(f)}]" for f in identity.result)) or [f"[{names.unknown(identity)}]"]
    claims = tuple(dict.fromkeys(f.id for f in identity.facts))
    for result in results:
        yield Equation(text := _SHAPES[identity.rule](result, terms, identity), text, claims)


def _growth(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{result}={terms[0]}*(1+{terms[1]})"


def _growth_back(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{terms[0]}={result}*(1+{terms[1]})"


def _average_growth(result: str, terms: Sequence[str], identity: Identity) -> str:
    first, last = identity.terms[:2]
    years = (last.year or 0) - (first.year or 0)
    return f"{terms[1]}={terms[0]}" + f"*(1+{result})" * years


def _sum(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{result}={'+'.join(terms)}"


def _rest(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{terms[0]}={'+'.join(terms[1:])}+{result}"


def _share(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{terms[0]}={result}*{terms[1]}"


def _share_of_whole(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{result}={terms[1]}*{terms[0]}"


def _part_over_share(result: str, terms: Sequence[str], identity: Identity) -> str:
    return f"{terms[0]}={terms[1]}*{result}"


_SHAPES: dict[str, Callable[[str, Sequence[str], Identity], str]] = {
    "growth": _growth, "growth_back": _growth_back, "average_growth": _average_growth, "sum": _sum, "rest": _rest,
    "share": _share, "share_of_whole": _share_of_whole, "part_over_share": _part_over_share,
}  # fmt: skip
