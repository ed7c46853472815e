"""How a month's shortfall is shared: everyone who may give way gives in proportion to what it wants x its weight, and
nobody gives more than it may.

Water filling: a claimant at its limit gives no more and the rest is shared among the others, so that for any shortfall
supply = what all get, as long as the limits allow it; what is left over is returned as not served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianpu.errors import LianpuError


@dataclass(frozen=True, slots=True)
class Claim:
    """``wants`` in TWh; ``weight``: how readily it gives way (0: never); ``most``: share of it that it may have to give."""

    wants: float
    weight: float
    most: float = 1.0

    def __post_init__(self) -> None:
        if not (self.wants >= 0 and self.weight >= 0 and 0 <= self.most <= 1):
            raise LianpuError(f"a claim of {self.wants:g} TWh, weight {self.weight:g}, most {self.most:g} cannot be shared")


@dataclass(frozen=True, slots=True)
class Shares:
    """What each gives up in TWh, and what nobody could be made to give."""

    given: dict[str, float]
    not_served: float


def share(shortfall: float, claims: Mapping[str, Claim]) -> Shares:
    """Shares ``shortfall`` (TWh; nothing is shared where it is not above zero)."""
    given = dict.fromkeys(claims, 0.0)
    left = max(0.0, shortfall)
    open_to_give = {name for name, c in claims.items() if c.weight * c.wants > 0 and c.wants * c.most > 0}
    while left > 0 and open_to_give:
        pull = {name: claims[name].weight * claims[name].wants for name in open_to_give}
        whole = sum(pull.values())
        full = {n for n in open_to_give if given[n] + left * (pull[n] / whole) >= claims[n].wants * claims[n].most}
        if not full:
            for name in open_to_give:
                given[name] += left * (pull[name] / whole)
            return Shares(given, 0.0)
        for name in full:
            left -= claims[name].wants * claims[name].most - given[name]
            given[name] = claims[name].wants * claims[name].most
        open_to_give -= full
    return Shares(given, max(0.0, left))
