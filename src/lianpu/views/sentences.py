"""Findings in words, with the number that catches the eye and all that it rests on.

Every sentence is made from a finding's parameters and the library's names; nothing is calculated here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianpu.engine.balance import GoodBalance
from lianpu.engine.figures import evidence
from lianpu.engine.findings import Finding
from lianpu.engine.output_value import Plausibility, ValuePoint
from lianpu.engine.potential import Potential
from lianpu.ledger.dating import Dating
from lianpu.ledger.dating import Evidence as DatingEvidence
from lianpu.system.model import Scenario
from lianpu.units import Range
from lianpu.views.dossier import DocumentNote, Dossier, Evidence
from lianpu.views.numbers import amount, per_year, percent, span, times
from lianpu.views.wording import chain_name, listed, spec_words, stage_name, t

#: From this ratio on it reads better as a multiple than in per cent.
MULTIPLE = 1.5
#: More names than this are counted, not listed, where a short label is wanted.
FEW = 3
_SEAM = re.compile(r"(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9≥≤])")
_QUOTED = re.compile(r"(“[^”]*”)")
_AFTER_MARK = re.compile(r"(?<=[）。，；：]) +")


@dataclass(frozen=True, slots=True)
class Headline:
    """``big`` is the number that catches the eye, ``small`` its label, ``text`` the sentence; then ids of the claims,
    library rows and figures behind it."""

    big: str
    small: str
    text: str
    claims: tuple[str, ...]
    rows: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    big: str
    small: str
    text: str
    claims: tuple[str, ...] = ()


def headline(finding: Finding, dossier: Dossier, lang: str) -> Headline:
    """A finding in words. Raises ``KeyError`` for a code without words."""
    said = _SAY[finding.code](finding.params, _Speaker(dossier, lang))
    figures = dossier.answer.figures
    behind = [evidence(figures[f], figures) for f in finding.figures if f in figures]
    claims = [*said.claims, *(c for found, _ in behind for c in found)]
    rows = [r for _, found in behind for r in found]
    return Headline(
        said.big, spaced(said.small, lang), _begun(spaced(said.text, lang)),
        tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(rows)), finding.figures,
    )  # fmt: skip


def spaced(text: str, lang: str) -> str:
    """Chinese with a space between Han and Latin letters or digits; what is quoted stays as it is printed."""
    if lang != "zh":
        return text
    parts = (part if part.startswith("“") else _SEAM.sub(" ", part) for part in _QUOTED.split(text))
    return _AFTER_MARK.sub("", "".join(parts))


def _begun(text: str) -> str:
    """A sentence begins with a capital, also where a name comes first."""
    return text[:1].upper() + text[1:]


#: Evidence about a document's time, the most telling first; more than these are left to the tables.
MOST_REASONS = 3


def dating_sentence(note: DocumentNote, dossier: Dossier, lang: str) -> str:
    """When a document was published, what time it describes and how that is known; empty for a table of claims."""
    dating = note.dating
    if dating is None or not (dating.start or dating.end or dating.published):
        return ""
    end = None if dating.end == dating.published and not dating.start else dating.end
    day = dating.published
    published = t("dating.published", lang, day=day) if day else t("dating.undated", lang)
    values = {"name": note.name, "published": published, "start": dating.start, "end": end}
    known = "span" if dating.start and end else "until" if end else "since" if dating.start else "open"
    if known == "span" and dating.start == end:
        known = "day"
    parts = [t(f"dating.{known}", lang, **values)]
    if dating.is_repost:
        parts.append(t("dating.repost", lang, **values))
    reasons = [t(f"evidence.{e.reason}", lang, day=e.day.isoformat(), **_compared(e, dossier)) for e in _telling(dating)]
    if reasons:
        parts.append(t("dating.because", lang, reasons=t("list.clauses", lang).join(reasons)))
    return spaced(t("list.sentences", lang).join(parts), lang)


def _telling(dating: Dating) -> list[DatingEvidence]:
    """The pieces of evidence that set the ends of the interval, and what corroborates it."""
    ends = {dating.start, dating.end}
    setting = [e for e in dating.evidence if e.reason != "published" and e.day.isoformat() in ends]
    inside = [e for e in dating.evidence if e.bound == "at" and (dating.start or "") <= e.day.isoformat() <= (dating.end or "9")]
    by_reason = {(e.reason, e.day): e for e in [*setting, *inside]}
    return list(by_reason.values())[:MOST_REASONS]


def _compared(evidence: DatingEvidence, dossier: Dossier) -> dict[str, str]:
    own, other = (dossier.evidence.get(name or "") for name in (evidence.own, evidence.other))
    return {
        "own": _own_words(own) if own else "",
        "product": (own.claim.product if own else None) or "",
        "other": other.document if other else "",
    }


def _own_words(evidence: Evidence) -> str:
    """The clause; of a table's cell that holds only digits, with what and where it is."""
    clause = evidence.sentence[slice(*evidence.mark)]
    if any(char.isalpha() for char in clause):
        return clause
    return " ".join(filter(None, (evidence.claim.product, clause, evidence.claim.where and f"[{evidence.claim.where}]")))


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Names and amounts of one dossier in one language."""

    dossier: Dossier
    lang: str

    def t(self, key: str, **values: object) -> str:
        return t(key, self.lang, **values)

    def name(self, good: str) -> str:
        return stage_name(good, self.dossier.library, self.lang)

    def names(self, goods: Iterable[str]) -> str:
        return listed(map(self.name, goods), self.lang)

    def chain(self, chain: str | None) -> str:
        return chain_name(chain, self.dossier.library, self.lang)

    def unit(self, good: str) -> str:
        return self.dossier.library.goods[good].unit.symbol

    def amount(self, good: str, value: Range) -> str:
        return amount(value, self.unit(good), self.lang)

    def span(self, good: str, value: Range) -> str:
        return span(value, self.unit(good), self.lang)

    def ratio(self, value: Range) -> str:
        return (times if value.typical >= MULTIPLE else percent)(value, self.lang)

    def users(self, good: str, scenario: Scenario = Scenario.A) -> str:
        """``20 GW 拉棒``: the capacities that need a good, the greatest need first."""
        terms = self.dossier.answer.figures[f"need/{good}/{scenario}"].terms
        made = {plant.id: plant.good for plant in self.dossier.answer.region.plants}
        ranked = sorted(terms, key=lambda term: -term.value.typical)
        goods = list(dict.fromkeys(made[term.label] for term in ranked))
        said = [self._capacity(user, scenario) for user in goods]
        if len(said) > FEW:
            return self.t("list.more", items=listed(said[:FEW], self.lang), count=len(said))
        return listed(said, self.lang)

    def _capacity(self, good: str, scenario: Scenario) -> str:
        supply = self.dossier.answer.balance.of(good, scenario).supply
        return self.t("users.one", amount=self.amount(good, supply), good=self.name(good))


def _no_local_source(params: Mapping[str, Any], say: _Speaker) -> _Said:
    good, now, other = params["good"], params["now"], params.get("other")
    values = {"users": say.users(good), "need": say.amount(good, now.need), "good": say.name(good)}
    values["year"] = params["year"]
    key = "no_local_source.text_other" if other else "no_local_source.text"
    more = {"other_year": params["other_year"], "other": say.amount(good, other.need)} if other else {}
    return _Said(say.span(good, now.need), say.t("no_local_source.small", **values), say.t(key, **values, **more))


def _short(params: Mapping[str, Any], say: _Speaker) -> _Said:
    good, now, later = params["good"], params["now"], params["later"]
    values = {"good": say.name(good), "supply": say.amount(good, now.supply), "need": say.amount(good, now.need)}
    start = say.t(f"short.{'standing' if now.supply.high > 0 else 'nothing_standing'}", users=say.users(good), **values)
    if other := params.get("other"):
        start += say.t("short.other", other_year=params["other_year"], other=say.amount(good, other.need))
    text = _outlook(start, now, later, params["last"], say)
    if later.over:
        return _Said(say.ratio(later.ratio), say.t("short.small_over", **values), text)
    lacking = Range(-now.gap.high, -now.gap.typical, -now.gap.low)
    return _Said(say.t("short.big", gap=say.span(good, lacking)), say.t("short.small", **values), text)


def _outlook(start: str, now: GoodBalance, later: GoodBalance, last: GoodBalance, say: _Speaker) -> str:
    """What becomes of a shortage: with what is being built, or with all that is named where that is not enough."""
    more_is_named = last.supply.high > later.supply.high
    if last.supply.high <= now.supply.high:
        return say.t("short.no_more", start=start)
    key, then = ("hoped", last) if more_is_named and (later.short or later.supply == now.supply) else ("coming", later)
    return say.t(f"short.{key}", start=start, supply=say.amount(then.good, then.supply), result=_result(then, say))


def _result(then: GoodBalance, say: _Speaker) -> str:
    assert then.ratio is not None  # what is short is needed
    if then.over:
        return say.t("short.over", ratio=say.ratio(then.ratio))
    if then.short:
        return say.t("short.still_short", ratio=say.ratio(then.ratio))
    return say.t("short.even", need=say.amount(then.good, then.need))


def _more_than_local_use(params: Mapping[str, Any], say: _Speaker) -> _Said:
    potential: Potential = params["potential"]
    good, product = potential.good, potential.product
    values = {
        "good": say.name(good),
        "product": say.name(product),
        "supply": say.amount(good, params["now"].supply),
        "amount": say.span(product, potential.amount),
        "capacity": say.amount(product, potential.capacity),
    }
    key = "more_than_local_use.text" if potential.with_yield else "more_than_local_use.text_plain"
    return _Said(values["amount"], say.t("more_than_local_use.small", **values), say.t(key, **values))


def _missing_stages(params: Mapping[str, Any], say: _Speaker) -> _Said:
    goods, aimed = params["goods"], params["aimed_at"]
    chain = say.chain(say.dossier.library.goods[goods[0]].chain)
    big = say.names(goods) if len(goods) <= FEW else say.t("missing_stages.big", count=len(goods))
    key = "text" if not aimed else "text_aimed" if set(aimed) == set(goods) else "text_some"
    text = say.t(f"missing_stages.{key}", goods=say.names(goods), aimed=say.names(aimed))
    return _Said(big, say.t("missing_stages.small", chain=chain), text, params["claims"])


def _power_dominates(params: Mapping[str, Any], say: _Speaker) -> _Said:
    power = say.dossier.answer.power[Scenario.A]
    values = {
        "chain": say.chain(params["chain"]),
        "count": len(power.share),
        "need": amount(params["need"], "TWh", say.lang),
        "total": amount(params["total"], "TWh", say.lang),
        "share": percent(params["share"], say.lang),
    }
    text = [say.t("power_dominates.text", **values)]
    months = [(share, month) for month, share in enumerate(power.hydro_share, 1) if share is not None]
    if months:
        most, month = max(months)
        text.append(say.t("power_dominates.hydro", month=month, most=percent(most, say.lang)))
    return _Said(percent(params["share"].typical, say.lang), say.t("power_dominates.small", **values), _joined(text, say))


def _processed(params: Mapping[str, Any], say: _Speaker) -> _Said:
    bound = params["bound"]
    value = say.t(f"bound_sign.{bound}") + amount(params["value"], per_year(params["unit"]), say.lang)
    values = {
        "of": say.name(params["of"]),
        "good": say.name(params["good"]),
        "supply": amount(params["supply"], per_year(params["unit"]), say.lang),
        "share": say.t(f"bound_words.{bound}", value=percent(params["share"], say.lang)),
        "value": value,
    }
    return _Said(value, say.t("processed.small", **values), say.t("processed.text", **values))


def _output_value(params: Mapping[str, Any], say: _Speaker) -> _Said:
    check: Plausibility = params["check"]
    chain = say.chain(check.chain)
    modality = say.t(f"modality.{check.statement.modality}")
    stated = say.t(f"bound_sign.{check.statement.bound}") + amount(check.statement.value, "CNY", say.lang)
    text = [
        say.t("output_value.stated", chain=chain, stated=stated, modality=modality),
        _priced(check.nearest, say),
        _reached(check, say),
        _by_year(check.year_without_vat, say),
        _by_stages(check.possible_by_stages, say),
    ]
    small = say.t("output_value.small", chain=chain, modality=modality)
    return _Said(stated, small, _joined(text, say), (check.statement.claim,))


def _priced(point: ValuePoint, say: _Speaker) -> str:
    return say.t(
        "output_value.nearest",
        good=say.name(point.leading_good),
        basis=say.t(f"basis.{point.basis}"),
        spec=spec_words(point.spec, say.lang),
        date=point.start,
        gross=amount(point.sold_with_vat, "CNY", say.lang),
        net=amount(point.sold_without_vat, "CNY", say.lang),
    )


def _reached(check: Plausibility, say: _Speaker) -> str:
    gross, net = check.reached_with_vat, check.reached_without_vat
    if gross is None:
        return say.t("output_value.reached_never")
    if net is None:
        return say.t("output_value.reached_with_vat", gross_date=gross.start)
    return say.t("output_value.reached_both", gross_date=gross.start, net_date=net.start)


def _by_year(point: ValuePoint | None, say: _Speaker) -> str:
    if point is None:
        return ""
    return say.t("output_value.year", year=point.start[:4], net=amount(point.sold_without_vat, "CNY", say.lang))


def _by_stages(point: ValuePoint | None, say: _Speaker) -> str:
    if point is None:
        return say.t("output_value.no_stages")
    return say.t("output_value.stages", date=point.start, span=span(point.stages_with_vat, "CNY", say.lang))


def _joined(sentences: Iterable[str], say: _Speaker) -> str:
    return say.t("list.sentences").join(filter(None, sentences))


_SAY: dict[str, Callable[[Mapping[str, Any], _Speaker], _Said]] = {
    "no_local_source": _no_local_source,
    "short": _short,
    "more_than_local_use": _more_than_local_use,
    "missing_stages": _missing_stages,
    "power_dominates": _power_dominates,
    "processed": _processed,
    "output_value": _output_value,
}
