"""1 which link is missing, 2 does it balance if what is negotiated comes true, 3 what to recruit next."""

from __future__ import annotations

from collections.abc import Iterable

from lianpu.engine.targets import Target
from lianpu.system.model import Scenario
from lianpu.units import Range
from lianpu.views.answers.answered import Answered, answered, headlines_of
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount, percent, times
from lianpu.views.table import Table, column
from lianpu.views.targets_table import reasons, targets_table
from lianpu.views.wording import listed, stage_name, t

#: Stages that a sentence names before "and others".
FEW = 6
#: A ratio is shown as a multiple from here on.
MULTIPLE = 1.5


def missing_links(dossier: Dossier, lang: str) -> Answered:
    """Stages that local plants need and nobody makes here, and stages of the chain that nobody names."""
    goods = _needed(dossier)
    missing = [g for g in goods if dossier.answer.balance.of(g, Scenario.C).supply.high <= 0]
    short = [g for g in goods if g not in missing and dossier.answer.balance.of(g, Scenario.A).short]
    sentences = [_naming("answer.missing", missing, dossier, lang), _naming("answer.short_now", short, dossier, lang)]
    sentences += headlines_of(dossier, lang, "no_local_source", "short", "missing_stages")
    if not goods:
        sentences = [t("answer.no_needs", lang)]
    return answered(1, lang, sentences, [_gaps(dossier, [*missing, *short], lang)], _no_plants(dossier, lang))


def balance_if(dossier: Dossier, lang: str) -> Answered:
    """Every stage's ratio when what stands, what is coming and what is hoped for runs in full."""
    goods = _needed(dossier, Scenario.C)
    rows = {g: dossier.answer.balance.of(g, Scenario.C) for g in goods}
    kinds = {
        "short": [g for g, r in rows.items() if r.short],
        "over": [g for g, r in rows.items() if r.over],
        "even": [g for g, r in rows.items() if not (r.short or r.over)],
    }
    key = "answer.balances" if goods and not kinds["short"] else "answer.balances_not" if goods else "answer.no_needs"
    sentences = [t(key, lang), *(_naming(f"answer.then_{kind}", some, dossier, lang) for kind, some in kinds.items())]
    return answered(2, lang, sentences, [_gaps(dossier, goods, lang)], [*_no_plants(dossier, lang), t("answer.nameplate", lang)])


def recruit(found: tuple[Target, ...], dossier: Dossier, lang: str) -> Answered:
    """The first of the list with their reasons."""
    advised = [x for x in found if x.advised]
    names = listed((stage_name(x.good, dossier.library, lang) for x in (advised or found)[:FEW]), lang)
    key = "answer.recruit" if advised else "answer.recruit_none" if found else "targets.none"
    sentences = [t(key, lang, names=names, count=len(found))]
    unknown = sorted({code for x in found for code in x.against if code.endswith("_unknown")})
    lacking = [
        t("answer.unknown_of", lang, what=t(f"targets_against.{code}", lang), names=_those(found, code, dossier, lang))
        for code in unknown
    ]
    sentences += [
        t("answer.first_gap", lang, name=stage_name(x.good, dossier.library, lang), reasons=listed(reasons(x, lang), lang))
        for x in found[:1]
        if x.against
    ]
    return answered(3, lang, sentences, [targets_table(found, dossier, lang)], [*_no_plants(dossier, lang), *lacking])


def _those(found: Iterable[Target], code: str, dossier: Dossier, lang: str) -> str:
    return listed((stage_name(x.good, dossier.library, lang) for x in found if code in x.against), lang)


def _needed(dossier: Dossier, scenario: Scenario = Scenario.A) -> list[str]:
    stages = [stage.good_id for chain in dossier.library.chains for stage in chain.stages]
    return [g for g in stages if dossier.answer.balance.of(g, scenario).need.high > 0]


def _naming(key: str, goods: list[str], dossier: Dossier, lang: str) -> str:
    if not goods:
        return ""
    names = listed((stage_name(g, dossier.library, lang) for g in goods[:FEW]), lang)
    if len(goods) > FEW:
        names = t("list.more", lang, items=names, count=len(goods))
    return t(key, lang, names=names)


def _gaps(dossier: Dossier, goods: list[str], lang: str) -> Table:
    rows = []
    for good in goods:
        unit = f"{dossier.library.goods[good].unit.symbol}/a"
        found = [dossier.answer.balance.of(good, s) for s in Scenario]
        cells = {f"ratio_{r.scenario}": _ratio(r.ratio, lang) for r in found}
        gap = amount(found[0].gap, unit, lang), amount(found[-1].gap, unit, lang)
        rows.append({"good": stage_name(good, dossier.library, lang), "gap_now": gap[0], **cells, "gap_then": gap[1]})
    keys = ("good", "gap_now", "ratio_A", "ratio_B", "ratio_C", "gap_then")
    return Table("gaps", t("table.gaps", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def _ratio(ratio: Range | None, lang: str) -> str:
    if ratio is None:
        return "–"
    return (times if ratio.typical >= MULTIPLE else percent)(ratio, lang)


def _no_plants(dossier: Dossier, lang: str) -> list[str]:
    return [] if dossier.answer.region.plants else [t("answer.needs_capacity", lang)]
