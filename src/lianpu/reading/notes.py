"""Pinyin notes: ``業(yè)``. A bracket is a note only where it holds a reading of the character before it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_TONED = "āáǎàēéěèếềểīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_SYLLABLE = rf"[a-zêüɡ{_TONED}]{{1,6}}"
NOTE = re.compile(rf"\( ?({_SYLLABLE}) ?\)")
NOTE_WITHOUT_BRACKET = re.compile(rf" ?({_SYLLABLE}) ?\)")
_TORN = re.compile(rf"(?<=\?) ?({_SYLLABLE}) ?\)")
_NOTED = re.compile(rf"(?<=[\u3400-\u9fff])\( ?({_SYLLABLE}) ?\)")
_HAS_TONE = re.compile(f"[{_TONED}]")
FEW = 3  # up to here, toneless notes or notes in simplified text may be the author's own


@lru_cache(maxsize=1)
def _by_syllable() -> dict[str, frozenset[str]]:
    lines = files("lianpu.reading.lexicon").joinpath("repair_readings.txt").read_text("utf-8").splitlines()
    table: dict[str, frozenset[str]] = {}
    for line in lines:
        if not line.startswith("#"):
            syllable, chars = line.split(" ")
            table[syllable] = frozenset(chars)
            table[_plain(syllable)] = table.get(_plain(syllable), frozenset()) | table[syllable]
    return table


@lru_cache(maxsize=4096)
def chars_read(syllable: str) -> frozenset[str]:
    """The characters, simplified and traditional, that have this reading; without a tone mark, in any tone."""
    return _by_syllable().get(unicodedata.normalize("NFC", syllable).replace("ɡ", "g"), frozenset())


def pinyin_notes(text: str) -> list[tuple[int, int]]:
    """Where notes stand, brackets included.

    A toned syllable after a character needs only to exist (the tool's one reading per character may be an odd
    one); a toneless one must be a reading of that character, and is taken only in a text that has several.
    """
    toned, toneless = [], []
    for match in _NOTED.finditer(text):
        syllable = match[1]
        if _is_toned(syllable):
            if chars_read(syllable):
                toned.append(match.span())
        elif text[match.start() - 1] in chars_read(syllable):
            toneless.append(match.span())
    return sorted(toned + toneless) if len(toned) + len(toneless) > FEW else toned


@lru_cache(maxsize=4096)
def _is_toned(syllable: str) -> bool:
    return bool(_HAS_TONE.search(syllable))


def has_torn_note(text: str) -> bool:
    """Whether a note stands there whose bracket was swallowed: ``?yàn)``."""
    return any(_HAS_TONE.search(match[1]) and chars_read(match[1]) for match in _TORN.finditer(text))


def _plain(syllable: str) -> str:
    bare = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(c for c in bare if c not in "\u0300\u0301\u0304\u030c"))
