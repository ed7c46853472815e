"""Lights of plants against rules, from documents in words of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianpu import pipeline
from lianpu.answering import figures_of_plants, norms
from lianpu.engine.norms import Colour, Light, lights
from lianpu.library.load import load_library
from lianpu.reading.claims import Claim, DateSpan
from lianpu.system.model import Plant, Region, Tranche
from lianpu.system.own_figures import OwnFigure, Said, own_figures
from lianpu.units import Range, ratio_factor


def region(good: str, status: str = "operating", province: str | None = "云南省") -> Region:
    tranche = Tranche(Range.exact(100.0), status, "exact", ("c1",))
    plant = Plant(good, good, None, None, None, (tranche,))
    return Region("曲靖市", province, "2025", 2025, None, (plant,), (), (), (), (), ())


def told(good: str, quantity: str, value: float, unit: str) -> OwnFigure:
    return OwnFigure(quantity, good, None, Range.exact(value), unit, "2024", (good,), ("c2",))


def light(found: tuple[Light, ...], rule: str) -> Light:
    return next(light for light in found if light.rule == rule)


def test_a_final_rule_that_is_broken_is_red_and_says_by_how_much() -> None:
    found = lights(region("primary_aluminium"), load_library(), [told("primary_aluminium", "green_share", 55, "%")])
    broken = light(found, "RU-green-al-yunnan-2024")
    assert (broken.colour, broken.because, broken.change) == (Colour.RED, "breaks", 70 - 55)
    assert broken.claims == ("c2",)
    assert light(found, "RU-green-al-yunnan-2025").colour is Colour.AMBER  # the number is only believed


def test_a_new_smelter_is_held_to_13000_and_units_are_turned() -> None:
    own = [told("primary_aluminium", "electricity", 13.2, "kWh/kg")]
    found = lights(region("primary_aluminium", "under_construction"), load_library(), own)
    new = light(found, "RU-al-new-power")
    assert new.colour is Colour.RED and new.own is not None and new.own.typical == pytest.approx(13200)
    assert new.change == pytest.approx(-200)
    standing = lights(region("primary_aluminium"), load_library(), own)
    assert not [one for one in standing if one.rule == "RU-al-new-power"]  # it speaks of new ones only


def test_without_a_figure_the_light_is_grey_however_good_the_library_s_value() -> None:
    (grey,) = [x for x in lights(region("mono_rod"), load_library(), []) if x.rule == "RU-pv2024-rod-existing"]
    assert grey.colour is Colour.GREY and grey.own is None
    assert grey.typical is not None and grey.typical.typical < 26 and grey.rows


def test_electricity_alone_can_break_a_limit_of_energy_but_not_keep_it() -> None:
    def energy(kwh: float) -> Light:
        found = lights(region("polysilicon"), load_library(), [told("polysilicon", "electricity", kwh, "kWh/kg")])
        return light(found, "RU-poly-limit-grade3")

    over = energy(60)
    assert over.own is not None and over.own.typical == pytest.approx(60 * 0.1229)  # 7.4 > 6.4
    assert over.because == "not_sure"
    assert (energy(40).colour, energy(40).because) == (Colour.GREY, "partly")


def test_rules_of_another_province_and_superseded_ones_do_not_count() -> None:
    found = lights(region("polysilicon"), load_library(), [told("polysilicon", "green_share", 10, "%")])
    assert not [x for x in found if "chongqing" in x.rule]
    smelter, own = region("primary_aluminium"), [told("primary_aluminium", "electricity", 13650, "kWh/t")]
    assert not [x for x in lights(smelter, load_library(), own) if "gb21346-2013" in x.rule]
    old = lights(smelter, load_library(), own, at="2015-06")
    assert light(old, "RU-gb21346-2013-limit").colour is Colour.GREEN  # 13,650 <= 13,700
    assert not [x for x in old if x.rule.startswith("RU-green-al")]  # later rules were not there


@pytest.mark.parametrize(
    ("printed", "wanted", "factor"),
    [
        ("kWh/t", "kWh/kg", 1e-3), ("kWh/kW", "kWh/kWp", 1), ("Wh/kg", "Wh_cell/kg", 1), ("tce/t", "kgce/kg", 1),
        ("%", "%", 1), ("mAh/g", "mAh/g", 1), ("kWh/t", "kWh/piece", None), ("kWh/t", "%", None), ("CNY/t", "kWh/t", None),
    ],
)  # fmt: skip
def test_ratios_of_units(printed: str, wanted: str, factor: float | None) -> None:
    found = ratio_factor(printed, wanted)
    assert found is None if factor is None else found == pytest.approx(factor)


TEXT = """宁远市2024年工业简况
甲铝业电解铝产能38万吨，铝液综合交流电耗13250千瓦时/吨，2024年绿电使用占比为62%。
乙材料磷酸铁锂产能20万吨，2023年产能利用率46%。
丙能源单晶硅棒单位产品电耗27.5千瓦时/千克。
丁科技电池平均转换效率25.6%。
计划到2027年绿电使用占比达到90%。
"""


def test_figures_are_read_and_given_to_the_plant_of_their_sentence(tmp_path: Path) -> None:
    document = tmp_path / "ningyuan.txt"
    document.write_text(TEXT, encoding="utf-8")
    dossier = pipeline.open_dossier([document], place="云南省曲靖市")
    told_here = {(f.good, f.quantity): f for f in figures_of_plants(dossier)}
    assert told_here["primary_aluminium", "electricity"].value.typical == 13250
    assert told_here["primary_aluminium", "green_share"].value.typical == 62  # and not the aim of 90
    assert told_here["lfp", "utilisation"].plants and not told_here["mono_rod", "electricity"].plants
    assert told_here["solar_cell", "efficiency"].value.typical == 25.6  # 电池 with a conversion efficiency is no battery
    found = norms(dossier)
    assert light(found, "RU-green-al-yunnan-2024").colour is Colour.RED
    assert light(found, "RU-pv2024-rod-existing").because == "not_sure"  # 27.5 > 26, of a draft's number
    assert light(found, "RU-li-utilisation").change == pytest.approx(4)


def test_production_of_a_year_over_all_that_the_firm_has_standing() -> None:
    def stands(owner: str, size: float) -> Plant:
        return Plant(f"lfp:{owner}", "lfp", None, owner, None, (Tranche(Range.exact(size), "operating", "exact", ("c",)),))

    here = Region(
        "曲靖市",
        "云南省",
        "2025",
        2025,
        None,
        (stands("德方纳米一期", 60_000), stands("德方纳米二期", 140_000)),
        (),
        (),
        (),
        (),
        (),
    )
    claim = Claim(
        "p1", "production", subject="德方纳米", product="磷酸铁锂", product_id="lfp", value=92, unit="kt",
        date=DateSpan("2023", "2023"),
    )  # fmt: skip
    (found,) = own_figures([Said(claim, "a.txt", "")], here, load_library())
    assert found.value.typical == pytest.approx(92 / 200 * 100) and len(found.plants) == 2
    other = Claim("p2", "production", subject="丙公司", product_id="lfp", value=92, unit="kt", date=DateSpan("2023", "2023"))
    assert own_figures([Said(other, "a.txt", "")], here, load_library()) == ()


def test_a_province_s_figure_is_no_city_s(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text(
        "曲靖市2024年简况\n2024年云南省电解铝绿电使用占比为62%。\n甲铝业电解铝产能38万吨，绿电使用占比为75%。\n", encoding="utf-8"
    )
    dossier = pipeline.open_dossier([document], place="曲靖市")
    assert any(e.claim.value == 62 for e in dossier.evidence.values())
    assert [f.value.typical for f in figures_of_plants(dossier)] == [75]
