"""``lianpu read`` as a user runs it: a folder of good and bad files into a ledger."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from acceptance.shell import lianpu, printed_json
from lianpu.ledger.store import Ledger
from reading.papers import pdf_file, scanned_file, word_file, workbook_file

NEWS = "平江市年产20万吨电解铝项目已建成投产，配套的年产3万吨阳极炭素项目正在加快建设。"
TABLE = [["项目名称", "建设单位", "产能（万吨/年）", "状态"], ["铝箔项目", "平江铝业有限公司", 5, "在建"]]
GOOD = {"news.txt", "brief.docx", "plan.pdf", "projects.xlsx", "inner.txt", "table.csv"}
BAD = {
    "scan.pdf": "scanned", "locked.pdf": "encrypted", "cut.pdf": "damaged", "cut.docx": "damaged", "cut.xlsx": "damaged",
    "empty.txt": "empty", "nul.txt": "binary", "lost.txt": "lost", "menu.html": "no text", "old.doc": "unsupported",
    "bomb.docx": "bomb", "bomb.zip": "bomb", "inner.ppt": "unsupported",
}  # fmt: skip


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "deep" / "er").mkdir(parents=True)
    good(folder)
    bad(folder)
    return folder


def good(folder: Path) -> None:
    (folder / "news.txt").write_bytes(NEWS.encode("gbk"))
    word_file(folder / "brief.docx", ["平江市工业简报", TABLE])
    pdf_file(folder / "deep" / "plan.pdf", ["平江市计划2026年建成10万吨再生铝项目。"])
    workbook_file(folder / "deep" / "er" / "projects.xlsx", {"在建": TABLE})
    (folder / "table.csv").write_text("企业,产品,产量（万吨）\n平江盐厂,原盐,30\n", encoding="utf-8-sig")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("sub/inner.txt", NEWS.replace("20万吨", "25万吨"))
        archive.writestr("sub/inner.ppt", b"x")
        archive.writestr("__MACOSX/._inner.txt", b"\0")


def bad(folder: Path) -> None:
    scanned_file(folder / "scan.pdf")
    pdf_file(folder / "locked.pdf", [NEWS], password="secret")
    for name, whole in (
        ("cut.pdf", pdf_file(folder / "cut.pdf", [NEWS])),
        ("cut.docx", word_file(folder / "cut.docx", [NEWS])),
        ("cut.xlsx", workbook_file(folder / "cut.xlsx", {"a": TABLE})),
    ):
        (folder / name).write_bytes(whole.read_bytes()[:700])
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "nul.txt").write_bytes(b"a\0\0b" * 40)
    (folder / "lost.txt").write_bytes("平江市".encode() + "\ufffd".encode() * 90)
    (folder / "menu.html").write_text("<html><body><script>var a = 1</script></body></html>", encoding="utf-8")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    for name, inside in (("bomb.docx", "word/document.xml"), ("bomb.zip", "a.txt")):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inside, b"0" * 50_000_000)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_of_good_and_bad_files(papers: Path, tmp_path: Path, jobs: int) -> None:
    told = printed_json("read", papers, "--ledger", tmp_path / "l.sqlite", "--jobs", jobs)
    assert {Path(one["name"]).name for one in told["documents"]} == GOOD
    assert {Path(one["name"]).name: one["code"] for one in told["skipped"]} == BAD
    assert all(one["new"] and one["claims"] for one in told["documents"])
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        assert {document.name for document in ledger.documents()} == GOOD
        wheres = {claim.claim.where for claim in ledger.claims("projects.xlsx")}
    assert "在建!C2" in wheres


def test_each_bad_file_has_its_line_and_the_summary_counts_them(papers: Path, tmp_path: Path) -> None:
    done = lianpu("read", papers, "--ledger", tmp_path / "l.sqlite", "--lang", "en")
    assert done.returncode == 0
    lines = done.stderr.strip().splitlines()
    assert len(lines) == len(BAD) and all(line.startswith("lianpu: ") for line in lines)
    assert all(any(name in line for line in lines) for name in BAD)
    assert "Traceback" not in done.stderr
    assert f"files skipped: {len(BAD)}" in done.stdout and "damaged (3)" in done.stdout


def test_reading_twice_adds_nothing(papers: Path, tmp_path: Path) -> None:
    first = printed_json("read", papers, "--ledger", tmp_path / "l.sqlite")
    again = printed_json("read", papers, "--ledger", tmp_path / "l.sqlite")
    assert [one["name"] for one in again["documents"]] == [one["name"] for one in first["documents"]]
    assert not any(one["new"] for one in again["documents"])


def test_where_nothing_can_be_read_the_exit_code_says_so_and_no_ledger_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = lianpu("read", tmp_path / "empty.txt", tmp_path / "gone.txt", "--ledger", tmp_path / "l.sqlite")
    assert done.returncode == 1
    assert "gone.txt" in done.stderr and "empty.txt" in done.stderr
    assert not (tmp_path / "l.sqlite").exists()


def test_what_was_read_can_be_asked(papers: Path, tmp_path: Path) -> None:
    lianpu("read", papers / "news.txt", "--ledger", tmp_path / "l.sqlite")
    assert "电解铝" in lianpu("balance", tmp_path / "l.sqlite").stdout


def test_the_output_of_a_run_is_not_read_as_documents(papers: Path, tmp_path: Path) -> None:
    lianpu("run", papers / "news.txt", "--out", papers / "out")
    told = printed_json("read", papers, "--ledger", tmp_path / "l.sqlite")
    assert {Path(one["name"]).name for one in told["documents"]} == GOOD


def test_a_ledger_that_is_none_is_a_users_mistake(papers: Path, tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_text("no ledger", encoding="utf-8")
    done = lianpu("read", papers / "news.txt", "--ledger", tmp_path / "l.sqlite")
    assert done.returncode == 2 and "l.sqlite" in done.stderr and "Traceback" not in done.stderr


def test_a_run_takes_the_same_kinds_of_files(papers: Path, tmp_path: Path) -> None:
    told = printed_json("run", papers / "brief.docx", papers / "deep" / "plan.pdf", "--out", tmp_path / "out")
    assert told["files"]["report"]
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "brief.docx, table 1!C2" in report
