"""What scrapers strew into a text or do to its lines: picture marks, spaced words, lines of fixed width, copies, spam.

Each function gives edits for one kind of damage; text that does not show it gets none. Digits are never joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from lianpu.reading.offsets import Edit

_HAN = "\u3400-\u9fff"
_PICTURE = re.compile(
    r"[\[【［](?:图片|图|配图|视频|表情|微笑|image|img|pic|photo)\s?\d{0,2}[\]】］]|!\[[^\]\n]{0,80}\]\([^)\n]{1,300}\)"
    r"|<img\b[^<>\n]{0,500}/?>|&nbsp;|[\u200b\u200c\u2060\ufeff\u00ad]",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2700-\u27bf\ufe0f]+")
_DOUBLED = re.compile(r"，+(?=[，、。；：！？])|、(?=[、，。])|。(?=。(?!。))(?<!。。)|；(?=；)")
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[ \u3000]{{1,3}}[{_HAN}，。、；：]){{3,}}(?![{_HAN}])")
_SPACED_DIGITS = re.compile(rf"(?<=[{_HAN}] )\d(?: [\d.])+(?= [{_HAN}%])")
_SPLIT_DIGITS = re.compile(rf"(?<=[{_HAN}，、（])[\d.]{{1,9}}\r?\n[\d.]{{1,9}}(?=[{_HAN}%])")
_SPACES = re.compile("[ \u3000]+")
_BETWEEN_CHINESE = re.compile(rf"(?<=[{_HAN}，。、；：])[ \u3000]{{1,3}}(?=[{_HAN}，。、；：])")
_NUMERALS = re.compile("[一二三四五六七八九十〇零百千万甲乙丙丁\\s]+")
_ENDS = "。！？!?…”；;：:"
_STARTS = re.compile(rf"[{_HAN}“《（(、，。；A-Za-z0-9]")
_SENTENCE = re.compile("[。！？]")
FEW_DOUBLED, DOUBLED_SHARE = 3, 1e-3  # least number, and share of the characters
LONG_RUN = 15  # characters of a spaced run, spaces included, that tells of its whole line
WORDS_SHARE = 0.5  # of a spaced run's characters that must be in words of two and more
NARROWEST = 24  # columns or characters: lines below are no wrapped text
RAGGED = 3  # columns by which wrapped lines may differ
FEW_LINES = 3
WRAPPED = 0.8  # of the lines that end inside a sentence are that wide
COPY = 30  # characters of a paragraph that nobody writes twice
EDGE = 4  # paragraphs from either end in which spam is looked for


def picture_marks(text: str, damaged: bool) -> list[Edit]:
    """Picture marks, remains of image tags, characters of no width; in damaged text emoji too."""
    spans = [match.span() for match in _PICTURE.finditer(text)]
    if damaged:
        spans += [match.span() for match in _EMOJI.finditer(text)]
    return [Edit(*span, "") for span in sorted(spans)]


def doubled_marks(text: str) -> list[Edit]:
    """``，，`` and ``，。``: the mark before goes, in a text that has several; one is the author's slip."""
    found = [Edit(*match.span(), "") for match in _DOUBLED.finditer(text)]
    return found if len(found) >= FEW_DOUBLED and len(found) > DOUBLED_SHARE * len(text) else []


def spaced_words(text: str) -> list[Edit]:
    """``绿 色 铝 产 业``: the spaces of a run of single characters that makes words; in such a line all between Chinese."""
    edits: list[Edit] = []
    last = 0
    for match in _SPACED.finditer(text):
        if match.start() < last or _NUMERALS.fullmatch(match[0]) or not _makes_words(_SPACES.sub("", match[0])):
            continue
        start, end = match.span()
        if len(match[0]) >= LONG_RUN:
            start, end = max(last, text.rfind("\n", 0, start) + 1), _line_end(text, end)
        last = end
        edits += [Edit(*gap.span(), "") for gap in _BETWEEN_CHINESE.finditer(text, start, end)]
    return edits


def spaced_digits(text: str) -> list[tuple[int, int]]:
    """``达 到 3 0 万 吨``: whether this is 30 or a 3 and a 0 cannot be told."""
    return [match.span() for match in _SPACED_DIGITS.finditer(text)]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _makes_words(joined: str) -> bool:
    from lianpu.reading.language import language

    words, at, within = language().words, 0, 0
    while at < len(joined):
        length = next((n for n in (5, 4, 3, 2) if joined[at : at + n] in words and at + n <= len(joined)), 1)
        within += length if length > 1 else 0
        at += length
    return within >= WORDS_SHARE * len(joined)


def split_lines(text: str) -> list[Edit]:
    """The breaks of lines that were wrapped at a fixed width; none between two digits."""
    lines = text.split("\n")
    full = _full_lines(lines, _columns, RAGGED) or _full_lines(lines, _characters, 0)
    edits: list[Edit] = []
    at = 0
    for number, (line, following) in enumerate(pairwise(lines)):
        at += len(line) + 1
        if number in full and _goes_on(line, following):
            line = line.rstrip("\r")
            if not (line[-1].isdigit() and following[0].isdigit()):
                edits.append(Edit(at - 1 - (text[at - 2] == "\r"), at, ""))
    return edits


def split_digits(text: str) -> list[tuple[int, int]]:
    """Between two lines of running text that meet in digits: one number or two cannot be told."""
    return [match.span() for match in _SPLIT_DIGITS.finditer(text)]


def _goes_on(line: str, following: str) -> bool:
    line = line.rstrip("\r")
    return bool(line) and line[-1] not in _ENDS and bool(_STARTS.match(following))


def _full_lines(lines: list[str], measure: Callable[[str], int], ragged: int) -> set[int]:
    """The numbers of lines as wide as the text was wrapped: most of its running text is, and ends inside a sentence."""
    going_on = [line for line, after in pairwise(lines) if _goes_on(line, after)]
    if len(going_on) < FEW_LINES:
        return set()
    inside = [w for line in going_on if (w := measure(line)) >= NARROWEST]
    if len(inside) < FEW_LINES:
        return set()
    widths = [measure(line) for line in lines]
    width, _ = max(Counter(inside).items(), key=lambda item: (item[1], item[0]))
    width = max(w for w in inside if w <= width + ragged)
    wrapped = sum(w >= width - ragged for w in inside)
    if wrapped < max(FEW_LINES, WRAPPED * len(inside)) or any(w > width for w in widths):
        return set()
    return {number for number, w in enumerate(widths) if width - ragged <= w <= width}


def _columns(line: str) -> int:
    """Chinese characters, of three bytes, are two columns wide."""
    return (len(line.encode("utf-8", "replace")) + _characters(line)) // 2


def _characters(line: str) -> int:
    return len(line.rstrip("\r"))


def copied_paragraphs(text: str) -> list[Edit]:
    """Paragraphs that stand in the text before, word for word."""
    edits: list[Edit] = []
    seen: set[str] = set()
    at = 0
    for line in text.splitlines(keepends=True):
        said = line.strip()
        if len(said) >= COPY and _SENTENCE.search(said):
            if said in seen:
                edits.append(Edit(at, at + len(line), ""))
            seen.add(said)
        at += len(line)
    return edits


def spam(text: str) -> list[Edit]:
    """Paragraphs of advertisement near the begin and the end; where an article begins on the same line, up to there."""
    pattern = _spam_words()
    if not pattern.search(text[:3000]) and not pattern.search(text[-3000:]):
        return []
    lines = text.splitlines(keepends=True)
    edits: list[Edit] = []
    at = 0
    for number, line in enumerate(lines):
        if (number < EDGE or number >= len(lines) - EDGE) and (end := _spam_end(line, pattern)):
            edits.append(Edit(at, at + end, ""))
        at += len(line)
    return edits


def _spam_end(line: str, pattern: re.Pattern[str]) -> int:
    found = list(pattern.finditer(line))
    if len({match[0] for match in found}) < 2:
        return 0
    rest = re.search(r"[。！!】\]]|[ \u3000]{2,}|(?:--|——)+", line[found[-1].end() :])
    end = found[-1].end() + rest.end() if rest else len(line)
    return end if _SENTENCE.search(line[end:]) else len(line)


@lru_cache(maxsize=1)
def _spam_words() -> re.Pattern[str]:
    lines = files("lianpu.reading.lexicon").joinpath("repair_spam.txt").read_text("utf-8").splitlines()
    return re.compile("|".join(re.escape(word) for line in lines if not line.startswith("#") for word in line.split()))


_LOST_DIGITS = re.compile(
    r"(?:增长|下降|提高|占比?|达到?|为|约)(?=[%％])"  # a share without its number
    rf"|(?<=[{_HAN}])\.\d+(?=[亿万千百]?(?:元|吨|%|千瓦|亩|GW|公里))"  # .5亿元
    r"|[?？\ufffd]\.\d+"  # ?.5
    r"|\d\.(?=[亿万]?(?:元|吨|千瓦)|[%％])"  # 3.万吨
    rf"|(?<=[{_HAN}])[,，]0\d\d(?=[亿万]?(?:元|吨|千瓦|亩|人|辆))"  # ，000吨
)


def lost_digits(text: str) -> list[tuple[int, int]]:
    """Where a number lacks digits that were there: a share without number, a decimal without what stands before it."""
    return [match.span() for match in _LOST_DIGITS.finditer(text)]
