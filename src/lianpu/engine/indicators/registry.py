"""Every indicator by name, with its variants: a variant is a pure function whose parameters are the inputs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, get_type_hints

from lianpu.engine.indicators.inputs import Kind, fits, parse
from lianpu.errors import LianpuError

Formula = TypeVar("Formula", bound=Callable[..., Any])


@dataclass(frozen=True)
class Variant:
    """One definition of an indicator: its inputs, the unit of its result, where it comes from, and the formula."""

    indicator: str
    name: str
    unit: str
    source: str
    kinds: Mapping[str, Kind]
    required: frozenset[str]
    formula: Callable[..., Any]

    def __call__(self, given: Mapping[str, Any]) -> Any:
        """The result for inputs by name. Raises :class:`LianpuError`."""
        return self.formula(**parse(self.kinds, self.required, given))


INDICATORS: dict[str, dict[str, Variant]] = {}


def variant(indicator: str, name: str, *, unit: str, source: str) -> Callable[[Formula], Formula]:
    """Enters a formula as a variant of an indicator; the first is the one that is meant where none is named."""

    def enter(formula: Formula) -> Formula:
        hints = get_type_hints(formula, include_extras=True)
        parameters = inspect.signature(formula).parameters
        kinds = {p: next(m for m in hints[p].__metadata__ if isinstance(m, Kind)) for p in parameters}
        required = frozenset(p for p, value in parameters.items() if value.default is inspect.Parameter.empty)
        INDICATORS.setdefault(indicator, {})[name] = Variant(indicator, name, unit, source, kinds, required, formula)
        return formula

    return enter


def every_variant() -> tuple[Variant, ...]:
    """All variants in order of name; the one that is meant where none is named comes first."""
    return tuple(v for _, variants in sorted(INDICATORS.items()) for v in variants.values())


def choose(indicator: str, given: Mapping[str, Any]) -> Variant:
    """The variant that ``given`` names in "variant", else the first whose inputs these are.

    Raises :class:`LianpuError` with a suggestion for an indicator or variant that does not exist.
    """
    variants = INDICATORS.get(indicator)
    if variants is None:
        raise LianpuError(f"unknown indicator '{indicator}'", hint=_near(indicator, list(INDICATORS)))
    name = given.get("variant")
    if name is not None:
        if name not in variants:
            raise LianpuError(f"{indicator} has no variant '{name}'", hint=_near(str(name), list(variants)))
        return variants[name]
    inputs = {key: value for key, value in given.items() if key != "variant"}
    return next((v for v in variants.values() if fits(v.kinds, v.required, inputs)), next(iter(variants.values())))


def compute(indicator: str, given: Mapping[str, Any]) -> Any:
    """The indicator for inputs by name (``{"x_ir": 120, …}``; "variant" names the definition): a number, a list of
    numbers or a table of them. Raises :class:`LianpuError`, with code ``zero_denominator`` where it divides by zero."""
    chosen = choose(indicator, given)
    try:
        return chosen({key: value for key, value in given.items() if key != "variant"})
    except LianpuError as error:
        raise LianpuError(error.what, place=f"{indicator} ({chosen.name})", hint=error.hint, code=error.code) from None


def ratio(numerator: float, denominator: float, what: str) -> float:
    """``numerator / denominator``. Raises :class:`LianpuError` (``zero_denominator``) naming what is zero."""
    if denominator == 0:
        raise LianpuError(f"{what} is zero, and nothing is a share of it", code="zero_denominator")
    return numerator / denominator


def _near(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"one of {', '.join(sorted(names))}"
