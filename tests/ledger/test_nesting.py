"""Which of many places lie in which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lianpu.divisions import divisions
from lianpu.ledger.nesting import nested
from lianpu.ledger.places import within

NAMES = [d.name for d in divisions() if d.code.startswith(("53", "15"))][:60]
OTHERS = ["中国", "云南省", "曲靖市", "曲靖经开区", "经开区", "经开区南海子片区", "沾益区", "文山州", "group", "曲靖+合肥"]


def test_a_few_places() -> None:
    found = nested(OTHERS)
    assert set(found["云南省"]) == {"曲靖市", "曲靖经开区", "沾益区", "文山州"}
    assert set(found["曲靖市"]) == {"曲靖经开区", "沾益区"} and "文山州" in found["中国"]
    assert "曲靖市" not in found.get("沾益区", [])


@given(st.lists(st.sampled_from(NAMES + OTHERS[:8]), max_size=12))
def test_it_is_what_asking_every_pair_would_tell(names: list[str]) -> None:
    pairs = {(inner, outer) for outer in names for inner in names if inner != outer and within(inner, outer)}
    assert {(inner, outer) for outer, inners in nested(names).items() for inner in inners} == pairs
