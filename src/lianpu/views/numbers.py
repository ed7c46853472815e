"""Numbers as people read them: the typical value with its low–high, rounded alike, in units of the language.

``50 kt (44–54)`` and ``5.0 万吨（4.4–5.4）`` are one quantity. A range is shown with two significant digits where it
is wide and three where it is narrow, a point with three; zeros that only tell of exactness are left out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import floor, isclose, log10
from typing import Any

from lianpu.units import Range, parse_unit
from lianpu.views.wording import t

#: From this width (high less low, of the typical value) on, two significant digits tell all that is known.
WIDE = 0.1
SAME = 1e-6
MINUS = "−"
RATES = ("a", "m", "d")


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit as shown: ``before`` + value x ``factor`` + ``after``, such as "CNY " and " bn/a"."""

    factor: float
    before: str
    after: str

    @property
    def name(self) -> str:
        """For the head of a column: ``CNY bn/a``."""
        return " ".join(f"{self.before}{self.after}".split())


def amount(value: Range | float, unit: str, lang: str) -> str:
    """Typical value with unit and (low–high). A unit that is not known is shown as it is written."""
    return _with_unit(_range(value), scale(value, unit, lang), lang)


def span(value: Range, unit: str, lang: str) -> str:
    """``low–high`` with the unit, or the one value where the ends read alike."""
    shown = scale(value, unit, lang)
    _, low, high = _printed(value * shown.factor)
    return f"{shown.before}{_between(low, high, lang) if low != high else low}{shown.after}"


def percent(value: Range | float, lang: str) -> str:
    """A share or ratio in per cent."""
    return _with_unit(_range(value), scale(value, "1", lang), lang)


def times(value: Range | float, lang: str) -> str:
    """A ratio as a multiple: ``3.0 倍（2.8–3.2）``."""
    return _with_unit(_range(value), Scale(1.0, "", t("number.times", lang)), lang)


def plain(value: Range | float, lang: str) -> str:
    """Without a unit, for a table's cell."""
    return _with_unit(_range(value), Scale(1.0, "", ""), lang)


def exact(value: float, unit: str, lang: str) -> str:
    """A figure as a document states it: scaled, never rounded beyond what a float keeps."""
    shown = scale(value, unit, lang)
    digits = f"{float(f'{value * shown.factor:.12g}'):,.10f}".rstrip("0").rstrip(".")
    return f"{shown.before}{digits.replace('-', MINUS)}{shown.after}"


def capacity_unit(unit: str) -> str:
    """The unit of a capacity as it is shown: GWh of cells a year are product, not electricity."""
    return unit.replace("Wh", "Wh_cell") if "Wh_cell" not in unit else unit


def per_year(unit: str) -> str:
    """The amount of one year: ``t/a`` → ``t``."""
    return unit.removesuffix("/a")


def scale(size: Range | float, unit: str, lang: str) -> Scale:
    """The step of the unit's ladder on which ``size`` reads best."""
    value = _range(size)
    return _scale(abs(value.typical) or max(abs(value.low), abs(value.high)), unit, lang)


@lru_cache(maxsize=4096)
def _scale(size: float, unit: str, lang: str) -> Scale:
    top, _, bottom = unit.rpartition("/")
    symbol, rate = (top, t(f"rate.{bottom}", lang)) if top and bottom in RATES else (unit, "")
    if symbol in ("1", "%"):
        return Scale(100.0 if symbol == "1" else 1.0, "", f"%{rate}")
    if symbol in _bases():
        base, factor = _to_base(symbol)
        step, name = _step(size * factor, base, lang)
        return _named(factor / step, name + rate)
    if top in _bases() and bottom in _bases():
        return _quotient(top, bottom, lang)
    return _named(1.0, unit)


def _quotient(top: str, bottom: str, lang: str) -> Scale:
    (over, factor), (under, divisor) = _to_base(top), _to_base(bottom)
    known = _data()["quotient"].get(f"{over}/{under}")
    if known is not None:
        times_base, zh, en = known
        return _named(factor / divisor * times_base, zh if lang == "zh" else en)
    names = [_step(0.0, base, lang)[1] for base in (over, under)]
    return _named(factor / divisor, f"{names[0]}/{names[1].replace(' #', '')}")


def _step(size: float, base: str, lang: str) -> tuple[float, str]:
    """The highest step that is not above ``size``; nothing is shown in the base unit."""
    ladder = _data()["family"][base][lang]
    fitting = [(step, name) for step, name in ladder if step <= (size or 1.0)]
    step, name = fitting[-1] if fitting else ladder[0]
    return float(step), str(name)


def _named(factor: float, name: str) -> Scale:
    before, mark, after = name.partition("#")
    return Scale(factor, before, after) if mark else Scale(factor, "", f" {name}")


def _to_base(symbol: str) -> tuple[str, float]:
    """The base of a symbol's family, and how many of it one is."""
    base = _bases()[symbol]
    if symbol == base:  # also units that only documents have: spindles, litres
        return base, 1.0
    return base, parse_unit(symbol).factor / parse_unit(base).factor


@cache
def _bases() -> dict[str, str]:
    families = _data()["family"].items()
    return {symbol: base for base, family in families for symbol in family["symbols"].split()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("units.toml").read_text(encoding="utf-8"))


def _range(value: Range | float) -> Range:
    return value if isinstance(value, Range) else Range.exact(value)


def _with_unit(value: Range, shown: Scale, lang: str) -> str:
    typical, low, high = _printed(value * shown.factor)
    ends = "" if low == high else t("number.ends", lang, ends=_between(low, high, lang))
    return f"{shown.before}{typical}{shown.after}{ends}"


def _between(low: str, high: str, lang: str) -> str:
    """A dash, or a word where a minus would stand beside it."""
    return (t("number.to", lang) if low.startswith(MINUS) else "–").join((low, high))


def _printed(value: Range) -> tuple[str, str, str]:
    """Typical, low and high with the same decimals."""
    if isclose(value.low, value.high, rel_tol=SAME):
        typical = _digits(value.typical, _decimals(value.typical))
        return typical, typical, typical
    size = abs(value.typical) or max(abs(value.low), abs(value.high))
    decimals = _places(size, 2 if value.high - value.low >= WIDE * size else 3)
    while _digits(value.low, decimals) == _digits(value.high, decimals):
        decimals += 1
    typical, low, high = (_digits(v, decimals) for v in (value.typical, value.low, value.high))
    return typical, low, high


def _decimals(value: float) -> int:
    """Three significant digits, less the zeros that nothing was rounded to: 5.3 but 43.0 for 42.976."""
    decimals = _places(abs(value), 3)
    while decimals and isclose(round(value, decimals - 1), value, rel_tol=SAME):
        decimals -= 1
    return decimals


def _places(size: float, digits: int) -> int:
    return max(0, digits - 1 - floor(log10(size))) if size else 0


def _digits(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)
