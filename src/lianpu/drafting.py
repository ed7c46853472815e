"""The red pencil's line: a draft is read, held against itself, the library and a ledger, and written back with its marks."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lianpu.checking import bands_of
from lianpu.errors import LianpuError
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviewing import reviewer
from lianpu.ledger.store import Ledger
from lianpu.library.load import load_library
from lianpu.pipeline import study
from lianpu.reading.extract import extract
from lianpu.reading.files import read_document
from lianpu.reading.read import read_source
from lianpu.reading.repair import repair
from lianpu.redpencil.compare import compare
from lianpu.redpencil.printed import dated
from lianpu.redpencil.profile import Profile, read_profile
from lianpu.redpencil.review import CODES, review
from lianpu.redpencil.verdicts import Verdict, Word, give, verdicts_on
from lianpu.views.reviewed import Reviewed

AUTHOR = "链谱"


@dataclass(frozen=True, slots=True)
class Written:
    """The files that a review left: the draft with comments (None: it is no Word file), the page, the data, the list of
    accepted marks (None: of none)."""

    docx: Path | None
    html: Path
    json: Path
    corrections: Path | None


def review_draft(
    path: Path,
    *,
    ledger: str | None = None,
    place: str | None = None,
    library: Path | None = None,
    profile: Path | None = None,
    against: Path | None = None,
) -> Reviewed:
    """Reads a draft and finds what does not fit in it. ``ledger`` (a path or an address) is held against it, and is not
    changed; ``against`` is an older version of the draft, whose faults and figures are compared.

    Raises :class:`LianpuError` for a file, ledger, library or profile that cannot be used.
    """
    new = _review(path, ledger, place, library, profile)
    if against is None:
        return new
    old = _review(against, ledger, place, library, profile)
    return replace(new, older=old, compared=compare(old.marks, new.marks, old.reading.claims, new.reading.claims))


def _review(path: Path, ledger: str | None, place: str | None, library: Path | None, profile: Path | None) -> Reviewed:
    shelf = load_library(library)
    wanted = read_profile(profile, CODES) if profile else Profile()
    source = read_document(path)
    repaired = repair(source)
    reading = read_source(source, extract, place=place, published=dated(repaired.clean), repaired=repaired)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "draft.sqlite") as own:
        own.add(reading)
        draft = own.claims()
        dossier = study(own, shelf, place=place)
    region = place or reading.default_place
    beside, name = _known(ledger, region, reading.sha256) if ledger else ([], None)
    marks = review(
        draft, beside, reading=reading, to_original=repaired.offsets.to_original, bands=bands_of(shelf), answer=dossier.answer,
        dating=dossier.documents[0].dating, profile=wanted,
    )  # fmt: skip
    said = _verdicts(ledger, reading.name) if ledger else {}
    gone = {mark for mark, verdict in said.items() if verdict.word is Word.DISMISS}
    dismissed = tuple(mark for mark in marks if mark.id in gone)
    marks = [mark for mark in marks if mark.id not in gone]
    return Reviewed(reading, tuple(marks), {kept.id: kept for kept in (*draft, *beside)}, dossier, name, dismissed, said)


def _verdicts(ledger: str, draft: str) -> dict[str, Verdict]:
    with Ledger.open(ledger, create=False) as opened:
        return verdicts_on(opened, draft)


def decide(
    reviewed: Reviewed,
    *,
    accept: Sequence[str] = (),
    dismiss: Sequence[str] = (),
    reopen: Sequence[str] = (),
    who: str = "",
    why: str | None = None,
) -> None:
    """Adds a person's words on marks of a reviewed draft to the ledger that it was held against.

    Raises :class:`LianpuError` where it was held against none, and for what :func:`lianpu.redpencil.verdicts.give` refuses.
    """  # fmt: skip
    if reviewed.ledger is None:
        raise LianpuError("verdicts are kept in a ledger", file=reviewed.reading.name, hint="name one with --ledger")
    marks = (*reviewed.marks, *reviewed.dismissed)
    with Ledger.open(reviewed.ledger, create=False) as opened:
        for word, ids in ((Word.ACCEPT, accept), (Word.DISMISS, dismiss), (Word.REOPEN, reopen)):
            give(opened, reviewed.reading.name, marks, ids, word, reviewer(who), why)


def write_review(reviewed: Reviewed, draft: Path, out: Path, lang: str) -> Written:
    """Writes what a review found into the folder ``out``, each file whole or not at all: of a Word file the same file
    with comments, of every kind a page and the data.

    Raises :class:`LianpuError` for a folder that cannot be written and a Word file that cannot bear comments.
    """
    from lianpu.views.draft_marks import corrections, margin_notes, review_json
    from lianpu.views.draft_page import render_draft
    from lianpu.views.word_comments import with_comments

    try:
        out.mkdir(parents=True, exist_ok=True)
        raw = draft.read_bytes()
    except OSError as error:
        hint = "choose another folder with --out"
        raise LianpuError(f"cannot be written ({error.strerror})", file=out, hint=hint) from error
    files: list[tuple[Path, bytes]] = []
    docx = out / f"{draft.stem}.reviewed.docx" if reviewed.reading.kind == "docx" else None
    if docx is not None:
        notes = margin_notes(reviewed, lang)
        files.append((docx, with_comments(raw, reviewed.reading.text, notes, author=AUTHOR, file=draft)))
    html, data = out / f"{draft.stem}.review.html", out / f"{draft.stem}.review.json"
    files.append((html, render_draft(reviewed, lang).encode()))
    files.append((data, json.dumps(review_json(reviewed, lang), ensure_ascii=False, indent=1).encode()))
    accepted = corrections(reviewed, lang)
    listed = out / f"{draft.stem}.corrections.csv" if len(accepted) > 1 else None
    if listed is not None:
        files.append((listed, _csv(accepted)))
    for path, content in files:
        half = path.with_suffix(".tmp")
        half.write_bytes(content)
        half.replace(path)
    return Written(docx, html, data, listed)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With the mark by which a spreadsheet knows UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _known(ledger: str, region: str | None, sha256: str) -> tuple[list[LedgerClaim], str]:
    """The ledger's claims that may speak of the region, without those of the draft itself; and the ledger's name."""
    with Ledger.open(ledger, create=False) as opened:
        held = opened.claims_within(region) if region else opened.claims()
        return [kept for kept in held if kept.document.sha256 != sha256], opened.name
