"""The quantities of a clause, each with the product that it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lianpu.reading import phrases
from lianpu.reading.scan import Clause, Token


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities of one clause with the product of each; ``index`` of the token. ``listed``: the product is its place
    in an enumeration before (A、B产能分别达到X、Y)."""

    token: Token
    index: int
    product: str | None
    first: int
    last: int
    listed: bool = False
    more: tuple[str, ...] = ()  # further products of the one quantity: 10GW硅棒及切片


#: Groups of units that measure a product; sums, rates, people and land are about a topic instead.
_OF_A_PRODUCT = frozenset({"mass", "power", "energy", "piece", "vehicle", "area", "volume", "charge"})
_ADVERBS = frozenset("则也还又均都已就共仅只约近")
_PASSED = ("cue", "verb", "make", "aspect", "phase", "status", "forecast", "target")


def groups_of(clause: Clause) -> list[Group]:
    """The clause's quantities in order: the product stands after one, before it, or after the last of several."""
    tokens = clause.tokens
    found = [_group(tokens, i) for i, token in enumerate(tokens) if token.quantity]
    for run in _runs(tokens, found):
        found = _respectively(tokens, found, run)
    for n in range(len(found) - 2, -1, -1):  # 2GW、3GW硅棒
        one, other = found[n], found[n + 1]
        if one.product is None and _only_joined(tokens, one.index, other.index) and _like(one, other):
            found[n] = replace(one, product=other.product)
    return [_with_more(tokens, _with_nearest(tokens, group)) for group in found]


def _group(tokens: tuple[Token, ...], i: int) -> Group:
    if not _measures(tokens[i]) and not _made(tokens, i):
        return Group(tokens[i], i, None, i, i + 1)
    name, last = phrases.after(tokens, i)
    if phrases.is_product(name):
        return Group(tokens[i], i, name, i, last)
    j = i - 1
    while j >= 0 and (_joins_states(tokens, j) or _is_passed(tokens[j]) or tokens[j].text in "（("):
        j -= 1
        if tokens[j + 1].text in "（(":  # 锌合金厂（5万吨）, LNG接收站（一期300万吨/年）
            while j > 0 and tokens[j].has("head"):
                j -= 1
    while j > 0 and tokens[j].tags.get("head") in ("firm", "cluster") and tokens[j + 1].has("cue"):  # 白酒企业产量
        j -= 1
    name, first = phrases.before(tokens, j + 1)
    name = _MADE.sub("", name)
    if phrases.is_product(name) and phrases.firm_in(name) is None:
        return Group(tokens[i], i, name, first, i + 1)
    return Group(tokens[i], i, None, i, i + 1)


_MANY = 1e4  # 800万条半钢胎项目


def _is_passed(token: Token) -> bool:
    return token.has(*_PASSED) or token.text in _ADVERBS or phrases.is_verb(token.text)


#: 产再生胶2.8万吨, 榨季产混合糖258.6万吨.
_MADE = re.compile(r"^.{0,4}(?<![年日月投])产(?![业品能值量线糖率销])")


def _made(tokens: tuple[Token, ...], i: int) -> bool:
    """年产12亿个瓶盖: things are made, not counted."""
    q = tokens[i].quantity
    if q is None or q.group not in ("item", "line") or not i:
        return False
    ability = any(t.tags.get("cue") == "capacity" for t in tokens[:i])
    made = ability or (any(t.tags.get("head") == "project" for t in tokens[i + 1 : i + 5]) and (q.value or 0) >= _MANY)
    made = made or tokens[i - 1].tags.get("make") in ("capacity", "production")
    return (made and "线" not in "".join([t.text for t in tokens[i - 1 : i + 5]])) or q.rate


def _measures(token: Token) -> bool:
    return token.quantity is not None and token.quantity.group in _OF_A_PRODUCT


def _like(one: Group, other: Group) -> bool:
    a, b = one.token.quantity, other.token.quantity
    return a is not None and b is not None and a.group == b.group


def _joins_states(tokens: tuple[Token, ...], j: int) -> bool:
    """The 和 of 建成和在建."""
    return tokens[j].has("connector") and 0 < j < len(tokens) - 1 and tokens[j + 1].has("status")


def _joins(token: Token) -> bool:
    return token.text == "、" or token.has("connector")


def _only_joined(tokens: tuple[Token, ...], i: int, j: int) -> bool:
    """Nothing but 、 or 和 stands between two quantities."""
    return j > i + 1 and all(_joins(token) for token in tokens[i + 1 : j])


def _runs(tokens: tuple[Token, ...], groups: list[Group]) -> Iterator[list[int]]:
    """Indices of groups whose quantities follow each other as X、Y和Z, two or more."""
    run: list[int] = []
    for n, group in enumerate(groups):
        if run and _only_joined(tokens, groups[run[-1]].index, group.index) and _like(groups[run[-1]], group):
            run.append(n)
        else:
            if len(run) > 1:
                yield run
            run = [n]
    if len(run) > 1:
        yield run


def _respectively(tokens: tuple[Token, ...], groups: list[Group], run: list[int]) -> list[Group]:
    """A、B产能分别达到X、Y: as many names before as there are quantities. Not where a product follows the last."""
    last = groups[run[-1]]
    if last.last > last.index + 1:
        return groups
    names = _names_before(tokens, groups[run[0]].index)
    if len(names) < len(run):
        return groups
    out = list(groups)
    for n, name in zip(run, names[-len(run) :], strict=True):
        out[n] = replace(groups[n], product=name, listed=True)
    return out


def _names_before(tokens: tuple[Token, ...], i: int) -> list[str]:
    """The names of an enumeration that ends before token ``i``, without the cue and verbs that follow it."""
    j = i - 1
    while j >= 0 and tokens[j].has(*_PASSED, "potential", "target", "forecast"):
        j -= 1
    parts: list[str] = [""]
    while j >= 0 and not (tokens[j].quantity or tokens[j].kind == "date" or (tokens[j].kind == "mark" and not _joins(tokens[j]))):
        if _joins(tokens[j]):
            parts.insert(0, "")
        elif tokens[j].has("place", "verb", "region") and len(parts) > 1:
            break
        else:
            parts[0] = tokens[j].text + parts[0]
        j -= 1
    names = [phrases.tidy(part) for part in parts]
    return names if all(phrases.is_product(name) for name in names) else []


def _with_nearest(tokens: tuple[Token, ...], group: Group) -> Group:
    """Where no phrase touches the quantity: the last known product before it in the clause, else the first after."""
    if group.product is not None or not _measures(group.token):
        return group
    name = _known_before(tokens, group.index) or _known_after(tokens, group.index)
    return replace(group, product=name) if name else group


def _with_more(tokens: tuple[Token, ...], group: Group) -> Group:
    """10GW硅棒及切片项目 is as much of each; not where what follows is only beside it (及配套…) or has its own quantity."""
    if not _measures(group.token) or group.last <= group.index + 1:
        return group
    names, stop = phrases.listed(tokens, group.index + 1)
    further = names[1:]
    if not further or (stop < len(tokens) and tokens[stop].quantity) or any(_beside(tokens, first) for _, first, _ in further):
        return group
    ends = stop >= len(tokens) or tokens[stop].has("head", "etc", "status", "aspect", "cue") or tokens[stop].kind == "mark"
    named = [name for name, _, _ in further if _named(name)]
    return replace(group, more=tuple(named)) if ends and len(named) == len(further) else group


def _named(name: str) -> bool:
    """A product, and no firm; a long name only where it holds a known one."""
    short = len(name) < 9 or phrases.known_product(name) is not None
    return phrases.is_product(name) and phrases.firm_in(name) is None and short


def _beside(tokens: tuple[Token, ...], first: Token) -> bool:
    own = any(t.quantity for t in tokens if t.start == first.start)
    return own or first.text.startswith(("配套", "相关", "其", "综合", "副产"))


def _known_before(tokens: tuple[Token, ...], i: int) -> str | None:
    for j in range(i - 1, -1, -1):
        if tokens[j].quantity or (tokens[j].kind == "mark" and tokens[j].text != "、"):
            return None
        if tokens[j].has("product"):
            name, _ = phrases.before(tokens, j + 1)
            return None if phrases.firm_in(name) else name
    return None


def _known_after(tokens: tuple[Token, ...], i: int) -> str | None:
    for j in range(i + 1, len(tokens)):
        if tokens[j].quantity or tokens[j].kind == "mark":
            return None
        if tokens[j].has("product"):
            return phrases.after(tokens, j - 1)[0]
    return None
