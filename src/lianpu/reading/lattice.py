"""Runs that were decoded one byte out of step: ``規(guī)?;⒓夯繕?biāo)`` is 規模化、集群化目標.

A tool inserted a byte (a comma, or a pinyin note's bracket) between the two bytes of a GBK character. The
decoder shows ``?`` for the torn pair and goes on one byte late, until an ASCII byte puts it right again. Every
shown character therefore names two bytes: the second of one real character and the first of the next; pairs in
private rows show nothing. The search walks through those byte constraints and keeps the readings that the
language model finds cheapest; what stands there is a reading only if it is much likelier than a real ``?``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lianpu.reading import gbk
from lianpu.reading.language import MARKS, START, Language, State, language
from lianpu.reading.notes import NOTE, NOTE_WITHOUT_BRACKET, chars_read
from lianpu.reading.punctuation import WIDE

LOST = "\ufffd"  # stands for an ASCII character that the break has swallowed
TORN_MARKS = ",、。;!?:"  # as shown; the tool looks for their bytes

BEAM = 60  # readings kept per position
DROPPED = 12.0  # nats behind the best
FEW = 8  # of them are led on over a second hidden pair in a row
FREQUENT = 12.0  # nats: characters that are tried there
WINDOW = 60  # shown characters that one run may span
TAIL = 6  # characters after the run that judge it
MARGIN = 4.0  # nats by which a reading must beat a real question mark
_SWALLOWED = 6.0  # nats against an end that loses a character
_UNPAIRED = 5.0  # nats against a quotation mark that opens twice or closes what is not open
_VARIANT, _UNCONVERTED = 2.0, 3.0  # nats against forms that the tool's conversion does not usually give


class Candidate(NamedTuple):
    """A character that may stand in the text, with its bytes there."""

    read: str
    written: str
    lead: int
    trail: int
    cost: float


class Reading(NamedTuple):
    """A way to read the bytes so far. ``pending`` are the possible first bytes of the next character."""

    state: State
    read: str
    written: str
    pending: frozenset[int]
    extra: float = 0.0

    @property
    def cost(self) -> float:
        return self.state.cost + self.extra


@dataclass(frozen=True, slots=True)
class Break:
    """``text[start:end]`` reads ``written`` (``read`` in simplified characters); ``rivals`` are the next best, with
    their distance in nats. ``written`` is None where no reading is good enough."""

    start: int
    end: int
    written: str | None
    read: str
    margin: float
    per_char: float
    rivals: tuple[tuple[str, float], ...] = ()


class Alphabet:
    """The characters that the damaged text can hold, by their bytes."""

    def __init__(self, words: Language, traditional: bool) -> None:
        self.simplified = _simplified_forms()
        self.by_lead: dict[int, list[Candidate]] = defaultdict(list)
        self.by_trail: dict[int, list[Candidate]] = defaultdict(list)
        self.at: dict[tuple[int, int], Candidate] = {}
        self.written: dict[str, Candidate] = {}
        usual = _usual_forms() if traditional else {}
        for written, read in self.simplified.items():
            if read in words.words and (pair := gbk.encode(written)):
                self._add(Candidate(read, written, *pair, _oddity(written, read, usual)))
        for mark in MARKS:
            self._add(Candidate(mark, mark, *(gbk.encode(mark) or (0, 0)), 0.0))
        hiding = (one for ones in self.by_lead.values() for one in ones if gbk.hidden_pairs().get(one.trail))
        self.hiding = [one for one in hiding if words.words[one.read] + one.cost < FREQUENT]

    def _add(self, one: Candidate) -> None:
        self.by_lead[one.lead].append(one)
        self.by_trail[one.trail].append(one)
        self.at[one.lead, one.trail] = self.written[one.written] = one


def _oddity(written: str, read: str, usual: dict[str, str]) -> float:
    """How unusual it is that the tool writes this character so."""
    if usual.get(read, read) == written:
        return 0.0
    return _UNCONVERTED if written == read else _VARIANT


@lru_cache(maxsize=2)
def alphabet(traditional: bool) -> Alphabet:
    return Alphabet(language(), traditional)


@lru_cache(maxsize=1)
def _simplified_forms() -> dict[str, str]:
    """Every Chinese character of GBK and its simplified form, character by character."""
    chars = [c for lead in gbk.LEADS for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF))
             if (c := gbk.decode(lead, trail)) and "\u4e00" <= c <= "\u9fa5"]  # fmt: skip
    return dict(zip(chars, _convert("t2s", chars), strict=True))


@lru_cache(maxsize=1)
def _usual_forms() -> dict[str, str]:
    chars = list(_simplified_forms())
    return dict(zip(chars, _convert("s2t", chars), strict=True))


def _convert(config: str, chars: list[str]) -> list[str]:
    from opencc import OpenCC

    return str(OpenCC(config).convert("\n".join(chars))).split("\n")


class Search:
    """One walk through the bytes of a run that starts at a ``?``."""

    def __init__(self, text: str, start: int, letters: Alphabet, words: Language) -> None:
        self.text, self.start, self.letters, self.words = text, start, letters, words
        self.limit = min(len(text), start + WINDOW)
        self.unlikely = _unlikely_quotes(text[text.rfind("\n", 0, start) + 1 : start])
        self.open: dict[int, list[Reading]] = defaultdict(list)
        self.done: dict[int, list[Reading]] = defaultdict(list)

    def best(self) -> Break | None:
        """The reading of the run; None where no run can start here."""
        left = self.words.read(START, self._before())
        for at, reading in (*self._torn_by_mark(left), *self._torn_by_note(left)):
            self.open[at].append(reading)
        if not self.open:
            return None
        for at in range(self.start + 1, self.limit + 1):
            self._walk(at)
        return self._judged(left)

    # how a run starts

    def _torn_by_mark(self, left: State) -> Iterator[tuple[int, Reading]]:
        mark = self.text[self.start + 1 : self.start + 2]
        if mark and mark in TORN_MARKS and (pair := gbk.encode(mark)):
            blank = Reading(left, "", "", frozenset(gbk.LEADS))
            for one in self.letters.by_trail[pair[0]]:
                yield self.start + 2, self._with(blank, one, frozenset((pair[1],)))

    def _torn_by_note(self, left: State) -> Iterator[tuple[int, Reading]]:
        """The note belongs to a character made of the last byte before and the first byte that was torn off."""
        match = NOTE_WITHOUT_BRACKET.match(self.text, self.start + 1)
        before = self._char_before()
        if match and before and (pair := gbk.encode(before)):
            noted = (gbk.encode(char) for char in chars_read(match[1]))
            torn = frozenset(b[1] for b in noted if b and b[0] == pair[1])
            if torn:
                yield match.end(), Reading(left, "", "", torn)

    # how it goes on

    def _walk(self, at: int) -> None:
        """Lead the readings open at a position on: first over hidden pairs, then over what is shown."""
        readings = _cheapest(self.open.pop(at, []))
        hidden = _cheapest([r for reading in readings for r in self._hidden(reading)])
        readings += hidden + _cheapest([r for reading in hidden[:FEW] for r in self._hidden_again(reading)])
        if at >= self.limit:
            return
        self._end(at, readings)
        pair = gbk.encode(self.text[at])
        if pair is None:
            return
        after = self._after_note(at + 1)
        for reading in readings:
            for one in self._second_byte(reading, pair[0]):
                self.open[after].append(self._with(reading, one, frozenset((pair[1],))))
        if self.text[at] == "," and self.text[at + 1 : at + 2] in tuple(TORN_MARKS):
            self.open[at + 1] += readings

    def _hidden(self, reading: Reading) -> Iterator[Reading]:
        for lead in reading.pending if len(reading.pending) <= 4 else ():
            for one in self.letters.by_lead[lead]:
                if following := gbk.hidden_pairs().get(one.trail):
                    yield self._with(reading, one, following)

    def _hidden_again(self, reading: Reading) -> Iterator[Reading]:
        """After one hidden pair both bytes of the next character are open."""
        for one in self.letters.hiding:
            if one.lead in reading.pending:
                yield self._with(reading, one, gbk.hidden_pairs()[one.trail])

    def _second_byte(self, reading: Reading, byte: int) -> Iterable[Candidate]:
        if len(reading.pending) <= 4:
            found = (self.letters.at.get((lead, byte)) for lead in reading.pending)
            return [one for one in found if one]
        return [one for one in self.letters.by_trail[byte] if one.lead in reading.pending]

    def _with(self, reading: Reading, one: Candidate, pending: frozenset[int]) -> Reading:
        state = self.words.extend(reading.state, one.read)
        extra = reading.extra + one.cost + (_UNPAIRED if one.read in self.unlikely else 0.0)
        return Reading(state, reading.read + one.read, reading.written + one.written, pending, extra)

    # how it ends

    def _end(self, at: int, readings: list[Reading]) -> None:
        shown = self.text[at]
        if shown == "?":
            self._end_swallowing(at, readings)
        elif "@" <= shown <= "~":
            self._close(at + 1, readings, ord(shown))
        elif (pair := gbk.encode(shown)) and pair[1] < 0x80:
            self._close(at + 1, readings, pair[0], chr(pair[1]))

    def _close(self, at: int, readings: list[Reading], byte: int, letter: str = "") -> None:
        note = NOTE.match(self.text, at) if not letter else None
        readable = chars_read(note[1]) if note else frozenset()
        for reading in readings:
            for one in self._second_byte(reading, byte):
                closed = self._with(reading, one, frozenset())
                if letter:
                    closed = closed._replace(
                        state=self.words.extend(closed.state, letter),
                        read=closed.read + letter,
                        written=closed.written + letter,
                    )
                if not note or one.written in readable:
                    self.done[note.end() if note else at].append(closed)

    def _end_swallowing(self, at: int, readings: list[Reading]) -> None:
        """``?`` hides a second byte and an ASCII byte: a note's bracket, an inserted comma, or a lost character."""
        if note := NOTE_WITHOUT_BRACKET.match(self.text, at + 1):
            ends = [one for char in chars_read(note[1]) if (one := self.letters.written.get(char))]
            self.done[note.end()] += [
                self._with(reading, one, frozenset()) for reading in readings for one in ends if one.lead in reading.pending
            ]
            return
        before_mark = self.text[at + 1 : at + 2] in tuple(TORN_MARKS)
        for reading in readings:
            for one in (c for lead in reading.pending if len(reading.pending) <= 4 for c in self.letters.by_lead[lead]):
                self._close_after(at + 1, self._with(reading, one, frozenset()), before_mark)

    def _close_after(self, at: int, closed: Reading, before_mark: bool) -> None:
        if not before_mark and at < len(self.text):
            closed = closed._replace(written=closed.written + LOST, read=closed.read + LOST, extra=closed.extra + _SWALLOWED)
        self.done[at].append(closed)

    # what it is worth

    def _judged(self, left: State) -> Break | None:
        kept = [(at, reading) for at, found in self.done.items() for reading in _cheapest(found)]
        reach = max((at for at, _ in kept), default=self.start + 1)
        until = self._steps_on(reach, TAIL)
        as_shown = self._cost_in_step(left, self.start, until)
        ranked = sorted(((self._cost_in_step(r.state, at, until) + r.extra, at, r) for at, r in kept), key=lambda x: x[0])
        if not ranked or ranked[0][0] + MARGIN > as_shown:
            return Break(self.start, self.start + 2, None, "", 0.0, 0.0)
        cost, end, reading = ranked[0]
        rivals = _distinct(reading.read, ((r.read, c - cost) for c, _, r in ranked))
        margin = min((distance for _, distance in rivals), default=as_shown - cost)
        own = (reading.cost - left.cost) / max(1, len(reading.read))
        return Break(self.start, end, reading.written, reading.read, min(margin, as_shown - cost), own, rivals)

    def _cost_in_step(self, state: State, at: int, until: int) -> float:
        while at < until:
            char = self.text[at]
            state = self.words.extend(state, self.letters.simplified.get(char, WIDE.get(char, char)))
            at = self._after_note(at + 1)
        return state.cost

    def _steps_on(self, at: int, steps: int) -> int:
        for _ in range(steps):
            if at < len(self.text) and self.text[at] != "?":
                at = self._after_note(at + 1)
        return min(at, len(self.text))

    # the text around

    def _after_note(self, at: int) -> int:
        match = NOTE.match(self.text, at)
        return match.end() if match else at

    def _char_before(self) -> str:
        left = self.text[max(0, self.start - 9) : self.start]
        return NOTE.sub("", left)[-1:]

    def _before(self) -> str:
        left = NOTE.sub("", self.text[max(0, self.start - 40) : self.start]).replace(",,", ",")
        return "".join(self.letters.simplified.get(c, WIDE.get(c, c)) for c in left[-TAIL:])


def _cheapest(readings: list[Reading]) -> list[Reading]:
    """The best few, one for each way to go on."""
    seen: set[tuple[frozenset[int], str]] = set()
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda r: r.cost):
        if kept and reading.cost > kept[0].cost + DROPPED:
            break
        key = (reading.pending, reading.state.tail)
        if key not in seen:
            seen.add(key)
            kept.append(reading)
            if len(kept) == BEAM:
                break
    return kept


def _unlikely_quotes(line: str) -> str:
    """An opening quotation mark where one is open, a closing one where none is."""
    return "".join(pair[line.count(pair[0]) <= line.count(pair[1])] for pair in ("“”", "《》"))


def _distinct(best: str, ranked: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    rivals: dict[str, float] = {}
    for read, distance in ranked:
        if read != best and not (best.startswith(read) or read.startswith(best)):
            rivals.setdefault(read, distance)
        if len(rivals) == 3:
            break
    return tuple(rivals.items())


def find_breaks(text: str, traditional: bool) -> list[Break]:
    """The runs of a damaged text, in order; those without a good reading too, if they look like a break."""
    found: list[Break] = []
    at = text.find("?")
    while at >= 0:
        one = Search(text, at, alphabet(traditional), language()).best()
        if one:
            found.append(one)
        at = text.find("?", one.end if one else at + 1)
    return found
