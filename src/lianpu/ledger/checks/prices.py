"""A stated price against value ÷ amount: 160 亿元 / 23 GWh = 0.70 yuan/Wh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lianpu.ledger.checks.material import Material, grouped
from lianpu.ledger.derive import Derived, derived, disagreement
from lianpu.ledger.facts import Fact
from lianpu.ledger.findings import Finding
from lianpu.units import Dimension, Unit, unit_of

VALUES, AMOUNTS = ("output_value", "revenue"), ("production", "capacity")


def stated_prices(material: Material) -> Iterator[Derived | Finding]:
    """A firm's price against its value and amount of the same product, told in one document or within a year."""
    firms = grouped((f for f in material.levels if f.owner and f.kind in VALUES + AMOUNTS), lambda f: f.owner)
    for price in material.of_kind("price"):
        per = _per(price)
        found = _value_and_amount(price, firms.get(price.owner, ()), per) if per else None
        if per is None or found is None or price.figure is None:
            continue
        value, amount = found
        figure = value.measured.over(amount.measured).scaled(per.factor)
        unit = price.claim.unit or ""
        agrees = price.figure.meets(figure)
        yield derived("price", figure, unit, found, price, confirmed=(price,) if agrees else ())
        if not agrees:
            yield disagreement("stated_price", (price,), figure, unit, found)


def _per(price: Fact) -> Unit | None:
    """The unit that a price is told for (Wh of CNY/Wh)."""
    money, _, per = (price.claim.unit or "").partition("/")
    found, above = unit_of(per) if per else None, unit_of(money)
    return found if found and above and above.dimension is Dimension.MONEY and above.factor == 1 else None


def _value_and_amount(price: Fact, told: Sequence[Fact], per: Unit) -> tuple[Fact, Fact] | None:
    near = [f for f in told if _near(price, f)]
    amounts = [f for f in near if f.kind in AMOUNTS and f.good == price.good and f.dimension is per.dimension]
    for kind in AMOUNTS:  # what was made before what can be made
        some = [f for f in amounts if f.kind == kind]
        values = [f for f in near if f.kind in VALUES and any(_of_one_time(f, a) for a in some)]
        if len({f.measured.value for f in some}) == 1 and len({f.measured.value for f in values}) == 1:
            return values[0], some[0]
    return None


def _near(price: Fact, fact: Fact) -> bool:
    if fact.document == price.document:
        return True
    return price.said is not None and fact.said is not None and abs((fact.said - price.said).days) <= 366


def _of_one_time(value: Fact, amount: Fact) -> bool:
    """What was made in the time of the value, or what can be made where that is a whole year's or a possible one."""
    if amount.kind == "production":
        return (value.start, value.end) == (amount.start, amount.end)
    return value.claim.modality != "observed" or value.rate
