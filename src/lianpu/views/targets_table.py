"""The recruiting list as a table, JSON and files: stages with sizes and reasons, never companies."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lianpu.engine.margins import Margin
from lianpu.engine.targets import Target
from lianpu.errors import LianpuError
from lianpu.units import Range
from lianpu.views.dossier import Dossier
from lianpu.views.norms_table import limit_words
from lianpu.views.numbers import amount, percent, span
from lianpu.views.plain_json import as_json
from lianpu.views.table import Cell, Table, cell_text, column
from lianpu.views.wording import chain_name, listed, stage_name, t

SHORT = ("rank", "verdict", "stage", "because", "size", "value_a_year", "margin_rate", "national_use", "permission", "reasons")
MORE = (
    "chain", "province_gap", "coming", "power_need", "land_need", "capital_need", "jobs_need", "linked", "completeness",
    "norms_to_meet", "estimates", "companies",
)  # fmt: skip


def targets_table(found: Iterable[Target], dossier: Dossier, lang: str, *, full: bool = False) -> Table:
    """A row for every stage; ``full`` has all reasons, ids and a column to fill from the user's own export."""
    listed_ = list(found)
    rows = tuple(_row(number, target, dossier, lang) for number, target in enumerate(listed_, 1))
    advised = sum(target.advised for target in listed_)
    title = t("targets.title", lang, count=len(listed_), advised=advised)
    columns = [column(key, lang) for key in (*SHORT, *(MORE if full else ()))]
    columns += [column("claims", lang, "claims"), column("rows", lang, "rows")] if full else []
    return Table("targets", title, tuple(columns), rows, t("targets.note", lang))


def targets_json(found: Iterable[Target], dossier: Dossier, lang: str) -> dict[str, Any]:
    """``targets[]``: the fields of the engine, with ``advised``, words for the reasons, and rule ids."""
    return {"targets": [_json(target, dossier, lang) for target in found]}


def write_targets(table: Table, path: Path, dossier: Dossier, lang: str) -> None:
    """Writes .csv (with BOM, as spreadsheets like it) or .xlsx. Raises :class:`LianpuError` for another ending."""
    from lianpu.views.workbook import write_tables

    if path.suffix.lower() == ".xlsx":
        write_tables([table], path, lang, title=table.title, comments=dossier.made_by)
    elif path.suffix.lower() == ".csv":
        _write_csv(table, path, lang)
    else:
        raise LianpuError(f"no such kind of file '{path.suffix}'", file=path, hint="write .csv or .xlsx")


def _write_csv(table: Table, path: Path, lang: str) -> None:
    half = path.with_suffix(".csv.tmp")
    try:
        with half.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([c.head for c in table.columns])
            writer.writerows([cell_text(row.get(c.key), lang) for c in table.columns] for row in table.rows)
        half.replace(path)
    except OSError as error:
        raise LianpuError(f"cannot be written ({error.strerror})", file=path, hint="choose another place") from None


def _json(target: Target, dossier: Dossier, lang: str) -> dict[str, Any]:
    plain = as_json(target)
    plain["norms"] = [rule.row_id for rule in target.norms]
    plain["permission"] = target.permission and {"rule": target.permission.row_id, "says": target.permission.text}
    plain["margin"] = target.margin and _margin_json(target.margin)
    return {**plain, "advised": target.advised, "reasons": reasons(target, lang), "unit": _unit(target, dossier)}


def _margin_json(margin: Margin) -> dict[str, Any]:
    return {
        "value": as_json(margin.value), "rate": margin.rate, "year": margin.year, "unpriced": list(margin.unpriced),
        "estimated": list(margin.estimated), "rows": list(margin.rows),
    }  # fmt: skip


def _unit(target: Target, dossier: Dossier) -> str:
    return f"{dossier.library.goods[target.good].unit.symbol}/a"


def _row(number: int, target: Target, dossier: Dossier, lang: str) -> dict[str, Cell]:
    library, unit = dossier.library, _unit(target, dossier)
    name = stage_name(target.good, library, lang)
    needs = target.needs
    norms = (
        f"{t(f'quantity.{r.quantity}', lang)} {limit_words(r, lang)} [{t(f'rule_status.{r.status}', lang)}]" for r in target.norms
    )
    return {
        "rank": str(number), "verdict": t("targets.advised" if target.advised else "targets.gap", lang), "stage": name,
        "because": because(target, dossier, lang), "size": span(target.size, unit, lang),
        "value_a_year": "–" if target.value is None else amount(target.value, "CNY", lang),
        "margin_rate": margin_words(target.margin, lang), "national_use": use_words(target, lang),
        "permission": permission_words(target, lang), "reasons": listed(reasons(target, lang), lang) or "–",
        "chain": chain_name(target.chain, library, lang),
        "province_gap": "–" if target.province_gap is None else amount(target.province_gap, unit, lang),
        "coming": amount(target.coming, unit, lang) if target.coming.high > 0 else "–",
        "power_need": _amount(needs.electricity, "kWh/a", lang), "land_need": _amount(needs.land, "mu", lang),
        "capital_need": _amount(needs.capital, "CNY", lang), "jobs_need": _amount(needs.jobs, "person", lang),
        "linked": t("targets.linked", lang, linked=target.linked, links=target.links),
        "completeness": f"+{target.coverage_gain:.0%}" if target.coverage_gain else "–",
        "norms_to_meet": t("list.clauses", lang).join(norms) or "–",
        "estimates": listed((stage_name(g, library, lang) for g in target.margin.estimated), lang) if target.margin else "–",
        "companies": "", "claims": target.claims, "rows": target.rows,
    }  # fmt: skip


def because(target: Target, dossier: Dossier, lang: str) -> str:
    """Local plants need it, or something leaves that it could work up."""
    if target.feeds_on is None:
        return t("targets.short", lang)
    return t("targets.outlet", lang, good=stage_name(target.feeds_on, dossier.library, lang))


def reasons(target: Target, lang: str) -> list[str]:
    """What speaks against it or is not known."""
    return [t(f"targets_against.{code}", lang) for code in target.against]


def margin_words(margin: Margin | None, lang: str) -> str:
    if margin is None or margin.rate is None or margin.value is None or margin.price is None:
        return "–"
    price = margin.price.value.typical
    return percent(Range(margin.value.low / price, margin.rate, margin.value.high / price), lang)


def use_words(target: Target, lang: str) -> str:
    return "–" if target.use is None else f"{percent(target.use.value, lang)} ({target.use.year})"


def permission_words(target: Target, lang: str) -> str:
    if target.permission is None:
        return "–"
    says = t(f"permission.{target.permission.text}", lang)
    return f"{says} [{t(f'rule_status.{target.permission.status}', lang)}]"


def _amount(value: Range | None, unit: str, lang: str) -> str:
    return "–" if value is None else amount(value, unit, lang)
