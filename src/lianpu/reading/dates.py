"""Dates as Chinese documents print them: 2022年9月底, 去年底, 今年1—5月, “十四五”末, 三季度.

A date without a year takes it from ``anchor`` (the year that the text is in) or from the date of publication.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from lianpu.reading.claims import DateSpan

_PLANS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_RELATIVE = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "后年": 2, "年内": 0,
             "新的一年": 1, "过去一年": -1, "过去的一年": -1, "一年来": -1, "上一年": -1, "次年": 1}  # fmt: skip
_OF_A_REPORT = frozenset({"新的一年", "过去一年", "过去的一年", "一年来"})
_YEAR_BEFORE = frozenset({"上年", "上一年"})
_QUARTERS = {"一": (1, 3), "二": (4, 6), "三": (7, 9), "四": (10, 12)}
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前三个季度": (1, 9), "前两季度": (1, 6), "前两个季度": (1, 6)}

_SAID = "前年|去年|上年|(?<!如)今年|明年|(?<![成产满效营用工运])后年|新的一年|过去的?一年|一年来|上一年|次年"
_YEAR = rf"(?:(?P<year>(?:19|20)\d{{2}})(?:年度|年)?(?P<ad>)|(?P<relative>{_SAID}))"
_FULL_YEAR = rf"(?P<year>(?:19|20)\d{{2}})年度?|(?P<relative>{_SAID})"
_INSIDE = (
    r"(?:的)?(?:(?P<m1>\d{1,2})月?(?:[—–－\-~～]{1,2}|至|到)(?P<m2>\d{1,2})月份?"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|(?P<dekad>上旬|中旬|下旬|底|末|初|份)?)"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<part>上半年|下半年|前三个?季度|前两个?季度)|前(?P<first>\d{1,2}|[一二三四五六七八九十]+)个?月"
    r"|(?P<turn>年底|年末|底|末|年初|初)(?!期|步|级|端|次|盘|座|线|层|单|数))"
)
_PATTERN = re.compile(
    rf"[“\"]?(?P<plan>十[二三四五]五)[”\"]?(?:规划)?(?P<plan_part>末|期末|末期|期间|时期|以来|初期|初|中期|收官)?"
    rf"|(?P<y1>(?:19|20)\d{{2}})年?(?:[—–－\-~～]{{1,2}}|至|到)(?P<y2>(?:19|20)\d{{2}})年"
    rf"|(?:{_FULL_YEAR})(?:{_INSIDE})?(?:之?前)?"
    rf"|(?P<inner>年内|年底前?|年末)"
    rf"|(?P<iso>(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"|(?<![\d第前])(?P<m1b>\d{{1,2}})月?(?:[—–－\-~～]{{1,2}}|至|到)(?P<m2b>\d{{1,2}})月份?"
    rf"|(?<![\d第个])(?P<monthb>\d{{1,2}})月(?:(?P<dayb>\d{{1,2}})[日号]|(?P<dekadb>上旬|中旬|下旬|底|末|初|份)?)"
    rf"|第?(?P<quarterb>[一二三四])季度|(?P<partb>上半年|下半年|前三个?季度|前两个?季度)|前(?P<firstb>\d{{1,2}}|[一二三四五六七八九十]+)个?月"
    rf"|(?P<whole>全年|当年|本年度?|报告期内?)"
)
_AHEAD = re.compile(r"预计|计划|将|拟|力争|有望|确保|争取|目标|届时|预期|(?<!达)(?<!截)(?<![加升长大高降少展])(?<!增)(?:到|至)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A date at ``text[start:end]``; ``span`` is None where no year could be told."""

    start: int
    end: int
    span: DateSpan | None
    ahead: bool = False
    whole: bool = False


_MAY_BE_A_DATE = re.compile(r"[年月季期]|[12]\d{3}|十[二三四五]五|上半|下半")


def find_dates(text: str, published: str | None, anchor: int | None = None) -> list[Found]:
    """The dates of ``text`` in order. ``published`` (ISO) resolves 今年, 去年 and months without a year."""
    if not _MAY_BE_A_DATE.search(text):
        return []
    found: list[Found] = []
    this_year = False
    for match in _PATTERN.finditer(text):
        if _is_date(match):
            before = text[max(0, match.start() - 10) : match.start()]
            ahead = bool(_AHEAD.search(before))
            span = _resolve(match, published, anchor, ahead and not this_year)
            ahead = ahead and not (span and published and span.end < published[: len(span.end)])
            found.append(Found(match.start(), match.end(), span, ahead, bool(match["whole"])))
            this_year = this_year or match["relative"] == "今年"  # 今年到9月底: not the next one
            named = match["year"] or (match["relative"] and match["relative"] not in _YEAR_BEFORE)
            anchor = int(span.start[:4]) if span and named else anchor
    return found


def _is_date(match: re.Match[str]) -> bool:
    months = [match[k] for k in ("m1", "m2", "month", "m1b", "m2b", "monthb")]
    return all(1 <= int(m) <= 12 for m in months if m)


def _resolve(match: re.Match[str], published: str | None, anchor: int | None, ahead: bool) -> DateSpan | None:
    raw = match[0]
    if match["plan"]:
        return _plan(match, raw)
    if match["y1"]:
        return DateSpan(match["y1"], match["y2"], raw)
    if match["iso"]:
        iso = "{}-{:02d}-{:02d}".format(*(int(x) for x in re.split("[-/.]", match["iso"])))
        return DateSpan(iso, iso, raw)
    year = _year(match, published, anchor, ahead)
    if year is None:
        return None
    start, end = _within(match, year)
    return DateSpan(start, end, raw)


def _plan(match: re.Match[str], raw: str) -> DateSpan:
    first = _PLANS[match["plan"]]
    part = match["plan_part"] or ""
    if "末" in part or part == "收官":
        return DateSpan(f"{first + 4}", f"{first + 4}", raw)
    if part.startswith("初"):
        return DateSpan(f"{first}", f"{first}", raw)
    return DateSpan(f"{first}", f"{first + 4}", raw)


def _year(match: re.Match[str], published: str | None, anchor: int | None, ahead: bool) -> int | None:
    if match["year"]:
        return int(match["year"])
    now = int(published[:4]) if published else None
    if match["relative"] in _YEAR_BEFORE and anchor is not None:
        return anchor - 1  # 2023年完成46亿元，比上年的40亿元: of 2022, whenever it was published
    if match["relative"]:
        if now is None or published is None:
            return None
        early = int(published[5:7] or 1) < 6
        if match["relative"] in _OF_A_REPORT:  # reports look back and ahead at the turn of the year
            return now if early == (match["relative"] == "新的一年") else now + _RELATIVE[match["relative"]]
        return now + _RELATIVE[match["relative"]]
    if match["whole"]:
        return anchor or _whole_year(published, ahead)
    if match["inner"]:
        return now
    return _nearest(match, published, anchor, ahead)


def _whole_year(published: str | None, ahead: bool) -> int | None:
    """全年 without a year: in the first half of a year the one before, unless it is still to come."""
    if published is None:
        return None
    return int(published[:4]) - (not ahead and len(published) > 4 and int(published[5:7]) <= 6)


def _nearest(match: re.Match[str], published: str | None, anchor: int | None, ahead: bool) -> int | None:
    """A month without its year: that of the year in hand, else the last before publication, or the next if ahead."""
    if anchor is not None and not ahead:
        return anchor
    if published is None:
        return anchor
    year, month = int(published[:4]), int(published[5:7] or 12)
    said = match["monthb"] or match["m2b"]
    if said is None:
        return year
    if ahead:
        return year if int(said) >= month else year + 1
    return year if int(said) <= month else year - 1


def _within(match: re.Match[str], year: int) -> tuple[str, str]:
    def get(key: str) -> str:
        return match[key] or match[f"{key}b"] or ""

    if get("m1"):
        return f"{year}-{int(get('m1')):02d}", f"{year}-{int(get('m2')):02d}"
    if get("month"):
        return _month(year, int(get("month")), get("day"), get("dekad"))
    if get("quarter"):
        first, last = _QUARTERS["一二三四"[int(get("quarter")) - 1] if get("quarter").isdigit() else get("quarter")]
        return f"{year}-{first:02d}", f"{year}-{last:02d}"
    if get("part"):
        first, last = _PARTS[get("part")]
        return f"{year}-{first:02d}", f"{year}-{last:02d}"
    if get("first"):
        last = _count(get("first"))
        return f"{year}-01", f"{year}-{last:02d}"
    turn = match["turn"] or match["inner"] or ""
    if "底" in turn or "末" in turn:
        return f"{year}-12", f"{year}-12"
    return (f"{year}-01", f"{year}-01") if "初" in turn else (f"{year}", f"{year}")


def _month(year: int, month: int, day: str | None, dekad: str | None) -> tuple[str, str]:
    stem = f"{year}-{month:02d}"
    if day:
        return f"{stem}-{int(day):02d}", f"{stem}-{int(day):02d}"
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}.get(dekad or "", (0, 0))
    return (f"{stem}-{first_day:02d}", f"{stem}-{last_day:02d}") if first_day else (stem, stem)


def _count(text: str) -> int:
    digits = "一二三四五六七八九十"
    return int(text) if text.isdigit() else 10 + digits.index(text[1]) + 1 if len(text) > 1 else digits.index(text) + 1
