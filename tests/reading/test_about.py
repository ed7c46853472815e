"""Which place a document is about."""

from __future__ import annotations

import pytest

from lianpu.reading.about import main_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("曲靖大力发展绿色铝。曲靖经开区引进了企业，曲靖市还有煤。昆明市来人考察。", "曲靖市"),
        ("云岭市锂电产业规划\n上海瑞科在云岭市投资建厂。上海瑞科是龙头企业。", "云岭市"),  # in no table; a firm's name
        ("从砚溪县工信局获悉，全县铝产业加快发展，园区产值增长。", "砚溪县"),
        ("项目位于平湖区经开区，平湖区还有另一个项目。", "平湖区"),
        ("走进汉南工业园区，机器轰鸣。", "汉南工业园区"),
        ("2021年，资源型城市转型。上市公司在示范区投资，各县市、各园区要抓紧。", None),
        ("", None),
    ],
)
def test_main_place(text: str, place: str | None) -> None:
    assert main_place(text) == place
