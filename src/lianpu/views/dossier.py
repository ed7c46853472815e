"""All that the views show of one answer: the answer, the library behind it, the documents and the sentences."""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.engine.answer import Answer
from lianpu.ledger.conflicts import Conflict
from lianpu.ledger.dating import Dating
from lianpu.library.load import Library
from lianpu.reading.claims import Claim


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with the sentence that it stands in: ``sentence[mark[0]:mark[1]]`` is the claim's clause in the repaired
    text, ``original`` the same clause as the file has it."""

    id: str
    claim: Claim
    document: str
    sentence: str
    mark: tuple[int, int]
    original: str
    rejected: bool = False

    @property
    def found_in(self) -> str:
        """The document's name, with the page or cell where its file has such."""
        return f"{self.document}, {self.claim.where}" if self.claim.where else self.document


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """A document of the ledger: what it prints of itself, and what time it turns out to describe."""

    name: str
    sha256: str
    kind: str
    source: str | None
    published: str | None
    place: str | None
    claims: int
    repairs: int
    damage: tuple[str, ...]
    dating: Dating | None


@dataclass(frozen=True)
class Dossier:
    """``evidence`` holds every claim in force by id; ``ledger`` is a short hash of the documents in the ledger;
    ``made_by`` is the program's name and version with the library's hash; ``conflicts``: where claims about the region's
    capacity say otherwise than what counts."""

    answer: Answer
    library: Library
    documents: tuple[DocumentNote, ...]
    evidence: dict[str, Evidence]
    ledger: str
    made_by: str
    conflicts: tuple[Conflict, ...] = ()
