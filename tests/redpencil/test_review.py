"""The red pencil on short drafts: each fault on its own sentence, once, with its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu.drafting import decide, review_draft, write_review
from lianpu.errors import LianpuError
from lianpu.ledger.importing import import_into
from lianpu.ledger.store import Ledger
from lianpu.ledger.table_rows import COLUMNS
from lianpu.redpencil.marks import Mark, sentence_at
from lianpu.views.draft_marks import mark_words, review_json
from lianpu.views.reviewed import Reviewed

HEAD = "宜宾市动力电池产业发展方案\n2025-03-10\n"


def reviewed(tmp_path: Path, text: str, **more: object) -> Reviewed:
    path = tmp_path / "draft.txt"
    path.write_text(HEAD + text, encoding="utf-8")
    return review_draft(path, **more)  # type: ignore[arg-type]


def marked(found: Reviewed) -> dict[str, Mark]:
    return {mark.code: mark for mark in found.marks}


def test_parts_that_come_to_more_than_their_total(tmp_path: Path) -> None:
    text = "全市电池产能达到60GWh，其中一期20GWh、二期30GWh、三期20GWh。"
    mark = marked(reviewed(tmp_path, text))["parts_above_total"]
    assert mark.places[0].sentence == text
    assert mark.finding.figure == pytest.approx(70e6)  # type: ignore[union-attr]  # kWh: 20 + 30 + 20 GWh, not 60


def test_an_order_of_magnitude_is_one_mark_with_all_its_places(tmp_path: Path) -> None:
    text = "打造千亿级动力电池产业集群。\n到2027年，建成百亿级储能产业园。"
    mark = marked(reviewed(tmp_path, text))["class_no_number"]
    assert [place.sentence for place in mark.places] == text.split("\n")


def table(path: Path, *rows: dict[str, str]) -> Path:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        usual = {
            "chain": "battery",
            "stage": "cell",
            "place": "宜宾市",
            "source_title": "宜宾新闻",
            "source_url": "https://example.org/1",
        }
        writer.writerows(usual | {"claim_id": f"R{n}", "unit": "text"} | row for n, row in enumerate(rows, 1))
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    address = str(tmp_path / "ledger.sqlite")
    capacity = {"kind": "capacity", "product": "动力电池", "unit": "GWh/年", "source_date": "2024-11-05", "as_of_date": "2024-11"}
    with Ledger.open(address) as opened:
        rows = (
            capacity | {"subject": "星河能源", "value": "15", "status": "under_construction"},
            capacity | {"subject": "蓝岭新能源", "value": "10", "status": "cancelled"},
            {"kind": "milestone", "subject": "星河能源", "product": "动力电池", "unit": "planned_operation", "value": "2026-12",
             "status": "planned", "source_date": "2024-11-05", "as_of_date": "2024-11"},
        )  # fmt: skip
        report = import_into(opened, table(tmp_path / "known.csv", *rows))
        assert not report.refused
    return address


def test_a_project_that_the_ledger_knows_as_smaller_or_stopped(tmp_path: Path, ledger: str) -> None:
    text = "星河能源在建年产30GWh动力电池项目。\n蓝岭新能源年产10GWh动力电池项目正在建设。"
    found = reviewed(tmp_path, text, ledger=ledger)
    marks = marked(found)
    assert marks["project_size"].places[0].sentence == text.split("\n")[0]
    assert marks["project_stopped"].places[0].sentence == text.split("\n")[1]
    (beside,) = marks["project_size"].beside
    assert found.claims[beside].claim.value == 15
    assert "宜宾新闻" in mark_words(marks["project_size"], found, "zh").evidence[0]


def test_what_the_ledger_says_too_is_no_fault(tmp_path: Path, ledger: str) -> None:
    found = reviewed(tmp_path, "星河能源在建年产15GWh动力电池项目。", ledger=ledger)
    assert not {"project_size", "project_stopped"} & marked(found).keys()


def test_kinds_are_switched_off_and_told_otherwise(tmp_path: Path) -> None:
    profile = tmp_path / "marks.toml"
    profile.write_text('[kinds]\nclass_no_number = "doubt"\nmissing_stages = false\n', encoding="utf-8")
    found = marked(reviewed(tmp_path, "打造千亿级动力电池产业集群。", profile=profile))
    assert found["class_no_number"].severity == "doubt"
    assert "missing_stages" not in found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[kinds]\nclas_no_number = false", "did you mean 'class_no_number'?"),
        ('[kinds]\nclass_no_number = "grave"', "'grave' is no severity"),
        ("kinds = 3", "holds no table"),
        ("[kinds", "is not TOML"),
    ],
)
def test_a_profile_that_cannot_be_used(tmp_path: Path, content: str, told: str) -> None:
    profile = tmp_path / "marks.toml"
    profile.write_text(content, encoding="utf-8")
    with pytest.raises(LianpuError, match=r".") as error:
        reviewed(tmp_path, "打造千亿级产业集群。", profile=profile)
    assert told in str(error.value)


def test_every_piece_of_evidence_is_there(tmp_path: Path, ledger: str) -> None:
    text = "全市电池产能达到60GWh，其中一期20GWh、二期30GWh、三期20GWh。星河能源在建年产30GWh动力电池项目。"
    found = reviewed(tmp_path, text, ledger=ledger)
    for mark in review_json(found, "zh")["marks"]:
        assert mark["evidence"] and mark["text"] and mark["suggestion"]
        assert all(row in found.library.rows for row in mark["rows"])
        assert all(figure in found.dossier.answer.figures for figure in mark["figures"])


def test_files_are_written_whole_and_the_page_escapes_the_draft(tmp_path: Path) -> None:
    found = reviewed(tmp_path, "<script>alert(1)</script>打造千亿级动力电池产业集群。")
    written = write_review(found, tmp_path / "draft.txt", tmp_path / "out", "zh")
    page = written.html.read_text(encoding="utf-8")
    assert "<script>" not in page and "千亿级" in page
    assert written.docx is None and sorted(p.suffix for p in (tmp_path / "out").iterdir()) == [".html", ".json"]


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("甲。乙有5吨；丙。", "5吨", "乙有5吨；丙。"),
        ("First. It makes 3.5 kt a year. Then", "3.5 kt", "It makes 3.5 kt a year."),
        ("名称\t产能\n甲\t5 万吨\n", "5 万吨", "5 万吨"),
        ("无句号的一行\n下一行", "一行", "无句号的一行"),
    ],
)
def test_the_sentence_around_a_clause(text: str, word: str, sentence: str) -> None:
    start = text.index(word)
    assert text[slice(*sentence_at(text, start, start + len(word)))] == sentence


def test_an_older_version_tells_what_went_and_came_and_which_figures_changed(tmp_path: Path) -> None:
    older = tmp_path / "older.txt"
    older.write_text(
        HEAD + "全市电池产能达到60GWh，其中一期20GWh、二期30GWh、三期20GWh。\n全年完成投资35亿元。", encoding="utf-8"
    )
    text = "全市电池产能达到70GWh，其中一期20GWh、二期30GWh、三期20GWh。\n全年完成投资45亿元。\n打造千亿级动力电池产业集群。"
    compared = reviewed(tmp_path, text, against=older).compared
    assert compared is not None
    assert "parts_above_total" in {mark.code for mark in compared.gone}
    assert {mark.code for mark in compared.came} == {"class_no_number"}
    changed = {(change.before.value, change.after.value) for change in compared.changed}
    assert {(60.0, 70.0), (35e8, 45e8)} <= changed


def test_a_version_against_itself_has_not_changed(tmp_path: Path) -> None:
    text = "全市电池产能达到60GWh，其中一期20GWh、二期30GWh、三期20GWh。打造千亿级动力电池产业集群。"
    same = tmp_path / "same.txt"
    same.write_text(HEAD + text, encoding="utf-8")
    found = reviewed(tmp_path, text, against=same)
    assert found.compared is not None
    assert (found.compared.gone, found.compared.came, found.compared.changed) == ((), (), ())
    assert found.compared.stayed == len(found.marks)


def test_a_dismissed_mark_is_not_shown_again_and_an_accepted_one_is_listed(tmp_path: Path, ledger: str) -> None:
    text = "星河能源在建年产30GWh动力电池项目。\n打造千亿级动力电池产业集群。"
    found = reviewed(tmp_path, text, ledger=ledger)
    size, vague = marked(found)["project_size"], marked(found)["class_no_number"]
    decide(found, dismiss=[vague.id], who="王", why="省里的提法")
    decide(found, accept=[size.id[:6]], who="李")
    again = reviewed(tmp_path, "前面新加一句。\n" + text, ledger=ledger)
    assert "class_no_number" not in marked(again) and [mark.id for mark in again.dismissed] == [vague.id]
    written = write_review(again, tmp_path / "draft.txt", tmp_path / "out", "zh")
    assert written.corrections is not None
    assert "星河能源在建年产30GWh" in written.corrections.read_text(encoding="utf-8-sig")
    decide(again, reopen=[vague.id], who="王")
    assert "class_no_number" in marked(reviewed(tmp_path, text, ledger=ledger))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"dismiss": ["{id}"], "who": "王"}, "a dismissal needs a reason"),
        ({"accept": ["zz"], "who": "王"}, "no mark 'zz'"),
    ],
)
def test_a_word_that_cannot_be_taken_is_told_and_nothing_is_kept(
    tmp_path: Path, ledger: str, words: dict[str, list[str]], told: str
) -> None:
    found = reviewed(tmp_path, "打造千亿级动力电池产业集群。", ledger=ledger)
    filled = {
        key: [v.format(id=found.marks[0].id) for v in value] if isinstance(value, list) else value for key, value in words.items()
    }
    with pytest.raises(LianpuError, match=told):
        decide(found, **filled)  # type: ignore[arg-type]
    with Ledger.open(ledger) as opened:
        assert opened.decisions("mark") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市45万吨磷酸铁锂所需碳酸锂由本市1.2万吨碳酸锂产能全部保障。", True),  # 45 x 0.24 = 10.8
        ("全市磷酸铁锂产能45万吨，碳酸锂产能1.2万吨。", False),  # nobody says that it is enough
        ("全市5万吨磷酸铁锂所需碳酸锂由本市1.2万吨碳酸锂产能全部保障。", False),  # 5 x 0.24 = 1.2
    ],
)
def test_a_feed_that_is_not_enough(tmp_path: Path, text: str, found: bool) -> None:
    assert ("feed_against_product" in marked(reviewed(tmp_path, text))) is found


def test_power_per_unit_that_no_plant_has(tmp_path: Path) -> None:
    """53 kWh for a tonne of polysilicon, where a kilogram takes as much."""
    mark = marked(reviewed(tmp_path, "全市多晶硅综合电耗降至53千瓦时/吨。"))["implied_ratio"]
    assert mark.severity == "error" and mark.rows
