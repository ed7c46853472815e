"""Marks: commas that the damaging tool inserted before them, and full-width marks that it folded to ASCII."""

from __future__ import annotations

import re

from lianpu.reading.offsets import Edit

WIDE = dict(zip(",;:!?()", "，；：！？（）", strict=True))

_HAN = r"\u3400-\u9fff"
_CHINESE = rf"{_HAN}“”‘’《》『』（）【】、。，；：！？—…"
_INSERTED = re.compile(r",([,、。;!?，；！？])")
_TELLING = re.compile(rf",[、。]|(?<=[{_HAN}]),;(?=[{_HAN}])")
_BETWEEN = re.compile(rf"(?<=[{_CHINESE}])[,;:!?]|[,;:!?](?=[{_CHINESE}])")
_AFTER_LATIN = re.compile(r"(?<=[A-Za-z%)）])[,;](?=[A-Za-z0-9])|(?<=[0-9])[,;](?=[A-Za-z])")
_BRACKETS = re.compile(r"\(([^()\n]{1,60})\)")
_UNPAIRED = re.compile(rf"(?<=[{_CHINESE}])[()]|[()](?=[{_CHINESE}])")
_CHINESE_CHAR = re.compile(f"[{_CHINESE}]")


def inserted_commas(text: str, noted: bool) -> list[Edit]:
    """``,,`` → ``，``, ``,、`` → ``、`` … in a text that has pinyin notes (``noted``) or a comma before 、 or 。.

    Nobody writes those; ``,,`` alone may be an empty cell.
    """
    if not noted and not _TELLING.search(text):
        return []
    return [Edit(match.start(), match.end(), WIDE.get(match[1], match[1])) for match in _INSERTED.finditer(text)]


def widened(text: str, folded: bool) -> str:
    """Half-width marks between Chinese characters made full-width, one for one.

    In a text whose full-width marks were ``folded`` those beside Latin letters too, and brackets. Never inside
    numbers (``1,000``, ``3.5``) or Latin text.
    """
    text = _BETWEEN.sub(_wide, text)
    if not folded:
        return text
    text = _AFTER_LATIN.sub(_wide, _BRACKETS.sub(lambda m: _wide_brackets(text, m), text))
    return _UNPAIRED.sub(_wide, text)


def _wide(match: re.Match[str]) -> str:
    return WIDE[match[0]]


def _wide_brackets(text: str, match: re.Match[str]) -> str:
    beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    is_chinese = _CHINESE_CHAR.search(match[1] + beside)
    return f"（{match[1]}）" if is_chinese else match[0]
