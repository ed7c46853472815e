"""Inputs of an indicator by name: what kind each is, and how the ways to write one are read (``running_mt``).

A quantity's name may carry its unit (``capacity_kt``); quantities of one call are turned into one unit, and may be told
in units of one dimension only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import inf, isfinite
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray

from lianpu.errors import LianpuError

Form = Literal["number", "list", "spread", "matrix", "count", "flag"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What an input is (``spread``: one number for all, or a list). ``share``: a fraction, also told as ``…_percent``.

    ``unit``: the unit that the formula takes ("" none, "any" one for all quantities of the call, "kept" whatever is
    given, the result being in it).
    """

    form: Form = "number"
    low: float = -inf
    high: float = inf
    share: bool = False
    unit: str = ""


Matrix = NDArray[np.float64]
Number = Annotated[float, Kind()]
Positive = Annotated[float, Kind(low=0)]
Share = Annotated[float, Kind(low=0, high=1, share=True)]
Growth = Annotated[float, Kind(low=-1, share=True)]
Level = Annotated[float, Kind(unit="kept")]
Amount = Annotated[float, Kind(low=0, unit="any")]
Tonnes = Annotated[float, Kind(low=0, unit="t")]
Kilograms = Annotated[float, Kind(low=0, unit="kg")]
KilowattHours = Annotated[float, Kind(low=0, unit="kwh")]
TonnesCoal = Annotated[float, Kind(low=0, unit="tce")]
Mu = Annotated[float, Kind(low=0, unit="mu")]
Money = Annotated[float, Kind(low=0, unit="yuan")]
Numbers = Annotated[Sequence[float], Kind("list", low=0)]
Shares = Annotated[Sequence[float], Kind("list", low=0, high=1, share=True)]
Percents = Annotated[Sequence[float], Kind("list", low=0, high=100)]
Spread = Annotated[Sequence[float], Kind("spread", low=0)]
Table = Annotated[Matrix, Kind("matrix", low=0)]
Count = Annotated[int, Kind("count", low=0)]
Months = Annotated[float, Kind(low=0)]
Index = Annotated[int, Kind("count")]
Flag = Annotated[bool, Kind("flag")]

#: Units that an input's name may carry, by dimension, each in the dimension's first unit. ``mt`` is a million tonnes;
#: coal equivalent is energy at 29.3076 GJ/tce (GB/T 2589-2020), and never turned into electricity silently.
UNITS: dict[str, dict[str, float]] = {
    "mass": {"t": 1, "kt": 1e3, "wt": 1e4, "mt": 1e6, "kg": 1e-3, "g": 1e-6, "tonnes": 1},
    "electricity": {"kwh": 1, "mwh": 1e3, "gwh": 1e6, "twh": 1e9, "wh": 1e-3},
    "coal equivalent": {"tce": 1, "ktce": 1e3, "mtce": 1e6, "kgce": 1e-3},
    "money": {"yuan": 1, "cny": 1, "wan_yuan": 1e4, "yi_yuan": 1e8, "mcny": 1e6, "bcny": 1e9},
    "euro": {"eur": 1, "keur": 1e3, "meur": 1e6},
    "area": {"mu": 1, "ha": 15, "m2": 3 / 2000, "km2": 1500},
    "power": {"kw": 1, "mw": 1e3, "gw": 1e6, "w": 1e-3},
    "carbon": {"tco2": 1, "tco2e": 1, "ktco2": 1e3, "mtco2": 1e6, "kgco2": 1e-3},
    "count": {"pieces": 1, "units": 1, "vehicles": 1, "persons": 1, "firms": 1, "lines": 1},
}
_DIMENSION = {unit: dimension for dimension, units in UNITS.items() for unit in units}
#: Keys that tell about a row and are no input.
REMARKS = frozenset({"note", "comment", "remark", "source"})


def parse(kinds: Mapping[str, Kind], required: frozenset[str], given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` as the arguments of a formula. Raises :class:`LianpuError` for a name that it does not know, one that is
    told twice or lacks, and a value that is no such thing."""
    found: dict[str, Any] = {}
    dimensions: dict[str, str] = {}
    for key, value in given.items():
        if key in REMARKS:
            continue
        name, unit = _resolve(key, kinds)
        if value is None and name not in required:  # null: not told
            continue
        if name in found:
            raise LianpuError(f"input '{name}' is told twice (the second as '{key}')", hint="give it once")
        kind = kinds[name]
        found[name] = _value(key, value, kind, _factor(unit, kind))
        if kind.unit == "any":
            dimensions[key] = _DIMENSION.get(unit, "no unit")
    if len(set(dimensions.values())) > 1:
        told = ", ".join(f"{key} in {dimension}" for key, dimension in dimensions.items())
        raise LianpuError(f"these inputs do not fit each other: {told}", hint="tell them in units of one dimension")
    missing = [name for name in kinds if name in required and name not in found]
    if missing:
        raise LianpuError(f"input {', '.join(repr(m) for m in missing)} is missing", hint=f"it takes {', '.join(kinds)}")
    return found


def fits(kinds: Mapping[str, Kind], required: frozenset[str], given: Mapping[str, Any]) -> bool:
    """Whether the names alone could be this formula's inputs."""
    try:
        names = {_resolve(key, kinds)[0] for key in given if key not in REMARKS}
    except LianpuError:
        return False
    return required <= names


def _resolve(key: str, kinds: Mapping[str, Kind]) -> tuple[str, str]:
    """The input that a key means, and the unit that it carries."""
    if key in kinds:
        return key, ""
    for name, unit in _read(key, kinds):
        return name, unit
    near = get_close_matches(key, kinds, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"it takes {', '.join(kinds)}"
    raise LianpuError(f"unknown input '{key}'", hint=hint)


def _read(key: str, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    """``capacity_kt``, ``rate_percent``, ``mt_per_year`` (of an input ``per_year``), ``mwh`` (of one called ``kwh``)."""
    for name, kind in sorted(kinds.items(), key=lambda item: -len(item[0])):
        unit = key.removeprefix(f"{name}_").lower()
        if unit != key.lower() and (_is_percent(unit) if kind.share else _carries(kind, unit)):
            yield name, unit
        before = key.lower().removesuffix(f"_{name}")
        if before != key.lower() and _carries(kind, before):
            yield name, before
        if kind.unit == name and _carries(kind, key.lower()):
            yield name, key.lower()


def _is_percent(unit: str) -> bool:
    return unit in ("percent", "pct")


def _carries(kind: Kind, unit: str) -> bool:
    bare = unit.removesuffix("_per_year")
    if kind.unit == "kept":  # whatever it is, the result is in it
        return bool(bare)
    if kind.unit == "any":
        return bare in _DIMENSION
    return bool(kind.unit) and _DIMENSION.get(bare) == _DIMENSION[kind.unit]


def _factor(unit: str, kind: Kind) -> float:
    if _is_percent(unit):
        return 0.01
    bare = unit.removesuffix("_per_year")
    if not bare or kind.unit == "kept":
        return 1.0
    table = UNITS[_DIMENSION[bare]]
    return table[bare] / (table[kind.unit] if kind.unit != "any" else 1)


def _value(key: str, value: Any, kind: Kind, factor: float) -> Any:
    if kind.form == "flag":
        if not isinstance(value, bool):
            raise LianpuError(f"input '{key}' must be true or false, not {value!r}")
        return value
    if kind.form == "count":
        return _whole(key, value, kind)
    if kind.form == "number":
        return _number(key, value, kind, factor)
    if kind.form == "spread" and not isinstance(value, list):
        value = [value]
    if not isinstance(value, list) or not value:
        raise LianpuError(f"input '{key}' must be a list of numbers, not {value!r}", hint="write it as [1, 2, 3]")
    if kind.form != "matrix":
        return [_number(f"{key}[{n}]", item, kind, factor) for n, item in enumerate(value)]
    return _matrix(key, value, kind)


def _matrix(key: str, rows: list[Any], kind: Kind) -> Matrix:
    if not all(isinstance(row, list) for row in rows) or len({len(row) for row in rows}) != 1 or not rows[0]:
        raise LianpuError(f"input '{key}' must be rows of the same length", hint="write it as [[1, 2], [3, 4]]")
    return np.array([[_number(f"{key}[{i}][{j}]", v, kind, 1) for j, v in enumerate(row)] for i, row in enumerate(rows)])


def _whole(key: str, value: Any, kind: Kind) -> int:
    number = _number(key, value, kind, 1)
    if number != int(number):
        raise LianpuError(f"input '{key}' must be a whole number, not {value!r}")
    return int(number)


def _number(key: str, value: Any, kind: Kind, factor: float) -> float:
    try:
        number = float(value.replace(",", "")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if isinstance(value, bool) or not isfinite(number):
        raise LianpuError(f"input '{key}' must be a number, not {value!r}")
    number *= factor
    if kind.share and number > kind.high and factor == 1:
        raise LianpuError(f"input '{key}' is {number:g}, and a share is at most 1", hint=f"write it as {key}_percent")
    if not kind.low <= number <= kind.high:
        least, most = (end * (100 if kind.share and factor == 0.01 else 1) for end in (kind.low, kind.high))
        span = f"at least {least:g}" if most == inf else f"between {least:g} and {most:g}"
        raise LianpuError(f"input '{key}' is {value}, and must be {span}")
    return number
