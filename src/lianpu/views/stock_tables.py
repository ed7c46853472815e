"""Stocks and what comes back as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from lianpu.engine.stocks.materials import CASES, RegionReturns
from lianpu.engine.stocks.recycled import Arrival
from lianpu.stocking import Returns, TableStock
from lianpu.views.dossier import Dossier
from lianpu.views.numbers import amount, percent
from lianpu.views.plain_json import as_json
from lianpu.views.table import Cell, Table, column
from lianpu.views.wording import good_name, t


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


def region_tables(found: Returns, dossier: Dossier, lang: str) -> tuple[Table, ...]:
    """The region's need against the nation's returns: when, and what share of them it would take."""
    r = found.region
    assert r is not None
    title = t(
        "stocks.region", lang, region=dossier.answer.region.name or "–", good=good_name(r.good, dossier.library, lang),
        need=amount(r.need, "t/a", lang), catchment=percent(r.catchment, lang),
    )  # fmt: skip
    cases: tuple[Mapping[str, Cell], ...] = tuple(
        {
            "case_name": t(f"case.{case}", lang), "at_six": _year(r.arrivals[case][0], lang),
            "at_twelve": _year(r.arrivals[case][1], lang), "claims": r.claims,
        }
        for case in CASES
    )  # fmt: skip
    six, twelve = r.wanted(0.06), r.wanted(0.12)
    years = tuple(
        {
            "stock_year": str(year), "national_supply": amount(float(r.supply["typical"][k]), "t/a", lang),
            "for_six": percent(float(six[k]), lang), "for_twelve": percent(float(twelve[k]), lang),
        }
        for k, year in enumerate(r.years)
        if year % 5 == 0 and np.isfinite(six[k])
    )  # fmt: skip
    heads = (*(column(k, lang) for k in ("case_name", "at_six", "at_twelve")), column("claims", lang, "claims"))
    keys = ("stock_year", "national_supply", "for_six", "for_twelve")
    return (
        Table("region", title, heads, cases),
        Table("catchment", t("stocks.region_years", lang), tuple(column(k, lang) for k in keys), years),
    )


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
        "rows": [*r.rows, *found.need_rows], "region": None if found.region is None else _region_json(found.region),
    }  # fmt: skip


def _region_json(r: RegionReturns) -> dict[str, Any]:
    return {
        "good": r.good, "need": as_json(r.need), "catchment": r.catchment, "claims": list(r.claims),
        "arrivals": {
            case: [{"share": a.share, "first": a.first, "lasting": a.lasting} for a in r.arrivals[case]] for case in CASES
        },
        "supply": {case: values.tolist() for case, values in r.supply.items()},
    }  # fmt: skip


def _year(found: Arrival, lang: str) -> str:
    return t("stocks.never", lang) if found.lasting is None else str(found.lasting)
