"""Where a number comes from: figure → terms → figures below → library rows and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from lianpu.engine.figures import Figure, Term, trace
from lianpu.errors import LianpuError
from lianpu.library.tables import Row
from lianpu.units import Range
from lianpu.views.dossier import Dossier, Evidence
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.numbers import amount, percent, plain
from lianpu.views.wording import chain_name, good_name, source_words, stage_name, t

SHARE_UNITS = ("1",)


@dataclass(frozen=True)
class Explanation:
    """A figure with all figures below it, the library rows and the sentences that they rest on.

    For a claim or a library row ``figure`` is None and ``used_in`` names the figures that rest on it.
    """

    name: str
    figure: Figure | None
    below: tuple[Figure, ...]
    rows: tuple[Row, ...]
    claims: tuple[Evidence, ...]
    used_in: tuple[str, ...]
    text: str

    def to_json(self) -> dict[str, Any]:
        """``name``, ``figure`` (with ``terms``), ``below``, ``rows``, ``claims``, ``used_in`` (docs/json.md)."""
        return {
            "name": self.name,
            "figure": _figure_json(self.figure) if self.figure else None,
            "below": [_figure_json(figure) for figure in self.below],
            "rows": [_row_json(row) for row in self.rows],
            "claims": [_claim_json(evidence) for evidence in self.claims],
            "used_in": list(self.used_in),
        }


def why(name: str, dossier: Dossier, lang: str) -> Explanation:
    """The explanation of a figure (``need/alumina/A``), a claim or a library row.

    An id may be cut short where that is unique. Raises :class:`LianpuError` with the nearest names for an unknown one.
    """
    found = _resolve(name, dossier)
    figures = dossier.answer.figures
    if found in figures:
        chain = tuple(trace(figures[found], figures))
        rows = tuple(dossier.library.rows[row] for row in dict.fromkeys(r for f in chain for r in f.rows))
        claims = tuple(dossier.evidence[c] for c in dict.fromkeys(c for f in chain for c in f.claims))
        lines = [line for figure in chain for line in _figure_lines(figure, dossier, lang)]
        lines += _evidence_lines(rows, claims, lang)
        return Explanation(found, chain[0], chain[1:], rows, claims, (), "\n".join(lines))
    used = tuple(f.id for f in figures.values() if found in f.claims or found in f.rows)
    rows = (dossier.library.rows[found],) if found in dossier.library.rows else ()
    claims = (dossier.evidence[found],) if found in dossier.evidence else ()
    lines = [*_evidence_lines(rows, claims, lang), *([t("why.used_in", lang, figures=", ".join(used))] if used else [])]
    return Explanation(found, None, (), rows, claims, used, "\n".join(lines))


def _resolve(name: str, dossier: Dossier) -> str:
    known = [*dossier.answer.figures, *dossier.evidence, *dossier.library.rows]
    if name in known:
        return name
    begun = [k for k in known if k.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    near = begun[:4] or get_close_matches(name, known, n=3, cutoff=0.6)
    hint = f"did you mean {', '.join(near)}?" if near else "lianpu balance --json lists the figures"
    raise LianpuError(f"no figure, claim or library row '{name}'", hint=hint)


def why_words(found: Explanation, dossier: Dossier, lang: str) -> dict[str, Any]:
    """The figures of an explanation and the library rows in words: ``name``, ``value``, ``terms[]``, for a page."""
    figures = [figure for figure in (found.figure, *found.below) if figure is not None]
    return {
        "figures": [
            {
                "id": f.id, "name": figure_name(f, dossier, lang), "value": shown(f.value, f.unit, lang),
                "terms": [
                    {"name": term_name(term, dossier, lang), "value": shown(term.value, term.unit, lang), "rows": list(term.rows)}
                    for term in f.terms
                ],
            }
            for f in figures
        ],
        "rows": [
            {
                "id": row.id, "item": row.item, "value": f"{plain(row.value, lang)} {row.unit}", "year": row.year,
                "quality": t(f"quality.{row.quality}", lang), "source": source_words(row.source_title, lang),
                "url": row.source_url or "",
            }
            for row in found.rows
        ],
    }  # fmt: skip


def figure_name(figure: Figure, dossier: Dossier, lang: str) -> str:
    """What a figure is, in words: 氧化铝 需求，A 已建."""
    notes = figure.notes
    goods = [stage_name(notes[key], dossier.library, lang) for key in ("good", "product") if key in notes]
    if "chain" in notes and not goods:
        goods = [chain_name(notes["chain"], dossier.library, lang)]
    if "numerator" in notes:
        goods = [_ratio_side(notes[side], dossier, lang) for side in ("numerator", "denominator")]
    parts = [" → ".join(goods) if "product" in notes else " ÷ ".join(goods), t(f"figure.{figure.kind}", lang)]
    parts += [t(f"scenario.{notes['scenario']}", lang)] if "scenario" in notes else []
    parts += [notes[key] for key in ("start", "month", "year") if key in notes]
    return " · ".join(filter(None, parts))


def _ratio_side(name: str, dossier: Dossier, lang: str) -> str:
    return t("kind.output_value", lang) if name == "output_value" else stage_name(name, dossier.library, lang)


def shown(value: Range, unit: str, lang: str) -> str:
    """A figure's value with its unit; shares in per cent, ratios as they are."""
    return percent(value, lang) if unit in SHARE_UNITS else amount(value, unit, lang)


def term_name(term: Term, dossier: Dossier, lang: str) -> str:
    """A term's label in words: a plant by its product and owner, a chain, or what the term is."""
    plant = next((p for p in dossier.answer.region.plants if p.id == term.label), None)
    if plant is not None:
        owner = f"（{plant.owner}）" if lang == "zh" else f" ({plant.owner})"
        return good_name(plant.good, dossier.library, lang) + (owner if plant.owner else "")
    if term.label in dossier.library.goods:
        return good_name(term.label, dossier.library, lang)
    if any(chain.id == term.label for chain in dossier.library.chains):
        return chain_name(term.label, dossier.library, lang)
    return t(f"term.{term.label}", lang)


def _figure_lines(figure: Figure, dossier: Dossier, lang: str) -> Iterator[str]:
    yield f"{figure_name(figure, dossier, lang)} = {shown(figure.value, figure.unit, lang)}  [{figure.id}]"
    for term in figure.terms:
        sources = ", ".join((*term.figures, *term.rows, *term.claims))
        yield f"   {term_name(term, dossier, lang)}: {shown(term.value, term.unit, lang)}  ← {sources}"


def _evidence_lines(rows: tuple[Row, ...], claims: tuple[Evidence, ...], lang: str) -> Iterator[str]:
    if rows:
        yield f"{t('table.sources', lang)}:"
    for row in rows:
        yield f"   {row.id}: {row.item} = {plain(row.value, lang)} {row.unit} ({row.year}, {t(f'quality.{row.quality}', lang)})"
        yield f"      {source_words(row.source_title, lang)}" + (f" {row.source_url}" if row.source_url else "")
    if claims:
        yield f"{t('table.claims', lang)}:"
    for evidence in claims:
        claim = evidence.claim
        status = t(f"status.{claim.status}", lang) if claim.status else t(f"modality.{claim.modality}", lang)
        quantity = claim_quantity(claim, lang) or ""
        said = " · ".join(filter(None, (t(f"kind.{claim.kind}", lang), claim.product, quantity, status)))
        yield f"   {evidence.id}: {said}"
        yield f"      「{evidence.sentence[slice(*evidence.mark)]}」 {evidence.found_in} [{claim.span[0]}–{claim.span[1]}]"
        if evidence.original != evidence.sentence[slice(*evidence.mark)]:
            yield f"      {t('column.original', lang)}: {evidence.original}"


def _span(value: Range) -> dict[str, float]:
    return {"low": value.low, "typical": value.typical, "high": value.high}


def _figure_json(figure: Figure) -> dict[str, Any]:
    terms = [
        {"label": term.label, "value": _span(term.value), "unit": term.unit, "figures": list(term.figures),
         "rows": list(term.rows), "claims": list(term.claims)}
        for term in figure.terms
    ]  # fmt: skip
    head = {"id": figure.id, "kind": figure.kind, "value": _span(figure.value), "unit": figure.unit}
    return {**head, "terms": terms, "notes": dict(figure.notes)}


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "id": row.id, "table": row.table, "item": row.item, "value": _span(row.value), "unit": row.unit,
        "year": row.year, "source_title": row.source_title, "source_url": row.source_url, "quality": row.quality,
        "note": row.note,
    }  # fmt: skip


def _claim_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.id, "document": evidence.document, "where": evidence.claim.where,
        "clause": evidence.sentence[slice(*evidence.mark)],
        "sentence": evidence.sentence, "original": evidence.original, "span": list(evidence.claim.span),
        "claim": evidence.claim.to_json(),
    }  # fmt: skip
