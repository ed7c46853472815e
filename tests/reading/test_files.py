"""Files as they come: encodings, pages, marks, and what is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.files import read_document
from lianpu.reading.read import read

TEXT = "曲靖市年产20万吨电解铝项目已建成投产。\r\n配套的年产3万吨阳极炭素项目正在加快建设。\r\n"
PAGE = """<!doctype html><html><head><title>曲靖工业</title><meta charset="utf-8"></head><body>
<nav><a href="/">首页</a> <a href="/news">新闻</a></nav>
<article><h1>曲靖工业新闻</h1><p>发布时间：2023-05-01 来源：临江日报</p>
<p>曲靖市年产<b>20万吨</b>电解铝项目已建成投产&nbsp;，配套的年产3万吨阳极炭素项目正在加快建设。</p>
<p>全市工业保持平稳增长，企业生产经营总体正常，重点项目建设进度加快，产业结构持续优化。</p></article>
<script>var x = "年产99万吨电解铝";</script><footer>版权所有</footer></body></html>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_the_text_is_the_files_code_points(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "doc.txt").write_bytes(TEXT.encode(encoding))
    assert read_document(tmp_path / "doc.txt").text == TEXT  # line ends as they are


def test_claims_of_a_page_point_into_its_source(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8", newline="")
    reading = read(tmp_path / "page.html")
    capacities = [c for c in reading.claims if c.kind == "capacity"]
    assert [(c.product_id, c.value) for c in capacities] == [("primary_aluminium", 200_000.0), ("prebaked_anode", 30_000.0)]
    assert "20万吨" in PAGE[slice(*capacities[0].span)] and "3万吨" in PAGE[slice(*capacities[1].span)]
    assert reading.published == "2023-05-01"
    assert "99" not in reading.clean_text


def test_marks_of_markdown_do_not_disturb(tmp_path: Path) -> None:
    text = "# 曲靖工业\n\n- **曲靖市**年产20万吨[电解铝](https://example.org)项目已建成投产。\n"
    (tmp_path / "doc.md").write_text(text, encoding="utf-8")
    (claim,) = [c for c in read(tmp_path / "doc.md").claims if c.kind == "capacity"]
    assert (claim.product_id, claim.value) == ("primary_aluminium", 200_000.0)
    assert "20万吨" in text[slice(*claim.span)]


@pytest.mark.parametrize("name", ["doc.pdf", "doc.exe"])
def test_other_kinds_are_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(LianpuError, match=name):
        read_document(tmp_path / name)


def test_an_archive_is_sent_to_the_command_that_reads_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
        archive.writestr("doc.txt", TEXT)
    with pytest.raises(LianpuError, match="lianpu read"):
        read_document(tmp_path / "papers.zip")


def test_a_row_of_digits_that_no_number_holds_is_no_quantity(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text(f"曲靖市电解铝产能{'9' * 400}万吨。氧化铝产能20万吨。\n", encoding="utf-8")
    assert [c.value for c in read(tmp_path / "doc.txt").claims if c.kind == "capacity"] == [200_000.0]
