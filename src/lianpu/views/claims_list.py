"""The claims of one document as lines of text."""

from __future__ import annotations

from lianpu.reading.claims import Claim, Reading
from lianpu.views.evidence_tables import claim_quantity
from lianpu.views.wording import t


def claims_text(reading: Reading, lang: str) -> str:
    """One line a claim, with its clause."""
    if not reading.claims:
        return f"{reading.name}: {t('no_claims', lang)}"
    return "\n".join(f"{c.id}  {_claim(c, lang)}\n      {f'[{c.where}] ' if c.where else ''}{c.quote}" for c in reading.claims)


def _claim(claim: Claim, lang: str) -> str:
    parts = (
        t(f"kind.{claim.kind}", lang),
        claim.subject,
        claim.product,
        claim_quantity(claim, lang),
        claim.status and t(f"status.{claim.status}", lang),
        t(f"modality.{claim.modality}", lang),
        claim.place,
        claim.date and claim.date.start,
        *(f"! {t(f'flag.{flag}', lang)}" for flag in claim.flags),
    )
    return " · ".join(part for part in parts if part)
