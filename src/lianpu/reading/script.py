"""Traditional to simplified characters, one for one, so that offsets hold."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

_HAN = re.compile(r"[\u3400-\u9fff]")
TRADITIONAL_SHARE = 0.03  # of the Chinese characters; a lone 乾 or 著 in a name does not make a text traditional
MIXED_SHARE, FEW = 0.08, 3  # of a line of a text that is simplified as a whole


class _Converter(Protocol):
    def convert(self, text: str, /) -> str: ...


def simplified(text: str) -> str:
    """The text in simplified characters. A line that a phrase rule would lengthen is converted char by char."""
    out = _opencc().convert(text)
    if len(out) != len(text):
        out = "".join(map(_simplified_line, text.splitlines(keepends=True)))
    return _zhe(out)


def is_traditional(text: str) -> bool:
    return _share(text) > TRADITIONAL_SHARE


def _share(text: str) -> float:
    """Of the Chinese characters, those that are traditional only."""
    found = sum(map(_only_traditional().__contains__, text))
    return found / len(_HAN.findall(text)) if found else 0.0


def simplified_lines(text: str) -> str:
    """Only the traditional lines of a text in which both scripts stand; a few characters in a line may be a name."""
    if _only_traditional().isdisjoint(text):
        return text
    return "".join(simplified(line) if _is_mixed(line) else line for line in text.splitlines(keepends=True))


def _is_mixed(line: str) -> bool:
    found = sum(map(_only_traditional().__contains__, line))
    return found >= FEW and _share(line) > MIXED_SHARE


@lru_cache(maxsize=1)
def _only_traditional() -> frozenset[str]:
    """Characters of GBK that have another simplified form."""
    from lianpu.reading.alphabet import simplified_forms

    return frozenset(char for char, simple in simplified_forms().items() if char != simple)


#: Full-width digits, letters, % and the point between digits; radicals and compatibility forms that PDF files give.
_WIDE_ASCII = str.maketrans({c: chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
                                                          *range(0xFF41, 0xFF5B), 0xFF05)})  # fmt: skip
_WIDE_POINT = re.compile(r"(?<=[0-9])．(?=[0-9])")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]")
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def plain_forms(text: str) -> str:
    """Full-width digits and letters as ASCII, radicals as the characters that they look like; one for one."""
    if _WIDE.search(text):
        text = _WIDE_POINT.sub(".", text.translate(_WIDE_ASCII))
    return _RADICAL.sub(_character, text) if _RADICAL.search(text) else text


def _character(match: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", match[0])
    return plain if len(plain) == 1 else match[0]


def _simplified_line(line: str) -> str:
    out = _opencc().convert(line)
    return out if len(out) == len(line) else "".join(_one(char) for char in line)


def _one(char: str) -> str:
    out = _opencc().convert(char)
    return out if len(out) == 1 else char


@lru_cache(maxsize=1)
def _opencc() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


@lru_cache(maxsize=1)
def _kept() -> re.Pattern[str]:
    lines = files("lianpu.reading.lexicon").joinpath("repair_zhu.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return re.compile("|".join((*words, "著")))


def _zhe(text: str) -> str:
    """著 stands for 着 too (著力 → 着力), except in words that are written with 著 (著名)."""
    return _kept().sub(lambda match: "着" if match[0] == "著" else match[0], text) if "著" in text else text
