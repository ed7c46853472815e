"""Stocks and what comes back as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from lianpu.engine.stocks.materials import CASES
from lianpu.engine.stocks.recycled import Arrival
from lianpu.stocking import Returns, TableStock
from lianpu.views.numbers import percent
from lianpu.views.table import Table, column
from lianpu.views.wording import t


def stock_tables(found: TableStock, lang: str) -> Iterator[Table]:
    """A table for each element: stock, inflow, outflow, early retirement, what is recovered."""
    stock = found.stock
    for n, element in enumerate(found.table.elements):
        early = bool(stock.early[:, n].any())
        rows = tuple(
            {
                "stock_year": str(year), "in_stock": f"{stock.stock[k, n]:.6g}", "coming_in": f"{stock.inflow[k, n]:.6g}",
                "going_out": f"{stock.outflow[k, n]:.6g}", "retired_early": f"{stock.early[k, n]:.6g}",
                "recovered": f"{found.recovered[k, n]:.6g}",
            }
            for k, year in enumerate(found.table.years)
        )  # fmt: skip
        keys = ("stock_year", "in_stock", "coming_in", "going_out", *(("retired_early",) if early else ()), "recovered")
        title = t(
            "stocks.title", lang, element=element, lifetime=t(f"lifetime.{stock.lifetime.name}", lang),
            at=t(f"inflow_at.{stock.inflow_at}", lang),
        )  # fmt: skip
        note = t("stocks.early", lang) if early else ""
        yield Table(f"stock-{n}", title, tuple(column(k, lang) for k in keys), rows, note)


def stock_json(found: TableStock) -> dict[str, Any]:
    stock = found.stock
    return {
        "years": list(found.table.years), "elements": list(found.table.elements), "inflow_at": stock.inflow_at.value,
        "lifetime": {"kind": stock.lifetime.name, "parameters": [np.asarray(p).tolist() for p in stock.lifetime.parameters]},
        "stock": stock.stock.tolist(), "inflow": stock.inflow.tolist(), "outflow": stock.outflow.tolist(),
        "early": np.asarray(stock.early).tolist(), "recovered": found.recovered.tolist(), "residual": stock.residual,
    }  # fmt: skip


def return_tables(found: Returns, lang: str) -> tuple[Table, ...]:
    """When each share is reached, by case; need, what leaves and what is recovered by year."""
    r = found.recycling
    material = t(f"material.{r.material}", lang)
    cases = tuple(
        {
            "case_name": t(f"case.{case}", lang),
            **{key: _year(a, lang) for key, a in zip(("at_six", "at_twelve"), r.arrivals[case], strict=True)},
        }
        for case in CASES
    )
    typical = r.supply["typical"]
    years = tuple(
        {
            "stock_year": str(year), "need_of": f"{typical.need[k]:.4g}", "leaving_use": f"{typical.leaving[k]:.4g}",
            "recovered": f"{typical.old[k]:.4g}", "covered": percent(float(typical.share[k]), lang),
        }
        for k, year in enumerate(r.years)
        if year % 5 == 0 or k == len(r.years) - 1
    )  # fmt: skip
    note = t("stocks.own", lang) if found.growth is None else t("stocks.national", lang, growth=percent(found.growth, lang))
    return (
        Table(
            "arrival", t("stocks.returns", lang, material=material, shape=f"{r.shape:g}"),
            tuple(column(k, lang) for k in ("case_name", "at_six", "at_twelve")), cases, note,
        ),
        Table(
            "supply", t("stocks.supply", lang, material=material),
            tuple(column(k, lang) for k in ("stock_year", "need_of", "leaving_use", "recovered", "covered")), years,
        ),
    )  # fmt: skip


def return_json(found: Returns) -> dict[str, Any]:
    r = found.recycling
    return {
        "material": r.material, "shape": r.shape, "growth": found.growth, "years": list(r.years),
        "arrivals": {
            case: [{"share": a.share, "first": a.first, "lasting": a.lasting} for a in r.arrivals[case]] for case in CASES
        },
        "supply": {
            case: {
                "need": s.need.tolist(), "leaving": s.leaving.tolist(), "recovered": s.old.tolist(),
                "share": [float(x) if np.isfinite(x) else None for x in s.share],
            }
            for case, s in r.supply.items()
        },
        "rows": [*r.rows, *found.need_rows],
    }  # fmt: skip


def _year(found: Arrival, lang: str) -> str:
    return t("stocks.never", lang) if found.lasting is None else str(found.lasting)
