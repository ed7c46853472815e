"""What the checks of a ledger found, in words and as JSON: each finding with its figure, band and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianpu.ledger.checks import Checked
from lianpu.ledger.checks.values import variant_names
from lianpu.ledger.derive import Derived
from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.queries import LedgerClaim
from lianpu.library.load import Library
from lianpu.units import Range
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.numbers import amount, percent, plain, span
from lianpu.views.wording import LANGUAGES, good_name, t

Json = dict[str, Any]
Claims = Mapping[str, LedgerClaim]


def checks_text(checked: Checked, claims: Claims, library: Library, lang: str, severity: str | None = None) -> str:
    """A line for each finding with the claims under it, then what was derived and which checks ran."""
    found = [f for f in checked.findings if severity in (None, f.severity)]
    lines = [_head(checked, lang)]
    if not found:
        lines.append(t("checks.none_so_grave" if severity and checked.findings else "checks.none", lang))
    for finding in found:
        lines.append(f"{t(f'severity.{finding.severity}', lang)}  {finding.code}  {finding_text(finding, library, lang)}")
        lines += [f"    {claim_line(claims[i], lang)}" for i in finding.claims if i in claims]
    ran = (f"{entry.check} {entry.claims}/{entry.findings}" for entry in checked.ran)
    lines.append(t("checks.ran", lang, checks=", ".join(ran)))
    return "\n".join(lines)


def checks_json(
    checked: Checked, claims: Claims, library: Library, lang: str, severity: str | None = None, ledger: str = ""
) -> Json:
    """``findings``, ``derived`` and ``ran`` with stable keys (docs/checks.md)."""
    found = [f for f in checked.findings if severity in (None, f.severity)]
    return {
        "ledger": ledger,
        "findings": [_finding_json(f, claims, library, lang) for f in found],
        "derived": [_derived_json(d, claims, lang) for d in checked.derived],
        "ran": [{"check": r.check, "claims": r.claims, "findings": r.findings} for r in checked.ran],
    }


def finding_text(finding: Finding, library: Library, lang: str) -> str:
    """The sentence of a finding, with the reading that would fit."""
    text = t(f"check.{finding.code}", lang, **_values(finding, library, lang))
    if finding.suggested is None:
        return text
    words = dict(finding.words)
    amounts = {"suggested": _amount(finding.suggested, _stated_unit(finding), lang)}
    if "other" in words:
        amounts["other"] = _amount(float(words["other"]), words["other_unit"], lang)
    reading = t("checks.suggests_either" if "other" in words else "checks.suggests", lang, **amounts)
    return f"{text}{t('list.sentences', lang)}{reading}"


def _head(checked: Checked, lang: str) -> str:
    counts = {s: sum(f.severity is s for f in checked.findings) for s in Severity}
    confirmed = sum(bool(d.confirmed_by) for d in checked.derived)
    return t(
        "checks.head", lang, errors=counts[Severity.ERROR], doubts=counts[Severity.DOUBT], notes=counts[Severity.NOTE],
        derived=len(checked.derived), confirmed=confirmed,
    )  # fmt: skip


def _values(finding: Finding, library: Library, lang: str) -> dict[str, str]:
    """What fills the places of a finding's sentence."""
    words = dict(finding.words)
    unit = finding.unit or "1"
    out = {key: value for key, value in words.items() if key in _AS_TOLD}
    out |= {f"{key}": _amount(value, unit, lang) for key, value in _numbers(finding) if value is not None}
    if finding.low is not None and finding.high is not None:
        out["band"] = _span(finding.low, finding.high, unit, lang)
    out |= {key: t(f"{section}.{words[key]}", lang) for key, section in _CODES.items() if key in words}
    out |= {key: good_name(words[key], library, lang) for key in ("feed", "product") if key in words}
    return out | _of_code(finding, words, lang)


#: Words of a finding that are shown as they are.
_AS_TOLD = frozenset("places owner definitions published due latest first second when until sum told hours most".split())
#: Words of a finding that are codes, and the section that has them in both languages.
_CODES = {"numerator": "numerator", "side": "side", "status": "status", "before": "status"}


def _numbers(finding: Finding) -> Iterable[tuple[str, float | None]]:
    stated = dict(finding.words).get("stated")
    yield from (("figure", finding.figure), ("low", finding.low), ("high", finding.high))
    yield "stated", float(stated) if stated else None


def _of_code(finding: Finding, words: dict[str, str], lang: str) -> dict[str, str]:
    if finding.code == "definitions" and finding.figure is not None:
        return {"ratio": plain(finding.figure, lang)}
    if finding.code == "indicator_variants":
        names = variant_names(words["family"])
        shown = (names[v][LANGUAGES.index(lang)] for v in words["variants"].split(","))
        return {"variants": t("list.comma", lang).join(shown)}
    if finding.code == "revised_size":
        return {f"{key}_size": _amount(float(words[key]), words["unit"], lang) for key in ("from", "to")}
    if "target" in words:
        amounts = {key: _amount(float(words[key]), words["unit"], lang) for key in ("target", "level")}
        return amounts | {"times": plain(finding.figure or 0.0, lang)}
    return {}


def _stated_unit(finding: Finding) -> str:
    """The unit of the claim in question: for a ratio that of its numerator."""
    return dict(finding.words).get("stated_unit") or finding.unit or "1"


def _amount(value: float, unit: str, lang: str) -> str:
    return percent(value, lang) if unit == "1" else amount(value, unit, lang)


def _span(low: float, high: float, unit: str, lang: str) -> str:
    if unit == "1":
        return f"{percent(low, lang)}–{percent(high, lang)}"
    return span(Range(low, (low + high) / 2, high), unit, lang)


def claim_line(kept: LedgerClaim, lang: str) -> str:
    """Id, clause, document and date of a claim."""
    claim = kept.claim
    date = claim.date.start if claim.date else kept.document.published or t("checks.undated", lang)
    where = f" {claim.where}" if claim.where else ""
    return f"{claim.id}  「{claim.quote}」 {kept.document.name}{where}, {date}"


def _finding_json(finding: Finding, claims: Claims, library: Library, lang: str) -> Json:
    return {
        "code": finding.code, "severity": str(finding.severity), "text": finding_text(finding, library, lang),
        "why": t(f"matters.{finding.code}", lang), "figure": finding.figure, "unit": finding.unit, "low": finding.low,
        "high": finding.high, "suggested": finding.suggested, "rows": list(finding.rows), "claims": list(finding.claims),
        "evidence": [claim_json(claims[i], lang) for i in finding.claims if i in claims],
    }  # fmt: skip


def _derived_json(found: Derived, claims: Claims, lang: str) -> Json:
    claim = found.claim
    return {
        "id": claim.id, "rule": found.rule, "kind": claim.kind, "subject": claim.subject, "product": claim.product,
        "product_id": claim.product_id, "place": claim.place, "modality": claim.modality, "status": claim.status,
        "date": {"start": claim.date.start, "end": claim.date.end} if claim.date else None,
        "value": claim.value, "low": found.low if found.low > float("-inf") else None,
        "high": found.high if found.high < float("inf") else None, "unit": claim.unit,
        "parents": list(found.parents), "confirmed_by": list(found.confirmed_by),
        "evidence": [claim_json(claims[i], lang) for i in found.parents if i in claims],
    }  # fmt: skip


def claim_json(kept: LedgerClaim, lang: str) -> Json:
    """A claim as evidence (docs/json.md)."""
    claim = kept.claim
    return {
        "claim": claim.id, "kind": claim.kind, "subject": claim.subject, "product": claim.product, "place": claim.place,
        "quantity": claim_quantity(claim, lang), "value": claim.value, "unit": claim.unit,
        "date": {"start": claim.date.start, "end": claim.date.end} if claim.date else None, "quote": claim.quote,
        "document": kept.document.name, "source": kept.document.source, "published": kept.document.published,
        "where": claim.where,
    }  # fmt: skip
