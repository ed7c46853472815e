"""How circular a product or a material is."""

# ruff: noqa: N803 (the symbols of the papers)

from __future__ import annotations

from lianpu.engine.indicators.inputs import Amount, Positive, Share
from lianpu.engine.indicators.registry import ratio, variant
from lianpu.errors import LianpuError

_MCI = "Ellen MacArthur Foundation & Granta, Circularity Indicators: methodology (2019), eq. 2.1–2.13"
_UNEP = "UNEP 2011, Recycling Rates of Metals (Graedel et al.)"
#: The utility factor's constant a in F(X) = a / X: a wholly linear product of mean utility has an index of 0.1.
LINEAR = 0.9


@variant("material_circularity", "product", unit="1", source=_MCI)
def material_circularity(
    M: Positive, FR: Share = 0.0, FU: Share = 0.0, CR: Share = 0.0, CU: Share = 0.0, EC: Share = 1.0, EF: Share = 1.0,
    X: Positive = 1.0,
) -> float:  # fmt: skip
    """Material circularity index of a product of mass ``M``.

    ``FR``, ``FU``: fractions of feedstock recycled and reused; ``CR``, ``CU``: fractions collected for recycling and
    reuse; ``EC``, ``EF``: efficiencies of recycling what is collected and of making the feedstock; ``X``: utility
    (lifetime and intensity over the industry's mean).
    """
    for one, other, names in ((FR, FU, "FR + FU"), (CR, CU, "CR + CU")):
        if one + other > 1 + 1e-12:
            raise LianpuError(f"{names} is {one + other:g}, more than the whole product")
    if FR > 0 and EF == 0:
        raise LianpuError("EF is zero while FR is not: recycled feedstock needs a yield", code="zero_denominator")
    virgin, lost = M * (1 - FR - FU), M * (1 - CR - CU)
    from_collected = M * (1 - EC) * CR
    from_feedstock = M * (1 - EF) * FR / EF if FR else 0.0
    waste = lost + (from_collected + from_feedstock) / 2
    linear_flow = ratio(virgin + waste, 2 * M + (from_feedstock - from_collected) / 2, "M (the mass)")
    return max(0.0, 1 - linear_flow * ratio(LINEAR, X, "X (the utility)"))


@variant("eol_recycling_rate", "functional", unit="1", source=_UNEP + ", EOL-RR")
def eol_recycling_rate(recycled: Amount, end_of_life: Amount) -> float:
    """Metal recycled from end-of-life products over metal in products at their end of life."""
    return _part(recycled, end_of_life, "end_of_life")


@variant("eol_recycling_rate", "steps", unit="1", source=_UNEP + ", collection x process efficiency")
def eol_recycling_rate_by_steps(collection: Share, recovery: Share) -> float:
    """Collection rate times the recovery of what is collected."""
    return collection * recovery


@variant("eol_recycling_input_rate", "old_scrap", unit="1", source=_UNEP + ", EOL-RIR")
def eol_recycling_input_rate(old_scrap: Amount, primary: Amount, new_scrap: Amount = 0.0) -> float:
    """Old scrap over all that production takes: primary metal, new and old scrap."""
    return ratio(old_scrap, primary + new_scrap + old_scrap, "the total input")


@variant("eol_recycling_input_rate", "all_scrap", unit="1", source=_UNEP + ", RIR (recycled content)")
def recycled_input_rate(old_scrap: Amount, primary: Amount, new_scrap: Amount = 0.0) -> float:
    """Old and new scrap over all that production takes."""
    return ratio(old_scrap + new_scrap, primary + new_scrap + old_scrap, "the total input")


def _part(part: float, whole: float, name: str) -> float:
    if part > whole > 0:
        raise LianpuError(f"{part:g} is greater than '{name}' ({whole:g})")
    return ratio(part, whole, f"'{name}'")
