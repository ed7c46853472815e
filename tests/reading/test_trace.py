"""How a sentence was read: every step of it, and the basis of each field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.claims import Claim
from lianpu.reading.trace import Basis, Outline, SentenceTrace, explain
from lianpu.views.reading_trace import trace_text

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qujing.txt"
TEXT = "临江市2024年产业简报\n海岳铝业已投资3亿元。该公司年产10万吨铝板带项目将于2025年6月投产，总投资12亿元。\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def traced(path: Path, **which: object) -> SentenceTrace:
    found = explain(path, **which)  # type: ignore[arg-type]
    assert isinstance(found, SentenceTrace)
    return found


def basis(trace: SentenceTrace, kind: str) -> tuple[Claim, dict[str, Basis]]:
    claim, bases = next((c, b) for c, b in trace.claims if c.kind == kind)
    return claim, {one.field: one for one in bases}


def test_sentences_are_numbered_with_their_claims(text: Path) -> None:
    outline = explain(text)
    assert isinstance(outline, Outline)
    assert [(n, words[:4]) for n, words, _ in outline.sentences] == [(1, "临江市2"), (2, "海岳铝业"), (3, "该公司年")]
    assert outline.sentences[2][2] >= 2


def test_the_basis_of_each_field_is_what_is_printed(text: Path) -> None:
    claim, bases = basis(traced(text, number=3), "capacity")
    assert (claim.subject, bases["subject"].basis) == ("海岳铝业", "earlier")
    assert (bases["product"].basis, bases["product"].words) == ("clause", ("铝板带",))
    assert (bases["quantity"].value, bases["quantity"].words) == ("100,000 t/a", ("10万吨",))
    assert bases["product_id"].basis == "lexicon"
    assert bases["place"].basis == "document"
    _, money = basis(traced(text, number=3), "investment")
    assert (money["kind"].basis, money["kind"].words) == ("clause", ("总投资",))


def test_tokens_groups_and_spans_are_told(text: Path) -> None:
    trace = traced(text, find="10万吨")
    data = json.loads(json.dumps(trace.to_json(), ensure_ascii=False))
    assert TEXT[slice(*data["span"])] == data["original"] and data["sentence"] == 3
    words = {token["text"]: token for clause in data["clauses"] for token in clause["tokens"]}
    assert (words["10万吨"]["value"], words["10万吨"]["unit"]) == (100_000.0, "t")
    assert words["年产"]["tags"]["make"] == "capacity"
    assert data["clauses"][0]["groups"] == [{"quantity": "10万吨", "product": "铝板带", "further": [], "listed": False}]
    assert "".join(token["text"] for clause in data["clauses"] for token in clause["tokens"]) in data["clean"].replace("，", "")
    assert data["claims"][0]["basis"]["quantity"]["words"] == ["10万吨"]


def test_repairs_are_told_with_their_confidence() -> None:
    outline = explain(EXAMPLE)
    assert isinstance(outline, Outline)
    traces = [traced(EXAMPLE, number=n) for n, _, _ in outline.sentences]
    broken = [t for t in traces if t.repairs]
    assert broken, "the example holds a run of shifted bytes"
    for lang in ("zh", "en"):
        told = trace_text(broken[0], lang)
        assert broken[0].repairs[0]["read"] in told and f"{broken[0].repairs[0]['confidence']:.0%}" in told


def test_all_of_it_has_words_in_both_languages(text: Path) -> None:
    for lang, title in (("zh", "原文"), ("en", "Original")):
        told = trace_text(traced(text, number=3), lang)
        assert title in told and "10万吨" in told
        assert str(3) in trace_text(explain(text), lang)
    assert "投产" in trace_text(traced(text, number=3), "zh")


@pytest.mark.parametrize(
    ("which", "told"), [({"number": 9}, "no sentence 9, only 3"), ({"number": 0}, "no sentence 0"), ({"find": "风电"}, "风电")]
)
def test_a_sentence_that_is_not_there_is_told(text: Path, which: dict[str, object], told: str) -> None:
    with pytest.raises(LianpuError, match=told):
        explain(text, **which)  # type: ignore[arg-type]
