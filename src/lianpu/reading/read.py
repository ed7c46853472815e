"""From a file to a reading: decoded, repaired, its own facts, its claims, each with its evidence in the original."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from pathlib import Path

from lianpu import __version__
from lianpu.reading import header
from lianpu.reading.about import main_place
from lianpu.reading.active import active
from lianpu.reading.claims import DIGITS_MAY_BE_MISSING, Claim, Reading
from lianpu.reading.doubts import doubts
from lianpu.reading.files import read_document
from lianpu.reading.llm.endpoint import endpoint
from lianpu.reading.repair import Repaired, repair
from lianpu.reading.source import Source
from lianpu.reading.table_claims import blanked, read_tables

READ_THROUGH_DAMAGE = "read through damaged text"
_DOUBTED = 0.5  # factor on the confidence of a claim for each of these
_HAN = re.compile(r"[\u3400-\u9fff]")

Extract = Callable[..., list[Claim]]


def read(path: Path, *, place: str | None = None, published: str | None = None) -> Reading:
    """Read a document. ``place`` is the region that it is about, and ``published`` the ISO day on which it came out,
    where it does not say so itself.

    Raises :class:`LianpuError` for a file that cannot be read (see :func:`read_document`).
    """
    from lianpu.reading.extract import extract

    return read_source(read_document(Path(path)), extract, place=place, published=published)


def read_source(
    source: Source,
    extract: Extract,
    *,
    place: str | None = None,
    published: str | None = None,
    repaired: Repaired | None = None,
) -> Reading:
    """The reading of a source, with any extractor of the signature of :func:`lianpu.reading.extract.extract`; ``repaired``
    is what :func:`repair` makes of it, where that is known."""
    repaired = repaired or repair(source)
    clean = repaired.clean
    published = header.published(clean) or source.published or published
    default_place = place or main_place(clean)
    tables, used = read_tables(clean, source.grids, repaired.offsets, extract, place=default_place, published=published)
    claims = extract(blanked(clean, used), default_place=default_place, published=published)
    claims += [replace(claim, id=f"c{n:03d}") for n, claim in enumerate(tables, len(claims) + 1)]
    claims = [claim for claim in claims if _finite(claim)]
    claims, model = _asked(claims, clean, source.name, default_place, published)
    return Reading(
        name=source.name,
        sha256=source.sha256,
        kind=source.kind,
        encoding=source.encoding,
        text=source.text,
        clean_text=clean,
        published=published,
        source=header.source(clean) or source.source,
        default_place=default_place,
        lang="zh" if _HAN.search(clean) else "en",
        repairs=tuple(one.to_json() for one in repaired.repairs),
        claims=tuple(_placed(claim, repaired, source) for claim in claims),
        reader=reader(model),
    )


def _finite(claim: Claim) -> bool:
    """False for a row of digits that no float holds: a broken file's, no quantity."""
    return all(isfinite(value) for value in (claim.value, claim.low, claim.high) if value is not None)


def _asked(
    claims: list[Claim], clean: str, name: str, place: str | None, published: str | None
) -> tuple[list[Claim], str | None]:
    """The claims with a model's help, and its name; as they are where none is named or it did not answer."""
    door = endpoint()
    if door is None:
        return claims, None
    from lianpu.reading.llm.door import with_model

    found, answered = with_model(claims, clean, door, document=name, place=place, published=published)
    return found, door.name if answered else None


def reader(model: str | None = None) -> str:
    """Who reads: the rules with their version, the user's lexicon by name and hash, the model that answered."""
    own = active()
    parts = (f"lianpu-rules {__version__}", own.path and f"{own.path.name} {own.digest}", model and f"model {model}")
    return " + ".join(part for part in parts if part)


def _placed(claim: Claim, repaired: Repaired, source: Source) -> Claim:
    """The claim with its span and page in the original and its words as repaired; flagged where it touches damage."""
    start, end = repaired.offsets.to_original(*claim.clean_span)
    quote = repaired.clean[slice(*claim.clean_span)]
    claim = replace(claim, span=(start, end), quote=quote, where=source.where(start))
    flags = [*doubts(claim, quote)]
    flags += [DIGITS_MAY_BE_MISSING] if claim.has_quantity and repaired.doubts(*claim.clean_span) else []
    flags += [READ_THROUGH_DAMAGE] if repaired.guessed(*claim.clean_span) else []
    return replace(claim, flags=(*claim.flags, *flags), confidence=claim.confidence * _DOUBTED ** len(flags))
