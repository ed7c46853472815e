"""Claims for the tests of checks: from rows of a table of dated claims, and made directly."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lianpu.ledger.checks import Checked, check
from lianpu.ledger.importing import COLUMNS, import_claims
from lianpu.ledger.queries import Document, LedgerClaim
from lianpu.ledger.rows import claim_ids
from lianpu.reading.claims import Claim, DateSpan

FIELDS = (
    "kind", "subject", "chain", "stage", "product", "value", "unit", "qualifier", "status", "place", "as_of_date",
    "valid_year",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Claims with the names of their rows: ``names`` turns a claim's id into R1, R2 …"""

    claims: tuple[LedgerClaim, ...]
    names: dict[str, str]

    def rows(self, ids: Sequence[str]) -> set[str]:
        return {self.names[i] for i in ids}


def told(path: Path) -> Told:
    """The claims of a table as a ledger holds them."""
    claims: list[LedgerClaim] = []
    names: dict[str, str] = {}
    for reading in import_claims(path).readings:
        source = a_document(reading.name, sha256=reading.sha256, kind="import", published=reading.published)
        ids = dict(zip((c.id for c in reading.claims), claim_ids(reading), strict=True))
        for printed in reading.claims:
            kept = replace(printed, id=ids[printed.id], part_of=printed.part_of and ids[printed.part_of])
            names[kept.id] = printed.id
            claims.append(LedgerClaim(kept, kept, source, None, ()))
    return Told(tuple(claims), names)


def write_rows(path: Path, rows: Sequence[str], published: str = "2024-03-01") -> Path:
    """A table from lines such as ``capacity|甲公司|pv|wafer|切片|5|GW/年||operating|某市|2020-12|2020``: R1, R2 …

    A thirteenth cell names the source; without one all rows are of one source.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number, line in enumerate(rows, 1):
            cells = [cell.strip() for cell in line.split("|")]
            source = cells[12] if len(cells) > 12 else "公报"
            row = dict(zip(FIELDS, cells, strict=False)) | {"claim_id": f"R{number}", "source_title": source}
            writer.writerow(row | {"source_url": f"https://example.org/{source}", "source_date": published})
    return path


def altered(rows: Sequence[str], number: int, factor: float) -> list[str]:
    """The rows with the value of the ``number``-th (from 0) times ``factor``."""
    cells = rows[number].split("|")
    cells[5] = f"{float(cells[5]) * factor:.10g}"
    return [*rows[:number], "|".join(cells), *rows[number + 1 :]]


def codes(found: Checked, *severities: str) -> list[str]:
    return [f.code for f in found.findings if not severities or f.severity in severities]


def a_document(name: str = "a.txt", **changes: Any) -> Document:
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(name.encode()).hexdigest(), "name": name, "kind": "text", "encoding": "utf-8",
        "published": None, "source": None, "default_place": None, "lang": "zh", "reader": "r1", "added_at": "",
        "read_at": "",
    }  # fmt: skip
    return Document(**values | changes)


def kept(claim_id: str, kind: str, value: float | None, unit: str | None, **changes: Any) -> LedgerClaim:
    """A claim of a ledger; ``start`` and ``end`` are its date, ``document`` the name of its document."""
    document = changes.pop("document", "a.txt")
    published = changes.pop("published", None)
    start = changes.pop("start", None)
    date = DateSpan(start, changes.pop("end", start)) if start else None
    bound = changes.pop("bound", "exact" if value is not None else None)
    claim = Claim(claim_id, kind, value=value, unit=unit, bound=bound, date=date, **changes)
    return LedgerClaim(claim, claim, a_document(document, published=published), None, ())


def checked(*claims: LedgerClaim) -> Checked:
    return check(claims)
