"""The dry year of a dossier: where the region, its province's record and the rules of sharing meet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lianpu.engine.dry_year.backtest import Backtest
from lianpu.engine.dry_year.city import YEAR_DAYS, User, users
from lianpu.engine.dry_year.course import WHO, Rules
from lianpu.engine.dry_year.hydrology import record
from lianpu.engine.dry_year.months import by_month, days_in
from lianpu.engine.dry_year.wants import smelter_load
from lianpu.engine.dry_year.year import FIRST_YEAR, DryYear, Province, simulate
from lianpu.engine.margins import price_year
from lianpu.engine.matrices import compile_region
from lianpu.engine.power import ELECTRICITY
from lianpu.errors import LianpuError
from lianpu.ledger.places import province_of
from lianpu.library.load import Library
from lianpu.library.power_balance import Reading, published, read_balance
from lianpu.system.model import Scenario
from lianpu.views.dossier import Dossier

SMELTER = "aluminium_smelting"
RAMP = ("primary_aluminium", "ramp_up")


def dry_year(
    dossier: Dossier, scenario: Scenario, *, hydro: str = "dry", year: int | None = None, policy: str = "proportional",
    order: Sequence[str] = (), power: Path | None = None, draws: int = 0, seed: int = 0,
) -> DryYear:  # fmt: skip
    """What stops in the year from June of ``year`` (default: the newest of the record) and what it costs.

    Raises :class:`LianpuError` for an unknown province, hydrology, policy or plant.
    """
    region, library = dossier.answer.region, dossier.library
    found = users(compile_region(region, library), library, scenario, price_year(library))
    unknown = [plant for plant in order if plant not in {u.plant for u in found}]
    if unknown:
        raise LianpuError(f"no plant '{unknown[0]}' takes power in scenario {scenario}", hint=_known(found))
    province = province_of_record(library, region.province, power, found)
    start = year if year is not None else max(m[0] for m in province.power) - (hydro == "actual")
    rules = library.curtailment.rules
    return simulate(
        province, record(province.power, province.capacity), hydro, start, found, region=region.name, policy=policy,
        order=order, least_run=rules["least_run"][0].typical, tested=province.backtest(), draws=draws, seed=seed,
    )  # fmt: skip


def has_record(dossier: Dossier) -> bool:
    """True where the library has the monthly power of the region's province, and the rules of sharing."""
    province, library = dossier.answer.region.province, dossier.library
    return province is not None and bool(library.curtailment.rules) and bool(published(library.power, province))


def back_test(library: Library, place: str | None) -> Backtest:
    """The past episodes of the province of ``place`` (default: the one of which the library tells cuts).

    Raises :class:`LianpuError` where none are told of it.
    """
    told = list(dict.fromkeys(c.region for c in library.curtailment.cuts))
    province = (province_of(place) or place) if place else next(iter(told), None)
    if province is None or province not in told:
        raise LianpuError(f"no cuts are told of '{province}'", hint=f"curtailment.csv tells of {', '.join(told) or 'none'}")
    return province_of_record(library, province, None, ()).backtest()


def province_of_record(library: Library, name: str | None, power: Path | None, found: Sequence[User]) -> Province:
    """The province's record from the library, or from the user's table; smelters outside the library are the region's own."""
    readings = read_balance(power) if power is not None else published(library.power, name) if name else ()
    if not readings:
        known = sorted({row.region for row in library.power.rows if row.series == "hydro_generation"})
        what = f"no monthly power balance of '{name}'" if name else "the documents name no province"
        raise LianpuError(what, hint=f"give one with --power FILE (docs/dry-year.md); the library has {', '.join(known)}")
    told = name if power is None and name else None
    wanted = library.curtailment.wanted_of(told) if told else ()
    months = {m: p for m, p in by_month(readings).items() if power is not None or m[0] >= FIRST_YEAR}
    own = sum(u.capacity.typical * u.kwh.typical for u in found if u.smelter) * 1e-9  # TWh a year
    smelters = smelter_load(wanted, _kwh_per_t(library)) if wanted else lambda m: own * days_in(m) / YEAR_DAYS
    rules = library.curtailment.rules
    sharing, rows = _rules(library)
    gw = {r.year: r.value.typical for r in library.power.rows if r.region == told and r.series == "hydro_capacity" and r.year}
    return Province(
        name or (power.stem if power else ""), months, gw, smelters, library.curtailment.cuts_of(told) if told else (),
        sharing, rules["export_quantile"][0].typical, (*rows, *(w.row_id for w in wanted), *_sources(readings)),
    )  # fmt: skip


def _rules(library: Library) -> tuple[Rules, tuple[str, ...]]:
    rules = library.curtailment.rules
    lacking = [n for n in (*(f"weight_{w}" for w in WHO), "most_cut", "export_quantile", "least_run") if n not in rules]
    ramp = next((p for p in library.parameters if (p.good_id, p.kind) == RAMP), None)
    if lacking or ramp is None:
        raise LianpuError(f"the library has no rule '{lacking[0] if lacking else 'ramp_up'}'", hint="see docs/dry-year.md")
    sharing = Rules({w: rules[f"weight_{w}"][0].typical for w in WHO}, rules["most_cut"][0].typical, ramp.value.typical)
    return sharing, (*(row for _, row in rules.values()), ramp.row_id)


def _kwh_per_t(library: Library) -> float:
    technology = library.technologies.get(SMELTER)
    flow = technology.recipe(library.latest_year).input(ELECTRICITY) if technology else None
    if flow is None:
        raise LianpuError(f"the library has no recipe of '{SMELTER}' with electricity", hint="see docs/dry-year.md")
    return flow.per_output.typical


def _sources(readings: Sequence[Reading]) -> tuple[str, ...]:
    return tuple(row for r in readings for row in r.rows[:1] if r.year >= FIRST_YEAR)


def _known(found: Sequence[User]) -> str:
    return f"it has {', '.join(u.plant for u in found)}" if found else "no plant takes power; name a source with capacities"
