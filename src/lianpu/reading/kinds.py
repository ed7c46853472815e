"""What kind of claim a quantity makes: by its unit, and by the cue words around it."""

from __future__ import annotations

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


def kind_of(clause: Clause, group: Group, q: Quantity) -> str | None:
    """The kind of claim, None where a quantity makes none."""
    if q.bound == "class":
        following = clause.tokens[group.index + 1 : group.index + 2]
        return None if any(t.tags.get("head") == "firm" for t in following) else "output_value"
    if q.group in _AMOUNTS:
        return _amount(clause, group, q)
    judge = _BY_GROUP.get(q.group)
    return judge(clause, group) if judge else None


def _fixed(kind: str) -> Judge:
    return lambda clause, group: kind


def _points(clause: Clause, group: Group) -> str | None:
    said = text_of(clause.tokens[: group.index + 1])
    return "difference" if any(t.has("cue") for t in clause.tokens) or "超" in said or "平均" in said else None


def _person(clause: Clause, group: Group) -> str | None:
    said = text_of(clause.tokens)
    return "jobs" if _cue(clause, group, ("jobs",)) or "就业" in said or "岗位" in said else None


def _item(clause: Clause, group: Group) -> str | None:
    """Things are counted where they are projects, firms, lines or parks: 22个项目, 生产线9条; else they may be made."""
    if _cue(clause, group, ("jobs",)):
        return "jobs"
    tokens, i = clause.tokens, group.index
    if group.product and group.token.quantity:
        return _amount(clause, group, group.token.quantity)
    if i and group.token.quantity and group.token.quantity.group == "line" and tokens[i - 1].text.endswith(("线", "窑", "炉")):
        return "count"
    near = [*tokens[i + 1 : i + 5], *tokens[max(0, i - 3) : i]]
    return "count" if any(t.tags.get("head") in ("project", "firm", "works", "park") for t in near) else None


def _duration(clause: Clause, group: Group) -> str | None:
    return "duration" if _cue(clause, group, ("duration",)) else None


def _times(clause: Clause, group: Group) -> str | None:
    return "growth" if any(t.tags.get("cue") == "growth" for t in clause.tokens[: group.index]) else None


def text_of(tokens: tuple[Token, ...]) -> str:
    return "".join(t.text for t in tokens)


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
    if q.group == "power" and _cue(clause, group, ("power",)):
        return "power"
    if q.group == "energy" and (_cue(clause, group, ("energy", "consumption")) or "kWh" in q.unit):
        return "energy"
    for j in range(i - 1, -1, -1):
        token = tokens[j]
        if token.text in "（(" or (token.has("phase") and j == i - 1):
            break
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
