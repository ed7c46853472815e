"""What exporters and power users owe, by the formulas of :mod:`lianpu.engine.declarations`."""

from __future__ import annotations

from lianpu.engine.declarations.cbam import FIRST_YEAR, FULL_YEAR, Charged, Embedded, charge
from lianpu.engine.declarations.green import certificates
from lianpu.engine.indicators.inputs import Count, KilowattHours, Positive, Share, Tonnes
from lianpu.engine.indicators.registry import variant
from lianpu.errors import LianpuError

_CBAM = "Regulation (EU) 2023/956 art. 31, Annex II (aluminium: direct emissions only)"
_NOTICE = "NDRC, MOF, NEA 2023 No. 1044: one certificate is 1 MWh"
#: Share of the benchmark that is no longer free, by year of import (Directive 2003/87/EC, art. 10a(1a)).
PAYABLE_SHARE = {
    2026: 0.025, 2027: 0.05, 2028: 0.10, 2029: 0.225, 2030: 0.485, 2031: 0.61, 2032: 0.735, 2033: 0.86, 2034: 1.0,
}  # fmt: skip


@variant("cbam_payable_t_per_t", "factor", unit="t CO2e/t", source=_CBAM)
def cbam_payable(see: Positive, benchmark: Positive, cbam_factor: Share, markup: Share = 0.0, year: Count = 0) -> float:
    """Certificates per tonne: see x (1 + markup) − (1 − cbam_factor) x benchmark, never negative.

    ``see``: specific embedded emissions that are charged; ``cbam_factor``: the share of the benchmark that is no longer
    free; ``year`` only tells which year the numbers are of.
    """
    _check_year(year)
    return charge(Embedded(see), benchmark=benchmark, payable_share=cbam_factor, price=0.0, markup=markup).payable


@variant("cbam_payable_t_per_t", "year", unit="t CO2e/t", source=_CBAM + "; Directive 2003/87/EC art. 10a(1a)")
def cbam_payable_of_year(see: Positive, benchmark: Positive, year: Count, markup: Share = 0.0) -> float:
    """As above, with the share of the year of import."""
    return cbam_payable(see, benchmark, payable_share(year), markup)


@variant("cbam_cost", "direct", unit="EUR/t", source=_CBAM)
def cbam_cost(
    see_direct: Positive, price_eur: Positive, benchmark: Positive, cbam_factor: Share, see_indirect: Positive = 0.0,
    markup: Share = 0.0, paid_abroad_eur: Positive = 0.0, year: Count = 0,
) -> float:  # fmt: skip
    """EUR per tonne of a good of which only direct emissions are charged; indirect ones are told and left out."""
    _check_year(year)
    return _cost(Charged.DIRECT, see_direct, see_indirect, price_eur, benchmark, cbam_factor, markup, paid_abroad_eur)


@variant("cbam_cost", "direct_of_year", unit="EUR/t", source=_CBAM + "; Directive 2003/87/EC art. 10a(1a)")
def cbam_cost_of_year(
    see_direct: Positive, price_eur: Positive, benchmark: Positive, year: Count, see_indirect: Positive = 0.0,
    markup: Share = 0.0, paid_abroad_eur: Positive = 0.0,
) -> float:  # fmt: skip
    """As above, with the share of the year of import."""
    share = payable_share(year)
    return _cost(Charged.DIRECT, see_direct, see_indirect, price_eur, benchmark, share, markup, paid_abroad_eur)


@variant("cbam_cost", "direct_and_indirect", unit="EUR/t", source="Regulation (EU) 2023/956: cement, fertilisers")
def cbam_cost_with_indirect(
    see_direct: Positive, price_eur: Positive, benchmark: Positive, cbam_factor: Share, see_indirect: Positive = 0.0,
    markup: Share = 0.0, paid_abroad_eur: Positive = 0.0, year: Count = 0,
) -> float:  # fmt: skip
    """EUR per tonne of a good of which indirect emissions are charged too; never aluminium."""
    _check_year(year)
    both = Charged.DIRECT_AND_INDIRECT
    return _cost(both, see_direct, see_indirect, price_eur, benchmark, cbam_factor, markup, paid_abroad_eur)


@variant("green_power_certificates", "required", unit="MWh", source=_NOTICE)
def certificates_required(capacity: Tonnes, kwh_per_t: Positive, share: Share) -> float:
    """Certificates that a quota asks for at full capacity."""
    return certificates(capacity * kwh_per_t / 1e3, share).required


@variant("green_power_certificates", "short", unit="MWh", source=_NOTICE)
def certificates_short(
    capacity: Tonnes, kwh_per_t: Positive, share: Share, transferred: KilowattHours = 0.0,
    self_generated: KilowattHours = 0.0, bought: KilowattHours = 0.0,
) -> float:  # fmt: skip
    """Required less what moves with traded power, is generated and used on site, or is bought; never negative."""
    held = {"transferred": transferred / 1e3, "self_generated": self_generated / 1e3, "bought": bought / 1e3}
    return certificates(capacity * kwh_per_t / 1e3, share, **held).short


def payable_share(year: int) -> float:
    """Share of the benchmark that is no longer free for imports of ``year``. Raises before 2026."""
    if year < FIRST_YEAR:
        raise LianpuError(f"nothing is payable for {year}", hint=f"the first year is {FIRST_YEAR}")
    return PAYABLE_SHARE[min(year, FULL_YEAR)]


def _check_year(year: int) -> None:
    if year:
        payable_share(year)


def _cost(
    scope: Charged, direct: float, indirect: float, price: float, benchmark: float, share: float, markup: float, paid: float
) -> float:
    emissions = Embedded(direct, indirect)
    return charge(
        emissions, benchmark=benchmark, payable_share=share, price=price, scope=scope, markup=markup, paid_abroad=paid
    ).cost
