"""Damage and repair: what the damager does to a text, the repair undoes, with a way back to the original."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damager import COMMON_NOTES, damage
from lianpu.reading import lattice
from lianpu.reading.claims import DIGITS_MAY_BE_MISSING
from lianpu.reading.files import read_document
from lianpu.reading.read import read
from lianpu.reading.repair import Repaired, repair

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted((ROOT / "tests" / "data").glob("*.txt"))

WORDS = ("电解铝", "磷酸铁锂", "产业链", "建成投产", "项目", "发展", "现代", "设备", "标准", "环节", "绿色", "优势", "统计")
SENTENCES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.integers(1, 9999).map(str), st.sampled_from("，、。；")), min_size=3, max_size=30
).map(lambda parts: "".join(parts) + "。\n")


def repaired(text: str, tmp_path: Path) -> Repaired:
    path = tmp_path / "doc.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return repair(read_document(path))


def test_the_example_comes_back_exactly(tmp_path: Path) -> None:
    clean = (ROOT / "examples" / "qujing-clean.txt").read_text(encoding="utf-8")
    damaged = (ROOT / "examples" / "qujing.txt").read_text(encoding="utf-8")
    assert damaged == damage(clean) != clean
    assert repaired(damaged, tmp_path).clean == clean


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_texts_of_other_cities_come_back_or_say_where_not(path: Path, tmp_path: Path) -> None:
    clean = path.read_text(encoding="utf-8")
    found = repaired(damage(clean, inserts=lambda number: True), tmp_path)
    differing = sum(a != b for a, b in zip(clean, found.clean, strict=False)) + abs(len(clean) - len(found.clean))
    assert found.clean == clean or (found.repairs and differing <= 0.03 * len(clean))


def test_plain_text_passes_unchanged(tmp_path: Path) -> None:
    for text in ("全市电解铝产能68万吨，同比增长3.5%。\n", "A 3,000 t/a plant; see (LFP) and “CNT”.\n"):
        found = repaired(text, tmp_path)
        assert (found.clean, found.repairs) == (text, ())
        assert found.offsets.to_original(2, 5) == (2, 5)


def test_brackets_that_are_no_pinyin_stay(tmp_path: Path) -> None:
    text = "磷酸铁锂（LFP）项目（一期）已投产。\n"
    assert repaired(text, tmp_path).clean == text


def test_a_figure_that_touches_a_break_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(damage("曲靖市推动产业规模化30万吨电解铝项目已建成投产。\n", inserts=lambda n: True), encoding="utf-8")
    (capacity,) = [c for c in read(path).claims if c.kind == "capacity"]
    assert capacity.value != 300_000  # the damage has swallowed a digit
    assert DIGITS_MAY_BE_MISSING in capacity.flags and capacity.confidence <= 0.5


def test_a_line_end_that_a_break_has_swallowed_is_put_back_only_where_the_text_leaves_lines_empty(tmp_path: Path) -> None:
    clean = (ROOT / "tests" / "corpus" / "chinese" / "datacentre-qingyang.txt").read_text(encoding="utf-8")
    damaged = damage(clean, inserts=lambda number: True)
    assert "海”超算中心被叫停。\n\n就业" in clean and "背阒行谋唤型,!?\n就業" in damaged
    assert repaired(damaged, tmp_path).clean == clean
    dense = repaired(damaged.replace("\n\n", "\n"), tmp_path)
    assert "海”超算中心被叫停。\ufffd\n就业" in dense.clean  # what stood there may be a digit


def test_a_text_of_two_thousand_breaks_is_read_within_a_bound_and_the_rest_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[int] = []
    plain = lattice.Search.best

    def counted(search: lattice.Search) -> lattice.Break | None:
        found = plain(search)
        work.append(search.work)
        return found

    monkeypatch.setattr(lattice.Search, "best", counted)
    clean = "".join(f"第{n}家推动产业规模化、集群化目标；" for n in range(2000))
    damaged = damage(clean, inserts=lambda number: True)
    found = repaired(damaged, tmp_path)
    most = 2 * lattice.WORK_OF_ALL * max(1.0, len(damaged) / lattice.ALL)
    assert 0 < sum(work) <= most + max(work)  # candidates weighed: some 5 microseconds each
    assert max(work) <= 3 * lattice.WORK
    told = {one.start for one in found.repairs}
    assert len(told) >= 2000 and {"shifted_bytes", "unreadable"} == {one.kind for one in found.repairs}
    asked = [at for at, char in enumerate(damaged) if char == "?"]
    assert all(any(one.start <= at < one.end for one in found.repairs[:200]) for at in asked[:100])


@settings(max_examples=40, deadline=None)
@given(SENTENCES, st.sets(st.sampled_from(sorted(COMMON_NOTES))), st.integers(1, 4))
def test_digits_and_spans_survive(text: str, noted: set[str], every: int) -> None:
    import tempfile

    notes = {char: COMMON_NOTES[char] for char in noted}
    damaged = damage(text, notes, inserts=lambda number: number % every == 0)
    with tempfile.TemporaryDirectory() as folder:
        found = repaired(damaged, Path(folder))
    digits = [c for c in found.clean if c.isdigit()]
    assert len(digits) <= sum(c.isdigit() for c in text)  # a repair never makes a digit
    last = 0
    for at, char in enumerate(found.clean):
        start, end = found.offsets.to_original(at, at + 1)
        assert start <= end and start >= last
        last = start
        if char.isdigit():
            assert char in damaged[start:end]
