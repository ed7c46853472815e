"""Text whose bytes were decoded in the wrong encoding and saved so: UTF-8 or GBK read as Latin-1, UTF-8 read as GBK.

The text goes back to those bytes and is decoded rightly, character by character, so that offsets hold. What does not
decode becomes U+FFFD and is reported as unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lianpu.reading.decode import plausibility
from lianpu.reading.offsets import Edit

_LATIN = re.compile(
    r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122\ufffd]{2,}"
)
_LATIN_LETTERS = re.compile("[\u00a1-\u00ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x00-\x7f]")
_GBK = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x00-\x7f]")
LEAST = 0.6  # plausibility of what comes out
LEAST_AS_GBK = 0.85  # any bytes make some character of GBK
RARE = 0.6  # plausibility of characters that UTF-8 read as GBK shows
BROKEN = 0.3  # most characters of it that do not decode


def mojibake(text: str) -> list[Edit]:
    """One edit for every character of the runs that read well in another encoding."""
    runs = [match for match in _LATIN.finditer(text) if _LATIN_LETTERS.search(match[0])]
    edits = _of_latin(runs, _UTF8, "utf-8", LEAST) or _of_latin(runs, _GBK, "gb18030", LEAST_AS_GBK)
    han = "".join(_HAN.findall(text[:20000]))
    if han and plausibility(han) < RARE:
        edits += [edit for match in re.finditer(r"[^\n]+", text) for edit in _seen_as_gbk(match)]
    return sorted(edits)


def _of_latin(runs: list[re.Match[str]], good: re.Pattern[bytes], encoding: str, least: float) -> list[Edit]:
    """All runs, or none: a text went through one wrong encoding."""
    edits = [edit for match in runs for edit in _recoded(match, _latin_bytes(match[0]), good, encoding)]
    return edits if _reads_well("".join(edit.new for edit in edits), least) else []


def _seen_as_gbk(match: re.Match[str]) -> list[Edit]:
    if plausibility(match[0]) > RARE:
        return []
    edits = _recoded(match, [_gbk_bytes(char) for char in match[0]], _UTF8, "utf-8")
    return edits if _reads_well("".join(edit.new for edit in edits), LEAST) else []


def _gbk_bytes(char: str) -> bytes:
    return char.encode("gb18030", "surrogatepass") if char != "\ufffd" else b"\xff"


def _reads_well(text: str, least: float) -> bool:
    whole = text.replace("\ufffd", "")
    return bool(_HAN.search(text)) and len(whole) >= (1 - BROKEN) * len(text) and plausibility(whole) >= least


def _recoded(match: re.Match[str], codes: list[bytes], good: re.Pattern[bytes], encoding: str) -> list[Edit]:
    """The characters that the bytes stand for, each with the shown characters that hold them."""
    owner = [at for at, code in enumerate(codes) for _ in code]
    edits: list[Edit] = []
    for start, end, char in _characters(b"".join(codes), good, encoding):
        low, high = match.start() + owner[start], match.start() + owner[end - 1] + 1
        if edits and low < edits[-1].end:  # two characters share a shown one
            edits[-1] = Edit(edits[-1].start, high, edits[-1].new + char)
        else:
            edits.append(Edit(low, high, char))
    return edits


def _characters(raw: bytes, good: re.Pattern[bytes], encoding: str) -> Iterator[tuple[int, int, str]]:
    at = lost = 0
    while at < len(raw):
        match = good.match(raw, at)
        char = match[0].decode(encoding, "replace") if match else "\ufffd"
        if match and len(char) == 1 and char != "\ufffd":
            if lost < at:
                yield lost, at, "\ufffd"
            yield at, match.end(), char
            at = lost = match.end()
        else:
            at += 1
    if lost < at:
        yield lost, at, "\ufffd"


def _latin_bytes(text: str) -> list[bytes]:
    """The bytes that Latin-1, or Windows-1252 where it has them, shows so; 0xFF, which neither encoding has, for others."""
    return [bytes((ord(c),)) if ord(c) < 0x100 else _WINDOWS.get(c, b"\xff") for c in text]


_WINDOWS = {bytes((code,)).decode("cp1252", "replace"): bytes((code,)) for code in range(0x80, 0xA0)} | {"\ufffd": b"\xff"}
