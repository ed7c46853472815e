"""The scores of a document, and of a folder of them, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lianpu.reading.evaluate_folder import FolderScores
from lianpu.views.numbers import exact
from lianpu.views.wording import t

_COLUMNS = (("with_value", "core"), ("with_value", "full"), ("other", "core"), ("other", "full"))


def folder_text(scores: FolderScores, lang: str) -> str:
    """A line a document with its F1 and the number of claims looked for; then the totals."""
    return "\n".join(_lines(scores, lang))


def scores_text(scores: dict[str, Any], lang: str) -> str:
    """Totals, agreement by field, what was missed and what was read beyond the gold reading."""
    return "\n".join((*_totals(scores, lang), *_details(scores, lang)))


def _details(scores: dict[str, Any], lang: str) -> Iterator[str]:
    colon = t("scores.colon", lang)
    yield f"{t('scores.fields', lang)}{colon}" + ", ".join(
        f"{t(f'column.{field}', lang)} {value}" for field, value in scores["fields"].items()
    )
    if "spans" in scores:
        yield f"{t('scores.spans', lang)}{colon}{scores['spans']['right']:.4f}"
    if "repair" in scores:
        yield f"{t('scores.repair', lang)}{colon}{scores['repair']['character_accuracy']:.5f}"
    yield f"{t('scores.missed', lang)}{colon}{', '.join(scores['missed']) or '–'}"
    for extra in scores["extra"]:
        yield f"{t('scores.extra', lang)}{colon}{_extra(extra, lang)}"


def _extra(claim: dict[str, Any], lang: str) -> str:
    """A claim that the gold reading lacks: kind, whose, of what, how much, and where in the original."""
    ends = [claim["value"]] if claim["value"] is not None else [claim["low"], claim["high"]]
    quantity = " – ".join(exact(end, claim["unit"] or "1", lang) for end in ends if end is not None)
    start, end = claim["span"]
    parts = (t(f"kind.{claim['kind']}", lang), claim["subject"], claim["product"], quantity, f"[{start}–{end}]")
    return " · ".join(part for part in parts if part)


def _lines(scores: FolderScores, lang: str) -> Iterator[str]:
    width = max(map(len, scores.documents))
    yield t("scores.title", lang, number=len(scores.documents))
    for name, one in sorted(scores.documents.items(), key=lambda item: item[1]["with_value"]["core"]["f1"]):
        yield f"{name:{width}}  {_figures(one)}"
    yield f"{'=':{width}}  {_figures(scores.total)}"
    yield from _totals(scores.total, lang)


def _totals(scores: dict[str, Any], lang: str) -> Iterator[str]:
    for group in ("with_value", "other", "all"):
        for level in ("core", "full"):
            x = scores[group][level]
            rates = f"{x['precision']:.3f} {x['recall']:.3f} {x['f1']:.3f}"
            yield t("scores.total", lang, group=t(f"scores.{group}", lang), level=level, rates=rates, **_counts(x))


def _counts(figures: dict[str, Any]) -> dict[str, Any]:
    return {key: figures[key] for key in ("hit", "wanted", "predicted")}


def _figures(one: dict[str, Any]) -> str:
    """F1 of each column, and how many claims it is of."""
    return "  ".join(_f1(one[group][level]) for group, level in _COLUMNS).rstrip()


def _f1(figures: dict[str, Any]) -> str:
    """A dash where nothing was looked for and nothing read."""
    found = f"{figures['f1']:.3f}" if figures["wanted"] or figures["predicted"] else "–    "
    return f"{found}/{figures['wanted']:<3}"
