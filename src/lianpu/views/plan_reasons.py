"""Why a plan is as it is, and why there is none, in words."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.engine.plan.conflict import Conflict, Fact, Give
from lianpu.engine.plan.explain import Change, Reason
from lianpu.system.planning import MONTHS
from lianpu.views.numbers import plain
from lianpu.views.plan_names import Names, as_it_is
from lianpu.views.wording import t


def reason_text(reason: Reason, lang: str, currency: str = "", names: Names = as_it_is) -> str:
    """One more 亿kWh in March is worth …; anode is in surplus, its value is zero."""
    if reason.aspect == "in_surplus":
        return t("plan_reason.in_surplus", lang, name=names(reason.name), share=f"{reason.share:.0%}")
    values = {
        "fact": t(f"plan_fact.{reason.aspect}", lang, name=names(reason.name)), "name": names(reason.name),
        "bound": plain(reason.bound, lang),
        "unit": reason.unit or t("plan_reason.unit", lang), "when": when(reason.year, reason.slice, lang),
        "worth": f"{plain(reason.worth, lang)} {currency}".strip(),
    }  # fmt: skip
    key = "value" if reason.aspect == "value" else "less" if reason.aspect in _FROM_BELOW else "more"
    return t(f"plan_reason.{key}", lang, **values)


def change_text(change: Change, lang: str, names: Names = as_it_is) -> str:
    """A line of the delta table."""
    table = t(f"plan_table.{change.table}", lang)
    item = "" if change.table in ("objective", "cost") else f"  {names(change.item)}"
    return f"{table}{item}  {plain(change.base, lang)} → {plain(change.other, lang)}"


def changes_text(changes: Sequence[Change], lang: str, names: Names = as_it_is) -> str:
    """The delta table: every total that differs from the base."""
    return "\n".join([t("plan_table.head", lang), *(f"  {change_text(change, lang, names)}" for change in changes)])


def conflict_text(found: Conflict, lang: str, names: Names = as_it_is) -> str:
    """The facts in conflict, each with its place and how far it must give."""
    lines = [t("plan_conflict.whole" if found.whole_numbers else "plan_conflict.head", lang)]
    for number, fact in enumerate(found.facts, 1):
        place = t("plan_conflict.place", lang, place=fact.place) if fact.place else ""
        lines.append(f"{number}. {t(f'plan_fact.{fact.aspect}', lang, name=names(fact.name))}{place}")
        lines.append(f"   {_gives(fact, lang)}")
    if not found.proven:
        lines.append(t("plan_conflict.not_proven", lang))
    return "\n".join(lines)


def _gives(fact: Fact, lang: str) -> str:
    if not fact.gives:
        return t("plan_conflict.not_alone", lang)
    first = [_give(g, fact, lang) for g in fact.gives[:3]]
    more = t("plan_conflict.more", lang, number=len(fact.gives) - 3) if len(fact.gives) > 3 else ""
    return t("list.clauses", lang).join(first) + more


def _give(give: Give, fact: Fact, lang: str) -> str:
    at = {"when": when(give.year, give.slice, lang), "unit": fact.unit}
    if fact.aspect == "buildable":
        return t("plan_conflict.besides", lang, more=plain(give.becomes - give.bound, lang), **at)
    return t("plan_conflict.gives", lang, bound=plain(give.bound, lang), becomes=plain(give.becomes, lang), **at)


def when(year: int | None, part: str | None, lang: str) -> str:
    """2027年3月; a slice that is no month by its name; the words for all years where there is none."""
    if year is None:
        return t("plan_when.all", lang)
    if part is None:
        return t("plan_when.year", lang, year=year)
    if part in MONTHS:
        return t("plan_when.month", lang, year=year, month=int(part), name=_MONTHS[int(part) - 1])
    return t("plan_when.slice", lang, year=year, slice=part)


_FROM_BELOW = frozenset({"demand", "year_least", "must", "min_run", "min_capacity", "min_build"})
_MONTHS = "January February March April May June July August September October November December".split()
