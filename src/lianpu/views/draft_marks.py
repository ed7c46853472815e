"""The marks of a draft in words: for a comment in the margin, for the terminal, as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lianpu.engine.findings import Finding as AnswerFinding
from lianpu.ledger.checks.values import variant_names
from lianpu.ledger.findings import Finding, Severity
from lianpu.redpencil.marks import Mark
from lianpu.redpencil.verdicts import Word
from lianpu.views.checks_text import claim_json, claim_line, finding_text
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.numbers import amount, percent
from lianpu.views.reviewed import Reviewed
from lianpu.views.sentences import headline, spaced
from lianpu.views.word_comments import MarginNote
from lianpu.views.wording import LANGUAGES, has_words, t

Json = dict[str, Any]
#: Marks on the summary, and lines of evidence under a mark: what a reader takes in at a glance.
FIRST, MOST_EVIDENCE = 10, 6


@dataclass(frozen=True, slots=True)
class MarkWords:
    """``text`` says what does not fit, ``why`` why it matters, ``suggestion`` what to write; ``evidence`` are lines with
    quote, document, date and id; ``elsewhere`` are the other sentences of the draft with the same fault."""

    head: str
    text: str
    why: str
    suggestion: str
    evidence: tuple[str, ...]
    elsewhere: tuple[str, ...]


def mark_words(mark: Mark, reviewed: Reviewed, lang: str) -> MarkWords:
    finding = mark.finding
    text = _said(finding, reviewed, lang)
    shown = [reviewed.claims[i] for i in mark.beside[:MOST_EVIDENCE] if i in reviewed.claims]
    lines = [claim_line(kept, lang) for kept in shown]
    if mark.rows:
        known = reviewed.library.rows
        sources = dict.fromkeys(known[row].source_title for row in mark.rows if row in known)
        lines.append(t("draft.rows", lang, rows=", ".join(mark.rows[:4]), sources="; ".join([*sources][:2])))
    if mark.figures:
        lines.append(t("draft.figures", lang, figures=", ".join(mark.figures[:3])))
    return MarkWords(
        head=t(f"severity.{mark.severity}", lang),
        text=text,
        why=_matters(mark.code, lang),
        suggestion=_suggestion(mark, reviewed, lang),
        evidence=tuple(lines),
        elsewhere=tuple(place.sentence.strip() for place in mark.places[1:]),
    )


def margin_notes(reviewed: Reviewed, lang: str) -> list[MarginNote]:
    """A note for each mark, in the order of the text."""
    notes = []
    for mark in sorted(reviewed.marks, key=lambda mark: mark.start):
        words, place = mark_words(mark, reviewed, lang), mark.places[0]
        lines = [t("draft.headed", lang, head=words.head, text=words.text), words.why, words.suggestion]
        lines += [t("draft.also", lang, sentence=sentence) for sentence in words.elsewhere]
        lines += words.evidence
        notes.append(MarginNote(place.start, place.end, tuple(line for line in lines if line)))
    return notes


def review_text(reviewed: Reviewed, lang: str, files: dict[str, str]) -> str:
    """The summary, the marks that matter most, and where the files are."""
    lines = [summary_line(reviewed, lang), ""]
    for number, mark in enumerate(reviewed.marks[:FIRST], 1):
        words = mark_words(mark, reviewed, lang)
        said = reviewed.verdicts.get(mark.id)
        accepted = t("draft.accepted", lang, who=said.who) if said else ""
        lines += [f"{number}. [{words.head}] {words.text} [{mark.id}]{accepted}", f"   「{_short(mark.places[0].sentence)}」"]
        lines += [f"   {words.suggestion}"] if words.suggestion else []
        lines += [f"   {line}" for line in words.evidence]
    if len(reviewed.marks) > FIRST:
        lines.append(t("draft.more", lang, number=len(reviewed.marks) - FIRST))
    lines += [line for title, entries in comparison(reviewed, lang) for line in ("", title, *(f" · {e}" for e in entries))]
    return "\n".join([*lines, "", *(f"{t(f'draft_file.{name}', lang)}: {path}" for name, path in files.items())])


def summary_line(reviewed: Reviewed, lang: str) -> str:
    counts = Counter(mark.severity for mark in reviewed.marks)
    told = t(
        "draft.summary" if reviewed.marks else "draft.clean", lang, name=reviewed.reading.name,
        claims=len(reviewed.reading.claims), errors=counts[Severity.ERROR], doubts=counts[Severity.DOUBT],
        notes=counts[Severity.NOTE],
    )  # fmt: skip
    if reviewed.dismissed:
        told += t("draft.dismissed", lang, number=len(reviewed.dismissed))
    return told + (t("draft.against", lang, ledger=reviewed.ledger) if reviewed.ledger else t("draft.alone", lang))


def comparison(reviewed: Reviewed, lang: str) -> list[tuple[str, list[str]]]:
    """What changed against the older version: a title and its entries, for faults gone, faults that came, and figures."""
    older, compared = reviewed.older, reviewed.compared
    if older is None or compared is None:
        return []
    gone = [_told(mark, older, lang) for mark in compared.gone]
    came = [_told(mark, reviewed, lang) for mark in compared.came]
    changed = [
        t("draft.figure", lang, before=claim_quantity(before, lang), after=claim_quantity(after, lang), quote=_short(after.quote))
        for before, after in ((change.before, change.after) for change in compared.changed)
    ]
    sections = (("gone", gone), ("came", came), ("changed", changed))
    head = t("draft.compared", lang, name=older.reading.name, stayed=compared.stayed)
    return [(head, []), *((t(f"draft.{name}", lang, number=len(entries)), entries) for name, entries in sections)]


def _told(mark: Mark, reviewed: Reviewed, lang: str) -> str:
    words = mark_words(mark, reviewed, lang)
    return t("draft.told", lang, head=words.head, text=words.text, sentence=_short(mark.places[0].sentence))


def review_json(reviewed: Reviewed, lang: str) -> Json:
    """Stable keys (docs/json.md)."""
    reading = reviewed.reading
    return {
        "draft": {"name": reading.name, "sha256": reading.sha256, "kind": reading.kind, "place": reading.default_place,
                  "published": reading.published, "claims": len(reading.claims)},
        "ledger": reviewed.ledger,
        "made_by": reviewed.dossier.made_by,
        "marks": [_mark_json(mark, reviewed, lang) for mark in reviewed.marks],
        "dismissed": [_mark_json(mark, reviewed, lang) for mark in reviewed.dismissed],
        "compared": _compared_json(reviewed, lang),
    }  # fmt: skip


def _compared_json(reviewed: Reviewed, lang: str) -> Json | None:
    older, compared = reviewed.older, reviewed.compared
    if older is None or compared is None:
        return None
    return {
        "against": older.reading.name,
        "gone": [_mark_json(mark, older, lang) for mark in compared.gone],
        "came": [_mark_json(mark, reviewed, lang) for mark in compared.came],
        "stayed": compared.stayed,
        "changed": [{"before": change.before.to_json(), "after": change.after.to_json()} for change in compared.changed],
    }


def _mark_json(mark: Mark, reviewed: Reviewed, lang: str) -> Json:
    words, finding = mark_words(mark, reviewed, lang), mark.finding
    numbers: Json = {"figure": None, "unit": None, "low": None, "high": None, "suggested": None}
    if isinstance(finding, Finding):
        numbers = {name: getattr(finding, name) for name in numbers}
    ids = [*(place.claim for place in mark.places if place.claim), *mark.beside]
    return {
        "id": mark.id, "verdict": _verdict_json(mark, reviewed), "code": mark.code, "severity": str(mark.severity),
        "text": words.text, "why": words.why,
        "suggestion": words.suggestion, **numbers,
        "places": [
            {"start": p.start, "end": p.end, "sentence": p.sentence, "quote": p.quote, "where": p.where, "claim": p.claim}
            for p in mark.places
        ],
        "evidence": [claim_json(reviewed.claims[i], lang) for i in ids if i in reviewed.claims],
        "rows": list(mark.rows), "figures": list(mark.figures),
    }  # fmt: skip


def _verdict_json(mark: Mark, reviewed: Reviewed) -> Json | None:
    verdict = reviewed.verdicts.get(mark.id)
    return {"word": str(verdict.word), "who": verdict.who, "why": verdict.why, "at": verdict.at} if verdict else None


def corrections(reviewed: Reviewed, lang: str) -> list[tuple[str, ...]]:
    """The accepted marks as a list to work through: where, the sentence, what is wrong, what to write, who accepted it."""
    head = tuple(t(f"draft.column_{name}", lang) for name in ("where", "sentence", "fault", "suggestion", "who"))
    rows = [head]
    for mark in sorted(reviewed.marks, key=lambda mark: mark.start):
        verdict = reviewed.verdicts.get(mark.id)
        if verdict is not None and verdict.word is Word.ACCEPT:
            words, place = mark_words(mark, reviewed, lang), mark.places[0]
            rows.append((place.where or "", place.sentence, words.text, words.suggestion, verdict.who))
    return rows


def _said(finding: Finding | AnswerFinding, reviewed: Reviewed, lang: str) -> str:
    if isinstance(finding, AnswerFinding):
        return headline(finding, reviewed.dossier, lang).text
    return spaced(finding_text(finding, reviewed.library, lang), lang)


def _matters(code: str, lang: str) -> str:
    return t(f"matters.{code}", lang) if has_words(f"matters.{code}") else ""


def _suggestion(mark: Mark, reviewed: Reviewed, lang: str) -> str:
    """A wording that would be right: of the kind of mark, else to check the figure against its source."""
    finding, key = mark.finding, f"suggest.{mark.code}"
    if isinstance(finding, AnswerFinding):
        return t(key if has_words(key) else "suggest.answer", lang)
    values: dict[str, str] = {}
    if finding.figure is not None and finding.unit:
        values["figure"] = percent(finding.figure, lang) if finding.unit == "1" else amount(finding.figure, finding.unit, lang)
    if mark.code == "one_definition":
        names = variant_names(dict(finding.words)["family"])
        values["variants"] = t("list.comma", lang).join(name[LANGUAGES.index(lang)] for name in names.values())
    return spaced(t(key if has_words(key) else "suggest.other", lang, **values), lang)


def _short(sentence: str, most: int = 120) -> str:
    sentence = " ".join(sentence.split())
    return sentence if len(sentence) <= most else sentence[: most - 1] + "…"
