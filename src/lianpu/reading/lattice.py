"""Runs that were decoded one byte out of step: ``規(guī)?;⒓夯繕?biāo)`` is 規模化、集群化目標.

A tool inserted a byte (a comma, or a pinyin note's bracket) between the two bytes of a GBK character. The
decoder shows ``?`` for the torn pair and goes on one byte late, until an ASCII byte puts it right again. Every
shown character therefore names two bytes: the second of one real character and the first of the next; pairs in
private rows show nothing. The search walks through those byte constraints and keeps the readings that the
language model finds cheapest, those still out of step (open) beside those back in step (closed), position by
position; what stands there is a reading only if it is much likelier than a real ``?``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import inf
from typing import NamedTuple

from lianpu.reading import gbk
from lianpu.reading.alphabet import FEW_LEADS, Alphabet, Candidate, alphabet
from lianpu.reading.language import MARKS, Document, Language, State, language
from lianpu.reading.notes import NOTE, NOTE_WITHOUT_BRACKET, chars_read
from lianpu.reading.punctuation import WIDE

LOST = "\ufffd"  # stands for an ASCII character that the break has swallowed
TORN_MARKS = ",、。;!?:"  # as shown; the tool looks for their bytes

BEAM = 48  # open readings kept per position
HIDDEN = 18  # of them are led on over a hidden pair
TWICE = 6  # and over a second one in a row
CLOSED = 18  # closed readings kept per position
DROPPED = 12.0  # nats behind the best
PROMISED = 6.0  # nats by which the begin of a longer word is favoured
WORK = 60_000  # candidates weighed per run, about 60 ms; from there on the beam is narrow, at twice it the run is left
NARROW = 8
WORK_OF_ALL = 300_000  # candidates weighed per text of up to so many characters; from there on, every beam is narrow,
ALL = 33_000  # at twice it the other runs are left unread
WINDOW = 60  # shown characters that one run may span
OUT_OF_STEP = 24  # shown characters that a run without a reading is taken to span
TAIL = 6  # characters after the run that judge it
MARGIN = 4.0  # nats by which a reading must beat a real question mark
_SWALLOWED = 6.0  # nats against an end that loses a character
_UNPAIRED = 5.0  # nats against a quotation mark that opens twice or closes what is not open
_SENTENCE_ENDS = "。！？；：”"
_IN_STEP: frozenset[int] = frozenset()


class Reading(NamedTuple):
    """A way to read the bytes so far. ``pending`` are the possible first bytes of the next character; a closed
    reading has ``end``. ``near`` is how many nats the nearest reading was behind that was dropped for this one."""

    cost: float
    state: State
    read: str
    written: str
    pending: frozenset[int]
    end: int = 0
    near: float = inf


Choice = Callable[[Reading], list[Candidate]]


class Step(NamedTuple):
    """One candidate after one reading, weighed but not yet taken. ``rank`` is the cost, less where a longer word has
    begun, which pays only when it ends."""

    rank: float
    cost: float
    reading: Reading
    one: Candidate
    pending: frozenset[int]


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


class Search:
    """One walk through the bytes of a run that starts at a ``?``."""

    def __init__(self, text: str, start: int, letters: Alphabet, words: Language, document: Document | None = None,
                 tired: bool = False) -> None:  # fmt: skip
        self.text, self.start, self.letters, self.words, self.document = text, start, letters, words, document
        self.limit = min(len(text), start + WINDOW)
        self.unlikely = _unlikely_quotes(text[text.rfind("\n", 0, start) + 1 : start])
        self.open: dict[int, list[Step]] = defaultdict(list)
        self.closed: dict[int, list[Reading]] = defaultdict(list)
        self.work = 0
        self.most = WORK // NARROW if tired else WORK

    def best(self) -> Break | None:
        """The reading of the run; None where no run can start here."""
        starts = [*self._torn_by_mark(), *self._torn_by_note()]
        if not starts:
            return None
        left = self._before()
        blank = Reading(0.0, left, "", "", _IN_STEP)
        for at, one, pending in starts:
            if one:
                self.open[at] += self._weigh([blank], lambda _, one=one: [one], pending)  # type: ignore[misc]
            else:
                self.open[at].append(Step(0.0, 0.0, blank, _NOTHING, pending))
        at = self.start + 1
        while self.open and at <= self.limit and self.work < 2 * self.most:
            self._walk(at)
            at += 1
        self.open.clear()
        return self._judged(left, self._led_on(at))

    def unread(self) -> Break | None:
        """The place of the run, where one may start here, without a search."""
        may_start = any(True for _ in self._torn_by_mark()) or any(True for _ in self._torn_by_note())
        return self._unreadable() if may_start else None

    def _unreadable(self) -> Break:
        """What follows may be out of step up to the line's end or a note; digits there may be bytes of characters."""
        until = self.start + 1
        while until < min(self.limit, self.start + OUT_OF_STEP) and self.text[until] not in "\n(":
            until += 1
        return Break(self.start, until, None, "", 0.0, 0.0)

    # how a run starts

    def _torn_by_mark(self) -> Iterator[tuple[int, Candidate | None, frozenset[int]]]:
        mark = self.text[self.start + 1 : self.start + 2]
        if mark and mark in TORN_MARKS and (pair := gbk.encode(mark)):
            for one in self.letters.by_trail[pair[0]]:
                yield self.start + 2, one, frozenset((pair[1],))

    def _torn_by_note(self) -> Iterator[tuple[int, Candidate | None, frozenset[int]]]:
        """The note belongs to a character made of the last byte before and the first byte that was torn off."""
        match = NOTE_WITHOUT_BRACKET.match(self.text, self.start + 1)
        before = self._char_before() if match else ""
        if match and before and (pair := gbk.encode(before)):
            noted = (gbk.encode(char) for char in chars_read(match[1]))
            torn = frozenset(b[1] for b in noted if b and b[0] == pair[1])
            if torn:
                yield match.end(), None, torn

    # how it goes on

    def _walk(self, at: int) -> None:
        """Lead the readings at a position on: open ones over hidden pairs, then all over what is shown."""
        closed = self._kept_closed(at)
        readings = self._kept(self.open.pop(at, []), closed[0].cost if closed else inf)
        if readings:
            self._walk_open(at, readings)
        if closed and at < self.limit:
            self._advance(at, closed)

    def _walk_open(self, at: int, readings: list[Reading]) -> None:
        hidden = self._over_hidden(readings[:HIDDEN])
        readings = readings + hidden + self._over_hidden(hidden[:TWICE])
        if at >= self.limit:
            return
        self._end(at, readings)
        shown = self.text[at]
        if pair := gbk.encode(shown):
            following = self._weigh(readings, lambda r: self.letters.with_trail(r.pending, pair[0]), frozenset((pair[1],)))
            self.open[self._after_note(at + 1)] += following
        if shown == "," and self.text[at + 1 : at + 2] in tuple(TORN_MARKS):
            self.open[at + 1] += [Step(r.cost, r.cost, r, _NOTHING, r.pending) for r in readings]

    def _over_hidden(self, readings: list[Reading]) -> list[Reading]:
        """One real character further, its second byte and the next one's first shown as nothing."""
        return self._kept(self._weigh(readings, lambda r: self.letters.before_hidden(r.pending), None))

    def _weigh(self, readings: Iterable[Reading], choose: Choice, pending: frozenset[int] | None) -> list[Step]:
        """What every candidate would cost after every reading."""
        out: list[Step] = []
        bound, hidden, begun = inf, gbk.hidden_pairs(), self.words.begun
        for reading in readings:
            context = reading.state.contexts[-1]
            tail = reading.state.tail
            base = reading.cost + context.beyond
            special = (context.following, self.words.inside.get(tail[-1:], ()), self._said(tail[-2:]), MARKS)
            ones = choose(reading)
            self.work += len(ones)
            for one in ones:
                char = one.read
                if char in special[1] or char in special[0] or char in special[2] or char in special[3]:
                    cost = self._cost(reading, one)
                    rank = cost - PROMISED * (tail[-1:] + char in begun or tail[-2:] + char in begun)
                else:
                    rank = cost = base + one.own
                if rank < bound:
                    bound = min(bound, cost + DROPPED)
                    out.append(Step(rank, cost, reading, one, hidden[one.trail] if pending is None else pending))
        return out

    def _said(self, two: str) -> dict[str, float]:
        return self.document.after(two) if self.document else {}

    def _cost(self, reading: Reading, one: Candidate) -> float:
        cost, _ = self.words.step(reading.state, one.read, self.document)
        unpaired = _UNPAIRED if one.read in self.unlikely else 0.0
        return reading.cost + cost - reading.state.cost + one.cost + unpaired

    def _kept(self, steps: list[Step], rival: float = inf) -> list[Reading]:
        """The cheapest few, one for each way to go on; none that is far behind or behind what is back in step."""
        seen: dict[tuple[frozenset[int], str], int] = {}
        kept: list[Reading] = []
        most = BEAM if self.work < self.most else NARROW
        first = inf
        for step in nsmallest(2 * most, steps, key=_by_rank):
            if step.rank > (first := min(first, step.cost)) + DROPPED or step.rank > rival + DROPPED:
                break
            key = (step.pending, step.reading.state.tail[-3:] + step.one.read)
            if key in seen:
                at = seen[key]
                if kept[at].read != step.reading.read + step.one.read:
                    kept[at] = kept[at]._replace(near=min(kept[at].near, abs(step.cost - kept[at].cost)))
                continue
            if len(kept) == most:
                break
            seen[key] = len(kept)
            kept.append(self._taken(step))
        return kept

    def _taken(self, step: Step) -> Reading:
        _, _, reading, one, pending = step
        if one is _NOTHING:
            return reading._replace(pending=pending)
        state = self.words.extend(reading.state, one.read, self.document)
        return Reading(step.cost, state, reading.read + one.read, reading.written + one.written, pending, 0, reading.near)

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
        readable = chars_read(note[1]) if note else None
        end = note.end() if note else at

        def choose(reading: Reading) -> list[Candidate]:
            ones = self.letters.with_trail(reading.pending, byte)
            return ones if readable is None else [one for one in ones if one.written in readable]

        for closed in self._kept(self._weigh(readings, choose, _IN_STEP)):
            self.closed[end].append(self._with_letter(closed, letter)._replace(end=end))

    def _with_letter(self, closed: Reading, letter: str) -> Reading:
        if not letter:
            return closed
        state = self.words.extend(closed.state, letter)
        cost = closed.cost + state.cost - closed.state.cost
        return closed._replace(cost=cost, state=state, read=closed.read + letter, written=closed.written + letter)

    def _end_swallowing(self, at: int, readings: list[Reading]) -> None:
        """``?`` hides a second byte and an ASCII byte: a note's bracket, an inserted comma, or a lost character."""
        if note := NOTE_WITHOUT_BRACKET.match(self.text, at + 1):
            ends = [one for char in chars_read(note[1]) if (one := self.letters.written.get(char))]
            steps = self._weigh(readings, lambda r: [one for one in ends if one.lead in r.pending], _IN_STEP)
            self.closed[note.end()] += [r._replace(end=note.end()) for r in self._kept(steps)]
            return
        few = [r for r in readings if len(r.pending) <= FEW_LEADS]
        steps = self._weigh(few, lambda r: [one for lead in r.pending for one in self.letters.by_lead[lead]], _IN_STEP)
        before_mark = self.text[at + 1 : at + 2] in tuple(TORN_MARKS)
        for closed in self._kept(steps):
            if not before_mark and at + 1 < len(self.text):
                gone = self._swallowed(at, closed)
                closed = closed._replace(written=closed.written + gone, read=closed.read + gone, cost=closed.cost + _SWALLOWED)
            self.closed[at + 1].append(closed._replace(end=at + 1))

    def _swallowed(self, at: int, closed: Reading) -> str:
        """The ASCII character that a last ``?`` hides. Between the end of a sentence and a line's end, in a text that
        leaves lines empty, it is the first of two line ends; elsewhere it may be a digit and is not guessed."""
        at_end = closed.read[-1:] in tuple(_SENTENCE_ENDS) and self.text.startswith("\n", at + 1)
        return "\n" if at_end and "\n\n" in self.text else LOST

    def _kept_closed(self, at: int) -> list[Reading]:
        kept = nsmallest(CLOSED, self.closed.pop(at, ()), key=_by_cost)
        return [one for one in kept if one.cost <= kept[0].cost + DROPPED]

    def _advance(self, at: int, closed: list[Reading]) -> None:
        """One character in step."""
        char = self._in_step(at)
        for reading in closed:
            state = self.words.extend(reading.state, char, self.document)
            moved = reading._replace(cost=reading.cost + state.cost - reading.state.cost, state=state)
            self.closed[self._after_note(at + 1)].append(moved)

    def _led_on(self, at: int) -> int:
        """All closed readings led on over what follows the run; where they then stand."""
        until = min(max([at, *self.closed]), len(self.text))
        for _ in range(TAIL):
            if until < len(self.text) and self.text[until] != "?":
                until = self._after_note(until + 1)
        for here in range(min([at, *self.closed]), until):
            if closed := self._kept_closed(here):
                self._advance(here, closed)
        return until

    # what it is worth

    def _judged(self, left: State, at: int) -> Break | None:
        ranked = self._kept_closed(at)
        as_shown = self._cost_in_step(left, at) - left.cost
        if not ranked or ranked[0].cost + MARGIN > as_shown:
            return self._unreadable()
        best = ranked[0]
        rivals = _distinct(best, ranked)
        margin = min([best.near, as_shown - best.cost, *(distance for _, distance in rivals)])
        own = best.cost / max(1, len(best.read))
        return Break(self.start, best.end, best.written, best.read, margin, own, rivals)

    def _cost_in_step(self, state: State, until: int) -> float:
        at = self.start
        while at < until:
            state = self.words.extend(state, self._in_step(at), self.document)
            at = self._after_note(at + 1)
        return state.cost

    # the text around

    def _in_step(self, at: int) -> str:
        char = self.text[at]
        return self.letters.simplified.get(char, WIDE.get(char, char))

    def _after_note(self, at: int) -> int:
        match = NOTE.match(self.text, at) if self.text.startswith("(", at) else None
        return match.end() if match else at

    def _char_before(self) -> str:
        left = self.text[max(0, self.start - 9) : self.start]
        return NOTE.sub("", left)[-1:]

    def _before(self) -> State:
        left = NOTE.sub("", self.text[max(0, self.start - 40) : self.start]).replace(",,", ",")
        left = left[left.rfind("\n") + 1 :][-TAIL:]
        return self.words.read(self.words.start(), "".join(self.letters.simplified.get(c, WIDE.get(c, c)) for c in left))


_NOTHING = Candidate("", "", 0, 0, 0.0, 0.0)


def _by_cost(one: Reading) -> float:
    return one.cost


def _by_rank(one: Step) -> float:
    return one.rank


def _unlikely_quotes(line: str) -> str:
    """An opening quotation mark where one is open, a closing one where none is."""
    return "".join(pair[line.count(pair[0]) <= line.count(pair[1])] for pair in ("“”", "《》"))


def _distinct(best: Reading, ranked: Iterable[Reading]) -> tuple[tuple[str, float], ...]:
    rivals: dict[str, float] = {}
    for one in ranked:
        if one.read != best.read and not (best.read.startswith(one.read) or one.read.startswith(best.read)):
            rivals.setdefault(one.read, one.cost - best.cost)
        if len(rivals) == 3:
            break
    return tuple(rivals.items())


def find_breaks(text: str, traditional: bool) -> list[Break]:
    """The runs of a damaged text, in order; those without a good reading too, if they look like a break."""
    found: list[Break] = []
    letters, words = alphabet(traditional), language()
    document: Document | None = None
    work, most = 0, WORK_OF_ALL * max(1.0, len(text) / ALL)
    at = text.find("?")
    while at >= 0:
        document = document or _said(text, letters)
        search = Search(text, at, letters, words, document, tired=work > most)
        one = search.best() if work < 2 * most else search.unread()
        work += search.work
        if one:
            found.append(one)
        at = text.find("?", one.end if one and one.written is not None else at + 1)
    return found


def _said(text: str, letters: Alphabet) -> Document:
    """What the document says where it is in step."""
    in_step = "\n".join(part[_SKIPPED:] for part in NOTE.sub("", text[:_HEARD]).split("?"))
    return Document("".join(letters.simplified.get(c, WIDE.get(c, c)) for c in in_step))


_SKIPPED = 8  # characters after a question mark
_HEARD = 100_000  # characters that the document's own words are taken from
