"""How likely a stretch of Chinese is: a unigram model over words, for choosing between readings of broken bytes."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from math import log
from typing import NamedTuple

LONGEST = 5  # characters of the longest word
MARKS = {"，": 0.045, "。": 0.022, "、": 0.02, "“": 0.004, "”": 0.004, "；": 0.002, "：": 0.002, "（": 0.002, "）": 0.002,
         "《": 0.001, "》": 0.001, "—": 0.001, "·": 0.0005, "？": 0.0005, "！": 0.0005}  # fmt: skip
_ASCII = 0.01  # a digit, letter or mark of ASCII
_STOPS = "，。、；：？！"
_STOP_AFTER_STOP = 7.0  # nats


class State(NamedTuple):
    """The cost in nats of the best segmentations of a text up to each of its last boundaries, newest last."""

    costs: tuple[float, ...]
    tail: str

    @property
    def cost(self) -> float:
        return self.costs[-1]


START = State((0.0,), "")


class Language:
    """Costs (negative logarithms) of words; a text costs what its cheapest segmentation does."""

    def __init__(self, counts: dict[str, float]) -> None:
        total = sum(counts.values())
        self.words = {word: log(total / count) for word, count in counts.items()}
        self.words |= {mark: -log(share) for mark, share in MARKS.items()}
        self.unknown = log(total) + 4.0
        self.ascii = -log(_ASCII)

    def extend(self, state: State, char: str) -> State:
        """The state after one more character."""
        costs, text, words = state.costs, state.tail + char, self.words
        best = costs[-1] + self._single(char) + (char in _STOPS and state.tail[-1:] in _STOPS and _STOP_AFTER_STOP)
        for length in range(2, len(costs) + 1):
            word = words.get(text[-length:])
            if word is not None and (cost := costs[-length] + word) < best:
                best = cost
        return State((*costs[1 - LONGEST :], best), text[1 - LONGEST :])

    def read(self, state: State, text: str) -> State:
        for char in text:
            state = self.extend(state, char)
        return state

    def _single(self, char: str) -> float:
        return self.ascii if char < "\x80" else self.words.get(char, self.unknown)


@lru_cache(maxsize=1)
def language() -> Language:
    """The shipped model: words with their frequencies, and the vocabulary of industry and planning."""
    counts: dict[str, float] = {}
    for line in _lines("repair_words.txt"):
        count, length, joined = line.split(" ")
        step = int(length)
        counts.update((joined[at : at + step], float(count)) for at in range(0, len(joined), step))
    weight = 0.0
    for line in _lines("repair_terms.txt"):
        if line.startswith("= "):
            weight = float(line[2:])
            continue
        for word in line.split(" "):
            counts[word] = counts.get(word, 0.0) + weight
    return Language(counts)


def _lines(name: str) -> list[str]:
    text = files("lianpu.reading.lexicon").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
