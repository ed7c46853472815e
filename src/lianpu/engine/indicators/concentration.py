"""How concentrated a market is among its firms."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.engine.indicators.inputs import Count, Numbers, Percents, Shares
from lianpu.engine.indicators.registry import ratio, variant
from lianpu.errors import LianpuError

_HHI = "Hirschman 1964; US DOJ & FTC Merger Guidelines 2023, § 2.1"
_CR = "Bain 1951, concentration ratio of the k greatest"
#: Printed shares are rounded to whole percents: ten firms can add up to this much over the whole.
ROUNDING = 0.05


@variant("herfindahl", "points", unit="points of 10,000", source=_HHI)
def herfindahl_points(shares_percent: Percents) -> float:
    """Σ s², s in percent: 0 to 10,000. Firms that are left out make it a lower bound."""
    _check_whole(shares_percent, 100)
    return sum(s * s for s in shares_percent)


@variant("herfindahl", "fraction", unit="1", source=_HHI)
def herfindahl_fraction(shares: Shares) -> float:
    """Σ s², s as fractions: 0 to 1."""
    _check_whole(shares, 1)
    return sum(s * s for s in shares)


@variant("herfindahl", "amounts", unit="points of 10,000", source=_HHI)
def herfindahl_amounts(amounts: Numbers) -> float:
    """In points, of the firms' amounts (capacity, sales) in one unit."""
    total = sum(amounts)
    return sum((100 * ratio(a, total, "the sum of 'amounts'")) ** 2 for a in amounts)


@variant("herfindahl", "normalised", unit="1", source="Hirschman 1964, (H − 1/n) / (1 − 1/n)")
def herfindahl_normalised(shares: Shares) -> float:
    """0 where n firms are equal, 1 where one has all."""
    n = len(shares)
    return ratio(herfindahl_fraction(shares) - 1 / n, 1 - 1 / n, "1 − 1/n (one firm)")


@variant("concentration_ratio", "percent", unit="%", source=_CR)
def concentration_percent(shares_percent: Percents, k: Count) -> float:
    """The sum of the k greatest shares in percent; of all where there are fewer."""
    _check_whole(shares_percent, 100)
    return _greatest(shares_percent, k)


@variant("concentration_ratio", "fraction", unit="1", source=_CR)
def concentration_fraction(shares: Shares, k: Count) -> float:
    """The sum of the k greatest shares as fractions."""
    _check_whole(shares, 1)
    return _greatest(shares, k)


@variant("concentration_ratio", "amounts", unit="%", source=_CR)
def concentration_amounts(amounts: Numbers, k: Count) -> float:
    """In percent, of the firms' amounts in one unit."""
    return 100 * ratio(_greatest(amounts, k), sum(amounts), "the sum of 'amounts'")


def _greatest(values: Sequence[float], k: int) -> float:
    if k < 1:
        raise LianpuError(f"k is {k}, and must be at least 1")
    return sum(sorted(values, reverse=True)[:k])


def _check_whole(shares: Sequence[float], whole: float) -> None:
    if sum(shares) > whole * (1 + ROUNDING):
        raise LianpuError(f"the shares add up to {sum(shares):g}, more than {whole:g}", hint="are they amounts?")
