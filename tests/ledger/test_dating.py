"""What time a document describes: by itself, and by other documents' dated claims."""

from __future__ import annotations

from typing import Any

from lianpu.ledger.dating import Bound, date_document
from lianpu.ledger.queries import Document, LedgerClaim
from lianpu.reading.claims import Claim, DateSpan


def kept(name: str, kind: str = "capacity", *, day: str | None = None, document: str = "own", **fields: Any) -> LedgerClaim:
    base: dict[str, Any] = {"product": "磷酸铁锂", "product_id": "lfp", "unit": "t/a", "bound": "exact", "place": "临江市"}
    if kind == "milestone":
        base |= {"unit": None, "bound": None}
    claim = Claim(name, kind, date=DateSpan(day, day) if day else None, **(base | fields))
    source = Document(document, document, "txt", "utf-8", None, None, "临江市", "zh", "r", "", "")
    return LedgerClaim(claim, claim, source, None, ())


def test_what_is_still_planned_had_not_come() -> None:
    plan = kept("p", "milestone", day="2022-09", status="operating", modality="planned")
    dating = date_document([plan], [], "2024-02-18")
    assert dating.end == "2022-08-31"
    assert dating.start == "2020-09-30"  # two years of building at most
    assert dating.is_repost


def test_without_any_date_nothing_is_claimed() -> None:
    dating = date_document([kept("c", value=5e4, status="operating")], [], None)
    assert (dating.start, dating.end, dating.is_repost) == (None, None, False)


def test_a_project_elsewhere_under_construction_ends_the_time_of_negotiation() -> None:
    own = kept("own", value=1e5, status="negotiating")
    other = kept("other", value=1e5, status="under_construction", day="2021-03-31", document="news")
    assert date_document([own], [other], "2024-02-18").end == "2021-03-30"


def test_a_start_of_operation_that_is_included_begins_the_time() -> None:
    own = kept("own", value=20.0, unit="GW/a", product_id="wafer", status="operating")
    wafers: dict[str, Any] = {"unit": "GW/a", "product_id": "wafer", "status": "operating", "document": "n"}
    first = kept("first", value=10.0, subject="隆基", day="2020-11-18", **wafers)
    second = kept("second", value=20.0, subject="晶澳", day="2021-12", **wafers)
    dating = date_document([own], [first, second], "2024-02-18")
    assert (dating.start, dating.end) == ("2020-11-18", "2021-12-31")  # 10 + 20 is more than is told here


def test_other_places_and_products_tell_nothing() -> None:
    own = kept("own", value=1e5, status="negotiating", place="曲靖市")
    elsewhere = kept("a", value=1e5, status="operating", day="2021-01-01", place="昆明市", document="n")
    another = kept("b", value=1e5, status="operating", day="2021-01-01", place="曲靖经开区", product_id="lmfp", document="n")
    assert date_document([own], [elsewhere, another], None).end is None


def test_the_same_figure_elsewhere_corroborates() -> None:
    own = kept("own", value=53e3, status="operating")
    other = kept("other", value=53e3, status="operating", day="2020-12-31", document="news")
    (evidence,) = date_document([own], [other], None).evidence
    assert (evidence.bound, evidence.reason) == (Bound.AT, "same_then")


def test_of_contradicting_evidence_the_lighter_gives_way_and_is_told() -> None:
    plan = kept("p", "milestone", day="2020-06", status="operating", modality="planned")
    part = kept("own", value=5e4, status="operating")
    later = kept("later", value=2e4, status="operating", subject="德方", day="2021-01-01", document="news")
    dating = date_document([plan, part], [later], "2024-02-18")
    assert dating.end == "2020-05-31"
    assert [e.reason for e in dating.dropped] == ["included_since"]
