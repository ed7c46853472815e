"""A plan in words: what it reaches, what is built, how exact it is."""

from __future__ import annotations

from lianpu.engine.plan.result import Plan
from lianpu.views.numbers import plain
from lianpu.views.plan_reasons import reason_text
from lianpu.views.wording import t

#: Reasons that are told.
MOST = 8


def plan_text(found: Plan, lang: str) -> str:
    """The objective, what is built over the years, measures, and the evidence, in lines."""
    aim = t(f"plan.objective.{found.objective_name}", lang) if found.objective_name in _WORDED else found.objective_name
    lines = [t("plan.reached", lang, aim=aim, value=plain(found.objective, lang), status=t(f"plan.status.{found.status}", lang))]
    built = {name: value for name, value in found.new_capacity().items() if value > 1e-9}
    if built:
        lines += [t("plan.built", lang), *(f"  {name}  {plain(value, lang)}" for name, value in built.items())]
    emitted = found.emissions()
    if emitted:
        lines += [t("plan.emitted", lang), *(f"  {name}  {plain(value, lang)}" for name, value in emitted.items())]
    reasons = found.why()[:MOST]
    if reasons:
        currency = found.system.conventions.currency
        lines += [t("plan_reason.head", lang), *(f"  {reason_text(reason, lang, currency)}" for reason in reasons)]
    proof = found.evidence
    lines.append(
        t("plan.evidence", lang, balance=f"{proof.balance:.1e}", gap=f"{proof.duality_gap:.1e}", mip=f"{proof.mip_gap:.2%}")
    )
    lines += [notice_text(notice, lang) for notice in found.notices]
    return "\n".join(lines)


def notice_text(notice: str, lang: str) -> str:
    """A notice (``code:detail``) in words."""
    code, _, detail = notice.partition(":")
    return t(f"plan.notice.{code}", lang, detail=detail)


_WORDED = frozenset({"cost", "npv", "value_added", "output_value", "self_sufficiency"})
