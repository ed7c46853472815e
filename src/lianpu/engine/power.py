"""Power need by chain, year and month, beside the province's hydropower of the same months."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lianpu.engine.balance import ZERO
from lianpu.engine.figures import Figure, Term
from lianpu.engine.matrices import Matrices
from lianpu.library.load import Library
from lianpu.system.model import Scenario
from lianpu.units import Range

ELECTRICITY = "electricity"


@dataclass(frozen=True)
class PowerNeed:
    """``by_chain`` in TWh/a; ``share`` of each chain in the listed chains' sum; ``by_month`` in GWh for the chains
    together, even running through the year; ``hydro_share`` of each month in the province's hydropower, if known."""

    scenario: Scenario
    by_chain: dict[str, Range]
    share: dict[str, Range]
    total: Range
    by_month: tuple[Range, ...]
    hydro_share: tuple[float | None, ...]
    figures: dict[str, Figure]


def power_need(matrices: Matrices, library: Library, scenario: Scenario, year: int, province: str | None = None) -> PowerNeed:
    """Electricity of all plants at full capacity in ``scenario``; the months by their days in ``year``."""
    terms = _by_chain(matrices, library, scenario)
    figures = {
        f"power/{chain}/{scenario}": Figure(
            f"power/{chain}/{scenario}",
            "power",
            sum((t.value for t in parts), ZERO),
            "TWh/a",
            tuple(parts),
            {"chain": chain, "scenario": str(scenario)},
        )
        for chain, parts in terms.items()
    }
    by_chain = {f.notes["chain"]: f.value for f in figures.values()}
    total = sum(by_chain.values(), ZERO)
    all_terms = tuple(Term(f.notes["chain"], f.value, "TWh/a", figures=(f.id,)) for f in figures.values())
    figures[f"power/all/{scenario}"] = Figure(
        f"power/all/{scenario}", "power", total, "TWh/a", all_terms, {"scenario": str(scenario)}
    )
    share = {chain: _share(value, by_chain, chain) for chain, value in by_chain.items()}
    for chain, value in share.items():
        name = f"power_share/{chain}/{scenario}"
        figures[name] = Figure(name, "power_share", value, "1", all_terms, {"chain": chain, "scenario": str(scenario)})
    by_month = tuple(total * (1e3 * days / sum(_days(year))) for days in _days(year))
    hydro = _hydro(library, province, year)
    figures |= {f.id: f for f in _months(by_month, hydro, scenario)}
    shares = tuple(value.typical / made if made else None for value, (made, _) in zip(by_month, hydro, strict=True))
    return PowerNeed(scenario, by_chain, share, total, by_month, shares, figures)


def _by_chain(matrices: Matrices, library: Library, scenario: Scenario) -> dict[str, list[Term]]:
    terms: dict[str, list[Term]] = defaultdict(list)
    for plant, flows in zip(matrices.plants, matrices.taken, strict=True):
        capacity = plant.capacity(scenario.classes)
        for flow in flows:
            if flow.good_id == ELECTRICITY and capacity.high > 0:
                chain = library.goods[plant.good].chain or "other"
                value = capacity * flow.per_output * 1e-9  # kWh → TWh
                claims = plant.claims(scenario.classes)
                terms[chain].append(Term(plant.id, value, "TWh/a", claims=claims, rows=flow.row_ids))
    return dict(terms)


def _share(own: Range, by_chain: dict[str, Range], chain: str) -> Range:
    """Extremes over the box: the least of its own against the most of the others, and the other way round."""
    others = sum((value for name, value in by_chain.items() if name != chain), ZERO)
    if own.high == 0:
        return ZERO
    return Range(
        own.low / (own.low + others.high),
        own.typical / (own.typical + others.typical),
        own.high / (own.high + others.low),
    )


def _days(year: int) -> list[int]:
    return [monthrange(year, month)[1] for month in range(1, 13)]


def _hydro(library: Library, province: str | None, year: int) -> list[tuple[float, tuple[str, ...]]]:
    """The province's hydropower by month in GWh (0 where not known) with its rows; months that the source gives
    together are split by their days."""
    days = _days(year)
    hydro: list[tuple[float, tuple[str, ...]]] = [(0.0, ())] * 12
    for row in library.power.months(province, "hydro_generation", year) if province else ():
        months = range(row.first_month - 1, row.last_month)
        for month in months:
            made = row.value.typical * 1e3 * days[month] / sum(days[m] for m in months)  # TWh → GWh
            hydro[month] = made, (row.row_id,)
    return hydro


def _months(by_month: tuple[Range, ...], hydro: list[tuple[float, tuple[str, ...]]], scenario: Scenario) -> Iterator[Figure]:
    """``power_month/03/A``: the need of March in GWh; ``hydro_share/03/A``: over the province's hydropower."""
    for month, (need, (made, rows)) in enumerate(zip(by_month, hydro, strict=True), 1):
        notes = {"month": str(month), "scenario": str(scenario)}
        name = f"power_month/{month:02d}/{scenario}"
        whole = Term("power", need, "GWh", figures=(f"power/all/{scenario}",))
        yield Figure(name, "power_month", need, "GWh", (whole,), notes)
        if made:
            terms = (Term("power", need, "GWh", figures=(name,)), Term("hydro", Range.exact(made), "GWh", rows=rows))
            yield Figure(f"hydro_share/{month:02d}/{scenario}", "hydro_share", need / made, "1", terms, notes)
