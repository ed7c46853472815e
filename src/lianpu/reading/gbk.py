"""The byte side of the damage: what two GBK bytes show once full-width ASCII is folded and private codes are dropped."""

from __future__ import annotations

from functools import lru_cache

LEADS = range(0x81, 0xFF)
_FOLDED = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH = {shown: chr(code) for code, shown in _FOLDED.items()}


def decode(lead: int, trail: int) -> str | None:
    """The character of a byte pair; None where the pair is private or not assigned, so that nothing is shown."""
    try:
        char = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return None
    return None if "\ue000" <= char <= "\uf8ff" else char


@lru_cache(maxsize=4096)
def encode(shown: str) -> tuple[int, int] | None:
    """The byte pair that shows this character (``,`` is shown by A3AC); None for what GBK lacks."""
    raw = _FULL_WIDTH.get(shown, shown).encode("gb18030", "replace")
    return (raw[0], raw[1]) if len(raw) == 2 else None


@lru_cache(maxsize=1)
def hidden_pairs() -> dict[int, frozenset[int]]:
    """For every first byte, the second bytes, themselves first bytes of a character, with which it shows nothing.

    80 begins no character, but can be the second byte of one.
    """
    return {lead: frozenset(t for t in LEADS if decode(lead, t) is None) for lead in (0x80, *LEADS)}
