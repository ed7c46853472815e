"""The suspects and contradictions of a reconciliation in the one shape of findings."""

from __future__ import annotations

from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.reconcile.adjust import Contradiction, Reconciliation
from lianpu.ledger.reconcile.problem import Measurement
from lianpu.ledger.reconcile.suspects import Suspect

#: Standard deviations to each side of what the rest makes of a quantity, as its band.
BAND = 2.0


def findings_of(found: Reconciliation) -> list[Finding]:
    """``gross_error``: the first reading's figure against what the others make it (``low`` to ``high``, ``suggested``),
    where they tell; ``exact_contradiction``: exact figures that cannot be together. ``readings`` are in ``words``."""
    readings = {m.id: m for m in found.problem.measurements}
    units = {q.name: q.unit for q in found.quantities}
    return [
        *(_contradictory(c, readings) for c in found.contradictions),
        *(_gross(suspect, readings, units) for suspect in found.suspects),
    ]


def _gross(suspect: Suspect, readings: dict[str, Measurement], units: dict[str, str]) -> Finding:
    first = readings[suspect.readings[0]]
    band = {name: (value - BAND * sd, value, value + BAND * sd) for name, value, sd in suspect.instead}
    low, suggested, high = band.get(first.id, (None, None, None))
    return Finding(
        "gross_error",
        Severity.ERROR if len(suspect.readings) == 1 else Severity.DOUBT,
        _claims(suspect.readings, readings),
        first.value,
        units[first.quantity] or "1",
        low,
        high,
        suggested=suggested,
        words=(("readings", ", ".join(suspect.readings)),),
    )


def _contradictory(contradiction: Contradiction, readings: dict[str, Measurement]) -> Finding:
    words = (("readings", ", ".join(contradiction.exact)), ("balances", ", ".join(contradiction.balances)))
    return Finding("exact_contradiction", Severity.ERROR, _claims(contradiction.exact, readings), words=words)


def _claims(names: tuple[str, ...], readings: dict[str, Measurement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for name in names for claim in readings[name].claims))
