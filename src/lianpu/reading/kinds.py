"""What kind of claim a quantity makes: by its unit, and by the cue words around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from lianpu.reading import phrases
from lianpu.reading.groups import Group
from lianpu.reading.quantities import Quantity
from lianpu.reading.scan import Clause, Token

Judge = Callable[[Clause, Group], str | None]

_MONEY = (
    "output_value",
    "value_added",
    "revenue",
    "tax",
    "investment",
    "price",
    "exports",
    "orders",
    "wages",
    "profit",
)
_AMOUNTS = {"mass", "power", "energy", "piece", "vehicle", "area", "volume", "charge"}


def kind_of(clause: Clause, group: Group, q: Quantity, hand: str | None = None) -> str | None:
    """The kind of claim, None where a quantity makes none. ``hand`` is the kind of the sentence's last claim: figures
    of an enumeration without a cue of their own go on with it (营业收入：A 428亿元，B 96亿元)."""
    if q.bound == "class":
        following = clause.tokens[group.index + 1 : group.index + 2]
        if any(t.tags.get("head") == "firm" for t in following):
            return None
        return "output_value" if q.group == "money" else None if _sizes_a_thing(clause, group) else "capacity"
    if q.group == hand == "duration":
        return hand
    if q.group == "money" and hand == "investment" and _SPENT.search(text_of(clause.tokens[: group.index])):
        return hand
    if q.group == "money" and _CHANGED_BY.search(text_of(clause.tokens[: group.index])):
        return "difference"
    if hand and _goes_on_with(clause, group, q, hand):
        return hand
    if q.group in _AMOUNTS and _sizes_a_thing(clause, group):
        return None
    if q.group in _AMOUNTS and _CHANGED_BY.search(text_of(clause.tokens[: group.index])):
        return "difference"
    if q.group in _AMOUNTS:
        return _amount(clause, group, q)
    judge = _BY_GROUP.get(q.group)
    return judge(clause, group) if judge else None


#: 计划投资4亿元，1—6月完成2.6亿元: of the sum that the sentence told before.
_SPENT = re.compile(r"(?:完成了?|已投|到位|首期|已用|累计)$")
#: 较上年增加21亿元: by how much, not to how much.
_CHANGED_BY = re.compile(r"(?:较|比)[^，、]{0,10}(?:净增|增加了?|多出?|增长了?|减少了?|少|下降了?|高出?|低)$")


_OF_MONEY = frozenset({"output_value", "revenue", "value_added", "exports", "orders"})
_OF_THINGS = frozenset({"production", "consumption", "throughput", "exports", "emissions"})
HANDED_ON = _OF_MONEY | _OF_THINGS | {"capacity", "duration"}
_OWN_SAY_OF_MONEY = ("cue", "attract", "phase", "potential")
_OWN_SAY = ("cue", "make", "status", "attract", "phase", "head", "potential")


def _goes_on_with(clause: Clause, group: Group, q: Quantity, hand: str) -> bool:
    if hand not in (_OF_MONEY if q.group == "money" else _OF_THINGS if q.group in _AMOUNTS | {"item"} else frozenset()):
        return False
    tokens = clause.tokens
    if _is_made_here(tokens, group.index):
        return False
    since = max((j for j in range(group.index) if tokens[j].quantity), default=-1)
    says = _OWN_SAY_OF_MONEY if q.group == "money" else _OWN_SAY
    own = any(t.has(*says) and not _changes(t) for t in tokens[since + 1 : group.last + 1] if not t.quantity)
    return not own and "投资" not in text_of(tokens)


#: 比行业平均水平低15%: unlike another, not unlike before.
_UNLIKE = re.compile(r"比(?!重|例|上|去|前|同)[^，、]{2,14}(?:高出?|低|多|少)$")


def _changes(token: Token) -> bool:
    """降至21.4亿元: a word of change says no kind of its own."""
    return token.tags.get("cue") in ("growth", "decline", "raise")


def _sizes_a_thing(clause: Clause, group: Group) -> bool:
    """30万吨级船坞1座、600吨龙门吊2台: how great the things are that are counted."""
    tokens, i = clause.tokens, group.index
    if i and tokens[i - 1].has("make", "cue"):
        return False
    rest = tokens[i + 1 : i + 5]
    counted = next((n for n, t in enumerate(rest) if t.quantity), None)
    if counted is None or not counted or any(t.kind == "mark" or t.has("connector", "head") for t in rest[:counted]):
        return False
    q, next_ = rest[counted].quantity, tokens[i + 2 + counted : i + 5 + counted]
    if any(t.has("head") for t in next_):
        return False  # 20万吨三元前驱体等3个项目
    return q is not None and q.group in ("item", "piece") and q.unit == "piece"


def _fixed(kind: str) -> Judge:
    return lambda clause, group: kind


def _points(clause: Clause, group: Group) -> str | None:
    said = text_of(clause.tokens[: group.index + 1])
    compared = any(word in said for word in ("比", "较", "超", "平均"))
    return "difference" if compared or any(t.has("cue") for t in clause.tokens) else None


def _person(clause: Clause, group: Group) -> str | None:
    said = text_of(clause.tokens)
    return "jobs" if _cue(clause, group, ("jobs",)) or "就业" in said or "岗位" in said else None


def _item(clause: Clause, group: Group) -> str | None:
    """Things are counted where they are projects, firms, lines or parks: 22个项目, 生产线9条; else they may be made."""
    if _cue(clause, group, ("jobs",)):
        return "jobs"
    tokens, i = clause.tokens, group.index
    if group.token.quantity and group.token.quantity.rate:
        return _amount(clause, group, group.token.quantity)  # 6000台/年
    if group.token.quantity and group.token.quantity.group != "line" and group.product:
        return _amount(clause, group, group.token.quantity)
    if group.product and "线" not in text_of(tokens[max(0, i - 2) : i + 5]) and group.token.quantity:
        return _amount(clause, group, group.token.quantity)  # 年产600万条半钢子午胎
    if group.token.quantity and group.token.quantity.group == "line":
        beside = text_of(tokens[max(0, i - 1) : i]), text_of(tokens[i + 1 : i + 4])
        if beside[0].endswith(("线", "窑", "炉")) or "线" in beside[1]:
            return "count"
    if group.token.quantity and group.token.quantity.printed.endswith(_STANDING):
        name = phrases.before(tokens, i)[0]
        return "count" if phrases.is_product(name) and not phrases.firm_in(name) else None
    near = [*tokens[i + 1 : i + 5], *tokens[max(0, i - 3) : i]]
    return "count" if any(t.tags.get("head") in ("project", "firm", "works", "park") for t in near) else None


_STANDING = ("座", "台", "套", "架", "艘", "口", "窑")


def _duration(clause: Clause, group: Group) -> str | None:
    return "duration" if _cue(clause, group, ("duration",)) else None


def _times(clause: Clause, group: Group) -> str | None:
    return "growth" if any(t.tags.get("cue") == "growth" for t in clause.tokens[: group.index]) else None


def text_of(tokens: tuple[Token, ...]) -> str:
    return "".join([t.text for t in tokens])


def _cue(clause: Clause, group: Group, kinds: tuple[str, ...]) -> str | None:
    """The nearest cue of these kinds before the quantity in its clause, else right after it."""
    tokens = clause.tokens
    for j in range(group.index - 1, -1, -1):
        token = tokens[j]
        if token.quantity and not _joined(tokens, j):
            break
        if token.tags.get("cue") in kinds:
            return token.tags["cue"]
    for token in tokens[group.index + 1 : group.index + 4]:
        if token.tags.get("cue") in kinds:
            return token.tags["cue"]
    return None


def _joined(tokens: tuple[Token, ...], j: int) -> bool:
    """A quantity inside an enumeration: 粗钢1236万吨、钢材1180万吨."""
    rest = tokens[j + 1 : j + 5]
    return any(t.text == "、" or t.has("connector") for t in rest)


def _money(clause: Clause, group: Group) -> str | None:
    cue = _cue(clause, group, _MONEY)
    if cue == "profit":
        return "other"
    if _CHANGED_BY.search(text_of(clause.tokens[: group.index])):
        return "difference"
    if cue:
        return cue
    if group.token.quantity and group.token.quantity.group == "bare":
        return None
    if any("投资" in t.text for t in clause.tokens[: group.index]):
        return "investment"
    after = clause.tokens[group.index + 1 : group.index + 4]
    if any(t.tags.get("head") in ("project", "firm", "works") for t in after):
        return "investment" if any("投资" in t.text for t in clause.tokens) else None
    return None


def _percent(clause: Clause, group: Group) -> str | None:
    tokens, i = clause.tokens, group.index
    if group.token.text.startswith("翻") or text_of(tokens[:i]).rstrip("-－−").endswith("同比"):
        return "growth"
    if _UNLIKE.search(text_of(tokens[:i])):
        return "difference"
    for token in reversed(tokens[:i]):
        cue = token.tags.get("cue")
        if cue in ("growth", "decline"):
            return "growth"
        if cue in ("share",) or token.text in ("占", "达", "达到", "率"):
            return "share"
    after = tokens[i + 1 : i + 3]
    return "growth" if any(t.tags.get("cue") in ("growth", "decline") for t in after) else "share"


def _amount(clause: Clause, group: Group, q: Quantity) -> str | None:
    tokens, i = clause.tokens, group.index
    if q.group == "area" and _FLOOR.search(text_of(tokens[max(0, i - 3) : i])):
        return "land"
    if q.group == "power" and _cue(clause, group, ("power",)):
        return "power"
    if q.group == "energy" and _is_strength(q) and not _cue(clause, group, ("energy", "consumption")):
        return None
    if q.group == "energy" and (_cue(clause, group, ("energy", "consumption")) or "kWh" in q.unit):
        return "energy"
    if (i and tokens[i - 1].text.endswith("日产")) or (i > 1 and tokens[i - 2].text.endswith("日产")):
        return "production" if not any(t.tags.get("head") in _BUILT for t in tokens) else "capacity"
    if _NEEDED.match(text_of(tokens[i + 1 : i + 3])):
        return "consumption"
    if _is_made_here(tokens, i):
        return "production"
    if said := _said_before(tokens, i):
        return said
    if (
        q.group == "power"
        and not phrases.known_product(group.product or "")
        and _PLANTS.search(text_of(clause.tokens[max(0, min(group.first, i - 4)) : i + 3]))
    ):
        return "power"
    return _unsaid(clause, group, q)


_TOO_MANY_TO_COUNT = 1e5  # tablets and bottles are made, machines and halls counted
_PLANTS = re.compile(r"水电|风电|光伏|火电|热电|电站|电厂|机组|装机|发电|蓄能|储能|风光|负荷|变电")
_FLOOR = re.compile(r"面积|厂房|仓库|车间|场地|占地")


def _is_strength(q: Quantity) -> bool:
    """65度黑钨精矿, 52度白酒."""
    return q.printed.endswith("度") and q.printed[-2:-1].isdigit()


_AMOUNT_CUES = frozenset({"capacity", "production", "consumption", "throughput", "exports", "reserves", "emissions", "orders"})


def _said_before(tokens: tuple[Token, ...], i: int) -> str | None:
    """The kind that the nearest cue before a quantity tells."""
    closed = False
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.text in "）)" or closed:
            closed = token.text not in "（("  # what stands in brackets says nothing of what follows them
            continue
        if token.text in "（(" or (token.has("phase") and j == i - 1):
            return None
        cue = "capacity" if token.tags.get("make") == "capacity" else token.tags.get("cue") or token.tags.get("make")
        if cue in _AMOUNT_CUES:
            return cue
        if token.quantity and not _joined(tokens, j):
            return None
    return None


_NEEDED = re.compile(r"的?(?:需求|用量|消耗|消费|耗用)")
_MADE_HERE = re.compile(r"(?:(?<![年日月投量达生])|(?<=[是当该翌同]年))产(?![业品能值量线率销地])[^，（）、]{0,10}$")


def _is_made_here(tokens: tuple[Token, ...], i: int) -> bool:
    """产锌锭仅6.4万吨, 是年产锌精矿1260吨: what was made in its time."""
    since = max((j + 1 for j in range(i) if tokens[j].quantity or tokens[j].kind == "date"), default=0)
    return bool(_MADE_HERE.search(text_of(tokens[since:i])))


_BUILT = ("project", "works", "park")


def _unsaid(clause: Clause, group: Group, q: Quantity) -> str:
    """Of a quantity beside no cue: things in hand are counted, what a time is said of was made, else it is an ability."""
    tokens = clause.tokens
    brought = any(t.tags.get("attract") == "announced" for t in tokens)
    project = (
        brought
        or any(t.tags.get("head") in _BUILT for t in tokens[group.index :])
        or any(t.has("phase", "goal") or t.tags.get("cue") == "capacity" or t.tags.get("make") == "capacity" for t in tokens)
    )
    if project or q.rate:
        return "capacity"
    few = q.group in ("piece", "item") and (q.value or 0) < _TOO_MANY_TO_COUNT
    if few and not any(t.has("make", "potential") for t in tokens):
        return "count"
    seen = any(t.date and t.date.span and not t.date.ahead for t in tokens[: group.index])
    return "production" if seen and not any(t.has("status", "aspect", "potential", "target") for t in tokens) else "capacity"


_BY_GROUP: dict[str, Judge] = {
    "money": _money,
    "bare": _money,
    "price": _fixed("price"),
    "percent": _percent,
    "times": _times,
    "points": _points,
    "land": _fixed("land"),
    "person": _person,
    "enterprise": _fixed("count"),
    "item": _item,
    "line": _item,
    "duration": _duration,
}
