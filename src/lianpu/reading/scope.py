"""What earlier clauses hold for later ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.scan import Clause

AIMS = frozenset({"力争", "确保", "争取", "努力实现", "力争实现", "确保实现", "奋力实现", "目标是", "预期目标", "冲刺"})
_UNTIL = re.compile(r"(?<![达截])(?:到|至)$")


@dataclass
class Scope:
    """What earlier clauses hold for later ones: in the paragraph the chain and place, in the sentence the rest."""

    place: str | None
    published: str | None
    chain: str | None = None
    subject: str | None = None
    product: str | None = None
    product_id: str | None = None
    named_here: bool = False  # the product was named in this sentence
    date: DateSpan | None = None
    ahead: str | None = None  # target or planned, for the rest of the sentence
    potential: bool = False
    actor: str | None = None
    heading_date: DateSpan | None = None
    proposed: bool = False  # the paragraph is about a project that is only proposed
    year: int | None = None
    recent: list[Claim] = field(default_factory=list)
    park: str | None = None
    amount_here: bool = False
    capacity_here: bool = False
    aims: set[str] = field(default_factory=set)


def enter(clause: Clause, scope: Scope) -> None:
    """What the clause says for itself and for the rest of its sentence: its date, and whether it looks ahead."""
    for i, token in enumerate(clause.tokens):
        if token.date is not None and token.date.span is not None:
            scope.year = int(token.date.span.start[:4])
            if i and _UNTIL.search(clause.tokens[i - 1].text):
                scope.ahead = "target"
            elif token.date.ahead:
                scope.ahead = scope.ahead or "planned"
        if token.tags.get("aspect") == "future" and not clause.of("status"):
            scope.ahead = scope.ahead or "planned"
        if token.text in AIMS or (token.has("forward") and i == 0):
            scope.ahead = "target"
    if any(t.text.endswith(("后", "后可")) for t in clause.of("potential")):
        scope.potential = True
