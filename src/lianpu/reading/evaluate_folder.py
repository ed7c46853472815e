"""How well a folder of documents was read: NAME.txt against NAME.gold.json, document by document and in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.reading.evaluate import evaluate_file

GOLD = ".gold.json"
GROUPS = ("with_value", "other", "all")
LEVELS = ("found", "core", "full")
_HELP = "a gold reading of NAME.txt or NAME.pdf is NAME.gold.json, see docs/claims.md"


@dataclass(frozen=True, slots=True)
class FolderScores:
    """The scores of each document by its path below the folder, and those of all: counts added up, not rates."""

    documents: dict[str, dict[str, Any]]
    total: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """``{"documents": {NAME: scores}, "total": scores}``."""
        return {"documents": self.documents, "total": self.total}


def evaluate_folder(folder: Path) -> FolderScores:
    """Reads every document under ``folder`` that has a gold reading beside it, and scores it.

    Raises :class:`LianpuError` for a folder without gold readings, a gold reading without its document, and files that
    cannot be read.
    """
    if not folder.is_dir():
        raise LianpuError("is no folder", file=folder, hint="give DOC and GOLD.json, or a folder with both")
    golds = sorted(folder.rglob(f"*{GOLD}"))
    if not golds:
        raise LianpuError("holds no gold reading", file=folder, hint=_HELP)
    pairs = [(document_of(gold), gold) for gold in golds]
    scores = {document.relative_to(folder).as_posix(): evaluate_file(document, gold) for document, gold in pairs}
    return FolderScores(scores, _total(scores.values()))


def document_of(gold: Path) -> Path:
    """The document that a gold reading is of: NAME.pdf for NAME.pdf.gold.json, the one NAME.* for NAME.gold.json."""
    name = gold.name.removesuffix(GOLD)
    exact = gold.with_name(name)
    if exact.is_file():
        return exact
    named = [path for path in sorted(gold.parent.iterdir()) if path.stem == name and path.is_file()]
    if len(named) != 1:
        several = f"several documents ({', '.join(path.name for path in named)})"
        raise LianpuError(f"is the gold reading of {several if named else 'no document here'}", file=gold, hint=_HELP)
    return named[0]


def _total(scores: Iterable[dict[str, Any]]) -> dict[str, Any]:
    held = list(scores)
    return {group: {level: _pooled([one[group][level] for one in held]) for level in LEVELS} for group in GROUPS}


def _pooled(rates: list[dict[str, Any]]) -> dict[str, Any]:
    """Precision, recall and F1 of the counts of all; 1 where there was nothing to find and nothing was claimed."""
    hit, predicted, wanted = (sum(one[key] for one in rates) for key in ("hit", "predicted", "wanted"))
    precision = hit / predicted if predicted else float(not wanted)
    recall = hit / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return figures | {"hit": hit, "predicted": predicted, "wanted": wanted}
