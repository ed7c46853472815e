"""Formulas and what they weigh: enough chemistry to refuse a recipe that makes matter out of nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from lianpu.errors import LianpuError

#: Standard atomic weights, IUPAC 2021 abridged, for the elements of the library's goods.
ATOMIC_WEIGHT = {
    "H": 1.008, "Li": 6.94, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.990,
    "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "Ar": 39.95, "K": 39.098,
    "Ca": 40.078, "Ti": 47.867, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693,
    "Cu": 63.546, "Zn": 65.38, "Ag": 107.868, "Sn": 118.71, "Pb": 207.2,
}  # fmt: skip

FARADAY = 96485.33212  # C/mol, CODATA 2018

_TOKEN = re.compile(r"([A-Z][a-z]?)(\d*\.?\d*)|\(([^()]*)\)(\d*\.?\d*)")


@lru_cache(maxsize=256)
def atoms(formula: str) -> dict[str, float]:
    """Atoms in one formula unit: ``FeSO4·7H2O`` gives Fe 1, S 1, O 11, H 14. Brackets may stand one deep.

    Raises :class:`LianpuError` for what is not a formula or an element that is not known.
    """
    counts: dict[str, float] = {}
    for part in formula.split("·"):
        times = re.match(r"\d*", part)
        factor = float(times[0]) if times and times[0] else 1.0
        for element, number in _elements(part[times.end() if times else 0 :], formula):
            counts[element] = counts.get(element, 0.0) + factor * number
    return counts


def _elements(part: str, formula: str) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    position = 0
    while position < len(part):
        token = _TOKEN.match(part, position)
        if token is None or (token[1] and token[1] not in ATOMIC_WEIGHT):
            raise LianpuError(f"'{formula}' is not a formula", hint="write it like Li2CO3 or FeSO4·7H2O")
        if token[1]:
            found.append((token[1], float(token[2] or 1)))
        else:
            found.extend((element, number * float(token[4] or 1)) for element, number in _elements(token[3], formula))
        position = token.end()
    return found


def molar_mass(formula: str) -> float:
    """g/mol."""
    return sum(ATOMIC_WEIGHT[element] * number for element, number in atoms(formula).items())


@lru_cache(maxsize=1024)
def mass_fraction(formula: str, element: str) -> float:
    """kg of ``element`` in 1 kg of the substance: 0.1879 of Li in Li2CO3."""
    number = atoms(formula).get(element, 0.0)
    return number * ATOMIC_WEIGHT[element] / molar_mass(formula) if number else 0.0


def capacity(formula: str, electrons: float = 1.0) -> float:
    """Theoretical charge in Ah per kg of host: 170 for LiFePO4, 372 for C6 (one Li each)."""
    return FARADAY * electrons / 3.6 / molar_mass(formula)
