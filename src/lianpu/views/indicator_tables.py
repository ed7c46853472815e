"""Indicators as tables and JSON: published cases beside what is computed, and the list of definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isinf
from typing import Any

from lianpu.engine.indicators.published import Compared
from lianpu.engine.indicators.registry import Variant
from lianpu.views.table import Table, column
from lianpu.views.wording import t

#: Digits with which a result is shown beside a case.
DIGITS = 10


def cases_table(compared: Iterable[Compared], lang: str) -> Table:
    """A row for every case: expected, got, tolerance, and whether they agree."""
    results = list(compared)
    keys = ("id", "indicator", "variant", "expected", "got", "tolerance", "agrees")
    agree = sum(result.agrees for result in results)
    title = t("cases.title", lang, agree=agree, all=len(results))
    return Table("cases", title, tuple(column(k, lang) for k in keys), tuple(_case(r, lang) for r in results))


def cases_json(compared: Iterable[Compared]) -> dict[str, Any]:
    """``cases[]``, how many agree and differ."""
    results = list(compared)
    agree = sum(result.agrees for result in results)
    return {"agree": agree, "differ": len(results) - agree, "cases": [_case_json(result) for result in results]}


def variants_table(variants: Iterable[Variant], lang: str) -> Table:
    """Every definition with its inputs (in brackets those that may be left out), unit and source."""
    keys = ("indicator", "name", "variant", "inputs", "unit", "source")
    rows = [
        {
            "indicator": v.indicator, "name": t(f"indicator.{v.indicator}", lang), "variant": v.name,
            "inputs": ", ".join(k if k in v.required else f"[{k}]" for k in v.kinds), "unit": v.unit, "source": v.source,
        }
        for v in variants
    ]  # fmt: skip
    return Table("variants", t("variants.title", lang), tuple(column(k, lang) for k in keys), tuple(rows))


def variants_json(variants: Iterable[Variant]) -> dict[str, Any]:
    return {
        "variants": [
            {
                "indicator": v.indicator, "variant": v.name, "unit": v.unit, "source": v.source,
                "inputs": [{"name": k, "required": k in v.required} for k in v.kinds],
                "means": " ".join((v.formula.__doc__ or "").split()),
            }
            for v in variants
        ]
    }  # fmt: skip


def _case(result: Compared, lang: str) -> Mapping[str, str]:
    case = result.case
    return {
        "id": case.id, "indicator": case.indicator, "variant": result.variant,
        "expected": _shown(case.expected, lang), "got": result.error or _shown(result.got, lang) + _partly(result, lang),
        "tolerance": f"{case.tolerance:g}", "agrees": t(f"cases.{'agrees' if result.agrees else 'differs'}", lang),
    }  # fmt: skip


def _partly(result: Compared, lang: str) -> str:
    got = result.got
    if not isinstance(got, list) or not 0 < result.compared < len(got):
        return ""
    return t("cases.first", lang, count=len(got), compared=result.compared)


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_shown(v, lang) for v in value)}]"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return t("cases.endless", lang) if isinf(value) else f"{value:.{DIGITS}g}"


def _case_json(result: Compared) -> dict[str, Any]:
    case = result.case
    return {
        "id": case.id, "indicator": case.indicator, "variant": result.variant or None, "unit": result.unit or None,
        "expected": case.expected, "got": _finite(result.got), "tolerance": case.tolerance, "compared": result.compared,
        "agrees": result.agrees, "error": result.error, "source": case.source,
    }  # fmt: skip


def _finite(value: Any) -> Any:
    """JSON has no infinity: null stands for a time without end."""
    if isinstance(value, list):
        return [_finite(v) for v in value]
    return None if isinstance(value, float) and isinf(value) else value
