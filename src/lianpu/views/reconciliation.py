"""A reconciliation as text, and as the JSON of ``lianpu ledger reconcile``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from lianpu.ledger.reconcile.adjust import QuantityResult, Reconciliation, Standing
from lianpu.ledger.reconcile.problem import Measurement
from lianpu.ledger.reconcile.suspected import findings_of
from lianpu.ledger.reconcile.suspects import Suspect
from lianpu.reading.claims import KINDS_WITH_QUANTITY
from lianpu.views.numbers import Scale, scale
from lianpu.views.table import Column, Kind, Table, printed
from lianpu.views.wording import listed, t

DIGITS = 6
_CODE = re.compile(r"\((\w+)\)")
#: Rules by which a figure follows that no claim states.
RULES = frozenset({"by_growth", "by_sum", "growth_back", "average_growth", "rest", "share_of_whole", "part_over_share"})
COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("name", "text"), ("unit", "text"), ("read", "number"), ("adjusted", "number"), ("deviation", "number"),
    ("normalised", "number"), ("standing", "text"),
)  # fmt: skip


def reconciliation_text(found: Reconciliation, lang: str) -> str:
    """What was found in sentences, then a line for each quantity."""
    return "\n".join([*_sentences(found, lang), "", printed(_quantities(found, lang), lang)])


def reconciliation_json(found: Reconciliation, lang: str) -> dict[str, Any]:
    """Every figure of the result, stable keys (docs/reconcile.md)."""
    return {
        "solved": found.solved,
        "chi2": found.chi2,
        "dof": found.dof,
        "p": found.p,
        "gross_error": found.gross_error,
        "quantities": [_quantity_json(found, result) for result in found.quantities],
        "measurements": [
            {**_reading_json(m.reading), "deviation": m.deviation, "normalised": m.normalised, "suspect": m.suspect}
            for m in found.measurements
        ],
        "undetermined": [q.name for q in found.quantities if q.standing is Standing.UNDETERMINED],
        "withheld": [q.name for q in found.quantities if q.standing is Standing.WITHHELD],
        "suspects": [_suspect_json(suspect) for suspect in found.suspects],
        "findings": [asdict(f) | {"words": dict(f.words)} for f in findings_of(found)],
        "contradictions": [asdict(c) for c in found.contradictions],
        "balances": [asdict(e) for e in found.problem.equations],
        "converged": found.converged,
        "steps": found.steps,
        "condition": found.condition,
        "imbalance": found.left,
        "input_hash": hashlib.sha256(repr(found.problem).encode()).hexdigest()[:16],
        "text": list(_sentences(found, lang)),
    }


def _quantity_json(found: Reconciliation, result: QuantityResult) -> dict[str, Any]:
    claims = [c for m in found.problem.measurements if m.quantity == result.name for c in m.claims]
    return {
        "name": result.name, "unit": result.unit or "1", "standing": result.standing, "adjusted": result.adjusted,
        "sd": result.sd, "claims": list(dict.fromkeys(claims)),
    }  # fmt: skip


def _reading_json(reading: Measurement) -> dict[str, Any]:
    return {
        "id": reading.id, "quantity": reading.quantity, "value": reading.value, "sd": reading.sd,
        "claims": list(reading.claims),
    }  # fmt: skip


def _suspect_json(suspect: Suspect) -> dict[str, Any]:
    return {
        "measurements": list(suspect.readings),
        "normalised": suspect.normalised,
        "chi2_without": suspect.chi2,
        "dof_without": suspect.dof,
        "p_without": suspect.p,
        "instead": [{"measurement": name, "value": value, "sd": sd} for name, value, sd in suspect.instead],
        "others": list(suspect.others),
    }


def _sentences(found: Reconciliation, lang: str) -> Iterator[str]:
    yield from _unsolved(found, lang)
    if not found.solved:
        return
    if found.p is None or found.chi2 is None:
        yield t("reconcile.unchecked", lang)
    else:
        verdict = "gross" if found.gross_error else "sound"
        yield t(f"reconcile.{verdict}", lang, chi2=_number(found.chi2), dof=found.dof, p=f"{found.p:.2g}")
    for suspect in found.suspects:
        yield from _suspected(found, suspect, lang)
    for standing in (Standing.WITHHELD, Standing.UNDETERMINED):
        names = [_label(q.name, lang) for q in found.quantities if q.standing is standing]
        if names:
            yield t(f"reconcile.{standing}", lang, names=listed(names, lang), count=len(names))


def _unsolved(found: Reconciliation, lang: str) -> Iterator[str]:
    readings, units = {m.id: m for m in found.problem.measurements}, {q.name: q.unit for q in found.quantities}
    for contradiction in found.contradictions:
        exact = listed((_reading(readings[name], units, lang) for name in contradiction.exact), lang)
        balances = listed((_label(b, lang) for b in contradiction.balances), lang) or t("reconcile.one_quantity", lang)
        yield t("reconcile.contradiction", lang, exact=exact or t("none", lang), balances=balances)
    if not found.converged:
        yield t("reconcile.not_converged", lang, steps=found.steps)


def _suspected(found: Reconciliation, suspect: Suspect, lang: str) -> Iterator[str]:
    readings = {m.id: m for m in found.problem.measurements}
    units = {q.name: q.unit for q in found.quantities}
    names = listed((_reading(readings[name], units, lang) for name in suspect.readings), lang)
    code = "suspect" if len(suspect.readings) == 1 else "suspects_alike"
    after = t("reconcile.unchecked_rest", lang) if suspect.p is None else f"p = {suspect.p:.2g}"
    yield t(f"reconcile.{code}", lang, names=names, z=_number(suspect.normalised), after=after)
    for name, value, sd in suspect.instead:
        told = _told(value, sd, _shown(readings[name].value, units[readings[name].quantity], readings[name].claims, lang))
        yield t("reconcile.instead", lang, name=_label(name, lang), value=told)
    if suspect.others:
        yield t("reconcile.others", lang, names=listed((_label(name, lang) for name in suspect.others), lang))


def _reading(reading: Measurement, units: Mapping[str, str], lang: str) -> str:
    told = _told(reading.value, reading.sd, _shown(reading.value, units[reading.quantity], reading.claims, lang))
    claims = t("reconcile.claims", lang, claims=", ".join(reading.claims)) if reading.claims else ""
    return f"{_label(reading.id, lang)} ({told}){claims}"


def _quantities(found: Reconciliation, lang: str) -> Table:
    columns = tuple(Column(key, t(f"reconcile.{key}", lang), kind=kind) for key, kind in COLUMNS)
    rows = tuple(_row(found, result, lang) for result in found.quantities)
    return Table("reconciliation", t("reconcile.title", lang), columns, rows)


def _row(found: Reconciliation, result: QuantityResult, lang: str) -> dict[str, str]:
    own = [m for m in found.measurements if m.reading.quantity == result.name]
    claims = any(m.reading.claims for m in found.measurements)
    shown = _shown(result.adjusted or (own[0].reading.value if own else 0.0), result.unit, claims, lang)
    adjusted = "" if result.adjusted is None else _with_spread(result.adjusted, result.sd or 0.0, shown)
    return {
        "name": _label(result.name, lang),
        "unit": shown.name or "1",
        "read": "; ".join(_with_spread(m.reading.value, m.reading.sd, shown) for m in own),
        "adjusted": adjusted,
        "deviation": "; ".join(_number(m.deviation * shown.factor) for m in own if m.deviation is not None),
        "normalised": "; ".join("–" if m.normalised is None else f"{m.normalised:.2f}" for m in own),
        "standing": t(f"standing.{result.standing}", lang),
    }


def _shown(size: float, unit: str, claims: object, lang: str) -> Scale:
    """The figures of a file in the unit that it gives; those of claims, kept in base units, in the one that reads best."""
    return scale(size, unit or "1", lang) if claims else Scale(1.0, "", f" {unit}" if unit else "")


def _told(value: float, sd: float, shown: Scale) -> str:
    figures = _with_spread(value, sd, shown) if sd else _number(value * shown.factor)
    return f"{shown.before}{figures}{shown.after}"


def _with_spread(value: float, sd: float, shown: Scale) -> str:
    return f"{_number(value * shown.factor)} ± {_number(sd * shown.factor)}"


def _label(name: str, lang: str) -> str:
    """The name of a quantity or a balance of the ledger with its kinds and rules in words."""
    return _CODE.sub(lambda found: f"({_kind_words(found[1], lang) or found[1]})", name)


def _kind_words(code: str, lang: str) -> str | None:
    if code in RULES:
        return t(f"rule.{code}", lang)
    return t(f"kind.{code}", lang) if code in KINDS_WITH_QUANTITY else None


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"
