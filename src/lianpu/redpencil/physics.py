"""What cannot be in a sentence by physics: more made than can be, hours that a year does not have, coal that power is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lianpu.ledger.findings import Finding, Severity
from lianpu.ledger.periods import first_day, last_day
from lianpu.redpencil.marks import Found
from lianpu.redpencil.printed import Figure, Sentence

_ABLE = re.compile(r"产能|能力|\bcapacity\b", re.I)
_OUTPUT = re.compile(r"产量|生产(?!线|能力)|产出|加工量|\b(?:made|produced|output|separated|smelted|refined)\b", re.I)


def _is_output(sentence: Sentence, figure: Figure) -> bool | None:
    """Whether the nearest word before a figure calls it an output or an ability; None where neither stands there."""
    words = sentence.before(figure.start, 40 if sentence.is_english else 16)
    made = max((m.end() for m in _OUTPUT.finditer(words)), default=-1)
    able = max((m.end() for m in _ABLE.finditer(words)), default=-1)
    return None if made == able else made > able


def made_above_capacity(sentence: Sentence) -> Finding | None:
    """More made in a year or a part of one than the capacity beside it can make."""
    by_unit: dict[str, list[Figure]] = {}
    for unit, same in sentence.amounts().items():
        by_unit.setdefault(unit.removesuffix("/a"), []).extend(same)
    for unit, same in by_unit.items():
        able = [f for f in same if _is_output(sentence, f) is False]
        made = [f for f in same if _is_output(sentence, f) and f.unit == unit]
        if len(able) == len(made) == 1:
            most = able[0].value * _part_of_year(sentence, made[0])
            if made[0].value - made[0].half > most + able[0].half:
                words = (("stated", repr(made[0].value)),)
                return Finding("made_above_capacity", Severity.ERROR, (), most, unit, words=words)
    return None


def _part_of_year(sentence: Sentence, figure: Figure) -> float:
    """The share of a year over which a figure runs: that of the last date before it, where it is a span of months."""
    spans = [span for _, end, span in sentence.dates if end <= figure.start]
    if not spans or len(spans[-1].start) == 4 or spans[-1].start == spans[-1].end:
        return 1.0
    days = (last_day(spans[-1].end) - first_day(spans[-1].start)).days + 1
    return min(days / 365, 1.0)


#: Hours of full load a year by source, the most that is usual: national means of 2023 (NEA: hydro 3133, wind 2225, solar
#: 1286, thermal 4466, nuclear 7670) and half as much again, since the best provinces lie above the mean.
_HOURS = (
    (re.compile(r"光伏|太阳能|\bsolar\b|\bPV\b", re.I), 1930.0),
    (re.compile(r"风电|风力|\bwind\b", re.I), 3340.0),
    (re.compile(r"水电|\bhydro", re.I), 4700.0),
    (re.compile(r"火电|煤电|热电|\bthermal\b|\bcoal\b", re.I), 6700.0),
)
_LEAST_HOURS = 500.0  # a plant that runs less than this in a year is no plant
_MOST_OF_A_LOAD = 8784 * 1.6  # a leap year; cooling and losses may add more than half to the load that is named
_USES = re.compile(r"用电|耗电|\b(?:consum\w+|uses?)\b", re.I)
_GENERATES = re.compile(r"发电|供给|供应|保障|满足|解决|电量|\b(?:yields?|generat\w+|suppl\w+|cover\w*|produc\w+)\b", re.I)
_ALL_OF_IT = re.compile(r"全部|满足|解决|保障|\b(?:all|meet|cover)\b", re.I)
_KWH, _KW = {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6, "TWh": 1e9}, {"kW": 1.0, "MW": 1e3, "GW": 1e6}


def supplies_all(sentences: Sequence[Sentence], kwh: float) -> Iterator[Found]:
    """Power plants said to supply all that is used, against the draft's largest use of power in a year, ``kwh``."""
    for sentence in sentences:
        power = [f for f in sentence.figures if f.unit in _KW]
        energy = [f for f in sentence.figures if f.unit.removesuffix("/a") in _KWH]
        sources = [most for cue, most in _HOURS if cue.search(sentence.text)]
        if len(power) != 1 or energy or len(sources) != 1 or not _ALL_OF_IT.search(sentence.text):
            continue
        hours = kwh / (power[0].value * _KW[power[0].unit])
        if re.search(r"电量|用电|power|electricity", sentence.text) and hours > sources[0]:
            words = (("hours", f"{hours:,.0f}"), ("most", f"{sources[0]:,.0f}"))
            finding = Finding("hours_of_capacity", Severity.DOUBT, (), words=words)
            yield Found(finding, finding.severity, (), spans=((sentence.start, sentence.end),))


def hours_of_capacity(sentence: Sentence) -> Finding | None:
    """What power plants are said to yield or supply in a year against what plants of their kind can."""
    energy = [f for f in sentence.figures if f.unit.removesuffix("/a") in _KWH]
    power = [f for f in sentence.figures if f.unit in _KW]
    sources = [most for cue, most in _HOURS if cue.search(sentence.text)]
    if len(energy) != 1 or len(power) != 1:
        return None
    kwh = energy[0].value * _KWH[energy[0].unit.removesuffix("/a")]
    hours = kwh / (power[0].value * _KW[power[0].unit])
    if _USES.search(sentence.before(energy[0].start, 10)) and not sources:
        sources = [_MOST_OF_A_LOAD]
        if hours < _LEAST_HOURS:
            return None
    if len(sources) != 1 or not _GENERATES.search(sentence.text):
        return None
    if _LEAST_HOURS <= hours <= sources[0]:
        return None
    factor = next((f for f in (1e3, 1e4, 1e-3, 1e-4) if _LEAST_HOURS <= hours * f <= sources[0]), None)
    severity = Severity.ERROR if factor else Severity.DOUBT
    words = (("hours", f"{hours:,.0f}" if hours >= 10 else f"{hours:.2g}"), ("most", f"{sources[0]:,.0f}"))
    return Finding("hours_of_capacity", severity, (), words=words)


#: kg of coal equivalent per kWh: 0.1229 by heat content (当量值, GB/T 2589-2020), up to 0.4 by what power stations burn.
_COAL = (0.1229, 0.40)
_TCE = {"tce": 1e3, "kgce": 1.0}


def coal_equivalent(sentence: Sentence) -> Finding | None:
    """Electricity and the coal equivalent that it is said to be."""
    energy = [f for f in sentence.figures if f.unit.removesuffix("/a") in _KWH]
    coal = [f for f in sentence.figures if _kg_of_coal(sentence, f)]
    if len(energy) != 1 or len(coal) != 1 or not re.search(r"折|合|\bequivalent\b|\bequal", sentence.text):
        return None
    kwh = energy[0].value * _KWH[energy[0].unit.removesuffix("/a")]
    kg = _kg_of_coal(sentence, coal[0])
    if _COAL[0] * 0.95 <= kg / kwh <= _COAL[1] * 1.05:
        return None
    words = (("stated", repr(coal[0].value)),)
    return Finding("coal_equivalent", Severity.ERROR, (), kwh * _COAL[0] * coal[0].value / kg, coal[0].unit, words=words)


def _kg_of_coal(sentence: Sentence, figure: Figure) -> float:
    """A figure as kg of coal equivalent (10.8万吨标准煤, 标准煤10.8万吨); 0 where it is something else."""
    unit = figure.unit.removesuffix("/a")
    named = re.search(r"标准煤|标煤|coal equivalent", sentence.before(figure.start, 6) + sentence.after(figure.end, 24))
    return figure.value * (_TCE.get(unit, 0.0) or (1e3 if unit == "t" and named else 0.0))


#: kg of coal equivalent per tonne that no product takes: electronic-grade silicon takes some 30,000 at the worst.
_MOST_COAL = 5e4
_PER_TONNE = re.compile(r"(?:吨\S{1,8}?|单位产品)(?:综合|可比)?能耗|per tonne")


def coal_per_tonne(sentence: Sentence) -> Finding | None:
    """吨钢综合能耗548吨标准煤: kilograms printed as tonnes."""
    for figure in sentence.figures:
        kg = _kg_of_coal(sentence, figure)
        if kg > _MOST_COAL and _PER_TONNE.search(sentence.before(figure.start, 16)):
            words = (("stated", repr(figure.value)),)
            return Finding("coal_equivalent", Severity.ERROR, (), figure.value / 1e3, figure.unit, words=words)
    return None
