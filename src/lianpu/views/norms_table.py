"""Rules and plants as a table: the light, the plant's own figure, the rule with its badge, and what would make it green."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lianpu.engine.norms import Colour, Light
from lianpu.library.load import Library
from lianpu.library.rules import Rule
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import plain
from lianpu.views.plain_json import as_json
from lianpu.views.table import Table, column
from lianpu.views.wording import stage_name, t

COLUMNS = ("light", "good", "owner", "rule", "limit", "badge", "valid_from", "own_figure", "library_typical", "why", "suggestion")


def norms_table(found: Iterable[Light], dossier: Dossier, lang: str) -> Table:
    """A row for every plant and rule."""
    listed = list(found)
    rules = {rule.row_id: rule for rule in dossier.library.rules}
    columns = [*(column(k, lang) for k in COLUMNS), column("claims", lang, "claims"), column("rows", lang, "rows")]
    rows = [_row(light, rules[light.rule], dossier.library, lang) for light in listed]
    return Table("norms", _title(listed, lang), tuple(columns), tuple(rows), t("norms.note", lang))


def norms_json(found: Iterable[Light], dossier: Dossier, lang: str) -> dict[str, Any]:
    """``lights[]`` with the rule in full, words for why and what to do; ``counts`` by colour."""
    listed = list(found)
    rules = {rule.row_id: rule for rule in dossier.library.rules}
    lights = [
        {
            **as_json(light), "rule": as_json(rules[light.rule]), "why": _why(light, lang),
            "suggestion": _suggestion(light, rules[light.rule], lang),
        }
        for light in listed
    ]  # fmt: skip
    return {"counts": {c.value: sum(light.colour is c for light in listed) for c in Colour}, "lights": lights}


def _title(found: list[Light], lang: str) -> str:
    counts = {c.value: sum(light.colour is c for light in found) for c in Colour}
    return t("norms.title", lang, **counts)


def _row(light: Light, rule: Rule, library: Library, lang: str) -> dict[str, Any]:
    plants = t(f"plants.{rule.plants}", lang) if rule.plants else ""
    condition = t(f"rule_condition.{rule.condition}", lang) if rule.condition else ""
    subject = t("list.comma", lang).join(filter(None, (plants, condition)))
    name = t(f"quantity.{rule.quantity}", lang)
    return {
        "light": t(f"colour.{light.colour}", lang), "good": stage_name(light.good, library, lang), "owner": light.owner or "–",
        "rule": f"{name}{t('norms.of', lang, what=subject)}" if subject else name,
        "limit": limit_words(rule, lang), "badge": t(f"rule_status.{rule.status}", lang), "valid_from": rule.valid_from or "–",
        "own_figure": plain(light.own, lang) if light.own else "–",
        "library_typical": plain(light.typical, lang) if light.typical else "–",
        "why": _why(light, lang), "suggestion": _suggestion(light, rule, lang), "claims": light.claims,
        "rows": (light.rule, *light.rows),
    }  # fmt: skip


def limit_words(rule: Rule, lang: str) -> str:
    """``≤ 13,000 kWh/t``."""
    assert rule.value is not None  # a limit has a number
    return f"{t(f'operator.{rule.operator}', lang)} {plain(rule.value, lang)} {rule.unit}"


def _why(light: Light, lang: str) -> str:
    return t(f"light_because.{light.because}", lang)


def _suggestion(light: Light, rule: Rule, lang: str) -> str:
    if light.because in ("no_figure", "partly"):
        quantity = t(f"quantity.{rule.quantity}", lang)
        return t("norms.tell", lang, quantity=quantity, unit=rule.unit)
    if light.change is None or light.own is None:
        return ""
    key = "norms.lower" if light.change < 0 else "norms.raise"
    share = abs(light.change) / abs(light.own.typical) if light.own.typical else 0.0
    return t(key, lang, by=plain(abs(light.change), lang), unit=rule.unit, share=f"{share:.1%}", limit=limit_words(rule, lang))
