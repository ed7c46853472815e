"""The answer as JSON with stable keys (docs/json.md)."""

from __future__ import annotations

from typing import Any

from lianpu.engine.findings import Finding, headlines
from lianpu.engine.output_value import Plausibility, ValuePoint
from lianpu.system.model import Scenario
from lianpu.units import Range
from lianpu.views.dossier import DocumentNote, Dossier
from lianpu.views.sentences import dating_sentence, headline

Json = dict[str, Any]


def answer_json(dossier: Dossier, lang: str) -> Json:
    """Region, documents, findings in words, balance, power, output value and ratios of a dossier."""
    answer, region = dossier.answer, dossier.answer.region
    first = headlines(answer.findings)
    return {
        "region": {"name": region.name, "as_of": region.as_of, "year": region.year, "other_year": region.other_year},
        "made_by": dossier.made_by,
        "ledger": dossier.ledger,
        "residual": answer.residual,
        "documents": [document_json(d, dossier, lang) for d in dossier.documents],
        "headlines": [finding_json(f, dossier, lang) for f in first],
        "findings": [finding_json(f, dossier, lang) for f in answer.findings],
        "balance": [_balance(good, scenario, dossier, lang) for good, scenario in answer.balance.rows],
        "power": {str(s): _power(s, dossier) for s in Scenario},
        "output_value": {
            "points": [_point(p) for p in answer.value.points],
            "stated": [_stated(p) for p in answer.plausible],
        },
        "potentials": [
            {
                "good": p.good, "product": p.product, "amount": span(p.amount), "without_yield": span(p.without_yield),
                "with_yield": span(p.with_yield), "named_capacity": span(p.capacity), "figure": p.figure,
            }
            for p in answer.potentials
        ],
        "implied_ratios": [
            {
                "numerator": r.numerator, "denominator": r.denominator, "unit": r.unit, "value": span(r.value),
                "band": span(r.band), "verdict": r.verdict, "figure": r.figure, "band_rows": list(r.band_rows),
            }
            for r in answer.implied
        ],
        "set_aside": [{"claim": s.claim, "reason": s.reason, "detail": s.detail} for s in region.set_aside],
    }  # fmt: skip


def span(value: Range | None) -> Json | None:
    """``{"low", "typical", "high"}``, or null."""
    return None if value is None else {"low": value.low, "typical": value.typical, "high": value.high}


def document_json(note: DocumentNote, dossier: Dossier, lang: str) -> Json:
    dating = note.dating
    return {
        "name": note.name, "sha256": note.sha256, "kind": note.kind, "source": note.source,
        "published": note.published, "place": note.place, "claims": note.claims, "repairs": note.repairs,
        "describes": {"start": dating.start, "end": dating.end, "repost": dating.is_repost} if dating else None,
        "describes_text": dating_sentence(note, dossier, lang),
    }  # fmt: skip


def finding_json(finding: Finding, dossier: Dossier, lang: str) -> Json:
    words = headline(finding, dossier, lang)
    return {
        "code": finding.code, "chain": finding.chain, "weight_cny": finding.weight, "big": words.big,
        "small": words.small, "text": words.text, "claims": list(words.claims), "rows": list(words.rows),
        "figures": list(words.figures),
    }  # fmt: skip


def _balance(good: str, scenario: Scenario, dossier: Dossier, lang: str) -> Json:
    row, entry = dossier.answer.balance.rows[good, scenario], dossier.library.goods[good]
    return {
        "good": good, "name": entry.en if lang == "en" else entry.zh, "chain": entry.chain,
        "scenario": str(scenario), "unit": f"{entry.unit.symbol}/a", "need": span(row.need),
        "supply": span(row.supply), "gap": span(row.gap), "ratio": span(row.ratio),
        "missing": row.supply.high <= 0 < row.need.typical,
    }  # fmt: skip


def _power(scenario: Scenario, dossier: Dossier) -> Json:
    power = dossier.answer.power[scenario]
    return {
        "total_twh": span(power.total),
        "by_chain_twh": {chain: span(value) for chain, value in power.by_chain.items()},
        "share": {chain: span(value) for chain, value in power.share.items()},
        "by_month_gwh": [span(value) for value in power.by_month],
        "share_of_province_hydro": list(power.hydro_share),
    }


def _point(point: ValuePoint) -> Json:
    return {
        "chain": point.chain, "good": point.leading_good, "spec": point.spec, "start": point.start, "end": point.end,
        "basis": point.basis, "sold_with_vat": span(point.sold_with_vat),
        "sold_without_vat": span(point.sold_without_vat), "stages_with_vat": span(point.stages_with_vat),
        "stages_without_vat": span(point.stages_without_vat), "figure": point.figure,
    }  # fmt: skip


def _stated(item: Plausibility) -> Json:
    named = {
        "nearest": item.nearest, "reached_with_vat": item.reached_with_vat,
        "reached_without_vat": item.reached_without_vat, "year_without_vat": item.year_without_vat,
        "possible_by_stages": item.possible_by_stages,
    }  # fmt: skip
    return {
        "claim": item.statement.claim, "chain": item.chain, "stated_cny": item.stated,
        **{name: None if point is None else _point(point) for name, point in named.items()},
    }  # fmt: skip
