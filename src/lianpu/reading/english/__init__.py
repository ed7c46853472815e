"""English documents of the same kind, read into the same claims; decided by paragraph, since documents mix languages."""

from __future__ import annotations

import re

_LATIN = re.compile(r"[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LINE = re.compile(r"[^\n]+")
_WORDS = 4  # fewer than that is a code or an address, not a sentence
_LETTERS = 12
_SAMPLE = 1000  # characters that tell the language of a paragraph
_MORE = 4  # a Chinese character says about as much as four letters


def english_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the paragraphs whose letters are mostly Latin."""
    return [match.span() for match in _LINE.finditer(text) if is_english(match[0])]


def is_english(paragraph: str) -> bool:
    """Whether the letters of a paragraph are mostly Latin, and it has words."""
    if paragraph.count(" ") < _WORDS - 1:
        return False
    paragraph = paragraph[:_SAMPLE]
    latin, han = len(_LATIN.findall(paragraph)), len(_HAN.findall(paragraph))
    return latin > _LETTERS and latin > _MORE * han
