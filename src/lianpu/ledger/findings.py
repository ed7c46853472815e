"""What a comparison of claims found: a code that the views put in words, the claims, the figure and its band.

One shape for checks, conflicts, identities and reconciliation, so that one table and one JSON shows them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """``error``: cannot be as printed; ``doubt``: unlikely; ``note``: worth knowing."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit, or that follows, with all that is needed to follow it back.

    ``claims`` are ids, the claim in question first. ``figure`` is what the claims imply, in ``unit``; ``low`` and
    ``high`` are the band it was held against, ``rows`` the library rows the band comes from. ``suggested`` is the
    value that would fit, where there is one. ``words`` fill the sentence of ``code`` in the views.
    """

    code: str
    severity: Severity
    claims: tuple[str, ...]
    figure: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    rows: tuple[str, ...] = ()
    suggested: float | None = None
    words: tuple[tuple[str, str], ...] = ()
