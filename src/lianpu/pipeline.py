"""The straight line: documents → ledger → region → answer → files, in the one place that knows the order."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lianpu import __version__
from lianpu.engine.answer import answer
from lianpu.errors import LianpuError
from lianpu.ledger.conflicts import conflicts_in
from lianpu.ledger.dating import Dating
from lianpu.ledger.importing import LeftOut, import_claims
from lianpu.ledger.places import province_of, within
from lianpu.ledger.queries import Document, LedgerClaim
from lianpu.ledger.resolve import resolve
from lianpu.ledger.rows import IMPORTED
from lianpu.ledger.state import evidence, region_state
from lianpu.ledger.store import Ledger
from lianpu.library.load import Library, load_library
from lianpu.reading.claims import Reading
from lianpu.reading.read import read
from lianpu.system.assemble import assemble
from lianpu.views.dossier import DocumentNote, Dossier, Evidence

LEDGER_FILE = "ledger.sqlite"
REPORT_FILE = "report.html"
WORKBOOK_FILE = "workbook.xlsx"
SETTINGS_FILE = "run.json"

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left: the dossier, the files it wrote, and the rows of imported tables that are no claims."""

    dossier: Dossier
    ledger: str
    report: Path
    workbook: Path
    left_out: tuple[LeftOut, ...] = ()


def run(
    documents: Sequence[Path],
    out: Path,
    *,
    place: str | None = None,
    claims: Sequence[Path] = (),
    lang: str = "zh",
    library: Path | None = None,
    ledger: str | None = None,
    step: Step = lambda name: None,
) -> Run:
    """Reads documents and tables of dated claims into a ledger (a path or an address; default: one in ``out``) and
    writes workbook and report into ``out``.

    Everything is read before anything is written. Raises :class:`LianpuError` for a file that cannot be used.
    """
    step("library")
    shelf = load_library(library)
    step("read")
    readings = [read(path, place=place) for path in documents]
    tables = [import_claims(path) for path in claims]
    step("ledger")
    _make_folder(out)
    address = ledger or str(out / LEDGER_FILE)
    with Ledger.open(address) as opened:
        opened.add_many([*(found for table in tables for found in table.readings), *readings])
        step("balance")
        about = sorted({r.sha256 for r in readings})
        dossier = study(opened, shelf, place=place, about=about)
    step("write")
    settings = {"place": place, "about": about, "made_by": dossier.made_by, "ledger": ledger}
    _write_whole(out / SETTINGS_FILE, json.dumps(settings))
    left_out = tuple(row for table in tables for row in table.left_out)
    return replace(write(dossier, out, lang), ledger=address, left_out=left_out)


def open_dossier(
    sources: Sequence[Path], *, place: str | None = None, library: Path | None = None, ledger: str | None = None
) -> Dossier:
    """The dossier of a run's folder, of a ledger (a file, or ``ledger`` by path or address), or of documents that are
    read for this once.

    A folder that holds one run's folder stands for it. Raises :class:`LianpuError` where it holds none or several.
    """
    shelf = load_library(library)
    if ledger is not None:
        with Ledger.open(ledger, create=False) as opened:
            return study(opened, shelf, place=place)
    if len(sources) == 1 and sources[0].is_dir():
        kept = run_in(sources[0])
        with Ledger.open(kept.ledger, create=False) as opened:
            return study(opened, shelf, place=place or kept.place, about=kept.about)
    if len(sources) == 1 and _is_ledger(sources[0]):
        with Ledger.open(sources[0], create=False) as opened:
            return study(opened, shelf, place=place)
    readings = [read(path, place=place) for path in sources]
    with tempfile.TemporaryDirectory() as folder_name, Ledger.open(Path(folder_name) / LEDGER_FILE) as opened:
        opened.add_many(readings)
        return study(opened, shelf, place=place)


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What a run's folder says of itself: its ledger (path or address), the place asked for, the documents it is about."""

    ledger: str
    place: str | None
    about: tuple[str, ...]


def run_in(folder: Path) -> KeptRun:
    """The run in a folder, or in the one folder in it that holds one. Raises :class:`LianpuError` where none or several do."""
    found = _run_folder(folder)
    settings = _settings(found)
    ledger = settings.get("ledger") or str(found / LEDGER_FILE)
    return KeptRun(ledger, settings.get("place"), tuple(settings.get("about", ())))


def _run_folder(folder: Path) -> Path:
    if (folder / LEDGER_FILE).is_file() or _settings(folder).get("ledger"):
        return folder
    runs = sorted({path.parent for name in (LEDGER_FILE, SETTINGS_FILE) for path in folder.glob(f"*/{name}")})
    if len(runs) == 1:
        return runs[0]
    what = "holds no run" if not runs else f"holds {len(runs)} runs ({', '.join(run.name for run in runs[:5])})"
    raise LianpuError(what, file=folder, hint="name the folder of one run, or documents to read")


def _settings(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # a ledger that was copied alone is still a ledger
        return {}
    return found if isinstance(found, dict) else {}


def _is_ledger(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def _write_whole(path: Path, text: str) -> None:
    """Writes beside and renames, so that a file is there whole or not at all."""
    half = path.with_suffix(".tmp")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def write(dossier: Dossier, out: Path, lang: str) -> Run:
    """The workbook and the report of a dossier; each is written whole or not at all."""
    from lianpu.views.report import render_report
    from lianpu.views.workbook import write_workbook

    write_workbook(dossier, out / WORKBOOK_FILE, lang)
    _write_whole(out / REPORT_FILE, render_report(dossier, lang))
    return Run(dossier, str(out / LEDGER_FILE), out / REPORT_FILE, out / WORKBOOK_FILE)


def study(ledger: Ledger, library: Library, *, place: str | None = None, about: Iterable[str] = ()) -> Dossier:
    """The answers about the region of ``place`` (default: the place that the documents are about).

    ``about`` are hashes of the documents whose time is the time of the answer; default all that are no imported table.
    """
    held = ledger.documents()
    found = evidence(ledger)
    chosen = [d for d in held if d.sha256 in set(about)] or [d for d in held if d.kind != IMPORTED] or held
    region = place or _region(chosen)
    datings = found.datings
    described = _described([datings[d.sha256] for d in chosen if d.sha256 in datings])
    state = resolve(found.witnesses, inside=lambda w: region is None or within(w.place, region), as_of=described.end)
    year, other = _years(described, chosen, library)
    model = assemble(
        state, library, name=region, province=region and province_of(region), year=year, other_year=other, as_of=described.end
    )
    texts = {d.sha256: ledger.reading(d.sha256) for d in held}
    return Dossier(
        answer=answer(model, library, described=described.start),
        library=library,
        documents=tuple(_note(texts[d.sha256], d, datings.get(d.sha256)) for d in held),
        evidence={claim.id: in_its_sentence(claim, texts[claim.document.sha256]) for claim in found.claims},
        ledger=hashlib.sha256("".join(sorted(d.sha256 for d in held)).encode()).hexdigest()[:8],
        made_by=f"lianpu {__version__}, library {library.version}",
        conflicts=tuple(conflicts_in([region_state(region, described.end, state)])),
    )


@dataclass(frozen=True, slots=True)
class _Described:
    """The time that the chosen documents describe (ISO, as precise as known)."""

    start: str | None
    end: str | None


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "choose another folder with --out"
        raise LianpuError(f"cannot make the folder ({error.strerror})", file=out, hint=hint) from error


def _region(documents: Sequence[Document]) -> str | None:
    """The place that most documents are about; None where none says it: then every claim is taken as the region's."""
    named = Counter(d.default_place for d in documents if d.default_place)
    return named.most_common(1)[0][0] if named else None


def _described(datings: Sequence[Dating]) -> _Described:
    starts = [d.start for d in datings if d.start]
    ends = [d.end or d.published for d in datings if d.end or d.published]
    return _Described(min(starts, default=None), max((e for e in ends if e), default=None))


def _years(described: _Described, documents: Sequence[Document], library: Library) -> tuple[int, int | None]:
    """The year of the recipes: the middle of the time described; and the year of publication beside it."""
    ends = [int(text[:4]) * 12 + int(text[5:7] or 1) for text in (described.start, described.end) if text]
    published = [int(d.published[:4]) for d in documents if d.published]
    if not ends:
        return (max(published), None) if published else (library.latest_year, None)
    return (min(ends) + max(ends)) // 2 // 12, max(published, default=None)


def _note(reading: Reading, document: Document, dating: Dating | None) -> DocumentNote:
    damage = tuple(dict.fromkeys(str(repair.get("kind", "")) for repair in reading.repairs))
    return DocumentNote(
        reading.name, reading.sha256, document.kind, reading.source, reading.published, reading.default_place,
        len(reading.claims), len(reading.repairs), damage, dating,
    )  # fmt: skip


_SENTENCE_ENDS = "。！？!?\n"


def in_its_sentence(kept: LedgerClaim, reading: Reading) -> Evidence:
    """The claim in its sentence. A clause that runs over a sentence's end keeps all the sentences that it touches."""
    start, end = kept.claim.clean_span
    text = reading.clean_text
    left = max((text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS), default=-1) + 1
    stops = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, max(start, end - 1))) >= 0]
    right = min(stops, default=len(text) - 1) + 1
    sentence = text[left:right].rstrip("\n")
    original = reading.text[slice(*kept.claim.span)]
    return Evidence(kept.id, kept.claim, reading.name, sentence, (start - left, end - left), original, kept.rejected)
