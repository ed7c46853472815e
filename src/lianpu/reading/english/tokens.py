"""An English sentence as tokens: quantities, dates, names, phrases of the lexicon, words and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lianpu.reading.dates import Found
from lianpu.reading.english.dates import find_dates
from lianpu.reading.english.names import Name, find_names
from lianpu.reading.english.quantities import find_folds, find_quantities
from lianpu.reading.english.words import Tags, phrases
from lianpu.reading.quantities import Quantity

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?\d*|\d+(?:[.,]\d+)*|[^\w\s]")
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+|(?<=[。！？])")
_NO_END = re.compile(
    r"(?:\b(?:Co|Ltd|Inc|Corp|No|Mr|Ms|Mrs|Dr|St|approx|ca|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|sq|Fig"
    r"|Bhd|Sdn|[A-Z])|\bU\.S|\bp\.a|\be\.g|\bi\.e)\.$"
)
_LEGAL_END = re.compile(r"(?:Co|Ltd|Inc|Corp|Bhd)\.$")
_VERB_NEXT = re.compile(
    r"\s*(?:The|It|Its|In|This|That|At|Once|By|When|A|An|As|On|For|After|But|They|Total|Construction|Production)\b"
)
_LIST = re.compile(r"\s*(?:[-•*·–—]|\d{1,2}[.)]|\([a-z0-9]\))\s+")


@dataclass(slots=True)
class Token:
    """``kind`` is quantity, date, name, word or mark; ``low`` the text in lower case; ``tags`` what a word may be."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    tags: Tags = field(default_factory=dict)
    quantity: Quantity | None = None
    date: Found | None = None
    firm: str | None = None
    place: str | None = None

    def has(self, *tags: str) -> bool:
        return bool(self.tags) and not self.tags.keys().isdisjoint(tags)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``; an abbreviation ends none."""
    found, at = [], start
    for match in _END.finditer(text, start, end):
        head = text[max(at, match.start() - 12) : match.start()]
        if (
            "\n" not in match[0]
            and _NO_END.search(head)
            and not (_LEGAL_END.search(head) and _VERB_NEXT.match(text, match.end() - 1))
        ):
            continue
        found += _pieces(text, at, match.start())
        at = match.end()
    return found + _pieces(text, at, end)


LONGEST = 1500  # characters of a sentence; longer ones are no language, and cost the square of their length


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, cut at spaces where it is too long for one."""
    found = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = space + 1 if space >= 0 else start + LONGEST
        found.append((start, stop))
        start = stop
    return [*found, (start, end)] if text[start:end].strip() else found


def tokenize(text: str, span: tuple[int, int], published: str | None, anchor: int | None, known: dict[str, str]) -> list[Token]:
    """The tokens of a sentence, at their places in ``text``; ``known`` are the firms that the document names."""
    base, end = span
    part = text[base:end]
    names = find_names(part, known)
    dates = [d for d in find_dates(part, published, anchor) if not _inside(d.start, d.end, names)]
    held = [(d.start, d.end) for d in dates] + [(n.start, n.end) for n in names]
    quantities = find_quantities(part, held) + find_folds(part)
    at: dict[int, Token] = {}
    for name in names:
        at[name.start] = Token(
            base + name.start, base + name.end, name.text, name.text.lower(), "name", {}, firm=name.firm, place=name.place
        )
    for date in dates:
        at[date.start] = Token(base + date.start, base + date.end, part[date.start : date.end], "", "date", {}, date=date)
    for q in quantities:
        at[q.start] = Token(base + q.start, base + q.end, q.printed, "", "quantity", {}, quantity=q)
    return _marked(_plain(part, base, at))


def _inside(start: int, end: int, names: list[Name]) -> bool:
    return any(n.start <= start and end <= n.end and (n.firm or n.place) for n in names)


def _plain(part: str, base: int, at: dict[int, Token]) -> list[Token]:
    """The special tokens with the words and marks between them; one that begins inside another is left out."""
    tokens: list[Token] = []
    i = 0
    for start in sorted(at):
        if start < i:
            continue
        _words(part, base, i, start, tokens)
        tokens.append(at[start])
        i = at[start].end - base
    _words(part, base, i, len(part), tokens)
    return tokens


def _words(part: str, base: int, start: int, end: int, tokens: list[Token]) -> None:
    for match in _WORD.finditer(part, start, end):
        text = match[0]
        a, b = match.span()
        if len(text) > 2 and text[-2] in "'’" and text[-1] == "s":
            tokens.append(Token(base + a, base + b - 2, text[:-2], text[:-2].lower(), "word"))
            tokens.append(Token(base + b - 2, base + b, text[-2:], "'s", "mark"))
        else:
            tokens.append(Token(base + a, base + b, text, text.lower(), "word" if text[0].isalnum() else "mark"))


def _marked(tokens: list[Token]) -> list[Token]:
    """Words joined to the phrases of the lexicon that they make, the longest first; a hyphen inside counts as a space."""
    table = phrases()
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        found = _phrase(tokens, i, table.get(token.low, ())) if token.kind == "word" or token.low == "/" else None
        if found is None:
            out.append(token)
            i += 1
            continue
        tags, stop = found
        last = tokens[stop - 1]
        if stop == i + 1:
            token.tags = tags
            out.append(token)
        else:
            text = " ".join(t.text for t in tokens[i:stop])
            out.append(Token(token.start, last.end, text, text.lower(), "word", tags))
        i = stop
    return out


def _phrase(tokens: list[Token], i: int, candidates: tuple[tuple[tuple[str, ...], Tags], ...]) -> tuple[Tags, int] | None:
    for words, tags in candidates:
        j = i
        for word in words:
            if j > i and j < len(tokens) and tokens[j].low == "-":
                j += 1
            if j >= len(tokens) or tokens[j].low != word or tokens[j].kind not in ("word", "mark"):
                break
            j += 1
        else:
            return tags, j
    return None
