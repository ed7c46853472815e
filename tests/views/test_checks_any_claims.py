"""Whatever claims a ledger holds, the checks end, and what they find has words and is JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.claim_rows import kept
from lianpu.checking import bands_of
from lianpu.ledger.checks import check
from lianpu.ledger.queries import LedgerClaim
from lianpu.library.load import load_library
from lianpu.reading.claims import BOUNDS, MODALITIES, STATUSES
from lianpu.views.checks_text import checks_json, checks_text

#: Kinds with units that their claims have; several times what many checks compare.
TYPES = (
    ("capacity", "t/a"), ("capacity", "t/a"), ("production", "t"), ("output_value", "CNY/a"), ("investment", "CNY"),
    ("growth", "%"), ("growth", "%/a"), ("share", "%"), ("share", "%"), ("difference", "pp"), ("energy", "kWh"),
    ("power", "kW"), ("jobs", "person"), ("land", "mu"), ("duration", "month"), ("count", "case"), ("milestone", None),
)  # fmt: skip
WORDS = {
    "growth": ("产值同比", "产量同比", "年均产值增速"), "energy": ("水电发电量", "火电发电量", "发电量"),
    "share": ("产能占全国", "产能利用率", "精深加工率", "合金化率", "占全省产值"), "output_value": ("产值", "产业链产值"),
}  # fmt: skip
VALUES = (0.0, 1.0, -12.5, 5.3, 10.0, 90.0, 100.0, 5e4, 7.16e9, 1e300, 1e-9, -200.0)
GOODS = ("lfp", "battery_cell", "primary_aluminium", "electricity")
PLACES = ("曲靖市", "曲靖市", "云南省", "中国", "group", "曲靖+昆明", None)
SUBJECTS = (None, "甲公司", "甲公司一期", "甲公司二期", "曲靖市", "甲公司全集团")


@st.composite
def claims(draw: st.DrawFn) -> list[LedgerClaim]:
    good = draw(st.sampled_from(GOODS))
    return [_claim(draw, f"c{i}", good) for i in range(draw(st.integers(2, 10)))]


def _claim(draw: st.DrawFn, name: str, good: str) -> LedgerClaim:
    pick = lambda values: draw(st.sampled_from(values))  # noqa: E731
    kind, unit = pick(TYPES)
    value = pick(VALUES) if unit else None
    bound: dict[str, Any] = {"bound": pick([b for b in BOUNDS if b != "range"])} if unit else {}
    return kept(
        name, kind, value, unit, product=pick(WORDS.get(kind, ("x",))), product_id=good, place=pick(PLACES),
        subject=pick(SUBJECTS), start=pick(("2021", "2022", "2022-06", None)), status=pick((None, *STATUSES)),
        modality=pick(MODALITIES), document=pick(("a", "b")), published=pick((None, "2021", "2024-03-01", "someday")),
        quote=pick(("", "全市", "5.3万吨")), clean_span=(draw(st.integers(0, 30)), 31), **bound,
    )  # fmt: skip


@given(claims())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_claims(held: list[LedgerClaim]) -> None:
    library = load_library()
    found, by_id = check(held, bands_of(library)), {claim.id: claim for claim in held}
    for lang in ("zh", "en"):
        text = checks_text(found, by_id, library, lang)
        assert "{" not in text and "None" not in text
        printed = json.dumps(checks_json(found, by_id, library, lang), allow_nan=False)
        assert len(json.loads(printed)["findings"]) == len(found.findings)
    assert all(set(f.claims) <= by_id.keys() for f in found.findings)
    assert all(set(d.parents) <= by_id.keys() and d.low <= (d.claim.value or 0.0) <= d.high for d in found.derived)
