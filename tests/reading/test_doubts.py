"""Figures and words that a person should look at are flagged, and every flag has words in both languages."""

from __future__ import annotations

import pytest

from lianpu.reading import doubts, read
from lianpu.reading.claims import DIGITS_MAY_BE_MISSING, Claim
from lianpu.reading.extract import extract
from lianpu.reading.files import make_source
from lianpu.reading.llm.merge import MODEL_ONLY
from lianpu.views.wording import t


def claims(text: str, kind: str) -> list[Claim]:
    reading = read.read_source(make_source("notice.txt", text), extract, place="临江市", published="2024-05-01")
    return [claim for claim in reading.claims if claim.kind == kind]


@pytest.mark.parametrize(
    "text", ["The city consumed 98,000 billion kWh of electricity in 2023.", "2023年全市用电量达到98000万亿千瓦时。"]
)
def test_more_electricity_than_any_country_uses_is_a_wrong_power_of_ten(text: str) -> None:
    (claim,) = claims(text, "energy")
    assert claim.flags == (doubts.WRONG_POWER,)


def test_an_output_to_come_may_be_a_capacity_and_a_capacity_made_an_output() -> None:
    (made,) = claims("去年该公司完成产能50万吨。", "capacity")
    assert made.flags == (doubts.CAPACITY_OR_PRODUCTION,)
    (plain,) = claims("该公司电解铝产能50万吨。", "capacity")
    assert plain.flags == ()


@pytest.mark.parametrize(
    "flag",
    [doubts.WRONG_POWER, doubts.CAPACITY_OR_PRODUCTION, DIGITS_MAY_BE_MISSING, read.READ_THROUGH_DAMAGE, MODEL_ONLY],
)
def test_every_flag_has_words(flag: str) -> None:
    assert t(f"flag.{flag}", "zh") != t(f"flag.{flag}", "en")
