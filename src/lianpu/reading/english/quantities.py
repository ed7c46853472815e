"""Quantities as English documents print them: bound, currency, number, scale, range, unit, rate.

A scanner over plain text: it knows nothing of what is measured.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lianpu.reading.active import of_lexicon
from lianpu.reading.english.words import names, units
from lianpu.reading.quantities import Quantity
from lianpu.reading.words import PrintedUnit, alternatives

_CURRENCIES = {
    "US$": "USD", "USD": "USD", "U.S.$": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD",
    "S$": "SGD", "NT$": "TWD", "R$": "BRL", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "CNY",
    "RMB": "CNY", "Rmb": "CNY", "CNY": "CNY", "CN¥": "CNY", "yuan": "CNY", "SEK": "SEK", "NOK": "NOK", "JPY": "JPY", "AUD": "AUD",
    "CAD": "CAD", "INR": "INR", "Rs": "INR", "Tk": "BDT",
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9,
    "billions": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "dozen": 12.0, "lakh": 1e5, "crore": 1e7,
    "ten thousand": 1e4, "hundred thousand": 1e5, "hundred million": 1e8, "hundred billion": 1e11,
}  # fmt: skip
_PER = {
    "year": "/a",
    "annum": "/a",
    "yr": "/a",
    "y": "/a",
    "a": "/a",
    "day": "/d",
    "d": "/d",
    "month": "/m",
    "hour": "/h",
    "h": "/h",
}
_AT_LEAST = (
    r"(?:more|greater|higher|better|bigger|larger) than|over|at least|(?:no|not) (?:less|fewer|lower) than|above"
    r"|exceed(?:s|ed|ing)?|in excess of|upwards? of|"
    r"surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|(?:a )?minimum(?: of)?|beyond|just over|well over|north of|≥|>"
)
_AT_MOST = (
    r"up to|at (?:the )?most|no(?:t)? (?:more|higher|greater) than|(?:less|fewer|lower) than|under|below|not exceeding|"
    r"(?:a )?maximum(?: of)?|capped at|as (?:much|many) as|short of|≤|<"
)
_ABOUT = (
    r"about|around|some|approximately|approx\.?|roughly|nearly|almost|close to|circa|c\.|ca\.?|~|(?:an )?estimated"
    r"|just under|just short of|"
    r"in the (?:region|order|neighbourhood|neighborhood) of|or so|towards?"
)
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"


class _Patterns(NamedTuple):
    """Where a quantity may begin; number, unit and rate from there; bound and currency just before."""

    begins: re.Pattern[str]
    core: re.Pattern[str]
    before: re.Pattern[str]


@of_lexicon
def _patterns() -> _Patterns:
    spoken = "|".join(sorted(names()["numbers"], key=len, reverse=True))
    number = (
        rf"(?:{_ARABIC}|(?<![A-Za-z])(?:half a|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty"
        rf"|ninety)[- ](?:{spoken})|{spoken})(?![A-Za-z])|(?<![A-Za-z])an?(?= (?:million|billion|dozen|hundred)\b)"
        rf"|(?<![A-Za-z])(?=hundreds? )|(?<![A-Za-z])half(?= (?:a )?(?:million|billion)\b))"
    )
    scale = "|".join(sorted(_SCALES, key=len, reverse=True))
    # lower case for words; symbols such as Mt and MW as they are written
    unit = alternatives(units())
    money = "|".join(re.escape(c) for c in sorted(_CURRENCIES, key=len, reverse=True))
    ends = r"(?![A-Za-z0-9])"
    per_end = r"(?![A-Za-z]|\s(?:earlier|before|ago|later|on))"  # 30 billion yuan a year earlier
    core = (
        rf"(?P<low>{number})(?:[- ]?(?P<low_scale>{scale})(?![A-Za-z]))?(?P<more>\+|-plus)?(?:[- ]?(?P<low_unit>{unit}){ends})?"
        rf"(?:(?P<dash>\s?[-–—~]\s?|\s(?:to|and|or)\s)(?:{money})?\s?(?P<high>{number})"
        rf"(?:[- ]?(?P<scale>{scale})(?![A-Za-z]))?(?:[- ]?(?P<unit>{unit}){ends})?)?"
        rf"(?:(?:\s?/\s?|[ -]per[ -]|\s(?:a|an|each|every)\s)(?P<per>year|annum|yr|y|a|day|d|month|hour|h){per_end}"
        r"|\s(?P<adverb>annually|yearly|p\.a\.?|daily|monthly)(?![A-Za-z])"
        rf"|(?:\s?/\s?| per | a | an )(?P<per_unit>{unit}){per_end})?"
        r"(?P<tail> or more| or so| and above|\+| or less| at most| at least)?"
    )
    before = (
        rf"(?:(?<![A-Za-z])(?:(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|(?P<about>{_ABOUT}))\s?"
        r"(?:(?:an? |the )?(?:combined|total|further|additional|extra) )?(?P<about2>about |around |some |roughly "
        r"|nearly |almost )?)?"
        rf"(?P<between>(?<![A-Za-z])between )?(?:(?<![A-Za-z])(?P<money>{money})\s?)?$"
    )
    begins = rf"(?<![\d.,A-Za-z])(?<![A-Za-z]-)(?:\d|(?:{spoken}|half|an? (?:million|billion|dozen|hundred))(?![A-Za-z]))"
    return _Patterns(re.compile(begins, re.IGNORECASE), re.compile(core), re.compile(before, re.IGNORECASE))


_FRACTION = re.compile(
    r"(?P<about>about |around |roughly |nearly |almost |some |close to )?(?P<least>more than |over "
    r"|at least )?(?P<most>less than |under |below )?"
    r"(?P<top>a |an |one[- ]|two[- ]|three[- ]|four[- ])?(?P<part>half|thirds?|quarters?|fifths?|sixths?|tenths?)"
    r"(?:(?= (?:of|its|the|their|that)\b)|(?<=by a half)|(?<=by half)|(?<=by a third)"
    r"|(?<=by a quarter)"
    r"|(?<=by a fifth)|(?<=by a tenth))"
)
_TOPS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_FOLD = re.compile(
    r"(?<![A-Za-z])(?:(?P<doubled>double[ds]?|doubling|two-?fold|twice)|(?P<tripled>triple[ds]?|trebled?|tripling"
    r"|three-?fold)|(?P<fold>\d+(?:\.\d+)?|four|five|six|seven|eight|ten|twelve)[- ]?(?:fold|times))(?![A-Za-z])",
    re.IGNORECASE,
)


_REACH = 48  # characters of a bound and a currency


class _Match:
    """A number with its unit at ``start`` to ``end`` of ``string``, with the groups of what stands before it."""

    def __init__(self, before: re.Match[str], core: re.Match[str], offset: int) -> None:
        self.core, self.before, self.string = core, before, core.string
        self.start, self.number, self.end = offset + before.start(), core.start(), core.end()

    def __getitem__(self, key: str) -> str | None:
        return self.before[key] if key in _BEFORE else self.core[key]


_BEFORE = frozenset({"at_least", "at_most", "about", "about2", "between", "money"})


def find_quantities(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """The quantities of ``text`` in order; ``taken`` are spans (dates, names) that hold none."""
    found: list[Quantity] = []
    patterns, at = _patterns(), 0
    while (begins := patterns.begins.search(text, at)) is not None:
        at = begins.start() + 1
        core = patterns.core.match(text, begins.start())
        if core is None or _hits(begins.start(), begins.start() + 1, taken):
            continue
        offset = max(0, begins.start() - _REACH)
        before = patterns.before.search(text[offset : begins.start()])
        quantity = _plain(_Match(before, core, offset)) if before else None
        at = max(at, core.end("low"))
        if quantity is not None and not _hits(quantity.number, quantity.end, taken):
            found.append(quantity)
            at = quantity.end
    spans = [(q.start, q.end) for q in found] + taken
    found += [q for match in _FRACTION.finditer(text) if not _hits(*match.span(), spans) and (q := _fraction(match))]
    return sorted(found, key=lambda q: q.start)


def _hits(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def number(text: str) -> float:
    """``1,200`` → 1200, ``twenty-five`` → 25, ``a`` → 1, ``half a`` → 0.5."""
    text = text.lower()
    if text and text[0].isdigit():
        return float(text.replace(",", ""))
    if text.startswith("half"):
        return 0.5
    said = names()["numbers"]
    return float(sum(said[word] for word in re.split("[- ]", text) if word in said)) or 1.0


def _plain(match: _Match) -> Quantity | None:
    high, dash = match["high"], match["dash"] or ""
    scale = match["low_scale"] or ""
    joined = dash.strip() in ("and", "or", "to") and not _is_range(match)
    end, unit_text = match.end, match["unit"] or match["low_unit"]
    if high and (
        joined or (match["unit"] and match["low_unit"] and units()[match["unit"]].group != units()[match["low_unit"]].group)
    ):
        from_to = joined and dash.strip() == "to" and not match["low_unit"]  # from 400,000 to 520,000 tonnes
        high, end, unit_text = None, _low_end(match), match["unit"] if from_to else match["low_unit"]
        scale = (match["low_scale"] or match["scale"] or "") if from_to else match["low_scale"] or ""
    if unit_text == "m" and not scale:  # $3m, a 1.2m-tonne plant: metres are no measure here
        scale, unit_text = ("m", None) if match["money"] else ("", "m")
    unit, unit_scale = _unit(match, unit_text, high is not None or end == match.end)
    low = number(match["low"] or "") * _SCALES.get(scale if scale else (match["scale"] or "") if high else "", 1.0) * unit_scale
    whole = end == match.end
    symbol, rate = _symbol(match, unit) if whole else (unit.unit, "/" in unit.unit)
    group = "price" if whole and match["per_unit"] and unit.group == "money" else unit.group
    if not _fits(match, unit, bool(scale or match["scale"])):
        return None
    start = match.start
    if high:
        top = number(high) * _SCALES.get(match["scale"] or "", 1.0) * unit_scale
        if not match["scale"] and scale:
            top *= _SCALES[scale]
        if top <= low:
            return None
        return Quantity(start, end, match.number, None, low, top, symbol, group, "range", match.string[start:end], rate)
    return Quantity(start, end, match.number, low, None, None, symbol, group, _bound(match), match.string[start:end], rate)


def _is_range(match: _Match) -> bool:
    """5 to 8 million t, between 5 and 8 GW; not ``5 GW and 8 GW``, not ``from 5 t to 8 t``, which are two figures."""
    word = (match["dash"] or "").strip()
    before = match.string[max(0, match.start - 24) : match.start].lower()
    if word == "and":
        return bool(match["between"])
    if word == "or" or re.search(r"\bfrom (?:[a-z]+ )?$", before):
        return False
    return not match["low_unit"] or match["low_unit"] == match["unit"]


def _low_end(match: _Match) -> int:
    return max(match.core.end(key) for key in ("low", "low_scale", "low_unit", "more"))


_NONE = PrintedUnit("", "piece", 1.0, "bare")


def _unit(match: _Match, printed: str | None, whole: bool) -> tuple[PrintedUnit, float]:
    if match["money"]:
        code = _CURRENCIES[match["money"]]
        return PrintedUnit(code, code, 1.0, "money"), 1.0
    unit = units().get(printed or "", _NONE)
    return unit, unit.factor


def _symbol(match: _Match, unit: PrintedUnit) -> tuple[str, bool]:
    if match["per_unit"] and unit.group != "bare":
        return f"{unit.unit}/{units()[match['per_unit']].unit}", False
    if "/" in unit.unit:
        return unit.unit, True
    per = _PER.get(match["per"] or "") or {"annually": "/a", "yearly": "/a", "daily": "/d", "monthly": "/m"}.get(
        match["adverb"] or ""
    )
    if per is None and (match["adverb"] or "").startswith("p"):
        per = "/a"
    return (unit.unit + per, True) if per else (unit.unit, False)


_NUMBERED = re.compile(r"(?:No\.?|[Pp]hase|[Ss]tage|Line|Unit|Type|Article|Chapter|PM|#|[A-Za-z]-)\s?$")


def _fits(match: _Match, unit: PrintedUnit, scaled: bool) -> bool:
    """Not a year, a model, an ordinal or a thickness."""
    if unit.group in ("spec", "none") or _NUMBERED.search(match.string, max(0, match.number - 8), match.number):
        return False
    if (match["low"] or "").lower() in ("a", "an", "one", "") and not scaled:
        return unit.group not in (
            "bare",
            "duration",
            "works",
            "enterprise",
            "project",
            "line",
            "person",
            "vehicle",
            "length",
        ) and bool(match["low"])
    return True


def _bound(match: _Match) -> str:
    tail = (match["tail"] or "").strip()
    if match["at_most"] or tail in ("or less", "at most"):
        return "at_most"
    if match["at_least"] or match["more"] or tail in ("or more", "and above", "+", "at least"):
        return "at_least"
    return "about" if match["about"] or match["about2"] or tail == "or so" else "exact"


def _fraction(match: re.Match[str]) -> Quantity | None:
    part = match["part"].rstrip("s") if match["part"] != "half" else "half"
    if part != "half" and not match["top"]:
        return None
    value = 100.0 * _TOPS[(match["top"] or "").strip(" -")] / _PARTS[part]
    bound = "at_least" if match["least"] else "at_most" if match["most"] else "about" if match["about"] else "exact"
    return Quantity(match.start(), match.end(), match.start("part"), value, None, None, "%", "percent", bound, match[0])


def find_folds(text: str) -> list[Quantity]:
    """Growth in words: doubled, trebled, threefold, five times; as a growth in per cent."""
    out = []
    for match in _FOLD.finditer(text):
        times = 2.0 if match["doubled"] else 3.0 if match["tripled"] else number(match["fold"])
        out.append(
            Quantity(match.start(), match.end(), match.start(), (times - 1) * 100, None, None, "%", "fold", "exact", match[0])
        )
    return out
