"""The state of regions at a date: as text, and as the JSON of ``lianpu ledger state``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianpu.ledger.resolve import CapacityStatement
from lianpu.ledger.state import CapacityRow, PlantState, RegionState
from lianpu.ledger.tranches import Against
from lianpu.library.load import Library
from lianpu.system.model import STATUS_CLASS
from lianpu.units import Range
from lianpu.views.numbers import amount, capacity_unit
from lianpu.views.wording import good_name, listed, region_name, stage_name, t


def states_text(states: Sequence[RegionState], library: Library, lang: str) -> str:
    """A block of lines for each region: product, status, size, why; how many claims stand against it."""
    told = [_region_text(state, library, lang) for state in states if state.rows]
    return "\n\n".join(told) if told else t("state.none", lang)


def states_json(states: Sequence[RegionState], library: Library, lang: str, ledger: str) -> dict[str, Any]:
    """``totals``, ``plants`` and ``unused`` of all regions (docs/json.md)."""
    return {
        "ledger": ledger,
        "at": states[0].at if states else None,
        "totals": [_row_json(row, library, lang) for state in states for row in state.rows],
        "plants": [plant_json(plant, library, lang) for state in states for plant in state.plants],
        "unused": [
            {"claim": u.claim, "reason": u.reason, "text": t(f"reason.{u.reason}", lang)}
            for state in states
            for u in state.unused
        ],
    }


def why_row(row: CapacityRow, library: Library, lang: str) -> str:
    """Why a row says what it says: the rules that made it, and what of it is known by name."""
    reasons = [t(f"state_reason.{reason}", lang) for reason in row.reasons]
    if not reasons:
        reasons = [t("state_reason.stated", lang, claims=len(row.claims))]
    statuses = {status for _, status, _ in row.of_which}
    if len(row.of_which) > 1 or statuses != {row.status}:
        parts = [
            f"{_name(good, '', library, lang)} {t(f'status.{status}', lang)} {amount(value, capacity_unit(row.unit), lang)}"
            for good, status, value in row.of_which
        ]
        reasons.append(t("state.of_which", lang, parts=listed(parts, lang)))
    if row.against:
        reasons.append(t("state.against", lang, claims=len({a.claim for a in row.against})))
    return t("state.join", lang).join(reasons)


def _region_text(state: RegionState, library: Library, lang: str) -> str:
    head = t("state.head", lang, place=region_name(state.place, lang), at=state.at or t("state.all_told", lang))
    lines = [
        t(
            "state.row",
            lang,
            product=_name(row.product_id, row.product, library, lang),
            status=t(f"status.{row.status}", lang),
            size=_size(row, lang),
            why=why_row(row, library, lang),
        )
        for row in state.rows
    ]
    return "\n".join([head, *lines])


def _row_json(row: CapacityRow, library: Library, lang: str) -> dict[str, Any]:
    return {
        "place": row.place,
        **_product(row.product_id, row.product, library, lang),
        "status": row.status,
        "status_class": STATUS_CLASS.get(row.status),
        "value": _number(row.value),
        "low": _number(row.low),
        "high": _number(row.high),
        "unit": row.unit,
        "size": _size(row, lang),
        "since": row.since,
        "claims": list(row.claims),
        "against": [_against(a) for a in row.against],
        "reasons": list(row.reasons),
        "why": why_row(row, library, lang),
        "of_which": [
            {"product": _name(good, good, library, "zh"), "status": status, "value": _number(value)}
            for good, status, value in row.of_which
        ],
    }


def plant_json(plant: PlantState, library: Library, lang: str) -> dict[str, Any]:
    """A plant with its tranches (docs/json.md)."""
    return {
        "owner": plant.owner,
        "place": plant.place,
        **_product(plant.product_id, plant.product, library, lang),
        "tranches": [_tranche_json(tranche, lang) for tranche in plant.tranches],
    }


def _tranche_json(c: CapacityStatement, lang: str) -> dict[str, Any]:
    return {
        "status": c.status, "status_class": STATUS_CLASS.get(c.status), "value": _number(c.value), "low": _number(c.low),
        "high": _number(c.high), "unit": c.unit, "size": _size(c, lang), "bound": c.bound, "phase": c.phase,
        "rest_of_total": c.rest, "since": c.since, "expected": c.expected,
        "claims": list(c.claims), "against": [_against(a) for a in c.against],
        "why": t("state.join", lang).join(t(f"state_reason.{r}", lang) for r in c.reasons),
    }  # fmt: skip


def _product(product_id: str, printed: str, library: Library, lang: str) -> dict[str, Any]:
    """The product by its Chinese name, as the tables of the ledger name it; ``stage`` in the language asked for."""
    known = product_id in library.goods
    return {
        "product": good_name(product_id, library, "zh") if known else printed,
        "product_id": product_id or None,
        "stage": stage_name(product_id, library, lang) if known else None,
        "chain": library.goods[product_id].chain or None if known else None,
    }


def _name(product_id: str, printed: str, library: Library, lang: str) -> str:
    return good_name(product_id, library, lang) if product_id in library.goods else printed or product_id


def _size(of: CapacityRow | CapacityStatement, lang: str) -> str:
    return amount(Range(of.low, of.value, of.high), capacity_unit(of.unit), lang)


def _against(against: Against) -> dict[str, str]:
    return {"claim": against.claim, "reason": against.reason}


def _number(value: float) -> float:
    """Without the dust of binary sums: twelve digits are more than any document prints."""
    return float(f"{value:.12g}")
