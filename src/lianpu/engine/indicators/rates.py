"""Arithmetic that printed figures are held against: growth of a level, a rate over months, a share of a total."""

from __future__ import annotations

from lianpu.engine.indicators.inputs import Growth, Level, Months, Share
from lianpu.engine.indicators.registry import variant

_DEFINITION = "definition"


@variant("level_times_growth", "next", unit="the level's", source=_DEFINITION)
def level_times_growth(level: Level, growth: Growth) -> float:
    """The level after a growth: level x (1 + growth)."""
    return level * (1 + growth)


@variant("rate_to_amount", "months", unit="the rate's, without per year", source=_DEFINITION)
def rate_to_amount(per_year: Level, months: Months) -> float:
    """What a rate per year gives in so many months."""
    return per_year * months / 12


@variant("rate_to_amount", "days", unit="the rate's, without per year", source=_DEFINITION)
def rate_to_amount_of_days(per_year: Level, days: Months) -> float:
    """What a rate per year gives in so many days of a year of 365."""
    return per_year * days / 365


@variant("share_times_total", "share", unit="the total's", source=_DEFINITION)
def share_times_total(share: Share, total: Level) -> float:
    """The part that a share of a total is."""
    return share * total
