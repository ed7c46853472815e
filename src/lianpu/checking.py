"""The checks of a ledger with the library's bands: the one place where the two rooms beside each other meet for them."""

from __future__ import annotations

from pathlib import Path

from lianpu.ledger.bands import Band, Bands
from lianpu.ledger.checks import Checked, check
from lianpu.ledger.places import within
from lianpu.ledger.queries import AsKnown, LedgerClaim
from lianpu.ledger.store import Ledger
from lianpu.library.bands import plausible
from lianpu.library.load import Library, load_library


def bands_of(library: Library) -> Bands:
    """The library's bands as the checks of the ledger take them."""
    return Bands(
        Band(p.numerator, p.good_id, p.unit, p.first, p.last, p.value.low, p.value.typical, p.value.high, p.rows, p.source)
        for p in plausible(library)
    )


def check_ledger(
    address: str | Path, *, place: str | None = None, library: Path | None = None, as_known: AsKnown = None
) -> tuple[Checked, dict[str, LedgerClaim], Library]:
    """The findings of a ledger, of a place where one is named; beside them its claims by id, and the library.

    All claims are compared, so that a province's figure can contradict a city's; ``place`` keeps the findings of which
    a claim lies in it. ``as_known`` leaves out what the ledger had not learnt by that day. Raises :class:`LianpuError`
    for a ledger or library that cannot be read.
    """
    shelf = load_library(library)
    with Ledger.open(address, create=False) as ledger:
        claims = ledger.claims(as_known=as_known)
    by_id = {claim.id: claim for claim in claims}
    checked = check(claims, bands_of(shelf))
    return (_of_place(checked, by_id, place) if place else checked), by_id, shelf


def _of_place(checked: Checked, claims: dict[str, LedgerClaim], place: str) -> Checked:
    def here(ids: tuple[str, ...]) -> bool:
        return any(within(_place(claims[i]), place) for i in ids if i in claims)

    findings = tuple(finding for finding in checked.findings if here(finding.claims))
    return Checked(findings, tuple(d for d in checked.derived if here(d.parents)), checked.ran)


def _place(kept: LedgerClaim) -> str | None:
    return kept.claim.place or kept.document.default_place
