"""Many documents in several processes: in order, and one that ends its process does not take the others with it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from lianpu.reading import many
from lianpu.reading.folder import DEEPEST, Item, Skipped, find
from lianpu.reading.many import Outcome, read_many

TEXT = "平江市年产{}万吨电解铝项目已建成投产。"


def some(folder: Path, number: int) -> list[Item]:
    for n in range(number):
        (folder / f"{n:03}.txt").write_text(TEXT.format(n + 1), encoding="utf-8")
    return [item for item in find([folder]) if isinstance(item, Item)]


def test_outcomes_come_in_order_and_as_with_one_process(tmp_path: Path) -> None:
    items = some(tmp_path, 40)
    assert [o.reading for o in read_many(items, jobs=2)] == [o.reading for o in read_many(items)]


def dies_on_seven(items: list[Item], place: str | None) -> list[Outcome]:
    if any(item.path.name == "007.txt" for item in items):
        os._exit(1)
    return many.read_chunk(items, place)


def dies_alone(item: Item, place: str | None = None) -> Outcome:
    if item.path.name == "007.txt":
        os._exit(1)
    return many.read_item(item, place)


def test_a_document_that_ends_its_process_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = some(tmp_path, 16)
    monkeypatch.setattr(many, "worker", dies_on_seven)
    monkeypatch.setattr(many, "single", dies_alone)
    outcomes = list(read_many(items, jobs=2))
    assert [o.item.path.name for o in outcomes] == [item.path.name for item in items]
    assert [o.item.path.name for o in outcomes if o.skipped and o.skipped.code == "failed"] == ["007.txt"]
    assert sum(o.reading is not None for o in outcomes) == 15


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    name, inner = "a.txt", b"text"
    for depth in range(DEEPEST + 1):
        with zipfile.ZipFile(tmp_path / f"{depth}.zip", "w") as archive:
            archive.writestr(name, inner)
        name, inner = f"{depth}.zip", (tmp_path / f"{depth}.zip").read_bytes()
    found = list(find([tmp_path / f"{DEEPEST}.zip"]))
    assert [type(one) for one in found] == [Skipped] and "inside another" in found[0].told  # type: ignore[union-attr]
    (deep,) = find([tmp_path / f"{DEEPEST - 1}.zip"])
    assert isinstance(deep, Item) and deep.name.endswith("2.zip/1.zip/0.zip/a.txt")


def test_names_that_chinese_programs_wrote_are_shown_as_meant(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("年报.txt".encode("gbk").decode("cp437"), TEXT.format(3))
    raw = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(raw)
    (item,) = find([tmp_path / "a.zip"])
    assert isinstance(item, Item) and item.name.endswith("a.zip/年报.txt")
