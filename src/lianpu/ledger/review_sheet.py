"""A workbook that went out for review and came back: it is compared with what went out, never trusted.

The columns are ``COLUMNS``; those in ``EDITABLE`` may be changed, ``decision``, ``why`` and ``who`` are filled in, the
others are there to be read. The hidden sheet ``_lianpu`` holds what went out, so that a change can be told from a cell
that a program wrote in another way, and from a claim that the ledger has changed since.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianpu.errors import LianpuError
from lianpu.ledger.queries import LedgerClaim
from lianpu.ledger.reviews import EDITABLE, check_fields, content
from lianpu.ledger.store import Ledger, Verdict
from lianpu.ledger.table_files import Sheet, TableRow, open_sheets

LOCKED = ("id", "quote", "document", "published")
SAID = ("decision", "why", "who")
COLUMNS = (*LOCKED, *SAID, *EDITABLE)
HIDDEN = "_lianpu"
_HELD = ("id", "content")
_NUMBERS = frozenset({"value", "low", "high"})


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken: its cell, the claim, what is wrong, and what to do."""

    place: str
    claim: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a returned workbook asks for: reviews by reviewer, rows that cannot be taken, claims that went out and did
    not come back."""

    verdicts: tuple[tuple[str, Verdict], ...]
    rejected: tuple[Rejected, ...]
    missing: tuple[str, ...]
    unchanged: int


def cells_of(kept: LedgerClaim) -> dict[str, Any]:
    """The cells of a claim as they go out, but for those that a reviewer fills in."""
    held = content(kept.claim)
    date = held.pop("date")
    told = None if date is None else date["start"] if date["start"] == date["end"] else f"{date['start']}..{date['end']}"
    locked = {"id": kept.id, "quote": kept.claim.quote, "document": kept.document.name, "published": kept.document.published}
    return locked | held | {"date": told}


def read_returned(
    ledger: Ledger, path: Path, *, titles: Mapping[str, str], decisions: Mapping[str, str], who: str | None = None
) -> Returned:
    """The reviews that the workbook asks for. ``titles`` and ``decisions`` turn what its cells say into columns and
    actions; ``who`` reviews where a row names nobody. Raises :class:`LianpuError` for a file that is no such workbook."""
    went_out = _went_out(path)
    # All columns are needed: one that is gone would read as if each of its cells had been emptied.
    sheet = open_sheets(path, COLUMNS, titles, COLUMNS)[0]
    rows = [row for row in sheet.rows if any(row.cells)]
    counts = Counter(_cell(row, "id") for row in rows)
    held = {c.id: c for c in ledger.claims()}
    verdicts: list[tuple[str, Verdict]] = []
    rejected: list[Rejected] = []
    unchanged = 0
    for row in rows:
        try:
            found = _verdict(row, held, went_out, counts, decisions)
            if found is None:
                unchanged += 1
                continue
            person = _cell(row, "who") or who or ""
            if not person.strip():
                raise LianpuError("nobody is named as reviewer", place="who", hint="fill in the column, or use --who")
            verdicts.append((person, found))
        except LianpuError as error:
            place = sheet.address(row.number, error.place or "id")
            rejected.append(Rejected(place, _cell(row, "id"), error.what, error.hint or ""))
    missing = tuple(claim for claim in went_out if claim not in counts)
    return Returned(tuple(verdicts), tuple(rejected), missing, unchanged)


def apply(ledger: Ledger, returned: Returned) -> list[LedgerClaim]:
    """Adds the reviews, all or none; returns the claims after them. Raises :class:`LianpuError` where the ledger has
    changed a claim since the workbook was compared."""
    return ledger.review_many(returned.verdicts)


def _went_out(path: Path) -> dict[str, dict[str, Any]]:
    """What went out, by claim. Raises :class:`LianpuError` where the hidden sheet is gone or changed."""
    hidden: list[Sheet] = open_sheets(path, _HELD, {}, _HELD, hidden=HIDDEN)
    try:
        sent = {row.cells[0]: dict(json.loads(row.cells[1])) for sheet in hidden for row in sheet.rows if any(row.cells)}
    except (ValueError, TypeError):
        sent = {"": {}}
    if any(not {*LOCKED, *EDITABLE} <= {*cells} for cells in sent.values()):
        raise LianpuError(f"the hidden sheet {HIDDEN} was changed", file=path, hint="export again")
    return sent


def _verdict(
    row: TableRow, held: Mapping[str, LedgerClaim], went_out: Mapping[str, dict[str, Any]], counts: Mapping[str, int],
    decisions: Mapping[str, str],
) -> Verdict | None:  # fmt: skip
    claim = _known(_cell(row, "id"), held, went_out, counts)
    for fault in row.faults:
        raise LianpuError(fault.what, place=fault.column, hint=fault.hint)
    sent = went_out[claim.id]
    for column in LOCKED[1:]:
        if _cell(row, column) != _text(sent[column]):
            raise LianpuError("this cell is only there to be read", place=column, hint="leave it as it was")
    changed = {name: _value(name, _cell(row, name)) for name in EDITABLE if not _same(name, _cell(row, name), sent[name])}
    action = _action(_cell(row, "decision"), changed, decisions)
    if action is None:
        return None
    if cells_of(claim) != sent:
        raise LianpuError("the ledger has changed this claim since", place="id", hint="export again and look at it anew")
    if changed:
        _check(changed, claim)
    return Verdict(claim.id, action, changed, _cell(row, "why") or None, seen=content(claim.claim))


def _action(said: str, changed: Mapping[str, Any], decisions: Mapping[str, str]) -> str | None:
    """What a row asks for: changed cells are an edit, whether or not the decision says so; None for nothing."""
    action = decisions.get(said.casefold()) if said else None
    if said and action is None:
        raise LianpuError(f"'{said}' is no decision", place="decision", hint=f"one of: {', '.join(decisions)}")
    if changed and action == "reject":
        raise LianpuError("a rejected claim is not edited too", place="decision", hint="reject it, or edit it")
    if not changed and action == "edit":
        raise LianpuError("nothing is edited", place="decision", hint="change a cell, or accept the claim")
    return "edit" if changed else action


def _check(changed: Mapping[str, Any], claim: LedgerClaim) -> None:
    """Refuses an edit that cannot be, at the cell that is wrong: words and numbers one by one, then all together."""
    for name, value in changed.items():
        alone = {name: value}
        try:
            check_fields("edit", alone if name not in (*_NUMBERS, "unit") else {**changed, **alone}, claim.claim)
        except LianpuError as error:
            raise LianpuError(error.what, place=error.place if error.place in COLUMNS else name, hint=error.hint) from None


def _known(claim: str, held: Mapping[str, LedgerClaim], went_out: Mapping[str, object], counts: Mapping[str, int]) -> LedgerClaim:
    if not claim:
        raise LianpuError("a row without the id of a claim", place="id", hint="claims are added by documents and tables")
    if counts[claim] > 1:
        raise LianpuError(f"'{claim}' stands {counts[claim]} times", place="id", hint="keep one of the rows")
    if claim not in held or claim not in went_out:
        hint = "take the workbook into the ledger that it is from"
        raise LianpuError(f"'{claim}' did not go out from this ledger", place="id", hint=hint)
    return held[claim]


def _cell(row: TableRow, column: str) -> str:
    return row.cells[COLUMNS.index(column)].strip()


def _text(value: object) -> str:
    """A value as the sheet shows it."""
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else " ".join(str(value).split())


def _same(name: str, cell: str, sent: object) -> bool:
    if name in _NUMBERS and sent is not None and cell:
        try:
            return float(cell.replace(",", "")) == float(f"{float(str(sent)):.12g}")
        except ValueError:
            return False
    if name == "date" and sent is not None and len(cell) > len(str(sent)):
        return cell.startswith(str(sent)) and len(str(sent)) == len("2022-01-01")  # a program wrote the time of day too
    return cell == _text(sent)


def _value(name: str, cell: str) -> Any:
    if not cell:
        return None
    return cell.replace(",", "") if name in _NUMBERS else cell


def in_order(claims: Iterable[LedgerClaim], first: Sequence[str] = ()) -> list[LedgerClaim]:
    """Claims as a reviewer wants them: those in ``first`` and flagged ones, then those nobody has looked at, by document."""
    urgent = set(first)

    def order(kept: LedgerClaim) -> tuple[object, ...]:
        return (kept.id not in urgent, not kept.claim.flags, kept.decision is not None, kept.document.name, kept.claim.span)

    return sorted(claims, key=order)
