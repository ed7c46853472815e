"""A sentence as tokens: quantities, dates, words of the lexicon, marks, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lianpu.reading.about import is_no_place
from lianpu.reading.active import of_lexicon
from lianpu.reading.claims import LONGEST_QUOTE
from lianpu.reading.dates import Found, find_dates
from lianpu.reading.heading_units import bare_figures
from lianpu.reading.quantities import Quantity, find_quantities
from lianpu.reading.words import PrintedUnit, Word, begins_a_word, openings, words

LONGEST = 1500  # characters of a sentence
MOST_TOKENS = 120  # of a clause; longer ones are no language, and cost the square of their length
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
    """What a text tells for all of it: firms that no table has, and the units of figures that stand without one."""

    def __init__(self, names: frozenset[str], told_units: dict[str, PrintedUnit] | None = None) -> None:
        self.names = names
        self.told_units = told_units or {}
        self.by_first: dict[str, list[Word]] = {}
        for name in sorted(names, key=lambda n: (-len(n), n)):
            self.by_first.setdefault(name[0], []).append(Word(name, {"firm": name}))

    def __contains__(self, name: object) -> bool:
        return name in self.names


class Clause:
    """Tokens between two clause marks; ``start`` and ``end`` are without the marks.

    What is asked of it many times is found once, when it is made: its text, the tags of its words, its quantities
    and its dates.
    """

    __slots__ = ("closes", "dates", "end", "quantities", "start", "tags", "text", "tokens")

    def __init__(self, tokens: Sequence[Token], closes: str = "") -> None:
        self.tokens = tuple(tokens)
        self.start, self.end, self.closes = tokens[0].start, tokens[-1].end, closes
        self.text = "".join([token.text for token in tokens])
        self.quantities: list[Token] = []
        self.dates: list[Token] = []
        self.tags: set[str] = set()  # what any of its words may be
        for token in tokens:
            if token.tags:
                self.tags.update(token.tags)
            elif token.quantity is not None:
                self.quantities.append(token)
            elif token.date is not None:
                self.dates.append(token)

    @property
    def quoted(self) -> tuple[int, int]:
        """The span that a claim of the clause quotes."""
        return self.start, min(self.end, self.start + LONGEST_QUOTE)

    def of(self, *tags: str) -> list[Token]:
        return [] if self.tags.isdisjoint(tags) else [token for token in self.tokens if token.has(*tags)]

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)


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
    r"(?P<place>(?![我本全各该])[\u4e00-\u9fff]{2,6}?(?:自治[州县]|经济技术开发区|高新区|经开区|[省市县区州旗镇乡](?!级)))"
    r"(?![\u4e00-\u9fff]{0,14}(?:公司|集团|股份|铝业|锂业|硅业|钢铁|化工|科技|能源))"
)


_DIVISIONS = re.compile("[省市县区州旗镇乡]")
_FARTHEST = 20  # characters of a clause in which the name of a place at its head ends


def _with_place(held: list[Token], text: str) -> list[Token]:
    """A clause's tokens with the name of a place at its head, in no table, as one of its own; a firm's name is none."""
    at = 0
    while at < len(held) - 1 and held[at].date is not None:
        at += 1
    if not _DIVISIONS.search(text, held[at].start, held[at].start + _FARTHEST):
        return held
    stop_at = at
    while stop_at < len(held) and (held[stop_at].kind == "text" or "place" in held[stop_at].tags):
        stop_at += 1
    opening = held[at:stop_at]
    match = _HEAD_PLACE.match("".join([t.text for t in opening])) if opening else None
    if match is None or is_no_place(match["place"]):
        return held
    start, stop = (opening[0].start + n for n in match.span("place"))
    place = Token(start, stop, match["place"], "word", {"place": f"head:{match['place']}"})
    lead = [Token(opening[0].start, start, match["before"], "text")] if match["before"] else []
    rest = [t if t.start >= stop else replace(t, start=stop, text=t.text[stop - t.start :]) for t in opening if t.end > stop]
    return [*held[:at], *lead, place, *rest, *held[stop_at:]]


def clauses(
    text: str, span: tuple[int, int], published: str | None, anchor: int | None, cast: Cast | None = None
) -> list[Clause]:
    """The clauses of a sentence, with tokens at their places in ``text``; ``cast`` are the firms of this text."""
    out: list[Clause] = []
    held: list[Token] = []
    depth = 0
    for token in tokenize(text, span, published, anchor, cast):
        mark = token.text
        if token.kind == "mark":
            depth += (mark in "（(") - (mark in "）)")
        if len(held) >= MOST_TOKENS:
            closes = ""
            held.append(token)
        elif held and held[-1].quantity is not None and mark.isspace():
            closes = mark[0]  # 产值143.7亿元 同比增长8.9% 占全县…: a space after a figure stands for a comma
        elif token.kind != "mark" or depth > 0 or mark not in _CLAUSE_MARKS or (mark in "：:" and _is_label(held)):
            held.append(token)
            continue
        else:
            closes = mark
        if held:
            out.append(Clause(_with_place(held, text), closes))
            held = []
    if held:
        out.append(Clause(_with_place(held, text)))
    return out


_LABELS = ("cue", "status", "phase")
_LONGEST_LABEL = 5


def _is_label(held: list[Token]) -> bool:
    """总投资：86000万元, 工期：14个月, 竣工：2025年10月: the word before the colon belongs to what stands after it."""
    short = 0 < len(held) <= 2 and sum(len(t.text) for t in held) <= _LONGEST_LABEL
    return short and any(t.has(*_LABELS) for t in held) and not any(t.quantity or t.date for t in held)


def tokenize(
    text: str, span: tuple[int, int], published: str | None, anchor: int | None, cast: Cast | None = None
) -> list[Token]:
    """All of ``text[span]`` as tokens, one after the other."""
    base, end = span
    part = text[base:end]
    at = _figures(part, base, published, anchor, cast)
    own = cast.by_first if cast else {}
    plain_marks = _plain_marks()
    tokens: list[Token] = []
    since = base  # where the text begins that nothing was found in
    for i in _beginnings(part, base, at, own):
        if i < since:
            continue  # inside the last token
        char = text[i]
        token = at.get(i) or (_named(text, i, end, own) if char in own else None)
        if token is None and char not in plain_marks:
            token = _word(text, i, end, at)
        if token is None:
            if char not in MARKS and not (char == " " and tokens and tokens[-1].end == i and tokens[-1].quantity):
                continue
            token = Token(i, i + 1, char, "mark", _NO_TAGS)
        if since < i:
            tokens.append(Token(since, i, text[since:i], "text", _NO_TAGS))
        tokens.append(token)
        since = token.end
    if since < end:
        tokens.append(Token(since, end, text[since:end], "text", _NO_TAGS))
    return tokens


def _figures(part: str, base: int, published: str | None, anchor: int | None, cast: Cast | None) -> dict[int, Token]:
    """The dates and quantities of a sentence, by where they begin in the text."""
    dates = find_dates(part, published, anchor)
    at = {d.start + base: Token(d.start + base, d.end + base, part[d.start : d.end], "date", date=d) for d in dates}
    found = find_quantities(part, tuple((d.start, d.end) for d in dates))
    if cast and cast.told_units:
        taken = [*((d.start, d.end) for d in dates), *((q.start, q.end) for q in found)]
        bare = bare_figures(part, cast.told_units)
        found += [q for q in bare if not any(start < q.end and q.start < end for start, end in taken)]
    for q in found:
        at[q.start + base] = Token(q.start + base, q.end + base, q.printed, "quantity", quantity=q)
    return at


def _beginnings(part: str, base: int, at: Mapping[int, Token], own: Mapping[str, list[Word]]) -> list[int]:
    """Where in the text a token may begin, in order. This looks at every character: it is kept to plain look-ups."""
    first, single, pairs = _first_characters()
    found = [
        base + n
        for n, char in enumerate(part)
        if (char in first and (char in single or part[n : n + 2] in pairs)) or char in own
    ]  # fmt: skip
    return sorted({*found, *at}) if at else found


@of_lexicon
def _first_characters() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What a word or mark may begin with; those that stand for themselves; the first two of longer words."""
    single = frozenset(key for key in openings() if len(key) == 1) | _OTHERS
    pairs = frozenset(key for key in openings() if len(key) == 2)
    return single | {pair[0] for pair in pairs}, single, pairs


@of_lexicon
def _plain_marks() -> frozenset[str]:
    """Marks that no word begins with."""
    return frozenset(MARKS) - {key[0] for key in openings()}


def _named(text: str, i: int, end: int, own: Mapping[str, list[Word]]) -> Token | None:
    for word in own[text[i]]:
        if text.startswith(word.text, i, end):
            return Token(i, i + len(word.text), word.text, "word", word.tags)
    return None


def _word(text: str, i: int, end: int, at: dict[int, Token]) -> Token | None:
    known, lengths = words(), openings()
    for length in (*lengths.get(text[i : i + 2], ()), 1):
        stop = i + length
        word = known.get(text[i:stop])
        if word is None or stop > end or (at and not at.keys().isdisjoint(range(i + 1, stop))):
            continue
        if not word.next or _next_fits(word, text, stop, end, at):
            return Token(i, stop, word.text, "word", word.tags)
    return None


def _next_fits(word: Word, text: str, i: int, end: int, at: dict[int, Token]) -> bool:
    """Short words are words only before something known: 将投产, not 将军."""
    if i >= end or text[i] in MARKS:
        return True
    number = i in at
    if word.next == "number":
        return number
    return number or begins_a_word(text, i, end)
