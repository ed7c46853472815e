"""A province's months in order: the shortfall, who gives way, and when smelters stop and start again.

A shortfall stops pots when two readings in a row show it; the lesser of the two counts, since a single month is borne
by exports (pots are dear to restart). What has stopped stays off while any shortfall is left, and comes back in the
months of a restart after that. The shortfall of a month is closed by what exports and others give beside the smelters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianpu.engine.dry_year.months import Month, Power
from lianpu.engine.dry_year.sharing import Claim, share
from lianpu.engine.dry_year.wants import Wants
from lianpu.errors import LianpuError

WHO = ("exports", "others", "smelters")


@dataclass(frozen=True, slots=True)
class Rules:
    """Weights of :mod:`sharing`; ``most_cut`` of the smelters' load; ``restart`` in months."""

    weights: dict[str, float]
    most_cut: float
    restart: float

    def __post_init__(self) -> None:
        if not (0 <= self.most_cut <= 1 and self.restart > 0 and set(self.weights) == set(WHO)):
            raise LianpuError(f"most_cut {self.most_cut:g} lies between 0 and 1, restart {self.restart:g} months above 0")


@dataclass(frozen=True, slots=True)
class MonthResult:
    """TWh: ``supply`` of the province's own plants, ``inflow`` from other provinces as in other years; ``wanted`` and
    ``given`` (up) by exports, others and smelters; ``shortfall`` = wanted − supply − inflow (negative: a surplus);
    ``cut``: share of the smelters' load that is off; ``surplus`` is what is left when all that is wanted, less what is
    given up, is served; ``not_served`` what no limit allows to take from anyone."""

    month: Month
    supply: float
    inflow: float
    wanted: dict[str, float]
    given: dict[str, float]
    shortfall: float
    cut: float
    surplus: float
    not_served: float
    filled: tuple[str, ...]
    rows: tuple[str, ...]

    @property
    def residual(self) -> float:
        """supply + inflow − what all get − surplus, which a balance has at zero."""
        got = sum(self.wanted.values()) - sum(self.given.values()) - self.not_served
        return self.supply + self.inflow - got - self.surplus


def course(power: Sequence[Power], wants: Wants, rules: Rules) -> tuple[MonthResult, ...]:
    """The months of ``power`` (in order of time), from a state in which all smelters run."""
    out: list[MonthResult] = []
    before = 0.0  # shortfall of the reading before: nothing is known of it
    cut = height = 0.0
    for i, p in enumerate(power):
        flow = float(wants.exports[p.month[1] - 1])
        wanted = {
            "exports": max(0.0, flow),
            "others": wants.others(p.month),
            "smelters": wants.smelters(p.month),
        }
        shortfall = sum(wanted.values()) - p.supply - max(0.0, -flow)
        asked = _asked(min(shortfall, before), wanted, rules)
        cut = max(asked, cut if shortfall > 0 else max(0.0, cut - height / rules.restart))
        height = max(asked, height) if cut > 0 else 0.0
        out.append(_close(p, max(0.0, -flow), wanted, shortfall, cut, rules))
        if i + 1 < len(power) and power[i + 1].reading != p.reading:
            before = shortfall
    return tuple(out)


def _asked(lasting: float, wanted: dict[str, float], rules: Rules) -> float:
    """Share of their load that smelters give of a shortfall that lasts."""
    claims = {n: Claim(wanted[n], rules.weights[n], rules.most_cut if n == "smelters" else 1.0) for n in WHO}
    return share(lasting, claims).given["smelters"] / wanted["smelters"] if wanted["smelters"] > 0 else 0.0


def _close(p: Power, inflow: float, wanted: dict[str, float], shortfall: float, cut: float, rules: Rules) -> MonthResult:
    smelters = cut * wanted["smelters"]
    rest = shortfall - smelters
    shares = share(rest, {n: Claim(wanted[n], rules.weights[n]) for n in WHO if n != "smelters"})
    given = shares.given | {"smelters": smelters}
    return MonthResult(
        p.month, p.supply, inflow, wanted, given, shortfall, cut, max(0.0, -rest), shares.not_served, p.filled, p.rows
    )  # fmt: skip


def lost(months: Iterable[MonthResult]) -> float:
    """TWh that smelters went without."""
    return sum(m.given["smelters"] for m in months)
