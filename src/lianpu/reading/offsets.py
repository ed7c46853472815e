"""From a clean text back to the text that it was made from.

A cleaning step is a list of edits on a text. :func:`apply_edits` gives the new text with an
:class:`OffsetMap`, and maps of successive steps compose, so that a span of the clean text always
leads back to the characters of the original that produced it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str


class Piece(NamedTuple):
    """A run of the clean text and where it came from: character by character, or only as a ``whole``."""

    clean: int
    clean_end: int
    start: int
    end: int
    whole: bool = False

    def first(self, at: int) -> int:
        return self.start if self.whole else self.start + at - self.clean

    def last(self, at: int) -> int:
        return self.end if self.whole else self.start + at + 1 - self.clean

    def clean_at(self, at: int) -> int:
        return self.clean if self.whole else self.clean + max(0, at - self.start)


class OffsetMap:
    """Piecewise map of code-point offsets, clean → original. Both sides rise; pieces cover the clean text."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(_joined(p for p in pieces if p.clean < p.clean_end))

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.clean for piece in self.pieces]

    @cached_property
    def _originals(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def _ends(self) -> list[int]:
        return [piece.end for piece in self.pieces]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        return cls([Piece(0, length, 0, length)])

    @property
    def is_identity(self) -> bool:
        return len(self.pieces) == 1 and not self.pieces[0].whole and self.pieces[0].start == 0

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that produced ``clean[start:end]``, with all that was dropped inside it."""
        if not self.pieces:
            return (0, 0)
        if end <= start:
            at = self._piece(start).first(min(start, self.length))
            return (at, at)
        return (self._piece(start).first(start), self._piece(end - 1).last(end - 1))

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clean text that ``original[start:end]`` produced; empty where it produced nothing."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._originals, end, lo=first)
        low = self.pieces[first].clean_at(start) if first < len(self.pieces) else self.length
        if last <= first:
            return (low, low)
        piece = self.pieces[last - 1]
        return (low, piece.clean_end if piece.whole else min(piece.clean_end, piece.clean_at(end)))

    @property
    def length(self) -> int:
        return self.pieces[-1].clean_end if self.pieces else 0

    def after(self, inner: OffsetMap) -> OffsetMap:
        """This map (clean → middle) led on by ``inner`` (middle → original)."""
        if self.is_identity:
            return inner
        return self if inner.is_identity else OffsetMap(p for piece in self.pieces for p in _through(piece, inner))

    def _piece(self, at: int) -> Piece:
        return self.pieces[max(0, bisect_right(self._starts, at) - 1)]

    def between(self, start: int, end: int) -> Iterable[Piece]:
        """The pieces that meet ``clean[start:end]``."""
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self.pieces) and self.pieces[at].clean < end:
            yield self.pieces[at]
            at += 1


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """The edited text and its map. Edits stand in order and do not overlap.

    An edit that takes characters away altogether widens the character before it: a note belongs to its character.
    """
    out: list[str] = []
    pieces: list[Piece] = []
    at = size = 0
    for start, end, new in edits:
        kept = start - at
        if new:
            _append(out, pieces, text[at:start], Piece(size, size + kept, at, start))
            size += kept
            _append(out, pieces, new, Piece(size, size + len(new), start, end, (len(new), end - start) != (1, 1)))
            size += len(new)
        elif kept:
            out.append(text[at:start])
            size += kept
            if kept > 1:
                pieces.append(Piece(size - kept, size - 1, at, start - 1))
            pieces.append(Piece(size - 1, size, start - 1, end, True))
        elif pieces and pieces[-1].end == at:
            pieces[-1] = pieces[-1]._replace(end=end, whole=True)
        at = end
    _append(out, pieces, text[at:], Piece(size, size + len(text) - at, at, len(text)))
    return "".join(out), OffsetMap(pieces)


def _append(out: list[str], pieces: list[Piece], new: str, piece: Piece) -> None:
    if new:
        out.append(new)
        pieces.append(piece)


def _through(piece: Piece, inner: OffsetMap) -> Iterable[Piece]:
    if piece.whole:
        yield Piece(piece.clean, piece.clean_end, *inner.to_original(piece.start, piece.end), True)
        return
    shift = piece.clean - piece.start
    for part in inner.between(piece.start, piece.end):
        low, high = max(part.clean, piece.start), min(part.clean_end, piece.end)
        yield Piece(low + shift, high + shift, *inner.to_original(low, high), part.whole)


def _joined(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Neighbouring one-to-one runs become one."""
    last: Piece | None = None
    for piece in pieces:
        if last and not piece.whole and not last.whole and last.end == piece.start:
            last = Piece(last.clean, piece.clean_end, last.start, piece.end)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
