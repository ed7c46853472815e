"""The drafts say what their lists of faults say, and their Word files are whole and always the same."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from drafts.build import HERE, NAMES, build, plain
from drafts.score import overlaps, score

FAULTY = sorted(path.name.removesuffix(".faults.json") for path in HERE.glob("*.faults.json"))
LEDGERS = sorted(HERE.glob("*.ledger.csv"))


def words(name: str) -> str:
    """Every word of the Word file that is not struck out, notes and boxes too."""
    document = docx.Document(io.BytesIO(build(name)))
    roots = [
        document.element,
        *(docx.oxml.parse_xml(p.blob) for p in document.part.package.parts if p.partname == "/word/footnotes.xml"),
    ]
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for root in roots for p in root.iter(qn("w:p")))


@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_is_the_same_every_time(name: str) -> None:
    assert build(name) == build(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_has_four_pages_of_text(name: str) -> None:
    text = words(name)
    assert len(re.findall(r"[\u4e00-\u9fff]", text)) >= 2500 or len(re.findall(r"[A-Za-z]+", text)) >= 1600


@pytest.mark.parametrize("name", FAULTY)
def test_every_planted_sentence_stands_in_its_word_file(name: str) -> None:
    text = words(name)
    for fault in json.loads((HERE / f"{name}.faults.json").read_text("utf-8")):
        assert fault["severity"] in ("error", "doubt", "note")
        for sentence in (fault["sentence"], *fault["also"]):
            assert sentence in text


def test_sixty_faults_of_twelve_kinds_and_two_clean_drafts() -> None:
    faults = [fault for name in FAULTY for fault in json.loads((HERE / f"{name}.faults.json").read_text("utf-8"))]
    assert len(faults) >= 60
    assert len({fault["kind"] for fault in faults}) >= 12
    assert [name for name in NAMES if name not in FAULTY] == [name for name in NAMES if name.endswith("-clean")]


@pytest.mark.parametrize("table", LEDGERS, ids=lambda path: path.name)
def test_every_row_of_a_ledger_is_taken(table: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from lianpu.cli import app

    result = CliRunner().invoke(app, ["ledger", "import", str(table), "--ledger", str(tmp_path / "ledger.sqlite"), "--json"])
    assert result.exit_code == 0, result.output


def test_changes_are_accepted_and_notes_kept_in_the_plain_text() -> None:
    assert plain("产量{-9-}{+8+}万吨^[含委托加工]。") == "产量8万吨含委托加工。"


def place(sentence: str) -> dict[str, object]:
    return {"start": 0, "end": 1, "quote": sentence, "sentence": sentence}


def test_a_review_is_scored_by_the_sentences_it_marks() -> None:
    faults = [
        {"kind": "total", "sentence": "412.1", "also": ["总投资412.1亿元"], "why": "", "severity": "error"},
        {"kind": "growth", "sentence": "产值924亿元，比上年的700亿元增长42%。", "also": [], "why": "", "severity": "error"},
    ]
    marks = [
        {"code": "sum", "severity": "error", "places": [place("安排项目7个，总投资412.1亿元，见表2。")], "text": "…"},
        {"code": "band", "severity": "doubt", "places": [place("用工8000人。")], "text": "…"},
    ]
    result = score({"marks": marks}, faults)
    assert (result.kinds, result.share) == ({"growth": (0, 1), "total": (1, 1)}, 0.5)
    assert ([fault["kind"] for fault in result.missed], [mark["code"] for mark in result.other]) == (["growth"], ["band"])


@pytest.mark.parametrize(
    ("planted", "marked", "same"),
    [
        ("6.5", "投资16.5亿元", False),
        ("6.5", "投资6.5亿元", True),
        ("投资6.5亿元，用工800人。", "800", False),
        ("江安县", "江安县", True),
        ("合计", "合计投资6.5亿元", False),
        ("全年完成产值924亿元，增长42%。", "2023年全年完成产值924亿元，增长42%", True),
        ("到2027年，电池产能达到60GW", "到2027年，组件产能达到40GW", False),
    ],
)
def test_sentences_overlap(planted: str, marked: str, same: bool) -> None:
    assert overlaps(planted, marked) is same
