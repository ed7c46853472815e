"""Tables of what the answer rests on: findings, claims, documents, library rows, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable

from lianpu.engine.figures import Figure
from lianpu.engine.findings import headlines
from lianpu.library.tables import Row
from lianpu.reading.claims import Claim
from lianpu.system.model import Scenario
from lianpu.views.dossier import DocumentNote, Dossier, Evidence
from lianpu.views.numbers import capacity_unit, exact
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import chain_name, region_name, source_words, t


def findings_table(dossier: Dossier, lang: str) -> Table:
    """All findings in words, the headlines first."""
    found = dossier.answer.findings
    first = headlines(found)
    columns = (
        column("number", lang, "number"), column("chain", lang), column("big", lang), column("small", lang),
        column("text", lang), column("weight", lang, "number", "亿元/年" if lang == "zh" else "CNY 100 m/a"),
        column("figures", lang, "figures"), column("claims", lang, "claims"), column("rows", lang, "rows"),
    )  # fmt: skip
    rows: list[dict[str, Cell]] = []
    for number, finding in enumerate([*first, *(f for f in found if f not in first)], 1):
        words = headline(finding, dossier, lang)
        rows.append(
            {
                "number": number,
                "code": finding.code,
                "chain": chain_name(finding.chain, dossier.library, lang) if finding.chain else "",
                "big": words.big,
                "small": words.small,
                "text": words.text,
                "weight": round(finding.weight / 1e8, 1) if finding.weight else None,
                "figures": words.figures,
                "claims": words.claims,
                "rows": words.rows,
            }
        )
    return Table("findings", t("table.findings", lang), columns, tuple(rows))


def claims_table(dossier: Dossier, lang: str) -> Table:
    """Every claim in force with its clause, its original and whether the model uses it."""
    names = (
        "id", "document", "where", "kind", "subject", "product", "quantity", "modality", "status", "place", "date", "clause",
        "original", "flags", "used",
    )  # fmt: skip
    used = _used(dossier)
    rows = tuple(_claim_row(evidence, evidence.id in used, lang) for evidence in dossier.evidence.values())
    columns = (*(column(name, lang) for name in names), column("confidence", lang, "number"))
    return Table("claims", t("table.claims", lang), columns, rows, t("note.claims", lang))


def _claim_row(evidence: Evidence, used: bool, lang: str) -> dict[str, Cell]:
    claim = evidence.claim
    return {
        "id": evidence.id,
        "document": evidence.document,
        "where": claim.where,
        "kind": t(f"kind.{claim.kind}", lang),
        "subject": claim.subject,
        "product": claim.product,
        "quantity": claim_quantity(claim, lang),
        "modality": t(f"modality.{claim.modality}", lang),
        "status": t(f"status.{claim.status}", lang) if claim.status else None,
        "place": claim.place,
        "date": _date(claim),
        "clause": evidence.sentence[slice(*evidence.mark)],
        "original": evidence.original,
        "flags": t("list.comma", lang).join(t(f"flag.{flag}", lang) for flag in claim.flags),
        "used": t("yes" if used else "no", lang),
        "confidence": round(claim.confidence, 2),
    }


def _date(claim: Claim) -> str | None:
    if claim.date is None:
        return None
    return claim.date.start if claim.date.start == claim.date.end else f"{claim.date.start} – {claim.date.end}"


def claim_quantity(claim: Claim, lang: str) -> str | None:
    """The quantity as the document states it, with its bound."""
    unit = capacity_unit(claim.unit or "1") if claim.kind == "capacity" else claim.unit or "1"
    if claim.value is not None:
        return t(f"bound_sign.{claim.bound or 'exact'}", lang) + exact(claim.value, unit, lang)
    if claim.low is not None and claim.high is not None:
        return " – ".join(exact(end, unit, lang) for end in (claim.low, claim.high))
    return None


def _used(dossier: Dossier) -> set[str]:
    figures: Iterable[Figure] = dossier.answer.figures.values()
    return {claim for figure in figures for claim in figure.claims}


def set_aside_table(dossier: Dossier, lang: str) -> Table:
    """Claims that the model does not use, with the reason in words."""
    columns = (*(column(name, lang) for name in ("id", "document", "clause", "reason", "detail")),)
    rows: list[dict[str, Cell]] = []
    for aside in dossier.answer.region.set_aside:
        evidence = dossier.evidence.get(aside.claim)
        rows.append(
            {
                "id": aside.claim,
                "document": evidence.document if evidence else None,
                "clause": evidence.sentence[slice(*evidence.mark)] if evidence else None,
                "reason": t(f"reason.{aside.reason}", lang),
                "detail": aside.detail if aside.reason not in ("superseded", "in_later_total") else None,
            }
        )
    return Table("set_aside", t("table.set_aside", lang), columns, tuple(rows), t("note.set_aside", lang))


def documents_table(dossier: Dossier, lang: str) -> Table:
    """The documents of the ledger and the time that each describes."""
    names = ("name", "source", "published", "described", "dating", "place", "count", "repairs", "sha256")
    columns = tuple(column(name, lang, "number" if name in ("count", "repairs") else "text") for name in names)
    rows = tuple(_document_row(note, dossier, lang) for note in dossier.documents)
    return Table("documents", t("table.documents", lang), columns, rows)


def _document_row(note: DocumentNote, dossier: Dossier, lang: str) -> dict[str, Cell]:
    dating = note.dating
    return {
        "name": note.name,
        "source": note.source,
        "published": note.published,
        "described": f"{dating.start or '…'} – {dating.end or '…'}" if dating else None,
        "dating": dating_sentence(note, dossier, lang),
        "place": note.place,
        "count": note.claims,
        "repairs": note.repairs,
        "sha256": note.sha256,
    }


def used_rows(dossier: Dossier) -> list[Row]:
    """The library rows behind any figure of the answer, in the order of the library."""
    used = {row for figure in dossier.answer.figures.values() for row in figure.rows}
    return [row for name, row in dossier.library.rows.items() if name in used]


def sources_table(dossier: Dossier, lang: str) -> Table:
    """The library rows that the answer rests on."""
    columns = (
        *(column(name, lang) for name in ("id", "table", "item")),
        *(column(name, lang, "number") for name in ("low", "typical", "high")),
        *(column(name, lang) for name in ("unit", "year", "quality", "title")), column("url", lang, "link"), column("note", lang),
    )  # fmt: skip
    rows: tuple[dict[str, Cell], ...] = tuple(
        {
            "id": row.id, "table": row.table, "item": row.item, "low": row.value.low, "typical": row.value.typical,
            "high": row.value.high, "unit": row.unit, "year": row.year, "quality": t(f"quality.{row.quality}", lang),
            "title": source_words(row.source_title, lang), "url": row.source_url or None, "note": row.note or None,
        }
        for row in used_rows(dossier)
    )  # fmt: skip
    return Table("sources", t("table.sources", lang), columns, rows, t("note.sources", lang))


def provenance_table(dossier: Dossier, lang: str) -> Table:
    """How the answer was made: documents, versions, definitions, the check."""
    region, scenarios = (
        dossier.answer.region,
        t("list.clauses", lang).join(t(f"scenario_is.{s}", lang) for s in Scenario),
    )
    recipes = str(region.year)
    if region.other_year:
        recipes = t("provenance.recipes_two", lang, year=region.year, other=region.other_year)
    lines = {
        "region": region_name(region.name, lang),
        "as_of": region.as_of or "",
        "recipes": recipes,
        "ledger": dossier.ledger,
        "made_by": dossier.made_by,
        "assumption": t("provenance.assumption_is", lang),
        "scenarios": scenarios,
        "vat": t("provenance.vat_is", lang),
        "sold": t("note.output_value", lang),
        "ranges": t("provenance.ranges_is", lang),
        "library_only": t("provenance.library_only_is", lang),
        "residual": t("provenance.residual_is", lang, value=f"{dossier.answer.residual:.1e}"),
    }
    rows: tuple[dict[str, Cell], ...] = tuple(
        {"key": t(f"provenance.{key}", lang), "value": value} for key, value in lines.items()
    )
    return Table("provenance", t("table.provenance", lang), (column("key", lang), column("value", lang)), rows)
