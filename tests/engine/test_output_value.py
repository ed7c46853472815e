"""The value of a good without a price, where more of it is made than the next stage works up."""

from __future__ import annotations

import pytest

from lianpu.engine.answer import answer
from lianpu.library.load import load_library
from lianpu.system.model import Plant, Region, Tranche
from lianpu.units import Range


@pytest.mark.parametrize("wafers", range(5_000, 60_000, 5_000))
def test_more_rods_than_wafers_have_a_value(wafers: int) -> None:
    shelf = load_library()

    def plant(good: str, size: float) -> Plant:
        way = shelf.technology_for(good)
        tranche = Tranche(Range.exact(size), "operating", "exact", ("c",))
        return Plant(good, good, way.id if way else None, None, None, (tranche,))

    here = Region(
        "银川市", "宁夏回族自治区", "2022", 2022, None, (plant("mono_rod", 60_000), plant("wafer", wafers)), (), (), (), (), ()
    )
    points = answer(here, shelf).value.points
    assert all(p.stages_with_vat.low <= p.stages_with_vat.typical <= p.stages_with_vat.high for p in points)
    # the rods count too, at days of which polysilicon has a price
    assert any(p.stages_with_vat.typical > p.sold_with_vat.typical for p in points)
