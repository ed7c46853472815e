"""The quantities of a clause, each with the product that it is of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lianpu.reading import phrases
from lianpu.reading.scan import Clause, Token


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities of one clause with the product of each; ``index`` of the token."""

    token: Token
    index: int
    product: str | None
    first: int
    last: int


#: Groups of units that measure a product; sums, rates, people and land are about a topic instead.
_OF_A_PRODUCT = frozenset({"mass", "power", "energy", "piece", "vehicle", "area", "volume", "charge"})
_PASSED = ("cue", "verb", "make", "aspect", "phase", "status")


def groups_of(clause: Clause) -> list[Group]:
    """The clause's quantities in order: the product stands after one, before it, or after the last of several."""
    found = [_group(clause.tokens, i) for i, token in enumerate(clause.tokens) if token.quantity]
    for n in range(len(found) - 2, -1, -1):  # 2GW、3GW硅棒
        one, other = found[n], found[n + 1]
        between = clause.tokens[one.index + 1 : other.index]
        if one.product is None and between and all(t.text == "、" or t.has("connector") for t in between):
            found[n] = replace(one, product=other.product)
    return found


def _group(tokens: tuple[Token, ...], i: int) -> Group:
    token = tokens[i]
    if token.quantity is None or token.quantity.group not in _OF_A_PRODUCT:
        return Group(token, i, None, i, i + 1)
    name, last = phrases.after(tokens, i)
    if phrases.is_product(name):
        return Group(token, i, name, i, last)
    j = i - 1
    while j >= 0 and (tokens[j].has(*_PASSED) or _joins_states(tokens, j)):
        j -= 1
    name, first = phrases.before(tokens, j + 1)
    if phrases.is_product(name) and phrases.firm_in(name) is None:
        return Group(token, i, name, first, i + 1)
    return Group(token, i, None, i, i + 1)


def _joins_states(tokens: tuple[Token, ...], j: int) -> bool:
    """The 和 of 建成和在建."""
    return tokens[j].has("connector") and 0 < j < len(tokens) - 1 and tokens[j + 1].has("status")
