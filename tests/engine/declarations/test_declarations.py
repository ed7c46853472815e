"""CBAM, battery footprint and certificates against published cases, with the arithmetic in the assertion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianpu.engine.declarations.battery import Stage, footprint_per_kwh
from lianpu.engine.declarations.cbam import Charged, Embedded, Precursor, charge, embedded
from lianpu.engine.declarations.green import certificates
from lianpu.errors import LianpuError

ALUMINIUM = {"benchmark": 1.423, "payable_share": 0.025, "price": 78.45}
amount = st.floats(0, 1e6)


def test_aluminium_pays_for_direct_emissions_only():
    """A public calculator returns 130.15 EUR for this: it charges indirect emissions too and phases in the whole bill."""
    owed = charge(Embedded(4.8808, 11.71), **ALUMINIUM)
    assert owed.cost == pytest.approx((4.8808 - 1.423 * 0.975) * 78.45)
    assert owed.cost == pytest.approx(274.05, abs=0.01)


def test_goods_that_pay_for_indirect_emissions_too():
    owed = charge(Embedded(0.5, 0.25), scope=Charged.DIRECT_AND_INDIRECT, benchmark=0.6, payable_share=0.5, price=100)
    assert owed.cost == pytest.approx((0.75 - 0.6 * 0.5) * 100)


@pytest.mark.parametrize(
    ("see", "markup", "share", "payable"),
    [(1.6, 0, 0.025, 0.2126), (3.0, 0.1, 0.025, 1.9126), (3.0, 0.2, 0.05, 2.2481), (3.0, 0.3, 1.0, 3.9)],
)
def test_certificates_per_tonne(see: float, markup: float, share: float, payable: float):
    owed = charge(Embedded(see), benchmark=1.423, payable_share=share, price=80, markup=markup)
    assert owed.payable == pytest.approx(see * (1 + markup) - 1.423 * (1 - share))
    assert owed.payable == pytest.approx(payable, abs=1e-4)


def test_a_carbon_price_paid_abroad_comes_off_and_clean_metal_earns_nothing():
    assert charge(Embedded(2.423), benchmark=1.423, payable_share=0, price=80, paid_abroad=10).cost == pytest.approx(70)
    assert charge(Embedded(0.2), benchmark=1.423, payable_share=0, price=80).cost == 0


def test_a_profile_carries_what_its_metal_carries():
    metal = [Precursor(1.05, 1.6, 8.0), Precursor(0.2, 0.1)]
    assert embedded(Embedded(0), metal) == Embedded(pytest.approx(1.05 * 1.6 + 0.2 * 0.1), pytest.approx(1.05 * 8.0))


def test_wrong_numbers_of_a_charge_are_refused():
    with pytest.raises(LianpuError, match="payable share"):
        charge(Embedded(1), benchmark=1, payable_share=2.5, price=1)
    with pytest.raises(LianpuError, match="zero or more"):
        charge(Embedded(-1), **ALUMINIUM)
    with pytest.raises(LianpuError, match="zero or more"):
        charge(Embedded(1), benchmark=1, payable_share=0.5, price=1, paid_abroad=float("nan"))


def test_a_battery_per_kwh_of_capacity_and_per_kwh_delivered():
    """28 kWh LFP pack made in China, 3061 kg (Kim et al.): 109.3 kg/kWh."""
    found = footprint_per_kwh({"raw_materials": 2000, "production": 1061}, 28, delivered_kwh=28 * 3000)
    assert found.total == pytest.approx(109.3, abs=0.05)
    assert found.share(Stage.PRODUCTION) == pytest.approx(1061 / 3061)
    assert found.per_kwh_delivered == pytest.approx(3061 / 84000)
    assert found.missing == (Stage.DISTRIBUTION, Stage.END_OF_LIFE)


def test_unknown_stages_and_empty_batteries_are_refused():
    with pytest.raises(LianpuError, match="one of raw_materials"):
        footprint_per_kwh({"use": 1}, 28)
    with pytest.raises(LianpuError, match="kWh > 0"):
        footprint_per_kwh({"production": 1}, 0)


def test_certificates_short():
    found = certificates(680_000 * 13, 0.7, transferred=4_000_000, self_generated=500_000, bought=100_000)
    assert found.required == pytest.approx(6_188_000)
    assert found.short == pytest.approx(6_188_000 - 4_000_000 - 500_000 - 100_000)
    assert found.share == pytest.approx(4_600_000 / 8_840_000)


@given(amount, st.floats(0, 1), amount, amount, amount)
def test_what_is_held_is_what_is_required_less_short_plus_over(used, quota, transferred, own, bought):
    found = certificates(used, quota, transferred=transferred, self_generated=own, bought=bought)
    assert found.held == pytest.approx(found.required - found.short + found.over)
    assert found.short == 0 or found.over == 0


def test_a_quota_is_a_fraction():
    with pytest.raises(LianpuError, match="for 70 %"):
        certificates(100, 70)
