"""How likely a stretch of Chinese is, for choosing between readings of broken bytes.

A bigram model over words on a unigram model of a larger dictionary, and what the document itself says elsewhere: a
name or term that stands intact in one place is likely in the broken one. Costs are negative logarithms (nats).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from importlib.resources import files
from math import exp, log
from typing import NamedTuple

LONGEST = 5  # characters of the longest word
_RARE_MARKS = {"—": 4e4, "·": 2e4, "？": 3e4, "！": 2e4, "‘": 1e3, "’": 1e3, "【": 1e3, "】": 1e3}  # least counts
MARKS = "，。、；：？！“”‘’（）《》【】—·…"
_ASCII = 0.01  # a digit, letter or mark of ASCII
_STOPS = "，。、；：？！"
_STOP_AFTER_STOP = 7.0  # nats
_UNKNOWN = 4.0  # nats of a character without entry beyond one met once
_NEWS_WEIGHT = 4.0  # of the counts of news against those of the dictionary
_BACKING_OFF = 15.0  # pseudo-count of words not seen after a word
_DOCUMENT = 0.12  # share of the document's own words in the mixture
_DOCUMENT_DOUBT = 0.7  # pseudo-count of what the document has not said after two characters


class Context:
    """What follows a word: the costs of the words met after it, and what is added to the others' own cost."""

    __slots__ = ("beyond", "following")

    def __init__(self, beyond: float, following: dict[str, float]) -> None:
        self.beyond, self.following = beyond, following


NOWHERE = Context(0.0, {})


class State(NamedTuple):
    """The cost of the best segmentations of a text up to each of its last boundaries, newest last, and what each
    of them ends with."""

    costs: tuple[float, ...]
    contexts: tuple[Context, ...]
    tail: str

    @property
    def cost(self) -> float:
        return self.costs[-1]


class Language:
    """Costs of words; a text costs what its cheapest segmentation does."""

    def __init__(self, counts: dict[str, float], pairs: dict[str, str]) -> None:
        total = sum(counts.values())
        self.words = {word: log(total / count) for word, count in counts.items()}
        self.unknown = log(total) + _UNKNOWN
        self.ascii = -log(_ASCII)
        self._pairs = pairs
        self._contexts: dict[str, Context] = {}
        self.begun = frozenset(word[:at] for word in self.words if len(word) > 2 for at in range(2, len(word)))
        self.inside: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for at in range(1, len(word)):
                self.inside[word[at - 1]].add(word[at])

    def start(self) -> State:
        """Before the first character of a sentence."""
        return State((0.0,), (self.context("^"),), "")

    def context(self, word: str) -> Context:
        """What follows a word, read when first asked for."""
        found = self._contexts.get(word)
        if found is None:
            found = self._contexts[word] = self._read(word)
        return found

    def _read(self, word: str) -> Context:
        row = self._pairs.get(word)
        if row is None:
            return NOWHERE
        count, _, rest = row.partition(" ")
        seen, times = {}, 1.0
        for item in rest.split(" "):
            if "A" <= item <= "Z":
                times = exp((ord(item) - 65) / 2)
            else:
                seen[item] = times
        all_times = max(float(count), sum(seen.values())) + _BACKING_OFF
        left = 1 - sum(seen.values()) / all_times
        return Context(-log(left), {w: -log(n / all_times + left * exp(-self.single(w))) for w, n in seen.items()})

    def single(self, word: str) -> float:
        """The cost of a word on its own."""
        return self.ascii if word < "\x80" else self.words.get(word, self.unknown)

    def step(self, state: State, char: str, document: Document | None = None) -> tuple[float, str]:
        """The cost after one more character, and the word that it ends."""
        costs, contexts, tail = state
        if char < "\x80":
            return costs[-1] + self.ascii, "#数" if char.isdigit() else "#串"
        text, words, word = tail + char, self.words, char
        before = contexts[-1]
        cost = before.following.get(char)
        best = costs[-1] + (before.beyond + words.get(char, self.unknown) if cost is None else cost)
        if char in _STOPS and tail[-1:] in _STOPS:
            best += _STOP_AFTER_STOP
        for length in range(2, len(costs) + 1):
            longer = text[-length:]
            own = words.get(longer)
            if own is not None:
                before = contexts[-length]
                cost = before.following.get(longer)
                total = costs[-length] + (before.beyond + own if cost is None else cost)
                if total < best:
                    best, word = total, longer
        if document is not None and (said := document.cost(text[-3:-1], char)) is not None and costs[-1] + said < best:
            best = costs[-1] + said
        return best, word

    def extend(self, state: State, char: str, document: Document | None = None) -> State:
        """The state after one more character."""
        costs, contexts, tail = state
        best, word = self.step(state, char, document)
        keep = 1 - LONGEST
        return State((*costs[keep:], best), (*contexts[keep:], self.context(word)), (tail + char)[keep:])

    def read(self, state: State, text: str, document: Document | None = None) -> State:
        for char in text:
            state = self.extend(state, char, document)
        return state


class Document:
    """What stands in a document after two characters, where it can be read."""

    def __init__(self, text: str) -> None:
        after: dict[str, Counter[str]] = defaultdict(Counter)
        for at in range(2, len(text)):
            if text[at] > "\x80" and text[at - 1] > "\x80":
                after[text[at - 2 : at]][text[at]] += 1
        self._costs = {two: _document_costs(said) for two, said in after.items()}

    def cost(self, two: str, char: str) -> float | None:
        said = self._costs.get(two)
        return said.get(char) if said else None

    def after(self, two: str) -> dict[str, float]:
        return self._costs.get(two) or {}


def _document_costs(said: Counter[str]) -> dict[str, float]:
    total = said.total() + _DOCUMENT_DOUBT
    return {char: -log(_DOCUMENT * times / total) for char, times in said.items()}


@lru_cache(maxsize=1)
def language() -> Language:
    """The shipped model: words with their frequencies, pairs of words, and the vocabulary of industry and planning."""
    counts: dict[str, float] = {}
    for line in _lines("repair_words.txt"):
        count, length, joined = line.split(" ")
        step = int(length)
        counts.update((joined[at : at + step], float(count)) for at in range(0, len(joined), step))
    for line in _lines("repair_news.txt"):
        power, *words = line.split(" ")
        more = _NEWS_WEIGHT * exp(float(power) / 4)
        for word in words:
            counts[word] = counts.get(word, 0.0) + more
    weight = 0.0
    for line in _lines("repair_terms.txt"):
        if line.startswith("= "):
            weight = float(line[2:])
            continue
        for word in line.split(" "):
            counts[word] = counts.get(word, 0.0) + weight
    for mark in MARKS:
        counts[mark] = max(counts.get(mark, 0.0), _RARE_MARKS.get(mark, 1e3))
    pairs = dict(line.split(" ", 1) for line in _lines("repair_pairs.txt"))
    return Language(counts, pairs)


def _lines(name: str) -> list[str]:
    text = files("lianpu.reading.lexicon").joinpath(name).read_text("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("# ")]
