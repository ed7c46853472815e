"""Halves of years, gaps of the record, and Yunnan's own record."""

from __future__ import annotations

import pytest

from lianpu.drought import back_test, province_of_record
from lianpu.engine.dry_year.backtest import Backtest
from lianpu.engine.dry_year.course import course
from lianpu.engine.dry_year.hydrology import Record, record
from lianpu.engine.dry_year.months import by_month
from lianpu.engine.dry_year.year import months_of, observed
from lianpu.errors import LianpuError
from lianpu.library.load import load_library
from lianpu.library.power_balance import Reading, published


def readings(*years: float) -> list[Reading]:
    """Hydro of so many TWh in each month of 2020, 2021 …; January and February together."""
    out = []
    for i, twh in enumerate(years):
        out.append(Reading(2020 + i, 1, 2, {"hydro": 2 * twh, "thermal": 2.0, "wind": 2.0, "solar": 0.0, "use": 4.0}))
        out += [
            Reading(2020 + i, m, m, {"hydro": twh, "thermal": 1.0, "wind": 1.0, "solar": 0.0, "use": 2.0}) for m in range(3, 13)
        ]
    return out


def test_january_and_february_are_split_by_days() -> None:
    power = by_month(readings(5.9))
    assert power[2020, 1].made["hydro"] == pytest.approx(11.8 * 31 / 60)  # 2020 has 29 days in February
    assert power[2020, 1].reading == power[2020, 2].reading


def test_a_month_that_was_not_published_grows_from_the_year_before() -> None:
    known = readings(5.0, 5.0)
    gap = known[15]  # May 2021
    for i in (12, 13, 14):
        known[i] = Reading(2021, known[i].first, known[i].last, known[i].values | {"wind": 2 * known[i - 11].values["wind"]})
    known[15] = Reading(2021, gap.first, gap.last, {k: v for k, v in gap.values.items() if k != "wind"})
    may = by_month(known)[2021, gap.last]
    assert (may.made["wind"], may.filled) == (2.0, ("wind",))  # 1 x (2 + 2 + 2) / (1 + 1 + 1)


def test_halves_are_drawn_apart_and_driest_first() -> None:
    halves: Record = record(by_month(readings(4.0, 2.0, 3.0)), {2020: 2.0, 2021: 2.0, 2022: 2.0})
    dry = halves.named("dry")
    assert (dry.dry.name, dry.wet.name) == ("2021", "2021")
    assert dry.of((2030, 7), 4.0) == pytest.approx(2.0 / 2.0 * 4.0)
    assert (halves.named("2020/21").wet.name, halves.named("2020/21").dry.name) == ("2020", "2021")
    assert halves.named("p10").dry.total < halves.named("p50").dry.total < halves.named("p90").dry.total
    draws = halves.drawn(400, 7)
    assert draws == halves.drawn(400, 7)
    assert sum(d.dry.total < halves.named("p10").dry.total for d in draws) / 400 == pytest.approx(0.1, abs=0.05)
    with pytest.raises(LianpuError, match="no hydrology 'damp'"):
        halves.named("damp")


@pytest.fixture(scope="module")
def yunnan() -> Backtest:
    return back_test(load_library(), "曲靖市")


def test_the_episode_of_2022_is_told_in_every_month(yunnan: Backtest) -> None:
    score = next(s for s in yunnan.scores if s.episode == "2022")
    assert score.when == score.months == 12
    assert score.within >= 10  # the two that are not: the return in July and August 2023 came sooner


def test_the_episode_of_2021_does_not_show_in_the_balance(yunnan: Backtest) -> None:
    ordered = [t for t in yunnan.tested if t.cause == "policy" and t.month < (2021, 12)]
    assert all(t.outflow is not None and t.outflow > t.usual for t in ordered)  # more than usual flowed out
    assert not any(t.predicted for t in ordered)


def test_drier_halves_cut_no_less() -> None:
    province = province_of_record(load_library(), "云南省", None, ())
    halves = record(province.power, province.capacity)
    runs = [course(months_of(province, halves.named(h), 2024), province.wants(), province.rules) for h in ("p05", "p50", "p95")]
    dry, middle, wet = (sum(m.given["smelters"] for m in run) for run in runs)
    assert dry > middle >= wet
    assert max(abs(m.residual) for run in runs for m in run) < 1e-9


def test_the_record_is_seen_from_the_state_before_it() -> None:
    province = province_of_record(load_library(), "云南省", None, ())
    assert observed(province, 2023)[0].cut > 0.2  # June 2023 begins with what has stood still since September
    with pytest.raises(LianpuError, match="no months from June 2040"):
        observed(province, 2040)


def test_the_library_knows_when_nothing_was_published() -> None:
    found = {(r.year, r.last): r for r in published(load_library().power, "云南省")}
    assert "hydro" not in found[2021, 11].values  # the year was revised down in November
    assert found[2021, 12].values["hydro"] == pytest.approx(16.7)
    assert found[2022, 2].values["use"] == pytest.approx(34.6)
    assert published(load_library().power, "陕西省") == ()
