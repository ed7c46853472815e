"""A lexicon of the user's own: what it adds, what is refused, and that nothing derived from words outlives it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import lianpu.reading
from lianpu.errors import LianpuError
from lianpu.pipeline import run
from lianpu.reading.active import ENVIRONMENT, active, use, using
from lianpu.reading.claims import Claim
from lianpu.reading.extract import extract
from lianpu.reading.read import read
from lianpu.reading.user_lexicon import load_lexicon
from lianpu.reading.words import industries, products

ROOT = Path(__file__).resolve().parents[2]
WINE = ROOT / "examples" / "wine" / "wine.toml"
NEWS = ROOT / "examples" / "wine" / "news.txt"
PACKAGE = Path(lianpu.reading.__file__).parent


def capacity(text: str) -> Claim:
    return next(c for c in extract(text, default_place="青石县", published=None) if c.kind == "capacity")


def test_an_industry_is_added_by_a_file() -> None:
    sentence = "紫岭年酿造干红2万吨项目已开榨。"
    without = capacity(sentence)
    with using(WINE):
        claim = capacity(sentence)
    assert (claim.subject, claim.product, claim.product_id, claim.chain, claim.status) == (
        "紫岭", "干红", "wine", "wine", "operating",
    )  # fmt: skip
    assert (without.subject, without.product_id, without.status) != (claim.subject, claim.product_id, claim.status)
    assert capacity(sentence) == without


def test_units_cues_and_endings_of_the_file_are_read() -> None:
    with using(WINE):
        reading = read(NEWS)
    boxes = next(c for c in reading.claims if c.unit and c.unit.startswith("case"))
    assert (boxes.kind, boxes.value) == ("production", 300_000.0)
    assert "云麓酒庄" in {c.subject for c in reading.claims}
    assert any((c.kind, c.value, c.product_id) == ("production", 32_000.0, "wine") for c in reading.claims)
    assert "wine.toml" in reading.reader and "wine.toml" not in read(NEWS).reader


def test_an_added_industry_runs_to_the_report_and_is_named_as_not_in_the_library(tmp_path: Path) -> None:
    with using(WINE):
        result = run([NEWS], tmp_path / "out")
    assert result.report.is_file()
    assert {aside.reason for aside in result.dossier.answer.region.set_aside} == {"no_such_good"}


def test_codes_of_industries_are_of_products_that_are_there() -> None:
    with using(WINE):
        known = {p.product_id for p in products().values()}
        codes = industries()
    assert codes["wine"] == "1515" and codes["battery_cell"] == "3841" and codes["bauxite"] == "0916"
    assert set(codes) <= known
    assert all(code.isdigit() and 2 <= len(code) <= 4 for code in codes.values())


def test_codes_names_and_stages_are_kept() -> None:
    lexicon = load_lexicon(WINE)
    assert lexicon.industries == {"wine": "1515"}
    assert lexicon.companies["紫岭"] == "紫岭酒庄股份有限公司"
    assert lexicon.chains[0].stages == ("wine_grape", "must", "wine")
    assert {p.term: p.product_id for p in lexicon.english}["sparkling wine"] == "wine"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[product]]\nid = "wine"\nzh = "酒"\nchan = "x"', "line 4, [[product]] 1: unknown key 'chan'; did you mean 'chain'?"),
        ('[[produkt]]\nid = "wine"', "line 1, produkt: unknown section 'produkt'; did you mean 'product'?"),
        ('[[product]]\nid = "Wine"\nzh = "酒"', "line 2, [[product]] 1: id 'Wine' must be lower-case"),
        ('[[product]]\nid = "wine"', "line 1, [[product]] 1: needs 'zh' or 'en'"),
        ('[[product]]\nid = "wine"\nzh = "酒"\nchain = "baterry"', "unknown chain 'baterry'; did you mean 'battery'?"),
        ('[[product]]\nid = "wine"\nzh = "酒"\ngbt4754 = "wine"', "line 4, [[product]] 1: 'wine' is no code of GB/T 4754-2017"),
        ('[[product]]\nid = "wine"\nzh = ["酒", 3]', "line 3, [[product]] 1: 'zh' must be a text or a list of texts"),
        ('[[status]]\nis = "operatin"\nzh = "开榨"', "line 2, [[status]] 1: 'is' cannot be 'operatin'; did you mean 'operating'"),
        ('[[cue]]\nis = "capacity"', "[[cue]] 1: needs 'zh'"),
        ('[[unit]]\nprinted = "提"\nunit = "case"\ngroup = "peice"', "did you mean 'piece'?"),
        ('[[unit]]\nprinted = "提"\nunit = "case"\ngroup = "piece"\nfactor = 0', "'factor' must be a number above 0"),
        ('[[chain]]\nid = "wine"\nstages = ["grape"]', "line 3, [[chain]] 1: stage 'grape' is no product"),
        ('[product]\nid = "wine"', "line 1, product: 'product' must be written as [[product]]"),
        ("[[product]\n", "is not TOML: Expected ']]' at the end of an array declaration (at line 1"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LianpuError) as caught:
        load_lexicon(path)
    assert told in str(caught.value) and "own.toml" in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(LianpuError, match="cannot be read"):
        use(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("name = '葡萄酒'".encode("gbk"))
    with pytest.raises(LianpuError, match="UTF-8"):
        use(tmp_path / "gbk.toml")
    assert active().path is None


def test_worker_processes_read_with_the_same_words() -> None:
    with using(WINE), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        claim = pool.submit(capacity_in_a_worker, "紫岭年酿造干红2万吨项目已开榨。").result()
    assert claim == ("紫岭", "wine")


def capacity_in_a_worker(text: str) -> tuple[str | None, str | None]:
    claim = next(c for c in extract(text, default_place=None, published=None) if c.kind == "capacity")
    return claim.subject, claim.product_id


def _modules() -> dict[str, ast.Module]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_what_rests_on_words_is_kept_by_lexicon() -> None:
    """A plain cache would answer with the words of the lexicon before."""
    modules = _modules()
    imports = {name: _imports(tree) for name, tree in modules.items()}
    resting = {"lianpu.reading.words"}
    while more := {name for name, used in imports.items() if used & resting} - resting:
        resting |= more
    assert {"lianpu.reading.phrases", "lianpu.reading.quantities", "lianpu.reading.scan"} <= resting
    plain = {name for name in resting if imports[name] & {"functools.cache", "functools.lru_cache"}}
    assert not plain, "use lianpu.reading.active.of_lexicon"


def test_no_words_are_looked_up_while_modules_load() -> None:
    names = ", ".join(sorted(_modules()))
    env = {**os.environ, ENVIRONMENT: "no-such-file.toml"}
    done = subprocess.run([sys.executable, "-c", f"import {names}"], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
