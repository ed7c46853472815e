"""Lifetime distributions as survival by age. Nothing is renormalised at age 0: a normal lifetime whose tail reaches below
zero loses that tail at once, as in ODYM and flodym.

Parameters are years: one number, one for each of N elements, or a row for each cohort (cohorts x N).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianpu.errors import LianpuError

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Lifetime:
    """A distribution; ``survival(age)`` is the share still in use at an age, for the elements of one cohort."""

    name: ClassVar[str] = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = np.asarray(getattr(self, field.name), dtype=float)
            if not (value > 0).all() or not np.isfinite(value).all():
                worst = value.ravel()[~(np.isfinite(value.ravel()) & (value.ravel() > 0))][0]
                raise LianpuError(
                    f"a {self.name} lifetime with {field.name} {worst:g}", code="lifetime", hint="give years above zero"
                )
            object.__setattr__(self, field.name, value)
        try:
            np.broadcast_shapes(*(p.shape for p in self.parameters))
        except ValueError:
            shapes = " and ".join(str(p.shape) for p in self.parameters)
            raise LianpuError(f"parameters of a {self.name} lifetime of shapes {shapes}", hint="one for each element") from None

    @property
    def parameters(self) -> tuple[Vector, ...]:
        return tuple(np.asarray(getattr(self, field.name)) for field in fields(self))

    @property
    def by_cohort(self) -> bool:
        """Whether cohorts have lifetimes of their own."""
        return any(p.ndim > 1 for p in self.parameters)

    @property
    def dims(self) -> tuple[int, ...]:
        return np.broadcast_shapes(*(p.shape for p in self.parameters))

    def survival(self, age: ArrayLike, cohort: int | None = None) -> Vector:
        """Ages (a,) or (a, 1) → (a, N). ``cohort``: its row of the parameters, where they have rows."""
        a = np.asarray(age, dtype=float)
        a = a[:, None] if a.ndim == 1 else a
        return self._survival(a, *(p[cohort] if p.ndim > 1 and cohort is not None else p for p in self.parameters))

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        raise NotImplementedError


@dataclass(frozen=True)
class Fixed(Lifetime):
    """All leave at one age. At that very age half is counted, the mean of before and after."""

    name: ClassVar[str] = "fixed"
    years: ArrayLike

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        return np.heaviside(parameters[0] - age, 0.5)


@dataclass(frozen=True)
class Normal(Lifetime):
    name: ClassVar[str] = "normal"
    mean: ArrayLike
    std: ArrayLike

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        from scipy.special import ndtr

        mean, std = parameters
        return np.asarray(ndtr((mean - age) / std))


@dataclass(frozen=True)
class FoldedNormal(Lifetime):
    """The amount of a normal variable: ``mean`` and ``std`` are those of the normal one before folding."""

    name: ClassVar[str] = "folded_normal"
    mean: ArrayLike
    std: ArrayLike

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        from scipy.special import ndtr

        mean, std = parameters
        return np.where(age <= 0, 1.0, ndtr((mean - age) / std) + ndtr((-mean - age) / std))


@dataclass(frozen=True)
class LogNormal(Lifetime):
    """``mean`` and ``std`` of the lifetime itself, not of its logarithm."""

    name: ClassVar[str] = "lognormal"
    mean: ArrayLike
    std: ArrayLike

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        from scipy.special import ndtr

        mean, std = parameters
        variance = np.log1p((std / mean) ** 2)
        with np.errstate(divide="ignore"):
            return np.asarray(ndtr((np.log(mean) - variance / 2 - np.log(np.maximum(age, 0.0))) / np.sqrt(variance)))


@dataclass(frozen=True)
class Weibull(Lifetime):
    name: ClassVar[str] = "weibull"
    shape: ArrayLike
    scale: ArrayLike

    def _survival(self, age: Vector, *parameters: Vector) -> Vector:
        shape, scale = parameters
        with np.errstate(divide="ignore"):  # (age / scale) ** shape by logarithms: a power takes ten times as long
            power = (np.log(np.maximum(age, 0.0)) - np.log(scale)) * shape
        np.exp(power, out=power)
        return np.asarray(np.exp(np.negative(power, out=power), out=power))


LIFETIMES: dict[str, type[Lifetime]] = {kind.name: kind for kind in (Fixed, Normal, FoldedNormal, LogNormal, Weibull)}


def weibull_of_median(median: float, shape: float) -> Weibull:
    """The Weibull lifetime with this median (T50) and shape. Units: years."""
    if not (median > 0 and shape > 0):
        raise LianpuError(f"a weibull lifetime with median {median:g} and shape {shape:g}", code="lifetime")
    return Weibull(shape, median / np.log(2.0) ** (1 / shape))
