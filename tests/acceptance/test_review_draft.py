"""``lianpu review`` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.shell import SEED, lianpu, needs_seed, printed_json
from redpencil.word import bare, document, saved

pytestmark = pytest.mark.acceptance

TEXT = (
    "宜宾市动力电池产业发展方案",
    "2025年3月10日",
    "全市电池产能达到60GWh，其中一期20GWh、二期30GWh、三期20GWh。打造千亿级产业集群。",
)


def test_a_word_file_comes_back_with_comments_and_its_evidence_is_followed(tmp_path: Path) -> None:
    from docx import Document

    draft = saved(document(*TEXT), tmp_path / "方案.docx")
    found = printed_json("review", draft, "--out", tmp_path / "out")
    assert {"parts_above_total", "class_no_number"} <= {mark["code"] for mark in found["marks"]}
    back = Path(found["files"]["docx"])
    assert bare(back.read_bytes()) == bare(draft.read_bytes())
    comments = list(Document(str(back)).comments)
    assert len(comments) == len(found["marks"]) and {c.author for c in comments} == {"链谱"}
    for mark in found["marks"]:
        for followed in (*(e["claim"] for e in mark["evidence"]), *mark["rows"], *mark["figures"]):
            assert lianpu("why", followed, draft).returncode == 0


def test_a_draft_that_cannot_be_read_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not a Word file")
    done = lianpu("review", tmp_path / "broken.docx", "--out", tmp_path / "out")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@needs_seed
def test_the_seed_is_marked_where_a_planner_would(tmp_path: Path) -> None:
    found = printed_json("review", SEED, "--out", tmp_path / "out")
    sentences: dict[str, str] = {}
    for mark in found["marks"]:
        for place in mark["places"]:
            sentences[mark["code"]] = sentences.get(mark["code"], "") + place["sentence"]
    assert "2022年9月底" in sentences["plan_after_its_date"]  # printed 2024
    assert "160亿元" in sentences["output_value"] and "千亿级" in sentences["class_no_number"]
    assert "63.2%" in sentences["one_definition"] and "5.3万吨磷酸铁锂" in sentences["more_than_local_use"]
    assert {"missing_stages", "no_local_source", "power_dominates"} <= sentences.keys()
