"""Claims without a quantity: who is there, what is meant to be developed, aims, projects without a size, dated events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lianpu.reading import phrases
from lianpu.reading.actors import actor
from lianpu.reading.claims import Claim
from lianpu.reading.events import base_claim, milestones
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import Scope
from lianpu.reading.states import meant
from lianpu.reading.words import names

_FOCUS_HEADS = ("thing", "cluster", "works")


def read_statements(clause: Clause, scope: Scope, amounts: list[Claim]) -> Iterator[Claim]:
    """Presence, focus, goal, project and milestone claims of a clause, without ids; ``amounts`` are its other claims."""
    tags = clause.tags
    if "attract" in tags or clause.quantities or "以" in clause.text:
        yield from _presence(clause, scope)
    if "focus" in tags or "make" in tags:
        yield from _focus(clause, scope)
    if "goal" in tags:
        yield from _goal(clause, scope)
    projects = list(_project(clause, scope, amounts)) if not scope.capacity_here and ("head" in tags or "phase" in tags) else []
    events = list(milestones(clause, scope, amounts)) if "status" in tags else []
    yield from _dated(projects, events)


def _dated(projects: list[Claim], events: list[Claim]) -> list[Claim]:
    """力争超高压电缆项目三季度竣工: a project whose clause dates it is the event's, not one more claim."""
    if len(projects) != 1 or len(events) != 1 or events[0].status in ("cancelled", "suspended"):
        return [*projects, *events]
    of = projects[0]
    return [replace(events[0], product=of.product, product_id=of.product_id, subject=of.subject or events[0].subject)]


_BASED = re.compile(r"以([^，、以为]{2,14})为(?:基础|龙头|依托|引领|支撑|主体|骨干|核心|代表|链主)")


def _presence(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """引进A、B等企业; 已有A、B、C3个企业落户; 以A为基础."""
    tokens = clause.tokens
    if "以" in clause.text and (based := _BASED.search(clause.text)):
        firm = phrases.firm_in(based[1]) or _named_base(based[1])
        if firm:
            at = clause.start + based.start(1)
            scope.subject = firm
            yield base_claim(clause, scope, "presence", subject=firm, clean_span=(at, at + len(based[1])))
    if not clause.has("attract"):
        yield from _as_many_as_counted(clause, scope)
        return
    for i, token in enumerate(tokens):
        if not token.has("attract") or (clause.quantities and scope.capacity_here):
            continue
        found = _firms_from(tokens, i + 1) or (_firms_before(tokens, i) if _comes(token) else [])
        for name, first, last in found:
            yield base_claim(clause, scope, "presence", subject=name, clean_span=(first.start, last.end))
            scope.subject = name
        return


def _as_many_as_counted(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """云岭智算、陇算科技、丝路云三家: as many names as are counted."""
    for i, token in enumerate(clause.tokens):
        q = token.quantity
        if q is None or q.group != "enterprise" or q.value is None or q.value < 2:
            continue
        found = _enumerated(clause.tokens, i - 1)
        if len(found) == q.value and all(_may_be_a_firm(name) for name, _, _ in found):
            for name, first, last in found:
                yield base_claim(clause, scope, "presence", subject=name, clean_span=(first.start, last.end))


def _comes(token: Token) -> bool:
    return token.text.endswith(("落户", "入驻", "扎根", "落户园区"))


def _firms_before(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    """A、B相继落户: the firms of an enumeration that ends before the verb; one alone where it is known or firm-like."""
    j = i - 1
    while j >= 0 and tokens[j].has("aspect", "verb", "head", "etc"):
        if tokens[j].tags.get("head") == "project":
            return []  # 争取桑叶提取项目落户
        j -= 1
    found = _enumerated(tokens, j)
    sure = [phrases.firm_in(name) is not None or first.has("firm") for name, first, _ in found]
    return [item for item, ok in zip(found, sure, strict=True) if ok or (any(sure) and _may_be_a_firm(item[0]))]


def _enumerated(tokens: tuple[Token, ...], stop: int) -> list[tuple[str, Token, Token]]:
    """The names of the enumeration that ends at ``stop``."""
    found: list[tuple[str, Token, Token]] = []
    while stop >= 0:
        first = stop
        while first >= 0 and (tokens[first].kind == "text" or tokens[first].has("firm", "product")):
            first -= 1
        if first == stop:
            break
        found.insert(0, ("".join(t.text for t in tokens[first + 1 : stop + 1]), tokens[first + 1], tokens[stop]))
        if first < 0 or not (tokens[first].text == "、" or tokens[first].has("connector")):
            break
        stop = first - 1
    return found


def _may_be_a_firm(name: str) -> bool:
    """An unknown name beside one that is a firm's."""
    is_park = name.endswith(tuple(names()["park_suffixes"]))
    return 2 <= len(name) <= 8 and not is_park and not phrases.known_product_is(name)


def _named_base(name: str) -> str | None:
    """The unknown name of 以…为基础, where nothing in it is a common noun or a product."""
    common = any(word in name for word in names()["abstract"]) or phrases.known_product_is(name)
    return name if 2 < len(name) <= 10 and not common and name not in names()["not_firms"] else None


def _firms_from(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    """The firms of an enumeration: known or firm-like names, and unknown ones beside them or before 等…企业."""
    found = _names(tokens, i)
    if not found:
        return []
    rest = tokens[tokens.index(found[-1][2]) + 1 :]
    counted = len(rest) > 1 and rest[0].tags.get("head") == "firm" and rest[1].quantity is not None
    if counted and len(found) == 1 and not found[0][1].has("firm"):
        return []  # 引进丝绸印染企业2家
    called_firms = any(t.tags.get("head") == "firm" for t in rest[:6])
    sure = [phrases.firm_in(name) is not None or first.has("firm") for name, first, _ in found]
    acts = bool(rest) and (rest[0].has("status") or rest[0].text in ("建设", "为", "发展") or rest[0].text.startswith("为"))
    if called_firms or (any(sure) and (len(found) > 1 or acts)) or acts:
        if not any(sure) and any(name.endswith(_GOODS_END) for name, _, _ in found):
            return []  # 引进船用发动机、舵桨、甲板机械企业11家
        return [(name, a, b) for name, a, b in found if len(name) > 1 and not phrases.known_product_is(name)]
    return [item for item, ok in zip(found, sure, strict=True) if ok]


#: How names of goods end: makers of them are not named so.
_GOODS_END = tuple("机桨箱盖瓶板管件料品器膜纸布纱车船泵阀械具剂片胎鞋衣酒茶奶油米面粉线")


def _names(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    out: list[tuple[str, Token, Token]] = []
    while i < len(tokens):
        j = i
        while j < len(tokens) and (
            tokens[j].kind == "text"
            or tokens[j].has("firm", "product", "place")
            or (j > i and tokens[j].tags.get("head") == "cluster")
        ):
            j += 1
        if j > i:
            name = "".join(t.text for t in tokens[i:j])
            name = name.removeprefix("了")
            if name and name not in names()["not_firms"]:
                out.append((name, tokens[i], tokens[j - 1]))
        if j < len(tokens) and (tokens[j].text == "、" or tokens[j].has("connector")) and j > i:
            i = j + 1
        else:
            return out
    return out


def _focus(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """重点发展A及B项目, 延伸产业链至A、B等环节, 着力发展壮大A、B、C三大产业, 重点生产A、B."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        makes = "make" in (token.tags.get("make"), token.tags.get("focus"))
        if not (token.has("focus") or makes) or token.has("cue"):
            continue
        if any(t.has("attract") for t in tokens[:i]):
            return
        start = _reached_by(tokens, i) or i + 1
        while start < len(tokens) and (
            tokens[start].text in ("产业链", "产业链条", "至", "到", "以") or tokens[start].has("focus", "verb", "aspect")
        ):
            start += 1
        found = [f for f in _list(tokens, start) if phrases.is_product(f[0]) and phrases.firm_in(f[0]) is None]
        if not found or any(t.quantity for t in tokens[start : tokens.index(found[0][1]) + 1]):
            continue
        if len(found) == 1 and not phrases.known_product(found[0][0]):
            continue
        subject = (actor(tokens[:i], tokens[i:]) or (scope.subject if makes else None)) if makes else scope.park
        for name, first, last in found:
            if name in scope.aims:
                continue
            scope.aims.add(name)
            known = phrases.known_product(name, scope.chain)
            yield base_claim(
                clause, scope, "focus", product=name, product_id=known.product_id if known else None, subject=subject,
                modality="observed" if makes else "planned", clean_span=(first.start, last.end),
            )  # fmt: skip
        return


def _reached_by(tokens: tuple[Token, ...], i: int) -> int | None:
    """向A、B环节延伸: the products stand between 向 and the verb."""
    if tokens[i].tags.get("focus") != "extend":
        return None
    return next((j + 1 for j in range(i - 1, -1, -1) if tokens[j].text.endswith("向")), None)


def _list(tokens: tuple[Token, ...], i: int) -> list[tuple[str, Token, Token]]:
    found, _ = phrases.listed(tokens, i)
    return found


def _goal(clause: Clause, scope: Scope) -> Iterator[Claim]:
    """打造…基地, 以打造“…中心”为目标, 建设…示范区."""
    tokens = clause.tokens
    for i, token in enumerate(tokens):
        if token.text.endswith("了") or any(t.text in ("了", "初步", "已") for t in tokens[max(0, i - 2) : i + 2]):
            continue
        if not token.has("goal") or any(t.quantity for t in tokens[i + 1 : i + 5]):
            continue
        phrase = "".join(t.text for t in tokens[i + 1 :]).strip('“”"了')
        for mark in ("为目标", "为引领", "。"):
            phrase = phrase.split(mark)[0].strip('“”"')
        if "、" in phrase and not phrase.startswith("“"):
            phrase = phrase.split("、")[-1]
        end = next((e for e in names()["goal_ends"] if phrase.endswith(e)), None)
        if end is None or len(phrase) > 30:
            continue
        if scope.amount_here:
            return
        yield base_claim(clause, scope, "goal", product=phrase, modality="target")
        return


def _project(clause: Clause, scope: Scope, amounts: list[Claim]) -> Iterator[Claim]:
    """引进A建设B项目; A的B项目开工; A、B等配套项目落地: projects without their size."""
    tokens = clause.tokens
    if any(t.quantity and t.quantity.group == "item" and not _counts_named(tokens, n) for n, t in enumerate(tokens)):
        return
    for i, token in enumerate(tokens):
        if not i or not (token.tags.get("head") == "project" or (token.has("phase") and token.text.endswith(("项目", "工程")))):
            continue
        invited = any(t.has("attract") for t in tokens)
        state = _state(tokens) or ("announced" if invited else None)
        found = list(_named_projects(tokens, i, scope))
        for name, firm in found:
            known = phrases.known_product(name, scope.chain)
            firm = firm or next((c.subject for c in amounts if c.kind == "investment"), None)
            if firm is None and state is None and (known is None or not invited):
                continue
            yield base_claim(
                clause, scope, "project", product=name, product_id=known.product_id if known else None, subject=firm,
                status=state, modality="planned" if state in ("announced", "planned", "signed", "negotiating") else "observed",
            )  # fmt: skip
        if found:
            return


def _state(tokens: tuple[Token, ...]) -> str | None:
    """The last predicate of the clause; 扩建 in a project's name only where there is no other."""
    told = [k for k, token in enumerate(tokens) if token.has("status")]
    plain = [k for k in told if tokens[k].tags["status"] != "building"]
    if told:
        return meant(tokens, (plain or told)[-1])
    at = next((k for k, token in enumerate(tokens) if token.text == "建设"), None)
    return None if at is None else "planned" if any(t.tags.get("aspect") == "future" for t in tokens[:at]) else "announced"


def _counts_named(tokens: tuple[Token, ...], n: int) -> bool:
    """A、B等3个项目: the count follows names."""
    return n > 0 and (tokens[n - 1].has("etc") or tokens[n - 1].text in "等、")


def _named_projects(tokens: tuple[Token, ...], i: int, scope: Scope) -> Iterator[tuple[str, str | None]]:
    """The product and the firm of each project named before the word 项目 at ``i``."""
    parts: list[list[Token]] = [[]]
    j = i - 1
    while j >= 0:
        token = tokens[j]
        if token.text == "、" or token.has("connector"):
            parts.insert(0, [])
        elif _part_of_a_name(token) or (token.has("make") and parts[0]) or token.has("firm"):
            parts[0].insert(0, token)
        elif token.tags.get("status") == "building" and j and (tokens[j - 1].has("firm") or _part_of_a_name(tokens[j - 1])):
            pass  # 塔筒扩建项目
        elif not (token.has("etc") or token.text in ("等", "配套", "一批") or _counts(token)):
            break
        j -= 1
    outside = actor(tokens[: j + 1], tokens[j + 1 :])
    for words in parts:
        firm, rest = _firm_first(words)
        name = phrases.tidy("".join(t.text for t in rest if not t.has("phase")))
        if phrases.is_product(name) and len(name) <= 16 and phrases.firm_in(name) is None:
            yield name, firm or outside


def _part_of_a_name(token: Token) -> bool:
    return token.kind == "text" or token.has("product", "phase") or token.tags.get("head") == "works"


def _firm_first(words: list[Token]) -> tuple[str | None, list[Token]]:
    """鑫隆钢铁 | 冷轧硅钢: the firm that a project's name begins with, and the rest. 远洋海缆二期 is all firm."""
    if not words or words[0].has("product"):
        return None, words
    if words[0].has("firm"):
        goods = phrases.known_product(words[0].text)
        rest = [t for t in words[1:] if not t.has("phase", "status")]
        return words[0].text, rest or ([replace(words[0], text=goods.term)] if goods else [])  # 三一塔筒扩建
    named = [t for t in words if not t.has("phase", "status")]
    for stop in range(len(named), 0, -1):
        name = "".join(t.text for t in named[:stop])
        if phrases.firm_in(name) == name and not named[stop - 1].text.startswith("的"):
            return name, named[stop:] or [t for t in named if t.has("product")]
    return None, words


def _counts(token: Token) -> bool:
    return token.quantity is not None and token.quantity.group == "item"
