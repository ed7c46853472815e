"""All that the views show of a reviewed draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lianpu.ledger.queries import LedgerClaim
from lianpu.library.load import Library
from lianpu.reading.claims import Reading
from lianpu.redpencil.compare import Compared
from lianpu.redpencil.marks import Mark
from lianpu.views.dossier import Dossier


@dataclass(frozen=True)
class Reviewed:
    """The draft as read, its marks, all claims compared by id (the draft's and the ledger's), what the draft says of its
    region, the name of the ledger that it was held against (None: of none), and what changed against an ``older`` version
    with its name."""

    reading: Reading
    marks: tuple[Mark, ...]
    claims: Mapping[str, LedgerClaim]
    dossier: Dossier
    ledger: str | None
    older: Reviewed | None = None
    compared: Compared | None = None

    @property
    def library(self) -> Library:
        return self.dossier.library
