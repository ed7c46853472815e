"""A plan in words: what it reaches, what is built, how exact it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import isfinite

from lianpu.engine.plan.result import Plan
from lianpu.engine.plan.several import Point
from lianpu.views.numbers import plain
from lianpu.views.plan_names import Names, as_it_is
from lianpu.views.plan_reasons import reason_text
from lianpu.views.wording import t

#: Reasons that are told.
MOST = 8


def plan_text(found: Plan, lang: str, names: Names = as_it_is) -> str:
    """The objective, what is built over the years, measures, and the evidence, in lines."""
    status = t(f"plan.status.{found.status}", lang)
    lines = [t("plan.reached", lang, aim=_aim(found.objective_name, lang, names), value=_value(found, lang), status=status)]
    built = _built_lines(found, lang, names)
    if built:
        lines += [t("plan.built", lang), *built]
    left = [names(project.name) for project in found.projects() if project.year is None]
    if left:
        lines.append(t("plan.not_built", lang, names=t("list.comma", lang).join(left)))
    emitted = found.emissions()
    if emitted:
        lines += [t("plan.emitted", lang), *(f"  {names(name)}  {plain(value, lang)}" for name, value in emitted.items())]
    reasons = found.why()[:MOST]
    if reasons:
        currency = found.system.conventions.currency
        lines += [t("plan_reason.head", lang), *(f"  {reason_text(reason, lang, currency, names)}" for reason in reasons)]
    proof = found.evidence
    lines.append(
        t("plan.evidence", lang, balance=f"{proof.balance:.1e}", gap=f"{proof.duality_gap:.1e}", mip=f"{proof.mip_gap:.2%}")
    )
    lines += [notice_text(notice, lang, names) for notice in found.notices]
    return "\n".join(lines)


def front_text(points: Sequence[Point], first: str, second: str, lang: str, names: Names = as_it_is) -> str:
    """Both values of every point and what it builds."""
    lines = [t("plan.front", lang, first=_aim(first, lang, names), second=_aim(second, lang, names))]
    for number, p in enumerate(points, 1):
        values = {"first": plain(p.first, lang), "second": plain(p.second, lang), "built": _built(p.plan, lang, names)}
        lines.append(t("plan.point", lang, number=number, **values))
    return "\n".join(lines)


def alternatives_text(plans: Sequence[Plan], lang: str, names: Names = as_it_is) -> str:
    """What each plan builds; the first is the best."""
    return "\n".join(
        t("plan.alternative", lang, number=number, value=_value(one, lang), built=_built(one, lang, names))
        for number, one in enumerate(plans, 1)
    )


def notice_text(notice: str, lang: str, names: Names = as_it_is) -> str:
    """A notice (``code:detail``) in words."""
    code, _, detail = notice.partition(":")
    return t(f"plan.notice.{code}", lang, detail=names(detail))


@contextmanager
def progress() -> Iterator[Callable[[float, float, float], None] | None]:
    """A line on standard error while whole numbers are searched: seconds, best so far, gap; nothing where no one looks."""
    if not sys.stderr.isatty():
        yield None
        return
    told = False

    def tell(seconds: float, best: float, bound: float) -> None:
        nonlocal told
        known = isfinite(best) and isfinite(bound)
        gap = f"{abs(best - bound) / max(1e-10, abs(best)):.2%}" if known else ""
        sys.stderr.write(f"\r{seconds:6.1f} s  {best:.6g}  {gap}   ")
        told = True

    try:
        yield tell
    finally:
        if told:
            sys.stderr.write("\n")


def _aim(name: str, lang: str, names: Names) -> str:
    return t(f"plan.objective.{name}", lang) if name in _WORDED else names(name)


def _value(found: Plan, lang: str) -> str:
    money = found.system.conventions.currency if found.objective_name in _WORDED else ""
    return f"{plain(found.objective, lang)} {money}".strip()


def _built(found: Plan, lang: str, names: Names) -> str:
    built = [names(name) for name, value in found.new_capacity().items() if value > _LEAST]
    return t("list.comma", lang).join(built) or t("plan.nothing", lang)


def _built_lines(found: Plan, lang: str, names: Names) -> list[str]:
    table, plants = found.tables.get("new_capacity"), found.system.plants
    lines = []
    for name, values in zip(table.items, table.values[:, :, 0], strict=True) if table else ():
        years = [str(y) for y, v in zip(table.years, values, strict=True) if v > _LEAST] if table else []
        if years:
            unit = plants.unit[plants.id.index(name)]
            span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
            line = t("plan.built_line", lang, name=names(name), value=plain(float(values.sum()), lang), unit=unit, years=span)
            lines.append(line.replace("  （", "（").replace("  (", " ("))
    return lines


_LEAST = 1e-9
_WORDED = frozenset({"cost", "npv", "value_added", "output_value", "self_sufficiency"})
