"""Bytes to text: which encoding a Chinese document is in, decided by how plausible its Chinese is."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from importlib.resources import files

from lianpu.errors import LianpuError

_MARKED = (  # byte-order marks; UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "cp950", "big5hkscs")
_NAMES = {"cp950": "big5", "big5hkscs": "big5", "utf-8-sig": "utf-8"}
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls or .ppt)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"Rar!", "a compressed file (rar)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "a rich-text file (RTF)"),
)
_ZIPPED = (
    (b"word/", "a Word file (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"opendocument", "an OpenDocument file"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BINARY = "a binary file"
PLAUSIBLE = 0.5  # least score of a Chinese decoding
LOST = 0.2  # most replacement marks among them, in a text that can still be read around them
_LOST = re.compile("\ufffd|锟斤拷|锟斤|斤拷|烫烫|屯屯")
BROKEN = 0.05  # most U+FFFD among the characters that are not ASCII


def refuse_binary(raw: bytes, file: object) -> None:
    """Raises :class:`LianpuError` that names what the file is, where it is no text."""
    what = _known(raw)
    if what is None and not _mark(raw) and len(_CONTROL.findall(raw[:65536])) > len(raw[:65536]) / 500:
        what = BINARY
    if what:
        hint = "save its text as .txt, .docx, .pdf or .xlsx"
        code = "binary" if what == BINARY else "unsupported"
        raise LianpuError(f"this is {what}, not a text", file=file, hint=hint, code=code)


def decoded(raw: bytes, file: object) -> tuple[str, str]:
    """The text, without its byte-order mark, and the encoding's name. Raises :class:`LianpuError` if none fits."""
    mark = _mark(raw)
    if mark:
        return _strict_or_replaced(raw, mark), _NAMES.get(mark, mark)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text, encoding, score = max((_attempt(raw, name) for name in ("utf-8", *_CHINESE)), key=lambda found: found[2])
    if score >= PLAUSIBLE:
        return text, _NAMES.get(encoding, encoding)
    if _is_mostly_ascii(raw):
        return raw.decode("cp1252", "replace"), "cp1252"
    raise LianpuError("its encoding cannot be told", file=file, hint="save it again as UTF-8", code="encoding")


def refuse_lost(text: str, file: object) -> None:
    """Raises :class:`LianpuError` where a program that took the encoding for another has thrown most characters away."""
    lost = sum(len(match[0]) for match in _LOST.finditer(text))
    beyond = sum(char > "\x7f" for char in text)
    if lost > LOST * max(beyond, 1):
        told = f"its characters are lost for good: {lost} of {beyond} are replacement marks"
        raise LianpuError(told, file=file, hint="get the file from before it was converted", code="lost")


def plausibility(text: str) -> float:
    """From 1 (all characters beyond ASCII are common Chinese) down; broken and private characters count against it."""
    beyond = [char for char in text if char > "\x7f"]
    if not beyond:
        return 1.0
    common = _common()
    return sum(1.0 if c in common else _value(c) for c in beyond) / len(beyond)


def _value(char: str) -> float:
    if "\u4e00" <= char <= "\u9fff":
        return 0.2
    return -4.0 if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" else -0.5


def _attempt(raw: bytes, encoding: str) -> tuple[str, str, float]:
    text = _strict_or_replaced(raw, encoding)
    beyond = sum(char > "\x7f" for char in text)
    broken = text.count("\ufffd") > BROKEN * beyond
    return text, encoding, -1.0 if broken else plausibility(text)


def _strict_or_replaced(raw: bytes, encoding: str) -> str:
    return raw.decode(encoding, "replace")


def _is_mostly_ascii(raw: bytes) -> bool:
    return sum(byte < 0x80 for byte in raw) > 0.7 * len(raw)


def _mark(raw: bytes) -> str | None:
    return next((name for mark, name in _MARKED if raw.startswith(mark)), None)


def _known(raw: bytes) -> str | None:
    if raw.startswith(b"PK\x03\x04"):
        return next((what for name, what in _ZIPPED if name in raw[:4096]), "a compressed file (zip)")
    return next((what for magic, what in _MAGIC if raw.startswith(magic)), None)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(files("lianpu.reading.lexicon").joinpath("repair_common.txt").read_text("utf-8"))
