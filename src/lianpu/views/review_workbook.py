"""The workbook that goes out for review: claims with their sentences, cells to change and to say yes or no in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

import xlsxwriter

from lianpu.errors import LianpuError
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.review_sheet import COLUMNS, HIDDEN, LOCKED, SAID, Returned, cells_of
from lianpu.reading.claims import BOUNDS, KINDS, MODALITIES, STATUSES
from lianpu.views.wording import LANGUAGES, t

_WIDTHS = {
    "id": 18, "quote": 60, "document": 30, "why": 24, "product": 22, "product_id": 20, "subject": 20, "date": 22,
    "status": 20, "place": 18, "modality": 11, "decision": 10,
}  # fmt: skip
_LINE = 15.0  # points of a row of one line
_MOST_LINES = 5
_CHOICES = {"kind": sorted(KINDS), "bound": BOUNDS, "modality": MODALITIES, "status": STATUSES}
_ACTIONS = ("accept", "edit", "reject")
_ROWS_LIMIT = 1_048_575  # of a sheet of Excel, without the header


def write_review_workbook(claims: Sequence[LedgerClaim], path: Path, lang: str) -> int:
    """Writes ``claims`` to ``path``, whole or not at all; returns how many there are. Raises
    :class:`LianpuError` where its folder is not there."""
    if not path.parent.is_dir():
        raise LianpuError("the folder is not there", file=path.parent, hint="make it first")
    shown = list(claims)[:_ROWS_LIMIT]
    half = path.with_name(f"{path.name}.tmp")
    with xlsxwriter.Workbook(str(half), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "white", "text_wrap": True, "valign": "top"})
        read = book.add_format({"bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})
        said = book.add_format({"bg_color": "#FFF8DC", "text_wrap": True, "valign": "top", "locked": False})
        free = book.add_format({"text_wrap": True, "valign": "top", "locked": False})
        # As text: a spreadsheet makes the first of a month, or a time of day, of a month that is typed into a plain cell.
        dated = book.add_format({"text_wrap": True, "valign": "top", "locked": False, "num_format": "@"})
        sheet = book.add_worksheet(t("review_sheet.name", lang))
        for at, column in enumerate(COLUMNS):
            look = read if column in LOCKED else said if column in SAID else dated if column == "date" else free
            sheet.set_column(at, at, _WIDTHS.get(column, 12), look)
            sheet.write(0, at, t(f"review_column.{column}", lang), head)
        for number, kept in enumerate(shown, 1):
            cells = cells_of(kept)
            sheet.set_row(number, _LINE * _lines(cells))
            for at, column in enumerate(COLUMNS):
                value = cells.get(column)
                if isinstance(value, int | float):
                    sheet.write_number(number, at, value)
                elif value:
                    sheet.write_string(number, at, str(value))
        last = max(1, len(shown))
        for at, column in enumerate(COLUMNS):
            choices = [t(f"review.{a}", lang) for a in _ACTIONS] if column == "decision" else _CHOICES.get(column)
            if choices and len(",".join(choices)) <= 255:  # the most that Excel takes in a list
                sheet.data_validation(1, at, last, at, {"validate": "list", "source": list(choices), "error_type": "warning"})
        sheet.set_row(0, 20)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(8)  # A3: twenty columns are not to be read on less
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, last, len(COLUMNS) - 1)
        held = book.add_worksheet(HIDDEN)
        held.write_row(0, 0, ["id", "content"])
        for number, kept in enumerate(shown, 1):
            held.write_string(number, 0, kept.id)
            held.write_string(number, 1, json.dumps(cells_of(kept), ensure_ascii=False))
        held.very_hidden()
    half.replace(path)
    return len(shown)


def _lines(cells: Mapping[str, object]) -> int:
    """Lines that the longest text of a row takes: programs other than Excel do not fit rows to wrapped text."""
    from rich.cells import cell_len

    needed = [cell_len(str(cells[c] or "")) / (0.9 * _WIDTHS[c]) for c in ("quote", "document", "product", "subject", "place")]
    return min(_MOST_LINES, max(1, *(ceil(lines) for lines in needed)))


def titles() -> dict[str, str]:
    """Columns by their titles, in both languages."""
    return {t(f"review_column.{column}", lang): column for lang in LANGUAGES for column in COLUMNS}


def decisions() -> dict[str, str]:
    """Actions by the words for them, in both languages."""
    return {t(f"review.{action}", lang).casefold(): action for lang in LANGUAGES for action in _ACTIONS} | {
        action: action for action in _ACTIONS
    }


def returned_text(returned: Returned, lang: str, *, applied: bool) -> str:
    """What the workbook asked for, each row that cannot be taken, and what did not come back."""
    key = "applied" if applied else "found"
    lines = [t(f"review_sheet.{key}", lang, reviews=len(returned.verdicts), unchanged=returned.unchanged)]
    for who, verdict in returned.verdicts:
        fields = t("list.comma", lang).join(f"{name} = {value}" for name, value in verdict.fields.items())
        lines.append(f"  {verdict.claim_id}  {who}: {t(f'review.{verdict.action}', lang)} {fields}".rstrip())
    lines += [f"  {row.place}: {row.what}; {row.hint}" for row in returned.rejected]
    if returned.missing:
        lines.append(t("review_sheet.missing", lang, claims=len(returned.missing)))
    return "\n".join(lines)


def returned_json(returned: Returned, *, applied: bool) -> dict[str, object]:
    """``reviews``, ``rejected``, ``missing``, ``unchanged``, ``applied`` (docs/json.md)."""
    return {
        "applied": applied,
        "reviews": [
            {"who": who, "claim": v.claim_id, "action": v.action, "fields": dict(v.fields), "why": v.why}
            for who, v in returned.verdicts
        ],
        "rejected": [{"place": r.place, "claim": r.claim, "what": r.what, "hint": r.hint} for r in returned.rejected],
        "missing": list(returned.missing),
        "unchanged": returned.unchanged,
    }
