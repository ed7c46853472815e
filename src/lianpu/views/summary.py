"""What the command line prints: findings with evidence, a balance table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from lianpu.engine.findings import headlines
from lianpu.ledger.importing import LeftOut
from lianpu.views.answer_tables import gaps_in_words
from lianpu.views.dossier import Dossier
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.table import printed
from lianpu.views.wording import listed, region_name, t

#: Places that are named where the region has nothing.
PLACES = 5


def summary(dossier: Dossier, lang: str, files: Mapping[str, str | Path], left_out: Iterable[LeftOut] = ()) -> str:
    """The three findings that matter most with their evidence, the others in a line each, rows of tables that are no
    claims, and where the files are."""
    answer = dossier.answer
    first = headlines(answer.findings)
    lines = [_title(dossier, lang), *_described(dossier, lang), ""]
    if answer.region.name is None:
        lines += [t("no_region_hint", lang), ""]
    if not answer.region.plants:
        lines += [*_no_capacity(dossier, lang), ""]
    for number, finding in enumerate(first, 1):
        words = headline(finding, dossier, lang)
        lines += [f"{number}. {words.big} {words.small}", f"   {words.text}", *_quotes(words.claims, dossier, lang), ""]
    others = [headline(f, dossier, lang).text for f in answer.findings if f not in first]
    if others:
        lines += [t("also", lang), *(f" · {text}" for text in others), ""]
    lines += [*_left_out(left_out, lang), *(f"{t(name, lang)}: {path}" for name, path in files.items())]
    return "\n".join(lines)


def balance_text(dossier: Dossier, lang: str) -> str:
    """The gap table as text, or that there is nothing to calculate with."""
    plants = dossier.answer.region.plants
    table = [printed(gaps_in_words(dossier, lang), lang)] if plants else _no_capacity(dossier, lang)
    return "\n".join([_title(dossier, lang), *_described(dossier, lang), "", *table])


def _no_capacity(dossier: Dossier, lang: str) -> list[str]:
    """That the region has none, and which places of the documents have claims of it."""
    capacities = (e.claim for e in dossier.evidence.values() if e.claim.kind == "capacity" and e.claim.product_id)
    places = Counter(c.place for c in capacities if c.place and c.place != dossier.answer.region.name)
    named = [place for place, _ in places.most_common(PLACES)]
    return [t("no_capacity", lang), *([t("elsewhere", lang, places=listed(named, lang))] if named else [])]


def _left_out(rows: Iterable[LeftOut], lang: str) -> Iterable[str]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_reason[row.reason].append(f"{row.row} ({row.claim_id})")
    for reason, named in by_reason.items():
        yield t("left_out", lang, why=t(f"left_out_because.{reason}", lang), rows=listed(named, lang))


def _title(dossier: Dossier, lang: str) -> str:
    region = dossier.answer.region
    as_of = region.as_of or str(region.year)
    when, ledger = f"{t('state_as_of', lang)} {as_of}", f"{t('ledger', lang)} {dossier.ledger}"
    return " · ".join([region_name(region.name, lang), when, ledger, dossier.made_by])


def _described(dossier: Dossier, lang: str) -> Iterable[str]:
    return (sentence for d in dossier.documents if (sentence := dating_sentence(d, dossier, lang)))


def _quotes(claims: Iterable[str], dossier: Dossier, lang: str, most: int = 4) -> list[str]:
    """The clauses behind a finding, each with its document and claim id."""
    found = [dossier.evidence[c] for c in claims if c in dossier.evidence]
    quotes = list(dict.fromkeys((e.sentence[slice(*e.mark)], e.document, e.id) for e in found))
    return [f"   「{clause}」 {document} [{name}]" for clause, document, name in quotes[:most]]
