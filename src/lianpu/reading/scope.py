"""What earlier clauses hold for later ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lianpu.reading import phrases
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.scan import Clause

AIMS = frozenset({"力争", "确保", "争取", "努力实现", "力争实现", "确保实现", "奋力实现", "目标是", "预期目标", "冲刺"})
_UNTIL = re.compile(r"(?<![达截])(?:到|至)$")


@dataclass
class Scope:
    """What earlier clauses hold for later ones: in the paragraph the chain and place, in the sentence the rest."""

    home: str | None  # the region that the document is about
    published: str | None
    place: str | None = None  # where the clauses from here on are set
    chain: str | None = None
    subject: str | None = None
    product: str | None = None
    product_id: str | None = None
    product_group: str | None = None  # of the unit that it was last measured in
    named_here: bool = False  # the product was named in this sentence
    date: DateSpan | None = None
    ahead: str | None = None  # target or planned, for the rest of the sentence
    potential: bool = False
    forecast: bool = False  # 预计全年…
    actor: str | None = None
    heading_date: DateSpan | None = None
    proposed: bool = False  # the paragraph is about a project that is only proposed
    year: int | None = None
    recent: list[Claim] = field(default_factory=list)
    park: str | None = None
    amount_here: bool = False
    amount_in_sentence: bool = False
    doer: str | None = None  # the first firm that the sentence names as acting
    capacity_here: bool = False
    aims: set[str] = field(default_factory=set)

    def begin_sentence(self) -> None:
        """Forgets what held for the last sentence only."""
        self.date, self.ahead, self.potential, self.forecast = None, None, False, False
        self.actor, self.park, self.place = None, None, self.home
        self.amount_in_sentence, self.doer = False, None
        self.recent, self.named_here = self.recent[-6:], False


_OWN = re.compile(r"(?:我|本|全)(?:市|县|区|州|旗)")


_PLANT = re.compile(r"([\u4e00-\u9fff]{3,14}?(?:公司|集团|工厂|厂区))")


def _doer(clause: Clause) -> str | None:
    """The firm or plant that a clause begins with."""
    held: list[str] = []
    for token in clause.tokens:
        if not (token.kind == "text" or token.has("firm", "product", "place") or token.tags.get("head") in ("firm", "project")):
            break
        if token.has("firm"):
            return token.text
        held.append(token.text)
    name = "".join(held)
    plant = _PLANT.match(name)
    return plant[1] if plant else phrases.firm_in(name)


_SPEAKER = re.compile(
    r"(?:据|对此，?)?([\u4e00-\u9fffA-Za-z]{3,16}?)"
    r"(?:的?(?:相关|有关)?(?:负责人|董事长|总经理|副总|总裁|厂长|经理|总工))"
)


def head_place(clause: Clause, scope: Scope) -> str | None:
    """The place that a clause begins with: 遂川市依托锂矿…; 我市 is home again."""
    if _OWN.match("".join(t.text for t in clause.tokens[:3])):
        return scope.home
    first = next((t for t in clause.tokens[:4] if t.tags.get("place", "").startswith("head:")), None)
    if first is None or first is clause.tokens[-1]:
        return None
    return scope.home if scope.home and first.text in scope.home else first.text


def enter(clause: Clause, scope: Scope) -> None:
    """What the clause says for itself and for the rest of its sentence: its date, and whether it looks ahead."""
    scope.place = head_place(clause, scope) or scope.place
    scope.doer = scope.doer or _doer(clause)
    if speaker := _SPEAKER.match("".join(t.text for t in clause.tokens)):
        scope.subject = phrases.firm_in(speaker[1]) or scope.subject
    for i, token in enumerate(clause.tokens):
        if token.date is not None and token.date.span is not None:
            scope.year = int(token.date.span.start[:4])
            past = scope.published and token.date.span.end < scope.published[: len(token.date.span.end)]
            if i and not past and _UNTIL.search(clause.tokens[i - 1].text):
                scope.ahead = "target"
            elif token.date.ahead and token.date.whole:
                scope.forecast = True
            elif token.date.ahead:
                scope.ahead = scope.ahead or "planned"
        if token.tags.get("aspect") == "future" and not clause.of("status"):
            scope.ahead = scope.ahead or "planned"
        if token.text in AIMS or (token.has("forward") and i == 0):
            scope.ahead = "target"
    if any(t.text.endswith(("后", "后可")) for t in clause.of("potential")):
        scope.potential = True
