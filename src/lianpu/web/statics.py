"""Files that pages load: from memory, compressed once, under an address that holds their hash, so that browsers keep them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import APIRouter, HTTPException, Request, Response

from lianpu.views.chainmap import STYLE

router = APIRouter(include_in_schema=False)
FOLDER = "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Static:
    """A file's bytes as they are and compressed."""

    plain: bytes
    packed: bytes
    kind: str


@router.get("/static/{digest}/{path:path}")
def static(digest: str, path: str, request: Request) -> Response:
    """One file. Any digest is answered, so that a page that was open while the server was renewed still loads."""
    found = _files().get(path)
    if found is None:
        raise HTTPException(404, f"no file '{path}'")
    headers = {"Cache-Control": FOR_GOOD if digest == version() else "no-cache", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type=found.kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.plain, media_type=found.kind, headers=headers)


@cache
def version() -> str:
    """A hash of all files together."""
    return hashlib.sha256(b"".join(name.encode() + file.plain for name, file in sorted(_files().items()))).hexdigest()[:10]


@cache
def _files() -> dict[str, Static]:
    drawn = {"chainmap.css": _static(STYLE.encode(), ".css")}  # the map's own styles, where a page forbids them in it
    return drawn | dict(_walk(resources.files("lianpu.web").joinpath(FOLDER), ""))


def _walk(folder: Traversable, before: str) -> list[tuple[str, Static]]:
    found: list[tuple[str, Static]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{before}{entry.name}/")
        elif (suffix := "." + entry.name.rpartition(".")[2]) in TYPES:
            found.append((before + entry.name, _static(entry.read_bytes(), suffix)))
    return found


def _static(plain: bytes, suffix: str) -> Static:
    return Static(plain, gzip.compress(plain, 9, mtime=0), TYPES[suffix])
