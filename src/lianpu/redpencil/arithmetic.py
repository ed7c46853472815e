"""Arithmetic within a sentence: growth from one figure to another, shares, sums of a list, what is counted twice.

Only figures of one unit are set against each other, and only where the sentence's own words tie them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from lianpu.ledger.findings import Finding, Severity
from lianpu.redpencil import physics
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Figure, Sentence, agrees

_UP = re.compile(
    r"(?:增长|增幅|增加|增|提高|上升|提升|\b(?:up|grew|grow(?:th|s|ing)?|increased?|rose|rise|gain(?:ed)?|more)\b)", re.I
)
_DOWN = re.compile(r"(?:下降|减少|降低|回落|降|\b(?:down|fell|fall|decreased?|declin\w+|dropped|less|lower)\b)", re.I)
_BASE = re.compile(
    r"上年|去年|上一年|同期|基础上|基期|(?<![占对成])比|较|由|从"
    r"|\b(?:from|than|compared with|against|a year (?:earlier|before)|previous year)\b",
    re.I,
)
_SERIES = re.compile(
    r"年均|平均|复合|可比价|不变价|实际增|\b(?:a year on average|annual(?:ly)?|CAGR|real terms|constant prices)\b", re.I
)
_POINTS = re.compile(r"^\s*(?:个?百分点|percentage points?|points?)")
_SHARE = re.compile(r"占|比重|份额|\b(?:share|account(?:s|ed|ing)? for|took|takes|made up|makes up)\b", re.I)
_OF_PARTS = re.compile(r"其中|分别为|包括|\b(?:of which|namely|including|respectively)\b", re.I)
_TOTAL = re.compile(
    r"合计|总计|共计|累计|总共|共|总额|总量|总规模|\b(?:total(?:led|s|ling)?|in all|together|altogether|came to|comes to)\b", re.I
)
_SOME = re.compile(r"等(?![于级])|主要|重点|仅|\b(?:such as|mainly|among them|including)\b", re.I)
_WHOLE = re.compile(r"总规模|总|合计|两期|全部|整个|\b(?:whole|total|project of)\b", re.I)
_PHASE = re.compile(r"[一二三四1-4]期|\b(?:first|second|third) phase\b|\bphase (?:one|two|I+|1|2)\b", re.I)
_PLUS = re.compile(r"加上|连同|再加|以及|及其|和其|\b(?:plus|and its|together with|as well as|added to)\b", re.I)
_BOUND_WORDS = 12  # characters within which a word is about the figure beside it


def arithmetic(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """What each sentence says against itself; the first slip of a sentence only."""
    for sentence in sentences:
        for check in CHECKS:
            finding = check(sentence)
            if finding is not None:
                yield Found(finding, finding.severity, (), spans=((sentence.start, sentence.end),))
                break  # one slip in a sentence's figures often breaks several of its sums


def growth(sentence: Sentence) -> Finding | None:
    """Two amounts and the growth from one to the other: 924 on 700 is 32 %, not 42 %."""
    rates = [f for f in sentence.figures if f.is_percent and _direction(sentence, f)]
    if len(rates) != 1 or _SERIES.search(sentence.text):
        return None
    rate, sign = rates[0], _direction(sentence, rates[0])
    stated = Figure(rate.start, rate.end, sign * abs(rate.value), "%", rate.half, rate.exact)
    pairs = [same for same in sentence.amounts().values() if len(same) == 2]
    for one, other in pairs:
        base = _base_of(sentence, one, other)
        if base is None or base.value <= 0:
            continue
        now = other if base is one else one
        figure = 100 * (now.value / base.value - 1)
        room = 100 * (now.half + base.half * now.value / base.value) / base.value
        difference = abs(now.value - base.value) and agrees(stated, 100 * now.value / base.value, room)  # 增加 13 亿元
        if not agrees(stated, figure, room) and not difference:
            words = (("stated", repr(stated.value / 100)),)
            return Finding("growth_in_sentence", Severity.ERROR, (), figure / 100, "1", words=words)
    return None


def _direction(sentence: Sentence, figure: Figure) -> int:
    """1 of a rise, -1 of a fall, 0 of no growth."""
    if _POINTS.match(sentence.after(figure.end, 20)):
        return 0
    around = sentence.before(figure.start, 8)
    if sentence.is_english:
        around = f"{sentence.before(figure.start, 16)} {sentence.after(figure.end, 8)}"
    return -1 if _DOWN.search(around) else 1 if _UP.search(around) else 0


def _base_of(sentence: Sentence, one: Figure, other: Figure) -> Figure | None:
    """The figure that the words of comparison stand beside: the one that was before."""
    near = {
        figure: bool(_BASE.search(sentence.before(figure.start, _BOUND_WORDS)))
        or bool(re.match(r"[^，。,.]{0,4}(?:的)?基础上", sentence.after(figure.end, 10)))
        for figure in (one, other)
    }
    if near[one] == near[other]:
        return None
    return one if near[one] else other


def share_of_whole(sentence: Sentence) -> Finding | None:
    """A part, a whole and the share between them: 1,880 of 3,150 is 59.7 %."""
    rates = [f for f in sentence.figures if f.is_percent and _SHARE.search(sentence.before(f.start, 40))]
    pairs = [same for same in sentence.amounts().values() if len(same) == 2]
    if len(rates) != 1 or len(pairs) != 1 or _direction(sentence, rates[0]):
        return None
    small, large = sorted(pairs[0], key=lambda f: f.value)
    between = sentence.text[min(small.end, large.end) : rates[0].start]
    of_it = small.end < large.start < large.end <= rates[0].start <= large.end + 2  # 占用电总量383亿千瓦时的六成
    listed = _OF_PARTS.search(sentence.text[: rates[0].start]) and _SHARE.search(between)
    if large.value <= 0 or not (listed or (of_it and _SHARE.search(sentence.text[small.end : large.start]))):
        return None
    figure = 100 * small.value / large.value
    room = 100 * (small.half + large.half * small.value / large.value) / large.value
    if agrees(rates[0], figure, room):
        return None
    return Finding("share_in_sentence", Severity.DOUBT, (), figure / 100, "1", words=(("stated", repr(rates[0].value / 100)),))


def shares(sentence: Sentence) -> Finding | None:
    """Shares of one whole, listed, that come to more than all of it; one share that does so alone."""
    rates = [f for f in sentence.figures if f.is_percent and not _direction(sentence, f)]
    listed = [f for f in rates if f.value < 100]
    if _SHARE.search(sentence.text) and len(listed) >= 3 and len(listed) == len(rates) and _list(sentence, listed):
        total = sum(f.value for f in listed)
        if total > 100 + sum(f.half for f in listed) + 1:
            return Finding("shares_above_whole", Severity.ERROR, (), total / 100, "1")
    above = next((f for f in rates if f.value > 100 and _of_a_whole(sentence, f)), None)
    if above is not None:
        return Finding("share_above_all", Severity.ERROR, (), above.value / 100, "1")
    return None


_RATE_OF_WHOLE = re.compile(
    r"(?:配套率|自给率|占比|占有率|比重|份额|本地化率|国产化率|合格率|覆盖率|回收率|就地转化率|绿电比例|良率|占(?:全市|全省|全国|总)\S{0,8})"
    r"[^，。；\d]{0,8}$|(?:share|proportion|yield|recovery rate|sourcing rate|local content)[^.;,\d]{0,24}$",
    re.I,
)


def _of_a_whole(sentence: Sentence, figure: Figure) -> bool:
    return _RATE_OF_WHOLE.search(sentence.before(figure.start, 30)) is not None


def _list(sentence: Sentence, figures: Sequence[Figure]) -> bool:
    """Figures one after another with no other sentence-like break between: a list, each a short phrase from the next."""
    gaps = [sentence.text[a.end : b.start] for a, b in pairwise(figures)]
    return all(len(gap) <= (40 if sentence.is_english else 24) and not re.search(r"其中|同比|of which", gap) for gap in gaps)


def parts(sentence: Sentence) -> Finding | None:
    """A total and the list of its parts."""
    for same in sentence.amounts().values():
        if len(same) < 3:
            continue
        total, listed = same[0], same[1:]
        between = sentence.text[total.end : listed[0].start]
        if not _OF_PARTS.search(between) or not _list(sentence, listed) or _twofold(listed):
            continue
        figure = sum(f.value for f in listed)
        room = sum(f.half for f in listed)
        if agrees(total, figure, room):
            continue
        above = figure > total.value
        whole = bool(_TOTAL.search(sentence.before(total.start, _BOUND_WORDS))) and not _SOME.search(sentence.text)
        if above and total.exact:
            return _sum_finding("parts_above_total", Severity.ERROR, total, figure)
        if not above and whole:
            return _sum_finding("parts_below_total", Severity.DOUBT, total, figure)
    return None


def _twofold(listed: Sequence[Figure]) -> bool:
    """Parts of a part in the list: one of them is the sum of those that follow it."""
    return any(abs(listed[n].value - sum(f.value for f in listed[n + 1 :])) < listed[n].half for n in range(len(listed) - 2))


def _sum_finding(code: str, severity: Severity, total: Figure, figure: float) -> Finding:
    return Finding(code, severity, (), figure, total.unit, words=(("stated", repr(total.value)),))


def counted_twice(sentence: Sentence) -> Finding | None:
    """A whole, a phase of it, and the sum of both: the phase is counted twice."""
    for same in sentence.amounts().values():
        for whole, phase in combinations(same, 2):
            whole, phase = (whole, phase) if whole.value >= phase.value else (phase, whole)
            sums = [f for f in same if f not in (whole, phase) and _adds_both(f, whole, phase, same)]
            added = _PLUS.search(sentence.text) or _OF_PARTS.search(sentence.text)
            if sums and added and _is_phase(sentence, phase) and _is_whole(sentence, whole, same):
                figure = sums[0].value - phase.value
                words = (("stated", repr(sums[0].value)),)
                return Finding("counted_twice", Severity.DOUBT, (), figure, whole.unit, words=words)
    return None


def _adds_both(total: Figure, whole: Figure, phase: Figure, same: Sequence[Figure]) -> bool:
    """The sum of a whole and its phase, or of all amounts of the sentence with both among them."""
    room = total.half + whole.half
    rest = sum(f.value for f in same if f is not total)
    return abs(total.value - whole.value - phase.value) <= room or abs(total.value - rest) <= room


def _is_phase(sentence: Sentence, figure: Figure) -> bool:
    return bool(_PHASE.search(sentence.before(figure.start, 24)))


def _is_whole(sentence: Sentence, figure: Figure, same: Sequence[Figure]) -> bool:
    """Called the whole, or the sum of two phases that the sentence names."""
    if _WHOLE.search(sentence.before(figure.start, 24)) and not _PHASE.search(sentence.before(figure.start, 6)):
        return True
    phases = [f for f in same if _is_phase(sentence, f)]
    return any(abs(a.value + b.value - figure.value) <= figure.half for a, b in combinations(phases, 2))


CHECKS = (
    growth, share_of_whole, shares, parts, counted_twice,
    physics.made_above_capacity, physics.hours_of_capacity, physics.coal_equivalent, physics.coal_per_tonne,
)  # fmt: skip
