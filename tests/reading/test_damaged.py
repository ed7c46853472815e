"""The damaged twins of the corpus: made by the script that stands beside them, and read as well as their clean ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianpu.reading.evaluate import evaluate_file
from lianpu.reading.files import read_document
from lianpu.reading.repair import repair
from make_damaged import CLEAN, KINDS, OUT, make

GOLD = sorted(OUT.glob("*.gold.json"))
LOSSY = ("replaced-runs",)  # what is lost cannot be read


def document(gold: Path) -> Path:
    return next(path for path in OUT.iterdir() if path != gold and path.stem == gold.name.removesuffix(".gold.json"))


def test_the_files_are_what_the_script_makes(tmp_path: Path) -> None:
    """Where a clean document was edited, the script is to be run again."""
    make(tmp_path)
    assert len(KINDS) >= 15 and sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in OUT.iterdir())
    stale = [
        made.name for made in tmp_path.iterdir() if made.suffix != ".json" and (OUT / made.name).read_bytes() != made.read_bytes()
    ]
    assert not stale, f"run python tests/make_damaged.py again: {stale}"


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_a_damaged_twin_is_read_like_the_clean_one(gold: Path) -> None:
    told = json.loads(gold.read_text(encoding="utf-8"))["document"]
    clean = CLEAN / f"{told['damaged_from']}.txt"
    found, wanted = evaluate_file(document(gold), gold), evaluate_file(clean, clean.with_suffix(".gold.json"))
    assert found["repair"]["character_accuracy"] >= 0.998
    if told["id"] not in LOSSY:
        assert found["with_value"]["core"]["f1"] >= wanted["with_value"]["core"]["f1"] - 0.02
        assert found["spans"]["right"] >= wanted["spans"]["right"]


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_no_figure_is_wrong_unflagged(gold: Path) -> None:
    """Every number of the clean text that reads otherwise in the repaired one stands at a flagged place."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))["document"]["clean_text"]
    found = repair(read_document(document(gold)))
    if found.clean == wanted:
        return
    digits = [at for at, char in enumerate(found.clean) if char.isdigit() and not found.doubts(at, at + 1)]
    rest = iter(wanted)
    assert all(found.clean[at] in rest for at in digits)
