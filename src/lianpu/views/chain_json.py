"""The chains of a region as JSON for a page: the drawing, and of every stage its plants, balance, recipe and claims."""

from __future__ import annotations

from typing import Any

from lianpu.engine.findings import headlines
from lianpu.system.model import Plant, Scenario
from lianpu.views.answer_tables import balance_mark
from lianpu.views.chainmap import chain_class, chain_map, hatch, legend
from lianpu.views.dossier import Dossier
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.export import finding_json, span
from lianpu.views.labels import label
from lianpu.views.numbers import amount, percent, times
from lianpu.views.sentences import dating_sentence
from lianpu.views.stages import StageView, chain_views, stage_takes
from lianpu.views.wording import source_words, stage_name, t

Json = dict[str, Any]
MULTIPLE = 1.5  # from here on a ratio reads better as a multiple


def chain_json(dossier: Dossier, lang: str) -> Json:
    """``region``, ``notes``, ``headlines``, ``more``, ``map`` (svg), ``legend``, ``chains`` of ``stages`` (docs/json.md)."""
    first = headlines(dossier.answer.findings)
    notes = [dating_sentence(n, dossier, lang) for n in dossier.documents if n.dating is not None and n.dating.is_repost]
    region = dossier.answer.region
    return {
        "region": {"name": region.name, "as_of": region.as_of, "year": region.year},
        "notes": notes,
        "headlines": [finding_json(f, dossier, lang) for f in first],
        "more": [finding_json(f, dossier, lang) for f in dossier.answer.findings if f not in first],
        "map": chain_map(dossier, lang, styled=False),
        "legend": _legend(lang),
        "chains": [
            {"id": c.id, "name": c.name, "class": chain_class(c.color), "stages": [_stage(s, dossier, lang) for s in c.stages]}
            for c in chain_views(dossier, lang)
        ],
    }


def _legend(lang: str) -> list[Json]:
    """The samples of the map's signs; the first brings the hatching that the others show."""
    pattern = f'<svg class="chainmap pattern chain-0" width="0" height="0" aria-hidden="true">{hatch("legend")}</svg>'
    samples = [{"drawing": pattern * (not i) + drawing, "words": words} for i, (drawing, words) in enumerate(legend(lang))]
    return [*samples, {"drawing": "", "words": label("legend.ratio", lang)}]


def _stage(stage: StageView, dossier: Dossier, lang: str) -> Json:
    return {
        "good": stage.good,
        "name": stage.name,
        "chain": stage.chain,
        "state": str(stage.state),
        "missing": stage.missing,
        "unit": stage.unit,
        "parts": [
            {"status_class": str(status), "value": value.typical, "size": amount(value, stage.unit, lang)}
            for status, value in stage.parts
        ],
        "plants": [_plant(plant, stage, lang) for plant in stage.plants],
        "balance": [row for s in Scenario if (row := _balance(stage, s, dossier, lang))],
        "takes": [_take(good, row, value, dossier, lang) for good, row, value in stage_takes(stage, dossier, lang)],
        "claims": [_claim(claim, dossier, lang) for claim in stage.claims if claim in dossier.evidence],
    }


def _plant(plant: Plant, stage: StageView, lang: str) -> Json:
    return {
        "id": plant.id,
        "owner": plant.owner,
        "tranches": [
            {
                "status": tranche.status,
                "status_class": str(tranche.status_class),
                "size": amount(tranche.capacity, stage.unit, lang),
                "claims": list(tranche.claims),
            }
            for tranche in plant.tranches
        ],
    }


def _balance(stage: StageView, scenario: Scenario, dossier: Dossier, lang: str) -> Json | None:
    row = dossier.answer.balance.rows.get((stage.good, scenario))
    if row is None or (row.need.high <= 0 and row.supply.high <= 0):
        return None
    mark = balance_mark(row.need, row.supply)
    ratio = row.ratio
    return {
        "scenario": str(scenario),
        "need": span(row.need),
        "supply": span(row.supply),
        "gap": span(row.gap),
        "mark": mark,
        "words": {
            "need": amount(row.need, stage.unit, lang) if row.need.high > 0 else "",
            "supply": amount(row.supply, stage.unit, lang),
            "gap": amount(row.gap, stage.unit, lang),
            "ratio": "" if ratio is None else times(ratio, lang) if ratio.typical >= MULTIPLE else percent(ratio, lang),
            "mark": t(f"mark.{mark}", lang),
        },
        "figure": f"gap/{stage.good}/{scenario}",
    }


def _take(good: str, row: str, value: str, dossier: Dossier, lang: str) -> Json:
    source = source_words(dossier.library.rows[row].source_title, lang)
    return {"good": good, "name": stage_name(good, dossier.library, lang), "value": value, "row": row, "source": source}


def _claim(name: str, dossier: Dossier, lang: str) -> Json:
    """A claim in its sentence: what a panel shows."""
    found = dossier.evidence[name]
    claim = found.claim
    return {
        "id": found.id, "sentence": found.sentence, "mark": list(found.mark), "printed": found.original,
        "found_in": found.found_in, "rejected": found.rejected, "quantity": claim_quantity(claim, lang),
        "state": t(f"status.{claim.status}", lang) if claim.status else t(f"modality.{claim.modality}", lang),
        "subject": claim.subject, "date": (claim.date.raw or claim.date.start) if claim.date else None,
    }  # fmt: skip
