"""What the command line prints: findings with evidence, a balance table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from lianpu.engine.findings import headlines
from lianpu.views.answer_tables import gaps_in_words
from lianpu.views.dossier import Dossier
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.table import printed
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
    return "\n".join(
        [_title(dossier, lang), *_described(dossier, lang), "", printed(gaps_in_words(dossier, lang), lang)]
    )


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
