"""What the command line prints: findings with evidence, a balance table, a list of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lianpu.engine.findings import headlines
from lianpu.reading.claims import Claim, Reading
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.tables import gap_table, printed
from lianpu.views.wording import t


def summary(dossier: Dossier, lang: str, files: Mapping[str, Path]) -> str:
    """The three findings that matter most with their evidence, the others in a line each, and where the files are."""
    answer = dossier.answer
    first = headlines(answer.findings)
    lines = [_title(dossier, lang), *_described(dossier, lang), ""]
    if not answer.region.plants:
        lines += [t("no_capacity", lang), ""]
    for number, finding in enumerate(first, 1):
        words = headline(finding, dossier, lang)
        lines += [f"{number}. {words.big} {words.small}", f"   {words.text}", *_quotes(words.claims, dossier, lang), ""]
    others = [headline(f, dossier, lang).text for f in answer.findings if f not in first]
    if others:
        lines += [t("also", lang), *(f" · {text}" for text in others), ""]
    lines += [f"{t(name, lang)}: {path}" for name, path in files.items()]
    return "\n".join(lines)


def balance_text(dossier: Dossier, lang: str) -> str:
    """The gap table as text."""
    return "\n".join([_title(dossier, lang), *_described(dossier, lang), "", printed(gap_table(dossier, lang), lang)])


def claims_text(reading: Reading, lang: str) -> str:
    """One line a claim, with its clause."""
    if not reading.claims:
        return f"{reading.name}: {t('no_claims', lang)}"
    return "\n".join(f"{c.id}  {_claim(c, lang)}\n      {c.quote}" for c in reading.claims)


def _claim(claim: Claim, lang: str) -> str:
    parts = (
        t(f"kind.{claim.kind}", lang),
        claim.subject,
        claim.product,
        _quantity(claim, lang),
        claim.status and t(f"status.{claim.status}", lang),
        t(f"modality.{claim.modality}", lang),
        claim.place,
        claim.date and claim.date.start,
        *(f"! {t(f'flag.{flag}', lang)}" for flag in claim.flags),
    )
    return " · ".join(part for part in parts if part)


def _quantity(claim: Claim, lang: str) -> str | None:
    if claim.value is not None:
        bound = "" if claim.bound in (None, "exact") else t(f"bound.{claim.bound}", lang) + " "
        return bound + amount(claim.value, claim.unit or "1", lang)
    if claim.low is not None and claim.high is not None:
        return f"{amount(claim.low, claim.unit or '1', lang)} – {amount(claim.high, claim.unit or '1', lang)}"
    return None


def _title(dossier: Dossier, lang: str) -> str:
    region = dossier.answer.region
    as_of = region.as_of or str(region.year)
    return (
        f"{region.name} · {t('state_as_of', lang)} {as_of} · {t('ledger', lang)} {dossier.ledger} · {dossier.made_by}"
    )


def _described(dossier: Dossier, lang: str) -> Iterable[str]:
    return (sentence for d in dossier.documents if (sentence := dating_sentence(d, dossier, lang)))


def _quotes(claims: Iterable[str], dossier: Dossier, lang: str, most: int = 4) -> list[str]:
    """The clauses behind a finding, each with its document and claim id."""
    found = [dossier.evidence[c] for c in claims if c in dossier.evidence]
    quotes = list(dict.fromkeys((e.sentence[slice(*e.mark)], e.document, e.id) for e in found))
    return [f"   「{clause}」 {document} [{name}]" for clause, document, name in quotes[:most]]
