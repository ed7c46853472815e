"""What the checks found, in both languages and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.claim_rows import kept
from lianpu.checking import bands_of
from lianpu.ledger.checks import CODES, check
from lianpu.ledger.findings import Severity
from lianpu.library.load import load_library
from lianpu.redpencil.review import OWN_CODES
from lianpu.views.checks_text import checks_json, checks_text
from lianpu.views.wording import LANGUAGES, keys, t

DOCS = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_every_code_has_words_reasons_and_a_row_in_the_docs() -> None:
    known, rows = set(keys()), DOCS.read_text(encoding="utf-8")
    for code in CODES:
        assert {f"check.{code}", f"matters.{code}"} <= known
        assert f"| `{code}` |" in rows
    marks = (Path(DOCS).parent / "red-pencil.md").read_text(encoding="utf-8")
    for code in OWN_CODES:
        assert {f"check.{code}", f"matters.{code}"} <= known and f"`{code}`" in marks
    assert {key.removeprefix("check.") for key in known if key.startswith("check.")} == {*CODES, *OWN_CODES}
    assert all(t(f"severity.{severity}", lang) for severity in Severity for lang in LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_names_figure_band_suggestion_and_evidence(lang: str) -> None:
    """20 bn yuan for 100 kt of LFP a year are 200,000 yuan/t; a tenth of it would be usual."""
    lfp = {"product": "磷酸铁锂", "product_id": "lfp", "subject": "甲新材", "place": "宜宾市", "start": "2022"}
    claims = [
        kept("m", "investment", 2e10, "CNY", quote="投资200亿元", **lfp),
        kept("c", "capacity", 1e5, "t/a", quote="年产10万吨", status="planned", modality="planned", **lfp),
    ]
    library = load_library()
    found, by_id = check(claims, bands_of(library)), {c.id: c for c in claims}
    text = checks_text(found, by_id, library, lang)
    amounts = {"zh": ("200,000 元/吨", "10,000–40,000 元/吨", "20 亿元"), "en": ("CNY 200,000/t", "10,000–40,000/t", "CNY 2 bn")}
    assert all(part in text for part in (*amounts[lang], "投资200亿元", "年产10万吨", "a.txt"))
    (finding,) = checks_json(found, by_id, library, lang)["findings"]
    assert finding["code"] == "implied_ratio" and finding["severity"] == "error" and finding["claims"] == ["m", "c"]
    assert finding["low"] == 10_000 and finding["high"] == 40_000 and finding["suggested"] == pytest.approx(2e9)
    assert finding["rows"] and finding["why"] and [e["quote"] for e in finding["evidence"]] == ["投资200亿元", "年产10万吨"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_found_is_said(lang: str) -> None:
    library = load_library()
    assert t("checks.none", lang) in checks_text(check([]), {}, library, lang)
    found = checks_json(check([]), {}, library, lang)
    assert found["findings"] == [] and found["derived"] == [] and len(found["ran"]) > 25
