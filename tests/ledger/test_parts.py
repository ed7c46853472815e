"""The divisions one step below a place."""

from lianpu.ledger.places import parts_of


def test_a_prefecture_has_counties_and_a_province_prefectures() -> None:
    assert {"麒麟区", "沾益区", "马龙区", "宣威市", "富源县"} <= set(parts_of("曲靖市"))
    assert "曲靖市" in parts_of("云南省") and "麒麟区" not in parts_of("云南省")


def test_what_is_no_division_has_no_parts() -> None:
    assert parts_of("曲靖市经开区") == parts_of("某地") == parts_of("") == ()
