"""What in a claim a person should look at: a figure that its unit makes impossible, a word that says another kind."""

from __future__ import annotations

import re

from lianpu.reading.claims import Claim

WRONG_POWER = "power of ten in doubt"
CAPACITY_OR_PRODUCTION = "capacity or production in doubt"

#: More electricity than any country uses in a year (China 9.85e12 kWh in 2024, National Energy Administration):
#: 亿 was printed as billion, or 万 as 亿.
_TOO_MUCH_KWH = 1.2e13
_MADE = re.compile(r"(?:完成|实现|生产|产出|贡献)[^，。；]{0,12}产能")
_ABLE = re.compile(r"(?:设计|规划|拟建|新建|在建|扩建|达产后|投产后|建成后|形成)[^，。；]{0,16}(?:年)?产量")
_AHEAD = frozenset({"planned", "potential", "target"})


def doubts(claim: Claim, quote: str) -> tuple[str, ...]:
    """The doubts about a claim whose clause is ``quote``."""
    found = []
    if (claim.unit or "").startswith("kWh") and (claim.value or 0.0) > _TOO_MUCH_KWH:
        found.append(WRONG_POWER)
    if claim.kind == "capacity" and claim.modality == "observed" and _MADE.search(quote):
        found.append(CAPACITY_OR_PRODUCTION)  # 去年完成产能50万吨: what was made, or what can be?
    if claim.kind == "production" and claim.modality in _AHEAD and _ABLE.search(quote):
        found.append(CAPACITY_OR_PRODUCTION)  # 项目建成后年产量5万吨: an ability, called an output
    return tuple(found)
