"""A user's mistakes: one line that names the file and what to do, exit code 2, nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import lianpu.library
from acceptance.shell import lianpu as command

PLAIN = "曲靖市已建成投产年产20万吨电解铝项目，配套的年产3万吨阳极炭素项目正在加快建设。\n"


def refused(out: Path, *arguments: object) -> str:
    """The one line of a run that must be refused and must leave nothing."""
    done = command("run", *arguments, "--out", out)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert not out.exists()
    (line,) = done.stderr.strip().splitlines()
    assert "Traceback" not in line
    return line


def test_missing_file(tmp_path: Path) -> None:
    assert "nowhere.txt" in refused(tmp_path / "out", tmp_path / "nowhere.txt")


@pytest.mark.parametrize("content", [b"", b" \n\r\n\t "])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "empty.txt").write_bytes(content)
    assert "empty.txt" in refused(tmp_path / "out", tmp_path / "empty.txt")


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"PK\x03\x04" + b"\0" * 200, b"%PDF-1.7\n" + b"\0\xff" * 99])
def test_binary_junk(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "junk.txt").write_bytes(content)
    assert "junk.txt" in refused(tmp_path / "out", tmp_path / "junk.txt")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    assert "papers" in refused(tmp_path / "out", tmp_path / "papers")


def test_fifty_megabytes(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    assert "MB" in refused(tmp_path / "out", tmp_path / "big.txt")


def test_one_bad_file_among_good_ones_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PLAIN, encoding="utf-8")
    assert "gone.txt" in refused(tmp_path / "out", tmp_path / "good.txt", tmp_path / "gone.txt")


def test_a_bad_table_of_claims(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "claims.csv").write_text("claim_id,kind,valu\nA1,capacity,3\n", encoding="utf-8")
    line = refused(tmp_path / "out", tmp_path / "good.txt", "--claims", tmp_path / "claims.csv")
    assert "claims.csv" in line


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_simplified_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "doc.txt").write_bytes(PLAIN.encode(encoding))
    done = command("balance", tmp_path / "doc.txt")
    assert done.returncode == 0, done.stderr
    assert "电解铝" in done.stdout


def test_traditional_text_in_big5(tmp_path: Path) -> None:
    traditional = "曲靖市已建成投產年產20萬噸電解鋁項目，配套的年產3萬噸陽極碳素項目正在加快建設。\n"
    (tmp_path / "doc.txt").write_bytes(traditional.encode("big5"))
    done = command("balance", tmp_path / "doc.txt")
    assert done.returncode == 0, done.stderr
    assert "电解铝" in done.stdout


def test_a_text_without_any_claim_works_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "walk.txt").write_text("昨天天气很好，我们在曲靖市的湖边走了很久。\n", encoding="utf-8")
    done = command("run", tmp_path / "walk.txt", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "没有" in done.stdout
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_text_that_names_no_place_is_calculated_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text("68万吨电解铝项目已建成投产。\n", encoding="utf-8")
    done = command("run", tmp_path / "doc.txt", "--out", tmp_path / "out", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "--place" in done.stdout and "alumina" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",13450,13900,kWh,t,", ",13450,13900,GWp,t,", "GWp"),  # a unit that is not the good's
        (",1.9,1.92,1.95,t,t,", ",0.9,0.92,0.95,t,t,", "Al"),  # less aluminium in than out
    ],
)
def test_a_technology_row_with_a_wrong_unit_or_a_broken_balance(tmp_path: Path, old: str, new: str, told: str) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(Path(lianpu.library.__file__).parent / "data", tables)
    recipes = tables / "recipes.csv"
    text = recipes.read_text(encoding="utf-8")
    assert old in text
    recipes.write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "doc.txt").write_text(PLAIN, encoding="utf-8")
    line = refused(tmp_path / "out", tmp_path / "doc.txt", "--library", tables)
    assert "recipes.csv" in line and "row" in line and told in line


def test_an_unknown_figure_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_text(PLAIN, encoding="utf-8")
    done = command("why", "need/alumnia/A", tmp_path / "doc.txt")
    assert done.returncode == 2
    assert "need/alumina/A" in done.stderr
