"""What a figure is about: the product, the sum's topic, what a rate is of."""

from __future__ import annotations

import re

from lianpu.reading import phrases
from lianpu.reading.actors import actor
from lianpu.reading.claims import Claim
from lianpu.reading.groups import Group
from lianpu.reading.kinds import text_of
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import Scope
from lianpu.reading.words import names

_SUMS = {"output_value", "revenue", "tax", "investment", "value_added", "price", "exports", "wages", "orders", "other"}
_OF_A_PROJECT = {"investment", "tax", "price"}
_OF_A_REGION = {"output_value", "revenue", "value_added"}
_OF_A_FIRM_ITSELF = {"revenue", "tax"}  # in its own report
_MEASURES = {"mass", "energy", "power", "area", "piece", "vehicle"}
_CHANGES = {"growth", "decline", "raise", "above", "below"}
_RATES = {"growth", "share", "energy", "consumption", "power", "emissions"}


def product_of(clause: Clause, group: Group, kind: str, scope: Scope) -> tuple[str | None, str | None, str | None]:
    """The product as printed, with its id and chain; what the sentence or section is about where none is printed."""
    if kind in ("jobs", "duration"):
        return None, None, None
    name = _rate_that_changed(clause, group) if kind == "difference" else _printed(clause, group, kind)
    if name is not None:
        known = phrases.known_product(name, scope.chain)
        if known and group.token.quantity and group.token.quantity.group == "power":
            known = phrases.known_product(names()["in_power"].get(known.term, known.term), scope.chain)
        return name, known.product_id if known else None, known.chain if known else None
    return _carried(clause, group, kind, scope)


def _rate_that_changed(clause: Clause, group: Group) -> str | None:
    """产糖率提高0.57个百分点: of the rate that the clause names itself."""
    name = _rate(clause, group)
    return name if name and name.endswith(("率", "比重", "占比", "比例", "强度", "单耗")) else None


def _carried(clause: Clause, group: Group, kind: str, scope: Scope) -> tuple[str | None, str | None, str | None]:
    """The product that the sentence, or the project that it goes on about, was said to be of."""
    tokens = clause.tokens
    goes_on = bool(tokens) and (tokens[0].has("anaphor", "phase") or tokens[0].text.startswith("项目"))
    if told_of := _told_of(clause, group, kind, scope):
        return told_of.product, told_of.product_id, None
    if kind in _OF_A_REGION and (makers := _makers_counted(scope)):
        return makers.product, makers.product_id, None
    if kind in ("count", "land") or (kind == "investment" and actor(tokens[: group.index], tokens[group.index :])):
        return None, None, None
    if kind in _OF_A_PROJECT | _OF_A_REGION and scope.firm and scope.product_owner not in (None, scope.firm):
        return None, None, None  # the good is another firm's
    if kind in _OF_A_PROJECT and not (scope.named_here or goes_on):
        return None, None, None
    if kind in _OF_A_REGION and not (scope.potential or goes_on) and (not scope.named_here or _generic(clause, group)):
        return None, None, None
    if kind in _OF_A_FIRM_ITSELF and scope.of_an_issuer and not scope.potential:
        return None, None, None
    unit = group.token.quantity
    if unit and not goes_on and {unit.group, scope.product_group} <= _MEASURES and scope.product_group != unit.group:
        return None, None, None
    if kind == "investment" and not scope.named_here and len({c.product for c in scope.recent if c.kind == "capacity"}) > 1:
        return None, None, None
    return scope.product, scope.product_id, None


_OF_OTHERS = ("share", "growth", "difference")


def _makers_counted(scope: Scope) -> Claim | None:
    """白酒企业64家，完成产值386.5亿元: the makers whom the sentence counted just before."""
    last = scope.said[-1] if scope.said else None
    return last if last and last.kind == "count" and last.unit == "enterprise" and last.product else None


def _told_of(clause: Clause, group: Group, kind: str, scope: Scope) -> Claim | None:
    """The claim that a growth, a share or a difference is told of: 产量18万吨，同比增长5%，占全省的三成."""
    q = group.token.quantity
    if kind == "difference" and q and q.group == "money":
        return scope.said[-1] if scope.said else None
    if kind == "difference":
        return next((c for c in reversed(scope.recent) if c.kind in _OF_OTHERS), None)
    if kind == "growth" and scope.said and scope.said[-1].kind not in (*_OF_OTHERS, "count"):
        return scope.said[-1]
    if kind == "share" and clause.text.lstrip("约近已大").startswith("占") and scope.recent:
        return scope.recent[-1]
    return None


def _generic(clause: Clause, group: Group) -> bool:
    """产业产值, 完成产值: of the industry in hand, not of the product named last."""
    said = text_of(clause.tokens[: group.index])
    return "产业" in said or "全" in said or "完成" in said


_OF_WHOLE = re.compile("(?:约|大约|近|已|仅|只)?占")  # 占全县规上工业的41%: what it names is the whole


def _printed(clause: Clause, group: Group, kind: str) -> str | None:
    if group.listed:
        return group.product
    if kind == "count":
        return _counted(clause, group) or _things(clause, group)
    if kind == "land":
        return _grown(clause, group)
    if group.token.quantity and group.token.quantity.bound == "class":
        return park_after(clause, group)[1]
    if kind == "investment":
        topic = _topic(clause, group)
        return topic if topic and phrases.known_product(topic) else _invested_in(clause, group)
    if kind in _SUMS:
        return _topic(clause, group)
    if kind in _RATES:
        if kind == "share" and _OF_WHOLE.match(clause.text):
            return None
        holder = share_holder(clause, group) if kind == "share" else None
        return holder or _rate(clause, group) or (group.product if kind in ("power", "consumption") else None)
    return group.product or (_by_cue(clause, group) if kind in ("production", "orders") else None)


_PLAIN = re.compile(r"[年总产销售量额累计完成交付出货下线]+")


def _by_cue(clause: Clause, group: Group) -> str | None:
    """造船完工量: a measure whose word names what is made; 产量 names nothing."""
    cue = next((t.text for t in reversed(clause.tokens[: group.index]) if t.has("cue")), "")
    return None if _PLAIN.fullmatch(cue) or not cue.endswith(("量", "订单")) else cue


def _invested_in(clause: Clause, group: Group) -> str | None:
    """投资80亿元建设的15GWh动力电池项目: the product of the project that the money builds."""
    rest = clause.tokens[group.index + 1 :]
    if not rest or not any("建" in t.text for t in rest[:2]):
        return None
    at = next((i for i, token in enumerate(rest) if token.has("product") and i), None)
    return phrases.after(rest, at - 1)[0] if at else None


def _things(clause: Clause, group: Group) -> str | None:
    """共布置48台大型压铸机: the things that are counted."""
    name = phrases.after(clause.tokens, group.index)[0] or phrases.before(clause.tokens, group.index)[0]
    return name if phrases.is_product(name) and phrases.firm_in(name) is None else None


_GROUND = re.compile(r"(?:用地|占地|征地|土地|规划面积|总?面积|工业用地|建设用地|种植|栽种|播种)+$")


def _grown(clause: Clause, group: Group) -> str | None:
    """茶园总面积60万亩, 种植苜蓿8.4万亩: what stands on the land."""
    tokens, j = clause.tokens, group.index - 1
    while j >= 0 and (tokens[j].has("cue", "verb", "aspect", "target", "forecast", "head") or phrases.is_verb(tokens[j].text)):
        j -= 1
    name = _GROUND.sub("", phrases.before(tokens, j + 1)[0])
    return name if phrases.is_product(name) and not _GROUND.search(name) and phrases.firm_in(name) is None else None


def _counted(clause: Clause, group: Group) -> str | None:
    tokens, i = clause.tokens, group.index
    name, last = phrases.after(tokens, i)
    if name and last < len(tokens) and tokens[last].has("head"):
        return name
    j = i - 1
    while j >= 0 and tokens[j].has("verb", "aspect", "head"):
        j -= 1
    name, _ = phrases.before(tokens, j + 1)
    return name if phrases.is_product(name) else None


def park_after(clause: Clause, group: Group) -> tuple[str | None, str | None]:
    """The park or base that is named after a quantity, and the product in its name."""
    parts: list[str] = []
    for token in clause.tokens[group.index + 1 :]:
        if token.kind == "mark" and token.text in '“”"':
            continue
        if token.kind in ("mark", "quantity") or token.has("status", "verb"):
            break
        parts.append(token.text)
        if token.tags.get("head") in ("park", "cluster"):
            break
    phrase = "".join(parts).strip("的")
    head = next((end for end in names()["goal_ends"] + names()["park_suffixes"] if phrase.endswith(end)), "")
    if not head:
        return None, None
    return phrase, phrases.tidy(phrase.removesuffix(head)) or None


def _topic(clause: Clause, group: Group) -> str | None:
    """What a sum is of: the phrase before its cue."""
    parts: list[str] = []
    for token in reversed(clause.tokens[: group.index]):
        if not parts and (token.has("potential", "target", "forecast") or token.kind == "date" or token.text[0] == "每"):
            continue
        if token.kind in ("mark", "quantity", "date") or token.has("connector", "potential", "target", "forward", "attract"):
            break
        if token.has("region", "place") and parts:
            break
        if token.has("region", "place") or (token.has("cue", "verb", "aspect", "status", "make") and not parts):
            continue
        if token.has("verb", "aspect", "status", "make", "phase", "anaphor", "firm"):
            break
        parts.insert(0, token.text)
    name = phrases.tidy("".join(parts))
    if len(name) == 1:
        name += "产业"  # 硅产业产值
    if not name:
        return next((t.text for t in reversed(clause.tokens[: group.index]) if t.text in names()["own_topics"]), None)
    return None if phrases.firm_in(name) or not phrases.is_product(name) else name


def share_holder(clause: Clause, group: Group) -> str | None:
    """What takes the share: the phrase before 占."""
    said = text_of(clause.tokens[: group.index])
    if "占" not in said:
        return None
    name = phrases.tidy(re.split(r"[，、（）()“”]", said.split("占")[0])[-1])
    return name if phrases.is_product(name) else None


def _rate(clause: Clause, group: Group) -> str | None:
    """What a rate is of, as printed up to its verb: 原铝就地精深加工率, 规模以上工业增加值, 工业用电."""
    parts: list[Token] = []
    for token in reversed(clause.tokens[: group.index]):
        if token.kind in ("mark", "date") or token.quantity or token.has("connector", "potential", "target", "forward"):
            if parts:
                break
            continue
        if not parts and (token.has("of", "verb", "aspect") or token.tags.get("cue") in _CHANGES):
            continue
        if token.has("region", "place"):
            if parts:
                break
            continue
        parts.insert(0, token)
    while parts and (
        parts[-1].tags.get("cue") in ("growth", "decline", "raise", "share", "above", "below")
        or parts[-1].has("aspect")
        or parts[-1].has("verb")
        or parts[-1].text in ("达", "由", "的", "为", "约")
    ):
        parts.pop()
    text = "".join(t.text for t in parts)
    text = text.split("占")[0] if "占" in text else text
    if not text:
        return next((t.text for t in reversed(clause.tokens[: group.index]) if t.has("cue") and t.text.endswith("率")), None)
    name = phrases.tidy(text)
    return name if phrases.is_product(name) else None
