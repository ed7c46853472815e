"""Quantities as Chinese documents print them: number, scale, unit, bound, range, rate.

``find_quantities`` is a scanner over plain text: it knows nothing of what is measured.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from operator import attrgetter

from lianpu.reading.active import of_lexicon
from lianpu.reading.words import PrintedUnit, alternatives, units

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "": 1.0}
_PER = {"年": "/a", "a": "/a", "日": "/d", "天": "/d", "d": "/d", "月": "/m", "小时": "/h", "时": "/h", "h": "/h"}

_ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?![\d])|\d+)(?:\.\d+)?"
#: No number has more than twelve such characters (九千九百九十九 has seven): a run of thousands is not tried again at each.
_CHINESE = r"(?![一二两三四五六七八九十百千]{13})[一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]{1,12})?"
_SCALE = r"(?:万亿|千万|百万|十万|亿|万|千|百)"
_MORE = r"[余多]"
_DASH = r"(?:[—–－\-~～]{1,2}|至|到)"
_AT_LEAST = r"(?:不低于|不少于|不小于|超过|超出|超|突破|逾|至少|大于|高于|过|破|达到或超过|多于)"
_AT_MOST = r"(?:不超过|不高于|不大于|不多于|低于|少于|至多|最多|控制在|小于|不足|不到|不及)"
_ABOUT = r"(?:约为|约|近|大约|大概|将近|接近|左右)"
_PREFIX = rf"(?:(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|(?P<about>{_ABOUT}))?(?:了|达到|达)?(?P<about2>约|近)?"
#: The same where it ends before a number, looked for only once there is one.
_BEFORE = re.compile(rf"(?:(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|{_ABOUT})(?:了|达到|达)?(?:约|近)?$|(?:约|近)$")
_MINUS = re.compile(r"(?:同比|增长|增速|[，：（(])[-－−]$")
_TIMES = re.compile(r"(\d{1,3})\s*[×xX*✕]\s*$")  # 2×35万千瓦
_WATTS = {"瓦": "W", "W": "W", "瓦时": "Wh", "Wh": "Wh"}
_LONGEST_PREFIX = 12
_EACH = re.compile(r"每(千瓦时|公斤|千克|吨|度|瓦|平方米|立方米|方|亩|台|辆|片|只|套|公里)[^，。；、\d]{0,4}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed quantity at ``text[start:end]``.

    ``value`` (or ``low`` and ``high`` for a range) is in ``unit``; ``group`` is the kind of unit (``mass``,
    ``power``, ``money`` …); ``bound`` as in the claims vocabulary; ``number`` is where the figure itself begins.
    ``rate`` tells that the text itself says "per year" (or per day …).
    """

    start: int
    end: int
    number: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    group: str
    bound: str
    printed: str
    rate: bool = False


def chinese_number(text: str) -> float:
    """``五十三`` → 53, ``一千二百`` → 1200, ``三点五`` → 3.5, ``百`` → 100."""
    whole, _, decimals = text.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    value = float(total + digit)
    return value + sum((_DIGITS[c] / float(10 ** (i + 1)) for i, c in enumerate(decimals)), 0.0)


def number(text: str) -> float:
    """Arabic (with or without separators) or Chinese numerals as a number."""
    if text[0].isdigit():
        return float(re.sub("[,，]", "", text))
    return chinese_number(text)


@of_lexicon
def _unit_pattern() -> str:
    return alternatives(units())


@of_lexicon
def _quantity_pattern() -> re.Pattern[str]:
    num = rf"(?:{_ARABIC}|{_CHINESE})"
    unit = _unit_pattern()
    return re.compile(
        rf"(?<![第\d.])(?P<number>(?P<low>{num})(?:(?P<low_more>{_MORE})?(?P<low_scale>{_SCALE})?(?P<low_unit>%(?={_DASH}{num}%)|(?!%){unit})?{_DASH}(?P<high>{num}))?)"
        rf"(?P<more>{_MORE})?(?P<scale>{_SCALE})?(?P<more2>{_MORE})?(?P<unit>{unit})(?P<more3>{_MORE}(?![晶氟元种功]))?"
        r"(?:(?:[/／每](?P<per>小时|年|日|天|月|时|a|d|h)(?![a-zA-Z])|[/／](?P<per_unit>千瓦时|标吨|干吨|吨|瓦时|瓦|度|Wh|W|kWh|t|平方米|公斤|立方米|人|只|片|辆|亩|公里|Nm3|方|千克)))?"
        r"(?P<tail>以上|左右|上下|以内|以下|之内|之间|起(?![步点到来伏码草泡重]))?"
    )


@of_lexicon
def _special_pattern() -> re.Pattern[str]:
    scale = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万"
    scaled = rf"(?P<class>(?:{_CHINESE}|\d+)?(?:{scale}))(?P<class_unit>元|吨|千瓦|千瓦时|亩|台|辆)?级"
    share = r"(?P<base>百|千|[二两三四五六七八九十]+)分之(?P<part>[零一二三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    parts = (
        rf"{_PREFIX}(?P<tenths>[一二三四五六七八九]|\d)成(?P<half>半|[一二三四五六七八九])?"
        r"(?![为立套型长功本员分品果效都绩])(?P<tail2>以上|左右|多|余)?"
    )
    fraction = r"(?P<top>\d{1,2})/(?P<bottom>\d{1,2})(?![\d/年])"
    half = r"(?:(?P<over_half>过半|超过一半|超半数|一半以上|半数以上)|(?P<near_half>近半|近一半)|占(?P<half_of>一半))"
    scale_said = "(?:个(?!亿[纬华利达晶航嘉联]))?亿"  # 2.6个亿, as it is said; not 4个亿纬锂能项目
    amount = rf"\d+(?:\.\d+)?[万千百]?{scale_said}|[一二两三四五六七八九十百千]{{1,4}}{scale_said}"
    counted = "元级吨千立平件片只台套个度美欧支块张人户株米方瓦斤枚颗头羽袋瓶标项次条双"
    doubled = r"翻(?:了)?(?P<doubled>[一两二三])番(?P<doubled_more>多|以上)?"
    bare = rf"(?P<bare_prefix>{_AT_LEAST}|{_ABOUT}|达到|达)?(?P<bare>{amount})(?![{counted}A-Za-z])"
    return re.compile(f"{scaled}|{share}|{parts}|{fraction}|{half}|{doubled}|{bare}")


_LATIN_UNIT = re.compile(r"[A-Za-z0-9²³]$")


_NUMERALS = re.compile(r"[\d一二两三四五六七八九十百千半]")
#: What every alternative of the special pattern, which is dear, holds.
_MAY_BE_SPECIAL = re.compile(
    r"[一二三四五六七八九\d]成|\d/\d|过半|一半|半数|近半|分之|番|亿|万(?:元|吨|千瓦时?|亩|台|辆)?级"
)  # fmt: skip


def find_quantities(text: str, taken: tuple[tuple[int, int], ...] = ()) -> list[Quantity]:
    """The quantities of ``text`` in order. ``taken`` are spans (dates) that are no quantities."""
    if not _NUMERALS.search(text):
        return []
    found: list[Quantity] = []
    matches = [(_begun_by_numeral(text), _plain)]
    if _MAY_BE_SPECIAL.search(text):
        matches.insert(0, (_special_pattern().finditer(text), _special))
    for each, build in matches:
        for match in each:
            start, end = match.span()
            if taken and any(a < end and start < b for a, b in taken):
                continue
            quantity = build(match)
            if quantity is not None:
                _insert(found, quantity)
    return found


_FIRST_NUMERAL = re.compile(r"(?<![第\d.])[\d一二两三四五六七八九十百千]")


def _begun_by_numeral(text: str) -> Iterator[re.Match[str]]:
    """What the pattern's ``finditer`` finds; the pattern, which is long, is tried only where a number begins."""
    pattern, stop = _quantity_pattern(), 0
    for numeral in _FIRST_NUMERAL.finditer(text):
        if numeral.start() >= stop and (match := pattern.match(text, numeral.start())):
            yield match
            stop = match.end()


def _insert(found: list[Quantity], one: Quantity) -> None:
    """At its place among those found, which stand in order and apart; not where it overlaps one."""
    at = bisect_left(found, one.end, key=_start)
    if not at or found[at - 1].end <= one.start:
        found.insert(at, one)


_start = attrgetter("start")


def _plain(match: re.Match[str]) -> Quantity | None:
    unit = units()[match["unit"]]
    if not _is_quantity(match, unit):
        return None
    scale = _SCALES[match["scale"] or ""] * unit.factor
    if unit.group == "line" and match["scale"] == "万":
        unit = replace(unit, unit="piece", group="item")  # 600万条轮胎
    if unit.group == "length" and match["scale"]:
        unit = replace(unit, group="piece")  # 3万公里电缆, 1500万米绸: so long only goods are
    symbol, rate = _symbol(match, unit)
    times = _TIMES.search(match.string, max(0, match.start("number") - 5), match.start("number"))
    scale *= float(times[1]) if times else 1.0
    low = number(match["low"]) * scale
    group = "price" if match["per_unit"] else unit.group
    place, end = match.start("number"), match.end()
    place = times.start() if times else place
    prefix = _BEFORE.search(match.string, max(0, place - _LONGEST_PREFIX), place)
    if unit.group == "money" and "/" not in symbol and (each := _EACH.search(match.string, max(0, place - 8), place)):
        symbol, group = f"{unit.unit}/{_below(each[1])}", "price"
    start = prefix.start() if prefix else place
    printed = match.string[start:end]
    if match["high"]:
        if match["low_scale"]:
            low = number(match["low"]) * _SCALES[match["low_scale"]] * unit.factor
        high = number(match["high"]) * scale
        if low < high:
            return Quantity(start, end, place, None, low, high, symbol, group, "range", printed, rate)
        return None
    if group == "percent" and _MINUS.search(match.string, max(0, place - 4), place):
        low = -low
    return Quantity(start, end, place, low, None, None, symbol, group, _bound(match, prefix), printed, rate)


def _symbol(match: re.Match[str], unit: PrintedUnit) -> tuple[str, bool]:
    if match["per_unit"]:
        return f"{unit.unit}/{_below(match['per_unit'])}", False
    if match["per"]:
        return unit.unit + _PER[match["per"]], True
    return unit.unit, False


def _below(printed: str) -> str:
    """The unit under the bar: watts are printed there and hardly ever alone."""
    return _WATTS.get(printed) or units()[printed].unit


def _is_quantity(match: re.Match[str], unit: PrintedUnit) -> bool:
    """Not an ordinal, a model name, a phase or a figure of speech."""
    after = match.string[match.end("unit") : match.end("unit") + 1]
    if _LATIN_UNIT.search(match["unit"]) and re.match(r"[A-Za-z0-9]", after):
        return False
    if match["low"][0].isdigit():
        before = match.string[match.start("low") - 1 : match.start("low")]
        return not re.match(r"[A-Za-z]", before) or bool(match["scale"])
    return _spoken(match, unit, after)


_OF_ONE = frozenset({"mass", "vehicle", "area", "volume", "energy", "power"})
#: 一个, 一项, 一期: a figure of speech, not a count.
_SPEECH = frozenset("个种项度片方成期日年名口头组把升克安伏块件家条")


def _spoken(match: re.Match[str], unit: PrintedUnit, after: str) -> bool:
    """Numerals in Chinese are quantities with a countable unit only: 三家企业, never 三大, 一个, 万人."""
    if match["scale"] and not re.search(r"[一二两三四五六七八九十]", match["low"]):
        return False
    if match["low"] == "一" and match["unit"] in _SPEECH:
        return False
    if match["low"] == "一" and not match["scale"] and unit.group in _OF_ONE:
        return False  # 一吨钛锭耗电1.1万千瓦时
    if unit.group == "money" and not match["scale"] and not match["high"] and len(match["low"]) == 1:
        return False  # 三元材料
    if unit.group in {"enterprise", "line", "piece", "item", "vehicle"}:
        return match["low"] not in {"千", "百"} and after not in {"龙", "事", "实"}
    return unit.group in {"mass", "money", "power", "energy", "person", "land", "percent", "points", "times", "duration"} and (
        unit.unit != "%" or match["unit"] != "成"
    )


def _bound(match: re.Match[str], prefix: re.Match[str] | None) -> str:
    tail = match["tail"] or ""
    if (prefix and prefix["at_most"]) or tail in {"以下", "以内", "之内"}:
        return "at_most"
    if (prefix and prefix["at_least"]) or tail in {"以上", "起"} or match["more"] or match["more2"] or match["more3"]:
        return "at_least"
    if prefix or tail in {"左右", "上下"}:
        return "about"
    return "exact"


def _special(match: re.Match[str]) -> Quantity | None:
    """Orders of magnitude (千亿级), shares in words (三成, 五分之一, 过半), money without its unit (近500亿)."""
    start, end = match.span()
    if match["class"]:
        value = _scaled(match["class"])
        unit = units()[match["class_unit"]] if match["class_unit"] else None
        if unit is None and value < 1e9:
            return None
        symbol, group = (unit.unit, unit.group) if unit else ("CNY", "money")
        return Quantity(start, end, start, value, None, None, symbol, group, "class", match[0])
    if match["base"]:
        value = number(match["part"]) / number(match["base"])
        return _share(match, value, _after_share(match.string[end : end + 2]))
    if match["tenths"]:
        value = (number(match["tenths"]) + _tenth(match["half"])) / 10
        tail = {"以上": "at_least", "多": "at_least", "余": "at_least", "左右": "about"}.get(match["tail2"] or "", "exact")
        return _share(match, value, "at_least" if match["at_least"] else "about" if match["about"] or match["about2"] else tail)
    if match["top"]:
        return _share(match, float(match["top"]) / float(match["bottom"]), "exact") if float(match["bottom"]) else None
    if match["doubled"]:
        return _share(match, 2.0 ** number(match["doubled"]) - 1, "at_least" if match["doubled_more"] else "exact")
    if match["bare"]:
        bound = _bare_bound(match["bare_prefix"] or "", match.string[end : end + 2])
        value = _scaled(match["bare"].replace("个", ""))
        return Quantity(start, end, match.start("bare"), value, None, None, "CNY", "bare", bound, match[0])
    return _share(match, 0.5, "at_least" if match["over_half"] else "about" if match["near_half"] else "exact")


def _tenth(printed: str | None) -> float:
    """六成五 is 65 %."""
    return 0.0 if not printed else 0.5 if printed == "半" else _DIGITS[printed] / 10


def _after_share(text: str) -> str:
    if text[:1] == "强" or text in ("以上", "还多"):
        return "at_least"
    if text[:1] == "弱" or text == "以下":
        return "at_most"
    return "about" if text in ("左右", "上下") else "exact"


def _share(match: re.Match[str], value: float, bound: str) -> Quantity:
    return Quantity(match.start(), match.end(), match.start(), round(value * 100, 6), None, None, "%", "percent", bound, match[0])


def _bare_bound(prefix: str, tail: str) -> str:
    if tail == "以上" or re.fullmatch(_AT_LEAST, prefix):
        return "at_least"
    return "about" if re.fullmatch(_ABOUT, prefix) or tail == "左右" else "exact"


_DECIMAL = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+点[零〇一二三四五六七八九]+")
_FACTORS = _TENS | {"万": 10**4, "亿": 10**8}


def _scaled(text: str) -> float:
    """``千亿`` → 1e11, ``500亿`` → 5e10, ``五百亿`` → 5e10, ``2千万`` → 2e7, ``三点五百亿`` → 3.5e10."""
    if match := _DECIMAL.match(text):
        return number(match[0]) * prod(_FACTORS[char] for char in text[match.end() :])
    for scale in sorted(_SCALES, key=len, reverse=True):
        if scale and text.endswith(scale):
            head = text.removesuffix(scale)
            return (chinese_number(head) if head else 1.0) * _SCALES[scale]
    return chinese_number(text)
