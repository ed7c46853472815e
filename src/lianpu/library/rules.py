"""Rules that plants and goods are held to: limits of norms, quotas, market rules, with how sure their text is.

``status`` says what the number rests on: *final* (in force as published), *draft*, *leaked* (approved text that was not
yet published), *belief* (recalled or second-hand, the text not read), *superseded*, *refuted* (do not use).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lianpu.library.goods import Good
from lianpu.library.tables import Record, Row, read_table, suggestion
from lianpu.units import Range

COLUMNS = (
    "id kind scope goods condition plants region quantity item operator low typical high unit text valid_from valid_until"
    " status law year source_title source_url quality note"
)
#: ``limit``: a plant's duty; ``market``: a condition of selling somewhere; ``reference``: told beside them;
#: ``permission``: whether new capacity may be built, in ``text``.
KINDS = ("limit", "market", "reference", "permission")
#: What a permission says of new capacity; no row says nothing.
PERMISSIONS = ("encouraged", "conditional", "replacement_only", "restricted")
STATUSES = ("final", "draft", "leaked", "belief", "superseded", "refuted")
OPERATORS = ("<", "<=", "=", ">=", ">", "in")
#: What of a plant a rule looks at; empty for a rule that is a text, a date or a number of a market.
QUANTITIES = (
    "electricity", "reduction_electricity", "energy", "efficiency", "utilisation", "green_share", "energy_density",
    "specific_capacity", "cycles", "recovery_lithium", "recovery_electrode_powder", "recycled_lithium", "research_share",
    "capital_ratio", "direct_alloying", "carbon_per_energy",
)  # fmt: skip
PLANTS = ("new", "existing")


@dataclass(frozen=True, slots=True)
class Rule:
    """``value`` in ``unit`` (None for a rule that is a ``text``). ``plants``: new, existing, or empty for both.

    ``condition`` is what a plant must be beside that for the rule to speak of it (p_type, power, grade 1); ``region``
    where it holds: China, a province, EU. ``valid_from`` and ``valid_until`` are ISO dates or their beginnings, or empty.
    """

    row_id: str
    kind: str
    scope: str
    goods: tuple[str, ...]
    condition: str
    plants: str
    region: str
    quantity: str
    item: str
    operator: str
    value: Range | None
    unit: str
    text: str
    valid_from: str
    valid_until: str
    status: str
    law: str
    note: str

    def met_by(self, value: float) -> bool:
        """Whether a value in the rule's unit keeps the rule."""
        assert self.value is not None
        low, high = self.value.low, self.value.high
        return {
            "<": value < high, "<=": value <= high, "=": low <= value <= high, ">=": value >= low, ">": value > low,
            "in": low <= value <= high,
        }[self.operator]  # fmt: skip

    def holds_on(self, day: str) -> bool:
        """Whether the rule is in force on an ISO date (or its beginning); one without a date has not come into force."""
        return bool(self.valid_from) and self.valid_from <= day <= (self.valid_until or "9999")


def read_rules(folder: Path, goods: dict[str, Good], name: str = "rules") -> tuple[tuple[Rule, ...], list[Row]]:
    """``rules.csv``. A rule has a number or a text; a plant's limit names its goods and its quantity."""
    records = read_table(folder, name, COLUMNS)
    rules = tuple(_rule(record, goods) for record in records)
    rows = [
        record.source(f"{rule.scope}: {rule.item}", rule.value, rule.unit, rule.valid_from or record.text("year"))
        for record, rule in zip(records, rules, strict=True)
        if rule.value is not None
    ]
    return rules, rows


def _rule(record: Record, goods: dict[str, Good]) -> Rule:
    named = tuple(filter(None, record.optional("goods").split(";")))
    for good in named:
        if good not in goods:
            raise record.error(f"unknown good '{good}'", suggestion(good, goods))
    quantity = record.choice("quantity", QUANTITIES, "quantity") if record.optional("quantity") else ""
    kind = record.choice("kind", KINDS, "kind")
    value = record.range() if record.optional("low") else None
    if value is None and not record.optional("text"):
        raise record.error("neither a number nor a text")
    if kind == "limit" and (value is None or not quantity):
        raise record.error("a limit needs a number and a quantity", "call it a reference")
    if kind == "permission":
        record.choice("text", PERMISSIONS, "permission")
    return Rule(
        record.id, kind, record.text("scope"), named, record.optional("condition"),
        record.choice("plants", PLANTS, "value of 'plants'") if record.optional("plants") else "",
        record.text("region"), quantity, record.text("item"), record.choice("operator", OPERATORS, "operator"),
        value, record.text("unit"), record.optional("text"), record.optional("valid_from"),
        record.optional("valid_until"), record.choice("status", STATUSES, "status"), record.text("law"),
        record.optional("note"),
    )  # fmt: skip
