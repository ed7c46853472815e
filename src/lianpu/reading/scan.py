"""A sentence as tokens: quantities, dates, words of the lexicon, marks, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from lianpu.reading.about import is_no_place
from lianpu.reading.dates import Found, find_dates
from lianpu.reading.quantities import Quantity, find_quantities
from lianpu.reading.words import Word, openings, words_at

LONGEST = 1500  # characters of a sentence
_ENDS = re.compile(r"(?<=[。！？!?\n])")
MARKS = '，,；;。！？!?：:（）()“”"《》、—\n【】●◆▶■　\t'
_OTHERS = frozenset(MARKS + " ")
_CLAUSE_MARKS = frozenset("，,；;：:\n。！？!?【】●◆▶■　\t")


_NO_TAGS: dict[str, str] = {}


@dataclass(slots=True, eq=False)  # not frozen: that makes each of the many tokens four times dearer; nobody changes one
class Token:
    """``kind`` is quantity, date, word, mark or text; ``tags`` are what a word may be."""

    start: int
    end: int
    text: str
    kind: str
    tags: dict[str, str] = field(default_factory=lambda: _NO_TAGS)
    quantity: Quantity | None = None
    date: Found | None = None

    def has(self, *tags: str) -> bool:
        own = self.tags
        if not own:
            return False
        for tag in tags:  # noqa: SIM110  # a plain loop: this is asked tens of times a clause
            if tag in own:
                return True
        return False


class Cast:
    """Firms that a text names and no table has."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.by_first: dict[str, list[Word]] = {}
        for name in sorted(names, key=lambda n: (-len(n), n)):
            self.by_first.setdefault(name[0], []).append(Word(name, {"firm": name}))

    def __contains__(self, name: object) -> bool:
        return name in self.names


@dataclass(frozen=True)  # no slots: what is asked often of a clause is kept
class Clause:
    """Tokens between two clause marks; ``start`` and ``end`` are without the marks."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    closes: str = ""

    def of(self, *tags: str) -> list[Token]:
        return [token for token in self.tokens if token.has(*tags)] if self.has(*tags) else []

    @cached_property
    def tags(self) -> frozenset[str]:
        """What any of its words may be."""
        return frozenset().union(*(token.tags for token in self.tokens))

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    @cached_property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)

    @cached_property
    def quantities(self) -> list[Token]:
        return [token for token in self.tokens if token.quantity]

    @cached_property
    def dates(self) -> list[Token]:
        return [token for token in self.tokens if token.date]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text."""
    found, start = [], 0
    for part in _ENDS.split(text):
        if part.strip():
            found += _cut(text, start, start + len(part)) if len(part) > LONGEST else [(start, start + len(part))]
        start += len(part)
    return found


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What runs on without an end is no sentence: pieces of it that end at a mark, where there is one."""
    found = []
    while end - start > LONGEST:
        marks = [at for mark in "；;，," if (at := text.rfind(mark, start + LONGEST // 2, start + LONGEST)) >= 0]
        stop = max(marks) + 1 if marks else start + LONGEST
        found.append((start, stop))
        start = stop
    return [*found, (start, end)]


_HEAD_PLACE = re.compile(
    r"(?P<before>其中|另外|此外|而|省会|邻近的|相邻的|附近的|毗邻的|作为)?"
    r"(?P<place>(?![我本全各该])[\u4e00-\u9fff]{2,6}?(?:自治[州县]|经济技术开发区|高新区|经开区|[省市县区州旗镇乡]))"
    r"(?![\u4e00-\u9fff]{0,14}(?:公司|集团|股份|铝业|锂业|硅业|钢铁|化工|科技|能源))"
)


_DIVISIONS = frozenset("省市县区州旗镇乡")


def _with_place(clause: Clause) -> Clause:
    """The clause with the name of a place at its head, in no table, as a token of its own; a firm's name is none."""
    at = next((i for i, t in enumerate(clause.tokens) if t.kind != "date"), 0)
    held: list[Token] = []
    for token in clause.tokens[at:]:
        if not (token.kind == "text" or token.has("place")):
            break
        held.append(token)
    opening = "".join(t.text for t in held)
    match = None if _DIVISIONS.isdisjoint(opening[:20]) else _HEAD_PLACE.match(opening)
    if match is None or is_no_place(match["place"]):
        return clause
    start, stop = (held[0].start + n for n in match.span("place"))
    place = Token(start, stop, match["place"], "word", {"place": f"head:{match['place']}"})
    lead = [Token(held[0].start, start, match["before"], "text")] if match["before"] else []
    rest = [t if t.start >= stop else replace(t, start=stop, text=t.text[stop - t.start :]) for t in held if t.end > stop]
    return replace(clause, tokens=(*clause.tokens[:at], *lead, place, *rest, *clause.tokens[at + len(held) :]))


def clauses(
    text: str, span: tuple[int, int], published: str | None, anchor: int | None, cast: Cast | None = None
) -> list[Clause]:
    """The clauses of a sentence, with tokens at their places in ``text``; ``cast`` are the firms of this text."""
    tokens = tokenize(text, span, published, anchor, cast)
    out: list[Clause] = []
    held: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text in "（(") - (token.text in "）)") if token.kind == "mark" else 0
        if _parts_figures(token, held):
            out.append(Clause(tuple(held), held[0].start, held[-1].end, token.text[0]))
            held = []
            continue
        if token.text in "：:" and depth <= 0 and _is_label(held):
            held.append(token)
            continue
        if token.kind == "mark" and token.text in _CLAUSE_MARKS and depth <= 0:
            if held:
                out.append(Clause(tuple(held), held[0].start, held[-1].end, token.text))
            held = []
        else:
            held.append(token)
    if held:
        out.append(Clause(tuple(held), held[0].start, held[-1].end))
    return [_with_place(clause) for clause in out]


_LABELS = ("cue", "status", "phase")
_LONGEST_LABEL = 5


def _parts_figures(token: Token, held: list[Token]) -> bool:
    """产值143.7亿元 同比增长8.9% 占全县…: a space after a figure stands for a comma."""
    return token.text.isspace() and bool(held) and held[-1].quantity is not None


def _is_label(held: list[Token]) -> bool:
    """总投资：86000万元, 工期：14个月, 竣工：2025年10月: the word before the colon belongs to what stands after it."""
    short = 0 < len(held) <= 2 and sum(len(t.text) for t in held) <= _LONGEST_LABEL
    return short and any(t.has(*_LABELS) for t in held) and not any(t.quantity or t.date for t in held)


def tokenize(
    text: str, span: tuple[int, int], published: str | None, anchor: int | None, cast: Cast | None = None
) -> list[Token]:
    cast = cast or Cast(frozenset())
    base, end = span
    part = text[base:end]
    dates = find_dates(part, published, anchor)
    taken = tuple((d.start, d.end) for d in dates)
    at: dict[int, Token] = {
        d.start + base: Token(d.start + base, d.end + base, part[d.start : d.end], "date", date=d) for d in dates
    }
    for q in find_quantities(part, taken):
        at[q.start + base] = Token(q.start + base, q.end + base, q.printed, "quantity", quantity=q)
    own, lengths = cast.by_first, openings()
    tokens: list[Token] = []
    i = since = base  # ``since`` is where the text begins that nothing was found in
    while i < end:
        char = text[i]
        if not (text[i : i + 2] in lengths or char in lengths or i in at or char in _OTHERS or char in own):
            i += 1
            continue
        token = at.get(i) or _named(text, i, end, own) or _word(text, i, end, at)
        if token is None and (text[i] in MARKS or (text[i] == " " and tokens and tokens[-1].end == i and tokens[-1].quantity)):
            token = Token(i, i + 1, text[i], "mark")
        if token is None:
            i += 1
            continue
        if since < i:
            tokens.append(Token(since, i, text[since:i], "text"))
        tokens.append(token)
        i = since = token.end
    if since < end:
        tokens.append(Token(since, end, text[since:end], "text"))
    return tokens


def _named(text: str, i: int, end: int, own: Mapping[str, list[Word]]) -> Token | None:
    for word in own.get(text[i], ()):
        if text.startswith(word.text, i, end):
            return Token(i, i + len(word.text), word.text, "word", word.tags)
    return None


def _word(text: str, i: int, end: int, at: dict[int, Token]) -> Token | None:
    for word in words_at(text, i, end):
        stop = i + len(word.text)
        if not any(a in at for a in range(i + 1, stop)) and (not word.next or _next_fits(word, text, stop, end, at)):
            return Token(i, stop, word.text, "word", word.tags)
    return None


def _next_fits(word: Word, text: str, i: int, end: int, at: dict[int, Token]) -> bool:
    """Short words are words only before something known: 将投产, not 将军."""
    if i >= end or text[i] in MARKS:
        return True
    number = i in at
    if word.next == "number":
        return number
    return number or any(len(w.text) > 1 for w in words_at(text, i, end))
