"""Markdown without its marks, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lianpu.reading.source import Segment

_MARKS = (
    r"(?P<front>\A---\n.*?\n---\n)",
    r"(?P<comment><!--.*?-->)",
    r"(?P<fence>^[ \t]*(?:```|~~~)[^\n]*$)",
    r"(?P<rule>^[ \t]*(?:[-*_][ \t]*){3,}$)",
    r"(?P<ruler>^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?)?[ \t]*$)",
    r"(?P<heading>^[ \t]{0,3}\#{1,6}[ \t]+|[ \t]+\#+[ \t]*$)",
    r"(?P<quote>^[ \t]*(?:>[ \t]?)+)",
    r"(?P<bullet>^[ \t]*[-*+][ \t]+)",
    r"(?P<image>!\[[^\]\n]*\]\([^)\n]*\))",
    r"(?P<link>\[(?P<label>[^\]\n]+)\]\([^)\n]*\))",
    r"(?P<strong>\*\*|__)",
    r"(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))",
    r"(?P<code>`+)",
    r"(?P<edge>^[ \t]*\|[ \t]*|[ \t]*\|[ \t]*$)",
    r"(?P<cell>[ \t]*\|[ \t]*)",
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|<>-])",
)
_MARK = re.compile("|".join(_MARKS), re.MULTILINE | re.DOTALL | re.IGNORECASE)


def readable(text: str) -> tuple[Segment, ...]:
    """The text's pieces between the marks; a link keeps its label, a table's cells are parted by tabs."""
    return tuple(piece for piece in _pieces(text) if piece.text)


def _pieces(text: str) -> Iterator[Segment]:
    at = 0
    for match in _MARK.finditer(text):
        yield Segment(at, match.start(), text[at : match.start()])
        kept = match.lastgroup if match.lastgroup in ("cell", "escaped") else ("label" if match["label"] else None)
        if kept == "cell":
            yield Segment(match.start(), match.end(), "\t")
        elif kept:
            yield Segment(*match.span(kept), match[kept])
        at = match.end()
    yield Segment(at, len(text), text[at:])
