"""Balances as an analyst writes them, ``F1+F2+F4=F3`` or ``TC=F4/F3``, as polynomials that must be zero.

A quotient is cleared of its denominators, so a relation may be written either way (``TC=F4/F3``, ``F4=TC*F3``).
Names are words of letters, digits and ``_`` in any script; any other name stands in brackets: ``[铝锭 2023]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from lianpu.errors import LianpuError

#: A product of quantities, by name and sorted; ``()`` is the number 1.
Monomial = tuple[str, ...]
#: More than any balance needs; a quotient of quotients would otherwise grow without end.
MOST_TERMS = 5000

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?)|(?P<name>[^\W\d]\w*)|\[(?P<quoted>[^\[\]]+)\]|(?P<sign>[-+*/()=]))"
)
_WIDE = str.maketrans("＋－−×·÷／（）＝％", "+--**//()=%")


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of monomials with their coefficients; no coefficient is zero."""

    terms: Mapping[Monomial, float]

    @classmethod
    def number(cls, value: float) -> Self:
        return cls({(): value} if value else {})

    @classmethod
    def name(cls, name: str) -> Self:
        return cls({(name,): 1.0})

    def __add__(self, other: Polynomial) -> Polynomial:
        found = dict(self.terms)
        for monomial, coefficient in other.terms.items():
            found[monomial] = found.get(monomial, 0.0) + coefficient
        return Polynomial({m: c for m, c in found.items() if c})

    def __neg__(self) -> Polynomial:
        return Polynomial({m: -c for m, c in self.terms.items()})

    def __mul__(self, other: Polynomial) -> Polynomial:
        if len(self.terms) * len(other.terms) > MOST_TERMS:
            raise LianpuError("the equation is too long when multiplied out", hint="name its parts as quantities")
        found: dict[Monomial, float] = {}
        for one, a in self.terms.items():
            for two, b in other.terms.items():
                monomial = tuple(sorted(one + two))
                found[monomial] = found.get(monomial, 0.0) + a * b
        return Polynomial({m: c for m, c in found.items() if c})

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for monomial in self.terms for name in monomial)

    @property
    def is_linear(self) -> bool:
        return all(len(monomial) <= 1 for monomial in self.terms)


_ONE = Polynomial.number(1.0)


@dataclass(frozen=True, slots=True)
class _Ratio:
    top: Polynomial
    bottom: Polynomial = _ONE

    def __add__(self, other: _Ratio) -> _Ratio:
        if self.bottom == other.bottom:
            return _Ratio(self.top + other.top, self.bottom)
        return _Ratio(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other: _Ratio) -> _Ratio:
        return _Ratio(self.top * other.top, self.bottom * other.bottom)

    def over(self, other: _Ratio) -> _Ratio:
        if not other.top.terms:
            raise LianpuError("a division by zero", hint="write the balance without it")
        return _Ratio(self.top * other.bottom, self.bottom * other.top)


def parse_equation(text: str) -> Polynomial:
    """What must be zero for ``text`` to hold. Raises :class:`LianpuError` that shows where the text breaks."""
    parser = _Parser(list(_tokens(text)))
    left = parser.sum()
    parser.expect("=")
    right = parser.sum()
    if parser.kind != "end":
        raise LianpuError(f"cannot go on at '{parser.text}' in '{text}'", hint="write one balance, such as F1+F2=F3")
    found = left.top * right.bottom + -(right.top * left.bottom)
    if not found.names:
        raise LianpuError(f"'{text}' names no quantity that counts", hint="each balance ties quantities together")
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    plain, at = text.translate(_WIDE).rstrip(), 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None or found.lastgroup is None:
            hint = "names with blanks or signs stand in brackets: [铝锭 2023]"
            raise LianpuError(f"cannot read '{plain[at:].strip()[:20]}' in '{text}'", hint=hint)
        yield found.lastgroup, found[found.lastgroup].strip()
        at = found.end()
    yield "end", "its end"


class _Parser:
    """Sums of products of names, numbers and brackets, from the left."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0]

    @property
    def text(self) -> str:
        return self._tokens[self._at][1]

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]

    def expect(self, sign: str) -> None:
        if self.kind != "sign" or self.text != sign:
            raise LianpuError(f"'{sign}' is missing before '{self.text}'", hint="write a balance such as F1+F2=F3")
        self._next()

    def sum(self) -> _Ratio:
        found = self._signed()
        while self.kind == "sign" and self.text in "+-":
            negative = self._next() == "-"
            term = self._product()
            found = found + (_Ratio(-term.top, term.bottom) if negative else term)
        return found

    def _signed(self) -> _Ratio:
        negative = False
        while self.kind == "sign" and self.text in "+-":
            negative ^= self._next() == "-"
        found = self._product()
        return _Ratio(-found.top, found.bottom) if negative else found

    def _product(self) -> _Ratio:
        found = self._factor()
        while self.kind == "sign" and self.text in "*/":
            divided = self._next() == "/"
            factor = self._factor()
            found = found.over(factor) if divided else found * factor
        return found

    def _factor(self) -> _Ratio:
        if self.kind == "number":
            digits = self._next()
            return _Ratio(Polynomial.number(float(digits.rstrip("%")) / (100.0 if digits.endswith("%") else 1.0)))
        if self.kind in ("name", "quoted"):
            return _Ratio(Polynomial.name(self._next()))
        if self.kind == "sign" and self.text == "(" and self._depth < 50:
            self._next()
            self._depth += 1
            found = self.sum()
            self.expect(")")
            self._depth -= 1
            return found
        raise LianpuError(f"a quantity is missing before '{self.text}'", hint="write a balance such as F1+F2=F3")
