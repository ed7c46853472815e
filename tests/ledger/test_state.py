"""The state of regions as the ledger gives it: rows by place, product and status, and the plants behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.readings import a_reading
from lianpu.errors import LianpuError
from lianpu.ledger.state import CapacityRow, RegionState, states_of
from lianpu.ledger.store import Ledger
from lianpu.reading.claims import Claim, DateSpan

_number = iter(range(10_000))


def claim(value: float, status: str, date: str, *, subject: str | None = None, place: str = "曲靖市", **more: object) -> Claim:
    fields = {
        "kind": "capacity", "product": "磷酸铁锂", "product_id": "lfp", "value": value, "unit": "t/a", "bound": "exact",
        "status": status, "subject": subject, "place": place, "date": DateSpan(date, date), "quote": f"{value} {status}",
    }  # fmt: skip
    return Claim(id=f"c{next(_number)}", **(fields | more))  # type: ignore[arg-type]


def add(ledger: Ledger, *claims: Claim, published: str = "2023-12-31") -> None:
    text = f"{next(_number)}"
    ledger.add(a_reading(*claims, text=text, name=f"{text}.txt", published=published, default_place=None))


def sizes(state: RegionState) -> dict[tuple[str, str], float]:
    return {(row.product_id, row.status): row.value for row in state.rows}


def row(ledger: Ledger, at: str, status: str, product: str = "lfp") -> CapacityRow:
    (state,) = states_of(ledger, at=at, place="曲靖市")
    return next(r for r in state.rows if (r.product_id, r.status) == (product, status))


def test_a_year_is_told_for_its_end_a_day_for_itself(ledger: Ledger) -> None:
    add(ledger, claim(5.3e4, "operating", "2020"))
    add(ledger, claim(12.5e4, "operating", "2022-01-18"))
    at = {month: [sizes(s) for s in states_of(ledger, at=month)] for month in ("2020-11", "2020-12", "2021-12", "2022-01")}
    assert at["2020-11"] == []
    assert at["2020-12"] == at["2021-12"] == [{("lfp", "operating"): 5.3e4}]
    assert at["2022-01"] == [{("lfp", "operating"): 12.5e4}]


def test_a_city_includes_its_counties_and_parks_and_nothing_else(ledger: Ledger) -> None:
    for place, size in (("沾益区", 1e4), ("曲靖经开区", 2e4), ("昆明市", 4e4), ("云南省", 8e4)):
        add(ledger, claim(size, "operating", "2022-01-18", place=place, subject=f"{place}甲厂"))
    (qujing,) = states_of(ledger, place="曲靖市")
    assert sizes(qujing) == {("lfp", "operating"): 1e4 + 2e4}
    assert [s.place for s in states_of(ledger)] == ["云南省", "昆明市", "曲靖市"]


def test_a_mixed_total_is_one_row_with_what_is_known_of_it(ledger: Ledger) -> None:
    add(ledger, claim(23.5e4, "operating", "2022-05", subject="甲材料"))
    add(ledger, claim(34.5e4, "built_and_building", "2022-07-14"))
    add(ledger, claim(11e4, "operating", "2022-10-11", subject="甲材料", product_id="lmfp", product="磷酸锰铁锂"))
    total = row(ledger, "2022-12", "built_and_building")
    assert total.value == pytest.approx(34.5e4)
    assert total.of_which == (("lfp", "operating", 23.5e4), ("lmfp", "operating", pytest.approx(11e4)))
    assert [s.rows for s in states_of(ledger, at="2022-12")] == [(total,)]  # nothing stands beside it


def test_as_known_leaves_out_what_was_learnt_later(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    days = iter([datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)] * 3)
    now = [next(days)]
    ledger = Ledger.open(tmp_path / "two.sqlite", clock=lambda: now[0])
    add(ledger, claim(1e4, "operating", "2022-01", subject="甲厂"))
    now[0] = next(days)
    add(ledger, claim(2e4, "operating", "2022-02", subject="乙厂"))
    known = [sizes(s) for s in states_of(ledger, place="曲靖市", as_known="2024-03-01")]
    assert known == [{("lfp", "operating"): 1e4}]
    assert [sizes(s) for s in states_of(ledger, place="曲靖市")] == [{("lfp", "operating"): 3e4}]


def test_a_rejected_claim_is_no_witness_and_an_edited_one_speaks_as_edited(ledger: Ledger) -> None:
    add(ledger, claim(1e4, "operating", "2022-01", subject="甲厂"), claim(7e4, "operating", "2022-01", subject="乙厂"))
    first, second = ledger.claims()
    ledger.review(first.id, "edit", "王", value=3e4)
    ledger.review(second.id, "reject", "王")
    assert row(ledger, "2022", "operating").value == 3e4


def test_every_row_names_its_claims_and_those_against_it(ledger: Ledger) -> None:
    add(ledger, claim(4e4, "under_construction", "2020-11", subject="甲厂"))
    add(ledger, claim(6e4, "under_construction", "2021-06", subject="甲厂"))
    earlier, later = (c.id for c in ledger.claims())
    now = row(ledger, "2021-12", "under_construction")
    assert now.value == 6e4 and later in now.claims
    (plant,) = states_of(ledger, place="曲靖市")[0].plants
    assert [(a.claim, a.reason) for a in plant.tranches[0].against] == [(earlier, "earlier_size")]


@pytest.mark.parametrize("bad", [{"at": "2022-13"}, {"at": "gestern"}, {"place": "曲静市"}])
def test_a_wrong_date_or_place_is_told(ledger: Ledger, bad: dict[str, str]) -> None:
    add(ledger, claim(1e4, "operating", "2022-01"))
    with pytest.raises(LianpuError) as told:
        states_of(ledger, **bad)  # type: ignore[arg-type]
    assert "曲靖市" in str(told.value) if "place" in bad else "not a date" in str(told.value)


def test_a_plant_is_at_the_narrowest_place_told(ledger: Ledger) -> None:
    add(ledger, claim(1e4, "under_construction", "2021-01-18", subject="甲厂", place="百色市"))
    add(ledger, claim(1e4, "operating", "2022-01-18", subject="甲厂", place="平果市"))
    add(ledger, claim(1e4, "operating", "2022-03-18", subject="甲厂", place="百色市"))
    ((plant,),) = [state.plants for state in states_of(ledger, place="百色市")]
    assert plant.place == "平果市"


def test_what_stands_is_told_before_the_phase_planned_beside_it(tmp_path: Path) -> None:
    """2 stand and a second phase of 3 is planned, in whichever order one day's claims come: the plan is not the plant."""
    told = [claim(2e4, "operating", "2022-01-18", subject="甲厂"), claim(3e4, "planned", "2022-01-18", subject="甲厂二期")]
    for name, order in (("one", told), ("other", told[::-1])):
        ledger = Ledger.open(tmp_path / f"{name}.sqlite")
        add(ledger, *order)
        assert [sizes(s) for s in states_of(ledger, place="曲靖市")] == [{("lfp", "operating"): 2e4, ("lfp", "planned"): 3e4}]
