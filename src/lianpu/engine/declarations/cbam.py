"""The EU's border adjustment (CBAM) for one tonne of a good: which emissions are charged, and what they cost.

Charged are specific embedded emissions less what producers in the EU still receive free: the benchmark times the share
that is still free. For aluminium (and iron, steel, hydrogen) only direct emissions are charged, those of precursors
included; cement, fertilisers and electricity are charged for indirect ones too (Regulation (EU) 2023/956, Annex II).
``payable_share`` is the share of the benchmark that is no longer free: 2.5 % in 2026, 100 % from 2034 (Directive
2003/87/EC, article 10a(1a)); texts that print it as "CBAM factor" mean either this share or its complement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lianpu.errors import LianpuError

FIRST_YEAR, FULL_YEAR = 2026, 2034


class Charged(StrEnum):
    """Which of a good's emissions are charged (Annex II of the regulation)."""

    DIRECT = "direct"
    DIRECT_AND_INDIRECT = "direct_and_indirect"


@dataclass(frozen=True, slots=True)
class Precursor:
    """A precursor good in one tonne of the product: tonnes of it, and its specific embedded emissions (t CO2e/t)."""

    tonnes: float
    direct: float
    indirect: float = 0.0


@dataclass(frozen=True, slots=True)
class Embedded:
    """Specific embedded emissions, t CO2e per t of the good."""

    direct: float
    indirect: float = 0.0

    def charged(self, scope: Charged) -> float:
        return self.direct if scope is Charged.DIRECT else self.direct + self.indirect


@dataclass(frozen=True, slots=True)
class Charge:
    """What one tonne owes: emissions ``charged`` (mark-up in), ``free`` of them, certificates ``payable`` (t CO2e/t)
    and ``cost`` in EUR per t."""

    charged: float
    free: float
    payable: float
    cost: float


def embedded(own: Embedded, precursors: Iterable[Precursor] = ()) -> Embedded:
    """A product's embedded emissions: its own process and what its precursors bring (annex IV of the regulation).

    For aluminium products of headings 7603 to 7616 the own process (rolling, extrusion) counts nothing: give
    ``Embedded(0)``.
    """
    parts = tuple(precursors)
    _not_negative(own.direct, own.indirect, *(value for p in parts for value in (p.tonnes, p.direct, p.indirect)))
    return Embedded(
        own.direct + sum(p.tonnes * p.direct for p in parts),
        own.indirect + sum(p.tonnes * p.indirect for p in parts),
    )


def charge(
    emissions: Embedded,
    *,
    benchmark: float,
    payable_share: float,
    price: float,
    scope: Charged = Charged.DIRECT,
    markup: float = 0.0,
    paid_abroad: float = 0.0,
) -> Charge:
    """What a tonne owes.

    ``benchmark`` in t CO2e/t; ``payable_share`` between 0 and 1; ``price`` of a certificate in EUR/t CO2e; ``markup`` on
    default values (0.1 for 10 %; actual values have none); ``paid_abroad``: carbon price effectively paid at the origin,
    EUR per t CO2e payable. Never negative: what is clean beyond the benchmark earns nothing.
    Raises :class:`LianpuError` for a share outside 0 to 1 or a negative number.
    """
    _not_negative(emissions.direct, emissions.indirect, benchmark, price, markup, paid_abroad)
    if not 0 <= payable_share <= 1:
        raise LianpuError(f"a payable share of {payable_share:g}", hint="give a fraction: 0.025 in 2026, 1 from 2034")
    charged = emissions.charged(scope) * (1 + markup)
    free = benchmark * (1 - payable_share)
    payable = max(charged - free, 0.0)
    return Charge(charged, free, payable, payable * max(price - paid_abroad, 0.0))


def _not_negative(*values: float) -> None:
    for value in values:
        if not value >= 0:
            raise LianpuError(f"{value:g} among the numbers of a CBAM charge", hint="emissions and prices are zero or more")
