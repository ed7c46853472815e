"""A document as a file: bytes in, decoded text and its readable pieces out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lianpu.errors import LianpuError
from lianpu.reading.decode import decoded, refuse_binary

LIMIT = 20 * 1024 * 1024  # bytes
KINDS = {".txt": "txt", ".text": "txt", "": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


class Segment(NamedTuple):
    """A readable piece: ``text`` stands at ``start:end`` of the original (a paragraph break may stand at no width)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as received. ``text`` is its decoded content in code points, line ends as they are, byte-order mark dropped.

    ``segments`` are the pieces to be read, with their offsets into ``text``: all of a text file, the article of
    an HTML page, Markdown without its marks. ``published`` and ``source`` are what a page's head says of itself.
    """

    name: str
    sha256: str
    kind: str
    encoding: str
    text: str
    segments: tuple[Segment, ...]
    published: str | None = None
    source: str | None = None


def read_document(path: Path, *, limit: int = LIMIT) -> Source:
    """Read a .txt, .md, .html or .htm file in UTF-8, UTF-16, GBK/GB18030 or Big5.

    Raises :class:`LianpuError` for a missing, empty, binary or too large file, a folder, or another kind.
    """
    path = Path(path)
    raw = _bytes(path, limit)
    refuse_binary(raw, path)
    kind = _kind(path)
    text, encoding = decoded(raw, path)
    if not text.strip():
        raise LianpuError("the file is empty", file=path, hint="give a file that holds text")
    return make_source(path.name, text, kind=kind, encoding=encoding, digest=sha256(raw).hexdigest())


def make_source(name: str, text: str, *, kind: str = "txt", encoding: str = "utf-8", digest: str | None = None) -> Source:
    """A source from text at hand; HTML and Markdown are taken apart. ``digest`` defaults to that of the UTF-8 bytes."""
    digest = digest or sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if kind == "html" or (kind == "txt" and _HTML.match(text)):
        from lianpu.reading.pages import article

        page = article(text)
        return Source(name, digest, "html", encoding, text, page.segments, page.published, page.source)
    if kind == "md":
        from lianpu.reading.markdown import readable

        return Source(name, digest, kind, encoding, text, readable(text))
    return Source(name, digest, kind, encoding, text, (Segment(0, len(text), text),))


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise LianpuError("this is a folder", file=path, hint="name the documents in it, one by one")
        size = path.stat().st_size
        if not path.is_file():
            raise LianpuError("this is not a regular file", file=path, hint="give a document saved on disk")
        if size > limit:
            told = f"the file has {size / 1048576:.1f} MB, over the limit of {limit / 1048576:g} MB"
            raise LianpuError(told, file=path, hint="cut out the part to be read")
        return path.read_bytes()
    except FileNotFoundError:
        raise LianpuError("there is no such file", file=path, hint="check the name and the folder") from None
    except OSError as error:
        raise LianpuError(f"the file cannot be read ({error.strerror})", file=path, hint="check its rights") from None


def _kind(path: Path) -> str:
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise LianpuError(f"files of kind '{path.suffix}' are not read", file=path, hint="save it as .txt, .md or .html")
    return kind
