"""Word, PDF, Excel and CSV files: their text, their pages and cells, and those that cannot be read."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.files import read_document
from lianpu.reading.read import read
from lianpu.reading.source import Source
from reading.papers import BREAK, pdf_file, scanned_file, word_file, workbook_file

LONG = (
    "海州市临港船厂年产12万吨船用钢结构项目已建成投产，总投资35亿元，带动就业1260人；公司计划在南岸再建一座船坞，"
    "届时可以同时修造四艘散货船和两艘化学品船，配套的锚链车间也将一并扩建。"
)
ROWS = [
    ["项目名称", "建设单位", "产能（万吨/年）"],
    ["钢结构加工项目", "海州重工有限公司", 20],
    ["锚链项目", "海州锚链有限公司", 5.5],
]


def cells(source: Source) -> list[list[str | None]]:
    return [[source.text[c.start : c.end] if c else None for c in row] for grid in source.grids for row in grid.rows]


def test_paragraphs_and_tables_of_a_word_file_stand_in_its_order(tmp_path: Path) -> None:
    source = read_document(word_file(tmp_path / "a.docx", ["前言。", ROWS, "后文。"]))
    assert source.text.splitlines()[0] == "前言。" and source.text.splitlines()[-1] == "后文。"
    assert cells(source)[1] == ["钢结构加工项目", "海州重工有限公司", "20"]
    assert source.where(source.text.index("5.5")) == "table 1!C3"
    assert source.where(source.text.index("后文")) is None


def test_a_merged_cell_stands_in_each_of_its_places_and_once_in_the_text(tmp_path: Path) -> None:
    rows = [["项目", "规模", ""], ["甲", "1万吨", "在建"], ["", "2万吨", "投产"]]
    source = read_document(word_file(tmp_path / "a.docx", [rows], merged=[(0, 1, 0, 2), (1, 0, 2, 0)]))
    assert cells(source) == [["项目", "规模", "规模"], ["甲", "1万吨", "在建"], ["甲", "2万吨", "投产"]]
    assert source.text.count("甲") == 1


def test_text_deleted_in_a_word_file_is_not_read(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", ["年产20万吨电解铝。"])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    gone = "<w:del><w:r><w:delText>年产99万吨</w:delText></w:r></w:del></w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:p>", gone.encode(), 1)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert read_document(path).text == "年产20万吨电解铝。\n"


def test_a_paragraph_of_a_pdf_runs_on_over_lines_and_pages_without_heads_and_numbers(tmp_path: Path) -> None:
    source = read_document(pdf_file(tmp_path / "a.pdf", [f"{n}、{LONG}" for n in range(40, 60)], head="海州工业简报"))
    assert source.text.splitlines() == [f"{n}、{LONG}" for n in range(40, 60)]
    assert source.where(0) == "page 1"
    assert source.where(source.text.index("59、")) == "page 2"


def test_a_ruled_table_of_a_pdf_keeps_its_cells_and_its_place(tmp_path: Path) -> None:
    source = read_document(pdf_file(tmp_path / "a.pdf", [LONG, BREAK, "项目如下表。", ROWS, "表后文字。"]))
    assert cells(source) == [[str(value) for value in row] for row in ROWS]
    assert source.where(source.text.index("5.5")) == "page 2 table 1!C3"
    assert source.text.index("项目如下表") < source.text.index("5.5") < source.text.index("表后文字")


WITHOUT_FONTS = """
import ctypes, sys
import pypdfium2.raw as pdfium
from pathlib import Path
from lianpu.reading.files import read_document

pdfium.FPDF_DestroyLibrary()
folder = ctypes.cast(ctypes.c_char_p(sys.argv[2].encode()), ctypes.POINTER(ctypes.c_char))
paths = (ctypes.POINTER(ctypes.c_char) * 2)(folder, None)
pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
sys.stdout.buffer.write(read_document(Path(sys.argv[1])).text.encode())
"""


def test_a_pdf_that_embeds_no_font_reads_alike_on_a_machine_with_chinese_fonts_and_on_one_without(tmp_path: Path) -> None:
    plan = Path(__file__).resolve().parents[1] / "corpus" / "files" / "ceramics-plan.pdf"  # its title nears the margin
    bare = subprocess.run([sys.executable, "-c", WITHOUT_FONTS, plan, tmp_path], capture_output=True, check=True)
    assert bare.stdout.decode().startswith("2024年3月\n潮州市现有日用陶瓷企业1300多家")
    assert bare.stdout.decode() == read_document(plan).text  # with what fonts this machine has; CI has Chinese ones


def test_cells_of_a_workbook_have_addresses_and_numbers_as_a_person_writes_them(tmp_path: Path) -> None:
    sheets = {"在建": ROWS, "规划": [["项目"], ["船坞"]]}
    source = read_document(workbook_file(tmp_path / "a.xlsx", sheets))
    assert cells(source)[1] == ["钢结构加工项目", "海州重工有限公司", "20"]
    assert source.where(source.text.index("5.5")) == "在建!C3"
    assert source.where(source.text.index("船坞")) == "规划!A2"


def test_cells_of_a_csv_file_point_into_the_file(tmp_path: Path) -> None:
    text = '项目,"规模，万吨",状态\r\n"甲,乙",12,在建\r\n丙,,\r\n'
    (tmp_path / "a.csv").write_bytes(text.encode("gbk"))
    source = read_document(tmp_path / "a.csv")
    assert source.text == text
    assert cells(source) == [["项目", "规模，万吨", "状态"], ["甲,乙", "12", "在建"], ["丙", None, None]]
    assert source.where(text.index("12")) == "B2"


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_csv_file_may_have_another_delimiter(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "a.csv").write_text(f"项目{delimiter}规模\n甲{delimiter}12,5\n", encoding="utf-8")
    assert cells(read_document(tmp_path / "a.csv"))[1] == ["甲", "12,5"]


def test_a_table_of_a_page_keeps_merged_and_empty_cells(tmp_path: Path) -> None:
    page = """<html><body><article><h1>海州市项目</h1><p>以下是海州市今年的重点项目，共有两个，均在临港园区。</p>
    <table><tr><th>项目</th><th colspan=2>规模</th></tr><tr><td rowspan=2>甲</td><td>1万吨</td><td></td></tr>
    <tr><td>2<b>万吨</b></td><td>投产</td></tr></table><p>项目进展总体顺利，年内还将开工建设一批配套工程。</p></article></body></html>"""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    source = read_document(tmp_path / "a.html")
    assert cells(source) == [["项目", "规模", "规模"], ["甲", "1万吨", None], ["甲", "2<b>万吨", "投产"]]
    assert source.where(page.index("投产")) == "table 1!C3"


def test_a_claim_of_a_pdf_tells_its_page(tmp_path: Path) -> None:
    reading = read(pdf_file(tmp_path / "a.pdf", ["海州市概况。", BREAK, "海州市年产20万吨电解铝项目已建成投产。"]))
    (claim,) = [c for c in reading.claims if c.kind == "capacity"]
    assert claim.where == "page 2"
    assert "20万吨" in reading.text[slice(*claim.span)]


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return path


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    pdf, sheet, text = tmp_path / "a.pdf", tmp_path / "a.xlsx", tmp_path / "a.docx"
    cases = [
        (scanned_file(tmp_path / "scan.pdf"), "scanned"),
        (pdf_file(tmp_path / "locked.pdf", [LONG], password="secret"), "encrypted"),
        (cut(pdf_file(pdf, [LONG])), "damaged"),
        (cut(workbook_file(sheet, {"表": ROWS})), "damaged"),
        (cut(word_file(text, [LONG])), "damaged"),
        (bomb(tmp_path / "bomb.docx"), "bomb"),
    ]
    for path, code in cases:
        with pytest.raises(LianpuError) as caught:
            read_document(path)
        assert caught.value.code == code, caught.value
        assert path.name in str(caught.value) and "\n" not in str(caught.value)


def test_a_text_whose_characters_are_lost_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("曲靖市年产".encode() + "\ufffd".encode() * 40)
    with pytest.raises(LianpuError, match="lost for good"):
        read_document(tmp_path / "a.txt")
