"""Claims with a quantity: what kind it is, of what product, whose, in which state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lianpu.reading import phrases
from lianpu.reading.claims import Claim, DateSpan
from lianpu.reading.quantities import Quantity
from lianpu.reading.scan import Clause, Token
from lianpu.reading.words import names

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
_MADE = {"production": "production", "consumption": "consumption", "throughput": "throughput"}
_FLOW_KINDS = {"output_value", "value_added", "revenue", "tax"}
_AMOUNTS = {"mass", "power", "energy", "piece", "vehicle", "area", "volume", "charge"}
_PLANS = {"signed", "negotiating", "announced", "planned"}
_NOW = ("加快", "正", "在建", "抓紧", "加紧", "全力", "加速")


@dataclass
class Scope:
    """What earlier clauses hold for later ones: in the paragraph the chain and place, in the sentence the rest."""

    place: str | None
    published: str | None
    chain: str | None = None
    subject: str | None = None
    product: str | None = None
    product_id: str | None = None
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


@dataclass(frozen=True, slots=True)
class Group:
    """Quantities of one clause with the product of each; ``index`` of the token."""

    token: Token
    index: int
    product: str | None
    first: int
    last: int


def read_amounts(clause: Clause, following: Clause | None, scope: Scope, counter: list[int]) -> list[Claim]:
    """The claims of the clause's quantities; ``following`` may hold the predicate of an enumeration."""
    _enter(clause, scope)
    groups = _groups(clause)
    claims: list[Claim] = []
    for n, group in enumerate(groups):
        claim = _claim(clause, following, group, groups, n, scope)
        if claim is not None:
            counter[0] += 1
            claim = _with_part(replace(claim, id=f"c{counter[0]:03d}"), clause, [*scope.recent, *claims])
            claims.append(claim)
            _carry(claim, scope)
    if "分别" in _text(clause.tokens) and len(claims) > 1:
        claims = _respectively(claims, scope.recent)
    scope.recent += claims
    return claims


def _respectively(claims: list[Claim], recent: list[Claim]) -> list[Claim]:
    """分别增长4.2%和5.6%: each of the last named ones."""
    named = recent[-len(claims) :]
    if len(named) < len(claims) or any(c.kind not in ("growth", "share", "difference") for c in claims):
        return claims
    return [replace(c, product=n.product, product_id=n.product_id) for c, n in zip(claims, named, strict=True)]


_AIMS = frozenset(
    {"力争", "确保", "争取", "努力实现", "力争实现", "确保实现", "奋力实现", "目标是", "预期目标", "冲刺"}
)
_UNTIL = re.compile(r"(?<![达截])(?:到|至)$")


def _enter(clause: Clause, scope: Scope) -> None:
    """What the clause says for itself and for the rest of its sentence: its date, and whether it looks ahead."""
    for i, token in enumerate(clause.tokens):
        if token.date is not None and token.date.span is not None:
            scope.date = token.date.span
            scope.year = int(token.date.span.start[:4])
            if i and _UNTIL.search(clause.tokens[i - 1].text):
                scope.ahead = "target"
            elif token.date.ahead:
                scope.ahead = scope.ahead or "planned"
        if token.text in _AIMS or (token.has("forward") and i == 0):
            scope.ahead = "target"
    if any(t.text.endswith(("后", "后可")) for t in clause.of("potential")):
        scope.potential = True


def _groups(clause: Clause) -> list[Group]:
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


def _claim(
    clause: Clause, following: Clause | None, group: Group, groups: list[Group], n: int, scope: Scope
) -> Claim | None:
    q = group.token.quantity
    assert q is not None
    kind = _kind(clause, group, q, scope)
    if kind is None:
        return None
    status = _status(clause, following, groups, n) if kind in ("capacity", "land", "throughput") else None
    if kind == "capacity" and (scope.ahead or scope.proposed) and status in (None, "operating", "built"):
        status = "planned"
    modality = _modality(clause, group, status, kind, scope)
    product, product_id, chain = _product(clause, group, kind, scope)
    if kind == "capacity" and status is None and modality == "observed":
        status = "operating"
    unit, value, low, high = _measure(q, kind, clause, group)
    subject = _subject(clause, group, scope)
    start, end = _span(clause, group, groups)
    return Claim(
        "", kind, subject, product, product_id, value, low, high, unit, q.bound, modality,
        status if kind in ("capacity", "throughput", "land") else None, place_of(clause, scope), _date(clause, scope),
        clean_span=(start, end), chain=chain or scope.chain,
    )  # fmt: skip


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


def _kind(clause: Clause, group: Group, q: Quantity, scope: Scope) -> str | None:
    tokens, i = clause.tokens, group.index
    if q.bound == "class":
        return "output_value"
    if q.group in ("money", "bare"):
        return _money(clause, group, q)
    if q.group == "price":
        return "price"
    if q.group == "percent":
        return _percent(clause, group)
    if q.group == "times":
        return "growth" if any(t.tags.get("cue") == "growth" for t in tokens[:i]) else None
    if q.group == "points":
        return (
            "difference"
            if clause.of("cue") or "超" in q.printed or "平均" in _text(tokens[:i]) or "超过" in _text(tokens[:i])
            else None
        )
    if q.group == "land":
        return "land"
    if q.group == "person":
        return "jobs" if _cue(clause, group, ("jobs",)) or "就业" in _text(tokens) or "岗位" in _text(tokens) else None
    if q.group == "enterprise":
        return "count"
    if q.group in ("item", "line"):
        if _cue(clause, group, ("jobs",)):
            return "jobs"
        near = [*tokens[i + 1 : i + 5], *tokens[max(0, i - 3) : i]]
        return "count" if any(t.tags.get("head") in ("project", "firm", "works", "park") for t in near) else None
    if q.group == "duration":
        return "duration" if _cue(clause, group, ("duration",)) else None
    if q.group in _AMOUNTS:
        return _amount(clause, group, q)
    return None


def _text(tokens: tuple[Token, ...]) -> str:
    return "".join(t.text for t in tokens)


def _money(clause: Clause, group: Group, q: Quantity) -> str | None:
    cue = _cue(clause, group, _MONEY)
    if cue == "profit":
        return "other"
    if cue:
        return cue
    if q.group == "bare":
        return None
    if any("投资" in t.text for t in clause.tokens[: group.index]):
        return "investment"
    after = clause.tokens[group.index + 1 : group.index + 4]
    if any(t.tags.get("head") in ("project", "firm", "works") for t in after):
        return "investment" if any("投资" in t.text for t in clause.tokens) else None
    return None


def _percent(clause: Clause, group: Group) -> str:
    tokens, i = clause.tokens, group.index
    for token in reversed(tokens[:i]):
        cue = token.tags.get("cue")
        if cue in ("growth", "decline"):
            return "growth"
        if cue in ("share",) or token.text in ("占", "达", "达到", "率"):
            return "share"
    after = tokens[i + 1 : i + 3]
    return "growth" if any(t.tags.get("cue") in ("growth", "decline") for t in after) else "share"


def _amount(clause: Clause, group: Group, q: Quantity) -> str:
    tokens, i = clause.tokens, group.index
    if q.group == "power":
        if _cue(clause, group, ("power",)):
            return "power"
    if q.group == "energy" and (_cue(clause, group, ("energy", "consumption")) or "kWh" in q.unit):
        return "energy"
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.tags.get("cue") == "capacity" or token.tags.get("make") == "capacity":
            return "capacity"
        cue = token.tags.get("cue") or token.tags.get("make")
        if cue in ("production", "consumption", "throughput", "exports", "reserves", "emissions", "orders"):
            return cue
        if token.quantity and not _joined(tokens, j):
            break
    if (
        q.group == "power"
        and not phrases.known_product(group.product or "")
        and any(t.text in ("水电", "风电", "光伏", "火电") for t in clause.tokens[group.first : i + 2])
    ):
        return "power"
    return "capacity"


_SUMS = {"output_value", "revenue", "tax", "investment", "value_added", "price", "exports", "wages", "orders", "other"}
_RATES = {"growth", "share", "energy", "consumption", "power", "emissions"}


def _product(clause: Clause, group: Group, kind: str, scope: Scope) -> tuple[str | None, str | None, str | None]:
    """The product as printed, with its id and chain."""
    if kind in ("land", "jobs", "duration"):
        return None, None, None
    if kind == "difference":
        return scope.product, scope.product_id, None
    name = group.product
    if kind == "count":
        name = _counted(clause, group)
    elif group.token.quantity and group.token.quantity.bound == "class":
        name = _park(clause, group)[1]
    elif kind == "investment":
        name = _topic(clause, group)
        name = name if name and phrases.known_product(name) else None
        if name is None and actor(clause.tokens[: group.index], clause.tokens[group.index :]):
            return None, None, None
    elif kind in _SUMS:
        name = _topic(clause, group)
    elif kind in _RATES:
        name = (
            (_part(clause, group) if kind == "share" else None)
            or _rate(clause, group)
            or (name if kind in ("power", "consumption") else None)
        )
    if name is None and kind != "count":
        return scope.product, scope.product_id, None
    known = phrases.known_product(name, scope.chain) if name else None
    return name, known.product_id if known else None, known.chain if known else None


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


def _park(clause: Clause, group: Group) -> tuple[str | None, str | None]:
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
        if token.kind in ("mark", "quantity", "date") or token.has(
            "connector", "potential", "target", "forward", "attract"
        ):
            break
        if token.has("region", "place"):
            if parts:
                break
            continue
        if token.has("cue", "verb", "aspect", "status", "make") and not parts:
            continue
        if token.has("verb", "aspect", "status", "make", "phase", "anaphor"):
            break
        parts.insert(0, token.text)
    name = phrases.tidy("".join(parts))
    if phrases.firm_in(name) or not phrases.is_product(name):
        return None
    return name


def _part(clause: Clause, group: Group) -> str | None:
    """What takes the share: the phrase before 占."""
    said = _text(clause.tokens[: group.index])
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
    name = phrases.tidy(text)
    return name if phrases.is_product(name) else None


def _status(clause: Clause, following: Clause | None, groups: list[Group], n: int) -> str | None:
    tokens, i = clause.tokens, groups[n].index
    if _BOTH.search(_text(tokens)):
        return "built_and_building"
    for j in range(i + 1, len(tokens)):
        if _is_status(tokens, j):
            return meant(tokens, j)
    for j in range(i - 1, -1, -1):
        if _is_status(tokens, j):
            return meant(tokens, j)
        if tokens[j].tags.get("attract") == "announced":
            return "announced"
        if tokens[j].has("focus"):
            return "planned"
    if following is not None and following.tokens and not following.quantities:
        first = following.tokens[0]
        if first.has("status") or (first.has("aspect") and following.of("status")):
            j = next(k for k, t in enumerate(following.tokens) if t.has("status"))
            return meant(following.tokens, j)
    return None


_BOTH = re.compile(r"(?:已?建成|已建)(?:和|及|与|、)在建")


def _is_status(tokens: tuple[Token, ...], j: int) -> bool:
    return tokens[j].has("status") or (tokens[j].text in ("建设", "施工") and _aspect(tokens, j) == "now")


def _aspect(tokens: tuple[Token, ...], j: int) -> str | None:
    return next((t.tags["aspect"] for t in reversed(tokens[max(0, j - 4) : j]) if t.has("aspect")), None)


def meant(tokens: tuple[Token, ...], j: int) -> str:
    """The status that a predicate tells with the words before it: 正在 + 建设 is under construction, 拟 + 建设 planned."""
    status = tokens[j].tags.get("status", "building")
    before = tokens[max(0, j - 4) : j]
    aspect = _aspect(tokens, j)
    if any(t.has("potential", "target") for t in before):
        return "planned"
    if status == "building":
        if any(t.has("attract") for t in tokens[:j]):
            return "announced"
        return {"now": "under_construction", "past": "built", "future": "planned"}.get(aspect or "", "announced")
    if status in ("operating", "built", "trial") and aspect == "future":
        return "planned"
    return status


def _modality(clause: Clause, group: Group, status: str | None, kind: str, scope: Scope) -> str:
    before = clause.tokens[: group.index]
    if kind == "capacity" and status is not None:
        if status in _PLANS:
            return "target" if scope.ahead == "target" and status == "planned" else "planned"
        return "potential" if scope.potential and status not in ("under_construction", "operating") else "observed"
    if scope.potential or any(t.has("potential") for t in before):
        return "potential"
    if (
        scope.ahead
        or any(t.text in _AIMS for t in before)
        or (group.token.quantity
        and group.token.quantity.bound == "class")
    ):
        return scope.ahead or "target"
    if any(t.has("forecast") for t in before):
        return "forecast"
    if status in _PLANS or scope.proposed or any("规划" in t.text or t.text.startswith("拟") for t in before):
        return "planned"
    return "observed"


def _measure(
    q: Quantity, kind: str, clause: Clause, group: Group
) -> tuple[str, float | None, float | None, float | None]:
    unit, value, low, high = q.unit, q.value, q.low, q.high
    if q.group == "times" and value is not None:
        unit, value = "%", value * 100
    if kind == "jobs":
        unit = "person"
    elif q.group == "enterprise":
        unit = "enterprise"
    elif kind == "count":
        head = next((t for t in clause.tokens[group.index + 1 : group.index + 4] if t.has("head")), None) or next(
            (t for t in reversed(clause.tokens[: group.index]) if t.has("head")), None
        )
        unit = (
            "line"
            if q.group == "line"
            else "enterprise"
            if head and head.tags["head"] == "firm"
            else "project"
            if head and "项目" in head.text
            else unit
        )
    if kind in ("capacity", "throughput") and "/" not in unit:
        daily = any(t.text.startswith("日") and t.has("make", "cue") for t in clause.tokens[: group.index])
        unit += "/d" if daily else "/a"
    if kind == "output_value" and "/" not in unit:
        unit += "/a"
    if (
        kind == "growth"
        and value is not None
        and any(t.tags.get("cue") == "decline" for t in clause.tokens[: group.index])
    ):
        value = -value
    return unit, value, low, high


def _subject(clause: Clause, group: Group, scope: Scope) -> str | None:
    """The firm that the clause says it of: named before the quantity, brought in to build it, or the project's."""
    tokens = clause.tokens
    q = group.token.quantity
    if (q is not None and q.group == "land") or (q is not None and q.bound == "class"):
        return _park(clause, group)[0]
    if q is not None and q.group in ("enterprise", "item"):
        return next((t.text for t in tokens[group.index + 1 : group.index + 4] if t.tags.get("head") == "firm"), None)
    if q is not None and q.group == "percent":
        return _part(clause, group)
    firm = actor(tokens[: group.first], tokens[group.first :])
    if firm:
        return firm
    opening = [t for t in tokens[: group.index] if t.kind != "mark"]
    if opening and (opening[0].has("anaphor", "phase") or opening[0].text.startswith("项目")):
        return scope.subject
    building = any(t.tags.get("status") == "building" or t.text in ("建设", "年产") for t in opening)
    return scope.actor if building else None


def actor(tokens: tuple[Token, ...], rest: tuple[Token, ...]) -> str | None:
    """The firm among tokens before a quantity: known, firm-like, or what stands where an actor stands."""
    run: list[Token] = []
    after: tuple[Token, ...] = rest
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n]
        if token.has("firm"):
            return token.text
        if token.kind == "text" or token.has("product", "place", "head") or (run and token.has("cue", "works")):
            run.insert(0, token)
            continue
        firm = _as_firm(run, after)
        if firm:
            return firm
        run, after = [], tokens[n:]
        if token.quantity and not (n + 1 < len(tokens) and tokens[n + 1].text.startswith("的")):
            return None
    return _as_firm(run, after)


def _as_firm(run: list[Token], rest: tuple[Token, ...]) -> str | None:
    for stop in range(len(run), 0, -1):
        firm = phrases.firm_in("".join(t.text for t in run[:stop]))
        if firm and not run[0].has("place"):
            return firm
        if firm and len(run[:stop]) > 1:
            return firm
    return _by_position(run, rest)


def _by_position(run: list[Token], rest: tuple[Token, ...]) -> str | None:
    """金力永新投资15亿元, 江西赣新20万吨再生铅项目: an unknown name where an actor stands."""
    name = "".join(t.text for t in run)
    unknown = any(t.kind == "text" and len(t.text) > 1 for t in run) and not any(t.has("product", "head") for t in run)
    if not unknown or not 3 <= len(name) <= 8 or name in names()["not_firms"] or phrases.tidy(name) != name:
        return None
    acts = rest and (
        rest[0].has("status", "aspect", "cue") and any("投资" in t.text or "建设" in t.text for t in rest[:3])
    )
    project = rest and rest[0].quantity and any(t.tags.get("head") == "project" for t in rest[:5])
    return name if acts or project else None


def place_of(clause: Clause, scope: Scope) -> str | None:
    """A place that the clause names as one: after 在, 于, 落户 …; a name's first word (上海瑞科) is none."""
    for i, token in enumerate(clause.tokens):
        if token.has("place") and i and clause.tokens[i - 1].text[-1] in "在于到与户驻":
            j, parts = i, []
            while j < len(clause.tokens) and (
                clause.tokens[j].has("place")
                or clause.tokens[j].tags.get("head") == "park"
                or (clause.tokens[j].kind == "text"
                and j == i + 1)
            ):
                parts.append(clause.tokens[j].text)
                j += 1
            return "".join(parts)
    return scope.place


def _date(clause: Clause, scope: Scope) -> DateSpan | None:
    return scope.date or scope.heading_date


def _span(clause: Clause, group: Group, groups: list[Group]) -> tuple[int, int]:
    return clause.start, min(clause.end, clause.start + 300)


def _carry(claim: Claim, scope: Scope) -> None:
    if claim.product:
        scope.product, scope.product_id = claim.product, claim.product_id
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
