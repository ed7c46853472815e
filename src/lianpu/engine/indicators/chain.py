"""How whole a chain is in a region, and how far it feeds itself."""

from __future__ import annotations

from collections.abc import Sequence

from lianpu.engine.indicators.inputs import Amount, Count, Money, Months, Numbers, Share, Tonnes
from lianpu.engine.indicators.registry import ratio, variant
from lianpu.errors import LianpuError

_OWN = "lianpu, docs/indicators.md"
_LOCAL = "usage of Chinese planning documents (本地配套率), by what is counted"
_DEEP = "usage of Chinese planning documents (就地精深加工率), by what is counted"


@variant("chain_completeness", "coverage", unit="1", source=_OWN)
def coverage(present: Count, stages: Count) -> float:
    """Stages of the chain that stand in the region over all its stages."""
    if present > stages:
        raise LianpuError(f"{present} stages are present of {stages}", hint="'stages' counts all stages of the chain")
    return ratio(present, stages, "the number of stages")


@variant("chain_completeness", "balance", unit="1", source=_OWN)
def link_balance(supply: Numbers, need: Numbers) -> float:
    """Mean over the links of min(supply, need) / max(supply, need): 1 where each stage makes what the next takes."""
    return _mean([ratio(min(s, n), max(s, n), "supply and need of a link") for s, n in _links(supply, need)])


@variant("chain_completeness", "bottleneck", unit="1", source=_OWN)
def bottleneck(supply: Numbers, need: Numbers) -> float:
    """The least covered need, at most 1: min over the links of supply / need."""
    return min(min(1.0, ratio(s, n, "the need of a link")) for s, n in _links(supply, need))


@variant("self_sufficiency", "uncapped", unit="1", source="FAO, self-sufficiency ratio, with capacity for production")
def self_sufficiency(supply: Amount, need: Amount) -> float:
    """Supply over need; above 1 the region has more than it takes."""
    return ratio(supply, need, "the need")


@variant("self_sufficiency", "capped", unit="1", source="the part of the need that local supply can cover")
def covered(supply: Amount, need: Amount) -> float:
    """min(supply, need) / need."""
    return min(1.0, self_sufficiency(supply, need))


@variant("local_support_rate", "value", unit="1", source=_LOCAL)
def support_by_value(local_purchases: Amount, purchases: Amount) -> float:
    """Value of inputs bought from local plants over the value of all inputs bought."""
    return _part(local_purchases, purchases, "purchases")


@variant("local_support_rate", "suppliers", unit="1", source=_LOCAL)
def support_by_suppliers(local_suppliers: Count, suppliers: Count) -> float:
    """Suppliers in the region over all suppliers, however much they deliver."""
    return _part(local_suppliers, suppliers, "suppliers")


@variant("local_support_rate", "physical", unit="1", source=_LOCAL)
def support_physical(supply: Numbers, need: Numbers) -> float:
    """Mean over the inputs of min(supply, need) / need, each input counted alike (units differ)."""
    return _mean([min(1.0, ratio(s, n, "the need of an input")) for s, n in _links(supply, need)])


@variant("deep_processing_rate", "A", unit="1", source=_DEEP + ": metal that local plants work up over metal made")
def deep_a(processed: Amount, produced: Amount) -> float:
    """A, by mass of metal: primary metal that goes into local processing at all, over primary metal produced."""
    return _part(processed, produced, "produced")


@variant("deep_processing_rate", "B", unit="1", source=_DEEP + ": deep-processed goods over metal made")
def deep_b(deep_products: Amount, produced: Amount) -> float:
    """B, by mass of goods: deep-processed goods made locally, over primary metal produced. Bought metal can push it
    above 1."""
    return ratio(deep_products, produced, "produced")


@variant("deep_processing_rate", "C", unit="1", source=_DEEP + ": output value of deep processing over the chain's")
def deep_c(deep_value: Money, chain_value: Money) -> float:
    """C, by value: output value of deep processing over the output value of the whole chain."""
    return _part(deep_value, chain_value, "chain_value")


@variant("deep_processing_tonnes", "A", unit="t", source=_DEEP + ": variant A times the capacity")
def deep_tonnes(capacity: Tonnes, rate: Share) -> float:
    """Tonnes of primary metal that are processed locally at full capacity."""
    return capacity * rate


@variant("utilisation", "running", unit="1", source="running capacity over built capacity")
def utilisation(running: Amount, built: Amount) -> float:
    """Capacity that runs over capacity that is built."""
    return ratio(running, built, "built")


@variant("utilisation", "output", unit="1", source="NBS, 产能利用率: output over capacity of the same months")
def utilisation_of_output(production: Amount, capacity: Amount, months: Months = 12.0) -> float:
    """Production of ``months`` over the capacity of as many months (``capacity`` is a year's)."""
    return ratio(production, capacity * months / 12, "capacity")


@variant("value_added_rate", "of_output", unit="1", source="SNA 2008, value added over gross output")
def value_added_rate(value_added: Amount, output_value: Amount) -> float:
    """Value added over gross output."""
    return ratio(value_added, output_value, "output_value")


@variant("value_added_rate", "from_inputs", unit="1", source="SNA 2008, (output − intermediate inputs) / output")
def value_added_from_inputs(output_value: Amount, intermediate: Amount) -> float:
    """Negative where the inputs cost more than the output brings."""
    return ratio(output_value - intermediate, output_value, "output_value")


def _links(supply: Sequence[float], need: Sequence[float]) -> list[tuple[float, float]]:
    if len(supply) != len(need):
        raise LianpuError(f"'supply' has {len(supply)} values and 'need' {len(need)}", hint="give one of each for a link")
    return list(zip(supply, need, strict=True))


def _part(part: float, whole: float, name: str) -> float:
    if part > whole > 0:
        raise LianpuError(f"the part {part:g} is greater than the whole {whole:g} ('{name}')")
    return ratio(part, whole, f"'{name}'")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
