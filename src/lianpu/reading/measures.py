"""The value of a claim in its unit: per year or per day, counted in what, rising or falling."""

from __future__ import annotations

from lianpu.reading.claims import Claim
from lianpu.reading.groups import Group
from lianpu.reading.quantities import Quantity
from lianpu.reading.scan import Clause, Token

_MONTHLY = ("月产", "每月", "月处理", "月投片", "月均")
Measure = tuple[str, float | None, float | None, float | None]


def measure(q: Quantity, kind: str, clause: Clause, group: Group, like: Claim | None) -> Measure:
    """Unit, value, low and high of a claim. ``like`` is the claim of the same kind before it in the sentence."""
    unit, value = q.unit, q.value
    before = clause.tokens[: group.index]
    if q.group == "times" and value is not None:
        unit, value = "%", value * 100
    if kind in ("growth", "difference") and value is not None and _falls(before):
        value = -abs(value)
    if kind == "jobs":
        unit = "person"
    elif kind == "count":
        unit = _counted_in(q, clause, group)
    elif "/" not in unit:
        unit += _per(kind, before, unit, like if clause.of("phase") else None)
    return unit, value, q.low, q.high


def _falls(before: tuple[Token, ...]) -> bool:
    """The nearest word of change before the quantity tells a fall."""
    words = [t.tags["cue"] for t in before if t.tags.get("cue") in ("growth", "decline")]
    return (bool(words) and words[-1] == "decline") or (before[-1:] != () and before[-1].text.endswith(("低", "少", "减少")))


def _counted_in(q: Quantity, clause: Clause, group: Group) -> str:
    if q.group in ("enterprise", "line"):
        return q.group
    if q.unit == "project":
        return q.unit
    after, before = clause.tokens[group.index + 1 : group.index + 4], clause.tokens[: group.index]
    head = next((t for t in (*after, *reversed(before)) if t.has("head")), None)
    if head is None:
        return q.unit
    return "enterprise" if head.tags["head"] == "firm" else "project" if "项目" in head.text else q.unit


def _per(kind: str, before: tuple[Token, ...], unit: str, like: Claim | None) -> str:
    """Per year, where the text does not say what per; 日产 and 每天 say day, 月工资 says month."""
    if kind == "wages":
        return "/m" if any("月" in t.text for t in before if t.kind != "date") else "/a"
    if kind in ("capacity", "throughput", "production") and any(t.text.startswith(_MONTHLY) for t in before if t.kind != "date"):
        return "/m"
    daily = any(t.text.startswith(("日", "每天", "每日", "一天")) for t in before)
    if kind in ("production", "consumption"):
        return "/d" if daily else ""
    if kind in ("capacity", "throughput"):
        return "/d" if daily or (like is not None and like.unit == f"{unit}/d") else "/a"  # 一期日处理1200吨，二期800吨
    return "/a" if kind == "output_value" else ""
