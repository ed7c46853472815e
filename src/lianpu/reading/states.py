"""In what state a capacity is, and whether a figure is seen, planned, possible or aimed at."""

from __future__ import annotations

import re

from lianpu.reading.groups import Group
from lianpu.reading.kinds import text_of
from lianpu.reading.scan import Clause, Token
from lianpu.reading.scope import AIMS, Scope

_PLANS = {"signed", "negotiating", "announced", "planned"}
_NOT = re.compile(r"(?:未能?|没有|没能|尚未|暂未|不再|不予|未再|无法|未获)$")
#: What is left of a state that is denied: 未能落地 is off, 尚未投产 still being built, 尚未开工 only planned.
_DENIED = {
    "announced": "cancelled", "signed": "negotiating", "operating": "under_construction", "trial": "under_construction",
    "built": "under_construction", "under_construction": "planned", "building": "cancelled", "planned": "cancelled",
}  # fmt: skip
_BOTH = re.compile(r"(?:已?建成|已建)(?:和|及|与|、)在建")


def status_of(clause: Clause, following: Clause | None, groups: list[Group], n: int) -> str | None:
    tokens, i = clause.tokens, groups[n].index
    if _BOTH.search(text_of(tokens)):
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


def _is_status(tokens: tuple[Token, ...], j: int) -> bool:
    return tokens[j].has("status") or (tokens[j].text in ("建设", "施工") and _aspect(tokens, j) == "now")


def _aspect(tokens: tuple[Token, ...], j: int) -> str | None:
    return next((t.tags["aspect"] for t in reversed(tokens[max(0, j - 4) : j]) if t.has("aspect")), None)


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
        if any(t.has("attract") for t in tokens[:j]):
            return "announced"
        return {"now": "under_construction", "past": "built", "future": "planned"}.get(aspect or "", "announced")
    if aspect == "future" and (status in ("operating", "built", "trial") or tokens[j].text.startswith(("开工", "动工"))):
        return "planned"
    return status


def _to_come(clause: Clause, group: Group) -> bool:
    """计划再投资60亿元, 总投资41亿元的项目完成签约: the project is not begun."""
    tokens = clause.tokens
    if any(t.tags.get("aspect") == "future" for t in tokens[: group.index]):
        return True
    return any(meant(tokens, j) in _PLANS for j in range(len(tokens)) if tokens[j].has("status"))


_SEEN_OR_EXPECTED = frozenset(
    {"production", "consumption", "output_value", "value_added", "revenue", "tax", "growth", "exports", "energy"}
)
_OF_A_PROJECT = frozenset({"investment", "jobs", "land", "duration"})


def modality_of(clause: Clause, group: Group, status: str | None, kind: str, scope: Scope) -> str:
    before = clause.tokens[: group.index]
    expected = scope.forecast or any(t.has("forecast") for t in before)
    if kind in _SEEN_OR_EXPECTED and not scope.potential and scope.ahead != "target" and expected:
        return "forecast"
    if kind in _OF_A_PROJECT and not scope.potential and _to_come(clause, group):
        return "planned"
    if kind == "capacity" and status is not None:
        if status in _PLANS:
            return "target" if scope.ahead == "target" and status == "planned" else "planned"
        return "potential" if scope.potential and status not in ("under_construction", "operating") else "observed"
    if scope.potential or any(t.has("potential") for t in before):
        return "potential"
    if scope.ahead or any(t.text in AIMS for t in before) or (group.token.quantity and group.token.quantity.bound == "class"):
        return scope.ahead or "target"
    if any(t.has("forecast") for t in before):
        return "forecast"
    if status in _PLANS or scope.proposed or any("规划" in t.text or t.text.startswith("拟") for t in before):
        return "planned"
    return "observed"
