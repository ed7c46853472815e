"""What the endpoints of one server process share: the open ledger, the library, and answers kept until the ledger changes.

Nothing here is needed to answer: another process with the same ledger gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request, Response

from lianpu import __version__
from lianpu.ledger.store import Ledger, Mark
from lianpu.library.load import load_library
from lianpu.pipeline import run_in, study
from lianpu.views.dossier import Dossier
from lianpu.web.jobs import Jobs

KEPT_ANSWERS = 256
KEPT_BYTES = 64 * 2**20  # of all kept answers together
KEPT_DOSSIERS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """The ledger that is served (a path or an address), with the place and the documents that a run was about."""

    ledger: str
    place: str | None = None
    about: tuple[str, ...] = ()

    @classmethod
    def at(cls, named: str, place: str | None = None) -> Source:
        """Of a ledger, or of a run's folder. A ledger that does not exist is made when the first file is read."""
        if "://" not in named and Path(named).is_dir():
            run = run_in(Path(named))
            return cls(run.ledger, place or run.place, run.about)
        return cls(named, place)


class Desk:
    """Made once a process; safe to use from several threads. Raises :class:`LianpuError` for a ledger that cannot be
    opened, and makes one where there is none."""

    def __init__(self, source: Source, library: Path | None = None) -> None:
        self.source = source
        if "://" not in source.ledger:
            Path(source.ledger).parent.mkdir(parents=True, exist_ok=True)
        self.ledger = Ledger.open(source.ledger)
        self.jobs = Jobs.beside(source.ledger)
        self.library_folder = library
        self.library = load_library(library)
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._dossiers: OrderedDict[tuple[Mark, str | None], Dossier] = OrderedDict()
        self._lock, self._studying = threading.Lock(), threading.Lock()

    def dossier(self, place: str | None) -> Dossier:
        """The answers about ``place`` (default: the run's, or what the documents are about) as the ledger stands now."""
        place = place or self.source.place
        with self._studying:  # two visitors at once wait for one calculation instead of doing it twice
            key = (self.ledger.mark(), place)
            if key not in self._dossiers:
                self._dossiers[key] = study(self.ledger, self.library, place=place, about=self.source.about)
                while len(self._dossiers) > KEPT_DOSSIERS:
                    self._dossiers.popitem(last=False)
            return self._dossiers[key]

    def province(self, dossier: Dossier) -> Dossier | None:
        """The same claims at the boundary of the region's province; None where the region is one or lies in none."""
        around = dossier.answer.region.around
        return None if around is None else self.dossier(around)

    def reply(self, request: Request, make: Callable[[], dict[str, Any]]) -> Response:
        """The JSON of ``make``, kept until the ledger changes; 304 where the asker has it already."""
        return self.keep(request, lambda: as_json(make()), "application/json")

    def keep(self, request: Request, make: Callable[[], bytes], kind: str, besides: str = "") -> Response:
        """The same for bytes of another kind, which hang on ``besides`` too."""
        asked = f"{request.url.path}?{'&'.join(sorted(str(request.url.query).split('&')))}"
        key = hashlib.blake2b(f"{self.ledger.mark()}{__version__}{self.library.version}{besides}{asked}".encode(), digest_size=12)
        tag = f'"{key.hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        packed = self._kept(tag, make)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            return Response(packed, media_type=kind, headers=headers)
        return Response(gzip.decompress(packed), media_type=kind, headers=headers)

    def _kept(self, tag: str, make: Callable[[], bytes]) -> bytes:
        """Compressed, as nearly all ask for it."""
        with self._lock:
            if tag in self._answers:
                self._answers.move_to_end(tag)
                return self._answers[tag]
        made = gzip.compress(make(), 6, mtime=0)
        with self._lock:
            self._answers[tag] = made
            while len(self._answers) > KEPT_ANSWERS or sum(map(len, self._answers.values())) > KEPT_BYTES:
                self._answers.popitem(last=False)
        return made


def as_json(data: Any) -> bytes:
    """JSON that a browser reads: what is no number (a ratio to nothing) is an error of ours, not written as NaN."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
