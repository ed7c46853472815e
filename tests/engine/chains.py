"""Small hand-made libraries and regions, and random chains, for the engine's tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from lianpu.library.chains import Chain, Stage
from lianpu.library.goods import Good
from lianpu.library.load import Library, load_library
from lianpu.library.recipes import Basis, RecipeRow, Technology
from lianpu.system.model import Plant, Region, Tranche
from lianpu.units import Range, parse_unit

T = parse_unit("t")
STATUSES = ("operating", "built_and_building", "under_construction", "negotiating")


def good(name: str, unit: str = "t") -> Good:
    return Good(name, name, name, parse_unit(unit), "test", None)


def row(technology: str, direction: str, of: str, value: Range) -> RecipeRow:
    return RecipeRow(f"{technology}-{direction}-{of}", 2020, direction, of, value, Basis(T), None, "", True)


def technology(makes: str, takes: dict[str, Range], gives: dict[str, Range] | None = None) -> Technology:
    name = f"make-{makes}"
    rows = [row(name, "input", g, v) for g, v in takes.items()]
    rows += [row(name, "output", g, v) for g, v in (gives or {}).items()]
    return Technology(name, name, name, makes, "test", True, T, tuple(rows))


def library(goods: list[Good], technologies: list[Technology]) -> Library:
    """The shipped library with these goods and technologies instead of its own, in one chain; no prices."""
    made = {t.main_good: t for t in technologies}
    stages = tuple(
        Stage(g.id, g.id, g.id, i, tuple(p for p, t in made.items() if any(r.good == g.id for r in t.rows)), None)
        for i, g in enumerate(goods)
        if g.unit.symbol == "t"
    )
    return replace(
        load_library(),
        goods={g.id: g for g in goods},
        technologies={t.id: t for t in technologies},
        chains=(Chain("test", "test", "test", stages),),
        prices=(),
    )


def plant(makes: str, shelf: Library, **capacity: Range | float) -> Plant:
    """A plant with a tranche for each status named."""
    way = shelf.technology_for(makes)
    tranches = tuple(
        Tranche(value if isinstance(value, Range) else Range.exact(value), status, "exact", (f"{makes}-{status}",))
        for status, value in capacity.items()
    )
    return Plant(makes, makes, way.id if way else None, None, None, tranches)


def region(*plants: Plant) -> Region:
    return Region("here", None, "2021-03", 2021, None, plants, (), (), (), (), ())


@st.composite
def ranges(draw: st.DrawFn, top: float = 10.0) -> Range:
    low, typical, high = sorted(draw(st.tuples(*[st.floats(1e-3, top)] * 3)))
    return Range(low, typical, high)


@st.composite
def random_regions(draw: st.DrawFn) -> tuple[Region, Library]:
    """A chain of 2 to 8 goods, each made from some earlier ones with electricity and maybe a by-product."""
    count = draw(st.integers(2, 8))
    names = [f"g{i}" for i in range(count)]
    goods = [*map(good, names), good("electricity", "kWh")]
    technologies = []
    for i in range(1, count):
        takes = draw(st.dictionaries(st.sampled_from([*names[:i], "electricity"]), ranges(), min_size=1))
        gives = draw(st.dictionaries(st.sampled_from(names[:i]), ranges(0.5), max_size=1))
        technologies.append(technology(names[i], takes, gives))
    shelf = library(goods, technologies)
    plants = [
        plant(name, shelf, **draw(st.dictionaries(st.sampled_from(STATUSES), ranges(1e6), min_size=1)))
        for name in draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    ]
    return region(*plants), shelf
