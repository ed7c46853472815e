"""12 where does this number come from, who said it, when, who contradicts it."""

from __future__ import annotations

from lianpu.engine.findings import headlines
from lianpu.ledger.conflicts import Conflict
from lianpu.views.answers.answered import Answered, answered
from lianpu.views.conflicts_table import heading
from lianpu.views.dossier import Dossier
from lianpu.views.evidence_tables import claim_quantity, set_aside_table
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.table import Table, column
from lianpu.views.why import why
from lianpu.views.wording import t

#: Claims shown of a figure, documents whose time is told.
MOST, FEW = 20, 5


def provenance(dossier: Dossier, lang: str, figure: str | None = None) -> Answered:
    """Of one figure (as ``lianpu why`` takes it), or of the three findings that matter most; and who says otherwise."""
    if figure is not None:
        explained = why(figure, dossier, lang)
        ids = [e.id for e in explained.claims]
        sentences, tables = [explained.text], []
        conflicts = [c for c in dossier.conflicts if {*c.claims, *c.against} & set(ids)]
    else:
        words = [headline(f, dossier, lang) for f in headlines(dossier.answer.findings)]
        ids = list(dict.fromkeys(c for w in words for c in w.claims))
        sentences = [*(w.text for w in words), *(dating_sentence(d, dossier, lang) for d in dossier.documents[:FEW])]
        tables, conflicts = [set_aside_table(dossier, lang)], list(dossier.conflicts)
    sentences.append(t("answer.contradicted" if conflicts else "answer.uncontradicted", lang, count=len(conflicts)))
    shown = [_said(ids, dossier, lang), _against(conflicts, dossier, lang), *tables]
    return answered(12, lang, sentences, shown, _missing(ids, dossier, lang))


def _against(conflicts: list[Conflict], dossier: Dossier, lang: str) -> Table:
    rows = [
        {"what": heading(c, dossier.library, lang), "clause": e.sentence[slice(*e.mark)], "document": e.found_in, "id": e.id}
        for c in conflicts[:MOST]
        for e in (dossier.evidence[i] for i in c.against if i in dossier.evidence)
    ]
    keys = ("what", "clause", "document", "id")
    return Table("against", t("answer.against", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def _said(ids: list[str], dossier: Dossier, lang: str) -> Table:
    published = {d.name: d.published for d in dossier.documents}
    found = [dossier.evidence[i] for i in ids[:MOST] if i in dossier.evidence]
    rows = [
        {
            "id": e.id, "clause": e.sentence[slice(*e.mark)], "quantity": claim_quantity(e.claim, lang) or "–",
            "status": t(f"status.{e.claim.status}", lang) if e.claim.status else t(f"modality.{e.claim.modality}", lang),
            "document": e.found_in, "published": published.get(e.document) or "–",
            "date": e.claim.date.end if e.claim.date else "–",
        }
        for e in found
    ]  # fmt: skip
    keys = ("id", "clause", "quantity", "status", "document", "published", "date")
    return Table("said", t("table.claims", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def _missing(ids: list[str], dossier: Dossier, lang: str) -> list[str]:
    lacking = [t("answer.undated_document", lang, name=d.name) for d in dossier.documents if not d.published]
    if not any(i in dossier.evidence for i in ids):
        lacking.append(t("answer.no_claims_behind", lang))
    return [*lacking, *([t("answer.one_document", lang)] if len(dossier.documents) == 1 else [])]
