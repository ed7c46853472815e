"""Stocks from inflows, and inflows from stocks, by cohort, in memory of T x N.

Stock is counted at the end of a period, and ``stock[t] - stock[t-1] = inflow[t] - outflow[t]`` holds exactly. A cohort's age
at the end of its own year is 1, ½ or 0, as inflow is taken to come at the start, in the middle or at the end of its year
(ODYM counts from the end, flodym from the middle); a stationary stock is then inflow x (mean life - ½, mean, mean + ½).
In a period of several years inflow is spread evenly over its years.

A stock that falls faster than its cohorts die retires them early, all in the same proportion; inflow is then zero, never
negative, and what left early is told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from lianpu.engine.stocks.lifetimes import Lifetime, Vector
from lianpu.errors import LianpuError

#: From this many periods on, a causal convolution by FFT is faster than sums over cohorts.
_LONG = 100


class InflowAt(StrEnum):
    """When in its year a cohort comes in."""

    START = "start"
    MIDDLE = "middle"
    END = "end"

    @property
    def age(self) -> float:
        """Age at the end of the own year."""
        return {"start": 1.0, "middle": 0.5, "end": 0.0}[self.value]


@dataclass(frozen=True)
class Initial:
    """What is in use at the start: ``amounts`` (ages x N) by age in years at that time (ages,)."""

    ages: ArrayLike
    amounts: ArrayLike


@dataclass(frozen=True)
class Stock:
    """T x N arrays. ``early``: the part of ``outflow`` that left before its time; ``kept``: the share of every cohort
    that early retirement left in each period; ``of_initial``: survivors of the initial stock. ``edges``: T + 1 years."""

    edges: Vector
    inflow_at: InflowAt
    lifetime: Lifetime
    stock: Vector
    inflow: Vector
    outflow: Vector
    early: Vector
    kept: Vector
    of_initial: Vector

    @property
    def residual(self) -> float:
        """Largest departure of what is in use from the sum of its cohorts, relative to the largest stock."""
        last = self.cohorts(len(self.stock) - 1).sum(axis=0) + self.of_initial[-1]
        scale = float(np.abs(self.stock).max()) or 1.0
        return float(np.abs(last - self.stock[-1]).max()) / scale

    def cohorts(self, period: int) -> Vector:
        """What is in use at the end of a period, by period of inflow (T x N; zero for later ones)."""
        clock = _Clock(self.edges, self.inflow_at)
        found = np.zeros_like(self.inflow)
        left = np.ones(self.inflow.shape[1])
        for c in range(period, -1, -1):
            found[c] = self.inflow[c] * clock.survival(self.lifetime, c, period, period + 1)[0] * left
            left = left * self.kept[c]
        return found


def inflow_driven(
    inflow: ArrayLike,
    lifetime: Lifetime,
    *,
    inflow_at: InflowAt | str,
    edges: ArrayLike | None = None,
    initial: Initial | None = None,
) -> Stock:
    """Stocks and outflows of inflows (T,) or (T, N), amounts per period.

    ``edges``: the T + 1 years at which periods begin and end (default: steps of one year from 0).
    Raises :class:`LianpuError` for a negative or missing inflow, edges that do not rise, a lifetime of another shape.
    """
    x = _amounts(inflow, "inflow")
    clock = _clock(x, edges, inflow_at)
    _fits(lifetime, x)
    table = clock.table(lifetime)
    if table is not None:
        stock = _convolved(x, table) if len(x) > _LONG else np.stack([_in_use(x, table, t) for t in range(len(x))])
    else:
        stock = np.zeros_like(x)
        for c in range(len(x)):
            stock[c:] += x[c] * clock.survival(lifetime, c, c, len(x))
    old = _survivors(initial, lifetime, clock, x.shape)
    if initial is not None:
        stock += old
    none, all_of_it = np.broadcast_to(0.0, x.shape), np.broadcast_to(1.0, x.shape)
    return Stock(clock.edges, clock.inflow_at, lifetime, stock, x, _left(x, stock, initial), none, all_of_it, old)


def stock_driven(
    stock: ArrayLike,
    lifetime: Lifetime,
    *,
    inflow_at: InflowAt | str,
    edges: ArrayLike | None = None,
    initial: Initial | None = None,
) -> Stock:
    """Inflows and outflows that a path of stocks (T,) or (T, N) at the ends of periods needs.

    Raises :class:`LianpuError` as :func:`inflow_driven`, and with code ``short_lifetime`` where nothing of a cohort is
    left at the end of its own period, so that no inflow could make the stock.
    """
    target = _amounts(stock, "stock")
    clock = _clock(target, edges, inflow_at)
    _fits(lifetime, target)
    table = clock.table(lifetime)
    old = _survivors(initial, lifetime, clock, target.shape)
    coming = _FromTable(target, table) if table is not None else _FromCohorts(target, lifetime, clock)
    inflow, early, kept = np.empty_like(target), np.zeros_like(target), np.ones_like(target)
    for c in range(len(target)):
        alive = coming.alive(c) + old[c]
        lacking = target[c] - alive
        over = lacking < 0
        if over.any():
            early[c] = np.where(over, -lacking, 0.0)
            kept[c] = np.where(over, target[c] / np.where(over, alive, 1.0), 1.0)
            coming.keep(c, kept[c])
            old[c:] *= kept[c]
            lacking = np.where(over, 0.0, lacking)
        inflow[c] = _made_up(lacking, coming.left(c), c, clock)
        coming.add(c, inflow[c])
    outflow = _left(inflow, target, initial)
    return Stock(clock.edges, clock.inflow_at, lifetime, target, inflow, outflow, early, kept, old)


def stationary_ages(lifetime: Lifetime, total: ArrayLike, oldest: int, inflow_at: InflowAt | str) -> Initial:
    """The age structure of a stock that has been constant: in proportion to survival, up to ``oldest`` years."""
    ages = np.arange(oldest) + _convention(inflow_at).age
    share = lifetime.survival(ages)
    return Initial(ages, share / share.sum(axis=0) * np.asarray(total, dtype=float))


class _FromTable:
    """Cohorts of one lifetime: survivors are sums over the inflows so far, less what early retirement took of them."""

    def __init__(self, target: Vector, table: Vector) -> None:
        self.held, self.table = np.zeros_like(target), np.broadcast_to(table, target.shape)

    def alive(self, period: int) -> Vector:
        return _in_use(self.held[:period], self.table[1:], period - 1) if period else np.zeros(self.held.shape[1])

    def left(self, period: int) -> Vector:
        return np.asarray(self.table[0])

    def keep(self, period: int, share: Vector) -> None:
        self.held[:period] *= share

    def add(self, period: int, inflow: Vector) -> None:
        self.held[period] = inflow


class _FromCohorts:
    """Cohorts with survivals of their own: each adds what will be left of it at the ends of all later periods."""

    def __init__(self, target: Vector, lifetime: Lifetime, clock: _Clock) -> None:
        self.ahead, self.lifetime, self.clock = np.zeros_like(target), lifetime, clock
        self.share = np.zeros_like(target)

    def alive(self, period: int) -> Vector:
        return np.asarray(self.ahead[period])

    def left(self, period: int) -> Vector:
        self.share = self.clock.survival(self.lifetime, period, period, len(self.ahead))
        return np.asarray(self.share[0])

    def keep(self, period: int, share: Vector) -> None:
        self.ahead[period:] *= share

    def add(self, period: int, inflow: Vector) -> None:
        self.ahead[period:] += self.share * inflow


class _Clock:
    """Periods, and the ages of their cohorts at the ends of periods."""

    def __init__(self, edges: Vector, inflow_at: InflowAt) -> None:
        self.edges, self.inflow_at = edges, inflow_at
        self.yearly = bool(np.allclose(np.diff(edges), 1.0, rtol=0, atol=1e-9))

    def table(self, lifetime: Lifetime) -> Vector | None:
        """Survival by age, T x N, where it is the same for all cohorts."""
        if lifetime.by_cohort or not self.yearly:
            return None
        return lifetime.survival(np.arange(len(self.edges) - 1) + self.inflow_at.age)

    def survival(self, lifetime: Lifetime, cohort: int, first: int, last: int) -> Vector:
        """Of the inflow of one period, the share in use at the ends of periods first..last-1: mean over its years."""
        begin, end = self.edges[cohort], self.edges[cohort + 1]
        parts = max(ceil(end - begin - 1e-9), 1)
        step = (end - begin) / parts
        counted = self.edges[first + 1 : last + 1]
        shares = [
            lifetime.survival(np.maximum(counted - (begin + (k + 1 - self.inflow_at.age) * step), 0.0), cohort)
            for k in range(parts)
        ]
        return np.asarray(sum(shares[1:], shares[0]) / parts)


def _clock(amounts: Vector, edges: ArrayLike | None, inflow_at: InflowAt | str) -> _Clock:
    years = np.arange(len(amounts) + 1.0) if edges is None else np.asarray(edges, dtype=float)
    if years.shape != (len(amounts) + 1,):
        raise LianpuError(f"{years.size} edges for {len(amounts)} periods", hint="give one edge more than periods")
    if not (np.diff(years) > 0).all():
        raise LianpuError("the edges of the periods do not rise", hint="give the years at which periods begin, and the last end")
    return _Clock(years, _convention(inflow_at))


def _convention(inflow_at: InflowAt | str) -> InflowAt:
    if inflow_at not in tuple(InflowAt):
        raise LianpuError(f"unknown convention '{inflow_at}'", hint=f"inflow at the {', '.join(InflowAt)} of its year")
    return InflowAt(inflow_at)


def _amounts(values: ArrayLike, what: str) -> Vector:
    found = np.array(values, dtype=float)
    found = found[:, None] if found.ndim == 1 else found
    if found.ndim != 2 or not found.size:
        raise LianpuError(f"{what} of shape {found.shape}", hint="give periods, or periods x elements")
    if not (found.min() >= 0 and found.max() < np.inf):
        t, n = np.argwhere(~(found >= 0) | np.isinf(found))[0].tolist()
        raise LianpuError(
            f"{what} of period {t}, element {n} is {found[t, n]:g}", code="negative", hint="amounts are zero or more"
        )
    return found


def _fits(lifetime: Lifetime, amounts: Vector) -> None:
    wanted = amounts.shape if lifetime.by_cohort else amounts.shape[1:]
    try:
        fits = np.broadcast_shapes(lifetime.dims, wanted) == wanted and (
            not lifetime.by_cohort or lifetime.dims[0] == len(amounts)
        )
    except ValueError:
        fits = False
    if not fits:
        raise LianpuError(
            f"a lifetime of shape {lifetime.dims} for {amounts.shape[0]} periods x {amounts.shape[1]} elements",
            hint="give one, one for each element, or a row for each period",
        )


def _in_use(inflow: Vector, table: Vector, period: int) -> Vector:
    """At the end of a period: the sum over cohorts of inflow x survival at its age."""
    shares = np.broadcast_to(table[period::-1], (period + 1, inflow.shape[1]))
    return np.asarray(np.einsum("tn,tn->n", inflow[: period + 1], shares))


def _convolved(inflow: Vector, table: Vector) -> Vector:
    from scipy.fft import irfft, next_fast_len, rfft

    periods = len(inflow)
    length = next_fast_len(2 * periods - 1, real=True)
    spectrum = rfft(inflow, length, axis=0)
    spectrum *= rfft(table, length, axis=0)
    return np.asarray(irfft(spectrum, length, axis=0, overwrite_x=True)[:periods])


def _made_up(lacking: Vector, left: Vector, period: int, clock: _Clock) -> Vector:
    hopeless = (np.broadcast_to(left, lacking.shape) <= 0) & (lacking > 0)
    if hopeless.any():
        raise LianpuError(
            f"of what comes in from {clock.edges[period]:g} to {clock.edges[period + 1]:g}, nothing is left at the end "
            f"(element {np.flatnonzero(hopeless)[0]})", code="short_lifetime",
            hint="give shorter steps, a longer lifetime, or inflow at the end of its year",
        )  # fmt: skip
    return np.divide(lacking, left, out=np.zeros_like(lacking), where=lacking > 0)


def _survivors(initial: Initial | None, lifetime: Lifetime, clock: _Clock, shape: tuple[int, ...]) -> Vector:
    """Of the initial stock, what is in use at the ends of periods: survival given the age reached."""
    if initial is None:
        return np.zeros(shape)
    found = np.zeros(shape)
    ages = np.asarray(initial.ages, dtype=float)
    amounts = _amounts(initial.amounts, "initial stock")
    if len(ages) != len(amounts) or amounts.shape[1] != shape[1]:
        raise LianpuError(f"{len(ages)} ages for an initial stock of shape {amounts.shape}", hint="give ages x elements")
    passed = clock.edges[1:] - clock.edges[0]
    for age, amount in zip(ages, amounts, strict=True):
        reached = np.broadcast_to(lifetime.survival(np.array([age]), 0)[0], amount.shape)
        if ((reached <= 0) & (amount > 0)).any():
            raise LianpuError(f"an initial stock of age {age:g}, to which its lifetime does not reach", code="lifetime")
        share = np.divide(amount, reached, out=np.zeros_like(amount), where=amount > 0)
        found += share * lifetime.survival(age + passed, 0)
    return found


def _left(inflow: Vector, stock: Vector, initial: Initial | None) -> Vector:
    """What leaves: inflow less what the stock gains, in every period."""
    outflow = inflow - stock
    outflow[1:] += stock[:-1]
    if initial is not None:
        outflow[0] += _amounts(initial.amounts, "initial stock").sum(axis=0)
    return outflow
