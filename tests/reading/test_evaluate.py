"""The scores are those of the reference scorer, run as a process on whole documents."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.evaluate import character_accuracy, score
from lianpu.reading.evaluate_folder import evaluate_folder
from lianpu.reading.extract import extract
from lianpu.views.scores_table import folder_text

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "chinese"
REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "gold" / "score.py"
FILES = sorted(CORPUS.glob("*.gold.json"))


def spoiled(claims: list[dict[str, Any]], rng: random.Random) -> list[dict[str, Any]]:
    """Some claims lost, some doubled, some fields wrong: every branch of the scorer is met."""
    kept = [dict(c) for c in claims if rng.random() > 0.15]
    kept += [dict(rng.choice(claims)) for _ in range(2)]
    for claim in kept:
        key = rng.choice(["value", "unit", "status", "place", "kind", "span", "date", "bound", "none", "none"])
        if key == "value" and claim["value"] is not None:
            claim["value"] *= 10
        elif key == "span":
            claim["span"] = [0, 400] if rng.random() < 0.5 else None
        elif key == "date":
            claim["date"] = {"start": "2020-01", "end": "2020-12", "raw": None}
        elif key in ("unit", "status", "place", "bound"):
            claim[key] = {"unit": "kt/a", "status": "planned", "place": "别处", "bound": "about"}[key]
    return kept


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the reference scorer is not beside this checkout")
@pytest.mark.parametrize("path", FILES[::4], ids=lambda p: p.stem)
def test_same_figures_as_the_reference(path: Path, tmp_path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    document = gold["document"]
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
    found = extract(text, default_place=document.get("default_place"), published=document.get("published"))
    seen = [claim.to_json() | {"span": list(claim.clean_span)} for claim in found]
    for number, claims in enumerate((seen, spoiled(seen, random.Random(path.stem)))):
        reading = {"document": {"clean_text": text[:-3] + "。"}, "claims": claims}
        files = [tmp_path / f"{name}{number}" for name in ("gold.json", "claims.json", "text.txt")]
        for file, content in zip(files, (json.dumps(gold), json.dumps(reading), text), strict=True):
            file.write_text(content, encoding="utf-8", newline="")
        done = subprocess.run([sys.executable, REFERENCE, *files], capture_output=True, text=True, check=True)
        assert score(gold, reading, text) == json.loads(done.stdout)


def test_character_accuracy_leaves_out_white_space() -> None:
    assert character_accuracy("规模化\n发展", "规模化发 展") == 1.0
    assert character_accuracy("规模化发展", "规模华发展") == pytest.approx(1 - 1 / 5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents: of one a capacity is looked for that is there, of the other two, one of them nowhere."""
    text = "海岳铝业年产10万吨铝板带项目已建成投产。\n"
    claim = {"id": "g1", "kind": "capacity", "product": "铝板带", "value": 1e5, "unit": "t/a", "span": [0, 21]}
    lost = claim | {"id": "g2", "value": 7e5, "span": [0, 21]}
    (tmp_path / "below").mkdir()
    for name, claims in (("one", [claim]), ("below/two", [claim, lost])):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        gold = {"document": {"default_place": "临江市"}, "claims": claims}
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return tmp_path


def test_a_folder_is_scored_document_by_document_and_in_all(folder: Path) -> None:
    scores = evaluate_folder(folder)
    assert {name: one["with_value"]["core"]["recall"] for name, one in scores.documents.items()} == {
        "one.txt": 1.0, "below/two.txt": 0.5,
    }  # fmt: skip
    total = scores.total["with_value"]["core"]
    assert (total["hit"], total["wanted"], total["recall"]) == (2, 3, round(2 / 3, 4))
    for lang in ("zh", "en"):
        lines = folder_text(scores, lang).splitlines()
        assert lines[1].startswith("below/two.txt"), "the worst first"


def test_a_folder_that_cannot_be_scored_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="is no folder"):
        evaluate_folder(folder / "one.txt")
    (folder / "one.md").write_text("", encoding="utf-8")
    with pytest.raises(LianpuError, match=r"several documents \(one\.md, one\.txt\)"):
        evaluate_folder(folder)
    for extra in ("one.md", "one.txt"):
        (folder / extra).unlink()
    with pytest.raises(LianpuError, match="no document here"):
        evaluate_folder(folder)
    (folder / "empty").mkdir()
    with pytest.raises(LianpuError, match="holds no gold reading"):
        evaluate_folder(folder / "empty")
