"""Small Systems of one site and, unless said, one slice and one year."""

from __future__ import annotations

from typing import Any

from lianpu.system.planning import System


def system(**tables: Any) -> System:
    """A System at the site X; goods are given as rows or by their names."""
    goods = [{"id": g} if isinstance(g, str) else g for g in tables.pop("goods")]
    given = {"years": [2025], "slices": ["year"], "sites": [{"id": "X"}]} | tables
    for table in ("plants", "markets", "demands", "storages"):
        given[table] = [{"site": "X"} | row for row in given.get(table, ())]
    return System.of(goods=goods, **given)


def buy(good: str, price: Any, **rest: Any) -> dict[str, Any]:
    return {"id": f"buy {good}", "good": good, "side": "buy", "price": price} | rest


def sell(good: str, price: Any, **rest: Any) -> dict[str, Any]:
    return {"id": f"sell {good}", "good": good, "side": "sell", "price": price} | rest


def need(good: str, amount: Any, **rest: Any) -> dict[str, Any]:
    return {"id": f"need {good}", "good": good, "amount": amount} | rest
