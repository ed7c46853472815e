"""Shares and times of what comes true, from cases that are partly not yet decided.

The estimate is the product-limit one (Kaplan and Meier 1958, J. Am. Stat. Assoc. 53, 457-481). Its uncertainty is that
of the Bayesian bootstrap (Rubin 1981, Ann. Stat. 9, 130-134) with a weak prior as parts of cases: without undecided
cases it is exactly the posterior Beta(1/2 + successes, 1/2 + failures) of Jeffreys, which is honest with few cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
DRAWS = 2000
SEED = 20240101


@dataclass(frozen=True, slots=True)
class Case:
    """``months`` until it came true (``event``), or during which it did not; infinite for one that never can.

    ``weight`` is how much of a case it is.
    """

    months: float
    event: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Curves:
    """Draws of the share that has not come true by a time: ``left[d, k]`` from ``times[k]`` on, 1 before the first."""

    times: Values
    left: Values

    @cached_property
    def mean(self) -> Values:
        """The mean of the draws after each time."""
        return np.asarray(self.left.mean(axis=0))

    def at(self, months: float) -> Values:
        """The share not yet come true after ``months``, one for each draw."""
        k = int(np.searchsorted(self.times, months, side="right"))
        return self.left[:, k - 1] if k else np.ones(len(self.left))


def kaplan_meier(cases: Sequence[Case]) -> tuple[Values, Values]:
    """Times at which cases came true, and the share left after each."""
    times, event, weight = _sorted(cases)
    left = _product(weight[None, :], event)[0]
    last = np.append(times[1:] != times[:-1], True)
    kept = np.flatnonzero(last & np.isin(times, times[event]))
    return times[kept], left[kept]


def curves(cases: Sequence[Case], draws: int = DRAWS, seed: int = SEED) -> Curves:
    """Draws of the curve. At least one case must never come true in part, or a curve may fall to 0."""
    times, event, weight = _sorted(cases)
    drawn = np.random.default_rng(seed).gamma(weight, size=(draws, len(weight)))
    return Curves(times, _product(drawn, event))


def mean_curve(cases: Sequence[Case]) -> Curves:
    """The curve of the weights themselves, as one draw."""
    times, event, weight = _sorted(cases)
    return Curves(times, _product(weight[None, :], event))


def _sorted(cases: Sequence[Case]) -> tuple[Values, NDArray[np.bool_], Values]:
    """By time; what came true at a time goes before what was last seen then."""
    ordered = sorted((c for c in cases if c.weight > 0), key=lambda c: (c.months, not c.event))
    return (
        np.array([c.months for c in ordered]),
        np.array([c.event for c in ordered], dtype=bool),
        np.array([c.weight for c in ordered]),
    )


def _product(weights: Values, event: NDArray[np.bool_]) -> Values:
    """The product-limit curve for rows of weights of cases in the order of their times."""
    at_risk = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    lost = np.divide(weights, at_risk, out=np.zeros_like(weights), where=at_risk > 0)
    return np.asarray(np.cumprod(np.where(event, 1.0 - lost, 1.0), axis=1))
