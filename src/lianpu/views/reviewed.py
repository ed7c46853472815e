"""All that the views show of a reviewed draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lianpu.ledger.queries import LedgerClaim
from lianpu.library.load import Library
from lianpu.reading.claims import Reading
from lianpu.redpencil.compare import Compared
from lianpu.redpencil.marks import Mark
from lianpu.redpencil.verdicts import Verdict
from lianpu.views.dossier import Dossier


@dataclass(frozen=True)
class Reviewed:
    """The draft as read, its marks, all claims compared by id (the draft's and the ledger's), what the draft says of its
    region, the name of the ledger that it was held against (None: of none), and what changed against an ``older`` version
    with its name. ``verdicts`` are a person's words on marks; those that were ``dismissed`` are not among the ``marks``."""

    reading: Reading
    marks: tuple[Mark, ...]
    claims: Mapping[str, LedgerClaim]
    dossier: Dossier
    ledger: str | None
    dismissed: tuple[Mark, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    older: Reviewed | None = None
    compared: Compared | None = None

    @property
    def library(self) -> Library:
        return self.dossier.library
