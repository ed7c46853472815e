"""The twelve questions: whole sentences in both languages, tables whose cells are there, and what is lacking by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lianpu.errors import LianpuError
from lianpu.ledger.importing import import_claims
from lianpu.ledger.store import Ledger
from lianpu.library.load import load_library
from lianpu.library.market import Market
from lianpu.pipeline import open_dossier, study
from lianpu.questions import QUESTIONS, Asked, answer
from lianpu.views.answers.answered import Answered, answer_json, answer_text
from lianpu.views.dossier import Dossier

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "qujing.txt"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "qujing-claims.csv"
STEEL = Path(__file__).resolve().parent / "data" / "steel.txt"


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return open_dossier([EXAMPLE])


def asked(number: int, dossier: Dossier, lang: str = "en", figure: str | None = None) -> Answered:
    return answer(number, Asked(dossier, lang, figure=figure))


@pytest.mark.parametrize("number", QUESTIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_is_answered_in_words_with_a_table(dossier: Dossier, number: int, lang: str) -> None:
    found = asked(number, dossier, lang)
    assert found.sentences and all(s.endswith(("。", ".")) and "{" not in s and "None" not in s for s in found.sentences)
    assert found.tables or number == 10  # every light of the example is grey, and has no figure to show
    for table in found.tables:
        assert all({c.key for c in table.columns} <= row.keys() for row in table.rows)
    assert answer_text(found, dossier, lang).startswith(f"{number}. ")
    shown = answer_json(found, dossier, lang)
    assert shown["number"] == number and len(shown["tables"]) == len(found.tables)


@pytest.mark.parametrize("number", QUESTIONS)
def test_a_document_without_the_chains_says_what_is_needed(number: int) -> None:
    found = asked(number, open_dossier([STEEL]))
    assert found.sentences


def test_what_the_answers_say_of_the_example(dossier: Dossier) -> None:
    said = {n: " ".join(asked(n, dossier).sentences) for n in QUESTIONS}
    assert "polysilicon, alumina, lithium carbonate and iron phosphate" in said[1]
    assert "Still short then" in said[2] and "prebaked anodes" in said[2]
    assert "none is advised" in said[3]
    assert "primary aluminium last" in said[4]
    assert "63.2%" in said[7]
    assert "70% green" in said[8]
    assert "6.90 t CO2e" in said[9]
    assert "EUR 136 by default values" in said[9]  # (3.0 x 1.1 - 0.975 x 1.423) x 71.16
    assert "all is grey" in said[10]
    assert "19% of the country's supply" in said[11]
    assert "the power that the city may use, by month" in asked(4, dossier).lacking


def test_a_library_without_markets_says_so(dossier: Dossier) -> None:
    bare = replace(dossier, library=replace(dossier.library, market=Market(()), rules=(), background=()))
    for number in QUESTIONS:
        assert asked(number, bare).sentences
    assert "no history" in " ".join(asked(11, bare).sentences)
    assert "No plant here has a green quota" in " ".join(asked(8, bare).sentences)


def test_one_number_s_origin_and_the_lack_of_a_second_source(dossier: Dossier) -> None:
    found = asked(12, dossier, figure="supply/mono_rod/A")
    assert any(row["quantity"] == "20 GW/a" for row in found.tables[0].rows)
    assert any("second source" in lack for lack in found.lacking)
    with pytest.raises(LianpuError, match="no figure"):
        asked(12, dossier, figure="need/nothing/A")


def test_there_are_twelve(dossier: Dossier) -> None:
    with pytest.raises(LianpuError, match="1 to 12"):
        asked(13, dossier)


@pytest.mark.skipif(not SHARED.is_file(), reason="the table of claims is not beside this checkout")
def test_on_a_ledger_with_many_sources(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.sqlite") as ledger:
        ledger.add_many(list(import_claims(SHARED).readings))
        full = study(ledger, load_library(), place="曲靖市")
    for number in QUESTIONS:
        found = asked(number, full)
        assert found.sentences and all("{" not in s for s in found.sentences)
    assert full.conflicts  # sources disagree, and question 12 says where
    assert any(table.id == "against" for table in asked(12, full).tables)
