"""A document as a file: bytes in, decoded text and its readable pieces out."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from lianpu.errors import LianpuError
from lianpu.reading.decode import decoded, refuse_binary, refuse_lost
from lianpu.reading.source import Builder, Segment, Source

__all__ = ["FORMATS", "KINDS", "LIMIT", "Segment", "Source", "bytes_of", "make_source", "read_document", "source_of"]

LIMIT = 20 * 1024 * 1024  # bytes
KINDS = {
    ".txt": "txt", ".text": "txt", "": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".csv": "csv", ".tsv": "csv", ".docx": "docx", ".docm": "docx", ".pdf": "pdf", ".xlsx": "xlsx",
    ".xlsm": "xlsx", ".xltx": "xlsx", ".xlsb": "xlsx", ".xls": "xlsx", ".et": "xlsx", ".ods": "xlsx",
}  # fmt: skip
#: What a file is by its first bytes, whatever its name says.
_BY_CONTENT = ((b"%PDF-", None, "pdf"), (b"PK\x03\x04", b"word/document.xml", "docx"), (b"PK\x03\x04", b"xl/workbook", "xlsx"))
_BINARY = frozenset({"docx", "pdf", "xlsx"})
FORMATS = ".txt, .md, .html, .docx, .pdf, .xlsx or .csv"
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


def read_document(path: Path, *, limit: int = LIMIT) -> Source:
    """Read a text (UTF-8, UTF-16, GBK/GB18030 or Big5), Markdown, HTML, Word, PDF, Excel or CSV file.

    Raises :class:`LianpuError` for a missing, empty, damaged, encrypted or too large file, a folder, or another kind.
    """
    path = Path(path)
    return source_of(path.name, bytes_of(path, limit), file=path)


def source_of(name: str, raw: bytes, *, file: object = None) -> Source:
    """The source of a file's bytes; ``file`` is what errors call it (default: ``name``)."""
    file = file or name
    kind, digest = _kind(name, raw, file), sha256(raw).hexdigest()
    if kind in _BINARY:
        built = _loaded(kind, raw, file)
        text = built.text
        if not text.strip():
            raise LianpuError("the file is empty", file=file, hint="give a file that holds text", code="empty")
        segments = (Segment(0, len(text), text),)
        return Source(name, digest, kind, "utf-8", text, segments, marks=tuple(built.marks), grids=tuple(built.grids))
    refuse_binary(raw, file)
    text, encoding = decoded(raw, file)
    if not text.strip():
        raise LianpuError("the file is empty", file=file, hint="give a file that holds text", code="empty")
    refuse_lost(text, file)
    source = make_source(name, text, kind=kind, encoding=encoding, digest=digest)
    if not any(piece.text.strip() for piece in source.segments):
        raise LianpuError("this page holds no text", file=file, hint="save the page with its article", code="no text")
    return source


def make_source(name: str, text: str, *, kind: str = "txt", encoding: str = "utf-8", digest: str | None = None) -> Source:
    """A source from text at hand; HTML, Markdown and CSV are taken apart. ``digest`` defaults to that of the UTF-8 bytes."""
    digest = digest or sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if kind == "html" or (kind == "txt" and _HTML.match(text)):
        from lianpu.reading.pages import article

        page = article(text)
        return Source(
            name, digest, "html", encoding, text, page.segments, page.published, page.source, page.marks, page.grids
        )  # fmt: skip
    if kind == "md":
        from lianpu.reading.markdown import readable

        return Source(name, digest, kind, encoding, text, readable(text))
    if kind == "csv":
        from lianpu.reading.sheets import csv_parts

        segments, marks, grids = csv_parts(text)
        return Source(name, digest, kind, encoding, text, segments, marks=marks, grids=grids)
    return Source(name, digest, kind, encoding, text, (Segment(0, len(text), text),))


def _loaded(kind: str, raw: bytes, file: object) -> Builder:
    """What the loader of a binary format makes of the bytes; an Office file under a password is an OLE file."""
    if kind != "pdf" and "EncryptedPackage".encode("utf-16-le") in raw:
        raise LianpuError("this file is encrypted", file=file, hint="save it without a password", code="encrypted")
    if kind == "docx":
        from lianpu.reading.docx import load
    elif kind == "pdf":
        from lianpu.reading.pdf import load
    else:
        from lianpu.reading.sheets import load_workbook as load
    return load(raw, file)


def bytes_of(path: Path, limit: int) -> bytes:
    """All of a regular file. Raises :class:`LianpuError` for one that is missing, unreadable or larger than ``limit``."""
    try:
        if path.is_dir():
            raise LianpuError("this is a folder", file=path, hint="name the documents in it, or read it with 'lianpu read'")
        size = path.stat().st_size
        if not path.is_file():
            raise LianpuError("this is not a regular file", file=path, hint="give a document saved on disk")
        if size > limit:
            told = f"the file has {size / 1048576:.1f} MB, over the limit of {limit / 1048576:g} MB"
            raise LianpuError(told, file=path, hint="cut out the part to be read", code="too large")
        return path.read_bytes()
    except FileNotFoundError:
        raise LianpuError("there is no such file", file=path, hint="check the name and the folder", code="missing") from None
    except OSError as error:
        told = f"the file cannot be read ({error.strerror})"
        raise LianpuError(told, file=path, hint="check its rights", code="unreadable") from None


def _kind(name: str, raw: bytes, file: object) -> str:
    if not raw.strip():
        raise LianpuError("the file is empty", file=file, hint="give a file that holds text", code="empty")
    for start, inside, kind in _BY_CONTENT:
        if raw.startswith(start) and (inside is None or inside in raw):
            return kind
    suffix = Path(name).suffix.lower()
    known = KINDS.get(suffix)
    if known is None:
        if suffix == ".zip":
            raise LianpuError("this is an archive", file=file, hint="read it with 'lianpu read'", code="unsupported")
        told = f"files of kind '{suffix}' are not read"
        raise LianpuError(told, file=file, hint=f"save it as {FORMATS}", code="unsupported")
    return known
