"""The twelve questions: what each one computes, and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from lianpu import answering, drought
from lianpu.engine.declarations.sheets import CBAM_RULES, CbamYear, cbam_by_year
from lianpu.engine.duties import green_duties
from lianpu.engine.footprint.electricity import NATION, location
from lianpu.engine.footprint.footprints import ProductFootprint, footprint
from lianpu.engine.footprint.products import product_system
from lianpu.engine.margins import price_year
from lianpu.engine.priority import claimants
from lianpu.engine.recycled import aluminium
from lianpu.engine.resilience.network import Assumptions
from lianpu.engine.resilience.region import Resilience
from lianpu.engine.stocks.materials import MATERIALS
from lianpu.engine.targets import Question
from lianpu.errors import LianpuError
from lianpu.library.load import Library
from lianpu.stocking import returns
from lianpu.system.model import Scenario
from lianpu.views.answers import carbon, chain, evidence, limits, rates
from lianpu.views.answers.answered import Answered
from lianpu.views.dossier import Dossier

ALLOWANCE = "eu_allowance"
#: Question 11: the path's last year, and the shape of lifetimes (as lianpu stocks takes them by default).
LAST_YEAR, SHAPE = 2060, 3.0


@dataclass(frozen=True)
class Asked:
    """``province`` is the same sources at the province's boundary (question 3), ``figure`` the number that question 12
    is about."""

    dossier: Dossier
    lang: str
    province: Dossier | None = None
    figure: str | None = None


def answer(number: int, asked: Asked) -> Answered:
    """Raises :class:`LianpuError` for a number that is no question."""
    ask = _ASK.get(number)
    if ask is None:
        raise LianpuError(f"there is no question {number}", hint="1 to 12, as lianpu answer lists them")
    return ask(asked)


def _recruit(a: Asked) -> Answered:
    return chain.recruit(answering.recruiting(a.dossier, Question(), a.province), a.dossier, a.lang)


def _enough(a: Asked) -> Answered:
    library = a.dossier.library
    found = claimants(a.dossier.answer.region, library, Scenario.C, price_year(library))
    return limits.enough(found, a.dossier, a.lang)


def _dry_year(a: Asked) -> Answered:
    """On the province's own record where the library has one; else the upper end that the shares of hydropower allow."""
    if drought.has_record(a.dossier) and _standing(a.dossier):
        return limits.dry_year(drought.dry_year(a.dossier, Scenario.A), a.dossier, a.lang)
    return limits.dry_months(_outages(a.dossier), a.dossier, a.lang)


def _outages(dossier: Dossier) -> Resilience | None:
    return answering.outages(dossier, Scenario.A, Assumptions()) if _standing(dossier) else None


def _standing(dossier: Dossier) -> bool:
    return any(p.capacity(Scenario.A.classes).typical > 0 for p in dossier.answer.region.plants)


def _support(a: Asked) -> Answered:
    scenario = Scenario.A
    return rates.support_and_deep(answering.indicators(a.dossier, scenario), a.dossier, scenario, a.lang)


def _green(a: Asked) -> Answered:
    region, library = a.dossier.answer.region, a.dossier.library
    duties = green_duties(region, library, Scenario.A, answering.figures_of_plants(a.dossier))
    return rates.green(duties, answering.indicators(a.dossier, Scenario.A), a.dossier, a.lang)


def _footprints(a: Asked) -> Answered:
    price = allowance_eur(a.dossier)
    charged = cbam_of(a.dossier, price) if price is not None else {}
    return carbon.footprints(footprints_made(a.dossier), charged, price or 0.0, a.dossier, a.lang)


def cbam_of(dossier: Dossier, price: float) -> Mapping[str, tuple[CbamYear, ...]]:
    """CBAM by year of every good here that it covers, at one certificate price in EUR."""
    library = dossier.library
    goods = [g for g in dict.fromkeys(p.good for p in dossier.answer.region.plants if p.technology) if g in CBAM_RULES]
    found = {}
    for good in goods:
        with suppress(LianpuError):  # of a library that lacks a rule
            found[good] = cbam_by_year(product_system(library, price_year(library)), good, price)
    return found


def footprints_made(dossier: Dossier) -> tuple[ProductFootprint, ...]:
    """Of every product that stands or is named, by the library's recipes, with the province's grid and the country's."""
    region, library = dossier.answer.region, dossier.library
    goods = dict.fromkeys(p.good for p in region.plants if p.technology)
    places = [*([region.province] if region.province else []), NATION]
    grids = [location(library, place, region.year) for place in places if _has_grid(library, place, region.year)]
    if not goods or not grids:
        return ()
    system = product_system(library, region.year)
    return tuple(footprint(system, good, grids) for good in goods)


def _has_grid(library: Library, place: str, year: int) -> bool:
    with suppress(LianpuError):  # of a province whose factor the library lacks
        location(library, place, year)
        return True
    return False


def allowance_eur(dossier: Dossier) -> float | None:
    """The newest price of an EU allowance that was printed in EUR."""
    printed = [p for p in dossier.library.prices_of(ALLOWANCE) if p.currency == "EUR"]
    return printed[-1].quoted.typical if printed else None


def _recycled(a: Asked) -> Answered:
    library = a.dossier.library
    found = []
    for name in MATERIALS:
        with suppress(LianpuError):  # a library of the user's own may lack a material's market or lifetimes
            found.append(returns(library, name, need=None, until=LAST_YEAR, growth=0.0, shape=SHAPE, inflow_at="middle"))
    return carbon.recycled(found, aluminium(library), a.dossier, a.lang)


_ASK: Mapping[int, Callable[[Asked], Answered]] = {
    1: lambda a: chain.missing_links(a.dossier, a.lang),
    2: lambda a: chain.balance_if(a.dossier, a.lang),
    3: _recruit,
    4: _enough,
    5: _dry_year,
    6: lambda a: limits.plausible_values(a.dossier, a.lang),
    7: _support,
    8: _green,
    9: _footprints,
    10: lambda a: rates.norms_kept(answering.norms(a.dossier), a.dossier, a.lang),
    11: _recycled,
    12: lambda a: evidence.provenance(a.dossier, a.lang, a.figure),
}
QUESTIONS = tuple(_ASK)
