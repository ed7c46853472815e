"""Names of a region's plan as a reader says them: 电解铝, 磷酸铁锂:德方纳米 (在建), 购入电力."""

from __future__ import annotations

import re
from collections.abc import Callable

from lianpu.library.load import Library
from lianpu.system.model import STATUS_CLASS
from lianpu.views.wording import good_name, t

Names = Callable[[str], str]
_OWN = frozenset({"candidate", "buy", "sell", "power", "capital", "land", "jobs", "co2"})
_WHOLE = frozenset({"power by month"})


def as_it_is(name: str) -> str:
    """Names of a System of the user's own are the user's words."""
    return name


def region_names(library: Library, lang: str) -> Names:
    """Ids of goods, statuses and measures inside a name become words; owners stay."""

    def said(part: str) -> str:
        if part in library.goods:
            return good_name(part, library, lang)
        if part in STATUS_CLASS:
            return t("plan_name.status", lang, status=t(f"status.{part}", lang))
        return t(f"plan_name.{part}", lang) if part in _OWN else part

    def name(text: str) -> str:
        if text in _WHOLE:
            return t(f"plan_name.{text.replace(' ', '_')}", lang)
        return "".join(said(part) for part in re.split(r"([: ])", text))

    return name
