"""In what state a capacity is, and whether a figure is seen, planned, possible or aimed at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lianpu.reading.groups import Group
from lianpu.reading.kinds import text_of
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import AIMS, Scope
from lianpu.reading.words import names

MEASURED = frozenset({"mass", "power", "energy", "piece", "vehicle", "area", "volume", "charge"})
PLANS = {"signed", "negotiating", "announced", "planned"}
_NOT = re.compile(r"(?:未能?|没有|没能|尚未|暂未|不再|不予|未再|无法|未获)$")
#: What is left of a state that is denied: 未能落地 is off, 尚未投产 still being built, 尚未开工 only planned.
_DENIED = {
    "announced": "cancelled", "signed": "negotiating", "operating": "under_construction", "trial": "under_construction",
    "built": "under_construction", "under_construction": "planned", "building": "cancelled", "planned": "cancelled",
}  # fmt: skip
_BOTH = re.compile(r"(?:已?建成|已建)(?:和|及|与|、)在建")


def status_of(clause: Clause, later: Sequence[Clause], groups: list[Group], n: int) -> str | None:
    """The state that a predicate tells: of the clause itself, of the next, or of a later one about the same project."""
    tokens, i = clause.tokens, groups[n].index
    if _BOTH.search(text_of(tokens)):
        return "built_and_building"
    if said := _state_in(tokens, i):
        return said
    if later and not later[0].quantities:
        first = later[0].tokens[0]
        if first.has("status") or (first.has("aspect") and later[0].of("status")):
            return _first_state(later[0])
    told = next((t.text for t in tokens[:i] if t.tags.get("cue") == "capacity"), None)
    if told is None or told.startswith(("设计", "新增", "规划")) or clause.of("phase"):
        return _state_of_the_project(clause, later)
    return None


def _state_in(tokens: tuple[Token, ...], i: int) -> str | None:
    """The state that the clause tells after the quantity at ``i``, else before it."""
    for j in (*range(i + 1, len(tokens)), *range(i - 1, -1, -1)):
        if _is_status(tokens, j):
            while j > i and j + 1 < len(tokens) and tokens[j + 1].has("status"):
                j += 1  # 完工试运行
            return meant(tokens, j)
        if j < i and tokens[j].tags.get("attract") == "announced":
            return "announced"
        if j < i and tokens[j].has("focus"):
            return "planned"
    return None


def state_of(clause: Clause) -> str | None:
    """The last state that the clause tells; 拟投资建设 is one."""
    for k in range(len(clause.tokens) - 1, -1, -1):
        if _is_status(clause.tokens, k):
            return meant(clause.tokens, k)
    future = "建" in clause.text and any(t.tags.get("aspect") == "future" for t in clause.tokens)
    return "planned" if future else None


def _first_state(clause: Clause) -> str | None:
    return next((meant(clause.tokens, k) for k, t in enumerate(clause.tokens) if t.has("status")), None)


_OPENS = ("aspect", "status", "anaphor", "cue", "verb", "potential", "phase", "forecast", "target")


def goes_on_about_it(clause: Clause) -> bool:
    """Whether the clause goes on about the project in hand: it begins with its parts, a time, a state."""
    first = next((t for t in clause.tokens if t.kind not in ("date", "mark")), clause.tokens[0])
    if first.has("firm"):
        return False
    return first.kind == "date" or first.has(*_OPENS) or first.text.startswith(tuple(names()["of_a_project"]))


def _state_of_the_project(clause: Clause, later: Sequence[Clause]) -> str | None:
    """年产人工关节25万套，投资3亿元，设备采购合同刚签: the last state told before another project or firm is named."""
    found, closed = None, clause.closes
    for one in later:
        if closed in "；;" or not goes_on_about_it(one) or (one.of("phase") and found):
            break
        if any(t.quantity and t.quantity.group in MEASURED for t in one.tokens):
            break
        found, closed = found or _first_state(one), one.closes
    return found


def _is_status(tokens: tuple[Token, ...], j: int) -> bool:
    if "status" in tokens[j].tags:
        return True
    return tokens[j].text in ("建设", "施工") and (_aspect(tokens, j) == "now" or _pushed_on(tokens, j))


def _pushed_on(tokens: tuple[Token, ...], j: int) -> bool:
    """加快A项目建设, and not 加快引进A建设B."""
    before = tokens[:j]
    return any(t.text.startswith(_ON) for t in before) and not any(t.has("attract") for t in before)


def _aspect(tokens: tuple[Token, ...], j: int) -> str | None:
    return next((t.tags["aspect"] for t in reversed(tokens[max(0, j - 4) : j]) if t.has("aspect")), None)


_ON = ("加快", "加速", "推进", "抓紧")  # 加快A项目建设


def meant(tokens: tuple[Token, ...], j: int) -> str:
    """The status that a predicate tells with the words before it: 正在 + 建设 is under construction, 拟 + 建设 planned."""
    status = tokens[j].tags.get("status", "building")
    before = tokens[max(0, j - 4) : j]
    aspect = _aspect(tokens, j)
    if j and _NOT.search(tokens[j - 1].text):
        return _DENIED.get(status, status)
    if any(t.has("potential", "target") for t in before):
        return "planned"
    if status == "building":
        if _pushed_on(tokens, j):
            return "advancing"
        if any(t.has("attract") for t in tokens[:j]):
            return "announced"
        return {"now": "under_construction", "past": "built", "future": "planned"}.get(aspect or "", "announced")
    if aspect == "future" and (status in ("operating", "built", "trial") or tokens[j].text.startswith(("开工", "动工"))):
        return "planned"
    return status


def _to_come(clause: Clause, group: Group) -> bool:
    """计划再投资60亿元, 总投资41亿元的项目完成签约: the project is not begun."""
    tokens = clause.tokens
    if any(t.tags.get("aspect") == "future" or t.text.endswith("计划") for t in tokens[: group.index]):
        return True
    return any(meant(tokens, j) in PLANS for j in range(len(tokens)) if tokens[j].has("status"))


_SEEN_OR_EXPECTED = frozenset(
    {"production", "consumption", "output_value", "value_added", "revenue", "tax", "growth", "exports", "energy"}
)
_OF_A_PROJECT = frozenset({"investment", "jobs", "land", "duration"})


_SPENT = re.compile("(?<!计划)完成了?$|累计投入|先后投入|已投|已完成|累计完成")


def modality_of(clause: Clause, group: Group, status: str | None, kind: str, scope: Scope) -> str:
    before = clause.tokens[: group.index]
    foreseen = "forecast" in clause.tags and any(t.has("forecast") for t in before)
    expected = scope.forecast or foreseen
    if kind in _SEEN_OR_EXPECTED and not scope.potential and scope.ahead != "target" and expected:
        return "forecast"
    if kind == "investment" and scope.ahead != "target" and _SPENT.search(text_of(before)):
        return "observed"
    if kind in _OF_A_PROJECT and not scope.potential and _to_come(clause, group):
        return "planned"
    if kind == "capacity" and status is not None:
        if status in PLANS:
            return "target" if scope.ahead == "target" and status == "planned" else "planned"
        return "potential" if scope.potential and status not in ("under_construction", "operating") else "observed"
    if scope.potential or ("potential" in clause.tags and any(t.has("potential") for t in before)):
        return "potential"
    if scope.ahead or any(t.text in AIMS for t in before) or (group.token.quantity and group.token.quantity.bound == "class"):
        return scope.ahead or "target"
    if foreseen:
        return "forecast"
    if status in PLANS or scope.proposed or any("规划" in t.text or t.text.startswith("拟") for t in before):
        return "planned"
    return "observed"
