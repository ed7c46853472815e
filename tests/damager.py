"""The forward model of the damage: what the scraping tool does to a clean text, byte by byte.

1. simplified → traditional, character by character; 2. GBK bytes; 3. byte-level replacements that do not respect
character boundaries: a comma before the codes of punctuation marks, a pinyin note after the codes of some characters;
4. decoding, where a torn pair shows ``?`` and swallows an ASCII byte, and private codes show nothing; 5. full-width
ASCII folded to half-width.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from opencc import OpenCC

MARKS = "，、。；！？"

#: Characters whose notes such tools add most often, with the one reading they give each.
COMMON_NOTES = dict(
    pair.split("=")
    for pair in (
        "發=fā 優=yōu 導=dǎo 準=zhǔn 標=biāo 業=yè 區=qū 設=shè 礎=chǔ 統=tǒng 內=nèi 達=dá 態=tài "
        "規=guī 環=huán 產=chǎn 現=xiàn 網=wǎng "
        "學=xué 當=dāng 結=jié 術=shù 務=wù 預=yù 經=jīng 實=shí 關=guān "
        "進=jìn 應=yīng 轉=zhuǎn 據=jù 強=qiáng 數=shù 機=jī "
        "級=jí 點=diǎn 計=jì 萬=wàn 濟=jì 動=dòng 勢=shì "
        "長=zhǎng 對=duì 時=shí 會=huì 國=guó 個=gè 來=lái 場=chǎng 識=shí 過=guò 開=kāi 問=wèn"
    ).split()
)

_KEPT = set("云后于系面范余伙制里干征只曲回合游致占并")  # the tool's table leaves these as they are
_OTHERS = dict(zip("爲衆峯麪僞牀羣啓説", "為眾峰面偽床群啟說", strict=True)) | {"着": "著"}


def damage(
    text: str,
    notes: Mapping[str, str] = COMMON_NOTES,
    *,
    inserts: Callable[[int], bool] = lambda number: number % 3 != 0,
    traditional: bool = True,
) -> str:
    """The damaged text. ``notes`` maps a character to its pinyin; ``inserts`` tells by its number, over the bytes'
    matches, which mark gets a comma (here two of every three)."""
    written = written_traditional(text) if traditional else text
    raw = _with_commas(written.encode("gbk", "replace"), inserts)
    for char, pinyin in notes.items():
        code = char.encode("gbk")
        raw = raw.replace(code, code + f"({pinyin})".encode("gb18030"))
    return _folded(_decoded(raw))


def written_traditional(text: str) -> str:
    """The text in traditional script, character by character, as the tool writes it."""
    return "".join(map(_traditional, text))


def _with_commas(raw: bytes, inserts: Callable[[int], bool]) -> bytes:
    """A comma before each chosen match of a mark's two bytes, wherever they stand."""
    count = -1

    def comma(match: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return (b"," if inserts(count) else b"") + match[0]

    return re.sub(b"|".join(re.escape(mark.encode("gbk")) for mark in MARKS), comma, raw)


def _decoded(raw: bytes) -> str:
    out, at = [], 0
    while at < len(raw):
        if raw[at] < 0x80:
            out.append(chr(raw[at]))
            at += 1
        else:
            out.append(_shown(raw[at : at + 2]))
            at += 2
    return "".join(out)


def _shown(pair: bytes) -> str:
    if len(pair) < 2 or pair[1] < 0x40 or pair[1] in (0x7F, 0xFF):
        return "?"
    try:
        char = pair.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "" if "\ue000" <= char <= "\uf8ff" else char


def _folded(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c for c in text)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


@cache
def _traditional(char: str) -> str:
    if char in _KEPT or char < "\u4e00":
        return char
    out = _converter().convert(char)
    out = _OTHERS.get(out, out)
    return out if len(out) == 1 and len(out.encode("gbk", "replace")) == 2 else char
