"""Every finding, reason and figure has words in both languages, made from its parameters."""

from __future__ import annotations

import pytest

from lianpu.errors import LianpuError
from lianpu.reading.claims import BOUNDS, KINDS, MODALITIES, STATUSES
from lianpu.system.model import Scenario
from lianpu.views.dossier import Dossier
from lianpu.views.sentences import dating_sentence, headline
from lianpu.views.tables import all_tables, gap_table
from lianpu.views.why import why
from lianpu.views.wording import t

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
