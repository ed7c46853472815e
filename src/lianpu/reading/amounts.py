"""Claims with a quantity: kind, product, owner, state, date and evidence put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lianpu.reading import phrases
from lianpu.reading.actors import actor, place_of
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.groups import Group, groups_of
from lianpu.reading.kinds import HANDED_ON, kind_of, text_of
from lianpu.reading.measures import measure
from lianpu.reading.quantities import Quantity
from lianpu.reading.scan import MOST_TOKENS, Clause, Token
from lianpu.reading.scope import Scope, enter
from lianpu.reading.states import modality_of, state_of, status_of
from lianpu.reading.topics import park_after, product_of, share_holder


def read_amounts(clause: Clause, later: Sequence[Clause], scope: Scope, counter: list[int]) -> list[Claim]:
    """The claims of the clause's quantities; ``later`` are the sentence's other clauses, which may hold the predicate."""
    enter(clause, scope)
    claims: list[Claim] = []
    groups: list[Group] = []
    if 0 < len(clause.quantities) <= MOST_TOKENS // 2:  # with more, not even a mark stands between them: no language
        groups = groups_of(clause)
        claims = _claims(clause, later, groups, scope, counter)
    _hand_on(clause, groups, scope)
    scope.recent += claims
    scope.said += claims
    return claims


def _hand_on(clause: Clause, groups: list[Group], scope: Scope) -> None:
    """What the clause leaves to those after it: the sum that it names, a state, a date."""
    if "cue" in clause.tags:
        scope.money = next((t.tags["cue"] for t in reversed(clause.of("cue")) if t.tags["cue"] in _SUMS), scope.money)
    if clause.has("status", "aspect") and not any(g.token.quantity and g.product for g in groups):
        scope.state = state_of(clause) or scope.state
    for day in reversed(clause.dates):
        if day.date and day.date.span and not _is_base(clause, day):
            scope.date = day.date.span
            break


def _claims(clause: Clause, later: Sequence[Clause], groups: list[Group], scope: Scope, counter: list[int]) -> list[Claim]:
    """A claim of each quantity, where it makes one."""
    claims: list[Claim] = []
    for n, group in enumerate(groups):
        claim = _claim(clause, later, group, groups, n, scope, claims, f"c{counter[0] + 1:03d}")
        if claim is not None:
            counter[0] += 1
            claim = _with_part(claim, clause, [*scope.recent, *claims])
            if claim.kind == "capacity" and claim.status is None and claim.modality == "observed":
                told = "announced" if _is_a_project(clause, group) else "operating"
                scope.unstated[claim.id] = (scope.section_state if scope.is_item else None) or told
            claims.append(claim)
            _carry(claim, group, scope)
            claims += _of_each(claim, group, scope, counter)
    if len(claims) > 1 and "分别" in clause.text and not any(g.listed for g in groups):
        claims = _respectively(claims, scope.recent)
    return claims


def _respectively(claims: list[Claim], recent: list[Claim]) -> list[Claim]:
    """分别增长4.2%和5.6%: each of the last named ones."""
    named = recent[-len(claims) :]
    if len(named) < len(claims) or any(c.kind not in ("growth", "share", "difference") for c in claims):
        return claims
    return [replace(c, product=n.product, product_id=n.product_id) for c, n in zip(claims, named, strict=True)]


def _claim(
    clause: Clause, later: Sequence[Clause], group: Group, groups: list[Group], n: int, scope: Scope, here: list[Claim], id_: str
) -> Claim | None:
    q = group.token.quantity
    assert q is not None
    before = here[-1] if here else None
    same = _goes_on(clause, groups, n, q, before, scope)  # 由98亿元增加到163亿元; 力争2025年突破300亿元
    hand = next((c.kind for c in reversed([*scope.said, *here]) if c.kind in HANDED_ON), scope.kind)
    if q.group == "money":
        hand = scope.money or hand
    kind = same.kind if same else kind_of(clause, group, q, hand)
    if kind is None and _more_projects(clause, group, scope):
        kind, q = "count", replace(q, unit="project")
    if kind is None:
        return None
    status = status_of(clause, later, groups, n) if kind in _WITH_A_STATE else None
    if kind == "capacity" and status is None and _newly_named(clause, group):
        status = scope.state
    if kind == "capacity" and (scope.ahead or scope.proposed) and status in (None, "operating", "built"):
        status = "planned"
    date = _date(clause, group, scope, kind)
    modality = modality_of(clause, group, status, kind, scope)
    if modality == "observed" and kind not in ("capacity", "throughput") and _to_come(date, scope):
        modality = "target" if kind not in _OF_A_PROJECT else "planned"
    about = (same.product, same.product_id, same.chain) if same else product_of(clause, group, kind, scope)
    product, product_id, chain = about
    like = before or next((c for c in reversed(scope.said) if c.kind == kind), None)
    if _paired(clause, groups, n) and before:  # 60MW/600MWh
        product, product_id, status = before.product, before.product_id, before.status
    unit, value, low, high = measure(q, kind, clause, group, like)
    roughly = q.bound == "exact" and kind == "share" and _ABOUT.search(text_of(clause.tokens[: group.index]))
    bound = "about" if roughly else q.bound
    subject = subject_of(clause, group, scope, kind) or (before.subject if before and _one_project(clause, groups, n) else None)
    return Claim(
        id_, kind, subject, product, product_id, value, low, high, unit, bound, modality,
        status if kind in _WITH_A_STATE or _paired(clause, groups, n) else None,
        _site(clause, group) or place_of(clause, scope), date,
        clean_span=clause.quoted, chain=chain or scope.chain,
    )  # fmt: skip


_TO = re.compile(
    r"(?:增加|增长|增|提高|提升|上升|扩大|发展|扩张|跃升|攀升|爬升|扩|提|升|变更为|调整为|下降|降|减少|压减|核减)(?:到|至|为)"
    r"|[到至]了?$|跃上|升至|达到"
)
_FROM = re.compile(r"(?:由|从)[^，]*$")
_REACH = re.compile(r"突破|超过|超|达到?|力争|实现|冲刺|逾|有望|预计|完成")


_WITH_A_STATE = frozenset({"capacity", "throughput", "land", "power"})
#: What is told of other claims (12%, 同比增长), and what stands between two of them.
_OF_OTHERS = frozenset({"growth", "share", "difference"})


def _goes_on(clause: Clause, groups: list[Group], n: int, q: Quantity, before: Claim | None, scope: Scope) -> Claim | None:
    """The claim that this quantity says the same thing of, at another time: from … to …, and what is aimed at."""
    tokens, i = clause.tokens, groups[n].index
    if before is not None and before.unit and before.unit.removesuffix("/a") == q.unit:
        between, ahead = text_of(tokens[groups[n - 1].index + 1 : i]), text_of(tokens[: groups[n - 1].index])
        if _FROM.search(ahead) and _TO.search(between) and not _own_cue(tokens[groups[n - 1].index + 1 : i]):
            return before
        return None
    last = next((c for c in reversed(scope.recent) if c.kind not in _OF_OTHERS), None)
    if before is None and n == 0 and q.group in ("money", "bare") and last is not None and last.kind in _YEARLY:
        plain = not any(t.kind == "text" or t.has("cue", "product", "firm", "make", "attract", "phase") for t in tokens[:i])
        timed = i > 0 and all(t.kind == "date" or t.has("target", "of", "verb") for t in tokens[:i])
        if plain and (timed or _REACH.search(text_of(tokens[:i]) or q.printed)):
            return last
    return None


def _own_cue(tokens: tuple[Token, ...]) -> bool:
    return any(t.has("cue") and t.tags["cue"] not in ("growth", "decline", "raise") for t in tokens)


_ABOUT = re.compile(r"(?:约|近|大约)占(?:[^，占]{0,12})的?$")
_SUMS = frozenset({"output_value", "revenue", "value_added", "exports", "tax", "orders", "price", "investment", "wages"})
_YEARLY = frozenset({"output_value", "revenue", "value_added", "exports", "tax"})


def _is_a_project(clause: Clause, group: Group) -> bool:
    """年产20万吨磷酸铁项目, 3万吨酿造基地: a size by which a project is called, without a word of its state."""
    after = clause.tokens[group.index + 1 : group.last + 2]
    called = any(t.tags.get("head") in ("project", "park", "works") or t.has("phase") for t in after)
    return called and not any(t.has("cue") and t.tags["cue"] == "capacity" for t in clause.tokens[: group.index])


def _one_project(clause: Clause, groups: list[Group], n: int) -> bool:
    """A further quantity of what one firm does: 金纸集团120万吨化机浆及配套90万吨白卡纸项目, 项目一期2万吨."""
    if n == 0:
        return False
    between = clause.tokens[groups[n - 1].index + 1 : groups[n].index]
    return all(
        t.text == "、" or t.kind == "text" or t.has("connector", "make", "phase", "product", "of", "head", "verb")
        for t in between
    )


def _paired(clause: Clause, groups: list[Group], n: int) -> bool:
    """Power and energy of one store."""
    if not n or not groups[n].token.quantity or groups[n].token.quantity.group != "energy":  # type: ignore[union-attr]
        return False
    return text_of(clause.tokens[groups[n - 1].index + 1 : groups[n].index]) in ("/", "／")


_FURTHER = re.compile(r"(?:其中|已|新|续|拟|在|未|亿元以上|开工|签约|竣工|投产|建成|落地)$")


def _more_projects(clause: Clause, group: Group, scope: Scope) -> bool:
    """签约项目43个，已开工31个: a count without a noun goes on with the projects that the sentence counted."""
    q = group.token.quantity
    bare = q is not None and q.group == "item" and q.printed.endswith("个") and group.index + 1 == len(clause.tokens)
    counted = any(c.kind == "count" and c.unit == "project" for c in scope.said)
    return bare and counted and bool(_FURTHER.search(text_of(clause.tokens[: group.index])))


def _newly_named(clause: Clause, group: Group) -> bool:
    """设计产能1.5万吨, 新增产能2万吨, 年产3000吨: what the project in hand will be able to do, not what there is."""
    before = clause.tokens[max(0, group.index - 4) : group.index]
    return any(t.text.startswith(("设计", "新增", "年产", "规划", "规模")) or t.has("phase") for t in before)


#: What is measured over a time, which a paragraph says once: 2024年，全市…。出口…。
_OF_A_TIME = frozenset(
    {"production", "consumption", "output_value", "value_added", "revenue", "tax", "growth", "exports", "energy", "orders",
     "share", "difference", "other", "wages", "price"}
)  # fmt: skip


def _date(clause: Clause, group: Group, scope: Scope, kind: str) -> DateSpan | None:
    """The last date before the quantity in its sentence; one after it only where it is not that of something to come."""
    if (base := _base_before(clause, group)) is not None:
        return base
    told = [t for t in clause.dates if not _is_base(clause, t)]
    before = [t for t in told if t.start < group.token.start and t.date and t.date.span]
    later = [t for t in clause.dates if t.start > group.token.start and t.date and t.date.span and not t.date.ahead]
    after = [t for t in later if not _planned_for(clause, t)]
    if before or after:
        chosen = (before[-1:] or after[:1])[0].date
        return chosen.span if chosen else None
    told_before = scope.date or (scope.aim if scope.ahead == "target" else None) or scope.heading_date or scope.section_date
    return told_before or ((scope.period or scope.about) if kind in _OF_A_TIME else None)


def _planned_for(clause: Clause, day: Token) -> bool:
    """计划于2022年9月投产: a day to come when it was written, be it past when it was published again."""
    return any(t.tags.get("aspect") == "future" for t in clause.tokens if day.start - 4 <= t.end <= day.start)


_OF_A_PROJECT = frozenset({"investment", "jobs", "land", "duration", "count"})


def _to_come(date: DateSpan | None, scope: Scope) -> bool:
    """A figure of a time that begins after the document came out was not seen."""
    return date is not None and scope.published is not None and date.start > scope.published[: len(date.start)]


def _is_base(clause: Clause, token: Token) -> bool:
    """较2017年, 比去年同期, 与2019年相比: the time that another is compared with."""
    at = clause.tokens.index(token)
    before = clause.tokens[at - 1].text if at else ""
    after = clause.tokens[at + 1].text if at + 1 < len(clause.tokens) else ""
    return before.endswith(("较", "比", "同", "对比", "相比于", "相较于")) or after.startswith("相比")


def _base_before(clause: Clause, group: Group) -> DateSpan | None:
    """比上年的60亿元: the time of a figure that another is compared with stands right before it."""
    at = clause.tokens.index(group.token)
    words = [t for t in clause.tokens[max(0, at - 3) : at] if not t.has("of")]
    last = words[-1] if words else None
    based = last is not None and last.kind == "date" and last.date is not None and _is_base(clause, last)
    return last.date.span if last is not None and last.date is not None and based else None


def _of_each(claim: Claim, group: Group, scope: Scope, counter: list[int]) -> Iterator[Claim]:
    """The same claim of the further products of one quantity."""
    if claim.kind not in ("capacity", "production", "throughput"):
        return
    for name in group.more:
        known = phrases.known_product(name, scope.chain)
        counter[0] += 1
        if claim.id in scope.unstated:
            scope.unstated[f"c{counter[0]:03d}"] = scope.unstated[claim.id]
        yield replace(claim, id=f"c{counter[0]:03d}", product=name, product_id=known.product_id if known else None)


#: Their products are things, topics and rates, which the sentence does not go on about.
_RATES = ("率", "占比", "比重", "用电", "进度", "电", "费", "收入", "成本")
_OF_NO_GOOD = frozenset({"land", "price", "power"})


def _carry(claim: Claim, group: Group, scope: Scope) -> None:
    if claim.kind in _OF_A_TIME and claim.modality == "observed":
        scope.period = claim.date or scope.period
    counted = claim.kind == "count" and claim.unit not in ("enterprise", "project")
    if claim.product and claim.kind not in _OF_NO_GOOD and not counted and not claim.product.endswith(_RATES):
        scope.product_group = group.token.quantity.group if group.token.quantity else None
        scope.product, scope.product_id, scope.named_here = claim.product, claim.product_id, True
        scope.product_here, scope.product_owner = True, claim.subject or scope.firm
    if claim.kind in ("land", "output_value") and claim.subject:
        scope.park = claim.subject
    elif claim.subject and claim.kind not in ("count", "share"):
        scope.subject = claim.subject
        scope.actor = claim.subject if claim.kind == "investment" else scope.actor


def _with_part(claim: Claim, clause: Clause, recent: list[Claim]) -> Claim:
    """A phase is a part of the project of the same product that was named before it."""
    if claim.kind != "capacity" or claim.value is None or not clause.of("phase"):
        return claim
    for whole in reversed(recent):
        same = whole.kind == "capacity" and whole.unit == claim.unit and whole.product_id == claim.product_id
        if same and whole.value is not None and whole.value > claim.value and not whole.part_of:
            return replace(claim, part_of=whole.id)
    return claim


#: What only a firm has; the rest may be a region's or an industry's.
_OF_A_FIRM = frozenset(
    {"capacity", "production", "throughput", "revenue", "output_value", "tax", "orders", "exports", "investment", "jobs", "wages"}
)


def subject_of(clause: Clause, group: Group, scope: Scope, kind: str) -> str | None:
    """The firm that the clause says it of: named before the quantity, brought in to build it, or the project's."""
    tokens = clause.tokens
    q = group.token.quantity
    if (q is not None and q.group == "land") or (q is not None and q.bound == "class"):
        return park_after(clause, group)[0]
    if q is not None and q.group in ("enterprise", "item"):
        return next((t.text for t in tokens[group.index + 1 : group.index + 4] if t.tags.get("head") == "firm"), None)
    if q is not None and q.group == "percent":
        return share_holder(clause, group) or (scope.firm if scope.of_an_issuer else None)
    firm = actor(tokens[: group.first], tokens[group.first :]) or _whose(tokens[group.index + 1 : group.index + 3])
    if firm:
        return firm
    opening = [t for t in tokens[: group.index] if t.kind != "mark"]
    if opening and (opening[0].has("anaphor", "phase") or opening[0].text.startswith(("项目", "公司", "企业"))):
        return scope.firm or scope.subject
    building = any(t.tags.get("status") == "building" or t.text in ("建设", "年产") for t in opening)
    if building and scope.actor:
        return scope.firm or scope.actor
    return scope.firm if kind in _OF_A_FIRM else None


_SITE = ("基地", "工厂", "厂区", "老厂", "新厂", "分厂")


def _site(clause: Clause, group: Group) -> str | None:
    """其中沙河基地28万吨、乌兰察布基地18万吨: the place of the plant that the quantity is said of."""
    for n in range(group.index - 1, 0, -1):
        if clause.tokens[n].quantity:
            return None
        if clause.tokens[n].text.startswith(_SITE) and clause.tokens[n - 1].has("place"):
            return clause.tokens[n - 1].text
    return None


def _whose(after: tuple[Token, ...]) -> str | None:
    """总投资46亿元的桂能新材料产业园: the firm that the sum is said of stands after 的."""
    return after[1].text if len(after) > 1 and after[0].has("of") and after[1].has("firm") else None
