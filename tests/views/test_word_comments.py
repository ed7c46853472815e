"""Comments in a Word file: on the very words, and nothing else is changed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from lianpu.errors import LianpuError
from lianpu.reading.docx import load
from lianpu.views.word_comments import MarginNote, with_comments
from redpencil.word import W, bare, document


def commented(made: object, *words: str) -> tuple[bytes, bytes]:
    """The file before and after, with a comment on each of ``words``."""
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    text = load(out.getvalue(), "draft.docx").text
    notes = [MarginNote(text.index(w), text.index(w) + len(w), (f"on {w}", "why")) for w in words]
    return out.getvalue(), with_comments(out.getvalue(), text, notes, author="链谱", file="draft.docx")


def anchored(raw: bytes) -> dict[str, str]:
    """The words between the ends of each comment, by the comment's first paragraph."""
    opened = Document(io.BytesIO(raw))
    found = {}
    for comment in opened.comments:
        inside, words = False, ""
        for node in opened.element.iter():
            if node.tag == f"{W}commentRangeStart" and node.get(f"{W}id") == str(comment.comment_id):
                inside = True
            elif node.tag == f"{W}commentRangeEnd" and node.get(f"{W}id") == str(comment.comment_id):
                inside = False
            elif inside and node.tag == f"{W}t":
                words += node.text or ""
        found[comment.paragraphs[0].text] = words
    return found


def test_a_comment_stands_on_its_sentence_and_the_rest_is_as_it_was() -> None:
    made = document("规划")
    paragraph = made.add_paragraph("前一句。")
    paragraph.add_run("合计 20 ").bold = True
    paragraph.add_run("万吨。后一句。")
    before, after = commented(made, "合计 20 万吨。")
    assert anchored(after) == {"on 合计 20 万吨。": "合计 20 万吨。"}
    assert bare(before) == bare(after)
    assert load(before, "a").text == load(after, "b").text
    (comment,) = Document(io.BytesIO(after)).comments
    assert (comment.author, comment.text) == ("链谱", "on 合计 20 万吨。\nwhy")


def test_two_comments_on_one_sentence_and_one_within_another() -> None:
    before, after = commented(
        document("甲项目年产 5 万吨，乙项目年产 8 万吨。"), "甲项目年产 5 万吨，乙项目年产 8 万吨。", "5 万吨"
    )
    assert anchored(after)["on 5 万吨"] == "5 万吨"
    assert anchored(after)["on 甲项目年产 5 万吨，乙项目年产 8 万吨。"] == "甲项目年产 5 万吨，乙项目年产 8 万吨。"
    assert bare(before) == bare(after)


def test_a_cell_of_a_table_with_merged_cells() -> None:
    made = document("表一")
    table = made.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "电解铝"
    table.cell(0, 1).text, table.cell(1, 1).text, table.cell(2, 1).text = "10 万吨", "12 万吨", "30 万吨"
    before, after = commented(made, "12 万吨", "30 万吨")
    assert anchored(after) == {"on 12 万吨": "12 万吨", "on 30 万吨": "30 万吨"}
    assert bare(before) == bare(after)


def test_tracked_changes_links_fields_and_tabs_stay() -> None:
    made = document()
    xml = (
        f'<w:p {nsdecls("w")}><w:r><w:t>原有</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:rPr><w:i/></w:rPr><w:t>新增产能 5 万吨。还有</w:t></w:r></w:ins>'
        "<w:r><w:tab/><w:t>一句</w:t><w:br/><w:t>末尾。</w:t></w:r></w:p>"
    )
    made.element.body.insert(0, parse_xml(xml))
    before, after = commented(made, "新增产能 5 万吨。", "末尾。")
    assert anchored(after) == {"on 新增产能 5 万吨。": "新增产能 5 万吨。", "on 末尾。": "末尾。"}
    assert bare(before) == bare(after)
    assert "delText" in Document(io.BytesIO(after)).element.xml


def test_words_of_a_text_box_are_marked_at_the_paragraph_that_bears_it() -> None:
    made = document("正文。")
    box = (
        f'<w:p {nsdecls("w")}><w:r><w:t>前。</w:t></w:r><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>框内 5 万吨。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    made.element.body.insert(0, parse_xml(box))
    before, after = commented(made, "框内 5 万吨。")
    assert bare(before) == bare(after)
    (mark,) = Document(io.BytesIO(after)).element.iter(f"{W}commentRangeStart")
    assert next(mark.iterancestors(f"{W}txbxContent"), None) is None  # Word takes no comment in a box


def test_a_file_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="comments cannot be written"):
        with_comments(b"PK\x03\x04broken", "text", [MarginNote(0, 4, ("a",))], author="链谱", file="x.docx")
