"""7 local support and deep processing under each definition, 8 green power and certificates, 10 norms."""

from __future__ import annotations

from lianpu.engine.duties import GreenDuty
from lianpu.engine.indicators.of_region import Measured
from lianpu.engine.norms import Colour, Light
from lianpu.system.model import Scenario
from lianpu.views.answers.answered import Answered, answered
from lianpu.views.dossier import Dossier
from lianpu.views.norms_table import norms_table
from lianpu.views.numbers import amount, percent
from lianpu.views.region_indicators import region_table, value_text
from lianpu.views.table import Table, column
from lianpu.views.wording import listed, stage_name, t


def support_and_deep(found: tuple[Measured, ...], dossier: Dossier, scenario: Scenario, lang: str) -> Answered:
    """Every definition beside the others, stated ones apart."""
    rates = [m for m in found if m.indicator in ("local_support_rate", "deep_processing_rate")]
    table = region_table(rates, dossier, scenario, lang)
    known = [m for m in rates if m.value is not None]
    sentences = [t("answer.rates", lang, known=len(known), all=len(rates))]
    sentences += [
        t("answer.stated_rate", lang, name=m.subject or t(f"indicator.{m.indicator}", lang), value=value_text(m))
        for m in known
        if m.stated
    ]
    sentences += [_spread(rates, indicator, lang) for indicator in ("local_support_rate", "deep_processing_rate")]
    lacking = [t(f"needs.{code.partition(':')[0]}", lang) for m in rates for code in m.lacking]
    return answered(7, lang, sentences, [table], lacking)


def _spread(rates: list[Measured], indicator: str, lang: str) -> str:
    """From the least to the greatest of what is computed: why the definition must be named."""
    values = [m.value for m in rates if m.indicator == indicator and m.value is not None and not m.stated]
    if len(values) < 2:
        return ""
    name = t(f"indicator.{indicator}", lang)
    return t("answer.rate_spread", lang, name=name, least=f"{min(values):.1%}", most=f"{max(values):.1%}")


def green(duties: tuple[GreenDuty, ...], rates: tuple[Measured, ...], dossier: Dossier, lang: str) -> Answered:
    """What quotas ask for, what the plants tell, and the province's generation."""
    province = next((m for m in rates if m.indicator == "green_share" and m.value is not None and not m.stated), None)
    sentences = []
    if province is not None:
        year = province.basis.partition(":")[2]
        sentences.append(t("answer.green_province", lang, year=year, share=value_text(province)))
    for d in duties:
        name = stage_name(d.good, dossier.library, lang) + (f" {d.owner}" if d.owner else "")
        need = amount(d.required * 1e3, "kWh/a", lang)
        sentences.append(t("answer.green_duty", lang, name=name, quota=percent(d.quota, lang), need=need))
    lacking = [t("answer.green_untold", lang)] if any(d.share is None for d in duties) else []
    if not duties:
        sentences.append(t("answer.no_quota", lang))
    return answered(8, lang, sentences, [_duties(duties, dossier, lang)], [*lacking, t("answer.certificates_untold", lang)])


def _duties(duties: tuple[GreenDuty, ...], dossier: Dossier, lang: str) -> Table:
    rules = {r.row_id: r for r in dossier.library.rules}
    rows = [
        {
            "good": stage_name(d.good, dossier.library, lang), "owner": d.owner or "–",
            "power_need": amount(d.power * 1e3, "kWh/a", lang), "quota": percent(d.quota, lang),
            "badge": t(f"rule_status.{rules[d.rule].status}", lang), "required": amount(d.required * 1e3, "kWh/a", lang),
            "own_share": "–" if d.share is None else percent(d.share, lang),
            "certificates_short": "–" if d.short is None else amount(d.short * 1e3, "kWh/a", lang),
        }
        for d in duties
    ]  # fmt: skip
    keys = ("good", "owner", "power_need", "quota", "badge", "required", "own_share", "certificates_short")
    return Table("green", t("answer.green_table", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def norms_kept(found: tuple[Light, ...], dossier: Dossier, lang: str) -> Answered:
    """How many of each colour; the table of what the plants' own figures say."""
    counts = {c: sum(light.colour is c for light in found) for c in Colour}
    sentences = [t("answer.norms", lang, **{c.value: n for c, n in counts.items()})] if found else [t("norms.none", lang)]
    told = [light for light in found if light.own is not None]
    grey = [light for light in found if light.because == "no_figure"]
    rules = {r.row_id: r for r in dossier.library.rules}
    missing: dict[str, list[str]] = {}
    for light in grey:
        missing.setdefault(rules[light.rule].quantity, []).append(stage_name(light.good, dossier.library, lang))
    lacking = [
        t("answer.norm_figure", lang, quantity=t(f"quantity.{q}", lang), names=listed(dict.fromkeys(names), lang))
        for q, names in missing.items()
    ]
    if found and not told:
        sentences.append(t("answer.all_grey", lang))
    return answered(10, lang, sentences, [norms_table(told, dossier, lang)] if told else [], lacking)
