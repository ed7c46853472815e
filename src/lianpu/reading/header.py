"""What a document says of itself at its head and foot: when it was published, and by whom."""

from __future__ import annotations

import re
from datetime import date

EDGE = 8  # lines at either end that may hold such facts
SHORT = 100  # characters of a line that is no paragraph
_DATE = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_TIME = r"(?:[\sT]*\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}\S*)?)?"
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_ENGLISH = re.compile(rf"\b(?:(\d{{1,2}})\s+)?({_MONTH})\.?\s+(?:(\d{{1,2}}),?\s+)?((?:19|20)\d\d)\b")
_ISO = re.compile(_DATE)
_LABELLED = re.compile(
    r"(?:(?:发布|发表|刊发|更新|成文|印发)?(?:时间|日期)|发布于|\b(?:published|posted|date|updated)(?:\s+on)?\b)\s*[:：]?\s*(.{6,30})",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"[\s\-–—*·（(]*{_DATE}{_TIME}[\s）)]*")
_BESIDE_SOURCE = re.compile(rf"{_DATE}{_TIME}.{{0,6}}(?:来源|稿源)|(?:来源|稿源).{{0,40}}?{_DATE}")
_SOURCE = re.compile(r"(?:(?:信息|文章|稿件|新闻)?来源|稿源|\bsource)\s*[:：]\s*([^\s|｜,，;；()（）\[\]]{2,30})", re.IGNORECASE)
_OUTLET = r"[\w·]{1,12}(?:网|报|社|刊|晨报|晚报|日报|客户端|新闻|电视台|广播电台|融媒|融媒体中心|公众号|发布)"
_SIGNED = re.compile(rf"[\s\-–—*·（(]*({_OUTLET})(?:讯|电|消息)?[\s）)]*")
_DATELINE = re.compile(rf"\s*[（(【]?({_OUTLET})(?:讯|电|消息)[）)】]?(?=[\s　:：（(])")


def iso_date(text: str) -> str | None:
    """The first full date in a text, as ISO; None where there is none or it is no date of the calendar."""
    if match := _ISO.search(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if (match := _ENGLISH.search(text)) and (match[1] or match[3]):
        month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(match[2][:3].title()))
        return _checked(int(match[4]), month, int(match[1] or match[3]))
    return None


def published(clean: str) -> str | None:
    """The date that head or foot print for the document: labelled, beside the source, or alone on its line."""
    lines = _edges(clean)
    for found in (
        (match[1] for line in lines if (match := _LABELLED.search(line))),
        (match[0] for line in lines if (match := _BESIDE_SOURCE.search(line))),
        (line for line in lines if _ALONE.fullmatch(line)),
    ):
        for text in found:
            if day := iso_date(text):
                return day
    return None


def source(clean: str) -> str | None:
    """Who published it: ``来源：…``, a dateline such as ``新华社讯``, or an outlet's name alone on a line of the foot."""
    lines = _edges(clean)
    for line in lines:
        if match := _SOURCE.search(line):
            return match[1]
    signed = [match[1] for line in reversed(lines) if (match := _SIGNED.fullmatch(line))]
    if signed:
        return signed[0]
    return next((match[1] for line in clean.splitlines()[:EDGE] if (match := _DATELINE.match(line))), None)


def _checked(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _edges(clean: str) -> list[str]:
    lines = [line.strip() for line in clean.splitlines() if line.strip()]
    edges = lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]
    return [line for line in edges if len(line) <= SHORT]
