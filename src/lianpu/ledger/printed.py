"""What a printed figure says of its size: 71.6 means 71.55 to 71.65, and 约 and 以上 widen that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import floor, inf, isclose, log10

from lianpu.reading.claims import Claim

#: How far a figure told with "about" may lie off, beside its rounding: the usual reading of 约 and 左右.
ABOUT = 0.05
#: Kinds whose figures may be negative; of the others there is none below nought.
_SIGNED = frozenset({"growth", "difference"})
_NUMERAL = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_POWERS = frozenset(range(-9, 16))


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure in its claim's unit: ``low`` ≤ ``value`` ≤ ``high``; ``step`` is one unit of the last printed place."""

    low: float
    value: float
    high: float
    step: float = 0.0

    @property
    def half(self) -> float:
        return self.step / 2

    def scaled(self, factor: float) -> Printed:
        low, high = sorted((self.low * factor, self.high * factor))
        return Printed(low, self.value * factor, high, self.step * abs(factor))

    def times(self, other: Printed) -> Printed:
        """The product, with the ends of interval arithmetic."""
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Printed(min(ends), self.value * other.value, max(ends))

    def over(self, other: Printed) -> Printed:
        """The quotient by a figure above nought; open above where its rounding reaches nought."""
        inverse = Printed(1 / other.high, 1 / other.value, 1 / other.low if other.low > 0 else inf)
        return self.times(inverse)

    def less(self, other: Printed) -> Printed:
        return Printed(self.low - other.high, self.value - other.value, self.high - other.low)

    def meets(self, other: Printed) -> bool:
        """True where some value is meant by both."""
        slack = 1e-9 * max(abs(self.value), abs(other.value))
        return self.low <= other.high + slack and other.low <= self.high + slack


def _product(one: float, other: float) -> float:
    """Nought times anything is nought, what is open included."""
    return one * other if one and other else 0.0


def exactly(value: float) -> Printed:
    return Printed(value, value, value)


def printed(claim: Claim) -> Printed | None:
    """The figure of a claim with its rounding; None where it has none, or only an order of magnitude."""
    if claim.bound == "class" or not claim.has_quantity:
        return None
    if claim.value is None:
        low = claim.low if claim.low is not None else claim.high
        high = claim.high if claim.high is not None else claim.low
        assert low is not None and high is not None  # has_quantity
        return Printed(low, (low + high) / 2, high)
    step = last_place(claim.value, claim.quote)
    least = -inf if claim.kind in _SIGNED or claim.value < 0 else 0.0
    return _bounded(claim.value, step, claim.bound, least)


def _bounded(value: float, step: float, bound: str | None, least: float) -> Printed:
    low, high = value - step / 2, value + step / 2
    if bound == "about":
        low, high = min(low, value - abs(value) * ABOUT), max(high, value + abs(value) * ABOUT)
    elif bound == "at_least":
        high = inf
    elif bound == "at_most":
        low = least
    return Printed(low, value, high, step)


def last_place(value: float, quote: str) -> float:
    """One unit of the last place in which ``value`` is printed in ``quote``: 53000 from "5.3万吨" → 1000.

    Where the quote does not show the figure in digits, the place of the last digit that is not zero.
    """
    for numeral in _NUMERAL.findall(quote):
        digits = numeral.replace(",", "").replace("，", "")
        shown = float(digits)
        if shown and value:
            ratio = abs(value) / shown
            power = round(log10(ratio))
            if power in _POWERS and isclose(ratio, 10.0**power, rel_tol=1e-9):
                decimals = len(digits.partition(".")[2])
                return float(10.0 ** (power - decimals))
    return _last_digit(value)


def _last_digit(value: float) -> float:
    if not value:
        return 1.0
    text = f"{abs(value):.12g}"
    digits = f"{float(text):.11e}".split("e")[0].rstrip("0").rstrip(".").replace(".", "")
    return float(10.0 ** (floor(log10(abs(float(text)))) - len(digits) + 1))
