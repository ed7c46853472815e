"""Small readings for the ledger's tests."""

from __future__ import annotations

import hashlib
from typing import Any

from lianpu.reading.claims import Claim, Reading

TEXT = "江城市已建成投产12万吨电解铝，另有5万吨铝箔项目在建。"


def smelter(**changes: Any) -> Claim:
    """120 kt/a of aluminium, operating."""
    values: dict[str, Any] = {
        "id": "c1", "kind": "capacity", "product": "电解铝", "product_id": "primary_aluminium", "value": 12e4,
        "unit": "t/a", "bound": "exact", "status": "operating", "place": "江城市", "span": (3, 15),
        "clean_span": (3, 15),
        "quote": "已建成投产12万吨电解铝",
    }  # fmt: skip
    return Claim(**values | changes)


def foil(**changes: Any) -> Claim:
    """50 kt/a of foil, in construction."""
    values: dict[str, Any] = {
        "id": "c2", "kind": "capacity", "product": "铝箔", "product_id": "aluminium_foil", "value": 5e4, "unit": "t/a",
        "bound": "exact", "status": "under_construction", "place": "江城市", "span": (16, 27),
        "how": (("place", "carried"),),
    }  # fmt: skip
    return Claim(**values | changes)


def a_reading(*claims: Claim, text: str = TEXT, **changes: Any) -> Reading:
    """A reading of ``text`` by reader r1."""
    values: dict[str, Any] = {
        "name": "news.txt", "sha256": hashlib.sha256(text.encode()).hexdigest(), "kind": "text", "encoding": "utf-8",
        "text": text, "clean_text": text, "published": "2023-05-01", "source": None, "default_place": "江城市",
        "lang": "zh", "repairs": (), "claims": claims, "reader": "r1",
    }  # fmt: skip
    return Reading(**values | changes)
