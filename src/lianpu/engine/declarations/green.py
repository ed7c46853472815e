"""Green-power share and certificates short: what a consumption quota asks for, and what already proves it.

One certificate proves 1 MWh (NDRC, MOF, NEA notice 2023 No. 1044). Certificates come with traded green power, with
power that the user makes and uses itself, and from the market; hydropower in operation before 2023 has certificates
that are not sold but move with the power (rules.csv gec_hydro_old), which is why ``transferred`` counts in Yunnan.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.errors import LianpuError


@dataclass(frozen=True, slots=True)
class Certificates:
    """MWh = certificates: ``required`` by the quota, ``held`` in all, ``short`` (never negative) and ``over``.
    ``share``: held over the power used, None where no power is used."""

    required: float
    held: float
    short: float
    over: float
    share: float | None


def certificates(
    used_mwh: float, quota: float, *, transferred: float = 0.0, self_generated: float = 0.0, bought: float = 0.0
) -> Certificates:
    """``short = required - transferred with traded power - self-generated - bought``, all in MWh.

    ``quota`` is the share of ``used_mwh`` that must be green (0 to 1). Power that is made and used on site is part of
    ``used_mwh``. Raises :class:`LianpuError` for a quota outside 0 to 1 or a negative amount.
    """
    if not 0 <= quota <= 1:
        raise LianpuError(f"a quota of {quota:g}", hint="give a fraction: 0.7 for 70 %")
    for name, value in (
        ("used_mwh", used_mwh), ("transferred", transferred), ("self_generated", self_generated), ("bought", bought),
    ):  # fmt: skip
        if not value >= 0:
            raise LianpuError(f"{name} is {value:g} MWh", hint="amounts of power are zero or more")
    required, held = used_mwh * quota, transferred + self_generated + bought
    share = held / used_mwh if used_mwh > 0 else None
    return Certificates(required, held, max(required - held, 0.0), max(held - required, 0.0), share)
