"""The scores of a folder of documents as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lianpu.reading.evaluate_folder import FolderScores
from lianpu.views.wording import t

_COLUMNS = (("with_value", "core"), ("with_value", "full"), ("other", "core"), ("other", "full"))


def folder_text(scores: FolderScores, lang: str) -> str:
    """A line a document with its F1 and the number of claims looked for; then the totals."""
    return "\n".join(_lines(scores, lang))


def _lines(scores: FolderScores, lang: str) -> Iterator[str]:
    width = max(map(len, scores.documents))
    yield t("scores.title", lang, number=len(scores.documents))
    for name, one in sorted(scores.documents.items(), key=lambda item: item[1]["with_value"]["core"]["f1"]):
        yield f"{name:{width}}  {_figures(one)}"
    yield f"{'=':{width}}  {_figures(scores.total)}"
    for group in ("with_value", "other", "all"):
        for level in ("core", "full"):
            x = scores.total[group][level]
            rates = f"{x['precision']:.3f} {x['recall']:.3f} {x['f1']:.3f}"
            yield t("scores.total", lang, group=t(f"scores.{group}", lang), level=level, rates=rates, **_counts(x))


def _counts(figures: dict[str, Any]) -> dict[str, Any]:
    return {key: figures[key] for key in ("hit", "wanted", "predicted")}


def _figures(one: dict[str, Any]) -> str:
    """F1 of each column, and how many claims it is of."""
    return "  ".join(f"{one[g][level]['f1']:.3f}/{one[g][level]['wanted']:<3}" for g, level in _COLUMNS)
