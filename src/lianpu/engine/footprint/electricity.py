"""Which electricity a footprint is told with: a place's grid, a contract, or a number that is named a counterfactual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianpu.errors import LianpuError
from lianpu.library.background import Background
from lianpu.library.load import Library
from lianpu.library.tables import suggestion
from lianpu.units import Range

GRID_SCOPES = ("life_cycle", "generation", "as_published")
NATION = "china"


@dataclass(frozen=True, slots=True)
class Electricity:
    """``factor`` in kg CO2e/kWh. ``kind``: "location", "market" or "counterfactual"; ``place``: whose grid; ``year`` and
    ``scope`` of the factor itself (which may not be the year asked for); ``contract``: the share under contract."""

    kind: str
    place: str
    factor: Range
    year: int | None
    scope: str
    rows: tuple[str, ...]
    contract: float = 0.0


def location(library: Library, place: str, year: int, scope: str | None = None) -> Electricity:
    """The mean factor of a place's grid: of the year asked for or the nearest before it, else the first; life cycle where
    there is one (product footprints), unless ``scope`` says "generation".

    Raises :class:`LianpuError` for a place or scope without a factor.
    """
    known = [*_background(library, "average"), *_series(library)]
    of_place = [b for b in known if b.region == place]
    if not of_place:
        places = sorted({b.region for b in known})
        raise LianpuError(f"no electricity factor of '{place}'", hint=suggestion(place, places))
    for asked in [scope] if scope else GRID_SCOPES:
        row = _nearest([b for b in of_place if b.scope == asked], year)
        if row is not None:
            return Electricity("location", place, row.value, row.year, row.scope, (row.row_id,))
    raise LianpuError(f"no factor of '{place}' of scope '{scope}'", hint=suggestion(str(scope), {b.scope for b in of_place}))


def market(library: Library, place: str, year: int, contract: float) -> Electricity:
    """A share of hydropower under contract, the rest of the residual mix, from which traded green power is taken out (GHG
    Protocol, Scope 2 Guidance 2015). The nation's residual mix stands in where the place's own is not published.

    Raises :class:`LianpuError` for a share outside 0 to 1.
    """
    if not 0 <= contract <= 1:
        raise LianpuError(f"a contract share of {contract:g}", hint="give a fraction: 0.8 for 80 %")
    rest = _best(_background(library, "residual"), place, year)
    hydro = _best([*_background(library, "contract_hydro"), *_background(library, "hydro")], place, year)
    factor = hydro.value * contract + rest.value * (1 - contract)
    used = [b for b, share in ((hydro, contract), (rest, 1 - contract)) if share > 0]
    scope = used[0].scope if len({b.scope for b in used}) == 1 else "mixed"
    return Electricity("market", place, factor, used[-1].year, scope, tuple(b.row_id for b in used), contract)


def counterfactual(kg_per_kwh: float) -> Electricity:
    """A number that is nobody's grid. Raises :class:`LianpuError` for a negative one."""
    if not 0 <= kg_per_kwh < 10:
        raise LianpuError(f"electricity of {kg_per_kwh:g} kg CO2e/kWh", hint="give kg per kWh, 0.62 for a coal-heavy mix")
    return Electricity("counterfactual", "", Range.exact(kg_per_kwh), None, "", ())


def _background(library: Library, variant: str) -> list[Background]:
    return [b for b in library.background if b.good_id == "electricity" and b.variant == variant and b.default]


def _series(library: Library) -> Iterable[Background]:
    """Yearly factors of the table of power, which are of generation."""
    for row in library.power.rows:
        if row.series == "co2_factor" and row.year is not None and (row.first_month, row.last_month) == (1, 12):
            value = row.value * (row.unit.factor / 1e-3)  # tCO2e → kg
            yield Background(row.row_id, "electricity", row.region, "generation", "average", value, True, row.year)


def _nearest(rows: list[Background], year: int) -> Background | None:
    before = [b for b in rows if b.year <= year]
    if before:
        return max(before, key=lambda b: b.year)
    return min(rows, key=lambda b: b.year, default=None)


def _best(rows: list[Background], place: str, year: int) -> Background:
    """Of the place, else of the nation, the nearest year; contracts before the plain source."""
    for region in (place, NATION):
        row = _nearest([b for b in rows if b.region == region], year)
        if row is not None:
            return row
    raise LianpuError("the library has no residual mix or hydropower factor", hint="add one to background.csv")
