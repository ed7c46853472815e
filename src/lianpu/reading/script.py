"""Traditional to simplified characters, one for one, so that offsets hold."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

TRADITIONAL_SHARE = 0.03  # of the Chinese characters; a lone 乾 or 著 in a name does not make a text traditional
_HAN = re.compile(r"[\u3400-\u9fff]")


class _Converter(Protocol):
    def convert(self, text: str, /) -> str: ...


def simplified(text: str) -> str:
    """The text in simplified characters. A line that a phrase rule would lengthen is converted char by char."""
    out = _opencc().convert(text)
    if len(out) != len(text):
        out = "".join(map(_simplified_line, text.splitlines(keepends=True)))
    return _zhe(out)


def is_traditional(text: str) -> bool:
    han = _HAN.findall(text)
    changed = sum(a != b for a, b in zip(han, _opencc().convert("\n".join(han)).split("\n"), strict=False))
    return bool(changed > TRADITIONAL_SHARE * len(han))


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
