"""How much of the country's metal is recycled already."""

from __future__ import annotations

from dataclasses import dataclass

from lianpu.library.load import Library


@dataclass(frozen=True, slots=True)
class ShareNow:
    """The share of recycled metal in all supply of a year."""

    year: int
    share: float
    rows: tuple[str, ...]


def aluminium(library: Library) -> ShareNow | None:
    """Recycled over recycled and primary aluminium, in the newest year of which both are told."""
    primary = {row.year: row for row in library.market.of("primary_aluminium", "production")}
    for row in reversed(library.market.of("recycled_aluminium", "production")):
        if row.year in primary:
            other = primary[row.year]
            share = row.value.typical / (row.value.typical + other.value.typical)
            return ShareNow(row.year, share, (row.row_id, other.row_id))
    return None
