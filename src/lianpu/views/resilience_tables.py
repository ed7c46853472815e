"""Outages, suppliers, key links, price shocks and dry months as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isinf
from typing import Any

from lianpu.engine.resilience.region import Resilience, Slowed
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount
from lianpu.views.plain_json import as_json
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import good_name, listed, t

#: Rows of bought goods and price shocks that a terminal shows.
MOST = 12


def resilience_tables(found: Resilience, dossier: Dossier, lang: str, most: int | None = MOST) -> tuple[Table, ...]:
    """Plants, bought goods, key links, price shocks and dry months, the worst first."""
    words = _Words(dossier, lang)
    assumed = found.assumptions
    note = t(
        "resilience.note", lang, scenario=t(f"scenario.{found.scenario}", lang), year=found.year, recover=f"{assumed.recover:g}",
        stock=f"{assumed.stock:g}", replace=f"{assumed.replace:.0%}", value=amount(found.value, "CNY", lang),
        unpriced=listed(map(words.good, found.unpriced), lang) or t("none", lang),
    )  # fmt: skip
    lost = ("loss", "loss_share", "survive", "slowed")
    tables = (
        _table("outages", ("good", "owner", *lost), map(words.plant, found.plants), lang),
        _table("suppliers", ("good", "bought", *lost), map(words.supplier, found.goods[:most]), lang),
        _table("links", ("good", "plants_count", "dependence"), map(words.link, found.links), lang),
        _table("shocks", ("good", "dearer", "cost", "turns"), map(words.shock, found.shocks[:most]), lang),
        _table("dry_months", ("month", "power_short", "loss", "slowed"), map(words.dry, found.dry), lang),
    )  # fmt: skip
    shown = [table for table in tables if table.rows]
    last = shown[-1]
    return (*shown[:-1], Table(last.id, last.title, last.columns, last.rows, note))


def resilience_json(found: Resilience) -> dict[str, Any]:
    return dict(as_json(found))


def _table(name: str, keys: tuple[str, ...], rows: Iterable[Mapping[str, Cell]], lang: str) -> Table:
    return Table(name, t(f"resilience.{name}", lang), tuple(column(key, lang) for key in keys), tuple(rows))


class _Words:
    """Rows of one dossier in one language."""

    def __init__(self, dossier: Dossier, lang: str) -> None:
        self.library, self.lang = dossier.library, lang

    def good(self, good: str) -> str:
        return good_name(good, self.library, self.lang)

    def money(self, value: float) -> str:
        return amount(value, "CNY", self.lang)

    def days(self, value: float) -> str:
        return t("resilience.endless", self.lang) if isinf(value) else t("resilience.days", self.lang, days=f"{value:.0f}")

    def slowed(self, slowed: tuple[Slowed, ...]) -> str:
        return listed((f"{self.good(s.good)} {s.share:.0%}" for s in slowed), self.lang) or "–"

    def plant(self, p: Any) -> dict[str, Cell]:
        return {
            "good": self.good(p.good), "owner": p.owner or "–", "loss": self.money(p.loss), "loss_share": f"{p.share:.0%}",
            "survive": self.days(p.survive), "slowed": self.slowed(p.slowed),
        }  # fmt: skip

    def supplier(self, g: Any) -> dict[str, Cell]:
        unit = f"{self.library.goods[g.good].unit.symbol}/a"
        return {
            "good": self.good(g.good), "bought": amount(g.bought, unit, self.lang), "loss": self.money(g.loss),
            "loss_share": f"{g.share:.0%}", "survive": self.days(g.survive), "slowed": self.slowed(g.slowed),
        }  # fmt: skip

    def link(self, link: Any) -> dict[str, Cell]:
        return {"good": self.good(link.good), "plants_count": str(link.plants), "dependence": f"{link.dependence:.0%}"}

    def shock(self, s: Any) -> dict[str, Cell]:
        turns = listed(map(self.good, s.turns), self.lang) or "–"
        return {"good": self.good(s.good), "dearer": f"{s.shock:.0%}", "cost": self.money(s.cost), "turns": turns}

    def dry(self, d: Any) -> dict[str, Cell]:
        return {
            "month": str(d.month), "power_short": f"{d.short:.0%}", "loss": self.money(d.loss), "slowed": self.slowed(d.slowed),
        }  # fmt: skip
