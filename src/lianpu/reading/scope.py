"""What earlier clauses hold for later ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lianpu.reading import phrases
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.scan import Cast, Clause, Token
from lianpu.reading.words import names

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
    firm: str | None = None  # that the clauses from here on are about
    product: str | None = None
    product_id: str | None = None
    product_group: str | None = None  # of the unit that it was last measured in
    named_here: bool = False  # the product was named in this sentence
    date: DateSpan | None = None
    ahead: str | None = None  # target or planned, for the rest of the sentence
    product_here: bool = False  # it was named in this paragraph
    product_owner: str | None = None  # the firm in hand when it was named
    aim: DateSpan | None = None  # the time that the paragraph's aims are for
    potential: bool = False
    forecast: bool = False  # 预计全年…
    actor: str | None = None
    heading_date: DateSpan | None = None
    aims_here: bool = False  # the section is one of aims: 今年目标, 下一步打算
    aims_level: int = 0  # of the heading that says so: 0 of 一、, 1 of （一）, 2 of 1., 3 of 一是
    period: DateSpan | None = None  # that the paragraph's figures are of
    proposed: bool = False  # the paragraph is about a project that is only proposed
    year: int | None = None
    recent: list[Claim] = field(default_factory=list)
    state: str | None = None  # that the sentence told last of the project in hand
    said: list[Claim] = field(default_factory=list)  # in this sentence
    park: str | None = None
    amount_here: bool = False
    amount_in_sentence: bool = False
    begun: list[Clause] = field(default_factory=list)  # the sentence's clauses up to this one
    capacity_here: bool = False
    main: str | None = None  # the firm that the paper names first
    of_an_issuer: bool = False  # it is that firm's own paper: a filing, a report, minutes
    money: str | None = None  # the kind of sum that the sentence named last
    kind: str | None = None  # of the figures under a heading or after a colon
    cast: Cast = field(default_factory=lambda: Cast(frozenset()))  # the firms of this document that no table has
    aims: set[str] = field(default_factory=set)

    section_kind: str | None = None  # of the figures under a heading
    section_state: str | None = None  # of the projects under a heading: 续建类, 储备项目
    about_year: int | None = None  # that the document's title gives its figures
    unstated: dict[str, str] = field(default_factory=dict)  # ids of capacities whose state is not told yet → what it is then
    is_item: bool = False  # the paragraph is an item of a list, about one project
    about: DateSpan | None = None  # the same as a date
    all_proposed: bool = False  # the document is about a project that is only proposed
    aims_in_paragraph: bool = False
    after_a_date: bool = False  # the clause before was a date and nothing else
    section_date: DateSpan | None = None  # of the heading
    sentence_begins: bool = True

    def begin_paragraph(self) -> None:
        """Forgets what held for the last paragraph only."""
        self.heading_date, self.proposed, self.chain, self.firm, self.period = None, self.all_proposed, None, None, None
        self.aims_in_paragraph, self.is_item, self.aim, self.product_here = False, False, None, False

    def begin_sentence(self) -> None:
        """Forgets what held for the last sentence only."""
        self.after_a_date = False
        self.sentence_begins, self.year = True, self.about_year
        self.kind = self.section_kind
        self.said, self.state, self.money = [], None, None
        self.date, self.potential, self.forecast = None, False, False
        self.ahead = self.aimed
        self.actor, self.park, self.place = None, None, self.home
        self.amount_in_sentence, self.begun = False, []
        self.recent, self.named_here = self.recent[-6:], False

    @property
    def aimed(self) -> str | None:
        """Whether a figure of the section or paragraph is aimed at before the clause says anything."""
        return "target" if self.aims_here or self.aims_in_paragraph else None

    @property
    def doer(self) -> str | None:
        """The first firm that the sentence names as acting; looked for only where it is asked for."""
        return next((name for clause in self.begun if (name := _doer(clause))), None)


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
    name = "".join(held)[:24]
    plant = _PLANT.match(name)
    return plant[1] if plant else phrases.firm_in(name)


_SPEAKER = re.compile(
    r"(?:据|对此，?)?([\u4e00-\u9fffA-Za-z]{3,16}?)"
    r"(?:的?(?:相关|有关)?(?:负责人|董事长|总经理|副总|总裁|厂长|经理|总工))"
)


_SPEAKS = re.compile("负责人|董事长|总经理|副总|总裁|厂长|经理|总工")
_THERE = re.compile(r"基地|工厂|厂区|老厂|新厂|分厂|港|那边|那里|方面|地区|当地|一带|那儿")


def head_place(clause: Clause, scope: Scope) -> str | None:
    """The place that a clause begins with: 遂川市依托锂矿…; 我市 is home again."""
    if clause.text[0] in "我本全" and _OWN.match(clause.text):
        return scope.home
    if "place" not in clause.tags:
        return None
    first = next((t for t in clause.tokens[:4] if t.tags.get("place", "").startswith("head:")), None)
    if first is None and len(clause.tokens) > 1 and clause.tokens[0].has("place") and _THERE.match(clause.tokens[1].text):
        first = clause.tokens[0]
    if first is None or first is clause.tokens[-1]:
        return None
    return scope.home if scope.home and first.text in scope.home else first.text


#: What a clause or sentence begins with that goes on about the firm named before.
_GOES_ON = ("anaphor", "phase", "status", "aspect", "verb", "cue", "make", "potential", "forecast", "target", "connector")
_BESIDE = ("region", "place")


def _issuer(scope: Scope) -> str | None:
    """Whose a figure in a firm's own paper is, where it names no other firm before."""
    main, last = scope.main, scope.subject
    if main is None or not scope.of_an_issuer:
        return None
    others = (last or main, *(token.text for clause in scope.begun for token in clause.of("firm")))
    return main if all(name in main or main in name for name in others) else None


_NUMBER = re.compile(r"[0-9０-９.．、（）()]+")  # of an item


def _firm_in_hand(clause: Clause, scope: Scope) -> str | None:
    """The firm that a clause is about: the one that it begins with, else the one before it, until another topic begins."""
    for first in clause.tokens:
        if first.kind not in ("date", "mark") and "forward" not in first.tags and not _NUMBER.fullmatch(first.text):
            break
    else:
        return scope.firm
    if first.has("firm"):
        return first.text
    if first.text.startswith(("公司", "本公司", "我公司", "我司")):
        stop = next((i for i, t in enumerate(clause.tokens) if t.quantity or t.has("status", "aspect")), len(clause.tokens))
        named = next((t.text for t in clause.tokens[:stop] if t.has("firm")), None)  # 公司控股子公司A
        return named or (None if scope.of_an_issuer else scope.firm) or scope.main
    if first.text.startswith(("这家", "该公司", "该企业")) or (first.text == "企业" and scope.firm is None):
        return scope.firm or scope.subject
    if first.text.startswith(("另", "其他", "其余", "此外")) or first.has(*_BESIDE):
        return None
    if scope.sentence_begins and not (scope.is_item or first.has(*_GOES_ON) or first.quantity):
        return _issuer(scope)
    return scope.firm or _issuer(scope)


_ABOUT = re.compile(r"([\u4e00-\u9fffA-Za-z]{2,12}?)(?:方面|这一?块|板块|环节|领域|(?:产业|行业)(?=受|因|面对))")
_TOPIC = re.compile("[面块节域业]")  # how the word after a topic ends


def _topic_of(clause: Clause) -> str | None:
    """海绵钛方面, 秦钛股份的宽厚板轧机今年7月…: the good that the sentence goes on about, where it is told no figure of."""
    tokens = clause.tokens
    if _TOPIC.search(clause.text) and (about := _ABOUT.match(clause.text)) and not tokens[0].has("firm", "place", "region"):
        name = phrases.tidy(about[1])
    elif (tokens[0].has("firm") or tokens[0].text in ("其", "它", "它的")) and len(tokens) > 1:
        name, last = phrases.after(tokens, 1 if tokens[1].has("of") else 0)
        ended = last >= len(tokens) or tokens[last].kind == "date" or tokens[last].has("head", "status", "aspect", "cue", "verb")
        if not ended or any(t.text == "、" or t.has("connector") for t in tokens[1:last]):
            return None
    else:
        return None
    fits = phrases.is_product(name) and not name.endswith(tuple(names()["no_topics"])) and phrases.firm_in(name) is None
    return name if fits and len(name) < 12 else None


def enter(clause: Clause, scope: Scope) -> None:
    """What the clause says for itself and for the rest of its sentence: its date, and whether it looks ahead."""
    scope.place = head_place(clause, scope) or scope.place
    scope.begun.append(clause)
    firm = _firm_in_hand(clause, scope)
    if firm != scope.firm:
        scope.state = None
    scope.firm = firm
    scope.sentence_begins = False
    if topic := _topic_of(clause):
        known = phrases.known_product(topic, scope.chain)
        scope.product, scope.product_id, scope.product_group = topic, known.product_id if known else None, None
        scope.named_here = True
    _look_ahead(clause, scope)


def _look_to(token: Token, before: str, scope: Scope) -> None:
    """What a date says of its clause: 到2027年 aims, 预计全年 foresees, 计划明年 plans."""
    assert token.date is not None and token.date.span is not None
    end = token.date.span.end
    if token.text[:4].isdigit():
        scope.year = int(token.date.span.start[:4])
    past = scope.published and end < scope.published[: len(end)]
    if token.text == "新的一年" or (not past and _UNTIL.search(before)):
        scope.ahead, scope.aim = "target", token.date.span
    elif token.date.ahead and token.date.whole:
        scope.forecast = True
    elif token.date.ahead:
        scope.ahead = scope.ahead or "planned"


def _look_ahead(clause: Clause, scope: Scope) -> None:
    """Whether the clause, and what follows it in the sentence, speaks of what is to come."""
    if _SPEAKS.search(clause.text) and (speaker := _SPEAKER.match(clause.text)):
        scope.subject = phrases.firm_in(speaker[1]) or scope.subject
    _look_ahead_of_words(clause, scope)
    if "forecast" in clause.tokens[-1].tags and not clause.quantities:
        scope.forecast = True
    if "potential" in clause.tags and any(t.text.endswith(("后", "后可")) for t in clause.of("potential")):
        scope.potential = True


def _look_ahead_of_words(clause: Clause, scope: Scope) -> None:
    """到2027年, 将, 力争: its dates and the words that aim."""
    if not (clause.dates or clause.has("aspect", "target", "forward")):
        return
    for i, token in enumerate(clause.tokens):
        if token.date is not None and token.date.span is not None:
            _look_to(token, clause.tokens[i - 1].text if i else "", scope)
        if token.tags.get("aspect") == "future" and not clause.of("status"):
            scope.ahead = scope.ahead or "planned"
        if scope.aims_here and token.tags.get("aspect") in ("past", "now") and not clause.has("target"):
            scope.ahead = None  # 现已建成4条，合8000吨: what there is, in a section of aims
        if token.text in AIMS or (token.has("forward") and i == 0):
            scope.ahead = "target"
