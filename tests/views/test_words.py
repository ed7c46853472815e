"""Every finding, reason and figure has words in both languages, made from its parameters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.claims import BOUNDS, KINDS, MODALITIES, STATUSES
from lianpu.system.model import Scenario
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import exact
from lianpu.views.scores_table import scores_text
from lianpu.views.sentences import dating_sentence, headline, spaced
from lianpu.views.tables import all_tables, gap_table
from lianpu.views.why import why
from lianpu.views.wording import source_words, spec_words, t

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_vocabulary_has_words(lang: str) -> None:
    sections = {"kind": KINDS, "status": STATUSES, "modality": MODALITIES, "bound": BOUNDS, "scenario": Scenario}
    for section, codes in sections.items():
        assert all(t(f"{section}.{code}", lang) for code in codes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_are_whole_sentences_with_evidence(dossier: Dossier, lang: str) -> None:
    for finding in dossier.answer.findings:
        words = headline(finding, dossier, lang)
        assert words.big and words.small and words.text.endswith(("。", "."))
        assert "{" not in words.text and "None" not in words.text
        assert words.claims or words.figures


def test_the_three_findings_in_words(dossier: Dossier) -> None:
    texts = [headline(f, dossier, "zh").text for f in dossier.answer.findings]
    assert any("20 GW 拉棒" in text and "5.0 万吨（4.4–5.4）" in text and "没有本地来源" in text for text in texts)
    assert any("阳极炭素已建 10 万吨" in text and "31–35" in text and "100 万吨" in text for text in texts)
    assert any("19–26 GWh" in text and "只有 3 GWh" in text for text in texts)
    assert any("160 亿元" in text and "可能，未得证明" in text for text in texts)


def test_what_time_the_document_describes(dossier: Dossier) -> None:
    (note,) = dossier.documents
    assert "2024-02-20 发布" in dating_sentence(note, dossier, "zh")
    assert "2022-08-31" in dating_sentence(note, dossier, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_cell_for_every_column(dossier: Dossier, lang: str) -> None:
    for table in all_tables(dossier, lang):
        assert table.title and table.columns
        for row in table.rows:
            assert {column.key for column in table.columns} <= row.keys()


def test_the_gap_table_closes(dossier: Dossier) -> None:
    for row in gap_table(dossier, "zh").rows:
        need, supply, gap = row["need"], row["supply"], row["gap"]
        assert gap.typical == pytest.approx(supply.typical - need.typical)  # type: ignore[union-attr]


def test_why_leads_from_a_ratio_to_sentences_and_sources(dossier: Dossier) -> None:
    found = why("ratio/prebaked_anode/B", dossier, "zh")
    assert {figure.id for figure in found.below} == {"supply/prebaked_anode/B", "need/prebaked_anode/B"}
    assert [row.id for row in found.rows] == ["AL-smelt-anode-2021"]
    assert "索通云铝年产90万吨阳极炭素项目正有序推进" in found.text
    assert any("80" in e.original or "萬" in e.original for e in found.claims)  # the damaged original stands beside it


def test_why_of_a_library_row_tells_where_it_is_used(dossier: Dossier) -> None:
    assert "need/alumina/A" in why("AL-smelt-alumina-2022", dossier, "en").used_in


def test_why_suggests_for_an_unknown_name(dossier: Dossier) -> None:
    with pytest.raises(LianpuError, match="need/alumina/A"):
        why("need/alumia/A", dossier, "zh")


def test_a_document_without_a_date_and_one_of_a_day(dossier: Dossier) -> None:
    (note,) = dossier.documents
    assert note.dating is not None
    undated = replace(note, dating=replace(note.dating, published=None))
    assert "没有写明发布日期" in dating_sentence(undated, dossier, "zh")
    assert "gives no date of publication" in dating_sentence(undated, dossier, "en")
    day = replace(note, dating=replace(note.dating, start="2022-08-31", end="2022-08-31"))
    assert "描述的是 2022-08-31 的情况" in dating_sentence(day, dossier, "zh")


def test_what_is_quoted_stays_as_it_is_printed() -> None:
    assert spaced("已建20GW拉棒，文中“计划2022年9月投产”（100–122） 的", "zh") == (
        "已建 20GW 拉棒，文中“计划2022年9月投产”（100–122）的"
    )


def test_specifications_and_sources_are_told_in_the_language() -> None:
    assert spec_words("166 mm, weekly spot average", "zh") == "166 mm、每周现货均价"
    assert spec_words("166 mm, weekly spot average", "en") == "166 mm, weekly spot average"
    assert source_words("library's estimate", "zh") == "技术库的估计"


def test_units_that_only_documents_have() -> None:
    assert exact(4_200_000, "锭/a", "zh") == "420 万锭/年"
    assert exact(40_000_000, "L/a", "en") == "40 million L/a"
    assert exact(1_860_000, "dwt", "zh") == "186 万载重吨"


def test_scores_speak_one_language() -> None:
    rates = {"precision": 1.0, "recall": 0.5, "f1": 0.667, "hit": 1, "predicted": 1, "wanted": 2}
    levels = {"found": rates, "core": rates, "full": rates}
    extra = {"kind": "capacity", "subject": "甲", "product": None, "value": 5e4, "low": None, "high": None}
    scores = dict.fromkeys(("with_value", "other", "all"), levels) | {
        "fields": {"product": "1/1", "date": "0/1"}, "missed": ["c2"], "extra": [extra | {"unit": "t/a", "span": [3, 9]}],
    }  # fmt: skip
    assert "多读：产能 · 甲 · 5 万吨/年 · [3–9]" in scores_text(scores, "zh")
    assert "extra: capacity · 甲 · 50 kt/a · [3–9]" in scores_text(scores, "en")
