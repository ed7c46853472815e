"""An answer: sentences, tables, what is lacking; as text and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lianpu.views.dossier import Dossier
from lianpu.views.plain_json import as_json
from lianpu.views.sentences import headline, spaced
from lianpu.views.table import Table, printed
from lianpu.views.wording import region_name, t


@dataclass(frozen=True, slots=True)
class Answered:
    """``number`` of the question (1 to 12); ``lacking``: sentences that name what would have to be known."""

    number: int
    sentences: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    lacking: tuple[str, ...] = ()


def answered(number: int, lang: str, sentences: list[str], tables: list[Table], lacking: list[str]) -> Answered:
    """Empty sentences, tables and what is named twice are left out."""
    said = tuple(dict.fromkeys(spaced(s, lang) for s in sentences if s))
    return Answered(number, said, tuple(table for table in tables if table.rows), tuple(dict.fromkeys(lacking)))


def headlines_of(dossier: Dossier, lang: str, *codes: str) -> list[str]:
    """The findings of these kinds in words, the weightiest first."""
    return [headline(f, dossier, lang).text for f in dossier.answer.findings if f.code in codes]


def answer_text(found: Answered, dossier: Dossier, lang: str) -> str:
    title = f"{found.number}. {t(f'question.{found.number}', lang)} · {region_name(dossier.answer.region.name, lang)}"
    parts = [title, *found.sentences]
    if found.lacking:
        parts += [f"{t('answer.lacking', lang)}{t('list.clauses', lang).join(found.lacking)}"]
    return "\n".join(parts) + "".join(f"\n\n{printed(table, lang)}" for table in found.tables)


def answer_json(found: Answered, dossier: Dossier, lang: str) -> dict[str, Any]:
    tables = [
        {
            "id": table.id, "title": table.title, "columns": [{"key": c.key, "title": c.head} for c in table.columns],
            "rows": [{c.key: as_json(row.get(c.key)) for c in table.columns} for row in table.rows],
        }
        for table in found.tables
    ]  # fmt: skip
    return {
        "number": found.number, "question": t(f"question.{found.number}", lang), "region": dossier.answer.region.name,
        "as_of": dossier.answer.region.as_of,
        "sentences": list(found.sentences), "lacking": list(found.lacking), "tables": tables,
    }  # fmt: skip
