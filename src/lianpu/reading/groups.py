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


def groups_of(clause: Clause) -> list[Group]:
    tokens = clause.tokens
    found: list[Group] = []
    for i, token in enumerate(tokens):
        if token.quantity is None:
            continue
        name, last = phrases.after(tokens, i)
        if phrases.is_product(name):
            found.append(Group(token, i, name, i, last))
            continue
        j = i - 1
        while j >= 0 and tokens[j].has("cue", "verb", "make", "aspect", "phase", "status"):
            j -= 1
        name, first = phrases.before(tokens, j + 1)
        product = name if phrases.is_product(name) and phrases.firm_in(name) is None else None
        found.append(Group(token, i, product, first if product else i, i + 1))
    for n in range(len(found) - 2, -1, -1):  # 2GW、3GW硅棒: the product stands after the last of them
        one, other = found[n], found[n + 1]
        between = tokens[one.index + 1 : other.index]
        if one.product is None and between and all(t.text == "、" or t.has("connector") for t in between):
            found[n] = replace(one, product=other.product)
    return found
